"""How much of one text stands in another: 5-grams of the bare wording, each weighted by its rarity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outputs.copied_figures import Figures, other_edition
from outputs.elsewhere import GRAM, Grams, other_places
from outputs.held import Held, held

COPY = 0.55
SCATTERED_COPY = 0.25  # edits all over the text leave few 5-grams whole, but some of them everywhere
WINDOWS = 20
LEAST_LENGTH = 0.22  # of the fuller text; what is shorter is no cut-off copy
CELLS = 1 << 22

Counts = NDArray[np.int64]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """A text as it is compared: `grams` in the order of the text, `kinds` the same as a sorted set, `rarity` what each
    kind weighs, `shared` what it weighs once another text is known to hold it, `weight` what all of them weigh,
    `figures` what stands between the letters."""

    id: str
    letters: str
    grams: Grams
    kinds: Grams
    rarity: Weights
    shared: Weights
    weight: float
    figures: Figures


class Spread:
    """In how many texts a 5-gram stands. Cells are shared by chance, so that memory does not grow with the texts; where
    there are millions a rare 5-gram counts for a little less rare than it is."""

    def __init__(self) -> None:
        self._cells: Counts = np.zeros(CELLS, dtype=np.int64)
        self.texts = 0

    def add(self, letters: str) -> None:
        """Count a text."""
        self._cells[np.unique(grams(letters) % np.uint64(CELLS))] += 1
        self.texts += 1

    def of(self, kinds: Grams) -> Counts:
        """The number of texts for each 5-gram."""
        found: Counts = self._cells[kinds % np.uint64(CELLS)]
        return found


def grams(letters: str) -> Grams:
    """A number for each 5-gram; a text of fewer letters is one gram."""
    codes = np.array([ord(char) for char in letters] or [0], dtype=np.uint64)
    size = min(GRAM, len(codes))
    with np.errstate(over="ignore"):
        mixed: Grams = sum(
            (codes[at : len(codes) - size + 1 + at] * np.uint64(1_000_003**at % 2**61) for at in range(size)),
            start=np.zeros(len(codes) - size + 1, dtype=np.uint64),
        )
        return mixed ^ (mixed * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32))


def copy_of(id_: str, letters: str, spread: Spread, figures: Figures) -> Copy:
    """A text made ready to be compared."""
    found = grams(letters)
    kinds = np.unique(found)
    counts = spread.of(kinds)
    rarity, shared = np.log1p(spread.texts / counts), np.log1p(spread.texts / np.maximum(counts - 1, 1))
    return Copy(id_, letters, found, kinds, rarity, shared, float(rarity.sum()), figures)


def containment(one: Copy, other: Copy) -> float:
    """How much of the slighter text the other holds, by weight, 0 to 1; rarity is counted outside the pair."""
    _, left, right = np.intersect1d(one.kinds, other.kinds, assume_unique=True, return_indices=True)
    shared = float(one.shared[left].sum())
    rest = min(one.weight - float(one.rarity[left].sum()), other.weight - float(other.rarity[right].sum()))
    return shared / (shared + max(0.0, rest)) if shared else 0.0


def _scattered(slight: Copy, full: Copy) -> bool:
    """Whether pieces of the slighter text are found in the other from its beginning to its end."""
    held = np.isin(slight.grams, full.kinds)
    windows = [float(part.mean()) for part in np.array_split(held, WINDOWS) if len(part)]
    return sum(share >= 0.1 for share in windows) >= 0.85 * len(windows)


def speak_of_others(one: Copy, other: Copy) -> bool:
    """Whether the two are of one template and tell of different places or bodies."""
    return other_places(one.letters, one.grams, other.letters, other.grams)


def other_report(one: Copy, other: Copy) -> bool:
    """Whether the two are of one template and tell of different places, bodies or years."""
    return speak_of_others(one, other) or other_edition(one.figures, other.figures)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of the slighter of two texts the fuller holds, by weight, and how it stands there."""

    slight: str
    full: str
    share: float
    held: Held

    @property
    def copied(self) -> bool:
        """Whether the two may be copies of one report; whether the fuller one is a compilation others tell."""
        return self.held.whole and self.held.slight_letters >= LEAST_LENGTH * self.held.letters


def likeness(one: Copy, other: Copy) -> Likeness | None:
    """How the words of one text stand in the other, None where they are no copies and neither is part of the other."""
    slight, full = sorted((one, other), key=lambda copy: (len(copy.letters), copy.id))
    share = containment(one, other)
    if not (share >= COPY or (share >= SCATTERED_COPY and _scattered(slight, full))):
        return None
    found = Likeness(slight.id, full.id, share, held(slight.grams, slight.kinds, full.grams, full.kinds))
    return found if (found.copied or found.held.part) and not other_report(one, other) else None
