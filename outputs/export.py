"""Files made of a built catalogue for people who have no use for the folder: a reader of chosen cases, tables."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from outputs.casebook.chosen import Asked, Chosen, choose
from outputs.casebook.pages import TITLE, Layout, write_reader
from outputs.csv_sheets import export_csv
from outputs.show_read import MANIFEST, Folder, counted

SHEET = "案例"  # that a .csv holds where none is named
DOCUMENTS = "documents.json"
CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")


class ExportError(ValueError):
    """What was asked for cannot be: the message says why."""


def _opened(catalogue: Path) -> Folder:
    """A catalogue whose list of documents is whole. Raises ShowError, DamagedError."""
    folder = Folder(catalogue)
    folder.read(DOCUMENTS)
    return folder


def _on_a_line(words: str) -> str:
    """What somebody typed for the title page: one line, without signs that control how it is shown."""
    return CONTROLS.sub(" ", UNSEEN.sub("", words)).strip()


def _target(catalogue: Path, to: Path, force: bool) -> None:
    """Raise ExportError where a file must not be written."""
    if to.resolve().is_relative_to(catalogue.resolve()):
        raise ExportError(f"{to} lies in the catalogue, which the next build replaces. Write it elsewhere.")
    if to.is_dir():
        raise ExportError(f"{to} is a folder; for a folder of CSV files let it end in /.")
    if to.exists() and not force:
        raise ExportError(f"{to} is there already; --force overwrites it.")
    if not to.absolute().parent.is_dir():
        raise ExportError(f"There is no folder {to.absolute().parent}.")


@contextmanager
def _put(to: Path) -> Iterator[Path]:
    """A file to write to, which becomes `to` once all of it is written."""
    with TemporaryDirectory(prefix=".export-", dir=to.absolute().parent) as folder:
        part = Path(folder) / to.name
        yield part
        part.replace(to)


def export_reader(catalogue: Path, to: Path, asked: Asked, layout: Layout, force: bool = False) -> str:
    """Write a reader (案例选编) of chosen cases as a DOCX; returns what to tell.

    Raises ExportError, ShowError, DamagedError, SearchError, OSError.
    """
    folder = _opened(catalogue)
    _target(catalogue, to, force)
    title, date = _on_a_line(layout.title) or TITLE, _on_a_line(layout.date or "") or None
    chosen, quotes = choose(folder, asked), _has_quotes_alone(folder)
    with _put(to) as part:
        documents = write_reader(folder, chosen.cases, part, replace(layout, title=title, date=date, excerpts=quotes))
    told = counted(len(chosen.cases), "case"), counted(documents, "document")
    return f"Wrote {to}: {told[0]} from {told[1]}{_remarks(chosen, quotes)}."


def _has_quotes_alone(folder: Folder) -> bool:
    """Whether short quotes stand in place of the texts, as in a catalogue for everybody."""
    return bool(folder.read(MANIFEST).get("profile", "full") != "full")


def _remarks(chosen: Chosen, quotes: bool) -> str:
    copies = "1 copy" if chosen.copies == 1 else f"{chosen.copies} copies"
    told = (
        f"{copies} left out" if chosen.copies else "",
        "more are found: raise --limit" if chosen.more else "",
        "no full texts: the catalogue is a public one" if quotes else "",
    )
    return f" ({'; '.join(filter(None, told))})" if any(told) else ""


def export_tables(catalogue: Path, to: Path, force: bool = False) -> str:
    """Write the sheets of the workbook as CSV files into a folder; returns what to tell.

    Raises as `export_reader`, and WorkbookError.
    """
    _opened(catalogue)
    if to.resolve().is_relative_to(catalogue.resolve()):
        raise ExportError(f"{to} lies in the catalogue, which the next build replaces. Write it elsewhere.")
    if to.exists() and not to.is_dir():
        raise ExportError(f"{to} is a file.")
    if not to.absolute().parent.is_dir():
        raise ExportError(f"There is no folder {to.absolute().parent}; of several only the last is made.")
    if to.is_dir() and any(to.iterdir()) and not force:
        raise ExportError(f"{to} is not empty; --force writes into it.")
    return f"Wrote {to}: {counted(len(export_csv(catalogue, to)), 'CSV file')}."


def export_table(catalogue: Path, to: Path, sheet: str | None, force: bool = False) -> str:
    """Write one sheet of the workbook as a CSV file; returns what to tell. Raises as `export_tables`."""
    _opened(catalogue)
    _target(catalogue, to, force)
    name = sheet or SHEET
    with TemporaryDirectory(prefix="jingyan-") as beside:
        made = {path.stem: path for path in export_csv(catalogue, Path(beside))}
        if name not in made:
            raise ExportError(f"There is no sheet {name}. There are: {'、'.join(made)}.")
        with _put(to) as part:
            copyfile(made[name], part)
    return f"Wrote {to}: the sheet {name}."
