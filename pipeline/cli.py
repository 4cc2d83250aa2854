"""The command line. Prefect is imported only by the commands that need it, and only once they do."""

import json
import os
import sys
from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import ValidationError

from extractors.overlay import OverlayError
from pipeline.export import export
from pipeline.filters import Cluster, Level, Place, Problem, Status, Theme, Year
from pipeline.settings import DEFAULT_OUT, DEFAULT_SOURCE, Settings, prefect_home, settings_of
from pipeline.stops import quiet_end

if TYPE_CHECKING:
    from pipeline.schedule import Schedule

app = typer.Typer(
    name="jingyan",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Turn folders of Chinese policy and report files into a searchable catalogue of experience (经验).",
)


class Profile(StrEnum):
    """What a catalogue shows."""

    full = "full"
    public = "public"


class Engine(StrEnum):
    """What runs the steps of a build."""

    prefect = "prefect"
    local = "local"


NIGHTLY = "0 2 * * *"


def _cron(value: str) -> str:
    from cronsim import CronSim, CronSimError

    try:
        CronSim(value, datetime(2000, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        raise typer.BadParameter(f"{value!r} is no cron expression; '{NIGHTLY}' runs every night at two") from error
    return value


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"jingyan {version('jingyan')}")
        raise typer.Exit


Sources = Annotated[list[Path] | None, typer.Argument(metavar="SRC...", help="Files or folders.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the catalogue.")]
Jobs = Annotated[int | None, typer.Option(min=1, max=256, help="Worker processes; default: one per core.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a document was rejected.")]
Cron = Annotated[str, typer.Option(help="When to run, such as '0 2 * * *'.", callback=_cron)]
Timezone = Annotated[str, typer.Option(help="Time zone of --cron.")]
Taxonomy = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A folder of YAML files with your own words.", show_default=False)
]
Corrections = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Corrections by analysts, .json or .xlsx; again for more.", show_default=False),
]
Shown = Annotated[
    Profile | None,
    typer.Option(
        "--profile", help="public: leave out marked documents, mask private matter, short quotes.", show_default="full"
    ),
]
Name = Annotated[str, typer.Option(help="Name of the deployment.")]


def _used_wrongly(message: object) -> NoReturn:
    typer.echo(f"jingyan: {message}", err=True)
    raise typer.Exit(2)


def _failed(message: object) -> NoReturn:
    typer.echo(f"jingyan: {message}", err=True)
    raise typer.Exit(1)


def _settings(
    jobs: int | None, taxonomy: Path | None, corrections: list[Path] | None = None, profile: Profile | None = None
) -> Settings:
    try:
        return settings_of(jobs, taxonomy, corrections, profile.value if profile else None)
    except ValueError as error:
        faults = error.errors() if isinstance(error, ValidationError) else []
        _used_wrongly("; ".join(f"JINGYAN_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in faults) or error)


def _schedule(
    make: "type[Schedule]",
    sources: list[Path] | None,
    out: Path,
    name: str,
    cron: str,
    timezone: str,
    jobs: int | None,
    own: Settings,
) -> "Schedule":
    given = tuple(sources or [DEFAULT_SOURCE])
    return make(name, given, out, jobs, cron, timezone, own.taxonomy, own.corrections, own.profile)


def _checked(
    out: Path, jobs: int | None, taxonomy: Path | None, corrections: list[Path] | None, profile: Profile | None
) -> Settings:
    """The analyst's own words and corrections, looked at now: a fault must not wait for the first night."""
    from outputs.corrections_read import CorrectionsError, read_corrections

    settings = _settings(jobs, taxonomy, corrections, profile)
    try:
        settings.overlay()
        for path in settings.corrections:
            read_corrections(path, out)
    except (CorrectionsError, OverlayError) as error:
        _used_wrongly(error)
    return settings


@app.callback()
def common(
    asked: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""


@app.command()
def build(
    sources: Sources = None,
    out: Out = DEFAULT_OUT,
    engine: Annotated[Engine, typer.Option(help="What runs the steps.")] = Engine.prefect,
    jobs: Jobs = None,
    strict: Strict = False,
    taxonomy: Taxonomy = None,
    corrections: Corrections = None,
    profile: Shown = None,
) -> None:
    """Build the catalogue of some files or folders and publish it in one step.

    Without SRC it reads corpus/inbox; without --out it writes outputs/catalogue.
    """
    from pipeline import build as whole

    try:
        with quiet_end("Stopped; what was published before stands."):
            settings = _settings(jobs, taxonomy, corrections, profile)
            built = whole.build(sources or [DEFAULT_SOURCE], out, engine.value, settings)
    except whole.UsageError as error:
        _used_wrongly(error)
    except whole.BuildError as error:
        _failed(error)
    if strict and whole.has_rejected(built):
        raise typer.Exit(1)


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Documents to read.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="Show sections, what was removed and why, for people.")
    ] = False,
    jobs: Jobs = None,
    taxonomy: Taxonomy = None,
    profile: Shown = None,
) -> None:
    """Print what is found in some files, one JSON record a line; nothing is written."""
    from outputs.record import record_json
    from pipeline.extract import read_files

    for path in files:
        if not path.exists() or path.is_dir():
            _used_wrongly(f"There is no file {path}." if not path.exists() else f"{path} is a folder; name files.")
    try:
        records = read_files(files, _settings(jobs, taxonomy, profile=profile))
    except OverlayError as error:
        _used_wrongly(error)
    with quiet_end("Stopped."), closing(records):
        if explain:
            from pipeline.console import show_explained

            show_explained(records)
            return
        for record in map(record_json, records):
            sys.stdout.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    folder: Annotated[Path, typer.Option("--in", metavar="DIR", help="A built catalogue.")] = DEFAULT_OUT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Hits to print.")] = 20,
    place: Place = None,
    level: Level = None,
    year: Year = None,
    theme: Theme = None,
    problem: Problem = None,
    status: Status = None,
    cluster: Cluster = None,
) -> None:
    """Search a built catalogue; filters take ids or Chinese names."""
    from outputs.search import Filters, SearchError
    from outputs.search import search as look
    from pipeline.console import hits

    try:
        filters = Filters(place, level, year, theme, problem, status, cluster)
        found = look(folder, query, limit, filters, semantic=_settings(None, None).semantic)
    except SearchError as error:
        _used_wrongly(error)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        hits(found)


@app.command()
def show(
    what: Annotated[str, typer.Argument(help="A problem, theme or case by id or name; or 'conflicts', or 'passages'.")],
    folder: Annotated[Path, typer.Option("--in", metavar="DIR", help="A built catalogue.")] = DEFAULT_OUT,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Answers, conflicts or passages to print.")] = 10,
) -> None:
    """Show a problem with the practices that answer it, a theme, a case, figures that conflict, copied passages."""
    from outputs.show import DamagedError, ShowError
    from outputs.show import show as lines
    from pipeline.printable import printable

    try:
        for line in lines(folder, what, limit):
            typer.echo(printable(line))
    except DamagedError as error:
        _failed(error)
    except ShowError as error:
        _used_wrongly(error)


app.command()(export)


def _evaluate_corrections(settings: Settings, as_json: bool) -> None:
    from outputs.corrections_read import CorrectionsError
    from pipeline.evaluate_corrections import evaluate_corrections

    try:
        report = evaluate_corrections(settings.corrections, settings.overlay())
    except (CorrectionsError, OverlayError) as error:
        _used_wrongly(error)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, allow_nan=False))
        return
    from pipeline.evaluate_corrections_tables import show_corrections

    show_corrections(report)


@app.command()
def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD_DIR", help="A folder with texts/NAME.txt and gold/NAME.json.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Measure this text alone; again for more, * for any.")
    ] = None,
    misses: Annotated[
        int, typer.Option(min=0, max=10_000, help="How many misses, false and mistaken findings to show of each kind.")
    ] = 5,
    before: Annotated[
        Path | None, typer.Option("--compare", metavar="FILE", help="What --json printed before; show what changed.")
    ] = None,
    taxonomy: Taxonomy = None,
    corrections: Corrections = None,
) -> None:
    """Measure the extractors against labelled documents, or by what analysts corrected: precision, recall, labels."""
    if (gold is None) == (not corrections):
        _used_wrongly("Name a folder GOLD_DIR of labelled documents, or --corrections FILE; one of the two.")
    if gold is None:
        _evaluate_corrections(_settings(None, taxonomy, corrections), as_json)
        return
    from pipeline.evaluate import GoldError, evaluated

    try:
        report = evaluated(gold, _settings(None, taxonomy), only or (), before)
    except (GoldError, OverlayError) as error:
        _used_wrongly(error)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, allow_nan=False))
        return
    from pipeline.evaluate_tables import show

    show(report, misses)


@app.command()
def deploy(
    sources: Sources = None,
    out: Out = DEFAULT_OUT,
    name: Name = "catalogue",
    pool: Annotated[str, typer.Option(help="Work pool; made as a process pool where it is missing.")] = "jingyan",
    cron: Cron = NIGHTLY,
    timezone: Timezone = "Asia/Shanghai",
    jobs: Jobs = None,
    taxonomy: Taxonomy = None,
    corrections: Corrections = None,
    profile: Shown = None,
) -> None:
    """Register scheduled builds with the Prefect server at PREFECT_API_URL; a worker of the pool runs them."""
    if not os.environ.get("PREFECT_API_URL"):
        _used_wrongly("Set PREFECT_API_URL to a running Prefect server (prefect server start), or use 'jingyan serve'.")
    own = _checked(out, jobs, taxonomy, corrections, profile)
    from pipeline.schedule import Schedule, deploy_to

    typer.echo(deploy_to(pool, _schedule(Schedule, sources, out, name, cron, timezone, jobs, own)))


@app.command()
def serve(
    sources: Sources = None,
    out: Out = DEFAULT_OUT,
    name: Name = "catalogue",
    cron: Cron = NIGHTLY,
    timezone: Timezone = "Asia/Shanghai",
    jobs: Jobs = None,
    taxonomy: Taxonomy = None,
    corrections: Corrections = None,
    profile: Shown = None,
) -> None:
    """Run scheduled builds from this process until it is stopped; starts a Prefect server on loopback if none is
    set.
    """
    from pipeline.engine import prepare, server

    own = _checked(out, jobs, taxonomy, corrections, profile)
    prepare(prefect_home(Path(os.path.abspath(out))))
    with server():
        from pipeline.schedule import Schedule, serve_here

        serve_here(_schedule(Schedule, sources, out, name, cron, timezone, jobs, own))


def main() -> None:
    """The command `jingyan`."""
    app()


if __name__ == "__main__":
    main()
