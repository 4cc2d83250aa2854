"""The command `jingyan watch`: a folder that changes is built anew, once its files have settled."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pipeline.options import (
    Corrections,
    DaskAddress,
    Engine,
    Engines,
    Jobs,
    Logged,
    Out,
    Profile,
    Shown,
    Sources,
    Taxonomy,
    given_settings,
    with_cluster,
)
from pipeline.printable import printable
from pipeline.settings import DEFAULT_OUT, DEFAULT_SOURCE
from pipeline.stops import until_stopped


def watch(
    sources: Sources = None,
    out: Out = DEFAULT_OUT,
    engine: Engines = Engine.prefect,
    dask_address: DaskAddress = None,
    every: Annotated[float, typer.Option(min=0.1, max=86_400, help="Seconds between two looks at the folders.")] = 5.0,
    jobs: Jobs = None,
    taxonomy: Taxonomy = None,
    corrections: Corrections = None,
    profile: Shown = None,
    log: Logged = None,
) -> None:
    """Build the catalogue now, and again whenever something changes and has settled, until it is stopped.

    What changes: the documents, the analyst's own words, files of corrections, and marks in the catalogue's workbook.
    """
    from pipeline.watching import Watch, command, is_free, look, run_build, watch_on

    settings = with_cluster(given_settings(jobs, taxonomy, corrections, profile), engine, dask_address)
    folders, place = [Path(os.path.abspath(one)) for one in sources or [DEFAULT_SOURCE]], Path(os.path.abspath(out))
    started = command(folders, place, engine.value, _options(dask_address, jobs, taxonomy, corrections, profile, log))
    seen = Watch(
        look=lambda: look(folders, place, settings),
        build=lambda: run_build(started),
        free=lambda: is_free(place),
        patience=settings.patience_seconds,
        say=lambda message: typer.echo(f"jingyan: {printable(message)}", err=True),
    )
    with until_stopped("watch"), settings.limiting():
        watch_on(seen, every)


def _options(
    address: str | None,
    jobs: int | None,
    taxonomy: Path | None,
    corrections: list[Path] | None,
    profile: Profile | None,
    log: str | None,
) -> Iterator[str]:
    """The options of a build, as they were given to the watch."""
    if address:
        yield from ("--dask-address", address)
    if jobs:
        yield from ("--jobs", str(jobs))
    if taxonomy:
        yield from ("--taxonomy", str(taxonomy))
    for path in corrections or ():
        yield from ("--corrections", str(path))
    if profile:
        yield from ("--profile", profile.value)
    if log:
        yield from ("--log", log)
