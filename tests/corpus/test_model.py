"""Sections around a character, against a plain look at all of them."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import prepare_text
from corpus.model import Section

LINES = st.sampled_from(
    ["一、主要做法", "（一）抓培训", "1. 建机制", "一是强化领导。全年开会12次。", "经过努力，工作有了起色。"]
)


def around(sections: tuple[Section, ...], offset: int) -> list[Section]:
    return [section for section in sections if section.start <= offset < section.end]


@given(st.lists(LINES, min_size=1, max_size=30))
def test_sections_around_each_character(lines: list[str]) -> None:
    document = prepare_text("\n".join(lines))
    for offset in range(len(document.text)):
        expected = around(document.sections, offset)
        assert list(document.sections_at(offset)) == expected
        assert document.section_at(offset) == (expected[-1] if expected else None)
