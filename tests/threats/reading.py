"""Reading a hostile file as a build does, in a worker of the pool, while what that takes is watched. Linux only."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus.discover import Found, opened
from corpus.system import cpu_seconds_of, peak_memory_of
from outputs.model import DocumentRecord
from pipeline.pool import ReaderPool
from pipeline.settings import Settings

EVERY = 0.02
MB = 2**20
FORGET_PEAK = "5"  # what /proc/PID/clear_refs takes to begin a peak anew


def settings() -> Settings:
    """One worker, all limits as they are set."""
    return Settings(jobs=1)


@dataclass(frozen=True, slots=True)
class Cost:
    """The most MB that a process had while it read, how many of them it had not had before, and seconds of CPU."""

    peak_mb: float
    more_mb: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file (of its members, where it is an archive), and what that took."""

    records: tuple[DocumentRecord, ...]
    cost: Cost

    @property
    def statuses(self) -> tuple[str, ...]:
        """The outcome of each document."""
        return tuple(record.outcome.status for record in self.records)


@dataclass(slots=True)
class Watch:
    """The processes of a pool while one file is read: those that die, and those that take their place, too."""

    pool: ReaderPool
    before: dict[int, tuple[float, float]] = field(default_factory=dict)
    last: dict[int, tuple[float, float]] = field(default_factory=dict)

    def begin(self) -> None:
        """Note what the workers have now; their peaks begin anew."""
        for worker in self.pool.workers:
            with suppress(OSError):
                Path(f"/proc/{worker.pid}/clear_refs").write_text(FORGET_PEAK, encoding="ascii")
            if (now := _now(worker.pid)) is not None:
                self.before[worker.pid] = now

    def look(self) -> None:
        """Note what each living worker has had and computed so far."""
        for worker in self.pool.workers:
            if (now := _now(worker.pid)) is not None:
                self.last[worker.pid] = now

    def cost(self) -> Cost:
        """What the file took in all."""
        at_rest = max((peak for peak, _ in self.before.values()), default=0.0)
        peak = max((peak for peak, _ in self.last.values()), default=0.0)
        spent = sum(seconds - self.before.get(pid, (0.0, 0.0))[1] for pid, (_, seconds) in self.last.items())
        return Cost(peak, max(0.0, peak - at_rest), spent)


def _now(pid: int) -> tuple[float, float] | None:
    peak, seconds = peak_memory_of(pid), cpu_seconds_of(pid)
    return None if peak is None or seconds is None else (peak / MB, seconds)


def read_watched(pool: ReaderPool, path: Path) -> Outcome:
    """What comes of a file, or of the members of an archive, and what that takes."""
    watch, over = Watch(pool), threading.Event()
    watch.begin()
    thread = threading.Thread(target=_watched, args=(watch, over))
    thread.start()
    try:
        records = [pool.submit(found).result().record for found in opened(Found(path.name, path))]
    finally:
        over.set()
        thread.join()
    watch.look()
    return Outcome(tuple(records), watch.cost())


def _watched(watch: Watch, over: threading.Event) -> None:
    while not over.wait(EVERY):
        watch.look()
