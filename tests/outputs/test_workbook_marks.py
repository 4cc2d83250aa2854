"""What analysts mark in the workbook comes back as corrections, whatever program saved it and however they write."""

import random
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from outputs.corrections_read import read_corrections
from outputs.corrections_workbook import MarkError, read_marks
from outputs.workbook_cells import WorkbookError
from tests.outputs.marking import NAME, TEXT, WORDS, Filled, acts, at, marked, row_of


def test_a_workbook_that_nobody_marked_says_nothing(filled: Filled) -> None:
    assert read_marks(filled.path) == []


@pytest.mark.parametrize("word", ["对", " 对 ", "√", "✓", "正确", "是", "Ｙ", "对。", "對", "正確"])
def test_right_is_said_in_many_ways(filled: Filled, word: str) -> None:
    found = read_marks(filled.mark("做法", ("做法", "推行说事制度"), {"核对": word}).saved())
    assert list(acts(found)) == [("right", "推行说事制度")]


@pytest.mark.parametrize("word", ["错", "×", "X", "ｘ", "错误", "不对", "错 误", "錯"])
def test_wrong_is_said_in_many_ways(filled: Filled, word: str) -> None:
    found = read_marks(filled.mark("问题", ("问题", "联而不动"), {"核对": word, "批注": "不是问题"}).saved())
    assert [(one["act"], one["finding"]["quote"], one["note"]) for one in found] == [("wrong", "联而不动", "不是问题")]


def test_a_mark_says_what_it_is_about_and_what_the_system_said(filled: Filled) -> None:
    (one,) = read_marks(filled.mark("做法", ("做法", "推行说事制度"), {"核对": "对"}).saved())
    finding = one["finding"]
    start = TEXT.index("推行说事制度")
    assert (finding["kind"], finding["start"], finding["end"]) == ("practice", start, start + 6)
    assert TEXT[: finding["start"]].endswith(finding["before"])
    assert TEXT[finding["end"] :].startswith(finding["after"])
    assert finding["said"] == {"theme": "T14_mediation", "form": "action", "status": "done"}
    assert (finding["document"]["name"], len(finding["document"]["sha256"])) == (NAME, 64)
    assert finding["id"].startswith("f")


CHANGES: list[tuple[str, tuple[str, str], dict[str, Any], dict[str, Any]]] = [
    ("做法", ("做法", "推行说事制度"), {"改为主题": "产业带动"}, {"theme": "T06_industry"}),
    ("做法", ("做法", "推行说事制度"), {"核对": "错", "改为主题": "T06_industry"}, {"theme": "T06_industry"}),
    ("做法", ("做法", "推行说事制度"), {"核对": "改", "改为状态": "计 划"}, {"status": "planned"}),
    ("问题", ("问题", "两张皮"), {"核对": "修改", "改为类别": "C1_ageing"}, {"category": "C1_ageing"}),
    ("问题", ("问题", "两张皮"), {"改为状态": "已解決"}, {"status": "solved"}),
    ("数字", ("数字", "36个"), {"改为数值": 38}, {"value": 38}),
    ("数字", ("数字", "36个"), {"改为数值": "１，２００.５"}, {"value": 1200.5}),
    ("数字", ("数字", "36个"), {"改为数值": "1.2万", "改为单位": "户"}, {"value": 12000, "unit": "户"}),
    ("数字", ("数字", "36个"), {"改为数值": "3—5万"}, {"value": 30000, "value_max": 50000}),
    ("数字", ("数字", "36个"), {"改为数值": "-3.5%"}, {"value": -3.5}),
    ("数字", ("数字", "36个"), {"改为所计": "项目"}, {"counted": "项目"}),
]


@pytest.mark.parametrize(("sheet", "row", "marks", "value"), CHANGES)
def test_a_change_says_the_fields_that_change(
    filled: Filled, sheet: str, row: tuple[str, str], marks: dict[str, Any], value: dict[str, Any]
) -> None:
    (one,) = read_marks(filled.mark(sheet, row, marks).saved())
    assert (one["act"], one["finding"]["quote"], one["value"]) == ("changed", row[1], value)


def test_a_change_to_what_it_is_says_that_it_is_right(filled: Filled) -> None:
    found = read_marks(filled.mark("问题", ("问题", "两张皮"), {"改为状态": "存在"}).saved())
    assert list(acts(found)) == [("right", "两张皮")]


FAULTS: list[tuple[str, tuple[str, str] | int, dict[str, Any], str, str]] = [
    ("做法", ("做法", "推行说事制度"), {"核对": "也许"}, "核对", "allowed: 对, 错, 改"),
    ("做法", ("做法", "推行说事制度"), {"核对": "改"}, "核对", "fill in 改为主题/改为状态"),
    ("做法", ("做法", "推行说事制度"), {"核对": "对", "改为主题": "产业带动"}, "核对", "clear one"),
    ("做法", ("做法", "推行说事制度"), {"核对": "补"}, "核对", "sheet 补充"),
    ("做法", ("做法", "推行说事制度"), {"改为主题": "产业带着动"}, "改为主题", "allowed: 产业带动"),
    ("做法", ("做法", "推行说事制度"), {"批注": "再看"}, "批注", "a note alone"),
    ("做法", ("做法", "推行说事制度"), {"核对": "对", "定位": "{坏"}, "定位", "missing or damaged"),
    ("做法", ("做法", "推行说事制度"), {"核对": "对", "定位": None}, "定位", "missing or damaged"),
    ("做法", ("做法", "推行说事制度"), {"核对": "=IF(1,A1,2)"}, "核对", "a formula"),
    ("数字", ("数字", "36个"), {"改为数值": "很多"}, "改为数值", "no number"),
    ("数字", ("数字", "36个"), {"改为单位": "无"}, "改为单位", "cannot be without"),
    ("案例", 2, {"改层级": "州"}, "改层级", "allowed: 省"),
    ("类群", 2, {"并入": "没有这个"}, "并入", "no group is called so"),
    ("补充", 2, {"文件": NAME, "原文": "积分超市"}, "种类", "it is missing"),
    ("补充", 2, {"原文": "积分超市", "种类": "做法", "主题或类别": "产业带动"}, "文件", "neither file nor case"),
    ("补充", 2, {"文件": "无此.txt", "原文": "甲", "种类": "日期", "数值": "2018"}, "文件", "no file is called so"),
    ("补充", 2, {"文件": NAME, "原文": "积分超市", "种类": "做法"}, "主题或类别", "it is missing"),
    ("补充", 2, {"文件": NAME, "原文": "积分超市", "种类": "问题", "数值": 3}, "数值", "says nothing of a 问题"),
    ("补充", 2, {"文件": NAME, "原文": "38对", "种类": "数字", "数值": "多"}, "单位", "it is missing"),
    ("补充", 2, {"文件": NAME, "原文": "积分超市", "种类": "日期", "数值": "2018"}, "原文", "lay it into the"),
    ("案例", ("案例", "青禾县的做法"), {"拆分处": "云澜乡"}, "拆分处", "or copy 8 characters"),
    ("补充", 2, {"案例编号": "c000", "原文": "甲", "种类": "日期", "数值": "2018"}, "案例编号", "no case has the id"),
]  # fmt: skip


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with groups."""
    from tests.outputs.sample import catalogue

    path = tmp_path_factory.mktemp("groups") / "catalogue.xlsx"
    Filled(path, catalogue())
    return path


@pytest.mark.parametrize(("sheet", "row", "marks", "column", "told"), FAULTS)
def test_what_is_not_understood_is_told_with_its_place(
    filled: Filled, grouped: Path, sheet: str, row: tuple[str, str] | int, marks: dict[str, Any], column: str, told: str
) -> None:
    if sheet == "类群":
        filled = Filled(Path(shutil.copy(grouped, filled.path)))
    path = filled.mark(sheet, row, marks).saved()
    number = row if isinstance(row, int) else row_of(load_workbook(path)[sheet], *row)
    with pytest.raises(MarkError) as fault:
        read_marks(path)
    assert f"sheet {sheet}, row {number}, column {column}: " in str(fault.value)
    assert told in str(fault.value)


def test_all_that_is_not_understood_is_told_at_once(filled: Filled) -> None:
    filled.mark("做法", 2, {"核对": "也许"}).mark("问题", 2, {"核对": "也许"}).mark("问题", 3, {"核对": "对"})
    with pytest.raises(MarkError) as fault:
        read_marks(filled.saved())
    assert len(str(fault.value).splitlines()) == 2


def test_cases_are_mended_and_split(filled: Filled) -> None:
    marks = {
        "改标题": "青禾县与云澜乡",
        "改层级": "镇",
        "改地方": "无",
        "拆分处": "云澜乡推行说事制度\n过去签了协议就放在抽屉里",
        "批注": "两地",
    }
    mended, split = read_marks(filled.mark("案例", ("案例", "青禾县的做法"), marks).saved())
    assert mended["value"] == {"title": "青禾县与云澜乡", "place_level": "镇", "place": None}
    assert (mended["case"]["start"], mended["case"]["end"], mended["note"]) == (0, len(TEXT), "两地")
    assert TEXT.startswith(mended["case"]["quote"])
    assert [one["quote"] for one in split["where"]] == ["云澜乡推行说事制度", "过去签了协议就放在抽屉里"]


def test_groups_are_renamed_and_merged_by_name_or_id(grouped: Path, tmp_path: Path) -> None:
    filled = Filled(
        Path(shutil.copy(grouped, tmp_path)) if grouped.is_dir() else Path(shutil.copy(grouped, tmp_path / "a.xlsx"))
    )
    sheet = filled.book["类群"]
    ids, labels = ([sheet.cell(row, at(sheet, title)).value for row in (2, 3)] for title in ("编号", "类群"))
    filled.mark("类群", 2, {"改名": "换个名字"}).mark("类群", 3, {"并入": labels[0]})
    renamed, merged = read_marks(filled.saved())
    assert (renamed["act"], renamed["cluster"]["id"], renamed["label"]) == ("rename_cluster", ids[0], "换个名字")
    assert (merged["cluster"]["id"], merged["into"]["id"]) == (ids[1], ids[0])
    assert merged["into"]["members"] == renamed["cluster"]["members"] != []
    again = read_marks(filled.mark("类群", 3, {"并入": ids[0]}).saved())
    assert again == [renamed, merged]


MISSED: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    (
        {"种类": "做法", "主题或类别": "产业带动"},
        "practice",
        {"theme": "T06_industry", "form": "action", "status": "done"},
    ),
    (
        {"种类": "做法", "主题或类别": "产业带动", "状态": "建议", "形式": "品牌"},
        "practice",
        {"theme": "T06_industry", "form": "slogan", "status": "proposed"},
    ),
    ({"种类": "问题", "主题或类别": "E1_two_skins"}, "problem", {"category": "E1_two_skins", "status": "present"}),
    (
        {"种类": "数字", "数值": "1.5万", "单位": "元", "所计": "年收入"},
        "quantity",
        {"value": 15000, "unit": "元", "kind": "money", "counted": "年收入"},
    ),
    ({"种类": "日期", "数值": "2018-09"}, "date", {"value": "2018-09"}),
]


@pytest.mark.parametrize(("marks", "kind", "value"), MISSED)
@pytest.mark.parametrize("file", [NAME, "青禾.txt"])
def test_what_was_missed_is_added(
    filled: Filled, marks: dict[str, Any], kind: str, value: dict[str, Any], file: str
) -> None:
    (one,) = read_marks(filled.mark("补充", 2, {"文件": file, "原文": WORDS} | marks).saved())
    assert (one["act"], one["finding"]["kind"], one["finding"]["document"]["name"]) == ("added", kind, NAME)
    assert (one["finding"]["quote"], one["value"]) == (WORDS, value)


def test_a_place_says_which_of_several_is_meant(filled: Filled) -> None:
    start = TEXT.rindex("积分超市")
    marks = {"文件": NAME, "原文": "积分超市", "种类": "做法", "主题或类别": "产业带动", "位置": start}
    (one,) = read_marks(filled.mark("补充", 5, marks).saved())
    assert (one["finding"]["start"], one["finding"]["end"]) == (start, start + 4)


def test_rows_may_be_sorted_and_left_out_and_columns_moved_and_added(filled: Filled) -> None:
    expected = read_marks(marked(filled).saved())
    rng = random.Random(7)
    for name in ("案例", "做法", "数字", "问题"):
        sheet = filled.book[name]
        head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        rng.shuffle(rows)
        order = rng.sample(range(len(head)), len(head))
        filled.book.remove(sheet)
        made = filled.book.create_sheet(name)
        made.append(["我的表"])
        made.append(["我的列", *(head[at] for at in order)])
        for row in rows:
            made.append(["=1+1", *(row[at] for at in order)])
    filled.book.remove(filled.book["趋势"])
    found = read_marks(filled.saved())
    assert sorted(map(str, found)) == sorted(map(str, expected))
    assert len(found) == 7


@pytest.mark.slow
def test_marks_outlive_another_office_program(filled: Filled, soffice: Path, tmp_path: Path) -> None:
    expected = read_marks(marked(filled).saved())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        tmp_path / "out",
    ]
    subprocess.run([*map(str, command), str(filled.path)], check=True, capture_output=True, timeout=180)
    assert read_marks(tmp_path / "out" / filled.path.name) == expected


def test_corrections_that_were_read_are_of_the_form_of_the_file(filled: Filled) -> None:
    known = read_corrections(marked(filled).saved())
    assert sorted(one.act for one in known.corrections) == [
        "added", "changed", "changed", "mend_case", "right", "split_case", "wrong",
    ]  # fmt: skip


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for data in (b"", b"PK\x03\x04", b"<html>"):
        path.write_bytes(data)
        with pytest.raises(WorkbookError, match=r"a\.xlsx"):
            read_marks(path)
    with pytest.raises(WorkbookError, match="No such file"):
        read_marks(tmp_path / "none.xlsx")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 2**24)
    with pytest.raises(WorkbookError, match="zip bomb"):
        read_marks(path)
