"""A real Prefect server with its scheduler, as tests of scheduled builds talk to it and start what runs beside it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from pipeline import engine
from tests.corpus.office_files import stand_in
from tests.pipeline.test_cli import REPORT
from tests.processes import MOST_SECONDS, wait_for

COMMANDS = Path(sys.executable).parent
BUSY, TRIES = 503, 60
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def _opened(request: urllib.request.Request) -> Any:
    """The answer; a server whose database is busy says so, and is asked again, as Prefect's own clients do."""
    for _ in range(TRIES):
        try:
            return urllib.request.urlopen(request, timeout=MOST_SECONDS)
        except HTTPError as error:
            if error.code != BUSY:
                raise
            time.sleep(1)
    return urllib.request.urlopen(request, timeout=MOST_SECONDS)


def ask(path: str, told: object = None, method: str | None = None) -> Any:
    """What the server answers to a GET, or to a POST where something is told."""
    data = None if told is None else json.dumps(told).encode()
    request = urllib.request.Request(
        os.environ["PREFECT_API_URL"] + path,
        data,
        {"content-type": "application/json"},
        method="POST" if data else "GET",
    )
    with _opened(request) as answer:
        return json.loads(answer.read() or "null")


def run(number: str) -> dict[str, Any]:
    """A flow run as the server knows it."""
    found: dict[str, Any] = ask(f"/flow_runs/{number}")
    return found


def tasks_of(number: str) -> dict[str, str]:
    """The states of the tasks of a run."""
    told = {"flow_runs": {"id": {"any_": [number]}}}
    return {task["name"]: task["state_name"] for task in ask("/task_runs/filter", told)}


@contextmanager
def served(home: Path) -> Iterator[None]:
    """A server of its own on a new database; what is set besides goes after it."""
    before = dict(os.environ)
    try:
        os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = str(MOST_SECONDS)
        engine.prepare(home)
        os.environ["PREFECT_LOGGING_LEVEL"] = "INFO"
        with engine.server() as api:
            api.wait()
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class Site:
    """Some reports, the folder of their catalogue, and what runs over them."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.reports, self.out, self.name, self.log = folder / "in", folder / "out" / name, name, folder / "log"
        self.reports.mkdir()
        self._program = stand_in(folder / "program")
        self._started: list[subprocess.Popen[bytes]] = []

    def readable(self) -> None:
        """A report that is read in a moment, in the place of all others."""
        for path in self.reports.iterdir():
            path.unlink()
        (self.reports / "a.txt").write_text(REPORT, encoding="utf-8")

    def endless(self) -> None:
        """A document over which a build hangs for an hour."""
        (self.reports / "a.rtf").write_bytes(b"{\\rtf1 HANG}")
        self._program.with_name("pids").unlink(missing_ok=True)

    def hangs(self) -> bool:
        """Whether a build has come to the endless document."""
        pids = self._program.with_name("pids")
        return pids.exists() and pids.read_text("utf-8") != ""

    def holder(self) -> int:
        """The process that has the output folder in hand."""
        return int(json.loads((self.out.parent / ".jingyan" / self.name / "lock.json").read_bytes())["pid"])

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start one of our commands, or Prefect's."""
        program, *arguments = command
        settings = {"JINGYAN_SOFFICE": str(self._program), "JINGYAN_OFFICE_SECONDS": "3000"}
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [COMMANDS / program, *arguments],
                stdout=log,
                stderr=log,
                env=os.environ | settings,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def call(self, *command: str | Path) -> int:
        """Run one to its end; its exit code."""
        return self.start(*command).wait(MOST_SECONDS)

    def worker(self) -> subprocess.Popen[bytes]:
        """A worker of Prefect's for the pool of this site."""
        return self.start("prefect", "worker", "start", "--pool", self.name, "--limit", "2")

    def deployment(self) -> dict[str, Any] | None:
        """What is deployed for this site."""
        found = ask("/deployments/filter", {"deployments": {"name": {"any_": [self.name]}}})
        return found[0] if found else None

    def ask_for_run(self, **parameters: object) -> str:
        """Have a run made now, as the button of the form does."""
        deployed = self.deployment()
        assert deployed is not None
        made = ask(f"/deployments/{deployed['id']}/create_flow_run", {"parameters": parameters})
        return str(made["id"])

    def ended(self, number: str) -> dict[str, Any]:
        """A run, once it has ended."""
        wait_for(lambda: run(number)["state_type"] in ENDED)
        return run(number)

    def stop_all(self) -> None:
        """End what was started and still runs, each by itself; nothing is scheduled any more."""
        for process in self._started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait(MOST_SECONDS)
        if deployed := self.deployment():
            ask(f"/deployments/{deployed['id']}", method="DELETE")
