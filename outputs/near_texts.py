"""Which texts may be copies of each other: MinHash over 5-grams at a low threshold, a bounded number for each text."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from outputs.elsewhere import GRAM

PERMUTATIONS = 128
BAND = 2  # rows a band: a pair that shares one 5-gram in five is found in 93 of 100 cases, one in three always
SAME_ROWS = 10  # of the 128; below, the pair is one of the many that share set phrases alone
LEAST_HELD = (
    0.3  # of the slighter text stands in the other, as the rows have it; copies with one letter in five changed have .4
)
MOST_MET = 64  # texts of one band: where thousands are of one template, what is their own tells them apart
MOST_NEAR = 24

Rows = NDArray[np.uint32]
Numbers = NDArray[np.int64]


def rows(letters: str) -> Rows:
    """The MinHash of a text."""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=20)
    number = max(1, len(letters) - GRAM + 1)
    sketch.update([*map(letters.__getitem__, map(slice, range(number), range(GRAM, number + GRAM)))])
    return np.array(sketch.digest(), dtype=np.uint32)


class NearTexts:
    """For each text those before it that share a band; what it costs does not grow with the number of texts."""

    def __init__(self, sketches: Sequence[Rows], sizes: Sequence[int]) -> None:
        """The MinHash and the number of letters of each text."""
        self._sizes = np.maximum(np.array(sizes, dtype=np.int64), 1)
        self._rows = np.array(sketches, dtype=np.uint32).reshape(-1, PERMUTATIONS)
        bands = [self._band(at) for at in range(0, PERMUTATIONS, BAND)]
        self._orders = [order for order, _, _ in bands]
        self._first = np.array([first for _, first, _ in bands])
        self._place = np.array([place for _, _, place in bands])

    def _band(self, at: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """The texts ordered by the band; for each text where those that share it begin there, and its own place."""
        keys = self._rows[:, at].astype(np.uint64) << np.uint64(32) | self._rows[:, at + 1]
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        first, place = np.empty_like(order), np.empty_like(order)
        first[order] = np.searchsorted(ordered, ordered)
        place[order] = np.arange(len(order))
        return order.astype(np.int32), first.astype(np.int32), place.astype(np.int32)

    def before(self, number: int) -> list[int]:
        """The numbers of the likeliest texts before one, the likeliest first."""
        first, place = self._first[:, number], self._place[:, number]
        shared = np.flatnonzero(place > first).tolist()
        met = [self._orders[band][first[band] : min(place[band], first[band] + MOST_MET)] for band in shared]
        if not met:
            return []
        numbers = np.unique(np.concatenate(met)).astype(np.int64)
        same = (self._rows[numbers] == self._rows[number]).sum(axis=1)
        likely = (same >= SAME_ROWS) & (self._held(numbers, number, same) >= LEAST_HELD)
        numbers, same = numbers[likely], same[likely]
        nearest: list[int] = numbers[np.lexsort((numbers, -same))[:MOST_NEAR]].tolist()
        return nearest

    def _held(self, numbers: Numbers, number: int, same: Numbers) -> NDArray[np.float64]:
        """How much of the slighter of two texts the other holds, by the rows they have in common."""
        one, other = self._sizes[numbers], self._sizes[number]
        held: NDArray[np.float64] = same * (one + other) / ((PERMUTATIONS + same) * np.minimum(one, other))
        return held
