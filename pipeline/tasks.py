"""Prefect tasks: each wraps one step."""

from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from outputs.model import Catalogue, DocumentRecord
from pipeline import batches, steps
from pipeline.batches import Reading
from pipeline.session import Session

Records = tuple[DocumentRecord, ...]


@task(name="read_batch", task_run_name="read batch {number}", cache_policy=NO_CACHE, persist_result=False)
def read_batch(reading: Reading, number: int) -> Records:
    """Wait for the records of one batch."""
    return batches.finish_batch(reading)


@task(name="build", cache_policy=NO_CACHE, persist_result=False)
def build(records: list[DocumentRecord], session: Session) -> Catalogue:
    """Cases, duplicates, clusters and links."""
    return steps.planned_catalogue(records, session.plan, session.pool.calls)


def _disk_stumbled(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    error = state.result(raise_on_failure=False)
    return isinstance(error, BaseException) and isinstance(error.__cause__, OSError)


@task(
    name="publish",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[1, 5],
    retry_condition_fn=_disk_stumbled,
)
def publish(catalogue: Catalogue, session: Session) -> steps.Built:
    """Stage, check and swap in; a disk that stumbles is tried again."""
    run = session.run_report("dask" if session.spread else "prefect")
    return steps.publish_catalogue(catalogue, session.plan, run, session.pool.calls)
