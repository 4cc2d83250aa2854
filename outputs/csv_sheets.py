"""The sheets of a catalogue's workbook as CSV files, for programs that read no workbooks: UTF-8 with a byte-order mark,
which Excel needs, and no cell that a program would reckon.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from json import loads
from pathlib import Path

from python_calamine import CalamineWorkbook

from outputs.target import WORKBOOK, published
from outputs.workbook_cells import Value, opened, shown
from outputs.workbook_cuts import SHEET
from outputs.workbook_volumes import OWN
from outputs.workbook_words import ANCHOR, CHOICES

LINK = "链接"
UNFIT = re.compile(r'[\x00-\x1f/\\:*?"<>|]')  # in the name of a file; Excel lets no such sheet be, other programs may
SITE = "site/index.html#"
# Programs take a cell that begins so for a formula, and one of full width where the language is Chinese or Japanese.
RECKONED = tuple("=+-@\t\r\n＝＋－＠")


def harmless(value: Value | None) -> str:
    """A cell as it stands in a CSV file: numbers as they are, text never as a formula."""
    if value is None:
        return ""
    text = shown(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(RECKONED) else text


def write_csv(rows: Iterable[Sequence[Value | None]], path: Path, more: bool = False) -> None:
    """Write rows, the titles of the columns first, one at a time; `more`: behind those that are there."""
    with path.open("a" if more else "w", encoding="utf-8" if more else "utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerows([harmless(value) for value in row] for row in rows)


def _route(text: Value) -> str | None:
    """The address of the page that a row leads to, below the catalogue's folder."""
    try:
        route = loads(str(text)).get("route") if text else None
    except (ValueError, RecursionError, AttributeError):
        return None
    return f"{SITE}{route}" if route else None


def _rows(book: CalamineWorkbook, sheet: str) -> Iterator[Sequence[Value | None]]:
    """The rows of a sheet; in the place of its hidden column stands the address of the page."""
    read = iter(book.get_sheet_by_name(sheet).iter_rows())
    titles = [*next(read, [])]
    hidden = titles.index(ANCHOR) if ANCHOR in titles else None
    if hidden is None:
        yield titles
        yield from read
        return
    yield [*titles[:hidden], LINK, *titles[hidden + 1 :]]
    for row in read:
        yield [*row[:hidden], _route(row[hidden]), *row[hidden + 1 :]]


def _file(sheet: str, to: Path) -> Path:
    return to / f"{UNFIT.sub('_', sheet)}.csv"


def _volumes(folder: Path, book: CalamineWorkbook) -> list[Path]:
    """The volumes of a workbook, in the order in which it lists them."""
    listed = book.get_sheet_by_name(SHEET).iter_rows() if SHEET in book.sheet_names else ()
    there = published(folder)
    return [folder / str(row[0]) for row in listed if row and row[0] in there]


def export_csv(catalogue_folder: Path, to: Path) -> list[Path]:
    """Write a CSV file for each sheet of a published catalogue's workbook into a folder, which is made where its parent
    is there; what stands in volumes is put together. One sheet is in memory at a time (some 3 KB a row). Returns the
    files. Raises WorkbookError, OSError.
    """
    to.mkdir(exist_ok=True)
    with opened(catalogue_folder / WORKBOOK) as book:
        own = [sheet for sheet in book.sheet_names if sheet != CHOICES]
        for sheet in own:
            write_csv(_rows(book, sheet), _file(sheet, to))
        volumes = _volumes(catalogue_folder, book)
    spread = dict.fromkeys(sheet for volume in volumes for sheet in _add(volume, {*own, OWN, CHOICES}, to, volumes[0]))
    return [_file(sheet, to) for sheet in (*own, *spread)]


def _add(volume: Path, apart: Collection[str], to: Path, first: Path) -> list[str]:
    """Put the sheets of a volume, but for some, behind those of the ones before; returns their names."""
    with opened(volume) as book:
        found = [sheet for sheet in book.sheet_names if sheet not in apart]
        for sheet in found:
            write_csv(islice(_rows(book, sheet), volume != first, None), _file(sheet, to), more=volume != first)
    return found
