"""Dates: text -> words and ISO value."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare_text
from extractors.dates import date_spans, extract

FILE = Path(__file__).parents[1] / "cases" / "dates.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_case(case: dict[str, Any]) -> None:
    document = prepare_text(case["text"])
    found = list(extract(document))
    assert [[date.text, date.value] for date in found] == case["expect"]
    assert all(document.text[date.start : date.end] == date.text for date in found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2〇二三年", "2023"),
        ("2○一九年", "2019"),
        ("二〇二三年二月三十日", "2023-02"),
        ("2023年2月29日", "2023-02"),
        ("2024年2月29日", "2024-02-29"),
        ("1900年2月29日", "1900-02"),
        ("2月29日", "--02-29"),
        ("4月31日", "--04"),
        ("2023-11-31", "2023-11"),
    ],
)
def test_dates_that_are_mixed_or_impossible(text: str, value: str) -> None:
    assert [(date.text, date.value) for date in extract(prepare_text(f"在{text}印发。"))] == [(text, value)]


def test_ranges_of_dates_in_order() -> None:
    assert date_spans("2018年印发,5月检查") == ((0, 5), (8, 10))


@pytest.mark.parametrize("text", ["2018" * 10_000, "2018年" * 10_000, "2018-" * 8000, "十月" * 10_000, "X年" * 10_000])
def test_endless_repetition_is_read_to_its_end(text: str) -> None:
    assert all(date.text in text for date in extract(prepare_text(text)))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="012359一二三十廿〇○xX×年月日号至—-./()初底末 度代世纪", max_size=24))
def test_every_date_stands_in_the_text_and_none_overlap(text: str) -> None:
    document = prepare_text(text)
    found = list(extract(document))
    assert all(document.text[date.start : date.end] == date.text != "" for date in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(
        date.value is None or re.fullmatch(r"\d{4}(-\d\d){0,2}|--\d\d(-\d\d)?|---\d\d", date.value) for date in found
    )
