"""The command `jingyan rollback`: an earlier catalogue stands again."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.options import Out, failed, used_wrongly
from pipeline.settings import DEFAULT_OUT, state_folder
from pipeline.stops import quiet_end

if TYPE_CHECKING:
    from outputs.rollback import RolledBack, Stood

Number = Annotated[int | None, typer.Option("--to", metavar="N", min=1, help="The catalogue of that number.")]
Listed = Annotated[bool, typer.Option("--list", help="Say which catalogues are kept, and do nothing.")]


def rollback(out: Out = DEFAULT_OUT, to: Number = None, listed: Listed = False) -> None:
    """Put the catalogue back that stood before, or an earlier one; the one that stands is kept, and may return so too.

    What analysts corrected since then is carried over, and the next build replays it.
    """
    with quiet_end("Stopped; one of the two catalogues stands whole."):
        for line in _list(out) if listed else [_rolled_back(out, to)]:
            typer.echo(line)


def _when(one: "Stood") -> str:
    from outputs.show_read import counted

    built = f"built {one.started}" if one.started else "of unknown date"
    return f"{built}, {counted(one.documents, 'document')}, {counted(one.cases, 'case')}"


def _list(out: Path) -> Iterator[str]:
    from outputs.rollback import kept, shown, stood

    if (out / "catalogue.json").is_file():
        yield f"{'stands':>8}  {_when(stood(out))}"
    for one in reversed(kept(out, state_folder(out)) if state_folder(out).is_dir() else ()):
        yield f"{shown(one.name or '0'):>8}  {_when(one)}"


def _rolled_back(out: Path, to: int | None) -> str:
    from corpus.system import NotOursError
    from outputs.corrections_read import CorrectionsError
    from outputs.rollback import RollbackError, rolled_back
    from outputs.target import PublishError
    from pipeline.lock import LockedError, locked

    if not state_folder(out).is_dir():
        used_wrongly(f"Nothing is kept beside {out}.")
    try:
        with locked(out):
            return _sentence(out, rolled_back(out, state_folder(out), to))
    except (NotOursError, RollbackError) as error:
        used_wrongly(error)
    except (CorrectionsError, LockedError, PublishError, OSError, sqlite3.Error) as error:
        failed(error)


def _sentence(out: Path, done: "RolledBack") -> str:
    from outputs.rollback import shown

    said = [f"{out} is the catalogue again that was {_when(done.stands)}."]
    if done.left and done.left.name:
        number = shown(done.left.name)
        said.append(f"The one that was {_when(done.left)} is kept as {number}: jingyan rollback --to {number}.")
    if done.carried:
        said.append(f"{done.carried} corrections that were made since were carried over; the next build replays them.")
    return "\n".join(said)
