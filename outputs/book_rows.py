"""Rows of a sheet as they stand in its file: told by their order alone, so that a row is the same wherever it stands,
and deflated by the stretch, so that what is kept of a document is written as it is.

Rows and cells without references are as good as others (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73: `r` is optional); an
empty cell holds the place of its column.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

import numpy as np

from outputs.book import CELL, LINE, LINES, Cell, Column, Columns, Link, Row, clean, lines, wide_of
from outputs.zipped import Piece, deflated

STRETCH = 500  # rows that are deflated together
HELD = 10**15  # a cell holds a double: what it cannot hold exactly stays a text
SHORT = CELL // 2  # characters that fit, whatever they are
# The looks of cells, by the numbers that `outputs.book_frame` gives them.
LOOKS = HEAD, MARK_HEAD, BODY, MARK, LINK = '"1"', '"2"', '"3"', '"4"', '"5"'
ROW = [f'<row ht="{high * LINE:g}" customHeight="1">' if high > 1 else "<row>" for high in range(LINES + 1)]
# What the format escapes, what looks like its escapes, and what must be cleaned away.
ODD = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
MARKED = "&<>\ufffe\uffff"
BLANK = ord(" ")  # below it are the control characters
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that stand one behind the other: how many, their XML, how many links they have, and these, each as row (from
    0), column and route, escaped, with blanks between them, one a line, deflated.
    """

    rows: int
    piece: Piece
    linked: int
    links: bytes


def leads(links: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column and route, escaped, of each link of a stretch, row by row."""
    for line in zlib.decompress(links).decode().splitlines():
        row, column, route = line.split(" ", 2)
        yield int(row), int(column), route


def _escaped(text: str) -> str:
    """A text as it stands between tags. Programs would take _x0041_ for a letter, and a carriage return away."""
    if len(text) <= SHORT and not ODD.search(text):
        return text
    text = ESCAPE.sub("_x005F_", clean(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "_x000D_")


def _plain(texts: Sequence[str]) -> bool:
    """Whether texts stand between tags as they are, with no blanks at their ends; of many at once that is seen fast."""
    told = "".join(texts)
    try:
        least = np.frombuffer(told.encode("utf-16-le"), np.uint16).min(initial=BLANK)
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    odd = least < BLANK or any(one in told for one in MARKED) or ("_" in told and "_x" in told)
    return not odd and [one.strip() for one in texts] == list(texts) and max(map(len, texts), default=0) <= SHORT


def _text(text: str, look: str) -> str:
    """A cell of text; `look`: its number, quoted. Programs strip blanks that they are not told to keep."""
    if text != text.strip():
        return f'<c s={look} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c s={look} t="inlineStr"><is><t>{text}</t></is></c>'


def _number(value: int | float, look: str) -> str:
    return f"<c s={look}><v>{value:.16G}</v></c>" if abs(value) < HELD else _text(str(value), look)


class SheetRows:
    """Makes the rows of a sheet."""

    def __init__(self, columns: Columns) -> None:
        self._columns = [Column(*one) for one in columns]
        self._looks = [MARK if one.role == "mark" else BODY for one in self._columns]
        self._empty = [f"<c s={MARK}/>" if one.role == "mark" else "<c/>" for one in self._columns]
        self._wide = [0 if one.role == "hidden" else wide_of(one.title, one.width) for one in self._columns]

    def _cell(self, at: int, value: Cell) -> str:
        if isinstance(value, str):
            told = _escaped(value)
            return _text(told, self._looks[at]) if told else self._empty[at]
        if isinstance(value, Link):
            return _text(_escaped(value.text), LINK)
        return self._empty[at] if value is None else _number(value, self._looks[at])

    def _cells(self, at: int, column: Sequence[Cell], texts: Sequence[str]) -> list[str]:
        """The cells of a column; they are much alike, so that most are made the fast way. `texts` are those of them
        that are texts.
        """
        empty, first = self._empty[at], column[0]
        if (first is None or isinstance(first, str)) and column.count(first) == len(column):
            return [self._cell(at, first)] * len(column)
        if len(texts) + column.count(None) == len(column) and _plain(texts):
            opening = f'<c s={self._looks[at]} t="inlineStr"><is><t>'
            return [f"{opening}{one}</t></is></c>" if one else empty for one in column]
        return [self._cell(at, one) for one in column]

    def _rows(self, columns: Sequence[Sequence[Cell]]) -> Iterator[str]:
        """Rows, each as high as its longest text: not every program sees to that by itself."""
        high, cells = [1] * len(columns[0]), list[list[str]]()
        for at, (column, wide) in enumerate(zip(columns, self._wide, strict=True)):
            texts = [one for one in column if isinstance(one, str)]
            cells.append(self._cells(at, column, texts))
            if wide and (2 * max(map(len, texts), default=0) > wide or "\n" in "".join(texts)):
                lined = dict.fromkeys(column, 1) | {one: lines(one, wide) for one in set(texts)}
                high = list(map(max, high, map(lined.__getitem__, column)))
        for many, row in zip(high, zip(*cells, strict=True), strict=True):
            yield f"{ROW[min(many, LINES)]}{''.join(row)}</row>"

    def head(self) -> Piece:
        """The row of titles."""
        told = (_text(_escaped(one.title), MARK_HEAD if one.role == "mark" else HEAD) for one in self._columns)
        return deflated(f"<row>{''.join(told)}</row>".encode())

    def stretch(self, columns: Sequence[Sequence[Cell]]) -> Stretch:
        """Some rows, told column by column, as they are kept and written; none where there are no columns."""
        linked = [at for at, column in enumerate(columns) if Link in map(type, column)]
        links = [
            f"{row} {at} {cell.route}\n"
            for row, cells in enumerate(zip(*(columns[at] for at in linked), strict=True))
            for at, cell in zip(linked, cells, strict=True)
            if isinstance(cell, Link)
        ]
        piece = deflated("".join(self._rows(columns) if columns else ()).encode())
        many = len(columns[0]) if columns else 0
        return Stretch(many, piece, len(links), zlib.compress(escape("".join(links)).encode(), 1))

    def stretches(self, rows: Iterable[Row], most: int = STRETCH) -> Iterator[Stretch]:
        """Rows, so many at a time."""
        left = iter(rows)
        while some := list(islice(left, most)):
            yield self.stretch(list(zip(*some, strict=True)))
