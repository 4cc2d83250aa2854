"""The workbook goes round: what was marked is in the next one again, can be changed there, and taken back."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.catalogue import build_catalogue
from outputs.corrected import corrected
from outputs.corrections import Added, Judged, Known
from outputs.corrections_read import CorrectionsError, filled_in, kept_in, known_corrections, merged, read_corrections
from outputs.corrections_workbook import MarkError, read_marks
from outputs.model import DocumentRecord
from outputs.publish import publish
from outputs.record import Json
from tests.outputs.builders import Told, record
from tests.outputs.marking import MORE, NAME, TEXT, TOLD, Filled, at, cells, row_of

TALK = ("做法", "推行说事制度")


class Round:
    """A catalogue that is built again and again, with what its own workbook says."""

    def __init__(self, folder: Path) -> None:
        self.out, self.state, self.times = folder / "out", folder / "state", 0
        self.text = TEXT
        self.build()

    def records(self) -> list[DocumentRecord]:
        return [record(NAME, self.text, TOLD), *(record(*one) for one in MORE)]

    def build(self) -> list[Json]:
        """Publish, and say what became of the corrections."""
        known = merged([kept_in(self.out), *map(read_corrections, filled_in(self.out))])
        records, replayed = corrected(self.records(), known)
        catalogue = replace(build_catalogue(records), corrections=replayed, corrections_read=known.read)
        publish(catalogue, self.out, self.state)
        found: list[Json] = json.loads((self.out / "corrections.json").read_bytes())["corrections"]
        return found

    def book(self) -> Filled:
        return Filled(self.out / "catalogue.xlsx")


@pytest.fixture
def turned(tmp_path: Path) -> Round:
    """A round in which something was marked on each sheet."""
    one = Round(tmp_path)
    filled = one.book().mark("做法", TALK, {"核对": "√", "批注": "看过"})
    filled.mark("做法", ("做法", "建立双向述职制度"), {"改为主题": "产业带动", "批注": "是产业"})
    filled.mark("数字", ("数字", "36个"), {"改为数值": 38, "改为所计": "项目"})
    filled.mark("问题", ("问题", "两张皮"), {"核对": "错"})
    filled.mark("案例", ("案例", "青禾县的做法"), {"改层级": "市", "改标题": "青禾经验"})
    row = {"文件": NAME, "原文": "积分超市", "种类": "做法", "主题或类别": "产业带动"}
    filled.mark("补充", 2, row).mark("补充", 3, row)
    filled.saved()
    return one


def marks(filled: Filled, sheet: str, title: str, text: str, *columns: str) -> tuple[object, ...]:
    page = filled.book[sheet]
    row = row_of(page, title, text)
    return tuple(page.cell(row, at(page, column)).value for column in columns)


def test_what_was_marked_stands_in_the_next_workbook_again(turned: Round) -> None:
    found = turned.build()
    assert [one["state"] for one in found] == ["held"] * 7
    book = turned.book()
    assert marks(book, "做法", *TALK, "核对", "批注") == ("对", "看过")
    assert marks(book, "做法", "做法", "建立双向述职制度", "核对", "主题", "改为主题", "批注") == (
        "改", "产业带动", "产业带动", "是产业",
    )  # fmt: skip
    assert marks(book, "数字", "数字", "36个", "数值", "核对", "改为数值", "改为所计") == (38, "改", "38", "项目")
    assert "两张皮" not in cells(book.book["问题"], "问题")
    assert marks(book, "案例", "案例", "青禾经验", "层级", "改层级", "改标题") == ("市", "市", "青禾经验")
    assert marks(book, "做法", "做法", "积分超市", "核对", "改为主题") == ("补", None)
    assert cells(book.book["做法"], "做法").count("积分超市") == 2
    assert cells(book.book["补充"], "原文") == []
    assert len(cells(book.book["更正"], "编号")) == 7
    assert set(cells(book.book["更正"], "状态")) == {"有效"}


def test_a_workbook_that_nobody_touched_since_says_nothing_new(turned: Round) -> None:
    first = turned.build()
    assert read_corrections(turned.out / "catalogue.xlsx").corrections == ()
    turned.book().saved()  # another program saved it
    assert filled_in(turned.out)
    assert turned.build() == first


def test_a_mark_that_is_emptied_is_taken_back(turned: Round) -> None:
    turned.build()
    filled = turned.book().mark("做法", TALK, {"核对": None, "批注": None})
    sheet = filled.book["做法"]
    for row in [row for row, text in enumerate(cells(sheet, "做法"), 2) if text == "积分超市"]:
        filled.mark("做法", row, {"核对": None})
    filled.saved()
    found = turned.build()
    assert [one["act"] for one in found if one["state"] == "withdrawn"] == ["right", "added", "added"]
    assert marks(turned.book(), "做法", *TALK, "核对") == (None,)
    assert "积分超市" not in cells(turned.book().book["做法"], "做法")


def test_a_field_that_is_emptied_is_as_the_system_says_again(turned: Round) -> None:
    turned.build()
    turned.book().mark("数字", ("数字", "36个"), {"改为数值": None}).saved()
    turned.build()
    assert marks(turned.book(), "数字", "数字", "36个", "数值", "所计", "改为数值", "改为所计") == (
        36, "项目", None, "项目",
    )  # fmt: skip


def test_a_field_more_is_added_to_those_that_were_changed(turned: Round) -> None:
    turned.build()
    turned.book().mark("做法", ("做法", "建立双向述职制度"), {"改为状态": "计划"}).saved()
    turned.build()
    columns = ("主题", "状态", "改为主题", "改为状态")
    assert marks(turned.book(), "做法", "做法", "建立双向述职制度", *columns) == (
        "产业带动",
        "计划",
        "产业带动",
        "计划",
    )


def test_a_wrong_one_comes_back_from_the_list_of_corrections(turned: Round) -> None:
    turned.build()
    turned.book().mark("更正", ("更正", "错"), {"撤回": "撤 回"}).saved()
    turned.build()
    assert "两张皮" in cells(turned.book().book["问题"], "问题")


def test_an_old_workbook_is_understood_when_the_text_has_moved_on(turned: Round, tmp_path: Path) -> None:
    old = Path(shutil.copy(turned.out / "catalogue.xlsx", tmp_path / "old.xlsx"))
    before = read_marks(old, turned.out)
    filled = Filled(turned.out / "catalogue.xlsx")
    (turned.out / "catalogue.xlsx").unlink()
    turned.text = f"{TEXT.replace('签了协议', '签过协议')}\n青禾县的后记。"
    turned.build()
    filled.mark("补充", 2, {"原文": "村里建立积分超市"}).mark("补充", 3, {"原文": "又建立积分超市。"}).path = old
    records, replayed = corrected(turned.records(), read_corrections(filled.saved()))
    assert [one.state for one in replayed] == ["held"] * 7 == ["held"] * len(before)
    assert next(one for one in records if one.source.name == NAME).reviews


def test_words_are_looked_up_in_the_catalogue_beside(turned: Round) -> None:
    filled = turned.book().mark("案例", ("案例", "青禾县的做法"), {"拆分处": "云澜乡"})
    found = {one["act"]: one for one in read_marks(filled.saved())}
    start = TEXT.index("云澜乡")
    assert [(one["quote"], one["start"], one["before"]) for one in found["split_case"]["where"]] == [
        ("云澜乡", start, TEXT[start - 32 : start])
    ]
    filled.mark("案例", ("案例", "青禾县的做法"), {"拆分处": "碧水村"})
    filled.mark("补充", 4, {"文件": NAME, "原文": "碧水村", "种类": "日期", "数值": "2018"})
    filled.mark("补充", 5, {"文件": NAME, "原文": "积分", "种类": "日期", "数值": "2018", "位置": 3})
    with pytest.raises(MarkError) as fault:
        read_marks(filled.saved())
    row = row_of(filled.book["案例"], "案例", "青禾县的做法")
    told = [line.partition(": sheet ")[2].partition(": ")[0] for line in str(fault.value).splitlines()]
    assert told == [f"案例, row {row}, column 拆分处", "补充, row 4, column 原文", "补充, row 5, column 位置"]


def test_few_words_are_looked_up_in_the_catalogue_that_is_built_anew(turned: Round, tmp_path: Path) -> None:
    turned.build()
    sent = Path(shutil.copy(turned.out / "catalogue.xlsx", tmp_path / "sent.xlsx"))
    row = {"文件": NAME, "原文": "抽屉", "种类": "做法", "主题或类别": "产业带动"}
    filled = Filled(sent).mark("补充", 2, row)
    with pytest.raises(CorrectionsError, match="does not lie beside"):
        read_corrections(filled.saved())
    added = known_corrections(turned.out, [sent]).corrections[-1]
    assert isinstance(added, Added)
    assert added.finding.start == TEXT.index("抽屉")


def test_of_two_people_who_contradict_each_other_the_later_file_holds(turned: Round, tmp_path: Path) -> None:
    copies = [Path(shutil.copy(turned.out / "catalogue.xlsx", tmp_path / name)) for name in ("甲.xlsx", "乙.xlsx")]
    for path, word in zip(copies, ("错", "对"), strict=True):
        Filled(path).mark("问题", ("问题", "联而不动"), {"核对": word}).saved()
    for order, act in ((copies, "right"), (copies[::-1], "wrong")):
        _, replayed = corrected(turned.records(), known_corrections(turned.out, order))
        judged = [(one.correction, one.state) for one in replayed if isinstance(one.correction, Judged)]
        states = {state: one.act for one, state in judged if one.finding.quote == "联而不动"}
        assert states == {"held": act, "overridden": "wrong" if act == "right" else "right"}


def test_marks_of_another_catalogue_are_kept_and_told_of(turned: Round) -> None:
    found = read_corrections(turned.out / "catalogue.xlsx")
    _, replayed = corrected([record("别处.txt", "另一个县的另一件事。", Told())], found)
    assert {one.state for one in replayed} == {"no_document"}
    assert len(replayed) == 7


def test_one_whose_text_has_changed_is_listed(turned: Round) -> None:
    turned.build()
    turned.text = TEXT.replace("推行说事制度", "废止说事会议")
    found = Known(kept_in(turned.out).corrections)
    records = [record(NAME, turned.text, replace(TOLD, practices=TOLD.practices[:1]))]
    _, replayed = corrected(records, found)
    assert [one.state for one in replayed].count("text_changed") == 1
