"""Measure words: read from `lexicons/units.yml`, and found after a numeral."""

import re
from collections import defaultdict
from functools import cache
from typing import Literal, NamedTuple

from extractors.base import QuantityKind
from extractors.lexicon import Strict, read_lexicon
from extractors.overlay import active, per_overlay


class UnitEntry(Strict):
    """A measure word, which numerals it follows, and what may not follow it."""

    unit: str
    kind: QuantityKind
    not_before: tuple[str, ...] = ()
    han: bool = True
    mask: Literal["any", "small", "none"] = "any"
    bare: bool = False
    shown: bool = False
    eg: tuple[str, ...]
    no_match: tuple[str, ...] = ()


class DimensionEntry(Strict):
    """A dimension, its base unit, and how many base units each unit that converts exactly is (2000/3 for 亩)."""

    dimension: str
    base: str
    units: dict[str, str | int | float]


class UnitTable(Strict):
    """The file `units.yml`."""

    units: tuple[UnitEntry, ...]
    seldom: dict[str, str]
    dimensions: tuple[DimensionEntry, ...]


class Unit(NamedTuple):
    """A measure word in a text: its range, its entry and the word without approximators (个多月 -> 个月)."""

    start: int
    end: int
    word: str
    entry: UnitEntry


_PER = "年月日天人户亩吨次村家个斤份米台件套度"
# 人次, 场次, 户次: whatever can be counted can be counted by turns.
_TURNS = re.compile(r"[人场批车架班艘户件项台课头家轮篇期趟店](?:·)?次(?![要序产数])")
_RATE = (
    rf"(?:/(?:平方米|平方公里|立方米|千瓦时|公斤|公里|小时|分钟|公顷|学时|[{_PER}秒升])(?:[·/][{_PER}])?"
    r"|每(?:平方米|公斤|公里|小时|吨|亩)(?![均次]))?"
)
_TURN_ENTRY = UnitEntry(unit="人次", kind="count", eg=("300人次",))


@cache
def unit_table() -> UnitTable:
    """The file as it is shipped."""
    return read_lexicon("units.yml", UnitTable)


@cache
def shipped_units() -> dict[str, UnitEntry]:
    """The table by measure word as it is shipped."""
    return {entry.unit.replace("（", "(").replace("）", ")"): entry for entry in unit_table().units}


@cache
def seldom_units() -> dict[str, UnitEntry]:
    """The measure words that only the structure of a clause shows."""
    listed = unit_table().seldom.items()
    return {word: UnitEntry(unit=word, kind="count", shown=True, eg=(eg,)) for word, eg in listed}


@per_overlay
def units() -> dict[str, UnitEntry]:
    """The table by measure word, with those of the analyst's own."""
    return seldom_units() | shipped_units() | {entry.unit: entry for entry in active().units}


def _form(word: str, entry: UnitEntry) -> str:
    guard = f"(?!{'|'.join(map(re.escape, entry.not_before))})" if entry.not_before else ""
    spread = word.startswith("个") and entry.kind == "duration"
    return (f"个[多半]?{re.escape(word[1:])}" if spread else re.escape(word)) + guard


@per_overlay
def _forms() -> dict[str, str]:
    """What the measure words look like, by their first character: there are hundreds of them."""
    forms: dict[str, list[str]] = defaultdict(list)
    for word, entry in sorted(units().items(), key=lambda item: (-len(item[0]), item[0])):
        forms[word[0]].append(_form(word, entry))
    return {first: "|".join(found) for first, found in forms.items()}


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(f"(?P<word>{form})(?P<rate>{_RATE})")


def unit_at(text: str, at: int) -> Unit | None:
    """The longest measure word that begins at `at`, with its rate (元/年), or None."""
    if turns := _TURNS.match(text, at):
        return Unit(at, turns.end(), turns[0], _TURN_ENTRY)
    form = _forms().get(text[at : at + 1])
    if form and (found := _compiled(form).match(text, at)):
        word = found["word"]
        plain = word.replace("个多", "个").replace("个半", "个")
        return Unit(at, found.end(), plain + found["rate"], units()[plain])
    return None


UNKNOWN = UnitEntry(unit="?", kind="count", shown=True, eg=())
"""A measure word that no list has."""

SYMBOLS: dict[str, str] = {"¥": "元", "$": "美元", "€": "欧元"}
