"""Corrections from the command line: given, kept by the catalogue, reported where their text has changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.settings import Settings
from pipeline.steps import catalogue_of
from tests.outputs.marked_words import place

TEXT = """酱坊村办起合作社
青栗县酱坊村党支部领办食醋合作社，带动农户86户，年产值320万元。
针对销路不畅，合作社与超市签订供货协议，开设网店，农户收入增加。全年开展培训12次。
一是责任不清。村里存在责任不清的问题，群众有意见，支部一时也拿不出好办法来。
"""
Build = Callable[..., Result]


def _file(folder: Path, name: str, *marks: tuple[str, str, str]) -> Path:
    """A file of corrections: act, kind and the words that are marked."""
    entries = [
        {"act": act, "finding": {**place(TEXT.strip(), at), "kind": kind, "document": {"name": "a.txt"}}}
        for act, kind, at in marks
    ]
    value = {"schema": "urn:jingyan:schema:corrections:1", "corrections": entries}
    (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return folder / name


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds the catalogue of one file in `out`, with the local engine."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.txt").write_text(TEXT, encoding="utf-8")

    def run(*given: str | Path) -> Result:
        line = ["build", str(tmp_path / "src"), "--out", str(tmp_path / "out"), "--engine", "local"]
        return CliRunner().invoke(app, [*line, *map(str, given)])

    return run


def _json(folder: Path, name: str) -> Any:
    return json.loads((folder / "out" / name).read_bytes())


def test_corrections_hold_over_builds_and_changes_are_reported(build: Build, tmp_path: Path) -> None:
    marks = _file(
        tmp_path, "c.json", ("wrong", "problem", "存在【责任不清】"), ("right", "quantity", "带动农户【86户】"),
        ("wrong", "quantity", "培训【12次】"),
    )  # fmt: skip
    first = build("--corrections", marks)
    assert first.exit_code == 0, first.output
    assert "Corrections: 3 held" in first.output
    document = next((tmp_path / "out/documents").glob("*.json"))
    quantities = json.loads(document.read_bytes())["quantities"]
    assert {one["text"] for one in quantities} == {"86户", "320万元"}
    assert [one["review"]["verdict"] for one in quantities if "review" in one] == ["right"]
    (tmp_path / "src/a.txt").write_text(TEXT.replace("培训12次", "培训15次"), encoding="utf-8")
    second = build()
    assert "Corrections: 2 held, 1 text changed (a.txt: “12次”)" in second.output
    (tmp_path / "src/a.txt").write_text(TEXT, encoding="utf-8")
    assert "Corrections: 3 held" in build().output
    assert _json(tmp_path, "corrections.json")["states"] == {"held": 3}


def test_a_bad_file_is_told_before_anything_is_touched(build: Build, tmp_path: Path) -> None:
    bad = _file(tmp_path, "bad.json", ("perhaps", "problem", "存在【责任不清】"))
    told = build("--corrections", bad)
    assert told.exit_code == 2
    assert f"{bad}: corrections[0]" in told.output
    assert not (tmp_path / "out").exists()


def test_corrections_of_a_catalogue_that_cannot_be_read_are_not_lost(build: Build, tmp_path: Path) -> None:
    build("--corrections", _file(tmp_path, "c.json", ("wrong", "problem", "存在【责任不清】")))
    path = tmp_path / "out/corrections.json"
    data = path.read_bytes()
    path.write_bytes(data[:-9])
    told = build()
    assert told.exit_code == 2
    assert f"{path}: no JSON" in told.output
    path.write_bytes(data)
    assert "Corrections: 1 held" in build().output


def test_what_is_saved_while_a_catalogue_is_built_is_not_lost(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    book = tmp_path / "out/catalogue.xlsx"

    def saved_meanwhile(*given: Any) -> Any:
        book.write_bytes(b"saved meanwhile")
        return catalogue_of(*given)

    monkeypatch.setattr("pipeline.steps.catalogue_of", saved_meanwhile)
    told = build()
    assert told.exit_code == 1
    assert "build again" in told.output
    assert book.read_bytes() == b"saved meanwhile"


def test_a_workbook_that_cannot_be_read_is_not_lost(build: Build, tmp_path: Path) -> None:
    build()
    (tmp_path / "out/catalogue.xlsx").write_bytes(b"no workbook")
    told = build()
    assert told.exit_code == 2
    assert "catalogue.xlsx" in told.output
    assert (tmp_path / "out/catalogue.xlsx").read_bytes() == b"no workbook"


def test_the_environment_names_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINGYAN_CORRECTIONS", "a.json:b/c.xlsx")
    assert Settings().corrections == (Path("a.json"), Path("b/c.xlsx"))
    monkeypatch.setenv("JINGYAN_CORRECTIONS", "")
    assert Settings().corrections == ()


def test_a_deployment_knows_its_files(tmp_path: Path) -> None:
    from pipeline.schedule import Schedule

    schedule = Schedule("n", (tmp_path,), tmp_path, 1, "0 2 * * *", "Asia/Shanghai", None, (Path("c.json"),))
    assert schedule.parameters["corrections"] == [str(Path("c.json").absolute())]


def test_marks_in_a_public_workbook_are_not_lost(build: Build, tmp_path: Path) -> None:
    assert build("--profile", "public").exit_code == 0
    (tmp_path / "out/catalogue.xlsx").write_bytes(b"written in")
    told = build("--profile", "public")
    assert told.exit_code == 2
    assert "catalogue.xlsx" in told.output
