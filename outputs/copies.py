"""How much of one text stands in another: 5-grams of the bare wording, each weighted by its rarity."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.characters import code_points
from outputs.copied_figures import Figures, figures, other_edition
from outputs.elsewhere import GRAM, Grams, other_places
from outputs.held import Held, Kinds, among, held

COPY = 0.55
SCATTERED_COPY = 0.25  # edits all over the text leave few 5-grams whole, but some of them everywhere
WINDOWS = 20
LEAST_LENGTH = 0.22  # of the fuller text; what is shorter is no cut-off copy
CELLS = 1 << 22
LAST_BIT = 1e-9  # sums of the same weights in another order

Cells = NDArray[np.uint32]
Counts = NDArray[np.int32]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The 5-grams of a text, sorted: `kinds` are each of them once, or their cells, `counts` how many texts hold each
    of them, `rarity` what one weighs that so many hold, `weight` what all of them weigh."""

    kinds: Kinds
    counts: Counts
    rarity: Weights
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """A text as it is compared: `grams` in the order of the text, `weighed` the same once each, `text` as it is
    written."""

    id: str
    text: str
    letters: str
    grams: Grams
    weighed: Weighed

    @property
    def figures(self) -> Figures:
        """What stands between the letters; few texts are ever asked for it."""
        return figures(self.text, self.letters)


class Spread:
    """In how many texts a 5-gram stands. Cells are shared by chance, so that memory does not grow with the texts; where
    there are millions a rare 5-gram counts for a little less rare than it is."""

    def __init__(self) -> None:
        self._cells: Counts = np.zeros(CELLS, dtype=np.int32)
        self.texts = 0

    def add(self, found: Cells) -> None:
        """Count a text by the cells of its 5-grams, each cell once."""
        self._cells[found] += 1
        self.texts += 1

    def weighed(self, kinds: Kinds, rarity: Weights) -> Weighed:
        """5-grams, or their cells, by the number of texts; `rarity` is that of all."""
        counts: Counts = self._cells[kinds % np.uint64(CELLS) if kinds.dtype == np.uint64 else kinds]
        return Weighed(kinds, counts, rarity, float(rarity[counts].sum()))

    def rarity(self) -> Weights:
        """What a 5-gram weighs that stands in so many texts, from one to all that were counted."""
        weights: Weights = np.log1p(self.texts / np.maximum(np.arange(self.texts + 1), 1))
        return weights


def grams(letters: str) -> Grams:
    """A number for each 5-gram; a text of fewer letters is one gram."""
    codes = code_points(letters or "\0").astype(np.uint64)
    size = min(GRAM, len(codes))
    with np.errstate(over="ignore"):
        mixed: Grams = sum(
            (codes[at : len(codes) - size + 1 + at] * np.uint64(1_000_003**at % 2**61) for at in range(size)),
            start=np.zeros(len(codes) - size + 1, dtype=np.uint64),
        )
        return mixed ^ (mixed * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32))


def _kinds(found: Grams) -> Grams:
    """Each number once, sorted."""
    ordered = np.sort(found)
    kinds: Grams = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return kinds


def cells(letters: str) -> Cells:
    """Where the 5-grams of a text are counted, sorted; a cell that two of them share stands there twice."""
    return np.sort((_kinds(grams(letters)) % np.uint64(CELLS)).astype(np.uint32))


def copy_of(id_: str, text: str, letters: str, spread: Spread, rarity: Weights) -> Copy:
    """A text made ready to be compared; `rarity` is that of the spread."""
    found = grams(letters)
    return Copy(id_, text, letters, found, spread.weighed(_kinds(found), rarity))


def containment(one: Weighed, other: Weighed) -> float:
    """How much of the slighter text the other holds, by weight, 0 to 1; rarity is counted outside the pair."""
    counts = one.counts[among(one.kinds, other.kinds)]
    shared = float(one.rarity[np.maximum(counts - 1, 1)].sum())
    rest = min(one.weight, other.weight) - float(one.rarity[counts].sum())
    return shared / (shared + max(0.0, rest)) if shared else 0.0


def may_be_copies(one: Weighed, other: Weighed) -> bool:
    """Whether two texts share enough to be looked at, by the cells of their 5-grams: these never share less."""
    return containment(one, other) >= SCATTERED_COPY - LAST_BIT


def _scattered(slight: Copy, full: Copy) -> bool:
    """Whether pieces of the slighter text are found in the other from its beginning to its end."""
    found = among(slight.grams, full.weighed.kinds)
    window = np.arange(len(found)) * WINDOWS // len(found)
    sizes = np.bincount(window)
    shares = np.bincount(window, weights=found)[sizes > 0] / sizes[sizes > 0]
    return bool((shares >= 0.1).mean() >= 0.85)


def speak_of_others(one: Copy, other: Copy) -> bool:
    """Whether the two are of one template and tell of different places or bodies."""
    return other_places(one.letters, one.grams, other.letters, other.grams)


def other_report(one: Copy, other: Copy) -> bool:
    """Whether the two are of one template and tell of different places, bodies or years."""
    return speak_of_others(one, other) or other_edition(one.figures, other.figures)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of the slighter of two texts the fuller holds, by weight, and how it stands there; whether the two tell
    of different years."""

    slight: str
    full: str
    share: float
    held: Held
    edition: bool = False

    @property
    def pair(self) -> frozenset[str]:
        """The two of them."""
        return frozenset((self.slight, self.full))

    @property
    def copied(self) -> bool:
        """Whether the two may be copies of one report; whether the fuller one is a compilation others tell."""
        return self.held.whole and self.held.slight_letters >= LEAST_LENGTH * self.held.letters


def likeness(one: Copy, other: Copy) -> Likeness | None:
    """How the words of one text stand in the other, None where they are no copies and neither is part of the other."""
    slight, full = sorted((one, other), key=lambda copy: (len(copy.letters), copy.id))
    share = containment(one.weighed, other.weighed)
    if not (share >= COPY or (share >= SCATTERED_COPY and _scattered(slight, full))):
        return None
    found = Likeness(
        slight.id, full.id, share, held(slight.grams, slight.weighed.kinds, full.grams, full.weighed.kinds)
    )
    if not (found.copied or found.held.part) or speak_of_others(one, other):
        return None
    return replace(found, edition=other_edition(one.figures, other.figures))
