"""Automatic numbering of a DOCX: the numbers stand nowhere in its text and are counted here as Word counts them."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from corpus.readers.docx_numerals import numeral
from corpus.readers.docx_package import W
from corpus.readers.docx_styles import Style, Styles, flag, integer, value

LEVELS = 9
PLACE = re.compile(r"%([1-9])")
NO_NUMBER = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first count, the form of its numerals and the text around them.

    `restart`: the level (from 1) after which it starts anew, 0 for never, None for any higher one.
    `style`: the paragraph style that stands on this level.
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list as paragraphs name it: the counters that it may share, its levels, and where it sets counters anew."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a paragraph (empty for a bullet), and whether it is set apart from the text."""

    text: str
    apart: bool

    def before(self, text: str) -> str:
        """The number in front of the text. 一、 stands close to it, 第一章 apart; 1. keeps clear of a digit."""
        meets_digit = self.text[-1:] in (".", "．") and text[:1].isdecimal()
        wants_space = self.apart and (self.text[-1:].isalnum() or meets_digit)
        return f"{self.text} {text}" if wants_space else self.text + text


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._nums = _by_id(root, "num", "numId")
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[str] = set()

    def number(self, properties: etree._Element | None, style: Style) -> Number | None:
        """The number of a paragraph of these numbering properties and style, or None outside lists; counts on."""
        place = self._place(properties, style)
        if place is None:
            return None
        found, level = place
        counts = self._advance(found, level)
        return Number(_label(found, level, counts), apart=_level(found, level).suffix != "nothing")

    def _place(self, properties: etree._Element | None, style: Style) -> tuple[List, int] | None:
        """The list and the level (from 0) of a paragraph."""
        direct = value(properties, "numId")
        num_id = direct or style.number
        found = self._list(num_id) if num_id else None
        if found is None or num_id is None:
            return None
        level = integer(value(properties, "ilvl"))
        if level is None and direct is None:
            level = _linked(found, style)
        level = min(max(level or 0, 0), LEVELS - 1)
        self._start(num_id, found)
        return found, level

    def _start(self, num_id: str, found: List) -> None:
        """A list that overrides starts sets its counters back when it is first met."""
        if num_id in self._started:
            return
        self._started.add(num_id)
        counts = self._counters(found)
        for level in found.starts:
            counts[level] = None

    def _advance(self, found: List, level: int) -> list[int | None]:
        counts = self._counters(found)
        last = counts[level]
        counts[level] = found.starts.get(level, _level(found, level).start) if last is None else last + 1
        for deeper in range(level + 1, LEVELS):
            restart = _level(found, deeper).restart
            if restart is None or level < restart:
                counts[deeper] = None
        return counts

    def _counters(self, found: List) -> list[int | None]:
        return self._counts.setdefault(found.counters, [None] * LEVELS)

    def _list(self, num_id: str) -> List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._load(num_id)
        return self._lists[num_id]

    def _load(self, num_id: str) -> List | None:
        num = self._nums.get(num_id)
        abstract_id = value(num, "abstractNumId")
        abstract = self._abstract.get(abstract_id or "")
        if num is None or abstract is None:
            return None
        linked = value(abstract, "numStyleLink")
        if linked and (target := self._styles.number_of(linked)) and target != num_id:
            other = self._nums.get(target)
            abstract_id = value(other, "abstractNumId")
            abstract = self._abstract.get(abstract_id or "", abstract)
        levels = dict(_levels(abstract))
        starts = _overridden(num, levels)
        return List(str(abstract_id), levels, starts)


def _by_id(root: etree._Element | None, tag: str, attribute: str) -> dict[str, etree._Element]:
    return {} if root is None else {str(element.get(W + attribute)): element for element in root.findall(W + tag)}


def _levels(parent: etree._Element) -> list[tuple[int, Level]]:
    return [(integer(str(element.get(W + "ilvl"))) or 0, _read_level(element)) for element in parent.findall(W + "lvl")]


def _read_level(element: etree._Element) -> Level:
    form = next(element.iter(W + "numFmt"), None)
    return Level(
        start=integer(value(element, "start")) or 0,
        form="decimal" if form is None else str(form.get(W + "val")),
        text=value(element, "lvlText") or "",
        suffix=value(element, "suff") or "tab",
        restart=integer(value(element, "lvlRestart")),
        legal=bool(flag(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _overridden(num: etree._Element, levels: dict[int, Level]) -> dict[int, int]:
    """Puts the levels that the list redefines in place; gives the counts at which it starts anew."""
    starts: dict[int, int] = {}
    for override in num.findall(W + "lvlOverride"):
        level = integer(str(override.get(W + "ilvl"))) or 0
        for own, definition in _levels(override):
            levels[own] = definition
            starts[own] = definition.start
        start = integer(value(override, "startOverride"))
        if start is not None:
            starts[level] = start
            levels[level] = replace(levels.get(level, Level()), start=start)
    return {level: start for level, start in starts.items() if 0 <= level < LEVELS}


def _level(found: List, level: int) -> Level:
    return found.levels.get(level, Level())


def _linked(found: List, style: Style) -> int | None:
    """The level that names the style, or the level that the style names."""
    for level, definition in sorted(found.levels.items()):
        if definition.style is not None and definition.style == style.list_style:
            return level
    return style.number_level


def _label(found: List, level: int, counts: list[int | None]) -> str:
    definition = _level(found, level)
    if definition.form in NO_NUMBER and not PLACE.search(definition.text):
        return ""

    def put(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = "decimal" if definition.legal else _level(found, at).form
        count = counts[at]
        return numeral(_level(found, at).start if count is None else count, form)

    return PLACE.sub(put, definition.text)
