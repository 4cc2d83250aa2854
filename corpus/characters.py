"""A table that says of every character what stands in its place: a long text is gone through at once, in numpy."""

import sys

import numpy as np
from numpy.typing import NDArray

GONE = 0xFFFFFFFF  # what is left out
LONG = 100  # characters from which on numpy is faster than `str.translate`
Codes = NDArray[np.uint32]


def code_points(text: str) -> Codes:
    """The code points of a text, halves of surrogate pairs too; a view that cannot be written to."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def same() -> Codes:
    """For each code point itself, to be changed."""
    return np.arange(sys.maxunicode + 1, dtype=np.uint32)


class Characters:
    """Replaces or leaves out characters one by one."""

    def __init__(self, codes: Codes) -> None:
        """For each code point the one that stands in its place, or GONE."""
        self._codes, self._known = codes, _Known(codes)

    def of(self, text: str) -> str:
        """The text with what stands in the place of its characters."""
        if len(text) < LONG:
            return text.translate(self._known)
        found = self._codes[code_points(text)]
        kept = bytes(found[found != GONE].astype("<u4"))
        return kept.decode("utf-32-le", "surrogatepass")


class _Known(dict[int, int | None]):
    """The same as `str.translate` asks for it, as far as it did."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def __missing__(self, code: int) -> int | None:
        found = int(self._codes[code])
        self[code] = None if found == GONE else found
        return self[code]
