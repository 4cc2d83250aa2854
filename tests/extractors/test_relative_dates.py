"""Relative dates: words and the values that the document's date, or a year before them, gives them."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare_text
from extractors.relative_dates import resolve

FILE = Path(__file__).parents[1] / "cases" / "relative_dates.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
DATES = st.none() | st.sampled_from(["2023", "2024-01", "2024-02-29", "2020-12-31", "1999-03"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_case(case: dict[str, Any]) -> None:
    found = resolve(prepare_text(case["text"]), case["date"])
    assert [[one.text, one.value, one.value_to] for one in found] == case["expect"]


def test_a_leap_day_is_counted_back_to_the_last_of_february() -> None:
    (found,) = resolve(prepare_text("近三年投入1亿元。"), "2024-02-29")
    assert (found.value, found.value_to) == ("2021-02-28", "2024-02-29")


def test_only_the_article_is_read() -> None:
    document = prepare_text("2018年启动。当年见效，去年扩面。")
    (found,) = resolve(document, "2020", start=document.text.index("，"))
    assert (found.text, found.value) == ("去年", "2019")


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet="今去前明本上下半年初底末内度月日来近三五12至—《》（）2018当次同第一季，。目前截至以", max_size=30
    ),
    DATES,
)
def test_every_relative_date_is_its_words_and_none_overlap(text: str, date: str | None) -> None:
    document = prepare_text(text)
    found = resolve(document, date)
    assert all(document.text[one.start : one.end] == one.text != "" for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    values = [value for one in found for value in (one.value, one.value_to) if value is not None]
    assert all(re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value) for value in values)


@pytest.mark.parametrize(
    "text", ["年" * 20_000, "近三" * 10_000, "《今年" * 8000, "2018年次年" * 5000, "今年1至" * 8000]
)
def test_endless_repetition_is_read_to_its_end(text: str) -> None:
    assert all(one.text in text for one in resolve(prepare_text(text), "2023-05"))
