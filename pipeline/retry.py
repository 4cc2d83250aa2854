"""The commands `jingyan quarantine`, which lists what could not be read, and `jingyan retry`, which reads it again."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

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
    Strict,
    Taxonomy,
    building,
    given_settings,
    logged,
    print_json,
    used_wrongly,
    with_cluster,
)
from pipeline.printable import printable
from pipeline.settings import DEFAULT_OUT, Settings

Given = TypeVar("Given")


def retry(
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
) -> None:
    """Read again what could not be read, after a mend or with an extra installed; then build and publish.

    SRC and the options that are not given are those of the last build of the catalogue.
    """
    from pipeline import build as whole

    with building():
        known, settings = _as_before(sources, out, jobs, taxonomy, corrections, profile)
        settings = with_cluster(logged(settings, log), engine, dask_address)
        built = whole.build(known, out, engine.value, settings, again=True)
    if strict and whole.has_rejected(built):
        raise typer.Exit(1)


def _as_before(
    sources: list[Path] | None,
    out: Path,
    jobs: int | None,
    taxonomy: Path | None,
    corrections: list[Path] | None,
    profile: Profile | None,
) -> tuple[list[Path], Settings]:
    """Sources and settings as they are given, and else as the last build had them."""
    from pipeline.asked import remembered

    before = remembered(out)
    if before is None and not sources:
        used_wrongly(f"What {out} was built from is not known here: name the files or folders, jingyan retry SRC...")
    if before is not None:
        taxonomy = _or_before("TAXONOMY", taxonomy, before.taxonomy)
        corrections = _or_before("CORRECTIONS", corrections, list(before.corrections))
        profile = _or_before("PROFILE", profile, Profile(before.profile) if before.profile else None)
        sources = sources or list(before.sources)
    return sources or [], given_settings(jobs, taxonomy, corrections, profile)


def _or_before(name: str, given: Given | None, before: Given | None) -> Given | None:
    """An option; what the environment says of it comes before what it was the last time."""
    return given if given or os.environ.get(f"JINGYAN_{name}") else before


def quarantine(
    out: Out = DEFAULT_OUT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the documents that the catalogue could not read, each with its code, the reason, and what to do."""
    from outputs.changes import listed, read_json
    from pipeline.report import advice

    if read_json(out / "documents.json") is None:
        used_wrongly(f"There is no catalogue in {out}.")
    rejected = [
        {key: one.get(key) for key in ("name", "status", "reason")} | {"advice": advice(str(one["status"]))}
        for one in listed(read_json(out / "documents.json"), "documents")
        if str(one.get("status")).startswith("rejected:")
    ]
    if as_json:
        print_json({"documents": rejected})
        return
    for line in _lines(rejected):
        typer.echo(printable(line))


def _lines(rejected: list[dict[str, str | None]]) -> Iterator[str]:
    for one in rejected:
        yield f"{one['name']}  [{(one['status'] or '').removeprefix('rejected:')}]"
        yield f"    {one['reason']}"
        yield f"    {one['advice']}"
    yield f"{len(rejected)} of the documents could not be read." + (
        " Once that is mended, 'jingyan retry' reads them again." if rejected else ""
    )
