"""The frame of a workbook, as XlsxWriter makes it: looks, widths, filters, limits and all else but the rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter
from xlsxwriter.url import Url

from outputs.book import CREATED, Column, wide_of
from outputs.book_rows import BODY, HEAD, LINK, LOOKS, MARK, MARK_HEAD

NAMED = 2  # columns that tell what a row is about
A3 = 8
PARTS = "xl/worksheets/sheet"
RELATIONS = "xl/worksheets/_rels/sheet{}.xml.rels"
ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
LINKS = re.compile(rb"<hyperlinks>.*</hyperlinks>", re.DOTALL)
EXTENT = re.compile(rb'(?<=<dimension ref=")[^"]*')
SITE = "site/index.html"


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of the file: its name, its columns, its rows below the titles, how many more may be filled in, and the
    files that its links lead to beside the site.
    """

    name: str
    columns: Sequence[Column]
    rows: int
    spare: int = 0
    hidden: bool = False
    files: Sequence[str] = ()

    @property
    def last(self) -> int:
        """The row, from 0, down to which it may be filled."""
        return max(self.rows + self.spare, 1)


@cache
def letter(at: int) -> str:
    """The letters of a column, from 0."""
    return chr(ord("A") + at) if at < 26 else f"{letter(at // 26 - 1)}{letter(at % 26)}"


def _looks(book: Any) -> dict[str, Any]:
    head = {"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True}
    body = {"text_wrap": True, "valign": "top"}
    told = {
        HEAD: head,
        MARK_HEAD: head | {"bg_color": "#FFE08A"},
        BODY: body,
        # Text: what is typed stays as it was typed, and never becomes a formula or a date.
        MARK: body | {"bg_color": "#FFF9E3", "border": 4, "num_format": "@"},
        LINK: {"font_color": "#1F4E9E", "underline": 1, "valign": "top"},
    }
    return {look: book.add_format(told[look]) for look in LOOKS}


def _columns(sheet: Any, columns: Sequence[Column], looks: Mapping[str, Any]) -> None:
    for at, one in enumerate(columns):
        hidden = {"hidden": True} if one.role == "hidden" else {}
        look = looks[MARK] if one.role == "mark" else None
        sheet.set_column(at, at, wide_of(one.title, one.width), look, hidden)


def _paper(sheet: Any, columns: Sequence[Column]) -> None:
    # What a row is about stays in sight while the columns of marks are filled in.
    sheet.freeze_panes(1, NAMED if any(one.role == "mark" for one in columns) else 0)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # Figures that are typed into the columns of marks are text there, as they should be.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _limits(sheet: Any, page: Page, choices: Mapping[str, str]) -> None:
    """The filter, which takes the hidden columns in: rows that are sorted stay whole; and what may be chosen."""
    sheet.autofilter(0, 0, page.last, len(page.columns) - 1)
    for at, column in enumerate(page.columns):
        if source := choices.get(column.choices):
            told = {"validate": "list", "source": source, "error_type": "warning", "show_error": not column.open}
            sheet.data_validation(1, at, page.last, at, told)


def _sample(sheet: Any, looks: Mapping[str, Any], targets: Sequence[str]) -> None:
    """Cells that are cut out again: they give the looks their numbers, and the sheet what its links lead to."""
    for at, look in enumerate(looks.values()):
        sheet.write_blank(0, at, None, look)
    for row, target in enumerate(targets, 1):
        url = Url(f"external:{target}")
        url._link = url._relationship_link = target  # XlsxWriter would turn its slashes round
        sheet.write_url(row, 0, url)


@dataclass(frozen=True, slots=True)
class Frame:
    """The files of a workbook by their names, those of the sheets without rows."""

    files: Mapping[str, bytes]

    def ends(self, name: str, page: Page, links: bool) -> tuple[bytes, bytes, bytes]:
        """What stands before the rows of a sheet, between them and its links, and behind these."""
        extent = f"A1:{letter(len(page.columns) - 1)}{page.rows + 1}".encode()
        before, _, rest = ROWS.sub(b"<sheetData>\0</sheetData>", self.files[name]).partition(b"\0")
        between, _, behind = LINKS.sub(b"<hyperlinks>\0</hyperlinks>" if links else b"\0", rest).partition(b"\0")
        return EXTENT.sub(extent, before), between, behind


def frame(pages: Sequence[Page], choices: Mapping[str, str], folder: Path, site: str) -> Frame:
    """The frame of a workbook of some pages. `choices`: title of a column of the sheet of choices -> the cells that
    hold them; `site`: the site as the workbook reaches it. What is written in between lies in `folder`, where it is
    swept after a run that was killed.
    """
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True, "tmpdir": str(folder)})
    book.set_properties({"title": "经验目录", "author": "jingyan", "created": CREATED})
    looks = _looks(book)
    for page in pages:
        sheet = book.add_worksheet(page.name)
        _sample(sheet, looks, (site, *page.files))
        _columns(sheet, page.columns, looks)
        _paper(sheet, page.columns)
        _limits(sheet, page, choices)
        if page.hidden:
            sheet.hide()
    book.close()
    with ZipFile(made) as package:
        return Frame({name: package.read(name) for name in package.namelist()})
