"""Classes of words of like meaning: which of them a query names, and where texts hold a word of them.

There are broad ones, which the classifier of problem categories learns from, and fine ones for search alone; a word may
stand in one of each. A class is told by its number, counted from 1 through both.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from pydantic import BaseModel

from extractors.lexicon import read_lexicon
from outputs.search_text import searchable

BROAD = "problem_words.yml"
FINE = Path(__file__).with_name("search_words.yml")
LONGEST = 8  # characters of a word of a class
MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits well mixed: what a row of characters is told by

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


def _told(rows: NDArray[np.uint32]) -> Numbers:
    """A number for each row of characters, the same for the same row."""
    told = np.zeros(len(rows), np.uint64)
    for column in rows.T:
        told = (told ^ column) * MIX
    return told


@cache
def _listed(size: int) -> tuple[Numbers, Points, Numbers]:
    """The words of a size in the order of what they are told by, their characters, and their classes."""
    words = sorted((word, number) for known in classes() for word, number in known.items() if len(word) == size)
    rows = np.array([[ord(char) for char in word] for word, _ in words], np.uint32).reshape(len(words), size)
    told = _told(rows)
    order = np.argsort(told, kind="stable")
    return told[order], rows[order], np.array([number for _, number in words], np.uint64)[order]


@cache
def _first_three() -> tuple[NDArray[np.bool_], ...]:
    """Whether a longer word has a character, by its code point, in its first, second and third place."""
    tables = np.zeros((3, 0x110000), np.bool_)
    for word in (word for known in classes() for word in known if len(word) > 2):
        tables[range(3), [ord(char) for char in word[:3]]] = True
    return tuple(tables)


def _same(points: Points, starts: NDArray[np.intp], size: int) -> Iterator[tuple[NDArray[np.intp], Numbers]]:
    told, words, numbers = _listed(size)
    rows = sliding_window_view(points, size)[starts[starts <= len(points) - size]]
    here = _told(rows)
    first = np.searchsorted(told, here)
    for turn in range(len(classes())):  # a word of a broad and of a fine class stands there twice
        at = np.minimum(first + turn, len(told) - 1)
        same = (told[at] == here) & (words[at] == rows).all(axis=1)
        yield starts[: len(rows)][same], numbers[at[same]]


@cache
def _sizes() -> tuple[int, ...]:
    """How long words of three characters or more are."""
    return tuple(sorted({len(word) for known in classes() for word in known if len(word) > 2}))


def long_words(points: Points) -> Iterator[tuple[NDArray[np.intp], Numbers]]:
    """Where words of three characters or more begin in the code points of a text, with the numbers of their classes."""
    first, second, third = _first_three()
    starts = np.flatnonzero(first[points[:-2]] & second[points[1:-1]] & third[points[2:]])
    for size in _sizes():
        if len(points) >= size:
            yield from _same(points, starts, size)


@cache
def short_words() -> tuple[Mapping[str, int], ...]:
    """The words of two characters, of the broad and of the fine classes."""
    return tuple({word: number for word, number in known.items() if len(word) == 2} for known in classes())
