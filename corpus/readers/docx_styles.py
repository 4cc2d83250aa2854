"""Styles of a DOCX: what a paragraph or run inherits from its style and the styles that it is based on."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from corpus.readers.docx_package import W
from corpus.readers.docx_properties import SILENT, Place, RunLook, paragraph_look, run_look, value

HEADING_NAME = re.compile(r"(?:heading|标题|標題) ?([1-9一二三四五])|([一二三四五])级标题")
HAN = "一二三四五"
# WPS Office has styles of its own for contents that it keeps up to date or not.
CONTENTS_NAME = re.compile(r"(?:toc|(?:wpsoffice手动)?目录|目錄) ?(?:[1-9]|heading|标题)")
# No style stands on more than a few others; a longer chain is a circle.
CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its bases included. `list_style` is the one among them that names the numbering.

    `contents`: whether its paragraphs are lines of a table of contents.
    """

    name: str = ""
    look: RunLook = SILENT
    centred: bool | None = None
    outline: int | None = None
    number: str | None = None
    number_level: int | None = None
    list_style: str | None = None
    contents: bool = False


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else root.findall(W + "style")
        self._elements = {str(element.get(W + "styleId")): element for element in elements}
        self._known: dict[str, Style] = {}
        self._paragraphs: dict[str | None, Style] = {}
        self._characters: dict[str, RunLook] = {}
        self._within: dict[tuple[str | None, RunLook, RunLook], RunLook] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = Style(look=run_look(defaults)[1])
        first = (e for e in elements if e.get(W + "default") in ("1", "true") and e.get(W + "type") == "paragraph")
        default = next(first, None)
        self._default = None if default is None else str(default.get(W + "styleId"))

    def paragraph(self, style_id: str | None) -> Style:
        """The paragraph style of that id, or the default one."""
        found = self._paragraphs.get(style_id)
        if found is None:
            known = style_id if style_id in self._elements else self._default
            found = self._paragraphs[style_id] = self._base if known is None else self._resolved(known)
        return found

    def run_within(self, properties: etree._Element, base: RunLook) -> RunLook:
        """How a run with these properties looks in a paragraph whose style looks like `base`.

        Runs that look alike share one value.
        """
        style, own = run_look(properties)
        found = self._within.get((style, own, base))
        if found is None:
            found = own.over(self._character(style).over(base) if style else base)
            self._within[style, own, base] = found
        return found

    def _character(self, style_id: str) -> RunLook:
        """What a character style says, without the document's defaults."""
        if style_id not in self._characters:
            look = SILENT
            for element in reversed(self._chain(style_id)):
                look = run_look(element.find(W + "rPr"))[1].over(look)
            self._characters[style_id] = look
        return self._characters[style_id]

    def number_of(self, style_id: str) -> str | None:
        """The numbering that a list style names."""
        return self._resolved(style_id).number if style_id in self._elements else None

    def _chain(self, style_id: str | None) -> list[etree._Element]:
        """The style and those that it is based on, nearest first."""
        found: list[etree._Element] = []
        while len(found) < CHAIN and (element := self._elements.get(style_id or "")) is not None:
            found.append(element)
            style_id = value(found[-1], "basedOn")
        return found

    def _resolved(self, style_id: str) -> Style:
        if style_id not in self._known:
            style = self._base
            for element in reversed(self._chain(style_id)):
                style = _under(style, element)
            self._known[style_id] = style
        return self._known[style_id]


def _under(base: Style, element: etree._Element) -> Style:
    """The style of an element that is based on another one."""
    name = (value(element, "name") or "").lower()
    own = paragraph_look(element.find(W + "pPr"))
    named = HEADING_NAME.fullmatch(name)
    outline = own.outline
    if outline is None:
        outline = _level(named[1] or named[2]) if named else base.outline
    style = replace(
        base,
        name=name,
        look=run_look(element.find(W + "rPr"))[1].over(base.look),
        centred=base.centred if own.centred is None else own.centred,
        outline=outline,
        contents=CONTENTS_NAME.fullmatch(name) is not None,
    )
    return style if own.place is None else _numbered(style, element, own.place)


def _level(number: str) -> int:
    return HAN.index(number) if number in HAN else int(number) - 1


def _numbered(style: Style, element: etree._Element, place: Place) -> Style:
    return replace(
        style,
        number=place.number or style.number,
        number_level=style.number_level if place.level is None else place.level,
        list_style=str(element.get(W + "styleId")),
    )
