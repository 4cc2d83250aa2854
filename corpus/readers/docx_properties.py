"""Properties of runs and paragraphs of a DOCX, each read in one pass over its elements."""

import re
from typing import NamedTuple

from lxml import etree

from corpus.readers.docx_package import W

VALUE = W + "val"
OFF = frozenset({"0", "false", "off", "none"})
BOLD, HIDDEN, SIZE, RUN_STYLE = W + "b", W + "vanish", W + "sz", W + "rStyle"
STYLE, LIST, ALIGNMENT, OUTLINE, MARK = W + "pStyle", W + "numPr", W + "jc", W + "outlineLvl", W + "rPr"
FRAME, DROPPED_CAPITAL = W + "framePr", W + "dropCap"
TAKEN_AWAY = frozenset({W + "del", W + "moveFrom"})


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


class Place(NamedTuple):
    """What numbering properties say: the list and the level (from 0) in it."""

    number: str | None
    level: int | None


class ParagraphLook(NamedTuple):
    """What paragraph properties say; None where they are silent.

    `ends`: False where the end of the paragraph was deleted with changes tracked, or it is a capital that is dropped
    before the next one. `hidden`: whether its end is hidden.
    """

    style: str | None = None
    place: Place | None = None
    centred: bool | None = None
    outline: int | None = None
    ends: bool = True
    hidden: bool = False


SILENT = RunLook()
NOTHING_SAID = ParagraphLook()


def flag(parent: etree._Element, name: str) -> bool | None:
    """A toggle such as `<w:b/>` or `<w:b w:val="0"/>` below `parent`; None where it is not there."""
    element = parent.find(W + name)
    return None if element is None else element.get(VALUE, "1") not in OFF


def in_front(element: etree._Element, name: str) -> etree._Element | None:
    """The first child where it bears this name, as properties do: ten times as fast as looking for it."""
    first = element[0] if len(element) else None
    return first if first is not None and first.tag == name else None


def value(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child element, or None."""
    element = None if parent is None else parent.find(W + name)
    return None if element is None else element.get(VALUE)


def integer(text: str | None) -> int | None:
    """A decimal attribute as an integer; None where it is missing or no number."""
    return int(text) if text and len(text) < 10 and re.fullmatch(r"-?[0-9]+", text) else None


def run_look(properties: etree._Element | None) -> tuple[str | None, RunLook]:
    """The character style that run properties name, and what they say by themselves."""
    style = None
    hidden = bold = size = None
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == SIZE:
            size = _size(str(child.get(VALUE)))
        elif tag == BOLD:
            bold = child.get(VALUE, "1") not in OFF
        elif tag == HIDDEN:
            hidden = child.get(VALUE, "1") not in OFF
        elif tag == RUN_STYLE:
            style = child.get(VALUE)
    return style, RunLook(hidden, bold, size)


def _size(text: str) -> float | None:
    """A size in half points, or with its unit (`16pt`) as ISO "strict" documents may have it."""
    points = integer(text.removesuffix("pt"))
    return None if not points else float(points) if text.endswith("pt") else points / 2


def paragraph_look(properties: etree._Element | None) -> ParagraphLook:
    """What paragraph properties say."""
    if properties is None or not len(properties):
        return NOTHING_SAID
    style = place = centred = outline = None
    ends, hidden, dropped = True, False, False
    for child in properties:
        tag = child.tag
        if tag == STYLE:
            style = child.get(VALUE)
        elif tag == ALIGNMENT:
            centred = child.get(VALUE) == "center"
        elif tag == MARK:
            ends, hidden = _end(child)
        elif tag == LIST:
            place = Place(value(child, "numId"), integer(value(child, "ilvl")))
        elif tag == FRAME:
            dropped = child.get(DROPPED_CAPITAL, "none") != "none"
        elif tag == OUTLINE:
            outline = integer(child.get(VALUE))
    return ParagraphLook(style, place, centred, outline, ends and not dropped, hidden)


def _end(mark: etree._Element) -> tuple[bool, bool]:
    """Whether the end of a paragraph with these properties is there, and whether it is hidden."""
    ends, hidden = True, False
    for child in mark:
        tag = child.tag
        if tag in TAKEN_AWAY:
            ends = False
        elif tag == HIDDEN:
            hidden = child.get(VALUE, "1") not in OFF
    return ends, hidden
