"""Runs whose process is gone are closed by the next; those that live, or only wait, are left alone."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from filelock import FileLock
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.states import Cancelling, Completed, Pending, Running, Scheduled

from pipeline.flows import build_catalogue
from pipeline.ghosts import close_ghosts, hold

pytestmark = pytest.mark.slow


@pytest.fixture
def client(server: None) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as found:
        yield found


def noted(client: SyncPrefectClient, folder: Path, state: State[None]) -> UUID:
    """A run of that state, with the note of a process that is gone."""
    run = client.create_flow_run(build_catalogue, state=Pending())
    client.set_flow_run_state(run.id, state, force=True)
    (folder / "runs").mkdir(exist_ok=True)
    (folder / "runs" / f"{run.id}.lock").touch()
    return run.id


def name_of(client: SyncPrefectClient, run: UUID) -> str | None:
    state = client.read_flow_run(run).state
    return state.name if state else None


@pytest.mark.parametrize(
    ("state", "then"),
    [
        (Running(), "Crashed"),
        (Pending(), "Crashed"),
        (Cancelling(), "Crashed"),
        (Completed(), "Completed"),
        (Completed(name="Partial"), "Partial"),
        (Scheduled(name="AwaitingRetry"), "AwaitingRetry"),
    ],
)
def test_what_was_open_is_closed(client: SyncPrefectClient, tmp_path: Path, state: State[None], then: str) -> None:
    run = noted(client, tmp_path, state)
    assert close_ghosts(tmp_path) == ((run,) if then == "Crashed" else ())
    assert name_of(client, run) == then
    assert not list((tmp_path / "runs").iterdir())


def test_a_run_whose_process_lives_is_left_alone(client: SyncPrefectClient, tmp_path: Path) -> None:
    run = noted(client, tmp_path, Running())
    with FileLock(tmp_path / "runs" / f"{run}.lock"):
        assert close_ghosts(tmp_path) == ()
    assert name_of(client, run) == "Running"
    hold(tmp_path, own := client.create_flow_run(build_catalogue, state=Running()).id)
    assert close_ghosts(tmp_path) == (run,)
    assert name_of(client, own) == "Running"


def test_runs_that_another_server_knows_are_nothing_to_this_one(client: SyncPrefectClient, tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / f"{uuid4()}.lock").touch()
    assert close_ghosts(tmp_path) == ()
    assert not list((tmp_path / "runs").iterdir())
