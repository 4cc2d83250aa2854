"""What is compared with a text is bounded, however many texts are of one template, and its copy is among it."""

import random

from outputs.dedupe import leaders
from outputs.near_texts import MOST_NEAR, NearTexts, rows

TEMPLATE = (
    "坚持党建引领把积分管理嵌入乡村治理全过程由村民代表会议商定积分细则张贴上墙逐户签字每月组成评议小组入户打分当场公布"
    "群众凭分兑换日用品年终评出示范户把积分结果作为评优评先信用贷款的参考村民由看客变成了主角"
)
LETTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"


def filled(number: int) -> str:
    """A template, a third of it the report's own."""
    return f"{TEMPLATE}{''.join(random.Random(number).choices(LETTERS, k=50))}"


def near_texts(*texts: str) -> NearTexts:
    return NearTexts([rows(text) for text in texts], [len(text) for text in texts])


def test_what_shares_little_of_its_length_is_no_candidate_but_a_small_part_is() -> None:
    shared, chance = "".join(random.Random(1).choices(LETTERS, k=120)), random.Random(2)
    mine, theirs = ("".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(680)) for _ in range(2))
    near = near_texts(mine + shared, shared + theirs, shared)
    assert near.before(1) == []
    assert sorted(near.before(2)) == [0, 1]


def test_candidates_are_bounded_and_hold_the_copy() -> None:
    texts = [filled(number) for number in range(600)]
    near = near_texts(*texts, texts[577][4:])
    assert all(len(near.before(number)) <= MOST_NEAR for number in range(601))
    assert near.before(600)[0] == 577


def test_the_first_text_has_nothing_before_it() -> None:
    near = near_texts("", filled(1), filled(2))
    assert (near.before(0), near.before(1)) == ([], [])
    assert near.before(2) == [1]


def test_no_texts_do_no_harm() -> None:
    near_texts()


def test_many_reposts_of_one_report_are_one_group() -> None:
    report, chance = filled(0) + filled(1)[len(TEMPLATE) :], random.Random(3)
    reposts = {}
    for number in range(150):
        at = chance.randrange(len(report))
        reposts[f"r{number:03}"] = report[:at] + LETTERS[number % len(LETTERS)] + report[at:]
    assert len(set(leaders(reposts | {"other": "".join(reversed(report))}).values())) == 2
