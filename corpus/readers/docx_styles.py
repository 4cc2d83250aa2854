"""Styles of a DOCX: what a paragraph or run inherits from its style and the styles that it is based on."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from corpus.readers.docx_package import W

HEADING_NAME = re.compile(r"(?:heading|标题|標題) ?([1-9])")
CONTENTS_NAME = re.compile(r"(?:toc|目录|目錄) ?(?:[1-9]|heading|标题)")
# No style stands on more than a few others; a longer chain is a circle.
CHAIN = 20
BODY_LEVEL = 9
OFF = frozenset({"0", "false", "off", "none"})
LOOKS = frozenset({W + "vanish", W + "b", W + "sz"})


class RunLook(NamedTuple):
    """How characters look; None where nothing is said. `size` in points."""

    hidden: bool | None = None
    bold: bool | None = None
    size: float | None = None

    def over(self, base: "RunLook") -> "RunLook":
        """This look where it says something, the other one elsewhere."""
        if self is SILENT:
            return base
        return RunLook(
            base.hidden if self.hidden is None else self.hidden,
            base.bold if self.bold is None else self.bold,
            base.size if self.size is None else self.size,
        )


SILENT = RunLook()


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its bases included. `list_style` is the one among them that names the numbering."""

    name: str = ""
    look: RunLook = SILENT
    centred: bool | None = None
    outline: int | None = None
    number: str | None = None
    number_level: int | None = None
    list_style: str | None = None

    @property
    def contents(self) -> bool:
        """Whether its paragraphs are lines of a table of contents."""
        return CONTENTS_NAME.fullmatch(self.name) is not None


def flag(parent: etree._Element, name: str) -> bool | None:
    """A toggle such as `<w:b/>` or `<w:b w:val="0"/>` below `parent`; None where it is not there."""
    element = parent.find(W + name)
    return None if element is None else element.get(W + "val", "1") not in OFF


def value(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child element, or None."""
    element = None if parent is None else parent.find(W + name)
    found = None if element is None else element.get(W + "val")
    return None if found is None else str(found)


def integer(text: str | None) -> int | None:
    """A decimal attribute as an integer; None where it is missing or no number."""
    return int(text) if text and len(text) < 10 and re.fullmatch(r"-?[0-9]+", text) else None


def run_look(properties: etree._Element | None) -> RunLook:
    """What run properties say by themselves."""
    if properties is None or not len(properties):
        return SILENT
    found = {child.tag: child.get(W + "val", "1") for child in properties}
    if not LOOKS & found.keys():
        return SILENT
    half_points = integer(found.get(W + "sz"))
    return RunLook(_on(found.get(W + "vanish")), _on(found.get(W + "b")), half_points / 2 if half_points else None)


def _on(setting: str | None) -> bool | None:
    return None if setting is None else setting not in OFF


def outline_level(properties: etree._Element | None) -> int | None:
    """The outline level of paragraph properties, from 0; 9 is body text."""
    return integer(value(properties, "outlineLvl"))


def centred(properties: etree._Element | None) -> bool | None:
    """Whether paragraph properties centre their text; None where they don't say."""
    alignment = value(properties, "jc")
    return None if alignment is None else alignment == "center"


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else root.findall(W + "style")
        self._elements = {str(element.get(W + "styleId")): element for element in elements}
        self._known: dict[str, Style] = {}
        self._characters: dict[str, RunLook] = {}
        self._base = Style(look=run_look(None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")))
        defaults = [e for e in elements if e.get(W + "default") in ("1", "true") and e.get(W + "type") == "paragraph"]
        self._default = str(defaults[0].get(W + "styleId")) if defaults else None

    def paragraph(self, style_id: str | None) -> Style:
        """The paragraph style of that id, or the default one."""
        known = style_id if style_id in self._elements else self._default
        return self._base if known is None else self._resolved(known)

    def run_within(self, properties: etree._Element, base: RunLook) -> RunLook:
        """How a run with these properties looks in a paragraph whose style looks like `base`."""
        own = run_look(properties)
        style = value(properties, "rStyle")
        return own.over(self._character(style).over(base) if style else base)

    def _character(self, style_id: str) -> RunLook:
        """What a character style says, without the document's defaults."""
        if style_id not in self._characters:
            look = SILENT
            for element in reversed(self._chain(style_id)):
                look = run_look(element.find(W + "rPr")).over(look)
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
    properties = element.find(W + "pPr")
    named = HEADING_NAME.fullmatch(name)
    outline = outline_level(properties)
    if outline is None:
        outline = int(named[1]) - 1 if named else base.outline
    alignment = centred(properties)
    style = replace(
        base,
        name=name,
        look=run_look(element.find(W + "rPr")).over(base.look),
        centred=base.centred if alignment is None else alignment,
        outline=outline,
    )
    return _numbered(style, element, None if properties is None else properties.find(W + "numPr"))


def _numbered(style: Style, element: etree._Element, numbering: etree._Element | None) -> Style:
    if numbering is None:
        return style
    level = integer(value(numbering, "ilvl"))
    return replace(
        style,
        number=value(numbering, "numId") or style.number,
        number_level=style.number_level if level is None else level,
        list_style=str(element.get(W + "styleId")),
    )
