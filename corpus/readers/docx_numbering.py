"""Automatic numbering of a DOCX: the numbers stand nowhere in its text and are counted here as Word counts them."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from corpus.readers.docx_numerals import numeral
from corpus.readers.docx_package import W
from corpus.readers.docx_properties import Place, flag, integer, value
from corpus.readers.docx_styles import Style, Styles

LEVELS = 9
PLACE = re.compile(r"%([1-9])")
NO_NUMBER = frozenset({"bullet", "none"})
NOWHERE = Place(None, None)


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


UNDEFINED = Level()


@dataclass(frozen=True, slots=True)
class List:
    """A list as paragraphs name it: the counters that it may share, its nine levels, and where it sets counters anew.

    `below`: for each level the deeper ones that start anew after it.
    """

    counters: str
    levels: tuple[Level, ...]
    starts: dict[int, int]
    below: tuple[tuple[int, ...], ...]


class Number(NamedTuple):
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

    def number(self, place: Place | None, style: Style) -> Number | None:
        """The number of a paragraph at this place and of this style, or None outside lists; counts on."""
        if place is None and style.number is None:
            return None
        at = self._at(place or NOWHERE, style)
        if at is None:
            return None
        found, level = at
        counts = self._advance(found, level)
        return Number(_label(found, level, counts), apart=found.levels[level].suffix != "nothing")

    def _at(self, place: Place, style: Style) -> tuple[List, int] | None:
        """The list and the level (from 0) of a paragraph."""
        num_id = place.number or style.number
        found = self._list(num_id) if num_id else None
        if found is None or num_id is None:
            return None
        level = place.level
        if level is None and not place.number:
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
        counts[level] = found.starts.get(level, found.levels[level].start) if last is None else last + 1
        for deeper in found.below[level]:
            counts[deeper] = None
        return counts

    def _counters(self, found: List) -> list[int | None]:
        counts = self._counts.get(found.counters)
        if counts is None:
            counts = self._counts[found.counters] = [None] * LEVELS
        return counts

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
        given = dict(_levels(abstract))
        starts = _overridden(num, given)
        levels = tuple(given.get(level, UNDEFINED) for level in range(LEVELS))
        return List(str(abstract_id), levels, starts, tuple(_below(levels, level) for level in range(LEVELS)))


def _by_id(root: etree._Element | None, tag: str, attribute: str) -> dict[str, etree._Element]:
    return {} if root is None else {str(element.get(W + attribute)): element for element in root.findall(W + tag)}


def _levels(parent: etree._Element) -> list[tuple[int, Level]]:
    return [(integer(str(element.get(W + "ilvl"))) or 0, _read_level(element)) for element in parent.findall(W + "lvl")]


def _read_level(element: etree._Element) -> Level:
    form = next(element.iter(W + "numFmt"), None)
    return Level(
        start=integer(value(element, "start")) or 0,
        form="decimal" if form is None else str(form.get(W + "format") or form.get(W + "val")),
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
            levels[level] = replace(levels.get(level, UNDEFINED), start=start)
    return {level: start for level, start in starts.items() if 0 <= level < LEVELS}


def _below(levels: tuple[Level, ...], level: int) -> tuple[int, ...]:
    restarts = ((deeper, levels[deeper].restart) for deeper in range(level + 1, LEVELS))
    return tuple(deeper for deeper, restart in restarts if restart is None or level < restart)


def _linked(found: List, style: Style) -> int | None:
    """The level that names the style, or the level that the style names."""
    for level, definition in enumerate(found.levels):
        if definition.style is not None and definition.style == style.list_style:
            return level
    return style.number_level


def _label(found: List, level: int, counts: list[int | None]) -> str:
    definition = found.levels[level]
    before, *places = _parts(definition.text)
    if definition.form in NO_NUMBER and not places:
        return ""
    text = before
    for place, after in zip(places[::2], places[1::2], strict=True):
        at = int(place) - 1
        count = counts[at]
        above = found.levels[at]
        text += numeral(above.start if count is None else count, "decimal" if definition.legal else above.form) + after
    return text


@lru_cache(maxsize=256)
def _parts(text: str) -> list[str]:
    """The text of a level, taken apart into what stands around the numbers, and the levels that these are of."""
    return PLACE.split(text)
