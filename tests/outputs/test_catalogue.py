"""Ids of cases hold, findings stand in their cases, copies follow their leader."""

import random
from collections.abc import Callable

import pytest

from outputs.catalogue import build_catalogue
from outputs.model import Case, Catalogue, DocumentRecord
from tests.outputs.builders import Told, passages, record, rejected, renamed

VINEGAR = """酱坊村办起合作社
青栗县酱坊村党支部领办食醋合作社，带动农户86户，年产值320万元。
针对销路不畅，合作社与超市签订供货协议，开设网店，农户收入增加。"""
ORCHARD = """桃园村的夜间课堂
云澜县桃园村开设夜间课堂，请农技员讲果树修剪，全年授课42次。
过去学用脱节，现在把课堂搬到果园，边学边做，优果率提高到九成。"""
SQUARE = """望湖社区的议事广场
望湖社区每周五在广场议事，居民代表商量停车、绿化和养犬，当场定办法。"""


def three() -> list[DocumentRecord]:
    return [
        record(
            "a/醋.txt",
            VINEGAR,
            Told([("签订供货协议", "T06_industry")], [("销路不畅", "I2_industry")], [("86户", 86, "户")]),
        ),
        record("b/果.txt", ORCHARD, Told([("开设夜间课堂", "T03_training")], [("学用脱节", "A5_shallow_study")])),
        record("c/议.txt", SQUARE),
    ]


def ids(catalogue: Catalogue) -> dict[str, str]:
    return {case.case.title: case.id for case in catalogue.cases}


BEFORE = ids(build_catalogue(three()))


def test_ids_hold_when_files_move_and_are_renamed() -> None:
    assert ids(build_catalogue(renamed(three(), "z/y"))) == BEFORE


@pytest.mark.parametrize(
    ("old", "new"),
    [("86户", "91户"), ("320万元", "1.2亿元"), ("86户", "xx户"), ("320万元", "三百五十万元"), ("86户", "８６户")],
)
def test_ids_hold_when_a_figure_is_corrected(old: str, new: str) -> None:
    corrected = [record("a/醋.txt", VINEGAR.replace(old, new)), *three()[1:]]
    assert ids(build_catalogue(corrected)) == BEFORE


def test_ids_hold_in_the_other_script_and_when_others_come_or_go() -> None:
    assert ids(build_catalogue(three()[1:])) == {title: id_ for title, id_ in BEFORE.items() if "酱坊" not in title}


def test_another_text_has_another_id() -> None:
    other = record("a/醋.txt", VINEGAR.replace("食醋合作社，带动", "豆腐合作社，帮助"))
    assert ids(build_catalogue([other]))["酱坊村办起合作社"] != BEFORE["酱坊村办起合作社"]


def test_equal_cases_have_different_ids_whatever_the_order() -> None:
    copies = [record(name, VINEGAR) for name in ("x.txt", "y.txt", "z.txt")]
    fuller = record("w.txt", f"{VINEGAR}\n合作社去年又添两条灌装线，添置冷库。")
    found = build_catalogue([*copies, fuller])
    assert len({case.id for case in found.cases}) == 4
    assert build_catalogue([fuller, *reversed(copies)]) == found
    assert {case.duplicate_of for case in found.cases if case.duplicate_of} == {BEFORE["酱坊村办起合作社"]}
    lead = next(case for case in found.cases if case.duplicate_of is None)
    assert lead.record.source.name == "w.txt"


def test_findings_belong_to_the_case_around_them() -> None:
    document = record("two.txt", f"{VINEGAR}\n{ORCHARD}").document
    assert document is not None
    cut = document.text.index("桃园村的夜间")
    cases = [Case("醋", None, "不明", None, 0, cut), Case("果", None, "不明", None, cut, len(document.text))]
    told = Told(
        [("开设夜间课堂", "T03_training"), ("开设网店", "T06_industry")],
        [("学用脱节", "A5_shallow_study")],
        cases=cases,
    )
    found = {case.case.title: case for case in build_catalogue([record("two.txt", document.text, told)]).cases}
    assert [one.text for one in found["醋"].practices] == ["开设网店"]
    assert [one.text for one in found["果"].practices] == ["开设夜间课堂"]
    assert [one.text for one in found["果"].problems] == ["学用脱节"]
    assert found["果"].text == document.text[cut:]


def test_unread_files_and_documents_without_cases_stay_in_the_records() -> None:
    found = build_catalogue([*three(), rejected("锁.pdf"), passages("通知.txt", "关于召开会议的通知\n请准时参加。")])
    assert [one.source.name for one in found.records] == ["a/醋.txt", "b/果.txt", "c/议.txt", "通知.txt", "锁.pdf"]
    assert len(found.cases) == 3


def test_a_copy_shares_the_cluster_of_its_leader() -> None:
    found = build_catalogue(
        [
            *three(),
            record("d.txt", VINEGAR),
            record("e.txt", VINEGAR.replace("食醋合作社", "米醋合作社").replace("86", "87")),
        ]
    )
    by_id = {case.id: case for case in found.cases}
    copies = [case for case in found.cases if case.duplicate_of]
    assert copies
    assert all(case.cluster == by_id[case.duplicate_of].cluster for case in copies if case.duplicate_of)
    assert all(case.id in one.cases for one in found.clusters for case in copies if case.cluster == one.id)


@pytest.mark.parametrize(
    "mix", [lambda records: records, lambda records: records[::-1], lambda r: random.Random(1).sample(r, len(r))]
)
def test_order_of_files_is_of_no_account(mix: Callable[[list[DocumentRecord]], list[DocumentRecord]]) -> None:
    assert build_catalogue(mix(three())) == build_catalogue(three())
