"""A Dask cluster as an engineer has one: a scheduler and workers, each a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import MOST_SECONDS, wait_for


@dataclass(frozen=True, slots=True)
class Cluster:
    """The address of the scheduler, and its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def _running(folder: Path, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", *arguments[1:], "--no-dashboard"]
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(MOST_SECONDS)


def _address(file: Path) -> str:
    wait_for(lambda: file.is_file() and file.read_text(encoding="utf-8").endswith("}"))
    return str(json.loads(file.read_bytes())["address"])


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A scheduler on loopback with workers of one thread each; what they say stands in `folder`."""
    told = folder / "scheduler.json"
    here = ("--scheduler-file", str(told))
    with ExitStack() as running:
        running.enter_context(_running(folder, "scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", *here))
        address = _address(told)
        started = [
            running.enter_context(_running(folder, f"worker{n}", "worker", address, "--no-nanny", "--nthreads", "1"))
            for n in range(workers)
        ]
        yield Cluster(address, tuple(started))


def readers(pid: int) -> list[int]:
    """The reader processes that a process has started, on Linux; not what it runs for a moment as it starts itself."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            started = (entry / "cmdline").read_bytes().split(b"\0")
        except (OSError, NotADirectoryError):
            continue
        if entry.name.isdecimal() and int(fields[1]) == pid and b"pipeline.worker" in started:
            found.append(int(entry.name))
    return found
