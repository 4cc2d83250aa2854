"""The volumes of a workbook: what stands in them, and the sheet that leads to them."""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from outputs.book import Columns, Link, Row
from outputs.book_file import Book, Sheet
from outputs.folder import entry_of
from outputs.leaves import Given
from outputs.model import Profile
from outputs.record import Json
from outputs.rendering_rows import Lent, Rows, lent_rows
from outputs.target import WORKBOOK
from outputs.workbook_checks import PIECE as CHECK_PIECE
from outputs.workbook_checks import SHEET as CHECKS
from outputs.workbook_checks import checks
from outputs.workbook_cuts import SHEET, Volume
from outputs.workbook_explanation import explanation
from outputs.workbook_findings import SHEETS
from outputs.workbook_pieces import COUNTS, DEFLATED, finding_sheets
from outputs.workbook_review import lists_offered, offered

OWN = "本卷"
HELD = "、".join((*(kind.sheet for kind in SHEETS), CHECKS))
VOLUME = (("首个文件", 40), ("末个文件", 40), ("文件数", 8), *((f"{kind.sheet}数", 8) for kind in SHEETS), ("所载", 30))
BACK = f"../{WORKBOOK}"  # as a volume reaches it


def _row(one: Volume) -> Row:
    return one.names[0], one.names[-1], len(one.names), *one.rows, HELD


def volume_list(volumes: Sequence[Volume]) -> Sheet:
    """The sheet that says where the rest of a workbook is."""
    rows = ((Link(one.file, one.file), *_row(one)) for one in volumes)
    return Sheet(SHEET, ((SHEET, 30), *VOLUME), rows, files=[one.file for one in volumes])


def _own(one: Volume) -> Sheet:
    """The sheet that says what a volume holds, and where the rest is."""
    columns: Columns = (OWN, 30), *VOLUME, ("其余各表", 16)
    return Sheet(OWN, columns, [(one.file, *_row(one), Link(WORKBOOK, BACK))], files=[BACK])


def volume_key(one: Volume, rows: Rows, profile: Profile) -> str:
    """The key of all that goes into a volume."""
    told = [version("xlsxwriter"), profile, *((name, rows.index[name].keys.own) for name in one.names)]
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _book(one: Volume, pieces: Given, profile: Profile) -> Book:
    """A volume, of what its documents gave."""
    open_ = profile == "full"
    book = Book(choices=lists_offered(), site="../site/index.html")
    for sheet in (_own(one), *finding_sheets(pieces, open_), checks(pieces)):
        book.add(sheet)
    counts = f"本卷有 {len(one.names)} 份文件里的{HELD};其余各表在 {WORKBOOK}。"
    book.add(explanation(counts, book.told, profile, volumes=True))
    if open_:
        book.add(offered())
    return book


class VolumeTold(NamedTuple):
    """What another process needs to write a volume: into which folder, the volume, and the pieces of its documents."""

    folder: Path
    volume: Volume
    rows: Lent
    profile: Profile


def volume_told(one: Volume, rows: Rows, profile: Profile, folder: Path) -> VolumeTold:
    """A volume as it is to be written into a folder; `rows` are those of all documents."""
    return VolumeTold(folder, one, rows.lent(one.names, (COUNTS, CHECK_PIECE, *DEFLATED)), profile)


def write_volume(told: VolumeTold) -> Json:
    """Write a volume; the manifest's entry of it."""
    name = told.volume.file
    (told.folder / name).parent.mkdir(exist_ok=True)
    with lent_rows(told.rows) as rows:
        _book(told.volume, rows.of, told.profile).write(told.folder / name)
    return entry_of(told.folder, name)
