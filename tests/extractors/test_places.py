"""Places: text -> names with levels, the lexicon's own examples, and what must hold for any text."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare_text
from extractors.places import Ending, find_places, lexicon, places

FILE = Path(__file__).parents[1] / "cases" / "places.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_case(case: dict[str, Any]) -> None:
    found = find_places(case["text"])
    assert [f"{p.text}|{p.level}" for p in found if not p.is_organisation] == case["places"]
    if "organisations" in case:
        assert [f"{p.text}|{p.level}" for p in found if p.is_organisation] == case["organisations"]


@pytest.mark.parametrize("ending", [*lexicon().levels, *lexicon().organisations], ids=lambda ending: ending.level)
def test_ending_meets_its_examples(ending: Ending) -> None:
    found = {words: [(p.text, p.level) for p in find_places(words)] for words in ending.match}
    assert [words for words in ending.match if (words, ending.level) not in found[words]] == []
    assert [words for words in ending.no_match if find_places(words)] == []


@given(
    st.lists(st.sampled_from("岚山县花桥镇横岭村XX市某州自治区局公司的在，社") | st.text(max_size=2), max_size=30).map(
        "".join
    )
)
@settings(max_examples=300, deadline=None)
def test_a_place_is_its_words(text: str) -> None:
    document = prepare_text(text)
    for place in places(document):
        assert document.text[place.start : place.end] == place.text
        assert place.text
