"""One worker process as the thread that uses it sees it: a plain `python -m pipeline.worker` behind two pipes.

No lock is shared between processes, so a worker that dies can hold nothing back; and the worker never imports the
program that started it (under Prefect that would be Prefect itself, which `multiprocessing` would import again in every
child).
"""

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from corpus.limits import Limits
from corpus.system import cpu_seconds_of
from extractors.overlay import Overlay
from pipeline.seen import Packed
from pipeline.settings import Settings

Job = tuple[str, tuple[Any, ...]]
Start = tuple[Overlay, Limits]
BUSY = 3  # times as long by the clock that a document may take on a busy machine
SHORTEST = 0.02  # seconds between two looks


class WorkerError(RuntimeError):
    """A worker process did not come up; its own words stand on standard error."""


class CallError(WorkerError):
    """A call that a worker made failed: the last words of its traceback, and the whole of it as a note."""


class Died:
    """What comes in place of an answer where the process died, or was killed at the end of its time."""


DIED: Final = Died()


def _arguments(settings: Settings) -> tuple[str, str, str]:
    return str(settings.memory_mb), str(int(settings.ocr)), settings.profile


class Worker:
    """One child process, used by one thread at a time."""

    def __init__(self, settings: Settings, overlay: Overlay) -> None:
        self.expired = False
        self.fresh = True
        self._warm = False
        self._settings = settings
        self._process = subprocess.Popen(
            # -P: a folder that happens to be the current one must not offer its files as modules
            [sys.executable, "-P", "-m", "pipeline.worker", *_arguments(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if not self._tell((overlay, settings.limits())) or self._answer(settings.start_seconds) != ("done", "ready"):
            self.close()
            raise WorkerError("A reader process did not start; see the lines above.")

    def warm_up(self) -> None:
        """Have it load its lexicons, once; raises WorkerError."""
        if self._warm:
            return
        if self._asked(("warm", ()), self._settings.start_seconds) != ("done", "warm"):
            raise WorkerError("A reader process did not start; see the lines above.")
        self._warm = True

    def run(self, job: Job) -> Packed | Died | None:
        """What it makes of a document; None where what was kept of it is damaged."""
        self.fresh = False
        answer = self._asked(job, self._settings.seconds)
        return DIED if isinstance(answer, Died) or answer[0] != "done" else answer[1]

    def call(self, function: str, payload: object) -> tuple[bool, Any]:
        """Whether it lived to answer, and what a function of ours gives; raises CallError where that raised."""
        answer = self._asked(("call", (function, payload)), None)
        if isinstance(answer, Died):
            return False, None
        kind, value = answer
        if kind != "done":
            error = CallError(f"A worker process failed ({value.strip().splitlines()[-1]}).")
            error.add_note(value)
            raise error
        return True, value

    def _asked(self, job: Job, seconds: float | None) -> Any:
        return self._answer(seconds) if self._tell(job) else DIED

    def _answer(self, seconds: float | None) -> Any:
        """The next answer of the process.

        Each page whose text is recognised has the time of a document: the process tells when it begins one.
        """
        answer = ("page", None)
        while answer == ("page", None):
            answer = self._next(seconds)
        return answer

    def _next(self, seconds: float | None) -> Any:
        assert self._process.stdout is not None
        try:
            with self._timed(seconds):
                return pickle.load(self._process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return DIED

    @contextmanager
    def _timed(self, seconds: float | None) -> Iterator[None]:
        if seconds is None:
            yield
            return
        over = threading.Event()
        threading.Thread(target=self._watch, args=(seconds, over), daemon=True).start()
        try:
            yield
        finally:
            over.set()

    def _watch(self, seconds: float, over: threading.Event) -> None:
        """Kill the process once it has computed so long, or taken a few times as long by the clock: where a machine is
        busy, a good document waits for its turn.
        """
        began, waited, left = cpu_seconds_of(self.pid), 0.0, seconds
        while not over.wait(left):
            waited, spent = waited + left, cpu_seconds_of(self.pid)
            # several threads compute more than the clock tells
            computed = waited if began is None or spent is None else min(spent - began, waited)
            left = min(seconds - computed, BUSY * seconds - waited)
            if left <= 0 and not over.is_set():
                self.expired = True
                self.kill()
                return
            left = max(left, SHORTEST)

    def _tell(self, what: Start | Job) -> bool:
        """Whether the process could be told; it may have died."""
        assert self._process.stdin is not None
        words = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        try:
            self._process.stdin.write(words)
            self._process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is still there to be asked."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process at once; a thread that waits for its answer gets none."""
        self._process.kill()

    def close(self) -> int:
        """End the process, leave nothing of it behind, and give its exit code."""
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was still to be written to a dead process
                    continue
        return code
