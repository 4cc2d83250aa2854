"""Rows that are told by their order alone are read alike by whoever reads workbooks."""

import csv
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from corpus.readers.legacy_office import find_office
from outputs.book import Cell, Column, Link
from outputs.book_file import Book, Sheet
from outputs.book_frame import letter
from outputs.book_rows import SheetRows

COLUMNS = (("编号", 8), Column("核对", 8, "mark"), ("原文", 40), ("数值", 8), Column("定位", 8, "hidden"))
ODD = [
    "<b>&amp;</b>", "a\nb", " 前后有空 ", "\u3000全角空格", "\t", "=1+1", "_x0041_", "x_x000D_y", "𠮷&", "007", "1e5",
    "#N/A", "'单引号", "]]>", "x" * 17_000, "长" * 32_767, "\x85\u2028|",
]  # fmt: skip
ROWS: list[list[Cell]] = [
    [Link(f"编<{at}>", f'/case/c{at}?at="&'), text, text, at / 3, None] for at, text in enumerate(ODD)
]
ROWS += [[None, None, None, 10**14, "末"], ["", "", "\r\n", 10**15, "\x00\x0b\ud800\uffff"], [None] * 5]
HELD: list[list[Cell]] = [[row[0].text if isinstance(row[0], Link) else row[0], *row[1:]] for row in ROWS[:-3]]
HELD += [[None, None, None, 10**14, "末"], [None, None, "\r\n", str(10**15), ""], [None] * 5]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("book") / "book.xlsx"
    book = Book()
    book.add(Sheet("一", COLUMNS, ROWS, spare=3))
    book.add(Sheet("空", COLUMNS))
    book.write(made)
    return made


def _alike(one: object, other: object) -> bool:
    if isinstance(other, float):
        return isinstance(one, float | int) and abs(one - other) < 1e-12
    return ("" if one is None else one) == ("" if other is None else other)


def test_openpyxl_reads_what_was_written(path: Path) -> None:
    sheet = load_workbook(path)["一"]
    read = list(sheet.iter_rows(min_row=2, values_only=True))[: len(HELD)]
    for row, held in zip(read, HELD, strict=False):
        # It leaves the escapes of the format as they are.
        told = [x.replace("_x005F_", "_").replace("_x000D_\n", "\r\n") if isinstance(x, str) else x for x in row]
        assert all(map(_alike, told, held)), held
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_col=3) for cell in row} <= {"s", "inlineStr", "n"}
    links = [row[0].hyperlink for row in sheet.iter_rows(min_row=2, max_row=1 + len(ODD))]
    assert [one and (one.ref, one.target, one.location) for one in links] == [
        (f"A{at + 2}", "site/index.html", f'/case/c{at}?at="&') for at in range(len(ODD))
    ]


def test_calamine_reads_what_was_written(path: Path) -> None:
    with CalamineWorkbook.from_path(path) as book:
        read = book.get_sheet_by_name("一").to_python()
        assert book.get_sheet_by_name("空").to_python() == [["编号", "核对", "原文", "数值", "定位"]]
    assert read[0] == ["编号", "核对", "原文", "数值", "定位"]
    for row, held in zip(read[1:], HELD, strict=False):
        assert all(map(_alike, row, held)), held


def test_looks_are_those_of_their_columns(path: Path) -> None:
    sheet = load_workbook(path)["一"]
    assert [sheet.cell(1, at).fill.fgColor.rgb for at in (1, 2)] == ["FFE7EEF7", "FFFFE08A"]
    assert {sheet.cell(row, 2).fill.fgColor.rgb for row in range(2, 5)} == {"FFFFF9E3"}
    assert {sheet.cell(row, 2).number_format for row in range(2, 5)} == {"@"}
    assert [sheet.cell(2, 1).font.underline, sheet.cell(2, 3).alignment.wrap_text] == ["single", True]
    assert sheet.cell(len(ROWS) + 1, 2).fill.fgColor.rgb == "FFFFF9E3"


@pytest.mark.slow
def test_libreoffice_reads_what_was_written(path: Path, tmp_path: Path) -> None:
    if (program := find_office()) is None:
        pytest.skip("LibreOffice is not installed")
    told = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1"
    subprocess.run([program, *told, sheet, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True)
    (made,) = tmp_path.glob("*.csv")
    with made.open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    assert read[0] == ["编号", "核对", "原文", "数值", "定位"]
    for at, row in enumerate(read[1 : len(ODD) + 1]):
        assert row[:3] == [f"编<{at}>", ODD[at], ODD[at]]
        assert float(row[3]) == pytest.approx(at / 3)


def test_a_stretch_is_the_same_wherever_it_stands() -> None:
    rows = SheetRows(COLUMNS)
    assert rows.stretch(list(zip(*ROWS[3:5], strict=True))) == next(SheetRows(COLUMNS).stretches(ROWS[3:], 2))


def test_letters_of_columns() -> None:
    assert [letter(at) for at in (0, 25, 26, 51, 701, 702, 16_383)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]
