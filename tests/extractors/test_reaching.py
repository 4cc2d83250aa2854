"""Words that lead to a figure: where they begin behind the name of the thing."""

import pytest

from extractors.reaching import reaching

LED = [
    ("户均收入", "一度掉到"),
    ("满意度", "攀升至"),
    ("户均", "由去年的"),
    ("投诉", "较推行前"),
    ("投诉", "较推行后"),
    ("投诉", "比推行后"),
    ("投诉", "较推行前  "),
    ("投诉", "较推行前下降"),
    ("其中", "有"),
    ("拥有", ""),
    ("满意率", "为"),
    ("村民为", ""),
    ("覆盖面", "占"),
    ("占比", ""),
    ("覆盖率  ", "提高到 "),
    ("参加群众达到了", ""),
    ("增", ""),
    ("", "增加了"),
    ("村民人数", ""),
    ("一度掉到", "一度掉到一度掉到一度掉到"),  # a chain has three links at most
    ("覆盖率", "由平均提高到"),
]


@pytest.mark.parametrize(("thing", "words"), LED)
def test_where_the_words_begin(thing: str, words: str) -> None:
    text = f"{thing}{words}12户"
    assert reaching(text, 0, len(thing + words)) == len(thing)


def test_nothing_before_the_start_or_far_before_the_number_is_read() -> None:
    text = "满意度逐步攀升至"
    assert [reaching(text, start, len(text)) for start in (0, 4, 6, 8)] == [3, 5, 6, 8]
    assert reaching(f"投诉较推行前的那几个月的同一时期还要多{'的' * 9}", 0, 28) == 28
