"""A pool of worker processes that can be killed and replaced without losing the batch.

Each worker (`pipeline.process`) is driven by one thread over pipes. What is known of a document is looked up first, by
the same thread: only what is new or has changed goes to a worker, and one that has nothing to do is never started.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from corpus.discover import Found
from corpus.model import Outcome
from extractors.overlay import NONE, Overlay
from outputs.aside import laid
from outputs.model import DocumentRecord
from outputs.spool import Spool
from pipeline.answers import Answers
from pipeline.identify import identify
from pipeline.kept import Known, Memory
from pipeline.process import CallError, Job, Worker, WorkerError
from pipeline.seen import How, Packed, Seen
from pipeline.settings import Settings

OUT_OF_MEMORY = "rejected:memory"
MOST_TRIES = 2
AHEAD = 2  # calls that wait for each worker, so that none is idle


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a document in a worker: None where what was kept of it is damaged. `times`: how often it tried."""

    record: DocumentRecord | None
    packed: Packed | None = None
    times: int = 1


class UnderWay:
    """The workers that make some calls, and whether these are to end."""

    def __init__(self) -> None:
        self.ended = False
        self._workers: set[Worker] = set()
        self._lock = threading.Lock()

    @contextmanager
    def by(self, worker: Worker) -> Iterator[None]:
        """A worker makes one of the calls."""
        with self._lock:
            self._workers.add(worker)
            if self.ended:
                worker.kill()
        try:
            yield
        finally:
            with self._lock:  # once it does something else nobody is to kill it
                self._workers.discard(worker)

    def end(self) -> None:
        """Kill whoever makes one of the calls, now or later."""
        with self._lock:
            self.ended = True
            for worker in self._workers:
                worker.kill()


class ReaderPool:
    """`settings.jobs` workers that read documents, all with the same overlay; a context manager. `kept` knows documents
    of builds before; into `spool` goes what is heavy of the records.
    """

    def __init__(
        self, settings: Settings, overlay: Overlay = NONE, kept: Memory | None = None, spool: Spool | None = None
    ) -> None:
        self.settings = settings
        self.overlay = overlay
        self._kept = kept
        self.spool = spool
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

    def submit(self, found: Found) -> Future[Seen]:
        """Read one file; the future holds its record and fails only where no worker can be started at all."""
        return self._threads.submit(self._seen, found)

    def submit_all(self, found: Iterable[Found]) -> tuple[Future[Seen], ...]:
        """Read many files, each a future, in their order."""
        return tuple(self.submit(one) for one in found)

    def settled(self, found: Found, record: DocumentRecord, packed: Packed | None = None, times: int = 1) -> Seen:
        """A record of a file that was made now, as it is told and kept."""
        if self._kept:
            record = self._kept.told(found, record, times)
            self._kept.keep(found, record, packed)
        return Seen(record)

    def calls(self, function: str, payloads: Iterable[object]) -> Answers:
        """What a function of ours (`module:name`, of one argument) gives for each payload, in order, by the workers; a
        few payloads are taken ahead, by several workers at once: who asked goes on meanwhile. Raises CallError where it
        raises, or its worker died twice. Who takes no more of them kills the workers that still make some.
        """
        under_way = UnderWay()
        asked = (self._threads.submit(self._call, function, payload, under_way) for payload in payloads)
        return Answers(asked, self.settings.jobs * AHEAD, at_once=self.settings.jobs > 1, end=under_way.end)

    def _seen(self, found: Found) -> Seen:
        began, self._mine.waited = time.perf_counter(), 0.0
        record, how = self._looked_up(found) if self._kept and not found.converted else (None, "read")
        if record is None:
            tried = self._tried(("read", (found, self._kept is not None)), found)
            assert tried.record is not None
            record = self.settled(found, tried.record, tried.packed, tried.times).record
        return Seen(record, how, round((time.perf_counter() - began - self._mine.waited) * 1000, 3))

    def _looked_up(self, found: Found) -> tuple[DocumentRecord | None, How]:
        """The record of a file by what is kept of it, and how; None where it must be read."""
        assert self._kept is not None
        known = self._kept.look(found)
        if known.record is not None:
            return known.record, known.how
        record = self._extracted(found, known) if known.reading else None
        return record, "extracted" if record else "read"

    def _extracted(self, found: Found, known: Known) -> DocumentRecord | None:
        tried = self._tried(("extract", (known.source, known.reading)), found)
        return tried.record and self.settled(found, tried.record, tried.packed, tried.times).record

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

    def _warm_worker(self) -> Worker:
        """A worker that has its lexicons; how long it took is no time of a document."""
        began = time.perf_counter()
        worker = self._worker()
        try:
            worker.warm_up()
            self._mine.waited += time.perf_counter() - began
        except WorkerError as error:
            self._retire(worker)
            if not self._closed:
                self._broken = error
                raise
        return worker

    def _retire(self, worker: Worker) -> int:
        self._mine.worker = None
        self._workers.discard(worker)
        return worker.close()

    def _tried(self, job: Job, found: Found, times: int = 1) -> Tried:
        """A worker may also have been killed from outside, so a death that is no timeout gets a second try.

        So does a lack of memory, where documents before this one may have left little of it.
        """
        worker = self._warm_worker()
        used, again = not worker.fresh, times < MOST_TRIES and not self._closed
        answer = worker.run(job)
        if answer is None:
            return Tried(None)
        record = laid(answer.record, self.spool) if isinstance(answer, Packed) else None
        if isinstance(answer, Packed) and record and record.outcome.status != OUT_OF_MEMORY:
            return Tried(record, answer, times)
        code = self._retire(worker)
        if again and (used if record else not worker.expired):
            return self._tried(job, found, times + 1)
        return Tried(record or DocumentRecord(identify(found), self._loss(worker, code)), times=times)

    def _call(self, function: str, payload: object, under_way: UnderWay) -> Any:
        for _ in range(MOST_TRIES):
            worker = self._worker()
            with under_way.by(worker):
                done, value = worker.call(function, payload)
            if done:
                return value
            self._retire(worker)
            if under_way.ended:
                break
        raise CallError(f"The process that ran {function} died twice; the machine may have too little memory.")

    def _loss(self, worker: Worker, code: int) -> Outcome:
        """Why a worker was lost, as the outcome of the document that it had in hand."""
        if self._closed:
            return Outcome("rejected:interrupted", "The run was stopped while this document was being read.")
        if worker.expired:
            seconds = f"{self.settings.seconds:g}"
            return Outcome("rejected:timeout", f"Reading took longer than {seconds} s and was stopped.")
        return Outcome("rejected:crashed", f"The reader process died over this document (exit code {code}).")
