"""`jingyan serve` with a server of its own, as a script starts it in the background, where SIGINT is ignored."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.test_cli import REPORT
from tests.processes import MOST_SECONDS, runs, stays, wait_for

pytestmark = pytest.mark.slow
JINGYAN = Path(sys.executable).with_name("jingyan")
LAST = "jingyan: The schedule has ended; what was published stands."
PATIENT = {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(MOST_SECONDS)}


class Serving:
    """A schedule that goes on, with what it says in a file."""

    def __init__(self, folder: Path, *options: str) -> None:
        (folder / "in").mkdir()
        (folder / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
        self._said = folder / "said"
        command = [str(JINGYAN), "serve", str(folder / "in"), "--out", str(folder / "out"), *options]
        with self._said.open("w") as said:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", 'trap "" INT HUP; exec "$@"', "sh", *command],
                env=os.environ | PATIENT,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def said(self) -> str:
        return self._said.read_text("utf-8")

    def says(self, words: str) -> None:
        wait_for(lambda: re.search(words, self.said()) is not None, lambda: self.process.poll() is not None)

    def servers(self) -> list[int]:
        """Its Prefect server, once that has begun."""
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("utf-8").split()
        return [int(pid) for pid in pids if b"pipeline.api_server" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def stopped(self) -> list[str]:
        """All lines, once it was told to end and did."""
        (server,) = self.servers()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(MOST_SECONDS) == 0, self.said()
        assert not runs(server)
        return self.said().splitlines()


@pytest.fixture
def serving(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Serving]:
    one = Serving(tmp_path, *getattr(request, "param", ()))
    yield one
    if one.process.poll() is None:
        os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()


def test_it_is_stopped_while_its_server_starts(serving: Serving) -> None:
    wait_for(lambda: bool(serving.servers()), lambda: serving.process.poll() is not None)
    assert serving.stopped() == [LAST]


def test_a_server_whose_owner_is_killed_ends_without_a_word(serving: Serving) -> None:
    wait_for(lambda: bool(serving.servers()), lambda: serving.process.poll() is not None)
    (server,) = serving.servers()
    serving.process.kill()
    assert not stays(server)
    assert serving.said() == ""


@pytest.mark.parametrize("serving", [["--every", "20s"]], indirect=True)
def test_it_says_where_it_serves_what_came_of_each_run_and_that_it_ended(serving: Serving) -> None:
    serving.says("1 ok, 0 partial")
    first, *done, last = serving.stopped()
    address, begins = r"http://127\.0\.0\.1:\d+/api", r"\d{4}-\d\d-\d\d \d\d:\d\d:[024]0"
    assert re.fullmatch(
        rf"jingyan: Serving build_catalogue/catalogue through {address};"
        rf" the next build begins at {begins} \(Asia/Shanghai\)\.",
        first,
    )
    well = r"jingyan: out from in, .*: Completed\. 1 ok, 0 partial, 0 rejected, 0 ignored"
    assert [line for line in done if not re.fullmatch(well, line)] == []
    assert last == LAST
