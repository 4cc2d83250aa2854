"""Sentences and clauses of a document, cut at punctuation of the folded text and at line ends."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from corpus.model import Document, Span

SENTENCE_END = re.compile(r"[。!?;\n]")
# A comma or colon between digits groups thousands or tells the time; it ends no clause.
CLAUSE_END = re.compile(r"[。!?;\n]|(?<!\d)[,:]|[,:](?!\d)")
START = attrgetter("start")


def _pieces(text: str, ends: re.Pattern[str]) -> Iterator[Span]:
    """The stretches between the ends, without blanks around them and without empty ones; the end mark is left out."""
    start = 0
    for stop in (*(match.start() for match in ends.finditer(text)), len(text)):
        piece = text[start:stop]
        left, right = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if left < right:
            yield Span(left, right)
        start = stop + 1


# Several extractors ask for the pieces of the same text one after the other.
@lru_cache(maxsize=8)
def sentences_of(folded: str) -> tuple[Span, ...]:
    """The sentences of a folded text."""
    return tuple(_pieces(folded, SENTENCE_END))


@lru_cache(maxsize=8)
def _clauses(folded: str) -> tuple[Span, ...]:
    return tuple(_pieces(folded, CLAUSE_END))


def sentences(document: Document) -> tuple[Span, ...]:
    """The sentences in the order of the text, without their end marks (。!?; and line breaks)."""
    return sentences_of(document.folded)


def clauses(document: Document) -> tuple[Span, ...]:
    """The clauses in the order of the text, without their end marks (those of sentences and , :)."""
    return _clauses(document.folded)


def piece_at(pieces: Sequence[Span], offset: int) -> Span | None:
    """The sentence or clause among `pieces` that holds a character, or None for a mark between two."""
    at = bisect_right(pieces, offset, key=START) - 1
    return pieces[at] if at >= 0 and offset in pieces[at] else None


def clause_at(document: Document, offset: int) -> Span | None:
    """The clause that holds a character, or None for a mark between two."""
    return piece_at(clauses(document), offset)


def sentence_at(document: Document, offset: int) -> Span | None:
    """The sentence that holds a character, or None for a mark between two."""
    return piece_at(sentences(document), offset)
