"""How a workbook is written: sheets of plain cells and links, with frozen headers and filters, row by row to disk."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.url import Url

ROWS = 1_048_575  # what a sheet holds below its header
LINKS = 65_000  # Excel opens no more hyperlinks on a sheet
CELL = 32_767  # UTF-16 code units
CUT = "…(截断)"
WIDEST = 60
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A fixed day: the same catalogue gives the same bytes.
CREATED = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a page of the site; `route` is what stands behind its #."""

    text: str
    route: str


Cell = str | int | float | Link | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its columns with their widths in half-width characters, its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Row]


def clean(text: str) -> str:
    """A text as a cell can hold it: no characters that XML forbids, at most 32,767 code units, cut with a mark."""
    text = ILLEGAL.sub("", text)
    if len(text.encode("utf-16-le")) // 2 <= CELL:
        return text
    kept = text.encode("utf-16-le")[: 2 * (CELL - len(CUT))].decode("utf-16-le", "ignore")
    return kept + CUT


def width(text: str) -> int:
    """Columns that a text takes: a Chinese character is as wide as two letters."""
    return sum(2 if char >= "\u1100" else 1 for char in text)


def site_page(link: Link) -> Url:
    """The address of a page of the site. XlsxWriter would turn its slashes round, even those behind the #."""
    url = Url("external:site/index.html")
    url._link = url._relationship_link = "site/index.html"
    url._anchor = link.route
    url.text = clean(link.text)
    return url


class Book:
    """A workbook while it is written; `cut` says what did not fit."""

    def __init__(self, path: Path, rows: int) -> None:
        # A row is written to disk as soon as it is complete: a million of them would not fit in memory.
        options = {
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "constant_memory": True,
        }  # fmt: skip
        self.book = xlsxwriter.Workbook(str(path), options)
        self.book.set_properties({"title": "经验目录", "author": "jingyan", "created": CREATED})
        self.head = self.book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True})
        self.body = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.link = self.book.add_format({"font_color": "#1F4E9E", "underline": 1, "valign": "top"})
        self.rows = rows
        self.cut: list[str] = []

    def _cell(self, page: Any, row: int, column: int, value: Cell) -> None:
        if isinstance(value, Link):
            if row <= LINKS // 2:  # two links a row at most
                page.write_url(row, column, site_page(value), self.link)
            else:
                page.write_string(row, column, clean(value.text), self.body)
        elif isinstance(value, str):
            page.write_string(row, column, clean(value), self.body)
        elif value is not None:
            self._number(page, row, column, value)

    def _number(self, page: Any, row: int, column: int, value: int | float) -> None:
        """A cell holds a double: what it cannot hold exactly stays a text."""
        if abs(value) < 10**15:
            page.write_number(row, column, value, self.body)
        else:
            page.write_string(row, column, str(value), self.body)

    def add(self, sheet: Sheet) -> None:
        """Write a sheet: frozen header, filter, at most `rows` rows."""
        page = self.book.add_worksheet(sheet.name)
        for column, (title, wide) in enumerate(sheet.columns):
            page.write_string(0, column, title, self.head)
            page.set_column(column, column, min(WIDEST, max(wide, width(title) + 3)))
        page.freeze_panes(1, 0)
        rows, last = iter(sheet.rows), 0
        for last, row in enumerate(islice(rows, self.rows), start=1):
            for column, value in enumerate(row):
                self._cell(page, last, column, value)
        page.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)
        if left := sum(1 for _ in rows):
            self.cut.append(f"“{sheet.name}”表还有 {left} 行放不下,未列出;完整内容见 JSON 文件。")
