"""A folder that is watched: what there was at each look, when a build is due, and how it is started.

The folders are looked at again and again: many lie on other machines, whose changes no system reports. Each build is a
process of its own, so that nothing that happens in one can end the watch, and its memory is given back.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from corpus.discover import SourceError, lying
from outputs.target import CORRECTIONS, VOLUMES, WORKBOOK, digest, is_written_in, published
from pipeline.lock import LockedError, locked
from pipeline.settings import Settings, state_folder
from pipeline.settled_files import Stamp, stamp_of, stamps, unsettled

# Of the time that passes, looking takes so much at most: a share of 100,000 files is looked at less often.
SHARE = 0.02
# A folder in which something changes all the time is built nevertheless, after so many times `patience_seconds`.
RESTLESS = 10
# A build that failed is tried again without a change too: a disk may have room again, a share be back.
FIRST_PAUSE, LAST_PAUSE = 60.0, 3_600.0
# What a build that is stopped may take to tidy up.
END_SECONDS = 60.0

Paths = dict[Path, Stamp]


@dataclass(frozen=True, slots=True)
class Look:
    """What there was to read at one moment: the documents, and what analysts wrote (words, corrections, marks)."""

    documents: Paths
    written: Paths

    def since(self, built: "Look | None") -> tuple[Path, ...]:
        """What is new, changed or gone since a build. That what analysts wrote is gone does not count: a build takes
        it over.
        """
        if built is None:
            return tuple({**self.documents, **self.written})
        new = {**self.documents, **self.written}.items() - {**built.documents, **built.written}.items()
        return tuple(sorted({path for path, _ in new} | (built.documents.keys() - self.documents.keys())))


@lru_cache(maxsize=8)
def _marked(out: Path, *_: Stamp | None) -> bool:
    """Whether somebody wrote in what a catalogue has for that, since it was published; asked anew when a file changed.

    A workbook without a catalogue around it is nobody's.
    """
    told = ((out / name, was) for name, was in published(out).items() if is_written_in(name))
    return any(path.is_file() and digest(path) != was for path, was in told)


def look(sources: Sequence[Path], out: Path, settings: Settings) -> Look:
    """Look at all that a build would read, opening nothing but what changed. Raises SourceError."""
    ours = tuple(f"{folder}{os.sep}" for folder in (out, state_folder(out).parent))
    inside = (file.path for file in lying(sources) if file.ignored is None)
    documents = stamps(path for path in inside if not str(path).startswith(ours))
    words = settings.taxonomy.glob("*.yml") if settings.taxonomy else ()
    said = (out / WORKBOOK, *sorted((out / VOLUMES).glob("*.xlsx")), out / CORRECTIONS)
    marks = said if _marked(out, *map(stamp_of, (*said, out / "catalogue.json"))) else ()
    return Look(documents, stamps((*words, *settings.corrections, *marks)))


def command(sources: Sequence[Path], out: Path, engine: str, options: Iterable[str | Path]) -> list[str]:
    """The build that a watch starts: the same program, whatever `jingyan` is on the path."""
    start = [sys.executable, "-P", "-m", "pipeline.cli", "build"]
    return [*start, *map(str, sources), "--out", str(out), "--engine", engine, *map(str, options)]


@dataclass(slots=True)
class Watch:
    """A folder that is watched: what was there when it was built last, and what is waited for."""

    look: Callable[[], Look]
    build: Callable[[], bool]
    free: Callable[[], bool]
    patience: float
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    built: Look | None = None
    _before: Look | None = None
    _since: float | None = None
    _again: float | None = None
    _pause: float = FIRST_PAUSE
    _said: set[str] = field(default_factory=set)

    def step(self) -> None:
        """Look once, and build if there is something new that has settled."""
        try:
            now = self.look()
        except (SourceError, OSError) as error:
            self._tell(f"{error} Looking again.")
            self._before = None
            return
        before, self._before = self._before, now
        changed = now.since(self.built)
        due = self._again is not None and self.clock() >= self._again
        if not changed and not due:
            self._since = None
        elif before is not None and self._settled(before, now, changed) and self._is_free():
            self._run(now)

    def _settled(self, before: Look, now: Look, changed: Sequence[Path]) -> bool:
        self._since = self.clock() if self._since is None else self._since
        one, other = ({**seen.documents, **seen.written} for seen in (before, now))
        waiting = unsettled(one, other, changed, self.patience)
        if waiting:
            self._tell(f"Waiting for {waiting[0].name}" + f" and {len(waiting) - 1} more" * (len(waiting) > 1))
        return not waiting or self.clock() - self._since > RESTLESS * self.patience

    def _is_free(self) -> bool:
        if self.free():
            return True
        self._tell("Another build is writing to this catalogue; waiting for it to end.")
        return False

    def _run(self, now: Look) -> None:
        self._since, self._again = None, None
        self._said.clear()
        self.built = now
        if self.build():
            self._pause = FIRST_PAUSE
            return
        self.say(f"The build failed; it is tried again when something changes, or in {self._pause:.0f} s.")
        self._again = self.clock() + self._pause
        self._pause = min(2 * self._pause, LAST_PAUSE)

    def _tell(self, message: str) -> None:
        """Say something once until the next build."""
        if message not in self._said:
            self._said.add(message)
            self.say(message)


def run_build(started: list[str]) -> bool:
    """Whether a build published; one that is in the works when the watch is stopped is stopped as well."""
    try:
        process = subprocess.Popen(started, stdin=subprocess.DEVNULL)
    except OSError:  # the machine has no room for a process now
        return False
    try:
        return process.wait() == 0
    except BaseException:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise


def is_free(out: Path) -> bool:
    """Whether no other build writes to a catalogue now; where that cannot be told, the build will say why."""
    try:
        with locked(out):
            return True
    except LockedError:
        return False
    except OSError:
        return True


def watch_on(watch: Watch, every: float, pause: Callable[[float], None] = time.sleep) -> None:
    """Look again and again until a signal comes; a folder that takes long to look at is looked at less often."""
    while True:
        begun, built = time.monotonic(), watch.built
        watch.step()
        looked = time.monotonic() - begun if watch.built is built else 0.0
        pause(max(every, looked / SHARE))
