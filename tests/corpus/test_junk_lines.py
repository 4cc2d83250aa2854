"""Cleaning compilations: lines of a site, a forum, a booklet between two articles go, lines of articles stay."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.clean import clean
from corpus.document import text_reading
from corpus.fold import fold
from corpus.phrases import Phrases, phrase_rule, read_phrases
from corpus.rules import Rule, read_rules
from corpus.sitetalk import site_talk, talk_rule

FILE = Path(__file__).parents[1] / "cases" / "junk_lines.yml"
CASES: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
FIRST = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
SECOND = "双河村的祠堂空了十年，支部请老人们当管理员，办起四点半课堂，四十个孩子有了去处。"


def lines(name: str) -> list[str]:
    return [*CASES[name], *(line for batch in ("later", "second", "third") for line in CASES[batch][name])]


def between(line: str, seam: str) -> str:
    return clean(text_reading(seam.join((FIRST * 3, line, SECOND * 3)))).text


@pytest.mark.parametrize("line", lines("gone"))
def test_a_site_s_line_between_two_articles_goes(line: str) -> None:
    assert between(line, "\n") == f"{FIRST * 3}\n{SECOND * 3}"


@pytest.mark.parametrize("line", lines("kept"))
def test_a_line_of_an_article_stays(line: str) -> None:
    assert between(line, "\n") == f"{FIRST * 3}\n{line}\n{SECOND * 3}"


@pytest.mark.parametrize("row", lines("inline"))
def test_a_row_inside_one_endless_line_goes(row: str) -> None:
    assert "".join(between(row, " ").split()) == FIRST * 3 + SECOND * 3


@pytest.mark.parametrize("rule", read_rules("fields.yml"), ids=lambda rule: f"{rule.kind}-{rule.match[0][:12]}")
def test_field_meets_its_examples(rule: Rule) -> None:
    assert [words for words in rule.match if not re.fullmatch(rule.pattern, fold(words))] == []
    assert [words for words in rule.no_match if rule.hits(fold(words))] == []


@pytest.mark.parametrize("rule", read_rules("forum.yml"), ids=lambda rule: f"{rule.kind}-{rule.match[0][:12]}")
def test_forum_rule_meets_its_examples(rule: Rule) -> None:
    assert [words for words in rule.match if not rule.hits(fold(words))] == []
    assert [words for words in rule.no_match if rule.hits(fold(words))] == []


@pytest.mark.parametrize("line", CASES["doubtful"])
def test_the_foot_of_a_bulletin_stays_with_a_warning(line: str) -> None:
    cleaned = clean(text_reading(f"{FIRST * 3}\n{line}\n{SECOND * 3}"))
    assert cleaned.text == f"{FIRST * 3}\n{line}\n{SECOND * 3}"
    assert len(cleaned.warnings) == 1


@pytest.mark.parametrize("phrases", read_phrases(), ids=lambda phrases: phrases.page)
def test_phrases_meet_their_examples(phrases: Phrases) -> None:
    assert [words for words in phrases.match if not phrase_rule(fold(words))] == []
    assert [words for words in phrases.no_match if phrase_rule(fold(words))] == []


def test_words_of_pages_meet_their_examples() -> None:
    talk = site_talk()
    assert [words for words in talk.match if not talk_rule(fold(words))] == []
    assert [words for words in talk.no_match if talk_rule(fold(words))] == []


RULES = [*read_rules("clean_rules.yml"), *read_rules("fields.yml")]


@pytest.mark.parametrize("rule", [r for r in RULES if r.hints], ids=lambda rule: f"{rule.kind}-{rule.match[0][:12]}")
def test_every_example_holds_a_hint(rule: Rule) -> None:
    assert [words for words in rule.match if not any(hint in fold(words).lower() for hint in rule.hints)] == []
