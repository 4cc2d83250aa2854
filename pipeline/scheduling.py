"""The commands `jingyan deploy` and `jingyan serve`: builds at set times, through Prefect."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from pipeline.options import (
    Corrections,
    Jobs,
    Out,
    Profile,
    Shown,
    Sources,
    Taxonomy,
    failed,
    given_settings,
    used_wrongly,
)
from pipeline.settings import DEFAULT_OUT, DEFAULT_SOURCE, Settings, prefect_home
from pipeline.stops import until_stopped

if TYPE_CHECKING:
    from pipeline.schedule import Schedule

NIGHTLY = "0 2 * * *"
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _cron(value: str) -> str:
    from cronsim import CronSim, CronSimError

    try:
        CronSim(value, datetime(2000, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        raise typer.BadParameter(f"{value!r} is no cron expression; '{NIGHTLY}' runs every night at two") from error
    return value


def _every(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[1-9]\d{0,4}[smhd]", value):
        raise typer.BadParameter(f"{value!r} is no interval; 15m, 6h and 1d are")
    return value


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError) as error:
        raise typer.BadParameter(f"{value!r} is no time zone; Asia/Shanghai and UTC are") from error
    return value


Name = Annotated[str, typer.Option(help="Name of the deployment.")]
Pool = Annotated[str, typer.Option(help="Work pool; made as a process pool where it is missing.")]
Cron = Annotated[str, typer.Option(help="When to run, such as '0 2 * * *'.", callback=_cron)]
Every = Annotated[
    str | None,
    typer.Option(help="Run in intervals instead: 15m, 6h, 1d; counted from midnight.", callback=_every),
]
Timezone = Annotated[str, typer.Option(help="Time zone of --cron and --every.", callback=_timezone)]


def _checked(
    out: Path, jobs: int | None, taxonomy: Path | None, corrections: list[Path] | None, profile: Profile | None
) -> Settings:
    """The settings of the builds; what these need is looked at now, for a fault must not wait for the first night."""
    from pipeline.plan import UsageError, checked

    settings = given_settings(jobs, taxonomy, corrections, profile)
    try:
        checked(Path(os.path.abspath(out)), settings)
    except UsageError as error:
        used_wrongly(error)
    return settings


def _schedule(
    sources: list[Path] | None, out: Path, name: str, when: tuple[str, str | None, str], jobs: int | None, own: Settings
) -> "Schedule":
    from pipeline.schedule import Schedule

    cron, every, timezone = when
    given = tuple(sources or [DEFAULT_SOURCE])
    interval = timedelta(**{UNITS[every[-1]]: int(every[:-1])}) if every else None
    return Schedule(name, given, out, jobs, cron, timezone, own.taxonomy, own.corrections, own.profile, every=interval)


def deploy(
    sources: Sources = None,
    out: Out = DEFAULT_OUT,
    name: Name = "catalogue",
    pool: Pool = "jingyan",
    cron: Cron = NIGHTLY,
    every: Every = None,
    timezone: Timezone = "Asia/Shanghai",
    jobs: Jobs = None,
    taxonomy: Taxonomy = None,
    corrections: Corrections = None,
    profile: Shown = None,
) -> None:
    """Register scheduled builds with the Prefect server at PREFECT_API_URL; a worker of the pool runs them."""
    if not os.environ.get("PREFECT_API_URL"):
        used_wrongly("Set PREFECT_API_URL to a running Prefect server (prefect server start), or use 'jingyan serve'.")
    own = _checked(out, jobs, taxonomy, corrections, profile)
    from pipeline.schedule import deploy_to

    typer.echo(deploy_to(pool, _schedule(sources, out, name, (cron, every, timezone), jobs, own)))


def serve(
    sources: Sources = None,
    out: Out = DEFAULT_OUT,
    name: Name = "catalogue",
    cron: Cron = NIGHTLY,
    every: Every = None,
    timezone: Timezone = "Asia/Shanghai",
    jobs: Jobs = None,
    taxonomy: Taxonomy = None,
    corrections: Corrections = None,
    profile: Shown = None,
) -> None:
    """Run scheduled builds from this process until it is stopped; starts a Prefect server on loopback if none is
    set.
    """
    from pipeline.engine import EngineError, prepare, server

    own = _checked(out, jobs, taxonomy, corrections, profile)
    try:
        prepare(prefect_home(Path(os.path.abspath(out))))
        with until_stopped("schedule"), server() as api:
            from pipeline.schedule import serve_here

            api.wait()
            told = _schedule(sources, out, name, (cron, every, timezone), jobs, own)
            serve_here(told, lambda message: typer.echo(f"jingyan: {message}", err=True))
    except EngineError as error:
        failed(error)
