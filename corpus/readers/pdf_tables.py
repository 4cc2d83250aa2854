"""Ruled tables of a PDF: cells from the ruling lines, the characters in each, tables joined over page ends."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2

from corpus.model import Box
from corpus.readers.pdf_chars import Char, PageChars
from corpus.readers.pdf_layout import is_han, joined, rows, runs
from corpus.readers.pdf_open_tables import RULES, open_tables, within
from corpus.readers.pdf_rules import Edge, edges

# A table has at least so many rows and columns, and lines in both directions.
LEAST = 2
# Points within which the columns of two tables agree.
SAME = 4.0
# Shares of the page: how near to its end and beginning the parts of one table stand.
END = 0.72
BEGINNING = 0.28
LONG_CELL = 200


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its cells, its box, and the box, columns (left edges) and number on the page of its table."""

    page: int
    table: int
    cells: tuple[str, ...]
    box: Box
    region: Box
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its numbers in the document; `repeated`: the head of the table once more on a new page."""

    page: int
    row: TableRow
    table: int
    number: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    """What pdfplumber's table finder asks of a page."""

    edges: list[dict[str, Any]]
    bbox: Box
    chars: list[dict[str, Any]]

    def extract_words(self, **_: object) -> list[dict[str, Any]]:
        """No words: tables are found by their lines alone."""
        return []


def page_tables(page: pypdfium2.PdfPage, found: PageChars) -> tuple[tuple[TableRow, ...], tuple[Char, ...]]:
    """The rows of the tables of a page from top to bottom, and the characters outside them."""
    ruled = edges(page, found.frame)
    level, upright = sum(edge.level for edge in ruled), sum(not edge.level for edge in ruled)
    if level < LEAST or (upright < LEAST and level < RULES):
        return (), found.chars
    tables: list[list[TableRow]] = []
    rest = found.chars
    for cells in _grids(ruled, (0.0, 0.0, found.frame.width, found.frame.height)) if upright >= LEAST else []:
        table = _table(cells, [char for char in rest if within(char, _hull(cells))], found.number)
        tables += [table] if table else []
        rest = _outside(rest, table)
    for plain in open_tables(ruled, rest):
        tables.append([TableRow(found.number, 0, cells, box, plain.region, plain.columns) for cells, box in plain.rows])
        rest = _outside(rest, tables[-1])
    tables.sort(key=lambda table: table[0].region[1])
    return tuple(replace(row, table=number) for number, table in enumerate(tables) for row in table), rest


def _outside(chars: tuple[Char, ...], table: Sequence[TableRow]) -> tuple[Char, ...]:
    return tuple(char for char in chars if not within(char, table[0].region)) if table else chars


def _grids(ruled: Sequence[Edge], bbox: Box) -> list[list[Box]]:
    """The cells of each table, from top to bottom."""
    from pdfplumber.table import TableFinder  # takes long to load and few documents have tables

    page: Any = _Page([edge.as_dict() for edge in ruled], bbox, [])
    grids: list[list[Box]] = [list(table.cells) for table in TableFinder(page).tables]
    return sorted((grid for grid in grids if grid), key=lambda grid: (_hull(grid)[1], _hull(grid)[0]))


def _hull(cells: Sequence[Box]) -> Box:
    return (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )


def _table(cells: Sequence[Box], chars: Sequence[Char], page: int) -> list[TableRow]:
    """The rows of one table; none where the lines only frame text."""
    lefts, tops = _steps(cell[0] for cell in cells), _steps(cell[1] for cell in cells)
    if len(lefts) < LEAST or len(tops) < LEAST or not any(char.text.strip() for char in chars):
        return []
    grid = [[""] * len(lefts) for _ in tops]
    for cell in cells:
        row, column = bisect_right(tops, cell[1] + 1) - 1, bisect_right(lefts, cell[0] + 1) - 1
        grid[row][column] = _text([char for char in chars if within(char, cell)])
    if _is_frame(grid):
        return []
    region = _hull(cells)
    bottoms = [*tops[1:], region[3]]
    return [
        TableRow(page, 0, tuple(texts), (region[0], top, region[2], bottom), region, tuple(lefts))
        for texts, top, bottom in zip(grid, tops, bottoms, strict=True)
        if any(texts)
    ]


def _steps(values: Any) -> list[float]:
    """Sorted values, those less than a point or so apart taken for one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 1.5:
            found.append(value)
    return found


def _text(chars: Sequence[Char]) -> str:
    """The lines of a cell one after the other; only words of other scripts are set apart."""
    text = ""
    for row in rows(runs(chars)):
        line = joined(0, row).text
        apart = text and line and not is_han(text[-1]) and not is_han(line[0])
        text += f" {line}" if apart else line
    return text


def _is_frame(grid: Sequence[Sequence[str]]) -> bool:
    """Whether the lines are the frame of a page or box: hardly a cell is filled, or one holds nearly everything."""
    filled = [cell for row in grid for cell in row if cell]
    return len(filled) < 3 or (max(map(len, filled)) > LONG_CELL and len(filled) < 4)


def connected(pages: Sequence[tuple[float, Sequence[TableRow]]]) -> list[list[Numbered]]:
    """The rows of all pages (given with their heights) with numbers that go on where a table does behind a page end.

    A row that the page end cut in two is one again, on the page where it begins.
    """
    tables = _Tables()
    for page, (height, found) in enumerate(pages):
        for row in found:
            tables.add(page, row, height)
    numbered: list[list[Numbered]] = [[] for _ in pages]
    for entry in (*tables.rows, *tables.repeated):
        numbered[entry.page].append(entry)
    return [sorted(entries, key=lambda entry: (entry.row.table, entry.row.box[1])) for entries in numbered]


class _Tables:
    """The rows met so far, the heads of their tables, and the heads that were repeated."""

    def __init__(self) -> None:
        self.rows: list[Numbered] = []
        self.repeated: list[Numbered] = []
        self._heads: list[tuple[str, ...]] = []

    def add(self, page: int, row: TableRow, height: float) -> None:
        """Number a row of a page of that height."""
        last = self.rows[-1] if self.rows else None
        if last is None or not (_same_table(last.row, row) or _over_page(last.row, row, height)):
            self._heads.append(row.cells)
            self.rows.append(Numbered(page, row, len(self._heads) - 1, 0))
        elif last.page != page and row.cells == self._heads[-1]:
            self.repeated.append(Numbered(page, row, last.table, last.number, repeated=True))
        elif last.page != page and _is_cut(last.row.cells, row.cells):
            cells = tuple(old + new for old, new in zip(last.row.cells, row.cells, strict=True))
            self.rows[-1] = replace(last, row=replace(last.row, cells=cells))
        else:
            self.rows.append(Numbered(page, row, last.table, last.number + 1))


def _is_cut(last: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether cells at the top of a page are the rest of the last row: no first cell, and fewer filled than there."""
    filled = [bool(cell) for cell in cells]
    before = [bool(cell) for cell in last]
    within = all(old for new, old in zip(filled, before, strict=True) if new)
    fewer = any(old and not new for new, old in zip(filled[1:], before[1:], strict=True))
    ended = any(old.endswith("。") for new, old in zip(cells, last, strict=True) if new)
    return not filled[0] and within and fewer and not ended


def _same_table(last: TableRow, row: TableRow) -> bool:
    return last.page == row.page and last.table == row.table


def _over_page(last: TableRow, row: TableRow, height: float) -> bool:
    """Whether a table at the top of a page goes on with the one at the end of the page before."""
    near = last.page + 1 == row.page and last.region[3] > END * height and row.region[1] < BEGINNING * height
    return near and len(last.columns) == len(row.columns) and _agree(last.columns, row.columns)


def _agree(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) < SAME for a, b in zip(one, other, strict=True))
