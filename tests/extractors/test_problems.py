"""Problems: every example in the lexicons, the cases, and the quality that the cases hold."""

import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.beginnings import begun
from corpus.document import prepare_text
from corpus.fold import fold
from extractors.base import Problem
from extractors.problem_category import UNSPECIFIED, WEIGHTS, category_of, weights
from extractors.problem_constructions import constructed
from extractors.problem_patterns import Category, Construction, Cue, Taxonomy, patterns, spelled, taxonomy
from extractors.problem_training import train
from extractors.problem_zones import zone_cues
from extractors.problems import extract

CASES: dict[str, list[dict[str, Any]]] = {
    part: cases
    for name in ("problems", "problem_families")
    for part, cases in yaml.safe_load((Path(__file__).parents[1] / "cases" / f"{name}.yml").read_text("utf-8")).items()
}


def problems(text: str) -> list[Problem]:
    return list(extract(prepare_text(text)))


@pytest.mark.parametrize("category", taxonomy().categories, ids=lambda category: category.id)
def test_examples_of_categories(category: Category) -> None:
    assert len(category.match) >= 2
    assert category.no_match
    for text in category.match:
        assert category.id in {problem.category for problem in problems(text)}, text
    for text in category.no_match:
        assert category.id not in {problem.category for problem in problems(text)}, text


@pytest.mark.parametrize("construction", patterns().constructions, ids=lambda construction: construction.id)
def test_examples_of_constructions(construction: Construction) -> None:
    for text, words in construction.match.items():
        found = [one.span.of(text) for one in constructed(fold(text)) if one.source == construction.id]
        assert words in found, text
    for text in construction.no_match:
        assert constructed(fold(text)) == [], text


@pytest.mark.parametrize("cue", patterns().status, ids=lambda cue: cue.id)
def test_examples_of_status_cues(cue: Cue) -> None:
    pattern = begun(spelled(cue.pattern, {}))
    for text in cue.match:
        assert any(problem.status == _named(cue.id) for problem in problems(text)), text
    for text in cue.no_match:
        found = problems(text)
        assert found, text
        assert not any(pattern.search(text, 0, problem.start) for problem in found) or cue.id.endswith("_after"), text
        assert all(problem.status != _named(cue.id) for problem in found) or cue.id == "present", text


@pytest.mark.parametrize("cue", [*zone_cues(), *patterns().contexts], ids=lambda cue: cue.id)
def test_examples_of_zones_and_contexts(cue: Cue) -> None:
    pattern = begun(spelled(cue.pattern, {}))
    assert cue.match
    assert all(pattern.search(text) for text in cue.match)
    assert not any(pattern.search(text) for text in cue.no_match)


@pytest.mark.parametrize(
    ("text", "told_now", "told_then"),
    [
        ("工作中还存在一些问题:一是账本锁在柜里。下一步,把账本贴上墙。", ["账本锁在柜里"], []),
        (
            "仍有以下不足:\n一是账本锁在柜里。\n二是锣鼓敲给自己听。\n全村种茶两百亩。",
            ["账本锁在柜里", "锣鼓敲给自己听"],
            [],
        ),
        ("针对存在的不足:\n一是账本贴上墙。\n二是锣鼓敲起来。", [], []),
        ("从前,渡口靠一根麻绳。2019年以来,村里架起铁桥。", [], ["渡口靠一根麻绳"]),
        ("以前渡口靠一根麻绳,如今铁桥通到对岸。", [], ["渡口靠一根麻绳"]),
        ("社员抱怨“渠水绕着田头走”,队长听在心里。", ["渠水绕着田头走"], []),
        ("全村种茶两百亩,茶客绕着山头走。", [], []),
        (
            "一、把脉问诊,找准作风上的病根\n1.人手缺。章子锁在柜里。\n2.管理乱。",
            ["人手缺", "章子锁在柜里", "管理乱"],
            [],
        ),
        ("从源头堵住了管理漏洞。", [], ["管理漏洞"]),
        ("打破设支部的老办法。\n四、思考与不足\n水有源。", [], []),
        ("有的村窗口亮堂堂,但抽屉里锁着章。", ["抽屉里锁着章"], []),
    ],
)
def test_clauses_where_problems_are_told(text: str, told_now: list[str], told_then: list[str]) -> None:
    found = problems(text)
    assert [one.text for one in found if one.status == "present"] == told_now
    assert [one.text for one in found if one.status == "solved"] == told_then
    assert len(found) == len(told_now) + len(told_then)


def _named(cue: str) -> str:
    return {"solved_after": "solved", "general_after": "general", "supposed": "general", "past": "solved"}.get(cue, cue)


def _gold(case: dict[str, Any]) -> Iterator[tuple[int, int, str | None, str]]:
    at = 0
    for words, category, status in case["problems"]:
        at = case["text"].index(words, at)
        yield at, at + len(words), category, status
        at += 1


def _tally(part: str) -> Counter[str]:
    """Numbers of labelled and found problems, of matches (overlapping, one to one), and of right labels on these."""
    tally: Counter[str] = Counter()
    for case in CASES[part]:
        found = problems(case["text"])
        tally["found"] += len(found)
        for start, end, category, status in _gold(case):
            tally["gold"] += 1
            hit = max(found, key=lambda one: min(end, one.end) - max(start, one.start), default=None)
            if hit is None or min(end, hit.end) <= max(start, hit.start):
                continue
            found.remove(hit)
            tally.update(hit=1, category=hit.category == (category or hit.category), status=hit.status == status)
    return tally


@pytest.mark.parametrize(
    ("part", "f1", "category", "status"),
    [
        ("seen", 0.93, 0.82, 0.96),
        ("unseen", 0.72, 0.25, 0.95),
        ("told", 0.86, 1.0, 0.94),
        ("told_unseen", 0.80, 1.0, 0.92),
        ("families", 0.93, 1.0, 0.95),
        ("families_unseen", 0.86, 1.0, 0.90),
    ],
)
def test_quality_holds(part: str, f1: float, category: float, status: float) -> None:
    tally = _tally(part)
    assert 2 * tally["hit"] / (tally["gold"] + tally["found"]) >= f1
    assert tally["category"] / tally["hit"] >= category
    assert tally["status"] / tally["hit"] >= status


@pytest.mark.parametrize(
    "case",
    [case for part in CASES.values() for case in part if not case["problems"]],
    ids=lambda case: case["text"][:8],
)
def test_texts_without_problems(case: dict[str, Any]) -> None:
    assert problems(case["text"]) == []


def test_weights_fit_the_taxonomy() -> None:
    assert set(weights().categories) == {category.id for category in taxonomy().categories}


def test_weights_of_another_taxonomy_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = WEIGHTS.read_text("utf-8").replace(weights().digest, "0" * 64)
    (tmp_path / "weights.json").write_text(stored, encoding="utf-8")
    monkeypatch.setattr("extractors.problem_category.WEIGHTS", tmp_path / "weights.json")
    with pytest.raises(ValueError, match="does not fit"):
        weights.__wrapped__()


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    small = taxonomy().model_copy(update={"categories": taxonomy().categories[:4]})
    for name in ("one.json", "two.json"):
        train(small, tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_words_of_no_category_stay_unspecified() -> None:
    assert category_of("ωλφ") == UNSPECIFIED


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown group: Q"):
        Taxonomy.model_validate(
            {"version": "1", "groups": {"A": "甲"}, "categories": [{"id": "x", "name": "x", "group": "Q"}]}
        )


PIECES = [
    "缺乏",
    "不够",
    "难以",
    "存在",
    "“",
    "”",
    "、",
    ",",
    "。",
    "等问题",
    "两张皮",
    "的",
    "机制",
    "重",
    "轻",
    "\n",
    "針對",
    "没有",
    "有待提升",
    " ",
    "党员",
    "多",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_spans_hold_their_words_and_lie_apart(text: str) -> None:
    document = prepare_text(text)
    found = list(extract(document))
    assert all(document.text[one.start : one.end] == one.text and one.text.strip() for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["重", "不够", "缺乏", "“", "党员的", "、难", "问题", "一", "解决", "仅有3人,", "应应", "由“"]
)
def test_time_grows_with_length_alone(piece: str) -> None:
    def needed(times: int) -> float:
        document = prepare_text(piece * times)
        start = time.process_time()
        list(extract(document))
        return time.process_time() - start

    needed(100)
    assert needed(8_000) < 40 * max(needed(1_000), 0.02)
