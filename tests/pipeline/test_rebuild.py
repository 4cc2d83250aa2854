"""A rebuild with what was kept gives the very bytes of one that reads all anew; what could not be read is retried."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline import local
from pipeline.asked import remembered
from pipeline.plan import plan
from pipeline.seen import Figures
from pipeline.session import open_session
from pipeline.settings import Settings, state_folder
from tests.corpus.compound_files import word
from tests.corpus.docx_files import zipped
from tests.corpus.office_files import stand_in
from tests.folders import OF_A_BUILD, contents
from tests.pipeline.test_cli import REPORT, run

PLACES = ("青禾县", "云台镇", "白沙村", "柳河社区", "石桥镇")
# Only these tell when and how a build was made; where its files stand is told to the site alone.


def _reports(folder: Path) -> Path:
    folder.mkdir()
    for number, place in enumerate(PLACES, 1):
        text = REPORT.replace("青禾县", place).replace("12", str(12 + number)) + "补充材料。" * number
        (folder / f"{place}.txt").write_text(text, encoding="utf-8")
    (folder / "坏的.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "资料.zip").write_bytes(
        zipped({f"{place}.txt": REPORT.replace("青禾县", f"东{place}") for place in PLACES})
    )
    return folder


def _built(sources: Path, out: Path, **settings: Any) -> tuple[dict[str, bytes], Figures]:
    with open_session(plan([sources], out, Settings(**{"jobs": 2} | settings)), lambda _: None) as session:
        local.run(session)
    return contents(out, OF_A_BUILD), session.figures()


def _changes(out: Path) -> Any:
    told = json.loads((out / "changes.json").read_text("utf-8"))
    return {name: one for name, one in told.items() if isinstance(one, dict | list)}


def _documents(out: Path) -> dict[str, Any]:
    return {one["name"]: one for one in json.loads((out / "documents.json").read_text("utf-8"))["documents"]}


@pytest.mark.slow
def test_a_rebuild_gives_the_bytes_of_one_that_reads_all_anew(tmp_path: Path) -> None:
    reports, warm, cold = _reports(tmp_path / "reports"), tmp_path / "warm" / "out", tmp_path / "cold" / "out"
    _built(reports, warm)
    shutil.copytree(warm, cold)  # the catalogue before, with nothing of its working state
    changed, renamed, removed, touched = (reports / f"{place}.txt" for place in PLACES[:4])
    changed.write_text(changed.read_text("utf-8").replace("860人次", "861人次"), encoding="utf-8")
    renamed.rename(reports / "另一个名字.txt")
    removed.unlink()
    os.utime(touched, (0, 0))
    again, figures = _built(reports, warm)
    anew, all_read = _built(reports, cold)
    assert again == anew
    assert _changes(warm) == _changes(cold)
    assert figures == Figures(read=1, extracted=1, kept=8)
    assert all_read == Figures(read=10)
    assert not any(
        removed.stem == json.loads(data)["title"] for name, data in again.items() if name.startswith("cases/")
    )


@pytest.mark.slow
def test_retry_reads_again_what_could_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports, out = tmp_path / "reports", tmp_path / "out"
    reports.mkdir()
    (reports / "a.txt").write_text(REPORT, encoding="utf-8")
    (reports / "long.txt").write_text(REPORT.replace("青禾县", "云台镇") * 45_000, encoding="utf-8")
    (reports / "old.doc").write_bytes(word())
    monkeypatch.setenv("JINGYAN_SECONDS", "8")
    monkeypatch.setenv("JINGYAN_SOFFICE", str(tmp_path / "nothing"))
    monkeypatch.setenv("JINGYAN_LOG", str(tmp_path / "log"))
    monkeypatch.chdir(tmp_path)

    def hows() -> dict[str, str]:
        lines = map(json.loads, (tmp_path / "log").read_text("utf-8").splitlines())
        return {line["name"]: line["how"] for line in lines if "how" in line}

    for _ in range(3):
        assert run("build", "reports", "--out", out, "--engine", "local", "--jobs", "1").returncode == 0
    assert hows() == {"a.txt": "kept", "long.txt": "quarantined", "old.doc": "kept"}
    before = _documents(out)
    assert {name: one["status"] for name, one in before.items()} == {
        "a.txt": "ok",
        "long.txt": "rejected:timeout",
        "old.doc": "rejected:needs_office",
    }
    told = run("quarantine", "--out", out)
    assert told.returncode == 0
    assert "long.txt  [timeout]" in told.stdout
    assert "Install LibreOffice" in told.stdout
    listed = json.loads(run("quarantine", "--out", out, "--json").stdout)["documents"]
    assert [one["name"] for one in listed] == ["long.txt", "old.doc"]
    monkeypatch.setenv("JINGYAN_SOFFICE", str(stand_in(tmp_path / "program")))
    done = run("retry", "--out", out, "--engine", "local", cwd=reports)
    assert done.returncode == 0, done.stderr
    assert hows() == {"a.txt": "kept", "long.txt": "read", "old.doc": "read"}
    after = _documents(out)
    assert after["long.txt"] == before["long.txt"], "it takes too long still, and that is told as before"
    assert after["old.doc"]["status"] == "ok"


def test_what_a_build_was_asked_for_is_known_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "own.yml").write_text("units: [{unit: 畦, kind: count}]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = Settings(jobs=1, taxonomy=Path("words"), profile="public", semantic=False)
    with open_session(plan([Path("in")], Path("out"), settings), lambda _: None):
        pass
    before = remembered(Path("out"))
    assert before is not None
    assert (before.sources, before.taxonomy) == ((tmp_path / "in",), tmp_path / "words")
    assert (before.corrections, before.profile) == ((), "public")
    (state_folder(tmp_path / "out") / "asked.json").write_text('{"sources": 3}', encoding="utf-8")
    assert remembered(Path("out")) is None


def test_retry_without_sources_needs_a_build_before(tmp_path: Path) -> None:
    told = run("retry", "--out", tmp_path / "out", "--engine", "local")
    assert told.returncode == 2
    assert "jingyan retry SRC" in told.stderr
    assert not list(tmp_path.iterdir())
