"""A command that is stopped, or whose output nobody reads: its exit code, and that it leaves nothing behind."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.discover import Found
from corpus.limits import DEFAULT
from extractors.overlay import NONE
from pipeline.settings import state_folder
from tests.corpus.office_files import stand_in
from tests.processes import MOST_SECONDS, stays, wait_for

JINGYAN = Path(sys.executable).with_name("jingyan")
STOPS = ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129))
REPORT = "一、主要做法\n一是加强教育培训。全县举办培训班12期。\n"


# On a machine with much to do nothing must run out of time before the signal comes.
PATIENT = {
    "JINGYAN_OFFICE_SECONDS": "3000",
    "JINGYAN_START_SECONDS": "600",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "600",
}


class Run:
    """A command in the middle of a document that LibreOffice, or what stands in for it, hangs over."""

    def __init__(self, folder: Path, arguments: Sequence[str | Path], **environment: str) -> None:
        program = stand_in(folder / "program")
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        settings = {"JINGYAN_SOFFICE": str(program), "TMPDIR": str(self.temporary), "JINGYAN_JOBS": "1"}
        (folder / "in").mkdir()
        (folder / "in" / "a.rtf").write_bytes(b"{\\rtf1 HANG}")
        self._printed, self._said = folder / "printed", folder / "said"
        # Files, for nobody reads while the command runs: a pipe that is full would hold it up.
        with self._printed.open("w") as printed, self._said.open("w") as said:
            self.process = subprocess.Popen(
                [JINGYAN, *arguments],
                stdout=printed,
                stderr=said,
                env=os.environ | PATIENT | settings | environment,
                start_new_session=True,
            )
        pids = program.with_name("pids")
        self.wait_for(lambda: pids.exists() and pids.read_text("utf-8") != "")
        self.started = int(pids.read_text("utf-8"))

    def wait_for(self, true: Callable[[], bool]) -> None:
        """Wait for what the command does; where it ends instead, or never does it, all that it printed is shown."""
        with self._ended_by_a_fault():
            wait_for(true, lambda: self.process.poll() is not None)

    def stopped(self, number: int) -> tuple[int, str]:
        """Exit code and standard error."""
        self.process.send_signal(number)
        with self._ended_by_a_fault():
            self.process.wait(MOST_SECONDS)
        return self.process.returncode, self._said.read_text("utf-8")

    @contextmanager
    def _ended_by_a_fault(self) -> Iterator[None]:
        try:
            yield
        except (AssertionError, subprocess.TimeoutExpired) as error:
            how = self.process.poll()
            if how is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            printed = "\n".join(path.read_text("utf-8") for path in (self._printed, self._said))
            pytest.fail(f"{error}; exit code: {how}; it printed:\n{printed}")


@pytest.mark.parametrize(("number", "code"), STOPS)
def test_a_stopped_extract_leaves_nothing_behind(tmp_path: Path, number: int, code: int) -> None:
    run = Run(tmp_path, ["extract", tmp_path / "in" / "a.rtf"])
    assert list(run.temporary.iterdir())
    assert run.stopped(number) == (code, "jingyan: Stopped.\n")
    assert not stays(run.started)
    assert not list(run.temporary.iterdir())


@pytest.mark.parametrize(("number", "code"), STOPS)
def test_a_stopped_build_leaves_nothing_behind(tmp_path: Path, number: int, code: int) -> None:
    out = tmp_path / "out"
    run = Run(tmp_path, ["build", tmp_path / "in", "--out", out, "--engine", "local"])
    office = state_folder(out) / "office"
    assert office.exists()
    returned, said = run.stopped(number)
    assert (returned, said) == (code, "jingyan: Stopped; what was published before stands.\n")
    assert not stays(run.started)
    assert not office.exists()
    assert not out.exists()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), STOPS)
def test_a_build_by_prefect_stops_as_well(tmp_path: Path, number: int, code: int) -> None:
    database = tmp_path / "prefect"
    run = Run(tmp_path, ["build", tmp_path / "in", "--out", tmp_path / "out"], PREFECT_HOME=str(database))
    # Prefect takes signals over for the time of its flow.
    run.wait_for(lambda: b"read batch 1" in b"".join(path.read_bytes() for path in database.glob("prefect.db*")))
    returned, said = run.stopped(number)
    assert returned == code, said
    assert "Traceback" not in said
    assert not stays(run.started)
    assert not (state_folder(tmp_path / "out") / "office").exists()


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("first", "code"), STOPS[:2])
def test_a_second_signal_does_not_end_the_cleaning(tmp_path: Path, first: int, code: int, second: int) -> None:
    run = Run(tmp_path, ["extract", tmp_path / "in" / "a.rtf"])
    run.process.send_signal(first)
    # Signals that are there at once reach Python in the order of their numbers.
    time.sleep(0.02)
    assert run.stopped(second) == (code, "jingyan: Stopped.\n")
    assert not list(run.temporary.iterdir())


def test_a_reader_process_whose_answers_nobody_takes_ends_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "pipeline.worker", "1024", "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        assert run.stderr is not None
        pickle.dump((NONE, DEFAULT), run.stdin)
        run.stdin.flush()
        assert pickle.load(run.stdout) == ("done", "ready")
        run.stdout.close()
        pickle.dump(("read", (Found("a.txt", path), False)), run.stdin)
        run.stdin.close()
        said = run.stderr.read()
    assert (run.returncode, said) == (0, b"")


def test_records_that_nobody_reads(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT * 400, encoding="utf-8")
    with subprocess.Popen([JINGYAN, "extract", *[path] * 9], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert run.stdout.readline().startswith(b"{")
        run.stdout.close()
        said = run.stderr.read()
    assert (run.returncode, said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_is_full_is_said_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        told = subprocess.run([JINGYAN, "extract", path], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr.startswith("jingyan: ")
    assert len(told.stderr.splitlines()) == 1


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("shell", [">&-", "<&- >&- 2>&-", ">/dev/full", ">/dev/full 2>/dev/full", "| true"])
def test_a_catalogue_is_published_whoever_is_told(small: Path, shell: str) -> None:
    build = f"{{ '{JINGYAN}' build in --out out --engine local --jobs 1; echo $? 1>&3; }} {shell}"
    command = ["/bin/sh", "-c", f"{{ {build}; }} 3>code"]
    done = subprocess.run(command, cwd=small, stderr=subprocess.PIPE, text=True, check=False)
    assert (small / "code").read_text("utf-8") == "0\n", done.stderr
    assert (small / "out" / "catalogue.json").is_file()
    assert "Traceback" not in done.stderr
    told = "is published. What is to be told of it cannot be written" in done.stderr
    assert told == (shell in (">/dev/full", "| true"))
