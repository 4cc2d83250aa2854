"""The command `jingyan export`: what is asked for, and how it ends."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.filters import Cluster, Level, Place, Problem, Status, Theme, Year
from pipeline.options import failed, given_settings, used_wrongly
from pipeline.settings import DEFAULT_OUT

if TYPE_CHECKING:
    from outputs.casebook.chosen import Asked
    from outputs.casebook.pages import Layout

READER, TABLE, TABLES = ".docx", ".csv", "/"
NAMED = "give it a name and let that end in .docx for a reader, in .csv for a sheet, in / for a folder of sheets."
OF_A_READER = ("case", "search", "place", "level", "year", "theme", "problem", "status", "cluster", "title", "date")


def _kind(to: str) -> str:
    """What kind of file a name asks for; empty where it is none that can be written."""
    bare = Path(to).name.lower() in (READER, TABLE)
    return next((kind for kind in (READER, TABLE, TABLES) if to.lower().endswith(kind) and not bare), "")


def export(
    to: Annotated[str, typer.Argument(metavar="FILE", help="NAME.docx, NAME.csv, or a folder for CSV, ending in /.")],
    folder: Annotated[Path, typer.Option("--in", metavar="DIR", help="A built catalogue.")] = DEFAULT_OUT,
    case: Annotated[list[str] | None, typer.Option(metavar="ID", help="A case, also a copy; again for more.")] = None,
    query: Annotated[str | None, typer.Option("--search", metavar="QUERY", help="Cases that a search finds.")] = None,
    place: Place = None,
    level: Level = None,
    year: Year = None,
    theme: Theme = None,
    problem: Problem = None,
    status: Status = None,
    cluster: Cluster = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Cases that are found to write.")] = 100,
    title: Annotated[str | None, typer.Option(help="On the title page; 经验案例选编 where none is given.")] = None,
    date: Annotated[str | None, typer.Option(help="On the title page, as it is to stand there.")] = None,
    short: Annotated[bool, typer.Option("--short", help="Leave the full texts of the cases out.")] = False,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="Sheet of a .csv: 做法 数字 问题 …; 案例.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Write chosen cases of a built catalogue as a reader (案例选编, DOCX), or its sheets as CSV.

    Without --case and --search it takes all cases that pass the filters; copies are left out unless they are named.
    """
    from outputs.casebook.chosen import Asked
    from outputs.casebook.pages import TITLE, Layout
    from outputs.search import Filters

    kind = _kind(to)
    chosen = (case, query, place, level, year, theme, problem, status, cluster, title, date)
    told = [f"--{name}" for name, value in zip(OF_A_READER, chosen, strict=True) if value] + ["--short"] * short
    if not kind:
        used_wrongly(f"{to}: {NAMED}")
    if wrong := (told if kind != READER else []) or (["--sheet"] if sheet and kind != TABLE else []):
        used_wrongly(f"{', '.join(wrong)}: not for {to}. A CSV holds whole sheets; --sheet names that of a .csv.")
    filters = Filters(place, level, year, theme, problem, status, cluster)
    asked = Asked(tuple(case or ()), query, filters, limit, given_settings(None, None).semantic)
    layout = Layout(title or TITLE, date, short)
    typer.echo(_written(kind, folder, to, (asked, layout, sheet), force))


def _written(kind: str, folder: Path, to: str, wanted: tuple["Asked", "Layout", str | None], force: bool) -> str:
    from outputs.export import ExportError, export_reader, export_table, export_tables
    from outputs.search import SearchError
    from outputs.show_read import DamagedError, ShowError
    from outputs.workbook_cells import WorkbookError

    asked, layout, sheet = wanted
    try:
        if kind == TABLES:
            return export_tables(folder, Path(to), force)
        if kind == TABLE:
            return export_table(folder, Path(to), sheet, force)
        return export_reader(folder, Path(to), asked, layout, force)
    except (DamagedError, WorkbookError) as error:
        failed(error)
    except (ExportError, ShowError, SearchError) as error:
        used_wrongly(error)
    except (OSError, sqlite3.Error) as error:
        failed(f"{to} could not be written: {error}")
