"""Runs whose process was killed: Prefect's server takes them for running until somebody says that they are not.

Each run holds the lock of a note beside the catalogue for as long as its process lives. The system lets go of it even
where the process is killed, so a note that can be locked is that of a run that is over, whatever machine it was on.
"""

import atexit
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import httpx
from filelock import FileLock, Timeout
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import StateType, TaskRun
from prefect.events.worker import EventsWorker
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

SETTLE_SECONDS = 10.0
OPEN = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
KILLED = "The process of this run was killed; nothing was published by it. A later build noticed."


def _note(state: Path, run: UUID) -> Path:
    return state / "runs" / f"{run}.lock"


def hold(state: Path, run: UUID) -> None:
    """Note a run of this process, until the process ends."""
    note = _note(state, run)
    note.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(note, timeout=0)
    lock.acquire()

    def let_go() -> None:
        lock.release()
        note.unlink(missing_ok=True)

    atexit.register(let_go)


@contextmanager
def _if_over(note: Path) -> Iterator[bool]:
    try:
        with FileLock(note, timeout=0):
            yield True
    except Timeout:
        yield False


def close_ghosts(state: Path) -> tuple[UUID, ...]:
    """Set the runs of a catalogue that were killed to Crashed, and their tasks; gives those that were still open. What
    cannot be told to the server now is for the next run.
    """
    closed = []
    for note in sorted((state / "runs").glob("*.lock")):
        with _if_over(note) as over:
            try:
                if over and _close(UUID(note.stem)):
                    closed.append(UUID(note.stem))
            except httpx.HTTPError:
                continue
        if over:
            note.unlink(missing_ok=True)
    return tuple(closed)


def _close(run: UUID) -> bool:
    with get_client(sync_client=True) as client:
        try:
            state = client.read_flow_run(run).state
        except ObjectNotFound:  # of another server, or deleted
            return False
        if state is None or state.type not in OPEN:
            return False
        for task in open_tasks(client, run):
            client.set_task_run_state(task.id, Crashed(message=KILLED), force=True)
        client.set_flow_run_state(run, Crashed(message=KILLED), force=True)
        return True


def open_tasks(client: SyncPrefectClient, run: UUID) -> list[TaskRun]:
    """The tasks of a run that have come to no end, as far as the server knows."""
    of_run = FlowRunFilter(id=FlowRunFilterId(any_=[run]))
    found: list[TaskRun] = []
    while page := client.read_task_runs(flow_run_filter=of_run, limit=200, offset=len(found)):
        found += page
    return [task for task in found if task.state is not None and not task.state.is_final()]


def settle(run: UUID) -> None:
    """Wait until the server knows how the tasks of a run ended, which it is told behind the back of the run; one that
    has come to no end by then was stopped.
    """
    EventsWorker.drain_all(timeout=SETTLE_SECONDS)
    until = time.monotonic() + SETTLE_SECONDS
    with suppress(httpx.HTTPError), get_client(sync_client=True) as client:
        while (left := open_tasks(client, run)) and time.monotonic() < until:
            time.sleep(0.1)
        for task in left:
            client.set_task_run_state(task.id, Crashed(message="The run was stopped."), force=True)
