"""The process that meets untrusted files: it reads one document at a time, from opening to findings, within limits.

Started by `pipeline.pool` as `python -m pipeline.worker`; on standard input come the overlay to use with the limits of
a document, and then the jobs, answers go out on standard output, all as pickles. It also makes calls to functions of
ours, which are trusted. Nothing imported here may import Prefect.
"""

import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.discover import Found
from corpus.limits import limiting
from corpus.model import Source
from corpus.readers.ocr import recognising
from corpus.system import allow_more_memory, any_memory, end_with_parent
from extractors.overlay import using

if TYPE_CHECKING:
    from pipeline.seen import Packed

WARM_UP = "一、主要做法\n一是开展培训12次。存在责任不清的问题。\n"
YOUNG, OLD = 0, 2  # generations of the collector
WHOLE = 50  # jobs after which all of them are looked through
Answer = tuple[str, Any]


def warm_up(megabytes: int) -> str:
    """Load the lexicons and models now, so that the first document's time is its own; `megabytes` is what documents may
    take at once on top of that.
    """
    from corpus.document import prepare_text
    from extractors.extract import extract

    import_module("pipeline.documents")
    extract(prepare_text(WARM_UP))
    allow_more_memory(megabytes * 2**20)
    _settle()
    return "warm"


def read(found: Found, public: bool, keep: bool) -> "Packed":
    """The record of a file and, where both are to be kept, what its reader yielded."""
    from outputs.aside import packed
    from outputs.packed import compressed
    from pipeline.documents import work_on
    from pipeline.seen import Packed

    made = work_on(found, public)
    reading = compressed((made.record.source.sha256, made.reading)) if keep and made.reading else b""
    return Packed(packed(made.record), reading)


def extract_again(source: Source, reading: bytes, public: bool) -> "Packed | None":
    """The record of a file by what its reader yielded once; None where that is damaged."""
    from outputs.aside import packed
    from outputs.packed import DamagedError, restored
    from pipeline.documents import work_again
    from pipeline.seen import Packed

    try:
        kept = restored(reading)
    except DamagedError:
        return None
    if not isinstance(kept, tuple) or kept[0] != source.sha256:
        return None
    return Packed(packed(work_again(source, kept[1], public)))


def call(function: str, payload: object) -> Any:
    """What a function of ours (`module:name`) gives for its one argument; memory is not limited meanwhile."""
    module, _, name = function.partition(":")
    new = module not in sys.modules
    with any_memory():
        given = getattr(import_module(module), name)(payload)
        if new:
            _settle()
    return given


def _settle() -> None:
    """What is loaded stays for good; garbage is collected between documents, so that time stays linear in length."""
    gc.collect()
    gc.freeze()
    gc.disable()


def serve(jobs: BinaryIO, answers: BinaryIO, megabytes: int, public: bool) -> None:
    """Answer each job until the input ends."""
    works: dict[str, Callable[..., Any]] = {
        "warm": lambda: warm_up(megabytes),
        "read": lambda found, keep: read(found, public, keep),
        "extract": lambda source, reading: extract_again(source, reading, public),
        "call": call,
    }
    _settle()
    _tell(("done", "ready"), answers)
    answered = 0
    while True:
        try:
            kind, arguments = pickle.load(jobs)
        except EOFError:
            return
        _tell(_answer(works[kind], arguments), answers)
        answered += 1
        # What a job left behind is young; what is kept on purpose costs as much to look through as the job did.
        if answered % WHOLE == 0:
            gc.collect(OLD)
        elif kind != "call":  # values of ours, which do not refer to each other in a circle
            gc.collect(YOUNG)


def _answer(work: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """What came of a job, as bytes: what cannot be pickled must not end up half written."""
    try:
        return pickle.dumps(("done", work(*arguments)), pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 - whoever asked is told, whatever it is
        return pickle.dumps(("failed", traceback.format_exc()))


def _tell(what: bytes | Answer, answers: BinaryIO) -> None:
    try:
        answers.write(what if isinstance(what, bytes) else pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL))
        answers.flush()
    except BrokenPipeError:  # whoever asked is gone; what is still to be written goes nowhere, and without a word
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, answers.fileno())
        os.close(nowhere)


def main() -> None:
    """Take over standard output for answers, so that nothing a library prints can stand between them."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        overlay, limits = pickle.load(sys.stdin.buffer)
    except EOFError:
        return
    # A page that is recognised takes seconds: the parent is told, and counts its time anew.
    told = recognising(sys.argv[2] == "1", lambda: _tell(("page", None), answers))
    with using(overlay), limiting(limits), told:
        serve(sys.stdin.buffer, answers, int(sys.argv[1]), sys.argv[3:] == ["public"])


if __name__ == "__main__":
    main()
