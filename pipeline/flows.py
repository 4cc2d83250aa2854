"""The Prefect flow around the steps of `pipeline.steps`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.utilities.annotations import quote

from outputs.model import DocumentRecord
from pipeline import tasks
from pipeline.batches import ignored_records
from pipeline.plan import plan
from pipeline.report import counts, rejected_rows, summary_markdown
from pipeline.session import Session, open_session
from pipeline.settings import DEFAULT_OUT, DEFAULT_SOURCE, settings_of
from pipeline.steps import Built

Value = TypeVar("Value")

CURRENT: ContextVar[Session | None] = ContextVar("session", default=None)


@contextmanager
def _session(
    sources: list[str],
    out: str,
    jobs: int | None,
    taxonomy: str | None,
    corrections: list[str] | None,
    profile: str | None,
) -> Iterator[Session]:
    """The build that the command line has already begun, or else one of the flow's own."""
    begun = CURRENT.get()
    if begun is not None:
        try:
            yield begun
        except BaseException:
            begun.stop()  # or Prefect would wait for the tasks, and these for what is being read
            raise
        return
    settings = settings_of(
        jobs, Path(taxonomy) if taxonomy else None, [Path(one) for one in corrections or ()], profile
    )
    log = get_run_logger()
    with open_session(plan([Path(s) for s in sources], Path(out), settings), lambda r: _log(log, r)) as session:
        yield session


def _log(log: Any, record: DocumentRecord) -> None:
    log.info("%s %s", record.outcome.status, record.source.name)


def _artifacts(built: Built) -> None:
    records = built.catalogue.records
    create_table_artifact(key="rejected-documents", table=rejected_rows(records), description="Documents not read")
    create_markdown_artifact(key="catalogue-summary", markdown=summary_markdown(built.catalogue, built.published.out))


def _run_name() -> str:
    given = flow_run.get_parameters()
    return f"{Path(given['out']).name} from {', '.join(Path(s).name for s in given['sources'])}"


def _final(built: Built) -> State[Built]:
    """`Completed` where every document could be read, `Partial` where some could not."""
    found = counts(built.catalogue.records)
    name = "Partial" if found.rejected or found.partial else "Completed"
    return Completed(name=name, message=found.sentence(), data=built)


def _whole(value: Value) -> Value:
    """The value as it is: Prefect would look through all of it for futures."""
    return cast(Value, quote(value))


@flow(name="build_catalogue", flow_run_name=_run_name, persist_result=False)
def build_catalogue(
    sources: list[str] = [str(DEFAULT_SOURCE)],  # noqa: B006 - shown as the default in the form of a deployment
    out: str = str(DEFAULT_OUT),
    jobs: int | None = None,
    taxonomy: str | None = None,
    corrections: list[str] | None = None,
    profile: Literal["full", "public"] | None = None,
) -> State[Built]:
    """Build the experience catalogue of some folders of reports and publish it in one step."""
    with _session(sources, out, jobs, taxonomy, corrections, profile) as session:
        waiting = [tasks.read_batch.submit(_whole(r), number) for number, r in enumerate(session.readings, 1)]
        read = chain.from_iterable(task.result() for task in waiting)
        records = [*read, *ignored_records(session.plan.found)]
        catalogue = tasks.build(_whole(records), _whole(session.plan))
        built = tasks.publish(_whole(catalogue), _whole(session))
    _artifacts(built)
    return _final(built)


def run_in_session(session: Session) -> Built:
    """Run the flow around a build that has already begun; raises what the flow raised."""
    token = CURRENT.set(session)
    try:
        plan = session.plan
        own = str(plan.settings.taxonomy) if plan.settings.taxonomy else None
        sources = [str(f) for f in plan.sources]
        files = [str(one) for one in plan.settings.corrections]
        found = build_catalogue(
            sources, str(plan.out), plan.settings.jobs, own, files, plan.settings.profile, return_state=True
        )
        return cast(Built, found.result())
    finally:
        CURRENT.reset(token)
