"""What reports share word for word is found, counted and told from what is a report's own."""

import random

import pytest

from outputs.catalogue import build_catalogue
from outputs.model import Catalogue, CatalogueCase
from outputs.passages import stepped
from tests.outputs.builders import record

SET = "坚持以人民为中心的发展思想，牢固树立大抓基层的鲜明导向，推动各项工作落地见效"
OWN = [
    "青栗村把旧粮仓改成食堂，老人端着搪瓷缸排队打饭。村会计每晚在黑板上写明买菜花了多少，谁都可以去看。",
    "云澜社区的停车位总是不够用。居民代表沿着围墙量了三个晚上，把废花坛挪走，车头朝里斜着停，一下子宽敞了。",
    "沙渡镇请退休的渡船工当河长。他们每天撑船捞浮萍，遇见偷排的管子就系上红布条，镇里第二天派人来堵。",
    "石盘中学的党员教师轮流骑车家访。山路远，就约在磨坊见面，家长顺便把孩子的字帖带来，请老师批改。",
    "梅坞林场的护林员给每棵古树起了名字。名字刻在木牌上，背面写着谁认养，哪年浇过水，孩子们春天来描红。",
]


def built(*texts: str) -> Catalogue:
    return build_catalogue([record(f"{at}.txt", text) for at, text in enumerate(texts)])


def case_of(catalogue: Catalogue, name: str) -> CatalogueCase:
    return next(case for case in catalogue.cases if case.record.source.name == name)


def quoted(case: CatalogueCase) -> list[str]:
    assert case.record.document is not None
    return [case.record.document.text[one.start : one.end] for one in case.passages]


def test_a_report_that_shares_nothing_is_all_its_own() -> None:
    found = built(*OWN)
    assert {(case.own_share, tuple(case.passages)) for case in found.cases} == {(1.0, ())}
    assert found.set_passages == ()


@pytest.mark.parametrize(
    "as_written", [SET, SET.replace("，", ","), SET.replace("发展", "發展"), SET.replace("，", "，\n")]
)
def test_set_phrases_are_found_and_counted(as_written: str) -> None:
    found = built(*(f"{text}{SET}。" for text in OWN[:2]), f"{OWN[2]}{as_written}。", OWN[3])
    (passage,) = found.set_passages
    assert (passage.text.replace("\n", ""), passage.reports, len(passage.where)) == (SET, 3, 3)
    for name in ("0.txt", "1.txt"):
        case = case_of(found, name)
        assert quoted(case) == [SET]
        assert case.passages[0].reports == 2
        others = {one.id for one in found.cases if one.record.source.name != "3.txt"} - {case.id}
        assert set(case.passages[0].where) == others
        assert case.own_share == pytest.approx(46 / (46 + 36), abs=0.04)
    assert case_of(found, "3.txt").own_share == 1.0


def test_what_two_share_is_copied_and_no_set_phrase() -> None:
    found = built(f"{OWN[0]}{SET}。", f"{OWN[1]}{SET}。", OWN[2])
    assert quoted(case_of(found, "0.txt")) == [SET]
    assert found.set_passages == ()


def test_a_shared_turn_of_phrase_is_nothing() -> None:
    found = built(*(f"{text}取得了良好成效。" for text in OWN))
    assert {case.own_share for case in found.cases} == {1.0}


def test_copies_of_one_report_are_no_others() -> None:
    report = "\n".join((*OWN[:2], OWN[3]))
    found = built(report, report, report.replace("三个晚上", "四个晚上"), OWN[4])
    assert sum(case.duplicate_of is not None for case in found.cases) == 2
    assert {case.own_share for case in found.cases} == {1.0}


def test_a_copy_shares_what_its_original_shares() -> None:
    report = f"{OWN[0]}{OWN[3]}{SET}。"
    found = built(report, f"{report}\n", f"{OWN[1]}{SET}。", f"{OWN[2]}{SET}。")
    assert [one.reports for one in found.set_passages] == [3]
    assert case_of(found, "1.txt").own_share == case_of(found, "0.txt").own_share < 1


def test_figures_do_not_hide_what_is_copied() -> None:
    told = "全年举办各类培训{}期，培训党员干部{}人次，发放学习资料{}份"
    found = built(f"{OWN[0]}{told.format(3, 120, 400)}。", f"{OWN[1]}{told.format(8, 77, 95)}。")
    assert quoted(case_of(found, "0.txt")) == [told.format(3, 120, 400)]


def test_the_places_named_are_few_however_many_share() -> None:
    chance = random.Random(5)
    texts = ["".join(chance.choices("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏", k=60)) for _ in range(30)]
    found = built(*(f"{text}。{SET}。" for text in texts))
    assert [(one.reports, len(one.where)) for one in found.set_passages] == [(30, 5)]
    assert {len(case.passages[0].where) for case in found.cases} == {5}
    assert {case.passages[0].reports for case in found.cases} == {20}  # at least


def test_the_short_last_clause_of_a_shared_sentence_is_shared() -> None:
    told = "会计每个季度把票据摆在戏台上，谁都可以翻"
    found = built(*(f"{text}{told}。{end}。" for text, end in zip(OWN[:3], "甲乙丙", strict=True)))
    assert [one.text for one in found.set_passages] == [told]


def test_what_a_compilation_holds_of_a_report_is_that_reports_own() -> None:
    reports = ["\n".join((OWN[at], OWN[at + 1])) for at in (0, 2)]
    found = built(*reports, f"经验材料汇编\n{reports[0]}\n{reports[1]}")
    assert {case.duplicate_of for case in found.cases} == {None}
    assert {case.own_share for case in found.cases} == {1.0}
    whole = case_of(found, "2.txt")
    assert whole.record.document is not None
    texts = [whole.record.document.text[part.start : part.end] for part in whole.parts]
    assert [text.strip("\n。") for text in texts] == [text.strip("\n。") for text in reports]
    assert [part.id for part in whole.parts] == [case_of(found, name).id for name in ("0.txt", "1.txt")]
    assert case_of(found, "0.txt").part_of == case_of(found, "1.txt").part_of == (whole.id,)


def test_a_compilation_does_not_make_a_set_phrase_of_what_two_share() -> None:
    reports = [f"{OWN[at]}{OWN[at + 1]}{SET}。" for at in (0, 2)]
    found = built(*reports, f"经验材料汇编\n{reports[0]}\n{reports[1]}")
    assert found.set_passages == ()
    assert quoted(case_of(found, "0.txt")) == [SET]


def test_many_reports_are_told_in_steps() -> None:
    told = [1, 4, 5, 6, 9, 10, 19, 20, 49, 50, 99, 100, 467, 500, 2_345]
    assert [stepped(number) for number in told] == [1, 4, 5, 5, 5, 10, 10, 20, 20, 50, 50, 100, 200, 500, 2_000]
