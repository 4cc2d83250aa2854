"""Masking: which characters give way, and that the length stays."""

from dataclasses import replace

import pytest

from corpus.document import text_reading
from corpus.mask import masked, masked_reading
from corpus.model import Span

TEXT = "甲乙 丙\n丁戊"


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], TEXT),
        ([Span(0, 2)], "** 丙\n丁戊"),
        ([Span(1, 5)], "甲* *\n丁戊"),
        ([Span(5, 6), Span(0, 1)], "*乙 丙\n*戊"),
        ([Span(0, 4), Span(1, 2)], "** *\n丁戊"),
        ([Span(0, 2), Span(1, 6)], "** *\n*戊"),
    ],
)
def test_visible_characters_of_the_ranges_are_masked(spans: list[Span], shown: str) -> None:
    assert masked(TEXT, spans) == shown


def test_of_a_reading_the_text_alone_is_masked() -> None:
    reading = replace(text_reading(TEXT), title="甲乙")
    assert masked_reading(reading, [Span(0, 1)]) == replace(reading, text="*乙 丙\n丁戊")
