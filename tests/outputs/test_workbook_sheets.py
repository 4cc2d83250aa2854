"""Workbooks that come back renamed, cut, written over or damaged: no mark gets lost without a word."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from outputs.catalogue import build_catalogue
from outputs.corrections_workbook import MarkError, read_marks
from outputs.workbook import write_workbook
from outputs.workbook_cells import WorkbookError
from tests.outputs.builders import Told, record
from tests.outputs.marking import NAME, Filled, at, marked, small
from tests.outputs.sample import catalogue

CATALOGUE = small()


def test_sheets_that_were_renamed_or_copied_are_known_by_their_columns(filled: Filled) -> None:
    expected = read_marks(marked(filled).saved())
    copied = filled.book.copy_worksheet(filled.book["做法"])
    assert copied.title == "做法 Copy"
    for name in ("案例", "数字", "问题", "补充", "选项", "文件"):
        filled.book[name].title = f"{name}（王一已核）"
    assert read_marks(filled.saved()) == expected


def test_titles_are_found_below_what_was_written_above_them(filled: Filled) -> None:
    expected = read_marks(marked(filled).saved())
    for name in ("案例", "做法", "补充"):
        filled.book[name].insert_rows(1, 25)
        filled.book[name].cell(2, 1).value = "核对"
    assert read_marks(filled.saved()) == expected


@pytest.mark.parametrize(
    ("sheet", "title", "other"),
    [("做法", "核对", "核对人"), ("问题", "改为类别", None), ("补充", "种类", "类"), ("更正", "撤回", None)],
)
def test_a_column_of_marks_that_is_gone_is_told(filled: Filled, sheet: str, title: str, other: str | None) -> None:
    page = filled.mark("数字", 2, {"核对": "对"}).book[sheet]
    page.cell(1, at(page, title)).value = other
    with pytest.raises(MarkError, match=rf"sheet {sheet}, row 1: the column {title} is missing"):
        read_marks(filled.saved())


@pytest.mark.parametrize("sheet", ["案例", "问题", "补充", "更正"])
def test_a_sheet_of_marks_that_is_gone_is_told(filled: Filled, sheet: str) -> None:
    filled.book.remove(filled.book[sheet])
    with pytest.raises(MarkError, match=f"sheet {sheet}: it is missing"):
        read_marks(filled.saved())
    filled.book.create_sheet(sheet).append(["别的"])
    with pytest.raises(MarkError, match=f"sheet {sheet}: the row of titles is missing"):
        read_marks(filled.saved())


def test_marks_without_the_hidden_column_are_told(filled: Filled) -> None:
    page = filled.mark("问题", 2, {"核对": "对"}).mark("问题", 3, {"核对": "错"}).book["问题"]
    page.delete_cols(at(page, "定位"))
    with pytest.raises(MarkError) as fault:
        read_marks(filled.saved())
    told = str(fault.value).splitlines()
    assert [line.partition(": sheet ")[2].partition(": ")[0] for line in told] == [
        "问题, row 2, column 定位",
        "问题, row 3, column 定位",
    ]


def test_two_columns_of_one_title_are_told(filled: Filled) -> None:
    page = filled.book["做法"]
    page.cell(1, page.max_column + 1).value = "核 对"
    with pytest.raises(MarkError, match="two columns are called 核对"):
        read_marks(filled.saved())


def test_one_cell_for_several_rows_is_told(filled: Filled) -> None:
    page = filled.mark("问题", 2, {"核对": "对"}).book["问题"]
    column = at(page, "核对")
    page.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    with pytest.raises(MarkError, match="sheet 问题, row 2, column 核对: the cell is one with those of other rows"):
        read_marks(filled.saved())


def test_a_workbook_of_somebody_else_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("案例").append(["编号", "核对"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(WorkbookError, match=r"a\.xlsx: no workbook of a catalogue of jingyan"):
        read_marks(tmp_path / "a.xlsx")


def test_the_workbook_of_a_catalogue_for_everybody_says_nothing(tmp_path: Path) -> None:
    path = Filled(tmp_path / "catalogue.xlsx", replace(CATALOGUE, profile="public")).saved()
    assert read_marks(path) == []


def _anchor(**changed: Any) -> str:
    """What a hidden cell might hold after somebody tampered with it."""
    document = {"id": "d1", "name": NAME, "sha256": "0" * 64}
    about = {"kind": "practice", "document": document, "start": 1, "end": 3, "quote": "积分", **changed}
    return json.dumps({"finding": about, "case": about, "cluster": about})


DAMAGED = [
    '{"case":{"id":"c1","title":"x"},"finding":{"id":"f1"}}',
    '{"case":[],"finding":7,"cluster":null}',
    "[]",
    "7",
    "[" * 20_000,
    _anchor(start=1).replace('"start": 1', '"start": 1e400'),
    _anchor(start="abc"),
    _anchor(start=True),
    _anchor(start=-1),
    _anchor(end=10**30),
    _anchor(quote=5),
    _anchor(quote=None),
    _anchor(document=None),
    _anchor(document={"name": ["a"]}),
    _anchor(before=3),
    _anchor(said={"value": float("nan")}),
    '{"was":{"mark":{"ids":{"a":1},"cells":{"核对":"错"}},"split":{"ids":{"b":2},"cells":{"拆分处":"甲"}}}}',
]


@pytest.mark.parametrize("anchor", DAMAGED)
@pytest.mark.parametrize(("sheet", "title", "text"), [("做法", "核对", "对"), ("案例", "拆分处", "云澜乡推行说事制度")])
def test_a_hidden_cell_that_is_damaged_is_told_with_its_place(
    filled: Filled, sheet: str, title: str, text: str, anchor: str
) -> None:
    filled.mark(sheet, 2, {title: text, "定位": anchor})
    with pytest.raises(MarkError, match=rf"sheet {sheet}, row 2, column "):
        read_marks(filled.saved())


LONG = [
    ("甲" * 300, "注" * 300),
    ("甲" * 16_300, "注\n" * 16_500),
    ('"\\' * 16_300, "\u4e00\t" * 9),
    ("𠀀" * 20_000, "\x01_x0041_" * 99),
]


@pytest.mark.parametrize(("label", "note"), LONG)
def test_what_is_long_comes_back_and_can_be_taken_back(tmp_path: Path, label: str, note: str) -> None:
    sample = catalogue()
    group = replace(sample.clusters[0], label=label)
    about = {"id": group.id, "label": label, "members": list(group.members)}
    known = {"act": "rename_cluster", "cluster": about, "label": label, "note": note, "id": "x" + "0" * 12}
    sample = replace(sample, clusters=(group, *sample.clusters[1:]))
    filled = Filled(tmp_path / "catalogue.xlsx", sample, [known])
    page = filled.book["类群"]
    assert page.cell(2, at(page, "改名")).value
    assert read_marks(filled.path) == read_marks(filled.saved()) == []
    assert read_marks(filled.mark("类群", 2, {"改名": None, "批注": None}).saved()) == [
        {"act": "withdrawn", "of": known["id"]}
    ]
    (renamed,) = [one for one in read_marks(filled.mark("类群", 2, {"改名": "新名"}).saved()) if "label" in one]
    assert renamed["label"] == "新名"
    merged = read_marks(filled.mark("类群", 3, {"并入": label[:250]}).saved())[-1]
    assert (merged["act"], merged["into"]["id"]) == ("merge_clusters", group.id)


def test_a_row_whose_words_no_cell_can_hold_is_left_open(tmp_path: Path) -> None:
    text = "甲" * 40_000
    told = Told(practices=[(text, "T16_assess")])
    built = build_catalogue([record(NAME, text, told)])
    finding = {"kind": "practice", "document": {"name": NAME}, "start": 0, "end": len(text), "quote": text}
    filled = Filled(tmp_path / "a.xlsx", built, [{"act": "right", "finding": finding, "id": "x" + "0" * 12}])
    page = filled.book["做法"]
    assert list(json.loads(str(page.cell(2, at(page, "定位")).value))) == ["route"]
    assert read_marks(filled.saved()) == []
    with pytest.raises(MarkError, match="sheet 做法, row 2, column 定位"):
        read_marks(filled.mark("做法", 2, {"核对": "对"}).saved())


ODD = [
    ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 5_000, "protected by a password, or of Excel 97-2003"),
    ("~$a.xlsx", b"\x05Admin" + b" " * 159, "a mark that a.xlsx is open"),
    ("a.xlsx", "spreadsheet", "no .xlsx file, whatever its name says"),
    ("a.xlsx", "text", "no .xlsx file, whatever its name says"),
]


@pytest.mark.parametrize(("name", "data", "said"), ODD)
def test_what_only_looks_like_a_workbook_is_told_apart(tmp_path: Path, name: str, data: bytes | str, said: str) -> None:
    path = tmp_path / name
    if isinstance(data, str):
        with ZipFile(path, "w") as package:
            package.writestr("mimetype", f"application/vnd.oasis.opendocument.{data}")
            package.writestr("content.xml", "<a/>")
    else:
        path.write_bytes(data)
    with pytest.raises(WorkbookError) as fault:
        read_marks(path)
    assert str(path) in str(fault.value)
    assert said in str(fault.value)


def test_a_workbook_that_may_only_be_read_is_read(filled: Filled) -> None:
    path = marked(filled).saved()
    expected = read_marks(path)
    path.chmod(0o400)
    assert read_marks(path) == expected
    assert len(expected) == 7


def test_rows_without_number_end(filled: Filled) -> None:
    """A sheet that says it has a million rows."""
    filled.book["问题"].cell(1_048_576, 1).value = " "
    page = filled.mark("问题", 2, {"核对": "对"}).book["问题"]
    assert page.max_row == 1_048_576
    assert len(read_marks(filled.saved())) == 1


def test_a_cell_far_from_the_others_is_told(filled: Filled) -> None:
    """The library would hold all cells between."""
    filled.book["趋势"].cell(1_048_576, 16_384).value = "甲"
    with pytest.raises(WorkbookError, match="sheet 趋势: something stands in the cell XFD1048576"):
        read_marks(filled.saved())
    filled.book["趋势"].cell(1_048_576, 16_384).value = None
    filled.book["问题"].cell(1, 16_384).value = "甲"
    assert read_marks(filled.saved()) == []


def test_a_note_that_is_too_long_is_told_with_its_place(filled: Filled) -> None:
    with pytest.raises(MarkError, match="sheet 做法, row 2, column 批注: "):
        read_marks(filled.mark("做法", 2, {"核对": "对", "批注": "长" * 6_000}).saved())


def test_marks_are_read_from_the_sheets_on_which_rows_go_on(tmp_path: Path) -> None:
    write_workbook(catalogue(), tmp_path / "catalogue.xlsx", most=10)
    filled = Filled(tmp_path / "catalogue.xlsx")
    filled.mark("做法", 3, {"核对": "对"}).mark("做法(2)", 3, {"核对": "错"}).mark("案例(3)", 2, {"改标题": "新题"})
    known = [filled.book[name].cell(row, 1).value for name, row in (("做法", 3), ("做法(2)", 3), ("案例(3)", 2))]
    mended, right, wrong = sorted(read_marks(filled.saved()), key=lambda one: str(one["act"]))
    assert [mended["case"]["id"], right["finding"]["id"], wrong["finding"]["id"]] == [known[2], *known[:2]]
    assert [mended["act"], right["act"], wrong["act"]] == ["mend_case", "right", "wrong"]
