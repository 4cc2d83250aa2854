"""Where the slighter of two texts stands in the fuller: whole, cut off, as a part, or in pickings from all over it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outputs.elsewhere import GRAM, Grams

GAP = 24  # letters; what edits change is narrower, what somebody else wrote is wider
HELD = 0.62  # of the slighter text stands in the fuller …
NOTED = 0.4  # … or so much of a short one, to which no more was added than …
NOTES = 80  # letters: notes of a site or an editor
WHOLE = 0.6  # of the fuller text stands in the slighter, which then is no part of it; a third may be notes of a site
SURELY_WHOLE = 0.85  # … whatever else the fuller holds
STEADY = 0.85  # of what is shared follows in both texts at the same distance; less are pickings
DRIFT = 0.1  # of the slighter text, by which edits move what follows …
LEAST_DRIFT = 20  # … and letters at least
OPENING = 0.1  # of a text; a cut-off copy begins in the opening of its original

Marks = NDArray[np.bool_]
Kinds = NDArray[np.uint32] | NDArray[np.uint64]  # 5-grams as a sorted set, or where these are counted
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Held:
    """How two texts stand to each other: parts of either that are in the other, 0 to 1; the range of letters of the
    fuller one in which the slighter stands, and how much of what is shared stands there; letters of either."""

    slight: float
    full: float
    start: int
    end: int
    steady: float
    slight_letters: int
    letters: int

    @property
    def copied(self) -> bool:
        """Whether enough of the slighter text is the other's words."""
        noted = self.slight >= NOTED and (1 - self.slight) * self.slight_letters <= NOTES
        return self.slight >= HELD or noted

    @property
    def part(self) -> bool:
        """Whether it stands in one piece in the fuller text, which goes on beyond it."""
        return self.copied and self.full < SURELY_WHOLE and self.steady >= STEADY

    @property
    def whole(self) -> bool:
        """Whether it is the same report, whole, or cut off after its beginning."""
        opens = self.start <= OPENING * self.letters + NOTES
        return self.copied and (self.full >= WHOLE or (opens and self.steady >= STEADY))


def among(grams: Kinds, kinds: Kinds) -> Marks:
    """Which 5-grams are among those of a sorted set."""
    at = np.minimum(np.searchsorted(kinds, grams), len(kinds) - 1)
    found: Marks = kinds[at] == grams
    return found


def _marked(grams: Grams, kinds: Kinds) -> Marks:
    """Which letters stand in 5-grams of the other text, or in gaps between them that edits may have made."""
    at = np.flatnonzero(among(grams, kinds))
    marked = np.zeros(len(grams) + GRAM - 1, dtype=np.int64)
    if not len(at):
        return marked.astype(np.bool_)
    ends = at + GRAM
    joined = np.flatnonzero(at[1:] - ends[:-1] > GAP)
    starts, stops = at[np.concatenate([[0], joined + 1])], ends[np.concatenate([joined, [len(at) - 1]])]
    marked[starts] += 1
    np.subtract.at(marked, stops[stops < len(marked)], 1)
    return np.cumsum(marked) > 0


def _places(slight: Grams, full: Grams) -> tuple[Places, Places]:
    """Where the 5-grams that both hold stand in either: those that stand there once, or else where they stand first."""
    mine, here, times = np.unique(slight, return_index=True, return_counts=True)
    theirs, there, times_there = np.unique(full, return_index=True, return_counts=True)
    _, one, other = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
    once = (times[one] == 1) & (times_there[other] == 1)
    chosen = once if once.sum() >= len(once) // 8 + 1 else np.ones(len(once), dtype=np.bool_)
    return here[one[chosen]], there[other[chosen]]


def _range(slight: Grams, full: Grams) -> tuple[int, int, float]:
    """Where the slighter text lies in the fuller, and how much of what is shared stands where it would lie."""
    here, there = _places(slight, full)
    away = there - here
    middle = int(np.median(away))
    steady = float((np.abs(away - middle) <= DRIFT * len(slight) + LEAST_DRIFT).mean())
    return max(0, middle), min(len(full) + GRAM - 1, middle + len(slight) + GRAM - 1), steady


def held(slight: Grams, slight_kinds: Kinds, full: Grams, full_kinds: Kinds) -> Held:
    """How the slighter of two texts stands in the fuller one; the 5-grams of each in order, and as a sorted set."""
    mine, theirs = _marked(slight, full_kinds), _marked(full, slight_kinds)
    if not theirs.any():
        return Held(0.0, 0.0, 0, 0, 0.0, len(mine), len(theirs))
    start, end, steady = _range(slight, full)
    return Held(float(mine.mean()), float(theirs.mean()), start, end, steady, len(mine), len(theirs))
