"""Cases: text and practices -> the places and organisations whose experience it is."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import prepare_text
from extractors.base import Findings, Practice
from outputs.assemble import assemble
from outputs.model import Case

FILE = Path(__file__).parents[1] / "cases" / "cases.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def assembled(text: str, words: list[str]) -> tuple[str, tuple[Case, ...]]:
    document = prepare_text(text)
    spans = [(document.text.index(word), word) for word in words]
    practices = [Practice(at, at + len(word), word, "T00_general", "action", "done") for at, word in spans]
    return document.text, assemble(document, Findings(practices=tuple(practices)))


def line(case: Case) -> str:
    return "|".join(value or "-" for value in (case.title, case.place, case.place_level, case.organisation))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    text, found = assembled(case["text"], case["practices"])
    assert [line(one) for one in found] == case["cases"]
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.title in text[one.start : one.end]


def test_without_practices_there_is_no_case() -> None:
    for case in CASES:
        assert assembled(case["text"], [])[1] == ()
