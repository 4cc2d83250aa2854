"""Keys of patterns hide no match: what they let through is what a search of the whole text finds."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.fold import fold
from corpus.model import Span
from extractors.problem_constructions import SENTENCE, constructions, matches, possible
from extractors.problem_keys import Keyed, Keys, needs_of
from extractors.problem_patterns import patterns

CASES = Path(__file__).parents[1] / "cases"

Found = list[tuple[str, Span]]


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield fold(node)
    elif isinstance(node, dict | list):
        for part in (*node, *node.values()) if isinstance(node, dict) else node:
            yield from strings(part)


def kept(folded: str) -> Found:
    sentences = [Span(*found.span()) for found in SENTENCE.finditer(folded)]
    return sorted(
        (construction.id, core)
        for sentence, which in zip(sentences, possible(folded, sentences), strict=True)
        for construction, core in matches(folded, sentence, which)
    )


def searched(folded: str) -> Found:
    return sorted(
        (construction.id, Span(*match.span("core")))
        for construction, pattern in constructions()
        for match in re.finditer(pattern, folded)
    )


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_nothing_is_hidden_in_the_cases(path: Path) -> None:
    texts = list(strings(yaml.safe_load(path.read_text("utf-8"))))
    assert texts
    for text in (*texts, "\n".join(texts)):
        assert kept(text) == searched(text), text


def test_nothing_is_hidden_in_the_examples() -> None:
    examples = [fold(text) for one in patterns().constructions for text in (*one.match, *one.no_match)]
    for mark in ("", "\n", "。", ",", ";", "!", "?", " "):
        text = mark.join(examples)
        assert kept(text) == searched(text), mark
    assert {id_ for id_, _ in kept("。".join(examples))} == {one.id for one in patterns().constructions}


def test_most_sentences_need_few_searches() -> None:
    text = "全村种茶两百亩"
    assert len(next(possible(text, [Span(0, len(text))]))) < len(constructions()) / 10


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("难[一-龥]{1,2}", [{"难"}]),
        ("缺乏|没有", [{"缺乏", "没有"}]),
        ("缺乏?", [{"缺"}]),
        ("缺乏{0,2}人", [{"缺"}, {"人"}]),
        ("变成了?(?:摆设|空谈)", [{"变成"}, {"摆设", "空谈"}]),
        ("(?<!没有)(?P<core>未[能曾])(?!忘)", [{"未"}, {"能", "曾"}]),
        ("(?:难(?:找|寻))?人手", [{"人手"}]),
        ("[一-龥]{2}(?=之忧)", [{"之忧"}]),
        (r"([看听])\d\1", [{"看", "听"}]),
        ("难|.", []),
        ("[^难]", []),
    ],
)
def test_what_a_match_must_hold(pattern: str, needs: list[set[str]]) -> None:
    assert needs_of(pattern) == tuple(Keys(keys) for keys in needs)


def test_patterns_without_keys_are_always_possible() -> None:
    keyed = Keyed(["缺乏", ".", "变成.{1,4}摆设"])
    assert list(keyed.possible("", [Span(0, 0)])) == [[1]]
    text = "缺乏|变成空谈|变成了摆设"
    assert list(keyed.possible(text, [Span(0, 2), Span(1, 3), Span(3, 7), Span(8, 13)])) == [[0, 1], [1], [1], [1, 2]]
