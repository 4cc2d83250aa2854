"""Names that stand for each other tell of two places; masks, edits and other words do not."""

import pytest

from outputs.copies import grams
from outputs.elsewhere import other_places
from outputs.wording import wording

REPORT = (
    "青栗县推行积分管理激发治理活力。针对群众参与不足，青栗县在石盘镇先行试点，由村民代表商定积分细则，张贴上墙、逐户签字。"
    "每月由老党员组成评议小组，入户打分、当场公布。石盘镇党委年终上门挂牌，禾丰公司拿出钱来设立基金，村民由看客变成了主角。"
)
EDITS = ["老党员>老教师", "入户>上门", "签字>画押", "看客>旁人"]


def others(changed: str) -> bool:
    one, other = wording(REPORT), wording(changed)
    found = other_places(one, grams(one), other, grams(other))
    assert found == other_places(other, grams(other), one, grams(one))
    return found


def told(*pairs: str) -> str:
    text = REPORT
    for pair in pairs:
        old, _, new = pair.partition(">")
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    "pairs",
    [
        ["青栗>云澜"],
        ["青栗县>广岭区", "石盘镇>高台乡"],
        ["石盘>沙渡", "入户>上门"],
        ["青栗>青山"],
        ["青栗>云澜", "老党员>老教师和妇女代表", "当场公布>张榜", "年终>岁末"],
        ["禾丰>正源"],
        ["禾丰>大营子", *EDITS],
    ],
)
def test_other_names_are_other_places(pairs: list[str]) -> None:
    assert others(told(*pairs))


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        ["青栗>某", "石盘>××", "禾丰>XX"],
        ["看客>旁人"],
        ["青栗县推行>推行"],
        ["老党员>老教师", "入户>上门", "设立>建起", "签字>画押", "看客>旁人"],
        ["积分>计分"],
        ["禾丰>绳拴", *EDITS],
        ["针对群众参与不足，青栗县>他们的账是这样算起来的，青栗县"],
        ["青栗县在石盘镇>我县在某镇"],
    ],
)
def test_masks_and_edits_are_not(pairs: list[str]) -> None:
    assert not others(told(*pairs))


@pytest.mark.parametrize("text", ["", "青", "青栗县", REPORT[:60], REPORT[60:]])
def test_parts_are_not(text: str) -> None:
    assert not others(text)
