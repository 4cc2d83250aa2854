"""Documents that LibreOffice converts on their way through a batch: one call, one record each, nothing left behind."""

import json
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from corpus.discover import Found, discover
from corpus.readers.legacy import CONVERTED
from corpus.sniff import DOC
from outputs.record import record_json
from pipeline.batches import finish_batch, start_batch
from pipeline.conversions import Conversions
from pipeline.extract import read_files, records_of
from pipeline.plan import plan
from pipeline.pool import ReaderPool
from pipeline.session import open_session
from pipeline.settings import Settings, state_folder
from tests.corpus.compound_files import PASSWORD, SECOND_TABLE, compound, word
from tests.corpus.docx_files import docx, item, level, numbering, paragraph, zipped
from tests.corpus.office_files import calls, saved_as, stand_in
from tests.processes import wait_for

RTF = b"{\\rtf1 a}"
BEFORE_LIBREOFFICE = {
    "加密.doc": (word(SECOND_TABLE | PASSWORD), "rejected:encrypted"),
    "半份.doc": (word()[:3000], "rejected:damaged"),
    "幻灯片.ppt": (compound({"PowerPoint Document": b""}), "rejected:unsupported"),
    "旧版.wps": (compound({"MatOST": b""}), "rejected:unsupported"),
    "表格.xls": (compound({"Workbook": b""}), "rejected:unsupported"),
    "假的.doc": ("一、主要做法\n全县举办培训班12期。\n".encode(), "ok"),
}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return stand_in(tmp_path / "program")


@pytest.fixture
def settings(program: Path) -> Settings:
    return Settings(jobs=1, soffice=program, office_seconds=30)


def written(folder: Path, files: dict[str, bytes]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def test_one_call_for_a_batch_archives_too(tmp_path: Path, program: Path, settings: Settings) -> None:
    files = {"a.doc": word(), "b.rtf": RTF, "c.txt": "全县举办培训班12期。".encode(), "d.wps": word(more=b"d")}
    files["e.zip"] = zipped({"一/e.doc": word(more=b"e"), "f.rtf": b"{\\rtf1 f}"})
    paths = written(tmp_path / "in", files)
    records = list(read_files(paths, settings))
    assert [record.outcome.status for record in records] == ["ok"] * 6
    assert calls(program) == [["probe", "0000", "0001", "0002", "0003", "0004", "end"]]
    by_name = {record.source.name: record for record in records}
    assert by_name[f"{paths[4]}/一/e.doc"].source.size == len(word(more=b"e"))
    first = by_name[str(paths[0])]
    assert (first.media_type, first.source.size, len(first.source.sha256)) == (DOC, len(word()), 64)
    assert first.document is not None
    assert first.document.warnings == (CONVERTED,)
    assert by_name[str(paths[2])].document.warnings == ()  # type: ignore[union-attr]


def test_the_same_content_is_converted_once(tmp_path: Path, program: Path, settings: Settings) -> None:
    paths = written(tmp_path / "in", {"a.doc": word(), "b.rtf": RTF, "c.wps": word()})
    assert [record.outcome.status for record in read_files(paths, settings)] == ["ok"] * 3
    assert calls(program) == [["probe", "0000", "0001", "end"]]


def test_what_libreoffice_cannot_help_with_ends_before_it_starts(
    tmp_path: Path, program: Path, settings: Settings
) -> None:
    paths = written(tmp_path / "in", {name: data for name, (data, _) in BEFORE_LIBREOFFICE.items()})
    records = list(records_of(paths, settings))
    assert [one["document"]["status"] for one in records] == [status for _, status in BEFORE_LIBREOFFICE.values()]
    assert all(one["document"]["reason"] for one in records[:-1])
    assert calls(program) == []


def test_documents_that_fail_take_no_other_along(tmp_path: Path, program: Path) -> None:
    settings = Settings(jobs=2, soffice=program, office_seconds=3)
    contents = {"a": b"", "b": b"CRASH", "c": b"HANG", "d": b"BAD", "e": b""}
    paths = written(tmp_path / "in", {f"{name}.rtf": b"{\\rtf1 " + data + b"}" for name, data in contents.items()})
    documents = [one["document"] for one in records_of(paths, settings)]
    statuses = ["ok", "rejected:crashed", "rejected:timeout", "rejected:damaged", "ok"]
    assert [document["status"] for document in documents] == statuses
    assert all(len(document["sha256"]) == 64 for document in documents)


def test_without_libreoffice_the_reason_says_what_to_install(tmp_path: Path) -> None:
    settings = Settings(jobs=1, soffice=tmp_path / "none")
    documents = [one["document"] for one in records_of(written(tmp_path / "in", {"a.rtf": RTF}), settings)]
    assert [document["status"] for document in documents] == ["rejected:needs_office"]
    assert "libreoffice-writer" in documents[0]["reason"]


def test_a_build_leaves_no_conversion_behind(tmp_path: Path, settings: Settings) -> None:
    written(tmp_path / "in", {"a.doc": word(), "b.rtf": RTF})
    out = tmp_path / "out"
    left = state_folder(out) / "office"
    written(left, {"of a run that was killed": b""})
    with open_session(plan([tmp_path / "in"], out, settings), lambda _: None) as session:
        records = [record for reading in session.readings for record in finish_batch(reading)]
        assert [record.outcome.status for record in records] == ["ok", "ok"]
        assert not (left / "of a run that was killed").exists()
        assert (left / "profile").exists()
        assert not list(left.rglob("*.docx"))
    assert not left.exists()
    assert sorted(os.listdir(tmp_path / "in")) == ["a.doc", "b.rtf"]  # noqa: PTH208


def test_what_stands_where_conversions_work_is_never_removed(tmp_path: Path, settings: Settings) -> None:
    written(tmp_path / "in", {"a.doc": word()})
    out = tmp_path / "out"
    todo = plan([tmp_path / "in"], out, settings)
    mine = written(tmp_path / "mine", {"a": b"1"})[0]
    office = state_folder(out) / "office"
    office.parent.mkdir(parents=True)
    for linked in (True, False):
        if linked:
            office.symlink_to(mine.parent)
        else:
            office.write_bytes(b"1")
        with pytest.raises(NotADirectoryError, match="move it away"), open_session(todo, lambda _: None):
            raise AssertionError
        office.unlink()
    assert mine.read_bytes() == b"1"


def small_files_only(command: str, *arguments: str | Path, most: int = 1, **environment: str) -> Any:
    """A run of jingyan that can write no file over so many KB, as on a disk that is full."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most} * 1024,) * 2); "
    code = f"{limit}import sys; from pipeline.cli import main; sys.argv[0] = 'jingyan'; main()"
    call = [sys.executable, "-c", code, command, *arguments]
    return subprocess.run(call, capture_output=True, text=True, env=os.environ | environment, check=False)


def test_a_full_disk_is_said_plainly_for_each_file(tmp_path: Path, program: Path) -> None:
    paths = written(tmp_path / "in", {"a.doc": word(), "b.txt": "全县举办培训班12期。".encode(), "c.rtf": RTF})
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    told = small_files_only("extract", *paths, JINGYAN_SOFFICE=str(program), TMPDIR=str(temporary))
    found = [json.loads(line)["document"] for line in told.stdout.splitlines()]
    assert [one["status"] for one in found] == ["rejected:disk", "ok", "rejected:disk"]
    assert all("TMPDIR" in one["reason"] for one in found if one["reason"])
    assert told.returncode == 1
    assert len(told.stderr.splitlines()) == 1
    assert not list(temporary.iterdir())


def test_a_build_with_a_full_disk_publishes_nothing(tmp_path: Path, program: Path) -> None:
    written(tmp_path / "in", {"a.doc": word(), "b.txt": "全县举办培训班12期。".encode()})
    out = tmp_path / "out"
    told = small_files_only("build", tmp_path / "in", "--out", out, "--engine", "local", JINGYAN_SOFFICE=str(program))
    assert told.returncode == 1
    assert "Nothing was published" in told.stderr
    assert "a.doc" in told.stderr
    assert "Traceback" not in told.stderr
    assert not out.exists()


def test_each_record_is_told_once(tmp_path: Path, settings: Settings) -> None:
    written(tmp_path / "in", {"a.doc": word(), "b.txt": b"12"})
    told: list[str] = []
    batch = discover([tmp_path / "in"])
    with ReaderPool(settings) as pool, Conversions(pool, tmp_path / "office") as conversions:
        finish_batch(start_batch(pool, conversions, batch, lambda seen: told.append(seen.record.source.name)))
    assert sorted(told) == ["a.doc", "b.txt"]


def test_a_run_that_is_stopped_waits_for_nothing(tmp_path: Path, program: Path) -> None:
    settings = Settings(jobs=1, soffice=program, office_seconds=600)
    (path,) = written(tmp_path / "in", {"a.rtf": b"{\\rtf1 HANG}"})
    ended: list[Any] = []
    with ReaderPool(settings) as pool, Conversions(pool, tmp_path / "office") as conversions:
        (record,) = start_batch(pool, conversions, (Found("a.rtf", path),), lambda _: None)
        waiting = threading.Thread(target=lambda: ended.append(record.result().record.outcome.status))
        waiting.start()
        wait_for(program.with_name("pids").exists)
    waiting.join(60)
    assert ended == ["rejected:interrupted"]


@pytest.mark.slow
def test_the_same_report_in_all_formats(tmp_path: Path, soffice: Path) -> None:
    report = docx(
        paragraph("青禾县推进支部联建的做法", '<w:jc w:val="center"/>')
        + item("主要做法")
        + paragraph("全县举办培训班12期，培训党员860人次。")
        + item("存在的问题")
        + paragraph("一些支部联而不动，责任不清。"),
        numbering=numbering(level(0, "chineseCountingThousand", "%1、")),
    )
    files = saved_as(soffice, tmp_path / "made", report, "doc", "odt")
    folder = tmp_path / "in"
    written(folder, {"a.docx": report, "b.doc": files["doc"], "c.odt": files["odt"], "d.doc": b"PK\3\4 none"})
    with zipfile.ZipFile(folder / "e.zip", "w") as archive:
        archive.writestr("b.wps", files["doc"])
    settings = Settings(jobs=2, soffice=soffice, office_seconds=240)
    found = [list(read_files(sorted(folder.iterdir()), settings)) for _ in range(2)]
    assert [record.outcome.status for record in found[0]] == ["ok", "ok", "ok", "rejected:damaged", "ok"]
    assert list(map(record_json, found[0])) == list(map(record_json, found[1]))
    read = [record for record in found[0] if record.document]
    assert len({record.document.text for record in read if record.document}) == 1
    assert {len(record.findings.quantities) for record in read} == {2}
    assert {len(record.findings.problems) for record in read} == {len(read[0].findings.problems)}
    assert read[1].source.sha256 == read[3].source.sha256
