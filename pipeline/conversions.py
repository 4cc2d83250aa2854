"""Documents that LibreOffice must convert before a worker can read them: those of a batch in one call.

A worker finds out what a file is, and refuses what needs LibreOffice; what it refused so is converted and goes to the
pool a second time. So no untrusted byte is looked at outside of a worker and LibreOffice.
"""

import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.discover import Found
from corpus.model import Outcome, RejectionError
from corpus.readers.legacy_office import Office, find_office, on_disk, sweep
from corpus.readers.legacy_rtf import closed
from outputs.model import DocumentRecord
from pipeline.kept import NEEDS_OFFICE
from pipeline.load import load
from pipeline.pool import ReaderPool
from pipeline.seen import Seen

Record = Future[Seen]
DISK = "rejected:disk"
SUFFIXES = ((b"{\\rtf", ".rtf"), (b"PK", ".odt"), (b"", ".doc"))


class DiskError(OSError):
    """Documents could not be converted, by no fault of theirs: where they are converted no file can be written."""


def check_disk(records: Iterable[DocumentRecord]) -> None:
    """Raise DiskError where a record tells of a disk that is full."""
    for record in records:
        if record.outcome.status == DISK:
            raise DiskError(f"{record.source.name}: {record.outcome.reason}")


class Conversions:
    """LibreOffice beside a pool, one batch after another; a context manager. What it writes is in `folder`, which is
    emptied at both ends, or else in a temporary one that is made when it is needed. Without LibreOffice the workers'
    refusals stand.

    Raises NotADirectoryError on entering where `folder` is something else.
    """

    def __init__(self, pool: ReaderPool, folder: Path | None = None) -> None:
        self._pool, self._folder = pool, folder
        self._program = find_office(pool.settings.soffice)
        self._office: Office | None = None
        self._lock = threading.Lock()
        self._over = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="office")
        self._numbers = count(1)

    def __enter__(self) -> Self:
        if self._folder and (self._folder.is_symlink() or self._folder.is_file()):
            raise NotADirectoryError(f"{self._folder} is no folder, but one is needed there; move it away.")
        self._clear()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._over = True
        if self._office:
            self._office.stop()
        self._thread.shutdown(cancel_futures=True)
        self._clear()

    def _clear(self) -> None:
        if self._folder:
            sweep(self._folder)

    def _opened(self) -> tuple[Office, Path]:
        """LibreOffice and the folder that it works in; raises OSError where there can be none."""
        assert self._program is not None
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="jingyan-"))
            if self._office is None:
                self._office = Office(self._program, self._folder, self._pool.settings.office_seconds)
                if self._over:
                    self._office.stop()
            return self._office, self._folder

    def followed(self, batch: Sequence[Found], first: Sequence[Record]) -> tuple[Record, ...]:
        """The records of a batch: those of its first reading, or of a second one where that asked for LibreOffice."""
        if self._program is None:
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
        try:
            results = self._converted([file.found for file in files])
        except OSError as error:
            results = [on_disk(error, self._folder or "the temporary folder")] * len(files)
        uses = Counter(result for result in results if isinstance(result, Path))
        for file, result in zip(files, results, strict=True):
            if isinstance(result, Path):
                again = self._pool.submit(replace(file.found, converted=result))
                again.add_done_callback(partial(self._forget, result, uses))
                again.add_done_callback(partial(_pass_on, file.record))
            else:
                file.record.set_result(self._pool.settled(file.found, file.rejected(result), times=_times(result)))

    def _forget(self, path: Path, uses: Counter[Path], _: Record) -> None:
        """Remove a DOCX that was read: those of a whole build could fill the disk."""
        with self._lock:
            uses[path] -= 1
        if not uses[path]:
            path.unlink(missing_ok=True)

    def _converted(self, files: Sequence[Found]) -> "list[Path | RejectionError]":
        """The DOCX of each file, or why there is none; raises OSError where a file of ours cannot be written."""
        office, folder = self._opened()
        folder = folder / str(next(self._numbers))
        (folder / "in").mkdir(parents=True)
        known: dict[bytes, Path] = {}
        copies = [_copied(found, folder / "in" / f"{number:04}", known) for number, found in enumerate(files)]
        documents = list(known.values())
        made = dict(zip(documents, office.convert(documents, folder / "out"), strict=True))
        shutil.rmtree(folder / "in", ignore_errors=True)
        return [made[copy] if isinstance(copy, Path) else copy for copy in copies]


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
        refusal = None if done.cancelled() or done.exception() else done.result().record
        if refusal and refusal.outcome.status == NEEDS_OFFICE:
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


def _times(error: RejectionError) -> int:
    """How often LibreOffice tried a document: one that it died over is given to it once more, alone."""
    return 2 if error.code == "crashed" else 1


def _end(files: Sequence[Refused], done: "Future[None]") -> None:
    """Records that cannot come any more end as the conversion did."""
    error = None if done.cancelled() else done.exception()
    for file in files if done.cancelled() or error else ():
        if error and not file.record.done():
            file.record.set_exception(error)
        else:
            file.record.cancel()


def _copied(found: Found, stem: Path, known: dict[bytes, Path]) -> Path | RejectionError:
    """A copy of a file for LibreOffice, which would lock the file itself; its suffix helps LibreOffice to know it. Of
    files of the same content there is one, `known` by its hash.

    Raises OSError where the copy cannot be written.
    """
    try:
        data = load(found.path, found.member)
    except RejectionError as error:
        return error
    digest = sha256(data).digest()
    if digest not in known:
        suffix = next(suffix for signature, suffix in SUFFIXES if data.startswith(signature))
        stem.with_suffix(suffix).write_bytes(closed(data) if suffix == ".rtf" else data)
        known[digest] = stem.with_suffix(suffix)
    return known[digest]
