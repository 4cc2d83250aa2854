"""Lines: their place, their indent and the empty lines before them; what is left of them when ranges go."""

import pytest

from corpus.document import text_reading
from corpus.lines import lines_of, without
from corpus.model import Removed


def test_lines_know_their_place_their_indent_and_whether_an_empty_line_stands_before_them() -> None:
    lines = lines_of(text_reading("　　甲 \n\n乙\r\n 丙\r\n\r\n　\n丁"))
    assert [(line.start, line.end, line.words, line.block) for line in lines] == [
        (2, 3, "甲", 0),
        (6, 7, "乙", 1),
        (10, 11, "丙", 2),
        (17, 18, "丁", 3),
    ]
    assert [(line.indent, line.after_blank) for line in lines] == [(2, False), (0, True), (1, False), (0, True)]


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ([(0, 1)], ["乙丙", "丁"]),
        ([(1, 2), (0, 1)], ["乙丙", "丁"]),
        ([(2, 3)], ["甲", "乙丙", "丁"]),
        ([(2, 4)], ["甲", "丁"]),
        ([(1, 5)], ["甲", "丁"]),
        ([(3, 6)], ["甲", "乙丙"]),
        ([(0, 6)], []),
        ([], ["甲", "乙丙", "丁"]),
    ],
)
def test_a_line_goes_when_one_range_holds_it_whole(gone: list[tuple[int, int]], left: list[str]) -> None:
    lines = lines_of(text_reading("甲\n乙丙\n丁"))
    assert [line.words for line in without(lines, [Removed(a, b, "navigation") for a, b in gone])] == left
