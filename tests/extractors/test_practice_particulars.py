"""Who does a practice, its figures and its results: the lexicon's own examples and labelled sentences."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import prepare_text
from extractors.base import Practice
from extractors.extract import extract
from extractors.lexicon import Entry, read_lexicon
from extractors.practice_words import Patterns

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "practice_particulars.yml").read_text(encoding="utf-8")
)
GROUPS = read_lexicon("practice_particulars.yml", Patterns).groups


def practices(text: str) -> tuple[Practice, ...]:
    return extract(prepare_text(text, "甲.txt")).practices


def served(group: Entry, text: str) -> bool:
    """Whether the first practice has what the group is for: actors or results."""
    kind = "results" if "result" in group.id else "actors"
    return bool(getattr(practices(text)[0], kind))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['practice']}: {case['text'][:12]}")
def test_particulars(case: dict[str, Any]) -> None:
    document = prepare_text(case["text"], "甲.txt")
    found = {one.text: one for one in extract(document).practices}
    one = found[case["practice"]]
    assert [actor.text for actor in one.actors] == case["actors"]
    assert [document.text[start:end] for start, end in one.quantities] == case["quantities"]
    assert [result.text for result in one.results] == case["results"]


@pytest.mark.parametrize(("group", "text"), [(g, text) for g in GROUPS for text in g.match])
def test_examples_hold_the_particular(group: Entry, text: str) -> None:
    assert served(group, text)


@pytest.mark.parametrize(("group", "text"), [(g, text) for g in GROUPS for text in g.no_match])
def test_counterexamples_hold_none(group: Entry, text: str) -> None:
    found = practices(text)
    assert not found or not served(group, text)


def test_what_belongs_to_a_practice_stands_where_it_says() -> None:
    for case in CASES:
        document = prepare_text(case["text"], "甲.txt")
        findings = extract(document)
        for one in findings.practices:
            parts = (*one.actors, *one.results)
            assert all(document.text[part.start : part.end] == part.text for part in parts)
            assert set(one.quantities) <= {(quantity.start, quantity.end) for quantity in findings.quantities}
