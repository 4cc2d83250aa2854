"""How texts and queries are told in tokens for search: one token a character, alike for both scripts and widths.

Folding is character by character here: whatever stands beside it, a character is one token, so that every
substring is found.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel

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


class _Folding(dict[int, str]):
    """A translation table that fills itself: few of the possible characters ever occur."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _character(chr(code))
        return found


_FOLDING = _Folding()


def searchable(text: str) -> str:
    """The text as it is searched, of the same length: characters folded one by one, ends of cells made line breaks."""
    return text.translate(_FOLDING)


class _Tokens(dict[int, str]):
    """A translation table that fills itself: each character becomes a token with a blank behind it, a blank nothing."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        letter = char.isalnum() or code >= 0x80
        found = self[code] = "" if char == " " else f"{char if letter else chr(PRIVATE + code)} "
        return found


_TOKENS = _Tokens()


def tokens(text: str) -> str:
    """The characters of a searchable text as tokens; blanks are none."""
    return text.translate(_TOKENS).rstrip(" ")


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
