"""What a command costs with all processes that it starts: clock, CPU, and the most memory of each. Linux only."""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
EVERY = 0.2  # seconds between two looks; a peak is kept by the system, so that only the last moments are missed
NAMED = 60  # characters of a command that are kept
TAIL = 2_000  # characters of what a failed command said


class FailedError(Exception):
    """A measured command ended badly; the words are the last that it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of CPU (user and system) of the whole tree; the most MB of one process and of the first
    one; how many processes there were; how busy the machine was before (load average of a minute).
    """

    wall: float
    cpu: float
    peak_mb: float
    main_mb: float
    processes: int
    largest: str
    load: float


@dataclass(slots=True)
class Watch:
    """The peaks of a process and all below it, looked at until it ends."""

    root: int
    peaks: dict[int, float] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def look(self) -> None:
        """Note every living process of the tree."""
        for pid in _tree(self.root):
            peak = _peak(pid)
            if peak:
                self.peaks[pid] = max(peak, self.peaks.get(pid, 0))
                self.names[pid] = _named(pid)


def _tree(root: int) -> Iterator[int]:
    yield root
    for path in PROC.glob(f"{root}/task/*/children"):
        try:
            children = path.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _peak(pid: int) -> float:
    """The most MB that a process ever had in memory; 0 if it has ended."""
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def _named(pid: int) -> str:
    """The arguments of a process, less the program."""
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ""
    return " ".join(words[1:])[:NAMED]


def measured(command: Sequence[str], log: Path) -> Cost:
    """Run a command to its end; what it says goes to `log`. Raises FailedError."""
    load = os.getloadavg()[0]
    with log.open("wb") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        watch = Watch(process.pid)
        used = _ended(process, watch)
        wall = time.perf_counter() - begun
    if process.returncode:
        raise FailedError(f"{' '.join(command)}\n{log.read_text(errors='replace')[-TAIL:]}")
    # The first process's own peak may lie in its last moments: the system tells it with its end.
    largest = max(watch.peaks, key=watch.peaks.__getitem__, default=process.pid)
    return Cost(
        wall=wall,
        cpu=used.ru_utime + used.ru_stime,
        peak_mb=max([*watch.peaks.values(), used.ru_maxrss / 1024]),
        main_mb=watch.peaks.get(process.pid, 0),
        processes=len(watch.peaks),
        largest=watch.names.get(largest, ""),
        load=load,
    )


def _ended(process: subprocess.Popen[bytes], watch: Watch) -> resource.struct_rusage:
    """What a process and all that it waited for have used, once it has ended; it ends at the latest when we do."""
    over = threading.Event()
    thread = threading.Thread(target=_watched, args=(watch, over))
    thread.start()
    try:
        _, status, used = os.wait4(process.pid, 0)
    except BaseException:
        process.terminate()
        raise
    finally:
        over.set()
        thread.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    return used


def _watched(watch: Watch, ended: threading.Event) -> None:
    while not ended.wait(EVERY):
        watch.look()
