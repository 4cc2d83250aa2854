"""Where every pair of neighbouring characters stands in the texts of all cases, in order, in bounded memory.

The folded texts lie end to end; a place counts their characters, blanks left out, from the very first. What stands
beside each other there has places that follow each other, so that every search for a piece of text is exact. A line's
end takes a place and is in no pair but the one behind its last character; nothing is found across.

A key tells a pair and its place in one number, so that sorting keys is all: the pairs of a block of text are sorted
and laid aside in a temporary file; then all keys with some first characters are read from every block and sorted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from tempfile import TemporaryFile
from typing import IO

import numpy as np
from numpy.typing import NDArray

from corpus.characters import code_points
from outputs.search_text import BREAK, searchable

Points = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

BITS = 21  # of a code point
PLACE_BITS = 31  # of a place in all texts
LOCAL_BITS = 22  # of a place in a block
BLOCK = 1 << 19  # characters that are sorted at a time
GROUP = 1 << 21  # keys that are put in order at a time, more where one character begins more pairs
SPAN = 1 << 64 - BITS - PLACE_BITS  # first characters in a group: what is left in a key
WHOLE = (1 << BITS) - 1  # stands for "whatever follows": the first place of a character in each case
FREQUENT = 200_000  # places of a character from which on its first place in each case is told too


@dataclass(frozen=True, slots=True)
class Run:
    """The sorted pairs of a block in the temporary file: `firsts` are its first characters, `starts` where the keys of
    each begin there, in keys from the file's beginning, and where the last end; `place` is the block's first place."""

    place: int
    firsts: Places
    starts: Places


@dataclass(slots=True)
class Measures:
    """How many places each case takes, and its title; filled while the texts are read."""

    cases: list[int] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)

    def starts(self) -> Places:
        """The first place of each case."""
        ends = np.cumsum(np.array(self.cases, np.int64))
        return ends - np.array(self.cases, np.int64)


@dataclass(frozen=True, slots=True)
class Group:
    """Sorted keys of pairs whose first characters are `first` and those behind it."""

    first: int
    keys: Keys

    def pairs(self) -> Keys:
        """Each key's pair: the first character's code point, then the second's."""
        return (self.keys >> np.uint64(PLACE_BITS)) + np.uint64(self.first << BITS)

    def places(self) -> Keys:
        """Each key's place."""
        return self.keys & np.uint64((1 << PLACE_BITS) - 1)


class _Folding:
    """Folds code points as `searchable` does, each character of all texts looked up once."""

    def __init__(self) -> None:
        self.table = np.zeros(0x110000, np.uint32)

    def of(self, text: str) -> Points:
        """The code points of a text, folded."""
        points = code_points(text)
        unknown = np.unique(points[self.table[points] == 0])
        self.table[unknown] = [ord(searchable(chr(point))) for point in unknown.tolist()]
        return np.take(self.table, points)


def _folded(cases: Sequence[Sequence[str]], folding: _Folding, measures: Measures) -> Points:
    """The texts of some cases end to end without blanks; their titles and rests are measured."""
    parts = [part + BREAK for title, *rest in cases for part in (title, BREAK.join(rest))]
    points = folding.of("".join(parts))
    kept: NDArray[np.bool_] = points != ord(" ")
    ends = np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)))
    sizes = np.add.reduceat(kept, np.concatenate(([0], ends[:-1])), dtype=np.int64)
    measures.titles += sizes[::2].tolist()
    measures.cases += (sizes[::2] + sizes[1::2]).tolist()
    return points[kept]


def _runs(cases: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Cases by the block: enough of them for BLOCK characters."""
    held: list[Sequence[str]] = []
    size = 0
    for case in cases:
        held.append(case)
        size += sum(map(len, case)) + 2
        if size >= BLOCK:
            yield held
            held, size = [], 0
    if held:
        yield held


def _blocks(cases: Iterable[Sequence[str]], measures: Measures) -> Iterator[Points]:
    """The characters of all texts, at most BLOCK at a time, each block with the first character of the next."""
    folding, rest = _Folding(), np.empty(0, np.uint32)
    for some in _runs(cases):
        rest = np.concatenate((rest, _folded(some, folding, measures)))
        while rest.size > BLOCK:
            yield rest[: BLOCK + 1]
            rest = rest[BLOCK:]
    if rest.size:
        yield rest


def _pairs(points: Points) -> Keys:
    """The pairs of a block, each with its place in it, sorted."""
    keys = points[:-1].astype(np.uint64) << np.uint64(BITS + LOCAL_BITS)
    keys |= points[1:].astype(np.uint64) << np.uint64(LOCAL_BITS)
    keys |= np.arange(keys.size, dtype=np.uint64)
    inside: NDArray[np.bool_] = points[:-1] != ord(BREAK)
    keys = keys[inside]
    keys.sort()
    return keys


def _laid_aside(blocks: Iterable[Points], file: IO[bytes]) -> Iterator[Run]:
    place = written = 0
    for points in blocks:
        keys = _pairs(points)
        keys.tofile(file)
        firsts = (keys >> np.uint64(BITS + LOCAL_BITS)).astype(np.int64)
        at = np.flatnonzero(np.diff(firsts, prepend=-1))
        yield Run(place, firsts[at], np.append(at, keys.size) + written)
        written += keys.size
        place += points.size - 1
        if place >> PLACE_BITS:
            raise ValueError(f"The texts have more than {1 << PLACE_BITS:,} characters, too many for one site.")


def _often(runs: Iterable[Run]) -> Places:
    """How often each character is the first of a pair."""
    often = np.zeros(0x110000, np.int64)
    for run in runs:
        often[run.firsts] += np.diff(run.starts)
    return often


def _ranges(often: Places) -> Iterator[tuple[int, int]]:
    """Ranges of first characters whose keys are put in order together."""
    first, size = 0, 0
    for char in np.flatnonzero(often).tolist():
        if size and (size + often[char] > GROUP or char - first >= SPAN):
            yield first, char
            size = 0
        first = char if size == 0 else first
        size += int(often[char])
    if size:
        yield first, first + SPAN


def _read(file: IO[bytes], run: Run, first: int, last: int) -> Keys:
    """The keys of a block whose first characters are from `first` on, before `last`."""
    low, high = run.starts[np.searchsorted(run.firsts, [first, last])].tolist()
    file.seek(low * 8)
    found = np.fromfile(file, np.uint64, high - low)
    pairs = (found >> np.uint64(LOCAL_BITS)) - np.uint64(first << BITS)
    places = (found & np.uint64((1 << LOCAL_BITS) - 1)) + np.uint64(run.place)
    return pairs << np.uint64(PLACE_BITS) | places


def _firsts(places: Keys, starts: Places) -> Keys:
    """Of places in order the first in each case."""
    case = np.searchsorted(starts, places.astype(np.int64), side="right")
    return places[np.flatnonzero(np.diff(case, prepend=-1))]


def _in_each_case(file: IO[bytes], runs: Sequence[Run], char: int, starts: Places) -> Keys:
    """The first place of a character in each case."""
    mask = np.uint64((1 << PLACE_BITS) - 1)
    return _firsts(
        np.concatenate([_firsts(np.sort(_read(file, run, char, char + 1) & mask), starts) for run in runs]), starts
    )


def _keys(file: IO[bytes], runs: Sequence[Run], first: int, often: Places, starts: Places) -> Keys:
    """All keys with the first characters from `first` on, of which it is known how often each is there, in order, with
    those of the whole of frequent characters.
    """
    wholes = [
        np.uint64((char << BITS | WHOLE) << PLACE_BITS) | _in_each_case(file, runs, first + char, starts)
        for char in np.flatnonzero(often >= FREQUENT).tolist()
    ]
    keys = np.empty(int(often.sum()) + sum(one.size for one in wholes), np.uint64)
    size = 0
    for one in chain((_read(file, run, first, first + often.size) for run in runs), wholes):
        keys[size : size + one.size] = one
        size += one.size
    keys.sort()
    return keys


def _parts(keys: Keys) -> Iterator[Keys]:
    """Keys in parts of about GROUP, each pair in one of them."""
    pairs = keys[GROUP::GROUP] >> np.uint64(PLACE_BITS)
    cuts = np.unique(np.searchsorted(keys, pairs << np.uint64(PLACE_BITS)))
    yield from np.split(keys, cuts[cuts > 0])


def sorted_pairs(cases: Iterable[Sequence[str]], measures: Measures) -> Iterator[Group]:
    """All pairs with their places, in order; each case is its fields, the title first. Fills `measures`.
    Raises ValueError from 2 ** 31 characters on.
    """
    with TemporaryFile() as file:
        runs = list(_laid_aside(_blocks(cases, measures), file))
        file.flush()
        starts, often = measures.starts(), _often(runs)
        for first, last in _ranges(often):
            yield from (Group(first, part) for part in _parts(_keys(file, runs, first, often[first:last], starts)))
