"""Ruled tables of a PDF: cells from the ruling lines, the characters in each, tables joined over page ends."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2

from corpus.model import Box
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_grids import Cell, Grid, Rule, grids, levels
from corpus.readers.pdf_layout import Row, is_han, joined, rows, runs
from corpus.readers.pdf_open_tables import OpenTable, carried, open_tables, within
from corpus.readers.pdf_rules import Edge, edges
from corpus.readers.pdf_text import PageChars

# A table has at least so many rows and columns, and lines in both directions.
LEAST = 2
# Points: how far letters may stand over a line; a column this narrow without a word is the space of a double line.
SLACK = 1.5
SLIT = 6.0
# Points within which the columns of two tables agree.
SAME = 4.0
# Shares of the page: how near to its end and beginning the parts of one table stand.
END = 0.72
BEGINNING = 0.28
HEAD, FOOT = 0.1, 0.9
LONG_CELL = 200
# A head has no more rows; words longer than this may be cut by a page end, unless they end like a sentence.
HEAD_ROWS = 4
PHRASE = 8
ENDS = "。；;！？"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its cells, its box, and the box, columns (left edges) and number on the page of its table.

    `open`: the table has no upright lines. `cut`: it reaches to the end of the page and may go on.
    """

    page: int
    table: int
    cells: tuple[str, ...]
    box: Box
    region: Box
    columns: tuple[float, ...]
    open: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its numbers in the document; `repeated`: the head of the table once more on a new page."""

    page: int
    row: TableRow
    table: int
    number: int
    repeated: bool = False


class _Places:
    """The pieces of a page that stand in no table yet; grids and rules take theirs out."""

    def __init__(self, pieces: Sequence[Char], letters: Callable[[Char], Iterable[Char]]) -> None:
        self.rest = pieces
        self._letters = letters

    def taken(self, grid: Grid) -> dict[Cell, list[Char]]:
        """What stands in the cells of a grid; what a line parts goes to its cells character by character."""
        cells: dict[Cell, list[Char]] = {}
        rest: list[Char] = []
        last: Cell | None = None
        for piece in self.rest:
            if not piece.generated:
                first, last = _cells_of(piece, grid)
                if first is not last:
                    last = self._spelled(piece, grid, cells, rest)
                    continue
            (rest if last is None else cells.setdefault(last, [])).append(piece)
        self.rest = rest
        return cells

    def _spelled(self, piece: Char, grid: Grid, cells: dict[Cell, list[Char]], rest: list[Char]) -> Cell | None:
        cell = None
        for char in self._letters(piece):
            cell = grid.cell_at((char.x0 + char.x1) / 2, (char.top + char.bottom) / 2)
            (rest if cell is None else cells.setdefault(cell, [])).append(char)
        return cell


def page_tables(page: pypdfium2.PdfPage, found: PageChars) -> tuple[tuple[TableRow, ...], tuple[Char, ...]]:
    """The rows of the tables of a page from top to bottom, and the characters outside them."""
    return tables_of(edges(page, found.frame), found.pieces, found.letters, found.number, found.frame.height)


def tables_of(
    ruled: Sequence[Edge], pieces: tuple[Char, ...], letters: Callable[[Char], Iterable[Char]], page: int, height: float
) -> tuple[tuple[TableRow, ...], tuple[Char, ...]]:
    """The rows of the tables that lines make on a page, and what stands outside them. `letters`: those of a piece."""
    if len(ruled) < LEAST:
        return (), pieces
    places = _Places(pieces, letters)
    hard = [edge for edge in ruled if not edge.soft]
    tables = _ruled(hard, places, page, height)
    taken = [table[0].region for table in tables]
    bare = [rule for rule in levels(hard) if not any(_lies_in(rule, region) for region in taken)]
    for plain in open_tables(bare, places.rest, height):
        tables.append(_open_rows(page, plain))
        places.rest = [char for char in places.rest if not within(char, plain.region)]
    if len(hard) < len(ruled):
        tables += _ruled(ruled, places, page, height)
    tables.sort(key=lambda table: (table[0].region[1], table[0].region[0]))
    if tables and not tables[-1][0].open and _ends_page(tables[-1][0].region, places.rest, height):
        tables[-1] = [replace(row, cut=True) for row in tables[-1]]
    rows_ = tuple(replace(row, table=number) for number, table in enumerate(tables) for row in table)
    return rows_, tuple(places.rest)


def _ends_page(region: Box, rest: Sequence[Char], height: float) -> bool:
    """Whether nothing stands below a table but page numbers."""
    return not any(region[3] < piece.top < FOOT * height for piece in rest)


def _is_at_edge(region: Box, rest: Sequence[Char], height: float) -> bool:
    """Whether nothing stands between a table and an end of the page but what runs on every page."""
    begins = not any(HEAD * height < piece.top < region[1] for piece in rest)
    return begins or _ends_page(region, rest, height)


def _open_rows(page: int, found: OpenTable) -> list[TableRow]:
    whole = TableRow(page, 0, (), found.region, found.region, found.columns, True, found.cut)
    return [replace(whole, cells=cells, box=box) for cells, box in found.rows]


def carried_over(
    last: Sequence[TableRow], tables: tuple[TableRow, ...], text: tuple[Row, ...], page: int, height: float
) -> tuple[tuple[TableRow, ...], tuple[Row, ...]]:
    """Tables and text of a page with the rows on top of it that go on with the last table of the page before."""
    found = (
        carried(last[-1].region, last[-1].columns, text, height) if last and last[-1].open and last[-1].cut else None
    )
    if found is None or any(row.region[1] < found.region[1] for row in tables):
        return tables, text
    x0, top, x1, bottom = found.region
    rest = (tuple(run for run in row if not (top <= run.middle <= bottom and x0 <= run.x0 <= x1)) for row in text)
    later = (replace(row, table=row.table + 1) for row in tables)
    return (*_open_rows(page, found), *later), tuple(row for row in rest if row)


def _ruled(ruled: Sequence[Edge], places: _Places, page: int, height: float) -> list[list[TableRow]]:
    """The tables that lines in both directions make; one row alone where a page end cut it from the others."""
    tables = []
    for grid in grids(ruled):
        cut = len(grid.ys) == LEAST and _is_at_edge(grid.region, places.rest, height)
        if len(grid.xs) > LEAST and (len(grid.ys) > LEAST or cut):
            before = places.rest
            table = _table(grid, places.taken(grid), page)
            tables += [table] if table else []
            places.rest = places.rest if table else before
    return tables


def _lies_in(rule: Rule, region: Box) -> bool:
    return region[1] - SAME < rule.at < region[3] + SAME and region[0] - SAME < rule.start < region[2]


def _cells_of(piece: Char, grid: Grid) -> tuple[Cell | None, Cell | None]:
    """The cells in which the two ends of a piece stand."""
    x0, top, x1, bottom = grid.region
    y = (piece.top + piece.bottom) / 2
    if y < top or y > bottom or piece.x1 < x0 or piece.x0 > x1:
        return None, None
    slack = min(SLACK, (piece.x1 - piece.x0) / 2)
    return grid.cell_at(piece.x0 + slack, y), grid.cell_at(piece.x1 - slack, y)


def _table(grid: Grid, cells: dict[Cell, list[Char]], page: int) -> list[TableRow]:
    """The rows of one table; none where the lines only frame text."""
    texts = [[""] * (len(grid.xs) - 1) for _ in grid.ys[1:]]
    for cell, chars in cells.items():
        texts[cell.row][cell.column] = _text(chars)
    if _is_frame(texts):
        return []
    kept = [at for at, x in enumerate(grid.xs[:-1]) if grid.xs[at + 1] - x > SLIT or any(row[at] for row in texts)]
    columns = tuple(grid.xs[at] for at in kept)
    x0, _, x1, _ = grid.region
    return [
        TableRow(page, 0, tuple(row[at] for at in kept), (x0, top, x1, bottom), grid.region, columns)
        for row, (top, bottom) in zip(texts, pairwise(grid.ys), strict=True)
        if any(row)
    ]


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
        self._count = 0
        self._head: list[tuple[str, ...]] = []
        self._again: list[tuple[str, ...]] = []

    def add(self, page: int, row: TableRow, height: float) -> None:
        """Number a row of a page of that height."""
        last = self.rows[-1] if self.rows else None
        if last is None or not (_same_table(last.row, row) or self._over_page(last.row, row, height)):
            self._head, self._again, self._count = [row.cells], [], self._count + 1
            self.rows.append(Numbered(page, row, self._count - 1, 0))
            return
        if last.page != page and self._is_head_again(page, row):
            self.repeated.append(Numbered(page, row, last.table, last.number, repeated=True))
        elif last.page != page and _is_cut(last.row.cells, row.cells):
            cells = tuple(old + new for old, new in zip(last.row.cells, row.cells, strict=True))
            self.rows[-1] = replace(last, row=replace(last.row, cells=cells))
        else:
            self._head += [row.cells] if last.page == page and not _is_whole(self._head) else []
            self.rows.append(Numbered(page, row, last.table, last.number + 1))

    def _over_page(self, last: TableRow, row: TableRow, height: float) -> bool:
        """Whether a table at the top of a page goes on with the one at the end of the page before."""
        if self.repeated and self.repeated[-1].row.page == row.page:
            return self.repeated[-1].row.table == row.table
        near = (
            last.page + 1 == row.page
            and (last.cut or last.region[3] > END * height)
            and row.region[1] < BEGINNING * height
        )
        sides = [(one.region[0], one.region[2]) for one in (last, row)]
        alike = _agree(last.columns, row.columns) or (last.open and row.open and _agree(*sides))
        return near and len(last.columns) == len(row.columns) and alike

    def _is_head_again(self, page: int, row: TableRow) -> bool:
        """Whether a row on a new page is the next one of the head, from its first on."""
        if not self.repeated or self.repeated[-1].page != page:
            self._again = list(self._head if _is_whole(self._head) else self._head[:1])
        return bool(self._again) and row.cells == self._again.pop(0)


def _is_whole(head: Sequence[Sequence[str]]) -> bool:
    """Whether the rows of a head name each column; it goes on below cells that span columns."""
    return len(head) >= HEAD_ROWS or all(any(cells) for cells in zip(*head, strict=True))


def _is_cut(last: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether cells at the top of a page are the rest of the last row: no first cell, and fewer filled than there, or
    all of them words that go on.
    """
    pairs = [(old, new) for old, new in zip(last, cells, strict=True) if new]
    if cells[0] or not all(old and not old.endswith("。") for old, _ in pairs):
        return False
    fewer = any(old and not new for old, new in zip(last[1:], cells[1:], strict=True))
    return fewer or all(len(old) > PHRASE and old[-1] not in ENDS and is_han(new[-1]) for old, new in pairs)


def _same_table(last: TableRow, row: TableRow) -> bool:
    return last.page == row.page and last.table == row.table


def _agree(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) < SAME for a, b in zip(one, other, strict=False))
