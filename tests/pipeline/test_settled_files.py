"""A build that begins while files are still being copied waits for them, and for nothing else."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.discover import discover
from pipeline.settings import Settings
from pipeline.settled_files import settled_plan, wait_settled
from tests.corpus.docx_files import docx, paragraph
from tests.pipeline.test_cli import REPORT

DOCX = docx(paragraph("全县举办培训班12期，培训党员860人次。" * 20))
PIECES = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "in"
    found.mkdir()
    return found


class Copy(threading.Thread):
    """Copies a file piece by piece, slower than anybody's patience with one piece."""

    def __init__(self, path: Path, data: bytes, step: float) -> None:
        super().__init__()
        self.path, self.data, self.step = path, data, step
        self.path.write_bytes(data[:1])

    def run(self) -> None:
        for number in range(1, PIECES + 1):
            time.sleep(self.step)
            self.path.write_bytes(self.data[: len(self.data) * number // PIECES])


@pytest.fixture
def copies() -> Iterator[list[Copy]]:
    running: list[Copy] = []
    yield running
    for one in running:
        one.join()


@pytest.mark.parametrize(("name", "data"), [("a.docx", DOCX), ("a.txt", REPORT.encode())])
def test_a_file_that_grows_is_read_when_it_is_whole(folder: Path, copies: list[Copy], name: str, data: bytes) -> None:
    said: list[str] = []
    # Each piece comes long before the file would count as still.
    copies.append(Copy(folder / name, data, 0.3))
    copies[0].start()
    found = settled_plan([folder], folder.parent / "out", Settings(settle_seconds=5.0), said.append)
    assert (folder / name).read_bytes() == data
    assert [file.name for file in found.found] == [name]
    assert said == [f"Waiting for files that are still being written: {name}"]


def test_an_archive_is_opened_only_when_it_is_whole(folder: Path, copies: list[Copy]) -> None:
    from tests.corpus.docx_files import zipped

    (folder / "old.txt").write_text(REPORT, encoding="utf-8")
    copies.append(Copy(folder / "a.zip", zipped({"1.txt": REPORT, "2.txt": REPORT}), 0.2))
    copies[0].start()
    found = settled_plan([folder], folder.parent / "out", Settings(settle_seconds=5.0))
    assert [file.name for file in found.found] == ["a.zip/1.txt", "a.zip/2.txt", "old.txt"]


def test_what_is_whole_or_old_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: float) -> None:
        raise AssertionError("it waited")

    monkeypatch.setattr(time, "sleep", never)
    (folder / "whole.docx").write_bytes(DOCX)
    (folder / "broken.docx").write_bytes(DOCX[:90])
    (folder / "~$x.docx").write_bytes(b"x")
    settings = Settings(settle_seconds=600)
    with pytest.raises(AssertionError, match="it waited"):
        wait_settled(discover([folder]), settings, lambda _: None)
    (folder / "broken.docx").unlink()
    assert not wait_settled(discover([folder]), settings, lambda _: None)
    (folder / "broken.docx").write_bytes(DOCX[:90])
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    assert not wait_settled(discover([folder]), settings, lambda _: None)


def test_patience_has_an_end_and_a_file_may_go_meanwhile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "a.docx"
    path.write_bytes(DOCX[:90])
    (folder / "b.txt").write_text(REPORT, encoding="utf-8")
    found = discover([folder])
    assert wait_settled(found, Settings(settle_seconds=600, patience_seconds=0.3), lambda _: None)
    sleep = time.sleep

    def meanwhile(seconds: float) -> None:
        path.unlink(missing_ok=True)
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", meanwhile)
    (folder / "b.txt").unlink()
    assert wait_settled(found[:1], Settings(settle_seconds=600), lambda _: None)


def test_no_wait_where_none_is_wanted(folder: Path) -> None:
    (folder / "broken.docx").write_bytes(DOCX[:90])
    said: list[str] = []
    assert settled_plan([folder], folder.parent / "out", Settings(settle_seconds=0), said.append).found
    assert said == []
