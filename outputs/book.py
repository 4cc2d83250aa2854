"""What a workbook is made of: sheets with columns and cells, and how much room a text takes in them."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

CELL = 32_767  # UTF-16 code units
CUT = "…(截断)"
WIDEST = 60
LINE = 16.5  # points; Chinese type is taller
LINES = 12  # of a row at most; longer text is read in the cell itself
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A fixed day: the same catalogue gives the same bytes.
CREATED = datetime(2020, 1, 1, tzinfo=UTC)


class Link(NamedTuple):
    """A cell that leads to a page of the site, `route` what stands behind its #; or to one of the `files` of its sheet,
    as the workbook reaches it.
    """

    text: str
    route: str


Cell = str | int | float | Link | None
Row = Sequence[Cell]


class Column(NamedTuple):
    """A column: its title and its width in half-width characters. Analysts write in the columns of marks; the hidden
    ones are for reading the workbook back. `choices`: the column of the sheet of choices that says what may stand in
    it; `open`: whether a cell may hold something else as well.
    """

    title: str
    width: int
    role: Literal["told", "mark", "hidden"] = "told"
    choices: str = ""
    open: bool = False


Columns = Sequence[tuple[str, int] | Column]


def clean(text: str) -> str:
    """A text as a cell can hold it: no characters that XML forbids, at most 32,767 code units, cut with a mark."""
    text = ILLEGAL.sub("", text)
    if len(text) <= CELL // 2 or len(text.encode("utf-16-le")) // 2 <= CELL:
        return text
    kept = text.encode("utf-16-le")[: 2 * (CELL - len(CUT))].decode("utf-16-le", "ignore")
    return kept + CUT


def width(text: str) -> int:
    """Columns that a text takes: a Chinese character is as wide as two letters."""
    return sum(2 if char >= "\u1100" else 1 for char in text)


def wide_of(title: str, wide: int) -> int:
    """The width of a column: its title fits in."""
    return min(WIDEST, max(wide, width(title) + 3))


def lines(text: str, wide: int) -> int:
    """Lines that a text takes in a column, reckoned fast: three bytes of UTF-8 are a Chinese character."""
    size = len(text)
    if 2 * size <= wide and "\n" not in text:
        return 1
    takes = (len(text.encode("utf-8", "replace")) - size) // 2 + size
    return max(1, -(-takes // wide)) + text.count("\n")
