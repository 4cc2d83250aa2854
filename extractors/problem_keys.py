"""Keys of patterns: characters and pairs of them without which there is no match, so that most texts need no search.

Every construction is looked for everywhere, but hardly any sentence holds 难 or 形同. What a sentence holds is known
at once for all patterns, and only those are searched that can be there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, reduce
from itertools import pairwise
from operator import or_

import numpy as np
from numpy.typing import NDArray

from corpus.beginnings import Tokens, branches, tokens_of
from corpus.model import Span
from extractors.gram_rows import ABSENT, GramRows, codes_of

# One character is found in about as many sentences as so many pairs.
SINGLE = 40
# More sets of keys than these tell hardly more.
MOST = 2

Keys = frozenset[str]
# Sets of keys; of each one key must be there.
Needs = tuple[Keys, ...]


class Keyed:
    """Patterns by their keys, to know which of them can match in a piece of a text.

    Sets of patterns are numbers here, a bit for each pattern.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        needs = list(map(needs_of, patterns))
        rows = {key: row for row, key in enumerate(sorted(Keys().union(*(keys for each in needs for keys in each))))}
        self._keys = GramRows(rows)
        self._everywhere = sum(1 << at for at, each in enumerate(needs) if not each)
        self._half = len(needs)
        # Which patterns have the key among those that they need first, and in the upper half among those needed last.
        self._of_key = [0] * len(rows)
        for at, each in enumerate(needs):
            for bit, keys in ((at, each[0]), (at + self._half, each[-1])) if each else ():
                for key in keys:
                    self._of_key[rows[key]] |= 1 << bit

    def possible(self, text: str, pieces: Sequence[Span]) -> Iterator[list[int]]:
        """For each piece of a text, the numbers of the patterns that can match in it, in order."""
        for held in self._held(text, pieces):
            found = reduce(or_, map(self._of_key.__getitem__, held), 0)
            yield _bits(found & found >> self._half | self._everywhere)

    def _held(self, text: str, pieces: Sequence[Span]) -> Iterator[list[int]]:
        """The rows of the keys that each piece holds."""
        codes = codes_of(text)
        edges = np.array([(piece.start, piece.end) for piece in pieces], dtype=np.intp).reshape(-1, 2)
        chars, of_chars = _within(self._keys.of_chars(codes), edges)
        pairs, of_pairs = _within(self._keys.of_pairs(codes[:-1], codes[1:]), edges - (0, 1))
        for (a, b), (c, d) in zip(of_chars, of_pairs, strict=True):
            yield chars[a:b] + pairs[c:d]


def _within(rows: NDArray[np.int64], edges: NDArray[np.intp]) -> tuple[list[int], list[list[int]]]:
    """The rows that there are, and which of them lie between the edges."""
    places = np.flatnonzero(rows != ABSENT)
    return rows[places].tolist(), np.searchsorted(places, edges).tolist()


def _bits(number: int) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while number:
        found.append((number & -number).bit_length() - 1)
        number &= number - 1
    return found


@cache
def hint(pattern: str) -> re.Pattern[str]:
    """The keys of which a text must hold one where the pattern is to match in it, found far more quickly than that.
    Raises IndexError where it needs none.
    """
    return re.compile("|".join(sorted(map(re.escape, needs_of(pattern)[0]))))


def needs_of(pattern: str) -> Needs:
    """What a match, with what it looks at around it, must hold: a key out of each set, the rarest set first."""
    needs = _group(tokens_of(pattern))
    return tuple(sorted(dict.fromkeys(needs), key=_cost)[:MOST])


def _group(tokens: Tokens) -> Needs:
    """What a group needs whose tokens follow, up to its end: all that its only branch needs, or a key of any branch."""
    needed = [_row(branch) for branch in branches(tokens, _item, lambda _: ())]
    if len(needed) == 1 or not all(needed):
        return needed[0] if len(needed) == 1 else ()
    return (Keys().union(*(min(needs, key=_cost) for needs in needed)),)


def _item(kind: str, words: str, tokens: Tokens) -> str | Needs:
    """A character, or what a class or group needs: those that must not be there need nothing."""
    if kind == "char":
        return words
    if kind == "listed":
        return (Keys(words),)
    inside = _group(tokens) if kind in ("open", "never") else ()
    return inside if kind == "open" else ()


def _row(items: Sequence[str | Needs]) -> Needs:
    """What items in a row need: characters side by side count as pairs."""
    pairs = [one + other for one, other in pairwise(items) if isinstance(one, str) and isinstance(other, str)]
    alone = [item for item in items if isinstance(item, str) and not any(item in pair for pair in pairs)]
    further = (keys for item in items if not isinstance(item, str) for keys in item)
    return (*(Keys([key]) for key in pairs + alone), *further)


def _cost(keys: Keys) -> int:
    return sum(SINGLE if len(key) == 1 else 1 for key in keys)
