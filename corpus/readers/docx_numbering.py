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
# Where all numbers are to be Arabic, 01 stays as it is.
WITH_ZERO = "decimalZero"
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


class At(NamedTuple):
    """The place of a paragraph in a list: the name of the list, the list, and the level (from 0)."""

    name: str
    list: List
    level: int


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
        self._started: set[tuple[str, int]] = set()

    def at(self, place: Place | None, style: Style) -> At | None:
        """Where a paragraph that says this of its place, and has this style, stands; None outside lists."""
        name = place.number if place and place.number else style.number
        found = self._list(name) if name else None
        if found is None or name is None:
            return None
        level = place.level if place else None
        if level is None and not (place and place.number):
            level = _linked(found, style)
        return At(name, found, min(max(level or 0, 0), LEVELS - 1))

    def number(self, at: At) -> Number:
        """The number of the next paragraph at this place; counts on."""
        name, found, level = at
        counts = self._counters(found)
        if level in found.starts and (name, level) not in self._started:
            self._started.add((name, level))
            counts[level] = None
        _advance(found, level, counts)
        return Number(_label(found, level, counts), found.levels[level].suffix != "nothing")

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


def _advance(found: List, level: int, counts: list[int | None]) -> None:
    """Counts on at a level; deeper levels start anew."""
    last = counts[level]
    if last is None:
        # A level that is met before those above it is under their first ones: 1.1, then 2.
        for above in range(level):
            counts[above] = _first(found, above) if counts[above] is None else counts[above]
    counts[level] = _first(found, level) if last is None else last + 1
    for deeper in found.below[level]:
        counts[deeper] = None


def _by_id(root: etree._Element | None, tag: str, attribute: str) -> dict[str, etree._Element]:
    return {} if root is None else {str(element.get(W + attribute)): element for element in root.findall(W + tag)}


def _levels(parent: etree._Element) -> list[tuple[int, Level]]:
    return [(integer(str(element.get(W + "ilvl"))) or 0, _read_level(element)) for element in parent.findall(W + "lvl")]


def _read_level(element: etree._Element) -> Level:
    form = next(element.iter(W + "numFmt"), None)
    look = element.find(W + "rPr")
    hidden = look is not None and bool(flag(look, "vanish"))
    return Level(
        start=integer(value(element, "start")) or 0,
        form="decimal" if form is None else str(form.get(W + "format") or form.get(W + "val")),
        text="" if hidden else value(element, "lvlText") or "",
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


def _first(found: List, level: int) -> int:
    return found.starts.get(level, found.levels[level].start)


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
    text, places = _parts(definition.text)
    if definition.form in NO_NUMBER and not places:
        return ""
    for at, after in places:
        count = counts[at]
        form = found.levels[at].form
        if form not in NO_NUMBER:
            form = "decimal" if definition.legal and form != WITH_ZERO else form
            text += numeral(_first(found, at) if count is None else count, form)
        text += after
    return text


@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text of a level: what stands before the first number, then each number's level (from 0) and what follows."""
    before, *places = PLACE.split(text)
    return before, tuple((int(at) - 1, after) for at, after in zip(places[::2], places[1::2], strict=True))
