"""Characters and pairs of them as rows of a model, looked up for a whole text at once."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

ABSENT = -1  # the row of what was never learnt
BMP = 0x10000
_BITS = 21  # of a code point

Codes = NDArray[np.int64]


def codes_of(text: str) -> Codes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def keys_of(first: Codes, second: Codes) -> Codes:
    """One number for each pair of code points."""
    return np.asarray(first << _BITS | second)


class GramRows:
    """The rows of the characters and pairs of characters among a model's features."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._chars = np.full(BMP, ABSENT, dtype=np.int64)
        for gram, row in rows.items():
            if len(gram) == 1 and ord(gram) < BMP:
                self._chars[ord(gram)] = row
        pairs = [(gram, row) for gram, row in rows.items() if len(gram) == 2]
        keys = keys_of(*codes_of("".join(gram for gram, _ in pairs)).reshape(-1, 2).T)
        order = np.argsort(keys)
        self._keys = np.append(keys[order], np.iinfo(np.int64).max)
        self._pairs = np.array([*(row for _, row in pairs), ABSENT], dtype=np.int64)[np.append(order, len(pairs))]

    def of_chars(self, codes: Codes) -> NDArray[np.int64]:
        """The row of each character."""
        return np.asarray(np.where(codes < BMP, self._chars[codes % BMP], ABSENT))

    def of_pairs(self, keys: Codes) -> NDArray[np.int64]:
        """The row of each pair, which is given by its number."""
        places = np.searchsorted(self._keys, keys)
        return np.asarray(np.where(self._keys[places] == keys, self._pairs[places], ABSENT))


def kept(codes: Codes, ignored: Iterable[str]) -> NDArray[np.bool_]:
    """Which code points are none of the ignored ones."""
    return ~np.isin(codes, np.array(sorted(map(ord, ignored)), dtype=np.int64), kind="table")
