"""How a workbook is written: sheets of plain cells and links, with frozen headers and filters, row by row to disk."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import xlsxwriter
from xlsxwriter.url import Url

ROWS = 1_048_575  # what a sheet holds below its header
LINKS = 65_000  # Excel opens no more hyperlinks on a sheet
CELL = 32_767  # UTF-16 code units
CUT = "…(截断)"
WIDEST = 60
NAMED = 2  # columns that tell what a row is about
A3 = 8
LINE = 16.5  # points; Chinese type is taller
LINES = 12  # of a row at most; longer text is read in the cell itself
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NO_CHOICES: Mapping[str, str] = MappingProxyType({})
# A fixed day: the same catalogue gives the same bytes.
CREATED = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a page of the site; `route` is what stands behind its #."""

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its columns, its rows, and how many rows more may be filled in."""

    name: str
    columns: Columns
    rows: Iterable[Row]
    spare: int = 0
    hidden: bool = False


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


def site_page(link: Link) -> Url:
    """The address of a page of the site. XlsxWriter would turn its slashes round, even those behind the #."""
    url = Url("external:site/index.html")
    url._link = url._relationship_link = "site/index.html"
    url._anchor = link.route
    url.text = clean(link.text)
    return url


@dataclass(slots=True)
class Formats:
    """The looks of the cells of a workbook."""

    book: Any
    head: Any = field(init=False)
    mark_head: Any = field(init=False)
    body: Any = field(init=False)
    mark: Any = field(init=False)
    link: Any = field(init=False)

    def __post_init__(self) -> None:
        head = {"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True}
        body = {"text_wrap": True, "valign": "top"}
        self.head, self.mark_head = (self.book.add_format(head | one) for one in ({}, {"bg_color": "#FFE08A"}))
        self.body = self.book.add_format(body)
        # Text: what is typed stays as it was typed, and never becomes a formula or a date.
        self.mark = self.book.add_format(body | {"bg_color": "#FFF9E3", "border": 4, "num_format": "@"})
        self.link = self.book.add_format({"font_color": "#1F4E9E", "underline": 1, "valign": "top"})


class Book:
    """A workbook while it is written; `cut` says what did not fit. `choices`: title of a column of the sheet of choices
    -> the cells that hold them.
    """

    def __init__(self, path: Path, rows: int, choices: Mapping[str, str] = NO_CHOICES) -> None:
        # A row is written to disk as soon as it is complete: a million of them would not fit in memory.
        options = {
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "constant_memory": True,
        }  # fmt: skip
        self.book = xlsxwriter.Workbook(str(path), options)
        self.book.set_properties({"title": "经验目录", "author": "jingyan", "created": CREATED})
        self.formats = Formats(self.book)
        self.rows = rows
        self.choices = choices
        self.cut: list[str] = []

    def add(self, sheet: Sheet) -> None:
        """Write a sheet: frozen header, filter, at most `rows` rows."""
        page = self.book.add_worksheet(sheet.name)
        columns = [Column(*one) for one in sheet.columns]
        self._head(page, columns)
        rows, last = iter(sheet.rows), 0
        written = Page(page, self.formats, columns)
        for last, row in enumerate(islice(rows, self.rows), start=1):
            written.row(last, row)
        self._limits(page, columns, max(last + sheet.spare, 1))
        if sheet.hidden:
            page.hide()
        if left := sum(1 for _ in rows):
            self.cut.append(f"“{sheet.name}”表还有 {left} 行放不下,未列出;完整内容见 JSON 文件。")

    def _head(self, page: Any, columns: Sequence[Column]) -> None:
        looks = self.formats
        for at, (title, wide, role, *_) in enumerate(columns):
            page.write_string(0, at, title, looks.mark_head if role == "mark" else looks.head)
            hidden = {"hidden": True} if role == "hidden" else {}
            page.set_column(at, at, wide_of(title, wide), looks.mark if role == "mark" else None, hidden)
        # What a row is about stays in sight while the columns of marks are filled in.
        page.freeze_panes(1, NAMED if any(role == "mark" for _, _, role, *_ in columns) else 0)
        page.set_landscape()
        page.set_paper(A3)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        # Figures that are typed into the columns of marks are text there, as they should be.
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _limits(self, page: Any, columns: Sequence[Column], last: int) -> None:
        """The filter, which takes the hidden columns in: rows that are sorted stay whole; and what may be chosen."""
        page.autofilter(0, 0, last, len(columns) - 1)
        for at, column in enumerate(columns):
            if source := self.choices.get(column.choices):
                told = {"validate": "list", "source": source, "error_type": "warning", "show_error": not column.open}
                page.data_validation(1, at, last, at, told)


class Page:
    """The cells of one sheet while they are written."""

    def __init__(self, page: Any, formats: Formats, columns: Sequence[Column]) -> None:
        self._page, self._formats = page, formats
        self._marks = [one.role == "mark" for one in columns]
        self._wide = [0 if one.role == "hidden" else wide_of(one.title, one.width) for one in columns]
        self._links = 0

    def _height(self, at: int, cells: Row) -> None:
        """As many lines as the longest text takes: not every program sees to that by itself."""
        texts = (lines(x, wide) for x, wide in zip(cells, self._wide, strict=True) if wide and isinstance(x, str))
        most = max(texts, default=1)
        if most > 1:
            self._page.set_row(at, LINE * min(most, LINES))

    def row(self, at: int, cells: Row) -> None:
        """Write a row."""
        self._height(at, cells)
        for column, value in enumerate(cells):
            if isinstance(value, Link):
                self._link(at, column, value)
            elif isinstance(value, str):
                self._page.write_string(at, column, clean(value), self._look(column))
            elif value is not None:
                self._number(at, column, value)

    def _look(self, column: int) -> Any:
        return self._formats.mark if self._marks[column] else self._formats.body

    def _link(self, row: int, column: int, value: Link) -> None:
        self._links += 1
        if self._links <= LINKS:
            self._page.write_url(row, column, site_page(value), self._formats.link)
        else:
            self._page.write_string(row, column, clean(value.text), self._formats.body)

    def _number(self, row: int, column: int, value: int | float) -> None:
        """A cell holds a double: what it cannot hold exactly stays a text."""
        if abs(value) < 10**15:
            self._page.write_number(row, column, value, self._look(column))
        else:
            self._page.write_string(row, column, str(value), self._look(column))
