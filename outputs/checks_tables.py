"""The rows and columns of a table against those that hold their sums (合计)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.fold import fold
from corpus.model import Document, Table
from extractors.base import Mention
from outputs.checks_figures import Check, Verdict, told
from outputs.checks_words import sign

PLAIN = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
EMPTY = {"", "-", "—", "--", "——", "/", "／", "无"}
FEWEST = 2  # parts that make a sum


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words folded and without blanks, their place, and their number if they are one (none is 0)."""

    words: str
    start: int
    end: int
    number: float | None
    decimals: int = 0


def grids(document: Document) -> Iterator[list[list[Cell]]]:
    """The tables as rows of cells, those pasted into plain text too; without such as are no rows of one length."""
    for table in (*document.tables, *_tabbed(document)):
        grid = _grid(document, table)
        if grid and len(grid) > FEWEST and len(grid[0]) > 1:
            yield grid


def totals(document: Document, grid: Sequence[Sequence[Cell]]) -> Iterator[Check]:
    """A table's sums, along its columns and along its rows."""
    yield from _sure(_columns(document, grid, across=False))
    yield from _sure(_columns(document, [list(line) for line in zip(*grid, strict=True)], across=True))


def _tabbed(document: Document) -> Iterator[Table]:
    """Lines of plain text whose cells are parted by tabs, as many in each: a table that was pasted."""
    at, lines = 0, []
    for line in document.text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    for cells, run in groupby(lines, key=lambda one: one[1].count("\t")):
        rows = list(run)
        start, end = rows[0][0], rows[-1][0] + len(rows[-1][1])
        if (
            cells
            and len(rows) > FEWEST
            and not any(table.start < end and start < table.end for table in document.tables)
        ):
            yield Table(start, end, None, tuple(tuple(line.split("\t")) for _, line in rows))


def _grid(document: Document, table: Table) -> list[list[Cell]]:
    """The cells with their places; nothing where the text does not hold them row by row, or rows differ in length."""
    rows: list[list[Cell]] = []
    at = table.start
    for line in document.text[table.start : table.end].split("\n"):
        rows.append([])
        for words in line.split("\t"):
            rows[-1].append(_cell(words, at))
            at += len(words) + 1
    return rows if len({len(row) for row in rows}) == 1 and len(rows) == len(table.rows) else []


def _cell(words: str, at: int) -> Cell:
    folded = re.sub(r"\s", "", fold(words))
    start = at + len(words) - len(words.lstrip())
    if folded in EMPTY:
        return Cell("", start, start, 0.0)
    if not PLAIN.fullmatch(folded):
        return Cell(folded, start, start + len(words.strip()), None)
    number = folded.replace(",", "")
    return Cell(folded, start, start + len(words.strip()), float(number), len(number.partition(".")[2]))


def _labels(line: Sequence[Cell], depth: int) -> str:
    return "".join(cell.words for cell in line[:depth] if cell.number is None)


def _columns(document: Document, grid: Sequence[Sequence[Cell]], *, across: bool) -> Iterator[tuple[Check, bool]]:
    """Each column against the cell of the row of sums, and whether the rows are such as only add up once."""
    depth = max((at for at in range(min(3, len(grid[0]))) if any(_is_total(row[at]) for row in grid)), default=0)
    totals = [at for at, row in enumerate(grid) if any(_is_total(cell) for cell in row[: depth + 1])]
    if len(totals) != 1:
        return
    heads = next(
        (at for at, row in enumerate(grid) if any(c.number is not None and c.words for c in row[depth + 1 :])), 0
    )
    names = [_labels(row, depth + 1) for row in grid]
    parts = [at for at in range(heads, len(grid)) if at != totals[0]]
    doubtful = (
        any(sign("within_row").search(names[at]) or sign("no_sum").search(names[at]) for at in parts)
        if across
        else any(sign("within_row").search(names[at]) for at in parts)
    )
    for column in range(depth + 1, len(grid[0])):
        head = "".join(row[column].words for row in grid[:heads])
        if _skipped(head, across=across):
            continue
        cells = [grid[at][column] for at in parts]
        found = _check(document, cells, grid[totals[0]][column], head)
        if found:
            yield found, doubtful


def _is_total(cell: Cell) -> bool:
    return sign("total_row").search(cell.words) is not None


def _skipped(head: str, *, across: bool) -> bool:
    """Whether a column holds no amounts; a row of shares or averages neither."""
    return sign("no_sum").search(head) is not None or (across and sign("within_row").search(head) is not None)


def _check(document: Document, parts: Sequence[Cell], total: Cell, head: str) -> Check | None:
    if total.number is None or not total.words or any(part.number is None for part in parts):
        return None
    shown = [part for part in parts if part.words]
    if len(shown) < FEWEST:
        return None
    given, off = sum(part.number or 0 for part in parts), 0.0
    off = abs(given - total.number)
    coarse = min(total.decimals, max(part.decimals for part in shown))
    loose = 10.0**-coarse * (len(shown) + 1) / 2 if coarse or total.decimals != max(p.decimals for p in shown) else 0.0
    verdict: Verdict = "consistent" if off <= loose + 1e-6 else "conflict"
    note = f"{head or '表'}:各项之和{told(round(given, 4))},合计写{total.words}"
    where = tuple(Mention(c.start, c.end, document.text[c.start : c.end]) for c in (*shown, total))
    return Check("table", verdict, where, total.number, round(given, 4), "", note)


def _sure(found: Iterator[tuple[Check, bool]]) -> Iterator[Check]:
    """Conflicts stand only where the table is understood: another line of it adds up, or there is no other."""
    checks = list(found)
    agrees = any(check.verdict == "consistent" for check, _ in checks)
    for check, doubtful in checks:
        if check.verdict == "conflict" and (doubtful or not (agrees or len(checks) == 1)):
            yield Check("table", "cannot tell", check.spans, check.stated, check.expected, "", check.note)
        else:
            yield check
