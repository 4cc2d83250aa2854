"""Documents that LibreOffice must convert before a worker can read them: those of a batch in one call.

A worker finds out what a file is, and refuses what needs LibreOffice; what it refused so is converted and goes to the
pool a second time. So no untrusted byte is looked at outside of a worker and LibreOffice.
"""

import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.archives import read_member
from corpus.discover import Found
from corpus.limits import check_size
from corpus.model import Outcome, RejectionError
from corpus.readers.legacy_office import Office, find_office
from outputs.model import DocumentRecord
from pipeline.pool import ReaderPool

Record = Future[DocumentRecord]
REFUSED = "rejected:needs_office"
SUFFIXES = ((b"{\\rtf", ".rtf"), (b"PK", ".odt"), (b"", ".doc"))


class Conversions:
    """LibreOffice beside a pool, one batch after another; a context manager. What it writes is in `folder`, which is
    emptied at both ends. Without LibreOffice the workers' refusals stand.
    """

    def __init__(self, pool: ReaderPool, folder: Path) -> None:
        self._pool, self._folder = pool, folder
        program = find_office(pool.settings.soffice)
        self._office = Office(program, folder, pool.settings.office_seconds) if program else None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="office")
        self._numbers = count(1)

    def __enter__(self) -> Self:
        shutil.rmtree(self._folder, ignore_errors=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._office:
            self._office.stop()
        self._thread.shutdown(cancel_futures=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def followed(self, batch: Sequence[Found], first: Sequence[Record]) -> tuple[Record, ...]:
        """The records of a batch: those of its first reading, or of a second one where that asked for LibreOffice."""
        if self._office is None:
            return tuple(first)
        portion = _Portion(batch, self._convert)
        for number, future in enumerate(first):
            future.add_done_callback(partial(portion.take, number))
        return portion.records

    def _convert(self, files: "Sequence[Refused]") -> None:
        """Convert these files and have them read, in a thread of its own."""
        try:
            done: Future[None] = self._thread.submit(self._work, files)
        except RuntimeError:  # the run is over
            for file in files:
                file.record.cancel()
        else:
            done.add_done_callback(partial(_end, files))

    def _work(self, files: "Sequence[Refused]") -> None:
        assert self._office is not None
        folder = self._folder / str(next(self._numbers))
        (folder / "in").mkdir(parents=True)
        copies = [_copied(file.found, folder / "in" / f"{number:04}") for number, file in enumerate(files)]
        made = iter(self._office.convert([copy for copy in copies if isinstance(copy, Path)], folder / "out"))
        shutil.rmtree(folder / "in", ignore_errors=True)
        for file, copy in zip(files, copies, strict=True):
            result = next(made) if isinstance(copy, Path) else copy
            if isinstance(result, Path):
                again = self._pool.submit(replace(file.found, converted=result))
                again.add_done_callback(partial(_pass_on, file.record))
            else:
                file.record.set_result(file.rejected(result))


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that a worker cannot read without LibreOffice, what it said of it, and the record that is waited for."""

    found: Found
    refusal: DocumentRecord
    record: Record

    def rejected(self, error: RejectionError) -> DocumentRecord:
        """The record of a file that LibreOffice did not convert."""
        return replace(self.refusal, outcome=Outcome(f"rejected:{error.code}", error.reason))


class _Portion:
    """The records of a batch whose first reading is under way; the files refused are converted when that has ended."""

    def __init__(self, batch: Sequence[Found], convert: Callable[[Sequence[Refused]], None]) -> None:
        self.records: tuple[Record, ...] = tuple(Future() for _ in batch)
        self._batch, self._convert = batch, convert
        self._lock = threading.Lock()
        self._left = len(batch)
        self._refused: dict[int, Refused] = {}

    def take(self, number: int, done: Record) -> None:
        """What the first reading of a file gave."""
        refusal = None if done.cancelled() or done.exception() else done.result()
        if refusal and refusal.outcome.status == REFUSED:
            self._refused[number] = Refused(self._batch[number], refusal, self.records[number])
        else:
            _pass_on(self.records[number], done)
        with self._lock:
            self._left -= 1
            last = self._left == 0
        if last and self._refused:
            self._convert([self._refused[number] for number in sorted(self._refused)])


def _pass_on(record: Record, done: Record) -> None:
    if done.cancelled():
        record.cancel()
    elif error := done.exception():
        record.set_exception(error)
    else:
        record.set_result(done.result())


def _end(files: Sequence[Refused], done: "Future[None]") -> None:
    """Records that cannot come any more end as the conversion did."""
    error = None if done.cancelled() else done.exception()
    for file in files if done.cancelled() or error else ():
        if error and not file.record.done():
            file.record.set_exception(error)
        else:
            file.record.cancel()


def _copied(found: Found, stem: Path) -> Path | RejectionError:
    """A copy of a file for LibreOffice, which would lock the file itself; its suffix helps LibreOffice to know it."""
    try:
        check_size(found.path.stat().st_size if found.member is None else found.member.size)
        data = read_member(found.path, found.member) if found.member else found.path.read_bytes()
    except RejectionError as error:
        return error
    except OSError as error:
        return RejectionError("unreadable", f"The file cannot be opened: {error.strerror or error}.")
    suffix = next(suffix for signature, suffix in SUFFIXES if data.startswith(signature))
    copy = stem.with_suffix(suffix)
    copy.write_bytes(data)
    return copy
