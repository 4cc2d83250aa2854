"""The features of problems: characters, pairs of them, words of like meaning; of all phrases of a text at once.

A problem and what stands around it hold the same characters: they are looked up once for a whole text.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import add

import numpy as np
from numpy.typing import NDArray

from corpus.model import Span
from extractors.gram_rows import Codes, GramRows, codes_of, kept, keys_of

# The first two characters -> words that begin with them and their classes of words of like meaning, longer words first.
Classes = Mapping[str, Sequence[tuple[str, str]]]
NO_WORD = (("", ""),)
IGNORED = "“”、, ·()"
_REMOVED = str.maketrans(dict.fromkeys(IGNORED))
OPEN, CLOSE = ord("^"), ord("$")
PAIR = 2  # longer features are names of classes of words
# Rows of what was never learnt: first such as are numbered within a phrase, then those of characters and pairs.
MOST_NAMED, STRANGE, BEYOND = 1 << 30, 1 << 31, 1 << 43


@dataclass(frozen=True, slots=True)
class Learnt:
    """The features that a model knows: rows of names of classes, rows of characters and pairs, and its classes."""

    named: Mapping[str, int]
    grams: GramRows
    classes: Classes


def features(words: str, classes: Classes) -> Counter[str]:
    """The characters of a folded phrase and their pairs, its ends marked, and its classes of words and their pairs."""
    bare = words.translate(_REMOVED).lower()
    marked = f"^{bare}$"
    return Counter((*bare, *map(add, marked, marked[1:]), *_named(words, classes)))


def _named(words: str, classes: Classes) -> Iterator[str]:
    """The classes of the words in a phrase and their pairs, each once."""
    named = sorted(set(_classes(words, classes)))
    yield from (f"<{name}>" for name in named)
    yield from (f"<{one}+{other}>" for one, other in combinations(named, 2))


def _classes(words: str, classes: Classes) -> Iterator[str]:
    """The classes of the words in a phrase, the longest word from each place on."""
    reached = 0
    for at, pair in enumerate(map(add, words, words[1:] + "\n")):
        if at >= reached and (pair in classes or words[at] in classes):
            size, name = _word_at(words, at, classes)
            reached = at + size
            if name:
                yield name


def _word_at(words: str, at: int, classes: Classes) -> tuple[int, str]:
    """The length and the class of the longest word from a place on, or one character and nothing."""
    for word, name in classes.get(words[at : at + 2], ()):
        if words.startswith(word, at):
            return len(word), name
    return 1, classes.get(words[at], NO_WORD)[0][1]


def by_start(classes: Mapping[str, str]) -> Classes:
    """Words and their classes by the first two characters of the words, longer words first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(classes, key=len, reverse=True):
        found.setdefault(word[:2], []).append((word, classes[word]))
    return found


class Grams:
    """The features of phrases of a folded text as rows of a model; what was never learnt has rows behind the last one,
    each its own.
    """

    def __init__(self, folded: str, learnt: Learnt) -> None:
        codes = codes_of(_lower(folded))
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
        keys = keys_of(first, second)
        rows = self._learnt.grams.of_pairs(keys)
        return np.asarray(np.where(rows < 0, STRANGE + keys, rows))

    def _named(self, phrases: Sequence[Span]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of the classes of words in the phrases and of their pairs, and the numbers of the phrases."""
        rows, whose = list[int](), list[int]()
        for number, span in enumerate(phrases):
            for at, name in enumerate(_named(span.of(self._folded), self._learnt.classes), STRANGE - MOST_NAMED):
                rows.append(self._learnt.named.get(name, at))
                whose.append(number)
        return np.array(rows, dtype=np.int64), np.array(whose, dtype=np.int64)


def _ranges(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """All numbers of the ranges, one range behind the other."""
    lengths = np.maximum(ends - starts, 0)
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(lengths.sum()) + np.repeat(starts - before, lengths))


def _lower(folded: str) -> str:
    """The text in lower case, as long: a capital may have a longer small letter."""
    lower = folded.lower()
    return lower if len(lower) == len(folded) else "".join(map(_one_lower, folded))


def _one_lower(char: str) -> str:
    return char.lower() if len(char.lower()) == 1 else char
