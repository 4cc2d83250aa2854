"""What stands around a number: whether it belongs to a person, is a figure, or a number that everybody may know."""

import re
from calendar import monthrange
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from corpus.beginnings import begun
from extractors.private_lexicon import words
from extractors.private_names import HAN
from extractors.problem_patterns import any_of

PrivateKind = Literal["identity", "phone", "bank", "email", "account", "person"]
KINDS: tuple[PrivateKind, ...] = ("identity", "phone", "bank", "email", "account", "person")


class Spot(NamedTuple):
    """A range of a folded text that holds something private."""

    start: int
    end: int
    kind: PrivateKind


GAPS = re.compile("[^0-9Xx]")
CUE = 14  # characters between a cue and its number
OLDEST = 1900
NEWEST = 2035


def bare(words: str) -> str:
    """The digits of a number."""
    return GAPS.sub("", words).upper()


def real_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day, in times that reports tell of."""
    return OLDEST <= year <= NEWEST and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


@cache
def _cue(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words().cue(kind))})[^。;\n]{{0,{CUE}}}\Z", re.IGNORECASE)


@cache
def _public() -> re.Pattern[str]:
    """编号:, 编号(2019), 湘政发〔2020〕."""
    cue = rf"(?:{any_of(words().public_cues)})[^,。;\n\d]{{0,6}}(?:\d{{4}}[)\]〕])?"
    return re.compile(rf"(?:{cue}|[{HAN}] ?[〔\[]\d{{4}}[\]〕]第?)\Z")


@cache
def _coded() -> re.Pattern[str]:
    """A cue right before a number that no person bears: 地块编号:, GB/T."""
    return begun(rf"(?:{any_of(words().code_cues)})[ :为是]{{0,3}}\Z", re.IGNORECASE)


@cache
def _figure() -> re.Pattern[str]:
    """金额达, 合计:, 累计发放补贴."""
    column = rf"(?:{any_of(words().figure_columns)}|GDP)(?:\([^()\n]{{0,6}}\))?[达到为约至共计超近过是: ]{{0,4}}"
    return begun(rf"(?:{column}|(?:{any_of(words().totals)})[{HAN}]{{0,6}}(?:\([^()\n]{{0,6}}\))?[:\t ]{{0,4}})\Z")


@cache
def _unit() -> re.Pattern[str]:
    """A unit that is a word of its own, before which a number is a figure: not the first character of 家属, 人工."""
    whole, short = any_of(words().whole_units), any_of(words().units)
    behind = rf"(?![{HAN}])|(?={any_of(words().unit_ends)})"
    return begun(rf" ?\(?(?:{whole}|{short}(?:{behind}))|/ ?(?:{short})(?:{behind})", re.IGNORECASE)


@cache
def _no_unit_of_phones() -> re.Pattern[str]:
    """Units that are more often the word behind a telephone number: 13912345678(家), …号."""
    return begun(rf" ?\(?(?:{any_of(words().phone_units)})")


def before(text: str, start: int) -> str:
    """What leads to a number on its line, as far as a cue may stand."""
    return text[max(0, start - CUE - 10) : start].rpartition("\n")[2]


def counts(text: str, end: int) -> bool:
    """Whether a unit follows: then the number is a figure."""
    return bool(_unit().match(text, end))


def counts_much(text: str, end: int) -> bool:
    """Whether a unit follows that numbers as long as a telephone's have."""
    return counts(text, end) and not _no_unit_of_phones().match(text, end)


def public_number(text: str, start: int) -> bool:
    """Whether a number is a figure or a public number by what leads to it."""
    led = before(text, start)
    return bool(_public().search(led)) or bool(_figure().search(led))


def ordinary(text: str, start: int, end: int) -> bool:
    """Whether a number is a figure or a public number by what stands around it."""
    return counts(text, end) or public_number(text, start)


def code(text: str, start: int) -> bool:
    """Whether what stands before a number says that it is that of a thing or a company."""
    led = before(text, start)
    return "信用代码" in led or bool(_coded().search(led))


def led_by(kind: PrivateKind, text: str, start: int) -> bool:
    """Whether a cue of the kind stands before a number."""
    return bool(_cue(kind).search(before(text, start)))


def settled(spots: Iterable[Spot]) -> list[Spot]:
    """Spots in the order of the text without overlaps: what was found first (the surest) stands."""
    taken: set[int] = set()
    kept = []
    for spot in spots:
        if taken.isdisjoint(range(spot.start, spot.end)):
            taken.update(range(spot.start, spot.end))
            kept.append(spot)
    return sorted(kept)
