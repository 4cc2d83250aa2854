"""One build at a time for an output folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.settings import state_folder


class LockedError(RuntimeError):
    """Another build is writing to the same output folder."""


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output folder for this process; the system lets go of it even if the process is killed."""
    state = state_folder(out)
    state.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(state / "lock", timeout=0):
            yield
    except Timeout as error:
        raise LockedError(f"Another build is writing to {out}; wait for it to end.") from error
