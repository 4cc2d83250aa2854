"""Ranges of arrays of which there are many, taken at once."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def spread(begins: Numbers, sizes: Numbers | NDArray[np.int32]) -> Numbers:
    """The numbers of several ranges, one range behind the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    moved: Numbers = np.repeat(begins - ends + sizes, sizes)
    moved += np.arange(len(moved))
    return moved
