"""Passages that reports share word for word, figures and masks aside: whose they are not, and where else they stand.

A text is cut into clauses at its marks; a piece is as many clauses in a row as make LEAST letters, from each clause on,
and back from the end of each sentence, so that a short last clause is not lost. What is known of a
piece is which reports hold it: copies of one report, and a case with its parts, are one report. Each text costs one
look at each of its clauses, however many texts there are.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from corpus.fold import fold
from outputs.model import CatalogueCase, Passage, SetPassage
from outputs.wording import bare

LEAST = 14  # letters; shorter ones are turns of phrase
MANY = 3  # reports that share a passage before it is a set one
PLACES = 5  # how many are named of the reports that hold a passage
MOST_SET = 500
FEW = 40  # reports looked at to see who holds most of a passage
MIX = np.uint64(0x9E3779B97F4A7C15)
END = re.compile(r"[。！？!?；;\n]")
BREAK = re.compile(r"[。！？!?；;，,：:、\n\t]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A few clauses in a row: which, their range in the text, and a number for their words."""

    first: int
    last: int
    start: int
    end: int
    words: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in pieces; `letters` are how many each of its clauses has."""

    pieces: tuple[Piece, ...]
    letters: tuple[int, ...]


def _clauses(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Range and bare words of each clause that has any, and whether a sentence ends with it."""
    folded, start = fold(text), 0
    for mark in [*BREAK.finditer(folded), None]:
        end = mark.start() if mark else len(folded)
        if words := bare(folded[start:end]):
            yield start, end, words, mark is None or END.search(mark[0]) is not None
        start = mark.end() if mark else end


def _number(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


Clauses = Sequence[tuple[int, int, str, bool]]


def _piece(clauses: Clauses, at: int, step: int) -> Piece | None:
    """As many clauses from one on, or one back, as make letters enough."""
    first = last = at
    letters = len(clauses[at][2])
    while letters < LEAST and 0 <= at + step < len(clauses):
        at += step
        first, last, letters = min(first, at), max(last, at), letters + len(clauses[at][2])
    if letters < LEAST:
        return None
    words = "".join(clause[2] for clause in clauses[first : last + 1])
    return Piece(first, last, clauses[first][0], clauses[last][1], _number(words))


def cut(text: str) -> Cut:
    """The pieces of a text in their order: one on from each clause, one back from each end of a sentence."""
    clauses = list(_clauses(text))
    found = [_piece(clauses, at, 1) for at in range(len(clauses))]
    found += [_piece(clauses, at, -1) for at, (*_, closes) in enumerate(clauses) if closes]
    pieces = {(one.first, one.last): one for one in found if one}
    return Cut(tuple(pieces[place] for place in sorted(pieces)), tuple(len(words) for _, _, words, _ in clauses))


@dataclass(frozen=True, slots=True)
class SharedPiece:
    """A piece that several reports hold: how many, the first few of them, and a number that stands for all of them."""

    piece: Piece
    reports: int
    few: tuple[int, ...]
    all: int


class Holders:
    """Which reports hold which piece; to look one up costs the same however many hold it."""

    def __init__(self, pieces: Iterable[tuple[int, Piece]]) -> None:
        found = [(piece.words, report) for report, piece in pieces]
        table = np.unique(np.array(found, dtype=np.int64).reshape(-1, 2), axis=0)
        self._words, self._reports = table[:, 0], table[:, 1]
        with np.errstate(over="ignore"):
            mixed = (self._reports.astype(np.uint64) + np.uint64(1)) * MIX
            mixed = (mixed ^ mixed >> np.uint64(31)) * MIX
            self._sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed)])

    def of(self, piece: Piece) -> SharedPiece:
        """The reports that hold a piece."""
        first, last = np.searchsorted(self._words, [piece.words, piece.words + 1]).tolist()
        few = tuple(self._reports[first : min(last, first + FEW)].tolist())
        return SharedPiece(piece, last - first, few, (int(self._sums[last]) - int(self._sums[first])) % 2**64)


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


def _told_by(case: CatalogueCase, one: Cut, reports: Mapping[str, int]) -> Iterator[tuple[int, Piece]]:
    """The report that each piece of a case is counted for: what a compilation holds of another report is that one's."""
    ends = [(part.start - case.case.start, part.end - case.case.start, reports[part.id]) for part in case.parts]
    for piece in one.pieces:
        inside = (report for start, end, report in ends if start <= piece.start and piece.end <= end)
        yield next(inside, reports[case.id]), piece


def _runs(shared: Iterable[SharedPiece]) -> Iterator[list[SharedPiece]]:
    """Pieces that overlap or follow each other with no clause between, as one passage."""
    run: list[SharedPiece] = []
    for held in shared:
        if run and held.piece.first > run[-1].piece.last + 1:
            yield run
            run = []
        run.append(held)
    if run:
        yield run


def _passage(run: Sequence[SharedPiece], report: int, cases: Sequence[CatalogueCase], start: int) -> Passage:
    """A passage of a case; those that hold most of it are named first."""
    counts = Counter(other for held in run for other in held.few if other != report)
    named = sorted(counts, key=lambda other: (-counts[other], cases[other].id))[:PLACES]
    return Passage(
        start=start + run[0].piece.start,
        end=start + run[-1].piece.end,
        reports=max(held.reports for held in run) - 1,
        where=tuple(cases[other].id for other in named),
    )


def _own_share(one: Cut, runs: Iterable[Sequence[SharedPiece]]) -> float:
    """The part of the letters that stand in no passage."""
    whole, copied = sum(one.letters), (one.letters[run[0].piece.first : run[-1].piece.last + 1] for run in runs)
    return round(1 - sum(map(sum, copied)) / whole, 3) if whole else 1.0


@dataclass(frozen=True, slots=True)
class Shares:
    """What is copied: id of each case -> its own share and its passages; the set passages, of all `number` those that
    most reports share."""

    of: Mapping[str, tuple[float, tuple[Passage, ...]]]
    set_passages: tuple[SetPassage, ...]
    number: int


def _stretches(shared: Iterable[SharedPiece]) -> Iterator[list[SharedPiece]]:
    """Pieces in a row that the very same reports hold, where those are many."""
    many = [held for held in shared if held.reports >= MANY]
    for _, alike in groupby(many, key=lambda held: held.all):
        yield from _runs(alike)


def _set_passages(
    cases: Sequence[CatalogueCase], reports: Mapping[str, int], shared: Mapping[str, list[SharedPiece]]
) -> Iterator[SetPassage]:
    """Each stretch once, as the first report has it that holds it."""
    told: dict[int, str] = {}
    for case in cases:
        first = (run for run in _stretches(shared[case.id]) if run[0].few[0] == reports[case.id])
        for run in first:
            if told.setdefault(run[0].all, case.id) == case.id:
                start, end = run[0].piece.start, run[-1].piece.end
                where = (case.id, *(cases[other].id for other in run[0].few[1:PLACES]))
                yield SetPassage(case.text[start:end], run[0].reports, where, case.case.start + start)


def _of_case(
    case: CatalogueCase, one: Cut, report: int, shared: Sequence[SharedPiece], cases: Sequence[CatalogueCase]
) -> tuple[float, tuple[Passage, ...]]:
    """The own share of a case and its passages."""
    runs = list(_runs(shared))
    return _own_share(one, runs), tuple(_passage(run, report, cases, case.case.start) for run in runs)


def passages(cases: Sequence[CatalogueCase], nested: Iterable[frozenset[str]] = ()) -> Shares:
    """What each case shares with other reports; `nested` are pairs of cases of which one is part of the other."""
    reports, cuts = _reports(cases, nested), {case.id: cut(case.text) for case in cases}
    holders = Holders(told for case in cases for told in _told_by(case, cuts[case.id], reports))
    held = {id_: [holders.of(piece) for piece in one.pieces] for id_, one in cuts.items()}
    shared = {id_: [one for one in pieces if one.reports > 1] for id_, pieces in held.items()}
    found = {case.id: _of_case(case, cuts[case.id], reports[case.id], shared[case.id], cases) for case in cases}
    sets = sorted(_set_passages(cases, reports, shared), key=lambda one: (-one.reports, -len(one.text), one.text))
    return Shares(found, tuple(sets[:MOST_SET]), len(sets))
