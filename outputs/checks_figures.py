"""A sentence as its figures and the gaps between them, and how exactly a figure is written."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeVar

from corpus.model import Document
from extractors.base import Mention, Quantity
from extractors.clauses import sentences
from outputs.checks_words import sign

Rule = Literal["sum", "part", "share", "growth", "twice", "unit", "product", "table", "list"]
Verdict = Literal["consistent", "conflict", "cannot tell"]

WRITTEN = re.compile(r"(?P<whole>\d[\d,]*)(?P<decimals>\.\d+)?\s{0,2}(?P<scale>[十百千万亿]*)")
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
UNITS = {"名": "人", "位": "人", "人员": "人"}
LIMITS = {"岁", "周岁"}
WAN = 10**4
Figure = TypeVar("Figure")


@dataclass(frozen=True, slots=True)
class Check:
    """Figures of a report held against each other: the rule, the verdict, the places of the figures (the one that the
    others are held against last), what is written there and what the others give, in `unit`; `note` is for people.
    """

    rule: Rule
    verdict: Verdict
    spans: tuple[Mention, ...]
    stated: float | None
    expected: float | None
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: its figures, and the folded words before each of them and behind the last."""

    figures: tuple[Quantity, ...]
    gaps: tuple[str, ...]

    def exact(self, at: int) -> bool:
        """Whether a figure is written as one plain number."""
        return _exact(self.figures[at], self.gaps[at], self.gaps[at + 1])


def _exact(one: Quantity, before: str, behind: str) -> bool:
    if one.value is None or one.value_max is not None or one.masked or sign("approximate_before").search(before):
        return False
    said = sign("approximate").search(f"{one.text} {' '.join(one.qualifier)}")
    return not said and not behind.startswith(("左右", "以上", "以下"))


def exact(document: Document, one: Quantity) -> bool:
    """Whether a figure of a text is written as one plain number."""
    return _exact(one, document.folded[max(0, one.start - 12) : one.start], document.folded[one.end : one.end + 2])


def unit(one: Quantity) -> str:
    """The unit, people all alike."""
    return UNITS.get(one.unit, one.unit)


def value(one: Quantity) -> float:
    """The plain number; only for figures that have one."""
    assert one.value is not None
    return float(one.value)


def step(one: Quantity) -> float:
    """The last place in which a number is written, in its own unit: 1.2亿元 -> 10,000,000; 12.5% -> 0.1."""
    written = WRITTEN.search(one.text)
    if written is None:
        return _rounding(value(one))
    decimals, scale = written["decimals"], 1
    for char in written["scale"]:
        scale *= SCALES[char]
    if one.text.rstrip("左右以上").endswith("成"):
        scale = 10
    return scale * float(10 ** -(len(decimals) - 1)) if decimals else float(scale)


def _rounding(number: float) -> float:
    """The power of ten that a number in Chinese numerals is told in."""
    place = 1.0
    while number and number % (place * 10) == 0:
        place *= 10
    return place


def slack(one: Quantity) -> float:
    """How far the true number may lie from the one written."""
    place = step(one)
    if one.kind == "percent" or place < 1:
        return place / 2
    written = WRITTEN.search(one.text)
    if written is None or written["decimals"]:
        return place / 2 if place > 1 else 0.0
    return place / 10 if place > 1 else 0.0


def alike(found: Iterable[Figure], key: Callable[[Figure], Hashable]) -> list[list[Figure]]:
    """Those that have a key in common, two or more together: most figures have no other one to be held against."""
    groups: dict[Hashable, list[Figure]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return [group for group in groups.values() if len(group) > 1]


def _counts(one: Quantity) -> bool:
    """Ages that mark a group (60岁以上) are words of its name."""
    return one.unit not in LIMITS


def lines(document: Document, quantities: Sequence[Quantity]) -> Iterator[Line]:
    """The sentences that hold two figures or more, and those of one."""
    starts = [one.start for one in quantities]
    for sentence in sentences(document):
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        if first < last:
            yield _line(document, sentence.start, sentence.end, [q for q in quantities[first:last] if _counts(q)])


def joined(document: Document, quantities: Sequence[Quantity]) -> Iterator[Line]:
    """A sentence with the one before it, where it opens with 其中 or only a semicolon stands between them."""
    starts = [one.start for one in quantities]
    for first, last in pairwise(sentences(document)):
        between = document.folded[first.end : last.start]
        if sign("goes_on").search(last.of(document.folded)) or between.strip() == ";":
            at, to = bisect_left(starts, first.start), bisect_left(starts, last.end)
            yield _line(document, first.start, last.end, [q for q in quantities[at:to] if _counts(q)])


def _line(document: Document, start: int, end: int, found: Sequence[Quantity]) -> Line:
    kept: list[Quantity] = []
    gaps: list[str] = []
    at = start
    for one in found:
        if one.start >= at and one.end <= end:
            gaps.append(document.folded[at : one.start])
            kept.append(one)
            at = one.end
    return Line(tuple(kept), (*gaps, document.folded[at:end]))


def told(number: float) -> str:
    """A number as people write it."""
    if abs(number) >= 10**8:
        return f"{number / 10**8:.4g}亿"
    if abs(number) >= WAN and number % 100 == 0:
        return f"{number / WAN:.6g}万"
    return f"{number:.6g}" if number != int(number) else str(int(number))
