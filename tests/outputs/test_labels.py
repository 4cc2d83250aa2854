"""Labels are whole phrases that a person would write, or a theme narrowed by a word."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from outputs.cluster import firm
from outputs.label_phrases import general_words, phrases, slogans
from outputs.label_shares import Told
from outputs.labels import apart, describe, narrows, of_practice
from outputs.neighbours import Near
from outputs.sketch import said
from outputs.taxonomy import theme_names
from outputs.whereabouts import unnamed

CASES: Any = yaml.safe_load((Path(__file__).parents[1] / "cases" / "clusters.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["phrases"], ids=lambda case: case["text"])
def test_phrases_are_whole(case: dict[str, Any]) -> None:
    assert sorted(phrases(case["text"])) == sorted(case["whole"])


@pytest.mark.parametrize("case", CASES["slogans"], ids=lambda case: case["text"])
def test_names_in_quotes_are_no_problems_and_no_states(case: dict[str, Any]) -> None:
    assert sorted(slogans(case["text"])) == case["quoted"]


@pytest.mark.parametrize("case", CASES["labels"], ids=lambda case: case["label"])
def test_a_cluster_is_called_by_what_its_practices_share(case: dict[str, Any]) -> None:
    strange = ["组织法官巡回审判", "为高龄老人送餐", "选派第一书记驻村", "清理陈年垃圾"]
    texts = {f"p{at}": text for at, text in enumerate([*case["practices"], *strange])}
    members = {"k": [f"p{at}" for at in range(len(case["practices"]))]}
    found = describe(members, texts, lambda id_: of_practice(case["theme"], said(id_, texts[id_])), by_theme=False)
    assert found["k"].label == case["label"]


IDS = {id_.split("_")[0]: id_ for id_ in theme_names()}


def told(themes: str) -> Told:
    nothing = frozenset[str]()
    return Told({IDS[one]: 1.0 for one in themes.split()}, nothing, nothing, nothing, nothing, themes)


@pytest.mark.parametrize("case", CASES["shared_themes"], ids=lambda case: case["label"])
def test_a_theme_is_no_label_where_it_is_everywhere(case: dict[str, Any]) -> None:
    cases = {f"c{at:02}": told(themes) for at, themes in enumerate([*case["group"], *case["others"]])}
    members = list(cases)[: len(case["group"])]
    assert describe({"k": members}, cases, cases.__getitem__)["k"].label == case["label"]


def test_words_in_brackets_say_what_it_is_about() -> None:
    assert [word for word in CASES["narrowing"] if not narrows(word)] == []
    assert [word for word in CASES["empty"] if narrows(word)] == []


@pytest.mark.parametrize("case", CASES["firm"], ids=str)
def test_few_cases_need_firm_neighbours(case: dict[str, Any]) -> None:
    cases = dict(zip("ab", map(told, case["themes"]), strict=True))
    back = (("a", case["likeness"]),) if case["mutual"] else ()
    found = firm([Near("a", (("b", case["likeness"]),)), Near("b", back)], cases.__getitem__)
    assert bool(found[0].neighbours) == case["stays"]


def test_a_narrowed_theme_may_hold_anothers_label() -> None:
    assert apart("产业带动（茶园）", ["产业带动", "茶园"])
    assert not apart("产业带动（茶园）", ["产业带动（茶园）"])
    assert not apart("全科网格", ["划分全科网格"])


def test_words_of_every_report_tell_nothing() -> None:
    assert not any(narrows(word) for word in [*general_words(), "个村", "一张", "建起"])
    assert all(narrows(word) for word in ("茶园", "调解员", "个体户"))


@pytest.mark.parametrize("name", CASES["unnamed"])
def test_masked_places_are_unnamed(name: str) -> None:
    assert unnamed(name)


@pytest.mark.parametrize("name", CASES["named"])
def test_places_with_a_name_are_not(name: str) -> None:
    assert not unnamed(name)
