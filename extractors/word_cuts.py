"""The words of a whole text by the dictionary, cut once for all who ask."""

from functools import lru_cache
from itertools import accumulate

import rjieba


@lru_cache(maxsize=4)
def cuts(folded: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Where the words of a folded text start, and the words; each line is cut by itself."""
    starts: list[int] = []
    words: list[str] = []
    base = 0
    for line in folded.split("\n"):
        found = rjieba.cut(line)
        words += found
        starts += accumulate(map(len, found[:-1]), initial=base) if found else ()
        base += len(line) + 1
    return tuple(starts), tuple(words)
