"""Whether the files of a folder have settled: nobody writes to them, and each is there to its end.

A file that is being copied grows, may pause, and may have its full size from the start. What its format ends with tells
best; where a format has no such mark the file must keep still for a while.
"""

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.discover import Found
from corpus.endings import is_ended
from pipeline.plan import Plan, plan
from pipeline.settings import Settings

STEP = 0.25
SHOWN = 3


class Stamp(NamedTuple):
    """What tells, without opening a file, that it was written to: bytes, and two times in nanoseconds. Who copies a
    file may set the first back, the second is the system's own.
    """

    size: int
    modified: int
    changed: int

    @property
    def newest(self) -> float:
        """The later of the two times, in seconds since 1970."""
        return max(self.modified, self.changed) / 1e9


def stamp_of(path: Path) -> Stamp | None:
    """What a file is like now, links followed; None where it is gone."""
    try:
        told = os.stat(path)  # noqa: PTH116 - Path.stat takes twice as long, and there may be 100,000
    except OSError:
        return None
    return Stamp(told.st_size, told.st_mtime_ns, told.st_ctime_ns)


def stamps(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """What each file is like now; what is gone is left out."""
    return {path: stamp for path in paths if (stamp := stamp_of(path)) is not None}


def _young(stamp: Stamp, seconds: float) -> bool:
    """Whether a file was written to so lately; a time to come, as a clock that was set back leaves it, tells nothing
    and counts as lately.
    """
    return time.time() - stamp.newest < seconds


def _fresh(found: Iterable[Found], seconds: float) -> dict[Path, Stamp]:
    """The documents that were written to just now and do not have the end that their format asks for."""
    now = stamps({file.path for file in found if file.ignored is None})
    return {path: at for path, at in now.items() if _young(at, seconds) and not is_ended(path)}


def wait_settled(found: Sequence[Found], settings: Settings, say: Callable[[str], None]) -> bool:
    """Wait for documents that were written to in the last `settle_seconds`, until each keeps still for that time or has
    its end; `patience_seconds` at most. Says whether there were any.
    """
    pending = _fresh(found, settings.settle_seconds)
    if not pending:
        return False
    until = time.monotonic() + settings.patience_seconds
    since = dict.fromkeys(pending, time.monotonic())
    told = False
    while pending and time.monotonic() < until:
        time.sleep(min(STEP, settings.settle_seconds))
        grown = _grown(pending)
        since |= dict.fromkeys(grown, time.monotonic())
        if grown and not told:
            told = True
            say(f"Waiting for files that are still being written: {_names(grown)}")
        pending = {path: at for path, at in (pending | grown).items() if _waits(path, since[path], settings)}
    return True


def _waits(path: Path, since: float, settings: Settings) -> bool:
    return path.exists() and time.monotonic() - since < settings.settle_seconds and not is_ended(path)


def _grown(pending: Mapping[Path, Stamp]) -> dict[Path, Stamp]:
    return {path: at for path, at in stamps(pending).items() if at != pending[path]}


def _names(paths: Iterable[Path]) -> str:
    names = sorted(path.name for path in paths)
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def settled_plan(
    sources: Sequence[Path], out: Path, settings: Settings, say: Callable[[str], None] = lambda _: None
) -> Plan:
    """The plan of a build, looked at once nobody writes to its files; raises UsageError."""
    found = plan(sources, out, settings)
    with settings.limiting():
        waited = settings.settle_seconds > 0 and wait_settled(found.found, settings, say)
    return plan(sources, out, settings) if waited else found


def unsettled(
    before: Mapping[Path, Stamp], now: Mapping[Path, Stamp], among: Iterable[Path], patience: float
) -> tuple[Path, ...]:
    """Of some files, those that changed between two looks, or lack the end that their format asks for and were written
    to in the last `patience` seconds.
    """
    return tuple(
        path
        for path in among
        if before.get(path) != now.get(path)
        or (path in now and _young(now[path], patience) and is_ended(path) is False)
    )
