"""Where copies of one report give a figure otherwise, both say so; other reports are no copies."""

from pathlib import Path

import pytest

from outputs.catalogue import build_catalogue
from outputs.kept_ids import renamed
from outputs.model import Catalogue, DocumentRecord
from outputs.publish import publish
from outputs.show import show
from tests.outputs.builders import Told, record

REPORT = (
    "青栗县推行积分管理激发治理活力。针对群众参与不足，青栗县在石盘镇先行试点，由村民代表商定积分细则，张贴上墙、逐户签字。"
    "目前已有{villages}个村推开，每月由老党员组成评议小组，入户打分、当场公布，全年评议{times}余场次。"
    "石盘镇党委年终上门挂牌，禾丰公司拿出钱来设立基金，村民由看客变成了主角。"
)


def told(name: str, villages: int, times: int, lead: str = "") -> DocumentRecord:
    text = lead + REPORT.format(villages=villages, times=times)
    return record(name, text, Told((), (), [(f"{villages}个", villages, "个"), (f"{times}余场次", times, "场次")]))


def built(*records: DocumentRecord) -> Catalogue:
    return build_catalogue(records)


def test_another_figure_is_told_of_both() -> None:
    found = built(told("a.txt", 96, 380), told("b.txt", 69, 380, "转载\n"))
    by_name = {case.record.source.name: case for case in found.cases}
    (mine,), (theirs,) = by_name["a.txt"].copy_conflicts, by_name["b.txt"].copy_conflicts
    assert (mine.text, mine.other_text, mine.other) == ("96个", "69个", by_name["b.txt"].id)
    assert (theirs.text, theirs.other_text, theirs.other) == ("69个", "96个", by_name["a.txt"].id)
    for case, one in ((by_name["a.txt"], mine), (by_name["b.txt"], theirs)):
        assert case.record.document is not None
        assert case.record.document.text[one.start : one.end] == one.text


@pytest.mark.parametrize("other", [told("b.txt", 96, 380), told("b.txt", 96, 380, "转载\n")])
def test_copies_that_agree_have_no_conflict(other: DocumentRecord) -> None:
    assert {case.copy_conflicts for case in built(told("a.txt", 96, 380), other).cases} == {()}


def test_reports_of_two_counties_have_no_conflict() -> None:
    other = record(
        "b.txt",
        REPORT.format(villages=69, times=12).replace("青栗", "云澜").replace("石盘", "沙渡"),
        Told((), (), [("69个", 69, "个")]),
    )
    assert {case.copy_conflicts for case in built(told("a.txt", 96, 380), other).cases} == {()}


def test_conflicts_are_published_and_shown(tmp_path: Path) -> None:
    publish(built(told("a.txt", 96, 380), told("b.txt", 69, 381)), tmp_path / "out", tmp_path / "state")
    said = list(show(tmp_path / "out", "conflicts", 10))
    assert "2 figures that copies of one report give otherwise" in said
    assert "1. 96个 / 69个" in said


def test_ids_in_conflicts_follow_those_of_the_cases() -> None:
    found = built(told("a.txt", 96, 380), told("b.txt", 69, 380, "转载\n"))
    ids = {case.id: f"c{number:012}" for number, case in enumerate(found.cases)}
    assert {one.other for case in renamed(found, ids).cases for one in case.copy_conflicts} == set(ids.values())
