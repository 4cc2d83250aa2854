"""Prefect's surroundings: its settings, and a server of our own on loopback where none is set."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.system import OWN_GROUP, NotOursError
from pipeline.prefect_database import lay_out
from pipeline.state import make_folders

START_SECONDS = 300  # on a machine with ten times more to do than it can
END_SECONDS = 30
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(START_SECONDS),
}
_SERVICE = "PREFECT_SERVER_SERVICES_{}_ENABLED"
# Our own server: no pages, no kinds of blocks (a second at every start, and no flow of ours has a block), what came to
# an end is kept for Prefect's 90 days and then leaves the database.
OURS = {
    "PREFECT_UI_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",  # a build ends right after its last task
    _SERVICE.format("DB_VACUUM"): "events,flow_runs",
}
# Nothing is scheduled, paused or watched for the minutes of one build.
OF_ONE_BUILD = {
    _SERVICE.format(name): "false"
    for name in (
        "CANCELLATION_CLEANUP",
        "EVENT_PERSISTER",
        "FOREMAN",
        "LATE_RUNS",
        "PAUSE_EXPIRATIONS",
        "REPOSSESSOR",
        "SCHEDULER",
        "TRIGGERS",
    )
}


class EngineError(RuntimeError):
    """The engine cannot be started; the message says what to do."""


def prepare(home: Path) -> None:
    """Set what Prefect reads when it is imported; what the user has set stands. Raises EngineError."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if "PREFECT_HOME" not in os.environ:
        try:
            os.environ["PREFECT_HOME"] = str(make_folders(home.parent, home))
        except NotOursError as error:
            raise EngineError(str(error)) from error


def _seconds() -> float:
    return float(os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"])


def _start(settings: Mapping[str, str]) -> subprocess.Popen[str]:
    if "PREFECT_API_DATABASE_CONNECTION_URL" not in os.environ:
        lay_out(Path(os.environ["PREFECT_HOME"]))
    # A group of its own: Ctrl-C is for the build, which then still has something to tell the server.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "pipeline.api_server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**settings, **os.environ},
        **OWN_GROUP,
    )


def _line(process: subprocess.Popen[str]) -> str:
    """The next line that the server says; it is ended if that takes too long."""
    assert process.stdout is not None
    late = threading.Timer(_seconds(), process.kill)
    late.start()
    try:
        if line := process.stdout.readline().strip():
            return line
    finally:
        late.cancel()
    raise EngineError(
        "The Prefect server did not start; see the lines above. 'jingyan build --engine local' builds without it."
    )


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


@dataclass(frozen=True, slots=True)
class ApiServer:
    """The server that Prefect is to use; `own` where it ends with the block that started it."""

    own: subprocess.Popen[str] | None

    def wait(self) -> None:
        """Wait until the server answers; raises EngineError."""
        if self.own:
            _line(self.own)


@contextmanager
def server(services: bool = True) -> Iterator[ApiServer]:
    """The Prefect server that is set (PREFECT_API_URL), or one that runs as long as the block does, with the services
    that schedule runs or without. Raises EngineError.

    It starts while the block does what needs no server yet: to import Prefect takes as long.
    """
    if os.environ.get("PREFECT_API_URL"):
        yield ApiServer(None)
        return
    process = _start(OURS if services else OURS | OF_ONE_BUILD)
    try:
        os.environ["PREFECT_API_URL"] = _line(process)
        yield ApiServer(process)
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        _end(process)
