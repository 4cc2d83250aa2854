"""The sheets as CSV: readable by Excel, harmless in it, the same rows as the workbook's."""

import csv
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from outputs.catalogue import build_catalogue
from outputs.csv_sheets import export_csv, harmless, write_csv
from outputs.workbook import write_workbook
from tests.outputs.builders import Told, record
from tests.outputs.sample import catalogue


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("catalogue")
    write_workbook(catalogue(), made / "catalogue.xlsx")
    return made


@pytest.fixture(scope="module")
def files(folder: Path) -> list[Path]:
    return export_csv(folder, folder / "csv")


def test_there_is_a_file_for_each_sheet_that_people_see(folder: Path, files: list[Path]) -> None:
    seen = [sheet.title for sheet in load_workbook(folder / "catalogue.xlsx") if sheet.sheet_state == "visible"]
    assert [path.stem for path in files] == seen


def test_rows_are_those_of_the_workbook(folder: Path, files: list[Path]) -> None:
    book = load_workbook(folder / "catalogue.xlsx")
    for path in files:
        cells = book[path.stem].iter_rows(values_only=True)
        assert len(read(path)) == sum(any(cell is not None for cell in row) for row in cells)
    head, *rows = read(next(path for path in files if path.stem == "数字"))
    values = [row[head.index("数值")] for row in rows]
    assert "4800000" in values
    assert "97.5" in values


def test_a_row_says_the_address_of_its_page(files: list[Path]) -> None:
    head, *rows = read(next(path for path in files if path.stem == "问题"))
    assert "定位" not in head
    links = [row[head.index("链接")] for row in rows]
    assert all(link.startswith(("site/index.html#/case/c", "site/index.html#/document/d")) for link in links)
    assert all("?at=problems-" in link for link in links)


def test_files_are_as_excel_wants_them(files: list[Path]) -> None:
    for path in files:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
        ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠x", "'＠x"), ("1=1", "1=1"),
        (-1.5, "-1.5"), (36.0, "36"), (1e20, "1e+20"), (None, ""), ("", ""), ("甲,乙\n丙", "甲,乙\n丙"),
    ],
)  # fmt: skip
def test_text_is_never_reckoned_and_numbers_are_numbers(value: Any, written: str, tmp_path: Path) -> None:
    assert harmless(value) == written
    write_csv([[value, "x"]], tmp_path / "a.csv")
    assert read(tmp_path / "a.csv") == [[written, "x"]]


def test_what_a_report_says_is_not_reckoned_either(tmp_path: Path) -> None:
    title = '=HYPERLINK("http://a.b","点这里")𠮷'
    write_workbook(build_catalogue([record("a.txt", "某村\n做法在此。", Told(), title)]), tmp_path / "catalogue.xlsx")
    export_csv(tmp_path, tmp_path / "csv")
    head, row = read(tmp_path / "csv" / "案例.csv")
    assert row[head.index("案例")] == f"'{title}"


def test_the_name_of_a_sheet_leads_nowhere_else(folder: Path, tmp_path: Path) -> None:
    with ZipFile(folder / "catalogue.xlsx") as package, ZipFile(tmp_path / "catalogue.xlsx", "w") as made:
        for name in package.namelist():
            made.writestr(name, package.read(name).replace(b'name="\xe8\xb6\x8b\xe5\x8a\xbf"', b'name="../a"'))
    files = export_csv(tmp_path, tmp_path / "csv")
    assert tmp_path / "csv" / ".._a.csv" in files
    assert sorted(one.name for one in tmp_path.iterdir()) == ["catalogue.xlsx", "csv"]
