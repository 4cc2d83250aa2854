"""Rows of a sheet as they stand in its file: told by their order alone, so that a row is the same wherever it stands,
and deflated by the stretch, so that what is kept of a document is written as it is.

Rows and cells without references are as good as others (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73: `r` is optional); an
empty cell holds the place of its column.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from outputs.book import CELL, LINE, Cell, Column, Columns, Link, Row, clean, high, wide_of
from outputs.zipped import Piece, deflated

STRETCH = 500  # rows that are deflated together
HELD = 10**15  # a cell holds a double: what it cannot hold exactly stays a text
SHORT = CELL // 2  # characters that fit, whatever they are
# The looks of cells, by the numbers that `outputs.book_frame` gives them.
LOOKS = HEAD, MARK_HEAD, BODY, MARK, LINK = '"1"', '"2"', '"3"', '"4"', '"5"'
# What the format escapes, what looks like its escapes, and what must be cleaned away.
ODD = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that stand one behind the other: how many, their XML, how many links they have, and these, each as row (from
    0), column and route with blanks between them, one a line, deflated.
    """

    rows: int
    piece: Piece
    linked: int
    links: bytes


def leads(links: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column and route of each link of a stretch, row by row."""
    for line in zlib.decompress(links).decode().splitlines():
        row, column, route = line.split(" ", 2)
        yield int(row), int(column), route


def _escaped(text: str) -> str:
    """A text as it stands between tags. Programs would take _x0041_ for a letter, and a carriage return away."""
    if len(text) <= SHORT and not ODD.search(text):
        return text
    text = ESCAPE.sub("_x005F_", clean(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "_x000D_")


def _plain(texts: str) -> bool:
    """Whether texts stand between tags as they are; of what is printed, and not more, that is seen fast."""
    return texts.isprintable() and not ("&" in texts or "<" in texts or ">" in texts or "_x" in texts)


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
            return _text(value, self._looks[at]) if value else self._empty[at]
        if isinstance(value, Link):
            return _text(_escaped(value.text), LINK)
        return self._empty[at] if value is None else _number(value, self._looks[at])

    def _row(self, cells: Row) -> str:
        """A row, as high as its longest text: not every program sees to that by itself."""
        lines, told = high(cells, self._wide), cells
        texts = "".join([one for one in cells if isinstance(one, str)])
        if len(texts) > SHORT or not _plain(texts):
            told = [_escaped(one) if isinstance(one, str) else one for one in cells]
        inside = "".join([self._cell(at, value) for at, value in enumerate(told)])
        return f'<row ht="{lines * LINE:g}" customHeight="1">{inside}</row>' if lines > 1 else f"<row>{inside}</row>"

    def head(self) -> Piece:
        """The row of titles."""
        told = (_text(_escaped(one.title), MARK_HEAD if one.role == "mark" else HEAD) for one in self._columns)
        return deflated(f"<row>{''.join(told)}</row>".encode())

    def stretch(self, rows: Sequence[Row]) -> Stretch:
        """Some rows as they are kept and written."""
        links = [
            f"{row} {at} {cell.route}\n"
            for row, cells in enumerate(rows)
            for at, cell in enumerate(cells)
            if isinstance(cell, Link)
        ]
        piece = deflated("".join(map(self._row, rows)).encode())
        return Stretch(len(rows), piece, len(links), zlib.compress("".join(links).encode(), 1))

    def stretches(self, rows: Iterable[Row], most: int = STRETCH) -> Iterator[Stretch]:
        """Rows, so many at a time."""
        left = iter(rows)
        while some := list(islice(left, most)):
            yield self.stretch(some)
