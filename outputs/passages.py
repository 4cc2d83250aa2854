"""Passages that reports share word for word, figures and masks aside: whose they are not, and where else they stand.

What is known of a piece of a text (`outputs.pieces`) is which reports hold it: copies of one report, and a case with
its parts, are one report. Some cases are looked at together, in arrays: there are millions of pieces.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outputs.compact import COUNTED, NO_PASSAGES, Passages
from outputs.holders import Holders
from outputs.model import CatalogueCase, SetPassage
from outputs.pieces import Cut
from outputs.sketch import sketch

MANY = 3  # reports that share a passage before it is a set one
PLACES = 5  # how many are named of the reports that hold a passage
STEPS = (1, 2, 5)  # times a power of ten: what many reports share would else count anew with each that comes or goes
MOST_SET = 500
FEW = 40  # reports looked at to see who holds most of a passage
AT_ONCE = 128  # cases looked at together

Numbers = NDArray[np.int64]
Small = NDArray[np.int32]


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


def stepped(number: int) -> int:
    """A number as it is while all are named, and above that the next lower one of 5, 10, 20, 50, 100 and so on."""
    if number <= PLACES:
        return number
    power: int = 10 ** (len(str(number)) - 1)
    return max(step * power for step in STEPS if step * power <= number)


@dataclass(frozen=True, slots=True)
class Shares:
    """What is copied: id of each case -> its own share and its passages; the set passages, of all `number` those that
    most reports share."""

    of: Mapping[str, tuple[float, Passages]]
    set_passages: tuple[SetPassage, ...]
    number: int


def _changes(numbers: NDArray[Any]) -> NDArray[np.bool_]:
    """Which numbers are others than the one before; the first is."""
    found = np.ones(len(numbers), dtype=np.bool_)
    found[1:] = numbers[1:] != numbers[:-1]
    return found


def _places(ordered: Numbers) -> Numbers:
    """The place of each number among those that are the same."""
    return np.arange(len(ordered)) - np.searchsorted(ordered, ordered)


@dataclass(frozen=True, slots=True, eq=False)
class _Some:
    """The shared pieces of some cases, in their order, a row each: the case, counted from the first of them; first and
    last clause and range in the text; what kind of piece it is."""

    case: Numbers
    places: Small
    kinds: Small

    def runs(self, apart: NDArray[np.bool_] | None = None) -> Numbers:
        """Where passages begin, which are pieces of one case that overlap or follow each other with no clause between;
        `apart` tells which pieces are also apart from the one before."""
        new = _changes(self.case)
        new[1:] |= self.places[1:, 0] > self.places[:-1, 1] + 1
        return np.flatnonzero(new if apart is None else new | apart)

    def ends(self, runs: Numbers) -> Numbers:
        """The last piece of each of them."""
        return np.append(runs, len(self.case))[1:] - 1

    def where(self, marked: NDArray[np.bool_]) -> "_Some":
        """Those that are marked."""
        return _Some(self.case[marked], self.places[marked], self.kinds[marked])


class _Foremost:
    """Which reports hold most of each passage; what is equal of a hundred thousand is held once."""

    def __init__(self, cases: Sequence[CatalogueCase], holders: Holders) -> None:
        self._ids, self._holders = [case.id for case in cases], holders
        self._by_rank = np.array(sorted(range(len(cases)), key=self._ids.__getitem__), dtype=np.int64)
        self._rank = np.argsort(self._by_rank)
        self._same: dict[bytes, tuple[str, ...]] = {}

    def of(self, kinds: Small, runs: Numbers, own: Numbers) -> Small:
        """The reports that hold most of the pieces of each run first, PLACES a row, -1 where there are fewer; `own` are
        the runs' own reports.
        """
        sizes = np.minimum(self._holders.reports_of(kinds), FEW)
        starts = np.zeros(len(kinds), dtype=np.int64)
        starts[runs] = 1
        run, most, times = np.repeat(np.cumsum(starts) - 1, sizes), len(self._ids), len(kinds) + 1
        pairs = np.sort(run * most + self._rank[self._holders.holding(kinds, sizes)])
        begins = np.flatnonzero(_changes(pairs))
        held = np.diff(np.append(begins, len(pairs)))
        run, rank = np.divmod(pairs[begins], most)
        run, rank = np.divmod(np.sort((run * times + (times - 1 - held)) * most + rank), times * most)
        report = self._by_rank[rank % most]
        others = (_places(run) <= PLACES) & (report != own[run])
        run, report = run[others], report[others]
        place, found = _places(run), np.full((len(runs), PLACES), -1, dtype=np.int32)
        found[run[place < PLACES], place[place < PLACES]] = report[place < PLACES]
        return found

    def named(self, kinds: Small, runs: Numbers, own: Numbers) -> list[tuple[str, ...]]:
        """The same by their ids."""
        found, width = self.of(kinds, runs, own), PLACES * 4
        data = found.tobytes()
        rows = [data[at : at + width] for at in range(0, len(data), width)]
        for row in set(rows).difference(self._same):
            self._same[row] = tuple(self._ids[one] for one in np.frombuffer(row, np.int32).tolist() if one >= 0)
        return list(map(self._same.__getitem__, rows))

    def passages(self, some: _Some, runs: Numbers, own: Numbers, starts: Numbers) -> list[Passages]:
        """The passages of each case, which begin at `runs`; `own` are the reports of the cases, `starts` where they
        begin.
        """
        if not len(runs):
            return [NO_PASSAGES] * len(own)
        case, last = some.case[runs], some.ends(runs)
        most = np.maximum.reduceat(self._holders.reports_of(some.kinds), runs) - 1
        reports, place = np.unique(most, return_inverse=True)
        begin, end = starts[case] + some.places[runs, 2], starts[case] + some.places[last, 3]
        told = np.column_stack([begin, end, np.array(list(map(stepped, reports.tolist())))[place]])
        named, data = self.named(some.kinds, runs, own[case]), told.astype("<u4").tobytes()
        ends, size = np.searchsorted(case, np.arange(len(own) + 1)).tolist(), COUNTED.size
        return [Passages(tuple(named[at:to]), data[size * at : size * to]) for at, to in pairwise(ends)]


def _own_shares(letters: Sequence[Small], some: _Some, runs: Numbers) -> list[float]:
    """The part of the letters of all clauses of each case that stand in no passage."""
    ends = np.cumsum([0, *map(len, letters)])
    whole = np.concatenate([[0], np.cumsum(np.concatenate(letters), dtype=np.int64)])
    case, last = some.case[runs], some.ends(runs)
    copied = whole[ends[case] + some.places[last, 1] + 1] - whole[ends[case] + some.places[runs, 0]]
    of_all, of_passages = np.diff(whole[ends]).tolist(), np.zeros(len(letters), dtype=np.int64)
    np.add.at(of_passages, case, copied)
    return [round(1 - some / all_, 3) if all_ else 1.0 for some, all_ in zip(of_passages.tolist(), of_all, strict=True)]


class _Sets:
    """Each stretch once, as the first report has it that holds it: pieces in a row that the very same reports hold,
    where those are many."""

    def __init__(self, cases: Sequence[CatalogueCase], holders: Holders) -> None:
        self.number = 0
        self._found: list[SetPassage] = []
        self._least = 0  # reports that share a stretch which may be among those that most share
        self._cases, self._holders = cases, holders
        self._told: dict[int, str] = {}

    def add(self, cases: Sequence[CatalogueCase], own: Numbers, some: _Some) -> None:
        """Look at the next cases; `own` are their reports."""
        many = some.where(self._holders.reports_of(some.kinds) >= MANY)
        all_ = self._holders.all_of(many.kinds)
        runs = many.runs(_changes(all_))
        last = many.ends(runs)
        is_first = self._holders.first_of(many.kinds[runs]) == own[many.case[runs]]
        for at, end in zip(runs[is_first].tolist(), last[is_first].tolist(), strict=True):
            case, kind = cases[many.case[at]], int(many.kinds[at])
            if self._told.setdefault(int(all_[at]), case.id) == case.id:
                self._add(case, kind, int(many.places[at, 2]), int(many.places[end, 3]))

    def _add(self, case: CatalogueCase, kind: int, start: int, end: int) -> None:
        held = self._holders.of(kind)
        self.number += 1
        if len(held) >= self._least:
            where = (case.id, *(self._cases[other].id for other in held[1:PLACES].tolist()))
            self._found.append(SetPassage(case.text[start:end], len(held), where, case.case.start + start))
        if len(self._found) > 2 * MOST_SET:
            self._found = self.ranked()
            self._least = self._found[-1].reports

    def ranked(self) -> list[SetPassage]:
        """Those that most reports share first, MOST_SET of them."""
        return sorted(self._found, key=lambda one: (-one.reports, -len(one.text), one.text))[:MOST_SET]


def _pieces(cases: Iterable[CatalogueCase], reports: Mapping[str, int]) -> tuple[Numbers, Small, Numbers]:
    """The numbers of the pieces of all cases, the reports that they are counted for, and where those of a case end."""
    numbers, told, sizes = bytearray(), bytearray(), [0]
    for case in cases:
        one = sketch(case).pieces.cut()
        numbers += one.numbers.tobytes()
        told += _told_by(case, one, reports).tobytes()
        sizes.append(len(one.numbers))
    return np.frombuffer(numbers, np.int64), np.frombuffer(told, np.int32), np.cumsum(sizes)


def _shared(cut: Sequence[Cut], kinds: Small, holders: Holders) -> _Some:
    """The pieces of some texts that several reports hold."""
    case = np.repeat(np.arange(len(cut)), [len(one.numbers) for one in cut])
    whole = _Some(case, np.concatenate([one.places for one in cut]), kinds)
    return whole.where(holders.reports_of(kinds) > 1)


def passages(cases: Sequence[CatalogueCase], nested: Iterable[frozenset[str]] = ()) -> Shares:
    """What each case shares with other reports; `nested` are pairs of cases of which one is part of the other."""
    reports = _reports(cases, nested)
    numbers, told, ends = _pieces(cases, reports)
    holders = Holders(numbers, told)
    del numbers, told
    sets, foremost = _Sets(cases, holders), _Foremost(cases, holders)
    found: dict[str, tuple[float, Passages]] = {}
    for at in range(0, len(cases), AT_ONCE):
        some = cases[at : at + AT_ONCE]
        cut = [sketch(case).pieces.cut() for case in some]
        shared = _shared(cut, holders.kinds[ends[at] : ends[at + len(some)]], holders)
        own, starts = np.array([(reports[case.id], case.case.start) for case in some]).T
        sets.add(some, own, shared)
        runs = shared.runs()
        shares = _own_shares([one.letters for one in cut], shared, runs)
        rows = zip(some, shares, foremost.passages(shared, runs, own, starts), strict=True)
        found |= {case.id: (share, listed) for case, share, listed in rows}
    return Shares(found, tuple(sets.ranked()), sets.number)
