"""Classes of words of like meaning: which of them a query names, and where texts hold a word of them.

There are broad ones, which the classifier of problem categories learns from, and fine ones for search alone; a word may
stand in one of each. A class is told by its number, counted from 1 through both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from extractors.lexicon import read_lexicon
from outputs.search_text import searchable

BROAD = "problem_words.yml"
FINE = Path(__file__).with_name("search_words.yml")
LONGEST = 8  # characters of a word of a class
BITS = 21  # of a code point

Points = NDArray[np.uint32]
Numbers = NDArray[np.uint64]


class Words(BaseModel):
    """Classes of words of like meaning, each under its name."""

    words: Mapping[str, tuple[str, ...]]


@cache
def classes() -> tuple[Mapping[str, int], ...]:
    """Word -> the number of its class, of the broad and of the fine classes; a word stands in one class of each."""
    found, first = [], 1
    for name in (BROAD, FINE):
        listed = read_lexicon(name, Words).words
        numbers = enumerate(listed.values(), first)
        found.append({searchable(word): number for number, words in numbers for word in words if len(word) > 1})
        first += len(listed)
    return tuple(found)


def _named(term: str, known: Mapping[str, int]) -> Iterator[int]:
    """The classes of the words of a searchable term, the longest word at each place."""
    at = 0
    while at < len(term):
        word = next((cut for size in range(LONGEST, 1, -1) if (cut := term[at : at + size]) in known), term[at])
        if word in known:
            yield known[word]
        at += len(word)


def classes_in(terms: Iterable[str]) -> tuple[list[int], list[int]]:
    """The classes that searchable terms name, in their order: the fine ones and the broad ones."""
    asked = list(terms)
    broad, fine = (list(dict.fromkeys(n for term in asked for n in _named(term, known))) for known in classes())
    return fine, broad


def _opening(points: Points, starts: NDArray[np.intp]) -> Numbers:
    """A number for the three characters from each place on."""
    first, second, third = (points[starts + at].astype(np.uint64) for at in range(3))
    return first << np.uint64(2 * BITS) | second << np.uint64(BITS) | third


@cache
def _long() -> tuple[Numbers, tuple[tuple[tuple[str, int], ...], ...]]:
    """How longer words open, in order, and the words that open so, each with its class."""
    found = defaultdict[int, list[tuple[str, int]]](list)
    for word, number in (one for known in classes() for one in known.items() if len(one[0]) > 2):
        opening = _opening(np.array([ord(char) for char in word[:3]], np.uint32), np.zeros(1, np.intp))
        found[int(opening[0])].append((word, number))
    return np.array(sorted(found), np.uint64), tuple(tuple(found[opening]) for opening in sorted(found))


@cache
def _first_three() -> tuple[NDArray[np.bool_], ...]:
    """Whether a longer word has a character, by its code point, in its first, second and third place."""
    tables = np.zeros((3, 0x110000), np.bool_)
    for word in (word for known in classes() for word in known if len(word) > 2):
        tables[range(3), [ord(char) for char in word[:3]]] = True
    return tuple(tables)


def long_words(points: Points) -> tuple[NDArray[np.intp], Numbers]:
    """Where words of three characters or more begin in the code points of a text, with the numbers of their classes."""
    first, second, third = _first_three()
    starts = np.flatnonzero(first[points[:-2]] & second[points[1:-1]] & third[points[2:]])
    (openings, words), told = _long(), _opening(points, starts)
    at = np.minimum(np.searchsorted(openings, told), len(openings) - 1)
    opened = openings[at] == told
    text = points.tobytes().decode("utf-32-le")
    found = [
        (start, number)
        for start, which in zip(starts[opened].tolist(), at[opened].tolist(), strict=True)
        for word, number in words[which]
        if text.startswith(word, start)
    ]
    return np.array([start for start, _ in found], np.intp), np.array([number for _, number in found], np.uint64)


@cache
def short_words() -> tuple[Mapping[str, int], ...]:
    """The words of two characters, of the broad and of the fine classes."""
    return tuple({word: number for word, number in known.items() if len(word) == 2} for known in classes())
