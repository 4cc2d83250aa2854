"""Whole numbers in as few bytes as they need: seven bits a byte, the low ones first, the top bit where more follow."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
SEVEN = 7


def widths(numbers: Numbers) -> Bytes:
    """How many bytes each number takes."""
    found, most, bits = np.ones(numbers.size, np.uint8), int(numbers.max(initial=0)), SEVEN
    while most >> bits:
        found += numbers >= np.uint64(1 << bits)
        bits += SEVEN
    return found


def encoded(numbers: Numbers) -> Bytes:
    """The numbers end to end."""
    wide = widths(numbers)
    at = np.cumsum(wide, dtype=np.int64) - wide
    told = np.zeros(int(wide.sum(dtype=np.int64)), np.uint8)
    told[at] = (numbers & np.uint64(127)).astype(np.uint8)
    for place in range(1, int(wide.max(initial=0))):
        more = np.flatnonzero(wide > place)
        at, wide, numbers = at[more], wide[more], numbers[more]
        told[at + place - 1] |= 128
        told[at + place] = (numbers >> np.uint64(SEVEN * place) & np.uint64(127)).astype(np.uint8)
    return told
