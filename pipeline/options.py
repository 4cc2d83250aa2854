"""The options that several commands take alike, and how a command ends that cannot use them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError

from pipeline.settings import Settings, settings_of
from pipeline.stops import quiet_end


class Profile(StrEnum):
    """What a catalogue shows."""

    full = "full"
    public = "public"


class Engine(StrEnum):
    """What runs the steps of a build."""

    prefect = "prefect"
    local = "local"
    dask = "dask"


Sources = Annotated[list[Path] | None, typer.Argument(metavar="SRC...", help="Files or folders.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the catalogue.")]
Jobs = Annotated[int | None, typer.Option(min=1, max=256, help="Worker processes; default: one per core.")]
Engines = Annotated[Engine, typer.Option("--engine", help="What runs the steps.")]
DaskAddress = Annotated[
    str | None,
    typer.Option(metavar="tcp://HOST:PORT", help="The scheduler of the cluster for --engine dask.", show_default=False),
]
Taxonomy = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A folder of YAML files with your own words.", show_default=False)
]
Corrections = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Corrections by analysts, .json or .xlsx; again for more.", show_default=False),
]
Logged = Annotated[
    str | None,
    typer.Option("--log", metavar="FILE", help="Add a line of JSON for each document; - is standard error."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a document was rejected.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be read, and touch nothing.")]
Shown = Annotated[
    Profile | None,
    typer.Option(
        "--profile", help="public: leave out marked documents, mask private matter, short quotes.", show_default="full"
    ),
]


def used_wrongly(message: object) -> NoReturn:
    """End a command that was used wrongly."""
    typer.echo(f"jingyan: {message}", err=True)
    raise typer.Exit(2)


def failed(message: object) -> NoReturn:
    """End a command that failed."""
    typer.echo(f"jingyan: {message}", err=True)
    raise typer.Exit(1)


def print_json(value: object) -> None:
    """Print a value in one line."""
    typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))


@contextmanager
def building() -> Iterator[None]:
    """How a command ends whose build is stopped, was asked for wrongly, or failed."""
    from pipeline.build import BuildError  # brings much that other commands do without
    from pipeline.plan import UsageError

    try:
        with quiet_end("Stopped; what was published before stands."):
            yield
    except UsageError as error:
        used_wrongly(error)
    except BuildError as error:
        failed(error)


def given_settings(
    jobs: int | None, taxonomy: Path | None, corrections: list[Path] | None = None, profile: Profile | None = None
) -> Settings:
    """The settings of the environment with the options over them; ends the command where one of them is wrong."""
    try:
        return settings_of(jobs, taxonomy, corrections, profile.value if profile else None)
    except ValueError as error:
        faults = error.errors() if isinstance(error, ValidationError) else []
        used_wrongly("; ".join(f"JINGYAN_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in faults) or error)


def logged(settings: Settings, log: str | None) -> Settings:
    """The settings with another log, if one is given."""
    return settings.model_copy(update={"log": log}) if log else settings


def with_cluster(settings: Settings, engine: Engine, address: str | None) -> Settings:
    """The settings with the cluster for the engine dask; ends the command where the two do not go together."""
    if address and engine is not Engine.dask:
        used_wrongly("--dask-address goes with --engine dask.")
    if engine is Engine.dask and not (address := address or settings.dask_address):
        used_wrongly("--engine dask needs the scheduler of a cluster: --dask-address tcp://HOST:PORT.")
    if engine is Engine.dask and not (find_spec("prefect_dask") and find_spec("distributed")):
        used_wrongly("--engine dask needs the extra dask: pip install 'jingyan[dask]'.")
    return settings.model_copy(update={"dask_address": address})
