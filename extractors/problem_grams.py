"""The features of problems: characters, pairs of them, words of like meaning; of all phrases of a text at once.

A problem and what stands around it hold the same characters: they are looked up once for a whole text.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, count
from operator import add

import numpy as np
from numpy.typing import NDArray

from corpus.model import Span
from extractors.gram_rows import Codes, GramRows, Openings, codes_of, kept, keys_of, lowered

IGNORED = "“”、, ·()"
_REMOVED = str.maketrans(dict.fromkeys(IGNORED))
OPEN, CLOSE = ord("^"), ord("$")
PAIR = 2  # longer features are names of classes of words
# Rows of what was never learnt: first such as are numbered within a phrase, then those of characters and pairs.
MOST_NAMED, STRANGE, BEYOND = 1 << 30, 1 << 31, 1 << 43


@dataclass(frozen=True, slots=True)
class Classes:
    """Words of like meaning by what they open with, and the class of each."""

    openings: Openings
    of_word: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The features that a model knows: rows of classes and pairs of them, rows of characters and pairs, the classes."""

    named: Mapping[tuple[str, ...], int]
    grams: GramRows
    classes: Classes


def learnt(rows: Mapping[str, int], classes: Mapping[str, str]) -> Learnt:
    """What a model knows: the row of each feature, and the class of each word."""
    named = {tuple(gram[1:-1].split("+")): row for gram, row in rows.items() if len(gram) > PAIR}
    return Learnt(named, GramRows(rows), by_start(classes))


def by_start(classes: Mapping[str, str]) -> Classes:
    """Words and their classes, to be looked for in texts."""
    return Classes(Openings(classes), classes)


def features(words: str, classes: Classes) -> Counter[str]:
    """The characters of a folded phrase and their pairs, its ends marked, and its classes of words and their pairs."""
    bare = words.translate(_REMOVED).lower()
    marked = f"^{bare}$"
    named = Named(words, classes).within(Span(0, len(words)))
    return Counter((*bare, *map(add, marked, marked[1:]), *(f"<{'+'.join(names)}>" for names in named)))


class Named:
    """The words in a text that have classes."""

    def __init__(self, folded: str, classes: Classes) -> None:
        found = list(classes.openings.in_text(folded))
        self._places = [at for at, _ in found]
        self._words = [[(len(word), classes.of_word[word]) for word in words] for _, words in found]

    def within(self, span: Span) -> list[tuple[str, ...]]:
        """The classes of the words within a range and the pairs of them, each once."""
        named = sorted(set(self._classes(span)))
        return [*zip(named), *combinations(named, 2)]

    def _classes(self, span: Span) -> Iterator[str]:
        """The classes of the words in a range, the longest word from each place on."""
        reached = span.start
        for number in range(bisect_left(self._places, reached), bisect_left(self._places, span.end)):
            if (at := self._places[number]) >= reached:
                for size, name in self._words[number]:
                    if at + size <= span.end:
                        yield name
                        reached = at + size
                        break


class Grams:
    """The features of phrases of a folded text as rows of a model; what was never learnt has rows behind the last one,
    each its own.
    """

    def __init__(self, folded: str, learnt: Learnt) -> None:
        codes = codes_of(lowered(folded))
        counts = kept(codes, IGNORED)
        self._folded, self._learnt = folded, learnt
        self._before = np.append(0, np.cumsum(counts))  # how many characters that count stand before each place
        self._codes = np.append(codes[counts], CLOSE)
        chars = learnt.grams.of_chars(self._codes)
        self._chars = np.where(chars < 0, STRANGE + self._codes, chars)
        self._pairs = self._paired(self._codes[:-1], self._codes[1:])

    def of(self, phrases: Sequence[Span]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of phrases in order, the rows that each has, and how often."""
        starts, ends = self._before[np.array([(span.start, span.end) for span in phrases])].T
        numbers, full = np.arange(len(phrases)), ends > starts
        named, whose = self._named(phrases)
        owners = (
            *(numbers.repeat(ends - starts), numbers.repeat(np.maximum(ends - starts - 1, 0))),
            *(numbers, numbers[full], whose),
        )
        rows = (
            *(self._chars[_ranges(starts, ends)], self._pairs[_ranges(starts, ends - 1)]),
            self._paired(np.full(len(starts), OPEN), np.where(full, self._codes[starts], CLOSE)),
            self._paired(self._codes[ends[full] - 1], np.full(int(full.sum()), CLOSE)),
            named,
        )
        places, times = np.unique(np.concatenate(owners) * BEYOND + np.concatenate(rows), return_counts=True)
        return *np.divmod(places, BEYOND), times

    def _paired(self, first: Codes, second: Codes) -> NDArray[np.int64]:
        """The rows of pairs of code points."""
        rows = self._learnt.grams.of_pairs(first, second)
        return np.asarray(np.where(rows < 0, STRANGE + keys_of(first, second), rows))

    def _named(self, phrases: Sequence[Span]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of the classes of words in the phrases and of their pairs, and the numbers of the phrases."""
        words, rows, sizes = Named(self._folded, self._learnt.classes), list[int](), list[int]()
        for span in phrases:
            named = words.within(span)
            rows += map(self._learnt.named.get, named, count(STRANGE - MOST_NAMED))
            sizes.append(len(named))
        return np.array(rows, dtype=np.int64), np.arange(len(phrases)).repeat(sizes)


def _ranges(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """All numbers of the ranges, one range behind the other."""
    lengths = np.maximum(ends - starts, 0)
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(lengths.sum()) + np.repeat(starts - before, lengths))
