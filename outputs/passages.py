"""Passages that reports share word for word, figures and masks aside: whose they are not, and where else they stand.

What is known of a piece of a text (`outputs.pieces`) is which reports hold it: copies of one report, and a case with
its parts, are one report. Each text costs one look at each of its clauses, however many texts there are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outputs.model import CatalogueCase, Passage, SetPassage
from outputs.pieces import Cut
from outputs.sketch import sketch

MANY = 3  # reports that share a passage before it is a set one
PLACES = 5  # how many are named of the reports that hold a passage
STEPS = (1, 2, 5)  # times a power of ten: what many reports share would else count anew with each that comes or goes
MOST_SET = 500
FEW = 40  # reports looked at to see who holds most of a passage
AT_HAND = 200_000  # pieces whose holders are kept
MIX = np.uint64(0x9E3779B97F4A7C15)

Numbers = NDArray[np.int64]
Small = NDArray[np.int32]


class Held(NamedTuple):
    """The reports that hold a piece: how many, the first few of them, and a number that stands for all of them."""

    reports: int
    few: tuple[int, ...]
    all: int


class SharedPiece(NamedTuple):
    """A piece that several reports hold: its first and last clause, its range in the text, and who holds it."""

    first: int
    last: int
    start: int
    end: int
    held: Held


def _kinds(numbers: Numbers) -> Small:
    """Each number as its place among all that there are."""
    order = np.argsort(numbers, kind="stable")
    ordered, kinds = numbers[order], np.zeros(len(numbers), dtype=np.int32)
    kinds[order[1:]] = np.cumsum(ordered[1:] != ordered[:-1], dtype=np.int32)
    return kinds


class Holders:
    """Which reports hold which piece; to look one up costs the same however many hold it."""

    def __init__(self, numbers: Numbers, reports: Small) -> None:
        """The numbers of all pieces and the reports that they are counted for, in step."""
        most = int(reports.max(initial=0)) + 1
        self.kinds = kinds = _kinds(numbers)
        pairs = kinds * np.int64(most) + reports
        pairs.sort()
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        self._starts = np.searchsorted(pairs, np.arange(int(kinds.max(initial=-1)) + 2) * most)
        self._reports = (pairs % most).astype(np.int32)
        del pairs
        self.counts: Small = np.diff(self._starts).astype(np.int32)[kinds]
        self._numbers = list(range(most))  # each is in thousands of answers, and there once
        with np.errstate(over="ignore"):
            mixed = (self._reports.astype(np.uint64) + np.uint64(1)) * MIX
            mixed = (mixed ^ mixed >> np.uint64(31)) * MIX
            self._sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed)])

    def of(self, kind: int) -> Held:
        """The reports that hold the pieces of a kind."""
        first, last = self._starts[kind : kind + 2].tolist()
        few = tuple(map(self._numbers.__getitem__, self._reports[first : min(last, first + FEW)].tolist()))
        return Held(last - first, few, (int(self._sums[last]) - int(self._sums[first])) % 2**64)


def _reports(cases: Sequence[CatalogueCase], nested: Iterable[frozenset[str]]) -> dict[str, int]:
    """Id of each case -> the number of its report, which is the first of its copies and of what they are part of."""
    place = {case.id: at for at, case in enumerate(cases)}
    lead = list(range(len(cases)))

    def root(at: int) -> int:
        while lead[at] != at:
            lead[at] = lead[lead[at]]
            at = lead[at]
        return at

    copies = ((case.id, case.duplicate_of) for case in cases if case.duplicate_of)
    for one, other in [*copies, *(sorted(pair) for pair in nested)]:
        first, second = sorted((root(place[one]), root(place[other])))
        lead[second] = first
    return {id_: root(at) for id_, at in place.items()}


def _told_by(case: CatalogueCase, one: Cut, reports: Mapping[str, int]) -> Small:
    """The report that each piece of a case is counted for: what a compilation holds of another report is that one's."""
    found = np.full(len(one.numbers), reports[case.id], dtype=np.int32)
    for part in reversed(case.parts):
        start, end = part.start - case.case.start, part.end - case.case.start
        found[(start <= one.places[:, 2]) & (one.places[:, 3] <= end)] = reports[part.id]
    return found


def _runs(shared: Iterable[SharedPiece]) -> Iterator[list[SharedPiece]]:
    """Pieces that overlap or follow each other with no clause between, as one passage."""
    run: list[SharedPiece] = []
    for held in shared:
        if run and held.first > run[-1].last + 1:
            yield run
            run = []
        run.append(held)
    if run:
        yield run


def _holding_most(held: tuple[Held, ...], ids: Sequence[str]) -> tuple[int, ...]:
    """The reports that hold most of some pieces first, one more than are named: the report itself is among them."""
    counts: Counter[int] = Counter()
    for one, times in Counter(held).items():
        for other in one.few:
            counts[other] += times
    first = nsmallest(PLACES + 1, ((-times, ids[other], other) for other, times in counts.items()))
    return tuple(other for _, _, other in first)


class _Foremost:
    """Which reports hold most of a passage; the same passage stands in many."""

    def __init__(self, cases: Sequence[CatalogueCase]) -> None:
        self._ids = ids = [case.id for case in cases]
        self._same: dict[Any, Any] = {}
        # A method that is cached would keep this object for good.
        self.of = lru_cache(AT_HAND)(lambda held: _holding_most(held, ids))

    def passage(self, run: Sequence[SharedPiece], report: int, start: int) -> Passage:
        """A passage of a case that begins at `start`; of a hundred thousand, what is equal is held once."""
        held = tuple(one.held for one in run)
        named = [other for other in self.of(held) if other != report][:PLACES]
        reports = max(one.reports for one in held) - 1
        listed = tuple(self._ids[other] for other in named)
        told = start + run[0].start, start + run[-1].end, stepped(reports), listed
        return Passage(*map(self._same.setdefault, told, told))


def stepped(number: int) -> int:
    """A number as it is while all are named, and above that the next lower one of 5, 10, 20, 50, 100 and so on."""
    if number <= PLACES:
        return number
    power: int = 10 ** (len(str(number)) - 1)
    return max(step * power for step in STEPS if step * power <= number)


def _own_share(letters: Sequence[int], runs: Iterable[Sequence[SharedPiece]]) -> float:
    """The part of the letters of all clauses that stand in no passage."""
    whole, copied = sum(letters), sum(sum(letters[run[0].first : run[-1].last + 1]) for run in runs)
    return round(1 - copied / whole, 3) if whole else 1.0


@dataclass(frozen=True, slots=True)
class Shares:
    """What is copied: id of each case -> its own share and its passages; the set passages, of all `number` those that
    most reports share."""

    of: Mapping[str, tuple[float, tuple[Passage, ...]]]
    set_passages: tuple[SetPassage, ...]
    number: int


def _stretches(shared: Iterable[SharedPiece]) -> Iterator[list[SharedPiece]]:
    """Pieces in a row that the very same reports hold, where those are many."""
    many = [one for one in shared if one.held.reports >= MANY]
    for _, alike in groupby(many, key=lambda one: one.held.all):
        yield from _runs(alike)


class _Sets:
    """Each stretch once, as the first report has it that holds it."""

    def __init__(self, cases: Sequence[CatalogueCase]) -> None:
        self.number = 0
        self._found: list[SetPassage] = []
        self._least = 0  # reports that share a stretch which may be among those that most share
        self._cases = cases
        self._told: dict[int, str] = {}

    def add(self, case: CatalogueCase, report: int, shared: Sequence[SharedPiece]) -> None:
        """Look at the next case."""
        for run in _stretches(shared):
            held = run[0].held
            if held.few[0] == report and self._told.setdefault(held.all, case.id) == case.id:
                self.number += 1
                if held.reports >= self._least:
                    self._found.append(self._set(case, run))
        if len(self._found) > 2 * MOST_SET:
            self._found = self.ranked()
            self._least = self._found[-1].reports

    def _set(self, case: CatalogueCase, run: Sequence[SharedPiece]) -> SetPassage:
        start, held = run[0].start, run[0].held
        where = (case.id, *(self._cases[other].id for other in held.few[1:PLACES]))
        return SetPassage(case.text[start : run[-1].end], held.reports, where, case.case.start + start)

    def ranked(self) -> list[SetPassage]:
        """Those that most reports share first, MOST_SET of them."""
        return sorted(self._found, key=lambda one: (-one.reports, -len(one.text), one.text))[:MOST_SET]


def _shared(one: Cut, kinds: Small, counts: Small, held_by: Callable[[int], Held]) -> list[SharedPiece]:
    """The pieces of a text that several reports hold."""
    several = np.flatnonzero(counts > 1)
    rows = zip(one.places[several].tolist(), kinds[several].tolist(), strict=True)
    return [SharedPiece(place[0], place[1], place[2], place[3], held_by(kind)) for place, kind in rows]


def _pieces(cases: Iterable[CatalogueCase], reports: Mapping[str, int]) -> tuple[Numbers, Small]:
    """The numbers of the pieces of all cases, and the reports that they are counted for."""
    numbers, told = bytearray(), bytearray()
    for case in cases:
        one = sketch(case).pieces.cut()
        numbers += one.numbers.tobytes()
        told += _told_by(case, one, reports).tobytes()
    return np.frombuffer(numbers, np.int64), np.frombuffer(told, np.int32)


def passages(cases: Sequence[CatalogueCase], nested: Iterable[frozenset[str]] = ()) -> Shares:
    """What each case shares with other reports; `nested` are pairs of cases of which one is part of the other."""
    reports = _reports(cases, nested)
    holders, sets, foremost = Holders(*_pieces(cases, reports)), _Sets(cases), _Foremost(cases)
    held_by = lru_cache(AT_HAND)(holders.of)
    found, end = dict[str, tuple[float, tuple[Passage, ...]]](), 0
    for case in cases:
        one = sketch(case).pieces.cut()
        at = slice(end, end := end + len(one.numbers))
        shared = _shared(one, holders.kinds[at], holders.counts[at], held_by)
        sets.add(case, reports[case.id], shared)
        runs = list(_runs(shared))
        listed = tuple(foremost.passage(run, reports[case.id], case.case.start) for run in runs)
        found[case.id] = (_own_share(one.letters.tolist(), runs), listed)
    return Shares(found, tuple(sets.ranked()), sets.number)
