"""Characters and pairs of them as rows of a model, looked up for a whole text at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from corpus.characters import code_points

ABSENT = -1  # the row of what was never learnt
BMP = 0x10000
LOW = BMP - 1
_BITS = 21  # of a code point
CELLS = 1 << 18

Codes = NDArray[np.int64]


def codes_of(text: str) -> Codes:
    """The code points of a text."""
    return code_points(text).astype(np.int64)


def lowered(text: str) -> str:
    """The text in lower case, as long: a capital may have a longer small letter."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(map(_one_lowered, text))


def _one_lowered(char: str) -> str:
    return char.lower() if len(char.lower()) == 1 else char


def keys_of(first: Codes, second: Codes) -> Codes:
    """One number for each pair of code points."""
    return np.asarray(first << _BITS | second)


def _cells(first: Codes, second: Codes) -> Codes:
    """Where it is noted that a pair is known; few others are noted there."""
    return np.asarray(first * 40503 + second * 9973 & CELLS - 1)


class GramRows:
    """The rows of the characters and pairs of characters among a model's features."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._chars = np.full(BMP, ABSENT, dtype=np.int64)
        for gram, row in rows.items():
            if len(gram) == 1 and ord(gram) < BMP:
                self._chars[ord(gram)] = row
        pairs = [(gram, row) for gram, row in rows.items() if len(gram) == 2]
        codes = codes_of("".join(gram for gram, _ in pairs)).reshape(-1, 2)
        self._noted = np.zeros(CELLS, dtype=np.bool_)
        self._noted[_cells(*codes.T)] = True
        keys = keys_of(*codes.T)
        order = np.argsort(keys)
        self._keys = np.append(keys[order], np.iinfo(np.int64).max)
        self._pairs = np.array([*(row for _, row in pairs), ABSENT], dtype=np.int64)[np.append(order, len(pairs))]

    def of_chars(self, codes: Codes) -> NDArray[np.int64]:
        """The row of each character."""
        return np.asarray(np.where(codes < BMP, self._chars[codes & LOW], ABSENT))

    def of_pairs(self, first: Codes, second: Codes) -> NDArray[np.int64]:
        """The row of each pair of characters."""
        rows = np.full(len(first), ABSENT, dtype=np.int64)
        likely = np.flatnonzero(self._noted[_cells(first, second)])
        keys = keys_of(first[likely], second[likely])
        places = np.searchsorted(self._keys, keys)
        rows[likely] = np.where(self._keys[places] == keys, self._pairs[places], ABSENT)
        return rows

    def opened(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Where the pairs stand in a text, or characters where no pair does, and their rows."""
        codes = np.append(codes_of(text), 0)
        pairs = self.of_pairs(codes[:-1], codes[1:])
        rows = np.where(pairs == ABSENT, self.of_chars(codes[:-1]), pairs)
        places = np.flatnonzero(rows != ABSENT)
        return places, rows[places]


class Openings:
    """Words by what they open with, pairs of characters or a character alone: hardly any place of a text opens one."""

    def __init__(self, words: Iterable[str]) -> None:
        found = defaultdict[str, list[str]](list)
        for word in sorted(words, key=len, reverse=True):
            found[word[:2]].append(word)
        self._rows = GramRows({opening: row for row, opening in enumerate(found)})
        self._words = [(*listed, *found.get(opening[:-1], ())) for opening, listed in found.items()]

    def in_text(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The places of a text where words stand, in order, and the words there, longer ones first."""
        places, rows = self._rows.opened(text)
        for at, row in zip(places.tolist(), rows.tolist(), strict=True):
            if words := [word for word in self._words[row] if text.startswith(word, at)]:
                yield at, words


def kept(codes: Codes, ignored: Iterable[str]) -> NDArray[np.bool_]:
    """Which code points are none of the ignored ones, all of which are of the BMP."""
    counts = np.ones(BMP, dtype=np.bool_)
    counts[list(map(ord, ignored))] = False
    return np.asarray(counts[codes & LOW] | (codes > LOW))
