"""The process that meets untrusted files: it reads one document at a time, from opening to findings, within limits.

Started by `pipeline.pool` as `python -m pipeline.worker`; on standard input come the overlay to use and then the jobs,
records go out on standard output, all as pickles. Nothing imported here may import Prefect.
"""

import ctypes
import gc
import hashlib
import os
import pickle
import signal
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from corpus.archives import Member, read_member
from corpus.discover import Found
from corpus.document import prepare_text
from corpus.limits import check_size
from corpus.model import Outcome, RejectionError, Source
from corpus.readers import read
from corpus.readers.ocr import recognising
from extractors.about import of_articles
from extractors.extract import extract
from extractors.overlay import using
from extractors.relative_dates import of_articles as dates_of_articles
from outputs.assemble import assemble
from outputs.checks import checks
from outputs.model import DocumentRecord
from outputs.no_case import no_case
from pipeline.withhold import held

TRIES = 3
PR_SET_PDEATHSIG = 1
WARM_UP = "一、主要做法\n一是开展培训12次。存在责任不清的问题。\n"


def limit_memory(megabytes: int) -> None:
    """Allow this process so many MB more than it has now; where the system has no such limit, time alone bounds it."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * 1_048_576
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):
        return


def load(path: Path, member: Member | None = None) -> bytes:
    """The bytes of a file, or of a member of the archive there. A share that stumbles is asked again; what is over the
    limit is refused before it is read.
    """
    for attempt in range(TRIES):
        try:
            told = path.stat()
            if not stat.S_ISREG(told.st_mode):
                raise RejectionError("unreadable", "This is no regular file.")
            if member is not None:
                return read_member(path, member)
            check_size(told.st_size)
            return path.read_bytes()
        except OSError as error:
            if attempt == TRIES - 1 or isinstance(error, FileNotFoundError | PermissionError):
                raise RejectionError("unreadable", f"The file cannot be opened: {error.strerror or error}.") from error
            time.sleep(0.2 * 2**attempt)
    raise AssertionError("unreachable")


def _found(record: DocumentRecord, data: bytes, converted: Path | None, public: bool) -> DocumentRecord:
    reading = read(data, record.source.name, load(converted) if converted else None)
    record, shown = held(record, reading, public)
    document = shown.document
    if not document.text.strip():
        raise RejectionError("empty", "There is no text in the file.")
    if record.outcome.status == "ignored:marked":
        return record
    findings = extract(document)
    outcome = Outcome("partial", document.partial) if document.partial else Outcome("ok")
    about = of_articles(document, findings.dates)
    relative = dates_of_articles(document, [one.date.value if one.date else None for one in about])
    cases = assemble(document, findings, about, relative)
    return replace(
        record,
        outcome=outcome,
        media_type=reading.media_type,
        document=document,
        findings=findings,
        cases=cases,
        about=about,
        relative_dates=relative,
        checks=checks(document, findings),
        warnings=record.warnings if cases else (*record.warnings, no_case(document, findings)),
    )


def _guarded(work: Callable[[], DocumentRecord], record: DocumentRecord) -> DocumentRecord:
    """One document, one outcome: whatever goes wrong in reading it ends as its own rejection."""
    try:
        return work()
    except RejectionError as error:
        return replace(record, outcome=Outcome(f"rejected:{error.code}", error.reason))
    except MemoryError:
        return replace(record, outcome=Outcome("rejected:memory", "The document needs more memory than is allowed."))
    except RecursionError:
        return replace(record, outcome=Outcome("rejected:damaged", "The document is nested too deeply."))
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not end the others
        reason = f"The program failed on this document ({type(error).__name__}: {error}); please report it."
        return replace(record, outcome=Outcome("rejected:internal", reason))


def work_on(found: Found, public: bool = False) -> DocumentRecord:
    """The record of one file, `public` as everybody may see it; never raises."""
    unknown = DocumentRecord(Source(found.name, "", 0), Outcome("rejected:unreadable"))
    data = b""

    def opened() -> DocumentRecord:
        nonlocal data
        data = load(found.path, found.member)
        return unknown

    record = _guarded(opened, unknown)
    if record.outcome.reason:
        return record
    record = replace(unknown, source=Source(found.name, hashlib.sha256(data).hexdigest(), len(data)))
    return _guarded(lambda: _found(record, data, found.converted, public), record)


def warm_up() -> None:
    """Load the lexicons and models now, so that the first document's time is its own."""
    extract(prepare_text(WARM_UP))


def serve(jobs: BinaryIO, records: BinaryIO, megabytes: int, public: bool) -> None:
    """Answer each job with its record until the input ends; `megabytes` is what documents may take at once."""
    warm_up()
    limit_memory(megabytes)
    # The lexicons stay for good; garbage is collected between documents, so that time stays linear in their length.
    gc.freeze()
    gc.disable()
    _tell("ready", records)
    while True:
        try:
            found = pickle.load(jobs)
        except EOFError:
            return
        _tell(work_on(found, public), records)
        gc.collect()


def _tell(what: object, records: BinaryIO) -> None:
    try:
        pickle.dump(what, records, protocol=pickle.HIGHEST_PROTOCOL)
        records.flush()
    except BrokenPipeError:  # whoever asked is gone; what is still to be written goes nowhere, and without a word
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, records.fileno())
        os.close(nowhere)


def die_with_parent() -> None:
    """On Linux, have the system end this process with the one that started it, even in the middle of a document."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError, TypeError):
        return


def main() -> None:
    """Take over standard output for records, so that nothing a library prints can stand between them."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    records = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        overlay = pickle.load(sys.stdin.buffer)
    except EOFError:
        return
    # A page that is recognised takes seconds: the parent is told, and counts its time anew.
    with using(overlay), recognising(sys.argv[2] == "1", lambda: _tell("page", records)):
        serve(sys.stdin.buffer, records, int(sys.argv[1]), sys.argv[3:] == ["public"])


if __name__ == "__main__":
    main()
