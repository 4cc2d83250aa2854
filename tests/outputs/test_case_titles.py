"""Case titles: what the reader took for a title -> what the case is called."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare_text
from corpus.model import Article, Span
from outputs.case_titles import case_title

FILE = Path(__file__).parents[1] / "cases" / "case_titles.yml"
CASES: list[dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def titled(words: str, end: int) -> tuple[str, str]:
    """The text of a document, and the title of it whose first `end` characters were taken for one."""
    document = prepare_text(words)
    end = min(end, len(document.text))
    taken = document.text[:end] or None
    heading = Span(0, end) if taken else None
    article = Article(0, len(document.text), taken and taken.replace("\n", " "), None, None, heading, "")
    return document.text, case_title(document, article)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_case(case: dict[str, Any]) -> None:
    text, title = titled(case["text"].replace("|", ""), case["text"].index("|"))
    assert title == case["title"]
    assert title in text


@given(st.text("岚山县党委书记 ×范，。：“”】\n的做法工作汇报我局", max_size=60), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_a_title_is_words_of_the_text(words: str, end: int) -> None:
    text, title = titled(words, end)
    assert title.replace(" ", "") in "".join(text.split())
