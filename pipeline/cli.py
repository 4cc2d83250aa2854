"""The command line. Prefect is imported only by the commands that need it, and only once they do."""

import json
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from extractors.overlay import OverlayError
from pipeline.export import export
from pipeline.filters import Cluster, Level, Place, Problem, Status, Theme, Year
from pipeline.options import (
    Corrections,
    DaskAddress,
    DryRun,
    Engine,
    Engines,
    Jobs,
    Logged,
    Out,
    Shown,
    Sources,
    Strict,
    Taxonomy,
    building,
    failed,
    given_settings,
    logged,
    print_json,
    used_wrongly,
    with_cluster,
)
from pipeline.retry import quarantine, retry
from pipeline.rollback import rollback
from pipeline.scheduling import deploy, serve
from pipeline.settings import DEFAULT_OUT, DEFAULT_SOURCE, Settings
from pipeline.stops import quiet_end, stand_in
from pipeline.watch import watch

app = typer.Typer(
    name="jingyan",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Turn folders of Chinese policy and report files into a searchable catalogue of experience (经验).",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"jingyan {version('jingyan')}")
        raise typer.Exit


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
    engine: Engines = Engine.prefect,
    dask_address: DaskAddress = None,
    jobs: Jobs = None,
    strict: Strict = False,
    taxonomy: Taxonomy = None,
    corrections: Corrections = None,
    profile: Shown = None,
    log: Logged = None,
    dry: DryRun = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --dry-run: print JSON.")] = False,
) -> None:
    """Build the catalogue of some files or folders and publish it in one step.

    Without SRC it reads corpus/inbox; without --out it writes outputs/catalogue.
    """
    from pipeline import build as whole

    if as_json and not dry:
        used_wrongly("--json goes with --dry-run; what was built stands in the JSON of the catalogue.")
    with building():
        settings = logged(given_settings(jobs, taxonomy, corrections, profile), log)
        settings = with_cluster(settings, engine, dask_address)
        if dry:
            show_dry_run(sources or [DEFAULT_SOURCE], out, settings, as_json)
            return
        built = whole.build(sources or [DEFAULT_SOURCE], out, engine.value, settings)
    if strict and whole.has_rejected(built):
        raise typer.Exit(1)


def show_dry_run(sources: list[Path], out: Path, settings: Settings, as_json: bool) -> None:
    """Print what a build would do."""
    from pipeline.dry_run import dry_run, lines
    from pipeline.plan import plan
    from pipeline.printable import printable

    found = dry_run(plan(sources, out, settings))
    if as_json:
        print_json(found.json())
        return
    for line in lines(found):
        typer.echo(printable(line))


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
            used_wrongly(f"There is no file {path}." if not path.exists() else f"{path} is a folder; name files.")
    try:
        records = read_files(files, given_settings(jobs, taxonomy, profile=profile))
    except OverlayError as error:
        used_wrongly(error)
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
        found = look(folder, query, limit, filters, semantic=given_settings(None, None).semantic)
    except SearchError as error:
        used_wrongly(error)
    if as_json:
        print_json(found)
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
        failed(error)
    except ShowError as error:
        used_wrongly(error)


app.command()(export)
app.command()(rollback)


def _evaluate_corrections(settings: Settings, as_json: bool) -> None:
    from outputs.corrections_read import CorrectionsError
    from pipeline.evaluate_corrections import evaluate_corrections

    try:
        report = evaluate_corrections(settings.corrections, settings.overlay())
    except (CorrectionsError, OverlayError) as error:
        used_wrongly(error)
    if as_json:
        print_json(report)
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
        used_wrongly("Name a folder GOLD_DIR of labelled documents, or --corrections FILE; one of the two.")
    if gold is None:
        _evaluate_corrections(given_settings(None, taxonomy, corrections), as_json)
        return
    from pipeline.evaluate import evaluated
    from pipeline.evaluate_gold import GoldError

    try:
        report = evaluated(gold, given_settings(None, taxonomy), only or (), before)
    except (GoldError, OverlayError) as error:
        used_wrongly(error)
    if as_json:
        print_json(report)
        return
    from pipeline.evaluate_tables import show

    show(report, misses)


app.command()(deploy)
app.command()(serve)
app.command()(watch)
app.command()(quarantine)
app.command()(retry)


def main() -> None:
    """The command `jingyan`."""
    stand_in()
    app()


if __name__ == "__main__":
    main()
