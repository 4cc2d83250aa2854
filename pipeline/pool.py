"""A pool of worker processes that can be killed and replaced without losing the batch.

Each worker is a plain `python -m pipeline.worker` driven by one thread over pipes. No lock is shared between
processes, so a
worker that dies can hold nothing back; and the worker never imports the program that started it (under Prefect that
would be
Prefect itself, which `multiprocessing` would import again in every child).
"""

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from corpus.discover import Found
from corpus.model import Outcome
from extractors.overlay import NONE, Overlay
from outputs.model import DocumentRecord
from pipeline.identify import identify
from pipeline.settings import Settings

OUT_OF_MEMORY = "rejected:memory"


class WorkerError(RuntimeError):
    """A worker process did not come up; its own words stand on standard error."""


def _arguments(settings: Settings) -> tuple[str, str, str]:
    return str(settings.memory_mb), str(int(settings.ocr)), settings.profile


class Worker:
    """One child process, used by one thread at a time."""

    def __init__(self, settings: Settings, overlay: Overlay) -> None:
        self.expired = False
        self.fresh = True
        self._settings = settings
        self._process = subprocess.Popen(
            # -P: a folder that happens to be the current one must not offer its files as modules
            [sys.executable, "-P", "-m", "pipeline.worker", *_arguments(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if not self._tell(overlay) or self._answer(settings.start_seconds) != "ready":
            self.close()
            raise WorkerError("A reader process did not start; see the lines above.")

    def _expire(self) -> None:
        self.expired = True
        self._process.kill()

    def _answer(self, seconds: float) -> Any:
        """The next pickle from the process, or None where it died or was killed at the end of its time.

        Each page whose text is recognised has that time of its own: the process tells when it begins one.
        """
        answer = "page"
        while answer == "page":
            answer = self._next(seconds)
        return answer

    def _next(self, seconds: float) -> Any:
        assert self._process.stdout is not None
        timer = threading.Timer(seconds, self._expire)
        timer.start()
        try:
            return pickle.load(self._process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return None
        finally:
            timer.cancel()

    def _tell(self, what: Overlay | Found) -> bool:
        """Whether the process could be told; it may have died."""
        assert self._process.stdin is not None
        try:
            pickle.dump(what, self._process.stdin)
            self._process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def run(self, found: Found) -> DocumentRecord | None:
        """The record of a file, or None where the process died over it."""
        self.fresh = False
        if not self._tell(found):
            return None
        answer = self._answer(self._settings.seconds)
        return answer if isinstance(answer, DocumentRecord) else None

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is still there to be asked."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process at once; a thread that waits for its answer gets None."""
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


class ReaderPool:
    """`settings.jobs` workers that read documents, all with the same overlay; a context manager."""

    def __init__(self, settings: Settings, overlay: Overlay = NONE) -> None:
        self.settings = settings
        self.overlay = overlay
        self._threads = ThreadPoolExecutor(settings.jobs, thread_name_prefix="reader")
        self._mine = threading.local()
        self._workers: set[Worker] = set()
        self._closed = False
        self._broken: WorkerError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        for worker in tuple(self._workers):
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    @property
    def workers(self) -> frozenset[Worker]:
        """The workers that are up now."""
        return frozenset(self._workers)

    def submit(self, found: Found) -> Future[DocumentRecord]:
        """Read one file; the future holds its record and fails only where no worker can be started at all."""
        return self._threads.submit(self._run, found)

    def submit_all(self, found: Iterable[Found]) -> tuple[Future[DocumentRecord], ...]:
        """Read many files, each a future, in their order."""
        return tuple(self.submit(one) for one in found)

    def _worker(self) -> Worker:
        worker: Worker | None = getattr(self._mine, "worker", None)
        if worker is not None and not worker.alive:
            self._retire(worker)
            worker = None
        return worker or self._start()

    def _start(self) -> Worker:
        """A new worker for this thread; once one could not start, no other is tried."""
        if self._broken:
            raise self._broken
        try:
            worker = self._mine.worker = Worker(self.settings, self.overlay)
        except WorkerError as error:
            self._broken = error
            raise
        self._workers.add(worker)
        if self._closed:  # while it started
            worker.kill()
        return worker

    def _retire(self, worker: Worker) -> int:
        self._mine.worker = None
        self._workers.discard(worker)
        return worker.close()

    def _run(self, found: Found, tries: int = 2) -> DocumentRecord:
        """A worker may also have been killed from outside, so a death that is no timeout gets a second try.

        So does a lack of memory, where documents before this one may have left little of it.
        """
        worker = self._worker()
        used = not worker.fresh
        record = worker.run(found)
        if record is not None and record.outcome.status != OUT_OF_MEMORY:
            return record
        code = self._retire(worker)
        if record is not None:
            return self._run(found, tries - 1) if used and tries > 1 and not self._closed else record
        if tries > 1 and not worker.expired and not self._closed:
            return self._run(found, tries - 1)
        return DocumentRecord(identify(found), self._loss(worker, code))

    def _loss(self, worker: Worker, code: int) -> Outcome:
        """Why a worker was lost, as the outcome of the document that it had in hand."""
        if self._closed:
            return Outcome("rejected:interrupted", "The run was stopped while this document was being read.")
        if worker.expired:
            seconds = f"{self.settings.seconds:g}"
            return Outcome("rejected:timeout", f"Reading took longer than {seconds} s and was stopped.")
        return Outcome("rejected:crashed", f"The reader process died over this document (exit code {code}).")
