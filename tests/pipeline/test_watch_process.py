"""`jingyan watch` as a service runs it: a process that builds, goes on over what fails, and ends when it is told to."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.lock import locked
from pipeline.settings import state_folder
from tests.corpus.docx_files import docx, paragraph
from tests.corpus.office_files import stand_in
from tests.pipeline.test_cli import REPORT
from tests.processes import MOST_SECONDS, stays, wait_for

pytestmark = pytest.mark.slow
JINGYAN = Path(sys.executable).with_name("jingyan")
DOCX = docx(paragraph("青禾县举办培训班12期，培训党员860人次。" * 20))


class Service:
    """A watch over a folder, with what it says in a file."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self.source, self.out, self._said = folder / "in", folder / "out", folder / "said"
        self.log = folder / "log.jsonl"
        self.source.mkdir(exist_ok=True)
        (self.source / "a.txt").write_text(REPORT, encoding="utf-8")
        where = [str(JINGYAN), "watch", str(self.source), "--out", str(self.out)]
        settings = {"JINGYAN_SETTLE_SECONDS": "0.5"}
        with self._said.open("w") as said:
            self.process = subprocess.Popen(
                [*where, "--engine", "local", "--every", "0.3", "--log", str(self.log), *options],
                env=os.environ | settings | environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def said(self) -> str:
        return self._said.read_text("utf-8")

    def events(self, event: str) -> list[dict[str, object]]:
        lines = self.log.read_text("utf-8").splitlines() if self.log.exists() else []
        return [told for line in lines if (told := json.loads(line))["event"] == event]

    def documents(self) -> dict[str, str]:
        path = self.out / "documents.json"
        if not path.exists():
            return {}
        return {one["name"]: one["status"] for one in json.loads(path.read_text("utf-8"))["documents"]}

    def wait(self, documents: dict[str, str]) -> None:
        wait_for(lambda: self.documents() == documents, lambda: self.process.poll() is not None)

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(MOST_SECONDS)


@pytest.fixture
def services() -> Iterator[list[Service]]:
    running: list[Service] = []
    yield running
    for one in running:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()


def test_a_service_from_its_start_to_its_end(tmp_path: Path, services: list[Service]) -> None:
    services.append(service := Service(tmp_path))
    service.wait({"a.txt": "ok"})
    half = service.source / "b.docx"
    half.write_bytes(DOCX[:400])
    wait_for(lambda: "Waiting for b.docx" in service.said())
    assert len(service.events("published")) == 1
    half.write_bytes(DOCX)
    service.wait({"a.txt": "ok", "b.docx": "ok"})
    away = tmp_path / "away"
    service.source.rename(away)
    wait_for(lambda: "Looking again" in service.said())
    away.rename(service.source)
    half.unlink()
    service.wait({"a.txt": "ok"})
    assert service.end() == 0
    assert service.said().endswith("jingyan: The watch has ended; what was published stands.\n")
    assert "Traceback" not in service.said()
    assert [one["outcome"] for one in service.events("document")] == ["ok"] * 4


def test_a_build_in_the_works_is_stopped_with_the_watch(tmp_path: Path, services: list[Service]) -> None:
    program = stand_in(tmp_path / "program")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "hangs.rtf").write_bytes(b"{\\rtf1 HANG}")
    settings = {"JINGYAN_SOFFICE": str(program), "JINGYAN_OFFICE_SECONDS": "3000"}
    services.append(service := Service(tmp_path, **settings))
    pids = program.with_name("pids")
    wait_for(lambda: pids.exists() and pids.read_text("utf-8") != "", lambda: service.process.poll() is not None)
    assert service.end() == 0
    assert not stays(int(pids.read_text("utf-8")))
    assert not (state_folder(service.out) / "office").exists()
    assert not service.out.exists()
    with locked(service.out):
        assert service.events("stopped")


def test_a_folder_that_is_locked_is_built_when_it_is_free(tmp_path: Path, services: list[Service]) -> None:
    with locked(tmp_path / "out"):
        services.append(service := Service(tmp_path))
        wait_for(lambda: "Another build is writing" in service.said(), lambda: service.process.poll() is not None)
        assert not service.out.exists()
    service.wait({"a.txt": "ok"})
    assert service.end(signal.SIGINT) == 0
