"""The workbook holds every finding with its quote and place, and never a formula."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from pickle import dumps, loads
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from outputs.book import CELL, CUT, LINE, clean, lines, width
from outputs.catalogue import build_catalogue
from outputs.finding_ids import finding_ids
from outputs.leaves import Leaves
from outputs.taxonomy import theme_names
from outputs.workbook import write_workbook
from outputs.workbook_pieces import PIECES
from outputs.workbook_words import words
from tests.outputs.builders import Told, located, record
from tests.outputs.sample import catalogue
from tests.outputs.test_phrases import told

CATALOGUE = catalogue()
SHEETS = [
    "案例", "做法", "数字", "问题", "补充", "类群", "做法类", "数据核对", "趋势", "套话", "待收词语", "更正", "文件",
    "说明", "选项",
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("workbook") / "catalogue.xlsx"
    write_workbook(CATALOGUE, made)
    return made


@pytest.fixture
def book(path: Path) -> Iterator[Workbook]:
    opened = load_workbook(path)
    yield opened
    opened.close()


def column(sheet: Worksheet, title: str) -> list[object]:
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(title)] for row in sheet.iter_rows(min_row=2, values_only=True)]


def notes(book: Workbook, about: str | None = None) -> list[str]:
    rows = book["说明"].iter_rows(min_row=2, values_only=True)
    return [str(row[1]) for row in rows if about in (None, row[0])]


def test_the_sheets_are_there_with_frozen_headers_and_filters(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    for name in SHEETS:
        marked = name in words().marks
        assert book[name].freeze_panes == ("C2" if marked else "A2")
        assert book[name].auto_filter.ref


def test_every_finding_has_a_row(book: Workbook) -> None:
    records = CATALOGUE.records
    assert len(column(book["案例"], "案例编号")) == len(CATALOGUE.cases)
    assert len(column(book["做法"], "做法")) == sum(len(one.findings.practices) for one in records)
    assert len(column(book["数字"], "数字")) == sum(len(one.findings.quantities) for one in records)
    assert len(column(book["问题"], "问题")) == sum(len(one.findings.problems) for one in records)
    assert column(book["文件"], "文件") == [one.source.name for one in records]


def test_rows_say_where_they_come_from(book: Workbook) -> None:
    sheet = book["问题"]
    at = column(sheet, "问题").index("两张皮")
    assert "双向述职制度" in str(column(sheet, "原文")[at])
    assert column(sheet, "文件")[at] == "企业/港务.txt"
    assert column(sheet, "类别编号")[at] == "E1_two_skins"
    start, end = (int(part) for part in str(column(sheet, "位置")[at]).split("-"))
    source = next(one.document.text for one in CATALOGUE.records if one.document and one.source.name == "企业/港务.txt")
    assert source[start:end] == "两张皮"


def test_practices_say_who_did_them_with_what_figures_and_result(book: Workbook) -> None:
    sheet = book["做法"]
    told = {
        word: tuple(column(sheet, title)[at] for title in ("谁做", "所属数字", "结果"))
        for at, word in enumerate(column(sheet, "做法"))
    }
    assert told["建立双向述职制度"] == ("公司党委", None, None)
    assert told["每个支部认领一个攻关项目"] == (None, "36个", "完成率97.5%;节约资金约480万元")


def test_findings_name_their_section_and_numbers_are_numbers(book: Workbook) -> None:
    sheet = book["数字"]
    at = column(sheet, "数字").index("36个")
    assert column(sheet, "数值")[at] == 36
    assert "项目化管理" in str(column(sheet, "章节")[at])


def test_case_ids_lead_to_the_site(book: Workbook) -> None:
    for row in book["案例"].iter_rows(min_row=2, max_col=1):
        link = row[0].hyperlink
        assert link is not None
        assert (link.target, link.location) == ("site/index.html", f"/case/{row[0].value}")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("2019", None, "2019 起"), ("2019", "2021-06", "2019 至 2021-06"), ("2020", "2020", "2020")],
)
def test_a_case_says_its_code_and_its_period(tmp_path: Path, first: str, last: str | None, words: str) -> None:
    made = tmp_path / "book.xlsx"
    case = record("a.txt", "天台县\n做法在此。", Told(), "天台县", "天台县")
    write_workbook(build_catalogue([located(case, "331023", first, last)]), made)
    sheet = load_workbook(made)["案例"]
    assert (column(sheet, "区划代码"), column(sheet, "时段")) == (["331023"], [words])


def test_wordings_worth_adding_have_rows_with_their_place(tmp_path: Path) -> None:
    records = [
        told(at, ["专业力量较为薄弱" if at else "专业力量薄弱"], [("认领心愿灯", "T24_service")]) for at in range(2)
    ]
    write_workbook(build_catalogue(records), tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    sheet = book["待收词语"]
    titles = ("种类", "词语", "其他写法", "文件数", "处数", "编号", "把握", "可能的类别", "原文", "位置", "文件")
    assert [tuple(column(sheet, title)[at] for title in titles) for at in range(sheet.max_row - 1)] == [
        ("问题", "专业力量薄弱", "专业力量较为薄弱", 2, 2, "C4_thin_staff", "较大",
         "C4_thin_staff 党务力量薄弱 90%;D2_facility 阵地设施落后 6%", "说的是专业力量薄弱", "8-14", "0000.txt"),
        ("做法", "认领心愿灯", None, 2, 2, "T24_service", "较小",
         "T24_service 便民服务/民生实事 67%", "说的是认领心愿灯", "18-23", "0000.txt"),
    ]  # fmt: skip
    assert column(book["问题"], "把握") == ["较小", "较小"]


def test_conflicting_figures_come_first_with_their_place(tmp_path: Path) -> None:
    text = "青禾县的做法\n村民有效问卷486份。残疾人20人,其中男12人、女8人。\n党员86名,其中男50名、女46名。"
    quantities = [("20人", 20, "人"), ("12人", 12, "人"), ("8人", 8, "人")]
    more = [("86名", 86, "名"), ("50名", 50, "名"), ("46名", 46, "名")]
    exact = record("a.txt", text, Told(quantities=[*quantities, *more]))
    found = exact.findings
    plain = replace(found, quantities=tuple(replace(one, qualifier=()) for one in found.quantities))
    write_workbook(build_catalogue([replace(exact, findings=plain)]), tmp_path / "book.xlsx")
    sheet = load_workbook(tmp_path / "book.xlsx")["数据核对"]
    titles = ("结论", "核对项", "数字", "文中写", "算得", "单位", "文件")
    assert [tuple(column(sheet, title)[at] for title in titles) for at in range(2)] == [
        ("不符", "合计", "50名、46名、86名", 86, 96, "名", "a.txt"),
        ("相符", "合计", "12人、8人、20人", 20, 20, "人", "a.txt"),
    ]
    assert "男50名" in str(column(sheet, "原文")[0])
    assert column(sheet, "案例")[0] == "青禾县的做法"


@pytest.mark.parametrize(("name", "kind"), [("做法", "practices"), ("数字", "quantities"), ("问题", "problems")])
def test_every_finding_has_its_id_and_leads_to_its_place_on_the_site(book: Workbook, name: str, kind: str) -> None:
    sheet = book[name]
    known = {id_ for one in CATALOGUE.records for id_ in finding_ids(one).values()}
    for row in sheet.iter_rows(min_row=2):
        told = dict(zip([cell.value for cell in sheet[1]], row, strict=True))
        link, case = told["编号"].hyperlink, told["案例编号"].value
        assert told["编号"].value in known
        assert link is not None
        assert link.location is not None
        assert link.target == "site/index.html"
        assert re.fullmatch(rf"/(case/{case}|document/d\w+)\?at={kind}-\d+-\d+", link.location)
        assert ("/case/" in link.location) == (case is not None)


def test_where_to_write_stands_beside_the_finding_and_stands_out(book: Workbook) -> None:
    sheet = book["做法"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:9] == ["编号", "做法", "主题", "形式", "状态", "核对", "改为主题", "改为状态", "批注"]
    assert {sheet.cell(1, at).fill.fgColor.rgb for at in range(6, 10)} == {"FFFFE08A"}
    assert sheet.column_dimensions["F"].fill.fgColor.rgb == "FFFFF9E3"
    assert sheet.column_dimensions[get_column_letter(len(heads))].hidden
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(heads))}{sheet.max_row}"
    assert book["选项"].sheet_state == "hidden"


@pytest.mark.parametrize(
    ("text", "wide", "expected"),
    [
        ("做法", 4, 1),
        ("做法做法", 4, 2),
        ("abcd", 4, 1),
        ("abcde", 4, 2),
        ("一\n二", 60, 2),
        ("", 8, 1),
        ("\ud800", 8, 1),
    ],
)
def test_lines_are_reckoned_by_what_a_text_takes(text: str, wide: int, expected: int) -> None:
    assert lines(text, wide) == expected


def test_rows_are_as_high_as_their_text(book: Workbook) -> None:
    sheet = book["做法"]
    high = {column(sheet, "做法")[at - 2]: sheet.row_dimensions[at].height for at in range(2, sheet.max_row + 1)}
    assert min(one or 0 for one in high.values()) <= LINE < max(one or 0 for one in high.values()) <= LINE * 12


def test_cells_outlive_what_reports_may_hold(tmp_path: Path) -> None:
    odd = '=HYPERLINK("x")\x00+1@x\x0b𠮷\ud800_x0041_' + "长" * 40_000
    told = Told(problems=[("两张皮", "E1_two_skins")])
    write_workbook(build_catalogue([record("=a.txt", f"{odd}\n两张皮。", told)]), tmp_path / "b.xlsx")
    sheet = load_workbook(tmp_path / "b.xlsx")["问题"]
    anchor = json.loads(str(column(sheet, "定位")[0]))["finding"]
    assert (anchor["quote"], anchor["document"]["name"]) == ("两张皮", "=a.txt")
    assert anchor["before"].endswith("长\n")
    assert sheet.cell(2, 1).data_type == "s"


def test_what_may_be_chosen_is_offered(book: Workbook) -> None:
    limits = {str(one.sqref).rstrip("0123456789"): one for one in book["做法"].data_validations.dataValidation}
    sheet, cells = limits["G2:G"].formula1.replace("'", "").replace("$", "").split("!")
    assert [row[0].value for row in book[sheet][cells]] == list(theme_names().values())
    assert len(book["补充"].data_validations.dataValidation) == 5
    assert {str(one.sqref).rpartition(":")[2][1:] for one in book["补充"].data_validations.dataValidation} == {"201"}


def test_a_public_catalogue_asks_for_no_marks(tmp_path: Path) -> None:
    write_workbook(replace(CATALOGUE, profile="public"), tmp_path / "book.xlsx")
    opened = load_workbook(tmp_path / "book.xlsx")
    assert opened.sheetnames == [name for name in SHEETS if name not in ("补充", "更正", "选项")]
    assert not {"核对", "补充", "更正"} & set(column(opened["说明"], "项目"))
    for name in ("案例", "做法", "数字", "问题", "类群"):
        assert {"核对", "批注", "改名", "改标题"}.isdisjoint(cell.value for cell in opened[name][1])
        assert all(set(json.loads(str(one))) == {"route"} for one in column(opened[name], "定位"))


def test_beyond_what_excel_opens_the_first_row_of_each_case_has_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outputs.book_file.MOST_LINKS", 7)
    write_workbook(CATALOGUE, tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    sheet = book["数字"]
    homes = list(zip(column(sheet, "文件"), column(sheet, "案例编号"), strict=True))
    linked = [row[0].hyperlink is not None for row in sheet.iter_rows(min_row=2)]
    assert linked == [at == 0 or homes[at] != homes[at - 1] for at in range(len(homes))]
    assert False in linked
    assert None not in column(sheet, "编号")
    assert sum(row[0].hyperlink is not None for row in book["做法"].iter_rows(min_row=2)) == 7
    assert all(row[0].hyperlink is not None for row in book["问题"].iter_rows(min_row=2))
    assert f"“数字”表有 {len(homes)} 个链接" in " ".join(notes(book))
    assert "“问题”" not in " ".join(notes(book, "未列全"))


def test_findings_outside_cases_have_no_case(book: Workbook) -> None:
    sheet = book["问题"]
    assert column(sheet, "案例编号")[column(sheet, "问题").index("党员老龄化")] is None


def test_unread_files_say_why(book: Workbook) -> None:
    sheet = book["文件"]
    at = column(sheet, "文件").index("锁住.pdf")
    assert column(sheet, "结果")[at] == "未能读取"
    assert "密码" in str(column(sheet, "原因")[at])


@pytest.mark.parametrize(
    "start", ["=1+1", "+8613", "-2+3", "@SUM(A1)", "\t=1", "=HYPERLINK(1)", "{=1}", "http://a.b", "mailto:x", "007"]
)
def test_text_is_never_a_formula_a_link_or_a_number(tmp_path: Path, start: str) -> None:
    made = tmp_path / "book.xlsx"
    title = f"{start}的村庄"
    write_workbook(build_catalogue([record("a.txt", "某村\n做法在此。", Told(), title, start)]), made)
    with ZipFile(made) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")
    sheet = load_workbook(made)["案例"]
    cells = [sheet.cell(2, at) for at in (2, 3)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(title, "s", None), (start, "s", None)]


def test_a_cell_holds_what_excel_can_hold() -> None:
    assert clean("甲\x00乙\x0b丙\ud800丁\uffff\n戊\t") == "甲乙丙丁\n戊\t"
    assert clean("长" * CELL) == "长" * CELL
    cut = clean("长" * (CELL + 1))
    assert len(cut) == CELL
    assert cut.endswith(CUT)
    wide = clean("𠀀" * CELL)
    assert len(wide.encode("utf-16-le")) // 2 <= CELL
    assert wide.endswith(CUT)


def test_text_that_looks_like_an_escape_of_the_format_stays_as_it_is(tmp_path: Path) -> None:
    made = tmp_path / "book.xlsx"
    write_workbook(build_catalogue([record("a.txt", "某村\n做法在此。", Told(), "编号_x0041_的村")]), made)
    with ZipFile(made) as file:
        assert b"_x005F_x0041_" in file.read("xl/worksheets/sheet1.xml")


def test_rows_that_do_not_fit_stand_on_the_next_sheet(tmp_path: Path, book: Workbook) -> None:
    write_workbook(CATALOGUE, tmp_path / "book.xlsx", most=10)
    cut = load_workbook(tmp_path / "book.xlsx")
    assert cut.sheetnames[:8] == ["案例", "案例(2)", "案例(3)", "做法", "做法(2)", "做法(3)", "数字", "问题"]
    for name in ("案例", "做法", "文件"):
        parts = [cut[one] for one in cut.sheetnames if one.partition("(")[0] == name]
        rows = [row for part in parts for row in part.iter_rows(min_row=2, values_only=True)]
        assert rows == list(book[name].iter_rows(min_row=2, values_only=True))
        assert all(part.max_row <= 11 and part.auto_filter.ref.endswith(str(part.max_row)) for part in parts)
        assert [one.value for one in parts[-1][1]] == [one.value for one in book[name][1]]
        assert parts[-1].cell(2, 1).hyperlink is not None or name == "文件"
    assert "接" not in " ".join(notes(book, "未列全"))
    assert "“案例”表放不下全部 23 行,后面的列在“案例(2)”、“案例(3)”表。" in notes(cut, "未列全")


def test_chinese_counts_as_two_columns() -> None:
    assert width("做法ab") == 6


def test_the_same_catalogue_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_workbook(CATALOGUE, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_what_was_made_of_documents_before_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    leaves = list(Leaves(CATALOGUE))
    kept = {name: [loads(dumps(make(leaf))) for leaf in leaves] for name, make in PIECES.items()}
    asked: list[str] = []

    def pieces(name: str) -> Iterator[tuple[str, object]]:
        asked.append(name)
        return ((leaf.record.source.name, one) for leaf, one in zip(leaves, kept[name], strict=True))

    write_workbook(CATALOGUE, tmp_path / "again.xlsx", pieces=pieces)
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    assert sorted(asked) == sorted(PIECES)  # each once: they are read from the disk


def test_it_bears_a_fixed_date(book: Workbook) -> None:
    assert book.properties.created == datetime(2020, 1, 1)  # noqa: DTZ001 - openpyxl reads it without a zone


def test_an_empty_catalogue_makes_a_workbook(tmp_path: Path) -> None:
    write_workbook(build_catalogue([]), tmp_path / "empty.xlsx")
    assert load_workbook(tmp_path / "empty.xlsx").sheetnames == SHEETS
