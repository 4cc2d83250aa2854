"""One build at a time for an output folder."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.system import runs
from outputs.state_files import write_whole
from pipeline.state import make_state

HOLDER = "lock.json"


class LockedError(RuntimeError):
    """Another build, or a rollback, has the same output folder in hand."""


def _tell(state: Path) -> None:
    """Say who holds the lock, in a file of its own: on Windows nobody can read the one that is locked. The lock holds
    without it too, where the disk is full.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    told = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now})
    with suppress(OSError):
        write_whole(state / HOLDER, told)


def holder(state: Path) -> str:
    """Who holds the lock, as far as that is known; what one that was killed has left says nothing."""
    try:
        told = json.loads((state / HOLDER).read_bytes())
    except (OSError, ValueError):
        return ""
    if not isinstance(told, dict) or not isinstance(pid := told.get("pid"), int):
        return ""
    if told.get("host") == socket.gethostname() and runs(pid) is False:
        return ""
    return f" (process {pid} on {told.get('host')}, since {told.get('since')})"


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output folder for this process; the system lets go of it even if the process is killed.

    Raises LockedError where another one holds it, NotOursError where others may write to the working state, and OSError
    where the file system has no locks.
    """
    state = make_state(out)
    try:
        with FileLock(state / "lock", timeout=0):
            _tell(state)
            try:
                yield
            finally:
                with suppress(OSError):
                    (state / HOLDER).unlink(missing_ok=True)
    except Timeout as error:
        raise LockedError(f"Another build is writing to {out}{holder(state)}; wait for it to end.") from error
