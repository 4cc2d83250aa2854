"""Ranges of arrays of which there are many, taken at once."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def spread(begins: Numbers, sizes: Numbers | NDArray[np.int32]) -> Numbers:
    """The numbers of several ranges, one range behind the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    whole: Numbers = np.arange(ends[-1] if len(ends) else 0, dtype=np.int64)
    return whole + np.repeat(begins - ends + sizes, sizes)
