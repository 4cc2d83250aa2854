"""The Prefect flow around the steps of `pipeline.steps`."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast
from uuid import UUID

import typer
from prefect import flow, get_run_logger
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.flow_engine import run_flow
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed, Failed, Pending
from prefect.utilities.annotations import quote
from pydantic import Field

from outputs.model import DocumentRecord
from outputs.target import check_target
from pipeline import tasks
from pipeline.artifacts import leave_artifacts, reading_progress
from pipeline.batches import finish_batch, ignored_records
from pipeline.ghosts import close_ghosts, hold, settle
from pipeline.lock import LockedError
from pipeline.outside import outside
from pipeline.plain_faults import PLAIN_FAULTS, WithoutTrace
from pipeline.plan import Plan
from pipeline.printable import printable
from pipeline.report import counts
from pipeline.seen import Seen, both
from pipeline.session import Session, open_session
from pipeline.settings import DEFAULT_OUT, DEFAULT_SOURCE, Settings, settings_of, state_folder
from pipeline.settled_files import settled_plan
from pipeline.state import make_state
from pipeline.steps import Built

Value = TypeVar("Value")
Done = Callable[[Built], None]
Given = Annotated[str, Field(min_length=1)]
Jobs = Annotated[int, Field(ge=1, le=256)]

TAG = "jingyan"


@dataclass(slots=True)
class Begun:
    """A build that the command line has begun, and what came of it. No state carries that: Prefect would look through
    all of it for futures, and what lies aside is gone with the session.
    """

    session: Session
    built: Built | None = None

    def done(self, built: Built) -> None:
        """Keep it for the command line, which tells the outside."""
        self.built = built


CURRENT: ContextVar[Begun | None] = ContextVar("begun", default=None)

for name in ("prefect.engine", "prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(name).addFilter(WithoutTrace())


def _settings(jobs: int | None, taxonomy: str | None, corrections: list[str] | None, profile: str | None) -> Settings:
    own, files = Path(taxonomy) if taxonomy else None, [Path(one) for one in corrections or ()]
    return settings_of(jobs, own, files, profile)


def _plan(sources: list[Path], place: Path, settings: Settings) -> Plan:
    """What to build, once the runs of this catalogue that were killed are closed."""
    check_target(place)
    state = make_state(place)
    hold(state, UUID(str(flow_run.id)))
    close_ghosts(state)
    return settled_plan(sources, place, settings, get_run_logger().info)


@contextmanager
def _session(sources: list[str], out: str, *given: Any) -> Iterator[tuple[Session, Done]]:
    """The build that the command line has already begun, or else one of the flow's own; and what is to be told of a
    catalogue that is published.
    """
    begun = CURRENT.get()
    if begun is not None:
        try:
            yield begun.session, begun.done
        except BaseException:
            begun.session.stop()  # or Prefect would wait for the tasks, and these for what is being read
            raise
        return
    log, folders, place, settings = (
        get_run_logger(),
        [*map(Path, sources)],
        Path(os.path.abspath(out)),
        _settings(*given),
    )
    with (
        outside("prefect", folders, place, settings, log.warning) as told,
        open_session(_plan(folders, place, settings), both(told.seen, partial(_log, log))) as session,
    ):
        yield session, told.done


def _log(log: Any, seen: Seen) -> None:
    log.info("%s %s", seen.record.outcome.status, seen.record.source.name)


def _run_name() -> str:
    given, now = flow_run.get_parameters(), datetime.now().astimezone()
    return f"{Path(given['out']).name} from {', '.join(Path(s).name for s in given['sources'])}, {now:%Y-%m-%d %H:%M}"


def _said(state: State[Value]) -> State[Value]:
    """The state, once a line says it where `serve` or a worker prints; of a build by hand the command line does."""
    if CURRENT.get() is None:
        typer.echo(printable(f"jingyan: {flow_run.name}: {state.name}. {state.message}"), err=True)
    return state


def _final(built: Built) -> State[str]:
    """`Completed` where every document could be read, `Partial` where some could not; its result is the folder."""
    found = counts(built.catalogue.records)
    name = "Partial" if found.rejected or found.partial else "Completed"
    return _said(Completed(name=name, message=found.sentence(), data=str(built.published.out)))


def _failed(error: BaseException) -> State[Any]:
    """`Skipped` where another run has the folder in hand, which is no failure; else `Failed`, in a line for people."""
    if isinstance(error, LockedError):
        return _said(Cancelled(name="Skipped", message=f"{error} What has changed is for the next run."))
    if CURRENT.get() is None:  # the command line says it itself
        get_run_logger().error("%s", error)
    return Failed(message=str(error), data=error)


def _whole(value: Value) -> Value:
    """The value as it is: Prefect would look through all of it for futures."""
    return cast(Value, quote(value))


def _read(session: Session) -> Iterator[DocumentRecord]:
    """The records of all documents, batch by batch: of this machine, or of a cluster."""
    if session.spread:
        from pipeline.dask_cluster import read_spread  # the extra dask

        read_spread(session.spread, session.plan)
        return chain.from_iterable(map(finish_batch, session.readings))
    waiting = [tasks.read_batch.submit(_whole(r), number) for number, r in enumerate(session.readings, 1)]
    return chain.from_iterable(task.result() for task in waiting)


def _built(session: Session) -> Built:
    with reading_progress(sum(map(len, session.readings))) as told:
        records = [*told(_read(session)), *ignored_records(session.plan.found)]
    catalogue = tasks.build(_whole(records), _whole(session))
    return tasks.publish(_whole(catalogue), _whole(session))


@flow(name="build_catalogue", flow_run_name=_run_name, persist_result=False)
def build_catalogue(
    sources: Annotated[list[Given], Field(min_length=1)] = [str(DEFAULT_SOURCE)],  # noqa: B006 - shown in the form
    out: Given = str(DEFAULT_OUT),
    jobs: Jobs | None = None,
    taxonomy: Given | None = None,
    corrections: list[Given] | None = None,
    profile: Literal["full", "public"] | None = None,
) -> State[str]:
    """Build the experience catalogue of some folders of reports and publish it in one step.

    Args:
        sources: Files or folders of reports, as the machine that runs the build names them; best from the root.
        out: The folder of the catalogue. One run at a time writes to it; a second one ends as Skipped.
        jobs: Processes that read documents, 1 to 256; empty for one per core.
        taxonomy: A folder of YAML files with your own words; empty for none.
        corrections: Files of corrections by analysts, .json or .xlsx.
        profile: full shows all; public leaves out marked documents, masks private matter and quotes little.
    """
    try:
        with _session(sources, out, jobs, taxonomy, corrections, profile) as (session, done):
            built = _built(session)
            done(built)
    except PLAIN_FAULTS as error:
        return _failed(error)
    leave_artifacts(built)
    return _final(built)


def _parameters(plan: Plan) -> dict[str, Any]:
    return {
        "sources": [str(one) for one in plan.sources],
        "out": str(plan.out),
        "jobs": plan.settings.jobs,
        "taxonomy": str(plan.settings.taxonomy) if plan.settings.taxonomy else None,
        "corrections": [str(one) for one in plan.settings.corrections],
        "profile": plan.settings.profile,
    }


def run_in_session(session: Session, own_server: bool = False) -> Built:
    """Run the flow around a build that has already begun; raises what the flow raised. `own_server` where the server
    ends after it: then it is told all before.
    """
    given, state = _parameters(session.plan), state_folder(session.plan.out)
    with get_client(sync_client=True) as client:  # made here, so that no moment is left in which it is not noted
        run = client.create_flow_run(build_catalogue, parameters=given, tags=[TAG], state=Pending())
    hold(state, run.id)
    begun = Begun(session)
    token = CURRENT.set(begun)
    try:
        close_ghosts(state)
        cast(State[str], run_flow(build_catalogue, run, given, return_type="state")).result()
        assert begun.built is not None
        return begun.built
    finally:
        CURRENT.reset(token)
        if own_server:
            settle(run.id)
