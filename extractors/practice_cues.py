"""Cues of themes, found in a text by their first two characters, and those that lie in a range."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extractors.gram_rows import GramRows, codes_of, kept, lowered
from extractors.lexicon import _paired, form_of


class Cue(NamedTuple):
    """A cue in a text, and the phrase as the taxonomy has it; a plain tuple, as nothing is found more often."""

    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a document in the order of the text, without those inside longer ones."""

    hits: tuple[Cue, ...]
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> Sequence[Cue]:
        """The cues that lie inside a range."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [hit for hit in self.hits[first:last] if hit.end <= end]


class CueFinder:
    """Finds what `lexicon.Phrases` finds, save for phrases inside longer ones: long texts have many cues, and nearly
    every pair of characters in them opens none.
    """

    def __init__(self, cues: Iterable[str]) -> None:
        self._cues: dict[str, str] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for cue in cues:
            if form := form_of(cue):
                self._cues.setdefault(form, cue)
                lengths[form[:2]].add(len(form))
        self._lengths = [sorted(lengths[opening] | lengths.get(opening[0], set()), reverse=True) for opening in lengths]
        self._openings = GramRows({opening: row for row, opening in enumerate(lengths)})

    def find(self, folded: str) -> Cues:
        """The cues of a folded text."""
        hits = tuple(_outermost(self._longest(folded)))
        return Cues(hits, tuple(hit.start for hit in hits))

    def _longest(self, folded: str) -> Iterator[Cue]:
        """The longest cue at each place; quotes are passed over."""
        bare = lowered(folded.replace("“", "").replace("”", ""))
        places = np.flatnonzero(kept(codes_of(folded), "“”")).tolist()
        for at, cue, length in self._places(bare):
            start, end = places[at], places[at + length - 1] + 1
            if end - start == length:  # no quotes inside
                yield Cue(start, end, cue)
            else:
                yield Cue(*_paired(folded, start, end), cue)

    def _places(self, bare: str) -> Iterator[tuple[int, str, int]]:
        """Where cues start, the longest there and its length."""
        cues, lengths = self._cues, self._lengths
        for at, row in zip(*(found.tolist() for found in self._openings.opened(bare)), strict=True):
            for length in lengths[row]:
                form = bare[at : at + length]
                if cue := cues.get(form):
                    yield at, cue, len(form)  # shorter at the end of the text
                    break


def _outermost(hits: Iterable[Cue]) -> Iterator[Cue]:
    """Hits come by start: one is inside another if an earlier one reaches its end."""
    reach = 0
    for hit in hits:
        if hit.end > reach:
            reach = hit.end
            yield hit
