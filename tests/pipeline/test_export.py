"""`jingyan export`: exit codes, what it says, and that nothing is overwritten or half written."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from outputs.catalogue import build_catalogue
from outputs.publish import publish
from pipeline.cli import app
from tests.outputs.builders import Told, record
from tests.outputs.casebooks import read_back

REPORT = """{county}合作社工作总结
针对合作社联而不动的问题,{county}建立县级领导包联制度,{number}个村全部结对。
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    found = Told([("建立县级领导包联制度", "T16_assess")], [("联而不动", "E2_linked_not_moving")])
    reports = [
        record(f"{county}.txt", REPORT.format(county=county, number=number), found, place=county)
        for county, number in (("云岭县", 12), ("白河县", 31))
    ]
    publish(build_catalogue(reports), folder / "out", folder / "state")
    return folder / "out"


def export(built: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments), "--in", str(built)])


def test_a_reader_is_written_and_told_of(built: Path, tmp_path: Path) -> None:
    told = export(built, tmp_path / "选编.docx", "--search", "联而不动", "--title", "联建案例")
    assert (told.exit_code, told.stdout) == (0, f"Wrote {tmp_path}/选编.docx: 2 cases from 2 documents.\n")
    assert read_back(tmp_path / "选编.docx").lines[0] == "联建案例"
    assert [path.name for path in tmp_path.iterdir()] == ["选编.docx"]


def test_the_limit_is_told_of(built: Path, tmp_path: Path) -> None:
    told = export(built, tmp_path / "a.docx", "--limit", "1")
    assert told.stdout == f"Wrote {tmp_path}/a.docx: 1 case from 1 document (more are found: raise --limit).\n"


def test_what_is_there_is_overwritten_by_force_alone(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("mine", encoding="utf-8")
    refused = export(built, path)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert path.read_text(encoding="utf-8") == "mine"
    assert export(built, path, "--force").exit_code == 0
    assert path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("a.xls", (), "let that end in .docx"),
        ("a.docx", ("--case", "c0"), "There is no case c0"),
        ("a.docx", ("--search", "量子纠缠"), "Nothing"),
        ("a.docx", ("--year", "去年"), "no year"),
        ("a.docx", ("--sheet", "做法"), "--sheet: not for"),
        ("a.csv", ("--search", "村"), "--search: not for"),
        ("a.csv", ("--sheet", "甲"), "There is no sheet 甲. There are: 案例、"),
        ("no/a.docx", (), "There is no folder"),
        ("no/more/", (), "There is no folder"),
        (".docx", (), "give it a name"),
        ("no/.CSV", (), "give it a name"),
    ],
)
def test_what_is_used_wrongly_writes_nothing(
    built: Path, tmp_path: Path, name: str, more: tuple[str, ...], said: str
) -> None:
    told = export(built, f"{tmp_path}/{name}", *more)
    assert told.exit_code == 2
    assert said in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_into_the_catalogue(built: Path) -> None:
    told = export(built, built / "a.docx")
    assert told.exit_code == 2
    assert "next build" in told.stderr
    assert not (built / "a.docx").exists()


def test_a_damaged_catalogue_fails_and_leaves_what_was_there(built: Path, tmp_path: Path) -> None:
    broken, path = shutil.copytree(built, tmp_path / "broken"), tmp_path / "a.docx"
    next((broken / "documents").iterdir()).unlink()
    path.write_text("mine", encoding="utf-8")
    told = export(broken, path, "--force")
    assert told.exit_code == 1
    assert "is missing" in told.stderr
    assert path.read_text(encoding="utf-8") == "mine"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.docx", "broken"]


@pytest.mark.parametrize("name", ["a.docx", "a.csv", "表/"])
@pytest.mark.parametrize("data", [b"{}", b"\xff", b'{"documents": []}', None])
def test_a_damaged_list_of_documents_is_told(built: Path, tmp_path: Path, name: str, data: bytes | None) -> None:
    broken = shutil.copytree(built, tmp_path / "broken")
    (broken / "documents.json").unlink()
    if data is not None:
        (broken / "documents.json").write_bytes(data)
    told = export(broken, f"{tmp_path}/{name}")
    assert told.exit_code == 1
    assert "documents.json" in told.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["broken"]


def test_what_controls_a_screen_does_not_reach_the_title_page(built: Path, tmp_path: Path) -> None:
    title, date = "\x1b[31m联建\n案例\u202e集\x00", "2024年\t3月\udcff"
    assert export(built, tmp_path / "a.docx", "--title", title, "--date", date).exit_code == 0
    lines = read_back(tmp_path / "a.docx").lines
    assert lines[0] == "[31m联建 案例集"
    assert any("2024年 3月" in line for line in lines[:3])
    assert export(built, tmp_path / "b.docx", "--title", "\n\x07").exit_code == 0
    assert read_back(tmp_path / "b.docx").lines[0] == "经验案例选编"


def test_without_a_catalogue_it_says_so(tmp_path: Path) -> None:
    told = export(tmp_path / "none", tmp_path / "a.docx")
    assert told.exit_code == 2
    assert "build one first" in told.stderr


def test_all_sheets_go_into_a_folder_and_one_into_a_file(built: Path, tmp_path: Path) -> None:
    told = export(built, f"{tmp_path}/表/")
    files = sorted((tmp_path / "表").iterdir())
    assert told.stdout == f"Wrote {tmp_path}/表: {len(files)} CSV files.\n"
    assert {"案例.csv", "做法.csv", "问题.csv", "数字.csv"} <= {path.name for path in files}
    again = export(built, f"{tmp_path}/表/")
    assert again.exit_code == 2
    assert "--force" in again.stderr
    one = export(built, tmp_path / "做法.csv", "--sheet", "做法")
    assert (one.exit_code, one.stdout) == (0, f"Wrote {tmp_path}/做法.csv: the sheet 做法.\n")
    assert (tmp_path / "做法.csv").read_bytes() == (tmp_path / "表" / "做法.csv").read_bytes()
    assert export(built, tmp_path / "a.csv").exit_code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "表" / "案例.csv").read_bytes()


def test_a_damaged_workbook_fails(built: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(built, tmp_path / "broken")
    (broken / "catalogue.xlsx").write_bytes(b"PK")
    assert export(broken, tmp_path / "a.csv").exit_code == 1
    assert not (tmp_path / "a.csv").exists()
