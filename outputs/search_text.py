"""How texts and queries are told in tokens for search: one token a character, alike for both scripts and widths.

Folding is character by character here: whatever stands beside it, a character is one token, so that every
substring is found.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from corpus.characters import code_points
from corpus.fold import fold
from extractors.lexicon import read_lexicon

QUESTION_WORDS = Path(__file__).parent / "question_words.yml"
BREAK = "\n"
# SQLite's `ascii` tokenizer takes every character from U+0080 on for a letter; marks in ASCII are moved to private use.
PRIVATE = 0xE000
PUNCTUATION = re.compile(r"[\W_]+")


class QuestionWords(BaseModel):
    """The lexicon of what is cut from questions."""

    words: tuple[str, ...]
    joints: tuple[str, ...]


@cache
def _character(char: str) -> str:
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    if char in "\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":
        return BREAK  # cells and paragraphs end here; nothing is found across
    if char.isspace():
        return " "
    folded = fold(char).lower()
    if folded in "“”":
        return "“"
    return folded if len(folded) == 1 else char


UNKNOWN = 0  # such a table takes no memory but where it is written to; U+0000 itself is merely asked for each time
BRIEF = 40  # characters; for fewer it does not pay to reckon with all of them at once


class _Table:
    """What becomes of each character, by its code point; it fills itself, for few of the possible ones ever occur.
    A table is ten times as fast as what `str.translate` does.
    """

    def __init__(self, told: Callable[[str], str]) -> None:
        self._told = told
        self._of = np.zeros(0x110000, np.uint32)

    def __call__(self, points: NDArray[np.uint32]) -> NDArray[np.uint32]:
        found = self._of[points]
        if (found == UNKNOWN).any():
            for code in np.unique(points[found == UNKNOWN]).tolist():
                self._of[code] = ord(self._told(chr(code)))
            found = self._of[points]
        return found


_FOLDING = _Table(_character)


def searchable(text: str) -> str:
    """The text as it is searched, of the same length: characters folded one by one, ends of cells made line breaks."""
    if len(text) < BRIEF:
        return "".join(map(_character, text))
    return _FOLDING(code_points(text)).tobytes().decode("utf-32-le")


def _token(char: str) -> str:
    letter = char.isalnum() or ord(char) >= 0x80
    return char if letter else chr(PRIVATE + ord(char))


_TOKENS = _Table(_token)


def tokens(text: str) -> str:
    """The characters of a searchable text as tokens, a blank behind each but the last; blanks are none."""
    told = _TOKENS(code_points(text.replace(" ", "")))
    spaced = np.full(2 * len(told), ord(" "), np.uint32)
    spaced[::2] = told
    return spaced[:-1].tobytes().decode("utf-32-le")


def phrase(term: str) -> str:
    """A term in the query language of FTS5: these characters, one after the other."""
    return f'"{tokens(term)}"'


def terms(query: str) -> list[str]:
    """The parts of a query that blanks separate; all of them must be found."""
    return searchable(query).split()


@cache
def _words() -> QuestionWords:
    return read_lexicon(QUESTION_WORDS, QuestionWords)


def _split(text: str, words: Iterable[str]) -> list[str]:
    cut = re.compile("|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))))
    return [part for part in cut.split(text) if part]


def wanted(query: str) -> list[str]:
    """What a question looks for: its terms without question words, marks and small words; itself where that is all."""
    bare = [part for term in terms(query) for part in PUNCTUATION.split(term) if part]
    asked = [part for term in bare for part in _split(term, _words().words)]
    joined = [
        part for term in asked for part in _split(term, _words().joints) if len(term) > 3 or len(part) == len(term)
    ]
    return joined or asked or bare or terms(query)
