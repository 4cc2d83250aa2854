"""Which reports hold which piece of a text, in arrays: of thousands of reports there are millions of pieces."""

import numpy as np
from numpy.typing import NDArray

from outputs.ranges import spread

MIX = np.uint64(0x9E3779B97F4A7C15)

Numbers = NDArray[np.int64]
Small = NDArray[np.int32]


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
        self._number = np.diff(self._starts).astype(np.int32)
        with np.errstate(over="ignore"):
            mixed = (self._reports.astype(np.uint64) + np.uint64(1)) * MIX
            mixed = (mixed ^ mixed >> np.uint64(31)) * MIX
            self._sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed)])

    def of(self, kind: int) -> Small:
        """The reports that hold the pieces of a kind."""
        return self._reports[self._starts[kind] : self._starts[kind + 1]]

    def reports_of(self, kinds: Small) -> Small:
        """How many hold the pieces of each kind."""
        return self._number[kinds]

    def first_of(self, kinds: Small) -> Small:
        """The first that holds the pieces of each kind."""
        return self._reports[self._starts[kinds]]

    def all_of(self, kinds: Small) -> NDArray[np.uint64]:
        """A number for each kind that stands for all that hold it."""
        found: NDArray[np.uint64] = self._sums[self._starts[kinds + 1]] - self._sums[self._starts[kinds]]
        return found

    def holding(self, kinds: Small, sizes: Small) -> Small:
        """The first `sizes` that hold the pieces of each kind, one kind behind the other."""
        return self._reports[spread(self._starts[kinds], sizes)]
