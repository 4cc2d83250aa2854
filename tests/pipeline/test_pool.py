"""The pool against documents that do not end, processes that die, and what a worker may import."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.discover import Found
from corpus.model import Outcome
from outputs.aside import packed
from outputs.model import DocumentRecord
from pipeline.identify import identify, unread
from pipeline.pool import ReaderPool
from pipeline.process import CallError, Died, Job, Worker, WorkerError
from pipeline.seen import Packed
from pipeline.settings import Settings
from tests.processes import stays

REPORT = "一、主要做法\n一是加强教育培训。全年举办培训班12期。\n"

# A form that draws itself: pdfium follows it for more than half a minute.
ENDLESS_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</A 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</A 4 0 R>>>>/Length 11>>stream
/A Do /A Do
endstream endobj
5 0 obj<</Length 5>>stream
/A Do
endstream endobj
trailer<</Root 1 0 R>>
"""


def _file(folder: Path, name: str, data: bytes) -> Found:
    path = folder / name
    path.write_bytes(data)
    return Found(name, path, None)


def too_little(found: Found) -> Packed:
    """What a worker answers that runs out of memory."""
    return Packed(packed(DocumentRecord(identify(found), Outcome("rejected:memory", "too little"))))


@pytest.fixture
def good(tmp_path: Path) -> Found:
    """A small report."""
    return _file(tmp_path, "good.txt", REPORT.encode())


def test_a_document_that_does_not_end_is_stopped_and_its_neighbours_are_read(tmp_path: Path, good: Found) -> None:
    bad = _file(tmp_path, "endless.pdf", ENDLESS_PDF)
    with ReaderPool(Settings(jobs=1, seconds=4, memory_mb=1024)) as pool:
        records = [future.result().record for future in pool.submit_all([good, bad, good])]
    assert [r.outcome.status for r in records if r.source.name == "good.txt"] == ["ok", "ok"]
    assert records[1].outcome.status in {"rejected:timeout", "rejected:memory", "rejected:damaged", "rejected:crashed"}
    assert records[1].outcome.reason
    assert len(records[1].source.sha256) == 64


def test_the_start_of_a_worker_is_no_time_of_a_document(monkeypatch: pytest.MonkeyPatch, good: Found) -> None:
    passed = [0.0]

    def taking(seconds: float, work: Callable[..., Any]) -> Callable[..., Any]:
        def longer(*given: Any) -> Any:
            passed[0] += seconds
            return work(*given)

        return longer

    monkeypatch.setattr(Worker, "warm_up", taking(30.0, Worker.warm_up))
    monkeypatch.setattr(Worker, "run", taking(2.0, Worker.run))
    monkeypatch.setattr("pipeline.pool.time", SimpleNamespace(perf_counter=lambda: passed[0]))
    with ReaderPool(Settings(jobs=1)) as pool:
        assert [pool.submit(good).result().milliseconds for _ in range(2)] == [2000.0, 2000.0]


def test_time_is_counted_for_each_document(tmp_path: Path) -> None:
    long = _file(tmp_path, "long.txt", (REPORT * 60_000).encode())
    with ReaderPool(Settings(jobs=1, seconds=0.05)) as pool:
        record = pool.submit(long).result().record
    assert record.outcome.status == "rejected:timeout"
    assert "0.05 s" in (record.outcome.reason or "")


def test_each_page_that_is_recognised_has_the_time_of_a_document(monkeypatch: pytest.MonkeyPatch, good: Found) -> None:
    with ReaderPool(Settings(jobs=1, seconds=9)) as pool:
        pool.submit(good).result()
        (worker,) = pool.workers
        answers, limits = iter([("page", None), ("page", None), ("done", Packed(b""))]), []

        def told(seconds: float) -> object:
            limits.append(seconds)
            return next(answers)

        monkeypatch.setattr(worker, "_next", told)
        assert worker.run(("read", (good, False))) == Packed(b"")
    assert limits == [9, 9, 9]


def test_a_worker_that_is_killed_is_replaced(good: Found) -> None:
    with ReaderPool(Settings(jobs=1)) as pool:
        assert pool.submit(good).result().record.outcome.status == "ok"
        (worker,) = pool.workers
        os.kill(worker.pid, signal.SIGKILL)
        assert pool.submit(good).result().record.outcome.status == "ok"
        (replacement,) = pool.workers
    assert replacement.pid != worker.pid


def test_no_process_is_left_behind(good: Found) -> None:
    with ReaderPool(Settings(jobs=2)) as pool:
        list(pool.submit_all([good, good, good]))
        pool.submit(good).result()
        pids = [worker.pid for worker in pool.workers]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_file_that_is_gone_has_an_outcome(tmp_path: Path) -> None:
    with ReaderPool(Settings(jobs=1)) as pool:
        record = pool.submit(Found("gone.txt", tmp_path / "gone.txt", None)).result().record
    assert record.outcome.status == "rejected:unreadable"


def test_a_worker_imports_no_prefect() -> None:
    code = (
        "import pipeline.worker as w, sys; w.warm_up(1024)\n"
        "print([m for m in sys.modules if m.split('.')[0] == 'prefect'])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_worker_dies_with_the_program_that_started_it(tmp_path: Path) -> None:
    """Killed outright, the program can clean nothing up; a reader in the middle of a document must not stay."""
    _file(tmp_path, "long.txt", (REPORT * 60_000).encode())
    code = (
        "import sys, time; from pathlib import Path; from corpus.discover import Found\n"
        "from pipeline.pool import ReaderPool; from pipeline.settings import Settings\n"
        "pool = ReaderPool(Settings(jobs=1)); pool.submit(Found('long.txt', Path(sys.argv[1]), None))\n"
        "while not pool.workers: time.sleep(0.05)\n"
        "print(*(worker.pid for worker in pool.workers), flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "long.txt")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        reader = int(program.stdout.readline())
        program.kill()
    assert not stays(reader)


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert unread(Found("pipe.txt", pipe, None)).sha256 == ""
    assert identify(Found("pipe.txt", pipe, None)).sha256 == ""
    with ReaderPool(Settings(jobs=1)) as pool:
        assert pool.submit(Found("pipe.txt", pipe, None)).result().record.outcome.status == "rejected:unreadable"


def test_once_no_worker_can_start_no_other_is_tried(good: Found) -> None:
    with ReaderPool(Settings(jobs=1, start_seconds=0.01)) as pool:
        for future in pool.submit_all([good, good]):
            with pytest.raises(WorkerError, match="did not start"):
                future.result()


def test_a_document_that_finds_no_memory_left_is_read_once_more_in_a_fresh_worker(
    good: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bool] = []
    run = Worker.run

    def short_of_memory(self: Worker, job: Job) -> Packed | Died | None:
        read.append(self.fresh)
        answer = run(self, job)
        return answer if read[-1] else too_little(good)

    monkeypatch.setattr(Worker, "run", short_of_memory)
    with ReaderPool(Settings(jobs=1)) as pool:
        records = [pool.submit(good).result().record for _ in range(2)]
    assert [record.outcome.status for record in records] == ["ok", "ok"]
    assert read == [True, False, True]


def test_a_document_that_takes_all_memory_alone_is_not_tried_again(
    good: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Job] = []

    def greedy(self: Worker, job: Job) -> Packed:
        tries.append(job)
        return too_little(good)

    monkeypatch.setattr(Worker, "run", greedy)
    with ReaderPool(Settings(jobs=1)) as pool:
        assert pool.submit(good).result().record.outcome.status == "rejected:memory"
    assert tries == [("read", (good, False))]


def doubled(number: int) -> int:
    """A function that workers call."""
    return number * 2


def refused(number: int) -> int:
    """A function that fails."""
    raise ValueError(f"not {number}")


def killed(marker: str) -> str:
    """A function that ends its process the first time."""
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def greedy(megabytes: int) -> int:
    """A function that takes much memory."""
    return len(bytearray(megabytes * 2**20))


def unsendable(_: int) -> object:
    """A function whose answer is no value."""
    return lambda: None


def test_workers_call_functions_of_ours_in_order(good: Found) -> None:
    taken: list[int] = []

    def payloads() -> Iterator[int]:
        for number in range(50):
            taken.append(number)
            yield number

    with ReaderPool(Settings(jobs=2)) as pool:
        calls = pool.calls(f"{__name__}:doubled", payloads())
        assert next(calls) == 0
        assert len(taken) < 10, "payloads are taken as they are needed"
        assert list(calls) == [2 * number for number in range(1, 50)]
        assert pool.submit(good).result().record.outcome.status == "ok"
        assert next(pool.calls(f"{__name__}:doubled", [21])) == 42


def test_a_call_that_fails_is_told_where_it_was_made_and_the_worker_goes_on() -> None:
    with ReaderPool(Settings(jobs=1)) as pool:
        for function, words in (("refused", "ValueError: not 1"), ("unsendable", "lambda"), ("nowhere", "nowhere")):
            with pytest.raises(CallError, match=words):
                list(pool.calls(f"{__name__}:{function}", [1, 2]))
        assert list(pool.calls(f"{__name__}:doubled", [1])) == [2]


def test_a_call_whose_worker_is_killed_is_made_once_more(tmp_path: Path) -> None:
    with ReaderPool(Settings(jobs=1)) as pool:
        assert list(pool.calls(f"{__name__}:killed", [str(tmp_path / "marker")])) == ["alive"]


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="tells the limits of a process")
def test_the_limit_for_documents_holds_for_no_call_and_for_documents_again(good: Found) -> None:
    with ReaderPool(Settings(jobs=1, memory_mb=256)) as pool:
        pool.submit(good).result()
        (worker,) = pool.workers
        limits = Path(f"/proc/{worker.pid}/limits")
        before = limits.read_text("utf-8")
        assert list(pool.calls(f"{__name__}:greedy", [512])) == [512 * 2**20]
        assert limits.read_text("utf-8") == before
    assert "Max address space         unlimited" not in before
