"""A PDF page of text in all directions: level, turned by a quarter, in upright columns (竖排), or slanted."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

import pypdfium2

from corpus.model import Box
from corpus.readers.pdf_blocks import PageContent
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_fields import typed
from corpus.readers.pdf_layout import Row, rows, runs
from corpus.readers.pdf_stacks import is_stacked_page, parted, stacks, turned_level
from corpus.readers.pdf_tables import TableRow, page_tables
from corpus.readers.pdf_text import LEANING, PageChars

# Points: faint words so large are no text where they are turned, or where they lie over so many others.
LARGE, OVER = 20.0, 2
# By how much (degrees) a page is to be turned for its upright columns to be lines.
COLUMNS = 270
# How far apart (em) characters of one turned word stand.
NEAR = 1.0


class _Sorted(NamedTuple):
    """The pieces of a page: level ones, those turned by so many degrees, upright columns, what is no text, and what
    cannot be seen.
    """

    level: tuple[Char, ...]
    turned: dict[int, list[Char]]
    columns: list[Char]
    marks: list[Char]
    hidden: list[Char]


class _Labels(NamedTuple):
    turned: list[Char]
    columns: list[Char]


def laid_out(page: pypdfium2.PdfPage, found: PageChars) -> PageContent:
    """A page of text: what most of it is, and what stands in other directions as asides."""
    found.pieces += tuple(typed(page, found.frame.placing()))
    stacked = stacks(found.pieces)
    if is_stacked_page(stacked, found.count):
        return _of_columns(page, found, stacked)
    if not (stacked or found.unseen or any(_is_odd(piece, found) for piece in found.pieces)):
        return _content(found, *page_tables(page, found))
    sorted_ = _sorted(found, {char.place for stack in stacked for char in stack})
    found.pieces = sorted_.level
    tables, rest = page_tables(page, found)
    labels = _labels(sorted_, tables)
    if labels:
        found.pieces = (*sorted_.level, *_words(labels.turned), *labels.columns)
        tables, rest = page_tables(page, found)
    asides = tuple(_asides(page, found, sorted_, labels))
    hidden = tuple(rows(runs(sorted_.hidden)))
    return replace(_content(found, tables, rest, sorted_.marks), asides=asides, hidden=hidden)


def _labels(some: _Sorted, tables: Sequence[TableRow]) -> _Labels | None:
    """What stands upright or in a column in the cells of tables."""
    regions = {row.region for row in tables}
    turned = [char for chars in some.turned.values() for char in chars if _lies_in(char, regions)]
    columns = [char for char in some.columns if _lies_in(char, regions)]
    return _Labels(turned, columns) if turned or columns else None


def _asides(page: pypdfium2.PdfPage, found: PageChars, some: _Sorted, labels: _Labels | None) -> Iterator[PageContent]:
    taken = {char.place for char in (*labels.turned, *labels.columns)} if labels else set()
    for turn, chars in sorted(some.turned.items()):
        if outside := [char for char in chars if char.place not in taken]:
            yield _turned_aside(page, found, turn, outside)
    if columns := [char for char in some.columns if char.place not in taken]:
        yield _columns_turned(found, columns)


def _is_odd(piece: Char, found: PageChars) -> bool:
    return not piece.upright or piece.bottom - piece.top > LARGE or _is_off(piece, found)


def _is_off(piece: Char, found: PageChars) -> bool:
    """Whether a piece stands off the page."""
    return piece.x1 < 0 or piece.bottom < 0 or piece.x0 > found.frame.width or piece.top > found.frame.height


def _content(
    found: PageChars, tables: tuple[TableRow, ...], rest: Iterable[Char], marks: Sequence[Char] = ()
) -> PageContent:
    level = (*rows(runs(rest)), *_as_one(marks))
    return PageContent(found.number, found.frame.height, level, tables, "text")


def _as_one(marks: Sequence[Char]) -> tuple[Row, ...]:
    """What is no text, as it was drawn, in one row: a stamp or a watermark."""
    words = "".join(char.text for char in marks)
    return tuple((run._replace(text=words, upright=False),) for run in runs(marks[:1]))


def _of_columns(page: pypdfium2.PdfPage, found: PageChars, stacked: Sequence[Sequence[Char]]) -> PageContent:
    columns, found.pieces = parted(found.pieces, stacked)
    beside = _sorted(found, set())
    level = _content(found, (), beside.level, beside.marks)
    asides = (level, *_asides(page, found, beside, None))
    hidden = tuple(rows(runs(beside.hidden)))
    return replace(_columns_turned(found, columns), asides=tuple(one for one in asides if one.rows), hidden=hidden)


def _columns_turned(found: PageChars, columns: Iterable[Char]) -> PageContent:
    """Upright columns, from right to left, as lines of a turned page."""
    width, height = found.frame.width, found.frame.height
    level = rows(runs(turned_level(piece, width) for piece in columns))
    return PageContent(found.number, width, tuple(level), (), "text", width=height, turn=COLUMNS)


def _sorted(found: PageChars, stacked: set[int]) -> _Sorted:
    level: list[Char] = []
    turned: dict[int, list[Char]] = defaultdict(list)
    columns: list[Char] = []
    marks: list[Char] = []
    hidden: list[Char] = []
    words = [piece for piece in found.pieces if not piece.generated and _size(piece) < LARGE]
    for piece in found.pieces:
        if _is_off(piece, found) or piece.place in found.unseen:
            hidden.append(piece)
        elif piece.place in stacked and not piece.generated:
            columns.append(piece)
        elif not piece.upright:
            turn = _quarter(found, piece)
            (marks if turn is None else turned[turn]).append(piece)
        elif _is_mark(found, piece) and _lies_over(piece, words):
            marks.append(piece)
        else:
            level.append(piece)
    return _Sorted(tuple(level), turned, columns, [char for char in marks if char.text.strip()], hidden)


def _quarter(found: PageChars, piece: Char) -> int | None:
    """By how much the page is to be turned for a piece to be level; None where it is slanted or a watermark."""
    if piece.generated:
        return None
    degrees = found.degrees(piece.place)
    leans = abs(math.remainder(degrees, 90)) >= LEANING
    return None if leans or _is_mark(found, piece) else round(degrees / 90) % 4 * 90


def _is_mark(found: PageChars, piece: Char) -> bool:
    return _size(piece) >= LARGE and not piece.generated and found.is_faint(piece.place)


def _size(piece: Char) -> float:
    return piece.type.size if piece.type else min(piece.x1 - piece.x0, piece.bottom - piece.top)


def _lies_over(piece: Char, others: Iterable[Char]) -> bool:
    below = (other for other in others if _overlap(piece, other))
    return len(list(islice(below, OVER))) >= OVER


def _overlap(one: Char, other: Char) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _lies_in(char: Char, regions: Iterable[Box]) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return any(x0 < x < x1 and top < y < bottom for x0, top, x1, bottom in regions)


def _words(chars: Iterable[Char]) -> Iterator[Char]:
    """Characters that follow each other closely as one piece that holds them all."""
    word: Char | None = None
    for char in chars:
        if word and _is_near(word, char):
            word = word._replace(
                text=word.text + char.text,
                x0=min(word.x0, char.x0),
                top=min(word.top, char.top),
                x1=max(word.x1, char.x1),
                bottom=max(word.bottom, char.bottom),
            )
        else:
            if word:
                yield word
            word = char
    if word:
        yield word


def _is_near(word: Char, char: Char) -> bool:
    em = NEAR * _size(char)
    return _overlap(word._replace(x0=word.x0 - em, top=word.top - em, x1=word.x1 + em, bottom=word.bottom + em), char)


def _turned_aside(page: pypdfium2.PdfPage, found: PageChars, turn: int, chars: Sequence[Char]) -> PageContent:
    """The words that are level once the page is turned, with their tables."""
    places = {char.place for char in chars}
    with closing(PageChars(page, found.number, turn)) as other:
        other.pieces = tuple(piece for piece in other.pieces if piece.generated or piece.place in places)
        tables, rest = page_tables(page, other)
        level = tuple(rows(runs(char for char in rest if char.upright)))
        away = (turn - found.frame.turn) % 360
        return PageContent(found.number, other.frame.height, level, tables, "text", width=other.frame.width, turn=away)
