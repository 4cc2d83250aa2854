"""Whoever runs a build, its end is told to the log and to the hooks of the site: command line, Prefect, watch."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.lock import locked
from tests.pipeline.test_cli import REPORT
from tests.processes import MOST_SECONDS, wait_for

pytestmark = pytest.mark.slow
JINGYAN = Path(sys.executable).with_name("jingyan")
NASTY = "坏\n的\u2028文件\x1b[31m.docx"


class Site:
    """A folder with a report and a broken file, a log, and a script that writes down what it is told."""

    def __init__(self, folder: Path) -> None:
        self.source, self.out, self.log = folder / "in", folder / "out", folder / "log.jsonl"
        self.source.mkdir()
        (self.source / "a.txt").write_text(REPORT, encoding="utf-8")
        (self.source / NASTY).write_bytes(b"PK\x03\x04 no document")
        self._heard = folder / "heard.jsonl"
        script = folder / "hook.py"
        script.write_text(f"import sys\nopen({str(self._heard)!r}, 'a').write(sys.stdin.read())\n", encoding="utf-8")
        hook = f"{sys.executable} {script}"
        self.settings = {"JINGYAN_ON_FAILURE": hook, "JINGYAN_ON_DONE": hook, "JINGYAN_LOG": str(self.log)}

    def run(self, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | self.settings | {"JINGYAN_SETTLE_SECONDS": "0"} | more
        words = [str(JINGYAN), *map(str, arguments)]
        return subprocess.run(words, capture_output=True, text=True, env=environment, check=False)

    def build(self, *more: str | Path, engine: str = "local", **settings: str) -> subprocess.CompletedProcess[str]:
        return self.run("build", self.source, "--out", self.out, "--engine", engine, *more, **settings)

    def heard(self) -> list[dict[str, Any]]:
        return _lines(self._heard)

    def logged(self, event: str) -> list[dict[str, Any]]:
        return [one for one in _lines(self.log) if one["event"] == event]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(one) for one in path.read_text("utf-8").splitlines()] if path.exists() else []


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.parametrize("engine", ["local", "prefect"])
def test_a_published_build_is_told_once(site: Site, engine: str) -> None:
    done = site.build(engine=engine)
    assert done.returncode == 0, done.stderr
    (told,) = site.heard()
    assert (told["event"], told["engine"], told["out"]) == ("done", engine, str(site.out))
    assert told["counts"] == {"ok": 1, "partial": 0, "rejected": 1, "ignored": 0}
    assert told["changes"]["documents"]["added"] == 2
    (rejected,) = told["rejected"]
    assert rejected["status"] == "rejected:damaged"
    assert rejected["what to do"]
    assert len(site.logged("started")) == len(site.logged("published")) == 1
    documents = {one["name"]: one for one in site.logged("document")}
    names = {one["name"] for one in json.loads((site.out / "documents.json").read_text("utf-8"))["documents"]}
    assert documents.keys() == names
    assert documents["a.txt"]["reader"] == "text"
    assert (site.out / "documents" / f"{documents['a.txt']['id']}.json").exists(), "the id is that of the catalogue"
    assert len({one["run"] for one in _lines(site.log)}) == 1
    assert told["run"] == documents["a.txt"]["run"]


def test_a_build_that_fails_is_told_and_its_exit_code_stands(site: Site) -> None:
    site.out.mkdir()
    (site.out / "theirs.txt").write_text("x", encoding="utf-8")
    assert site.build().returncode == 2
    (told,) = site.heard()
    assert (told["event"], told["kind"]) == ("failed", "UsageError")
    assert "no catalogue of jingyan" in told["error"]
    assert site.run("build", site.source / "gone", "--out", site.out.with_name("new")).returncode == 2
    assert "There is no file or folder" in site.heard()[1]["error"]


def test_a_build_that_finds_another_at_work_is_no_failure(site: Site) -> None:
    with locked(site.out):
        assert site.build().returncode == 1
    assert site.heard() == []
    assert "Another build is writing" in site.logged("skipped")[0]["error"]


def test_a_hook_that_fails_changes_nothing(site: Site) -> None:
    done = site.build(JINGYAN_ON_DONE="no-such-program --secret", JINGYAN_LOG="-")
    assert done.returncode == 0
    assert "The hook for a build that is done failed" in done.stderr
    assert "--secret" not in done.stderr
    assert (site.out / "catalogue.json").exists()
    assert any('"event": "hook_failed"' in line for line in done.stderr.splitlines())


def test_neither_the_catalogue_nor_its_report_tells_of_hooks(site: Site) -> None:
    assert site.build(JINGYAN_ON_DONE="true SECRET", JINGYAN_ON_FAILURE="https://u:SECRET@example.org/").returncode == 0
    assert not [path for path in site.out.rglob("*") if path.is_file() and b"SECRET" in path.read_bytes()]


def test_a_flow_of_its_own_tells_as_well(server: None, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import Artifact

    from pipeline.flows import build_catalogue

    for name, value in site.settings.items():
        monkeypatch.setenv(name, value)
    state = build_catalogue([str(site.source)], str(site.out), 1, return_state=True)
    assert state.name == "Partial"
    assert [one["event"] for one in site.heard()] == ["done"]

    async def artifacts() -> list[Artifact]:
        async with get_client() as client:
            found = await client.read_artifacts()
            return [one for one in found if one.flow_run_id == state.state_details.flow_run_id]

    found = {one.key: one for one in asyncio.run(artifacts())}
    assert found["reading"].data == 100.0
    assert found["reading"].description == "2 of 2 documents read"
    (row,) = json.loads(str(found["rejected-documents"].data))
    assert row["what to do"] == "Copy or export it again."
    assert "Took: " in str(found["catalogue-summary"].data)
    (site.source / "a.txt").unlink()
    (site.source / NASTY).unlink()
    assert build_catalogue([str(site.source)], str(site.out), 1, return_state=True).is_failed()
    assert [one["event"] for one in site.heard()] == ["done", "failed"]


def test_a_watch_tells_of_its_builds(site: Site) -> None:
    words = [str(JINGYAN), "watch", str(site.source), "--out", str(site.out), "--engine", "local", "--every", "0.3"]
    environment = os.environ | site.settings
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as watch:
        wait_for(lambda: len(site.heard()) == 1, lambda: watch.poll() is not None)
        (site.source / "b.txt").write_text(REPORT.replace("青禾县", "云台镇"), encoding="utf-8")
        wait_for(lambda: len(site.heard()) == 2, lambda: watch.poll() is not None)
        watch.send_signal(signal.SIGTERM)
        assert watch.wait(MOST_SECONDS) == 0
    assert [one["changes"]["documents"]["added"] for one in site.heard()] == [2, 1]
