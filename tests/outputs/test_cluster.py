"""Clusters are the topics of the cases; names are those a person would give."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from sklearn.metrics import adjusted_rand_score

from outputs.catalogue import build_catalogue
from outputs.communities import communities
from outputs.labels import LONGEST, SHORTEST, theme_label
from outputs.model import Catalogue, DocumentRecord
from outputs.neighbours import Near
from outputs.taxonomy import theme_names
from tests.outputs.builders import Told, record

CASES: Any = yaml.safe_load((Path(__file__).parents[1] / "cases" / "clusters.yml").read_text(encoding="utf-8"))["cases"]
TOPIC = {case["title"]: case["topic"] for case in CASES}


def report(case: dict[str, Any]) -> DocumentRecord:
    text = f"{case['title']}\n{case['place']}。{case['text']}"
    told = Told(practices=[(words, theme) for words, theme in case["practices"]])
    return record(f"{case['topic']}/{case['title']}.txt", text, told, case["title"], case["place"])


RECORDS = [report(case) for case in CASES]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return build_catalogue(RECORDS)


def test_twenty_reports_fall_into_their_topics(catalogue: Catalogue) -> None:
    topics = [TOPIC[case.case.title] for case in catalogue.cases]
    assert adjusted_rand_score(topics, [case.cluster for case in catalogue.cases]) >= 0.85


def test_labels_are_short_unique_and_chinese(catalogue: Catalogue) -> None:
    labels = [one.label for one in catalogue.clusters]
    assert len(set(labels)) == len(labels)
    assert all(SHORTEST <= len(label) <= LONGEST for label in labels)
    assert not any("其他" in label or "未分类" in label for label in labels)


def test_topics_with_a_theme_are_called_by_it(catalogue: Catalogue) -> None:
    labels = " ".join(one.label for one in catalogue.clusters)
    for theme in ("T14_mediation", "T06_industry", "T21_digital", "T03_training"):
        assert theme_label(theme_names()[theme]) in labels


def test_a_cluster_names_its_cases_and_they_name_it(catalogue: Catalogue) -> None:
    for one in catalogue.clusters:
        assert set(one.cases) == {case.id for case in catalogue.cases if case.cluster == one.id}
        assert set(one.representatives) <= set(one.cases)
        assert 1 <= len(one.representatives) <= 3
        assert one.keywords


def test_similar_cases_are_of_the_same_topic(catalogue: Catalogue) -> None:
    topics = {case.id: TOPIC[case.case.title] for case in catalogue.cases}
    nearest = [topics[case.similar[0]] == topics[case.id] for case in catalogue.cases if case.similar]
    assert sum(nearest) >= 0.9 * len(CASES)
    assert all(case.id not in case.similar for case in catalogue.cases)


def test_order_is_of_no_account(catalogue: Catalogue) -> None:
    mixed = list(RECORDS)
    random.Random(3).shuffle(mixed)
    assert build_catalogue(mixed) == catalogue


def test_one_case_is_no_cluster() -> None:
    alone = build_catalogue(RECORDS[:1])
    assert alone.clusters == ()
    assert [case.cluster for case in alone.cases] == [None]


def test_two_like_cases_are_one_cluster() -> None:
    assert len(build_catalogue(RECORDS[:2]).clusters) == 1


def test_a_case_like_no_other_is_in_no_cluster() -> None:
    stranger = record("lone.txt", "Annual report on tidal energy\nTurbines, cables and buoys were inspected twice.")
    found = build_catalogue([*RECORDS, stranger])
    assert [case.cluster for case in found.cases if case.case.title.startswith("Annual")] == [None]


def test_no_cases_make_an_empty_catalogue() -> None:
    assert build_catalogue([]) == Catalogue((), (), ())


@pytest.mark.parametrize(
    ("name", "label"), [("集体经济/消薄", "集体经济"), ("科技/业务协同", "科技与业务协同"), ("文明乡风", "文明乡风")]
)
def test_names_of_themes_make_labels(name: str, label: str) -> None:
    assert theme_label(name) == label


def test_every_theme_makes_a_label() -> None:
    assert all(SHORTEST <= len(theme_label(name)) <= LONGEST for name in theme_names().values())


def test_groups_are_as_coarse_as_a_third_allows() -> None:
    """Six cliques in a ring: three groups of two at the most, not one of all."""
    ids = [[f"{part}{at}" for at in range(5)] for part in "abcdef"]
    near = []
    for at, part in enumerate(ids):
        after = ids[(at + 1) % len(ids)][0]
        near += [
            Near(id_, (*((other, 0.5) for other in part if other != id_), *([(after, 0.4)] if id_ == part[1] else [])))
            for id_ in part
        ]
    found = communities(near)
    assert len(found.members) == len(ids)
    sizes = Counter(group for group, part in zip(found.groups, found.members, strict=True) for _ in part)
    assert max(sizes.values()) * 3 <= sum(sizes.values())
