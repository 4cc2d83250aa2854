"""`jingyan rollback` from the command line: what it says, and that nothing analysts said is lost by it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.cli import app
from tests.outputs.marked_words import place
from tests.pipeline.killed import broken, tree

TEXT = """酱坊村办起合作社
青栗县酱坊村党支部领办食醋合作社，带动农户86户，年产值320万元。
针对销路不畅，合作社与超市签订供货协议，开设网店，农户收入增加。全年开展培训12次。
一是责任不清。村里存在责任不清的问题，群众有意见，支部一时也拿不出好办法来。
"""
Run = Callable[..., Result]
pytestmark = pytest.mark.slow


@pytest.fixture
def jingyan(tmp_path: Path) -> Run:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.txt").write_text(TEXT, encoding="utf-8")

    def run(command: str, *given: str | Path) -> Result:
        build = [str(tmp_path / "src"), "--engine", "local"] if command == "build" else []
        line = [command, *build, "--out", str(tmp_path / "out"), *map(str, given)]
        return CliRunner().invoke(app, line)

    return run


def _correction(at: str) -> dict[str, Any]:
    words = place(TEXT.strip(), at)
    return {"act": "wrong", "finding": {**words, "kind": "quantity", "document": {"name": "a.txt"}}}


def _given(folder: Path, name: str, at: str) -> Path:
    value = {"schema": "urn:jingyan:schema:corrections:1", "corrections": [_correction(at)]}
    (folder / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return folder / name


def _states(folder: Path) -> list[tuple[str, str | None]]:
    told = json.loads((folder / "out/corrections.json").read_bytes())["corrections"]
    return [(one["finding"]["quote"], one.get("state")) for one in told]


def test_what_analysts_said_since_is_carried_over(jingyan: Run, tmp_path: Path) -> None:
    first = _given(tmp_path, "first.json", "带动农户【86户】")
    assert jingyan("build", "--corrections", first).exit_code == 0
    old = tree(tmp_path / "out")
    assert jingyan("build", "--corrections", _given(tmp_path, "second.json", "培训【12次】")).exit_code == 0
    assert _states(tmp_path) == [("86户", "held"), ("12次", "held")]
    done = jingyan("rollback")
    assert done.exit_code == 0, done.output
    assert "1 corrections that were made since were carried over" in done.output
    assert broken(tmp_path / "out") == []
    now = tree(tmp_path / "out")
    assert {name for name in now if now[name] != old[name]} == {"catalogue.json", "corrections.json"}
    assert _states(tmp_path) == [("86户", "held"), ("12次", None)]
    assert jingyan("build").exit_code == 0
    assert _states(tmp_path) == [("86户", "held"), ("12次", "held")]


def test_marks_in_the_workbook_are_carried_over(jingyan: Run, tmp_path: Path) -> None:
    assert jingyan("build").exit_code == 0
    (tmp_path / "src/b.txt").write_text("一、主要做法\n一是加强教育培训。全县举办培训班15期。\n", "utf-8")
    assert jingyan("build").exit_code == 0
    path = tmp_path / "out/catalogue.xlsx"
    book = load_workbook(path)
    sheet = book["数字"]
    titles = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if any(cell.value == "86户" for cell in row))
    sheet.cell(row[0].row or 0, titles.index("核对") + 1, "错")
    book.save(path)
    book.close()
    done = jingyan("rollback")
    assert "1 corrections that were made since were carried over" in done.output
    assert _states(tmp_path) == [("86户", None)]
    kept = next((tmp_path / ".jingyan/out/catalogues").iterdir())
    assert broken(kept) == ["catalogue.xlsx"], "the marked workbook is kept as it was"
    assert jingyan("build").exit_code == 0
    assert _states(tmp_path) == [("86户", "held")]


def test_it_is_undone_to_the_byte_and_builds_go_on_from_there(jingyan: Run, tmp_path: Path) -> None:
    assert "Nothing is kept" in jingyan("rollback").output
    assert jingyan("build").exit_code == 0
    first = tree(tmp_path / "out")
    (tmp_path / "src/b.txt").write_text("一、主要做法\n一是加强教育培训。全县举办培训班15期。\n", "utf-8")
    assert jingyan("build").exit_code == 0
    second = tree(tmp_path / "out")
    listed = jingyan("rollback", "--list").output.splitlines()
    assert [line.split()[0] for line in listed] == ["stands", "1"]
    assert "2 documents" in listed[0]
    assert jingyan("rollback", "--to", "1").exit_code == 0
    assert tree(tmp_path / "out") == first
    assert jingyan("rollback").exit_code == 0
    assert tree(tmp_path / "out") == second
    assert jingyan("rollback").exit_code == 0
    assert jingyan("build").exit_code == 0
    assert tree(tmp_path / "out") == second
    wrong = jingyan("rollback", "--to", "77")
    assert (wrong.exit_code, "no earlier catalogue 77" in wrong.output) == (2, True)


def test_a_public_catalogue_whose_workbook_was_written_in_stays(jingyan: Run, tmp_path: Path) -> None:
    assert jingyan("build", "--profile", "public").exit_code == 0
    (tmp_path / "src/b.txt").write_text("一、主要做法\n一是加强教育培训。全县举办培训班15期。\n", "utf-8")
    assert jingyan("build", "--profile", "public").exit_code == 0
    path = tmp_path / "out/catalogue.xlsx"
    path.write_bytes(path.read_bytes() + b"marks")
    done = jingyan("rollback")
    assert (done.exit_code, "keeps no corrections" in done.output) == (1, True), done.output
