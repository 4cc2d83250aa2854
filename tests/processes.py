"""Processes that tests start: whether they still run, and waiting for what they do."""

import os
import time
from collections.abc import Callable
from pathlib import Path

# A machine with ten times more to do than it can is still waited for.
MOST_SECONDS = 600.0
# What hangs by intent in tests hangs for an hour: its own end is never taken for what should end it.
MOST_SECONDS_OF_AN_END = 120.0
STEP = 0.05


def _becomes(true: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(STEP)
    return True


def wait_for(true: Callable[[], bool], is_over: Callable[[], bool] = lambda: False) -> None:
    """Wait until it is so; fails at once where it can no longer become so, as when a process has ended."""
    assert _becomes(lambda: true() or is_over(), MOST_SECONDS), f"waited {MOST_SECONDS:.0f} s in vain"
    assert true(), "what was waited for can no longer happen"


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        if Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] == "Z":
            return False
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        return False
    return True


def stays(pid: int) -> bool:
    """Whether a process goes on that should end."""
    return not _becomes(lambda: not runs(pid), MOST_SECONDS_OF_AN_END)
