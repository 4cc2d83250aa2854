"""Reads the sheets of a workbook that came back from somebody: rows by the titles of their columns, whatever program
saved it, within bounds that hold for a hostile file too.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from corpus.model import RejectionError
from corpus.xmlguard import parse_xml
from corpus.zipguard import STEP, STUMBLES, check_entry, open_archive, read_entry

FILE_BYTES = 2**30
UNPACKED = 4 * 2**30  # a sheet of a million rows has some 2 GiB
FORMULA = re.compile(
    rb'<(?:\w{1,8}:)?c ([^<>]{0,200})>\s{0,8}<(?:\w{1,8}:)?f[\s/>]|<(?:\w{1,8}:)?c ([^<>]{0,100}\bt="e"[^<>]{0,100})>'
)
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
LOCK = "~$"  # before the name of a file that is open in Excel
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "protected by a password, or of Excel 97-2003. Open it and save it as .xlsx without a password."
ROW = re.compile(rb'<(?:\w{1,8}:)?row [^<>]{0,200}?\br="(\d{1,7})"')
WIDE = re.compile(rb'\br="([B-Z][A-Z]|[A-Z]{3})(\d{1,7})"[^<>]{0,100}(?<!/)>(?!</)')
COLUMNS = 64  # that may be filled to the last row
DAMAGED = "the file is damaged. Save it anew."
OVERLAP = 512  # bytes in which a cell with a formula begins
Value = str | int | float | bool | date | datetime | time | timedelta


class WorkbookError(ValueError):
    """A workbook that cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its number as programs show it, its cells by the titles of their columns, the numbers of those
    columns, from 1, what the sheet is called now, and a column in which the cell is one with those of other rows.
    """

    number: int
    cells: Mapping[str, Value]
    columns: Mapping[str, int]
    sheet: str
    merged: str = ""

    def text(self, title: str) -> str:
        """A cell as text; empty where there is none."""
        return shown(self.cells.get(title, "")).strip()


def shown(value: Value) -> str:
    """A value as somebody would type it: whole numbers without a point, days in the order of ISO 8601."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return str(value)


def check_workbook(path: Path) -> None:
    """Refuse a file that is no workbook, or one that is larger than any of ours. Raises WorkbookError."""
    try:
        if path.stat().st_size > FILE_BYTES:
            raise WorkbookError(f"{path}: more than {FILE_BYTES >> 20} MB, which no workbook of ours has.")
        if path.name.startswith(LOCK):
            raise WorkbookError(f"{path}: a mark that {path.name.removeprefix(LOCK)} is open; give that file itself.")
        with path.open("rb") as file:
            if file.read(len(OLE)) == OLE:
                raise WorkbookError(f"{path}: {ENCRYPTED}")
            with open_archive(file, UNPACKED) as package:
                _check_package(path, package)
    except OSError as error:
        raise WorkbookError(f"{path}: {error.strerror or error}") from error
    except RejectionError as error:
        raise WorkbookError(f"{path}: {error.reason}") from error


def _check_package(path: Path, package: ZipFile) -> None:
    for entry in package.infolist():
        check_entry(entry)
    if not any(name.startswith(("xl/", "xl\\")) for name in package.namelist()):
        raise WorkbookError(f"{path}: no .xlsx file, whatever its name says. Save it as .xlsx (Excel workbook).")


@contextmanager
def opened(path: Path) -> Iterator[CalamineWorkbook]:
    """A workbook, open for reading. Raises WorkbookError."""
    check_workbook(path)
    _check_extent(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            yield book
    except CalamineError as error:
        raise WorkbookError(f"{path}: no workbook that can be read ({error}). Save it anew as .xlsx.") from error


def _check_extent(path: Path) -> None:
    """Refuse a sheet with a cell so far from the others that the library, which holds all cells between, would take
    more memory than there is. Raises WorkbookError.
    """
    try:
        with ZipFile(path) as package:
            told = [(name, far) for name, part in _parts(package).items() if (far := _far(package, part))]
    except (*STUMBLES, RejectionError) as error:
        raise WorkbookError(f"{path}: {DAMAGED}") from error
    for name, far in told:
        raise WorkbookError(f"{path}: sheet {name}: something stands in the cell {far}, far from the others; clear it.")


def _far(package: ZipFile, part: str) -> str | None:
    """The widest cell of a sheet where its columns times its rows are too many."""
    last, widest, cell, kept = 0, 0, b"", b""
    with package.open(part) as entry:
        while step := entry.read(STEP):
            kept = kept[-OVERLAP:] + step
            last = max(last, max((int(found[1]) for found in ROW.finditer(kept)), default=0))
            for found in WIDE.finditer(kept):
                if (column := _number(found[1])) > widest:
                    widest, cell = column, found[1] + found[2]
    return cell.decode() if widest > COLUMNS and widest * last > COLUMNS * 2**20 else None


def formulas(path: Path, sheet: str) -> Iterator[tuple[int, int]]:
    """Row and column, both from 1, of the cells of a sheet that hold a formula or an error; what they give is not
    looked at."""
    try:
        with ZipFile(path) as package:
            if part := _parts(package).get(sheet):
                yield from _formulas(package, part)
    except (*STUMBLES, RejectionError) as error:
        raise WorkbookError(f"{path}: {DAMAGED}") from error


def _parts(package: ZipFile) -> dict[str, str]:
    """Name of each sheet -> the part of the file that holds it."""
    relations = parse_xml(read_entry(package, "xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): str(one.get("Target")) for one in relations.iter("{*}Relationship")}
    found = {}
    for sheet in parse_xml(read_entry(package, "xl/workbook.xml")).iter("{*}sheet"):
        id_ = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), None)
        if target := targets.get(str(id_)):
            found[str(sheet.get("name"))] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return found


def _formulas(package: ZipFile, part: str) -> Iterator[tuple[int, int]]:
    seen, kept = set[tuple[int, int]](), b""
    with package.open(part) as entry:
        while step := entry.read(STEP):
            kept = kept[-OVERLAP:] + step
            for found in FORMULA.finditer(kept):
                if at := REFERENCE.search(found[1] or found[2]):
                    seen.add((int(at[2]), _number(at[1])))
    yield from sorted(seen)


def _number(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
