"""The same bytes whatever the engine, the number of processes, the order of the sources, or what stood there before."""

import asyncio
import re
import shutil
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import Artifact, FlowRun

from outputs.target import PublishError
from pipeline import local, steps
from pipeline.flows import build_catalogue, run_in_session
from pipeline.lock import locked
from pipeline.plan import plan
from pipeline.session import open_session
from pipeline.settings import Settings
from tests.folders import OF_A_BUILD, contents
from tests.pipeline.test_cli import REPORT
from tests.processes import wait_for

pytestmark = pytest.mark.slow


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Several reports that differ by more than a place."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number, place in enumerate(("青禾县", "云台镇", "白沙村", "柳河社区"), 1):
        text = REPORT.replace("青禾县", place).replace("12", str(12 + number)) + "补充材料。" * number
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    return folder


def built_locally(sources: list[Path], out: Path, jobs: int = 1) -> dict[str, bytes]:
    with open_session(plan(sources, out, Settings(jobs=jobs, batch_size=2)), lambda _: None) as session:
        local.run(session)
    return contents(out, OF_A_BUILD)


def test_engines_give_the_same_bytes(server: None, reports: Path, tmp_path: Path) -> None:
    expected = built_locally([reports], tmp_path / "a" / "catalogue")
    with open_session(
        plan([reports], tmp_path / "b" / "catalogue", Settings(jobs=2, batch_size=2)), lambda _: None
    ) as session:
        run_in_session(session)
    assert contents(tmp_path / "b" / "catalogue", OF_A_BUILD) == expected


def test_processes_order_and_rebuild_change_nothing(reports: Path, tmp_path: Path) -> None:
    files = sorted(reports.iterdir())
    out = tmp_path / "catalogue"
    expected = built_locally(files, out)
    assert built_locally(files[::-1], tmp_path / "other", jobs=2) == expected
    assert built_locally(files, out) == expected, "over the old catalogue"
    shutil.rmtree(out)
    assert built_locally(files, out) == expected, "from nothing"


async def _last_run() -> tuple[FlowRun, list[Artifact]]:
    async with get_client() as client:
        (run,) = await client.read_flow_runs(limit=1, sort="START_TIME_DESC")  # type: ignore[arg-type]
        return run, [one for one in await client.read_artifacts() if one.flow_run_id == run.id]


def test_flow_by_itself_says_partial_and_leaves_artifacts(server: None, reports: Path, tmp_path: Path) -> None:
    state = build_catalogue([str(reports)], str(tmp_path / "catalogue"), 1, return_state=True)
    assert (state.name, state.is_completed()) == ("Partial", True)
    run, artifacts = asyncio.run(_last_run())
    assert re.fullmatch(r"catalogue from reports, \d{4}-\d\d-\d\d \d\d:\d\d", run.name)
    rejected = next(a for a in artifacts if a.key == "rejected-documents")
    assert "broken.pdf" in str(rejected.data)
    assert any(a.key == "catalogue-summary" for a in artifacts)


def test_flow_completes_where_all_could_be_read(server: None, reports: Path, tmp_path: Path) -> None:
    (reports / "broken.pdf").unlink()
    state = build_catalogue([str(reports)], str(tmp_path / "catalogue"), 1, return_state=True)
    assert state.name == "Completed"


def test_flow_fails_loudly_and_leaves_the_old_catalogue(
    server: None, reports: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "catalogue"
    expected = built_locally([reports], out)
    state = build_catalogue([str(tmp_path / "nowhere")], str(out), 1, return_state=True)
    assert (state.is_failed(), "nowhere" in str(state.message)) == (True, True)
    assert contents(out, OF_A_BUILD) == expected
    assert "Traceback" not in caplog.text


def test_a_publication_that_fails_is_told_in_a_line_and_tried_again_where_the_disk_stumbled(
    server: None, reports: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def stumble(*_: object) -> None:
        tries.append(1)
        raise PublishError("The disk is full.") from OSError(28, "No space left on device")

    monkeypatch.setattr(steps, "publish_catalogue", stumble)
    state = build_catalogue([str(reports)], str(tmp_path / "catalogue"), 1, return_state=True)
    assert (state.is_failed(), state.message) == (True, "The disk is full.")
    assert len(tries) == 3
    assert "Traceback" not in caplog.text


def test_a_second_run_over_the_same_folder_is_skipped(server: None, reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "catalogue"
    with locked(out):
        state = build_catalogue([str(reports)], str(out), 1, return_state=True)
    assert (state.is_cancelled(), state.name) == (True, "Skipped")
    assert str(state.message).startswith("Another build")
    assert not out.exists()


def test_documents_are_read_while_the_engine_starts(server: None, reports: Path, tmp_path: Path) -> None:
    """Nothing is entered before all that can be read was: whoever waited for the engine would wait for ever."""
    (reports / "broken.pdf").unlink()
    read: list[str] = []
    todo = plan([reports], tmp_path / "catalogue", Settings(jobs=1, batch_size=2))
    with open_session(todo, lambda seen: read.append(seen.record.source.name)) as session:
        wait_for(lambda: len(read) == 4)
        assert run_in_session(session).published.counts["documents"] == 4
