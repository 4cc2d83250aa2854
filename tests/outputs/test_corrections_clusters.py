"""Clusters that analysts name and merge: what stands in the catalogue, and over its builds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

import pytest

from outputs.catalogue import build_catalogue
from outputs.compact import Places, Saying, Sayings
from outputs.corrected_clusters import NONE, correct_clusters
from outputs.corrections import Correction, Replayed
from outputs.corrections_read import ONE
from outputs.kept_clusters import Known, keep_clusters, known
from outputs.model import Catalogue, Cluster, PracticeCluster
from tests.outputs.builders import Told, record

NAMES = ("甲村办起食堂", "乙村修好水渠", "丙村开设夜校", "丁村种上果树", "戊村办起工坊", "己村修起戏台", "庚村开网店")
LABELS = {"k000000000001": "一组", "k000000000002": "二组", "k000000000003": "三组"}
PARTS = ((0, 1), (2, 3, 4), (5, 6))


@cache
def _made() -> Catalogue:
    told = {name: Told(practices=((name, "T03_training"),)) for name in NAMES}
    texts = {f"{at}.txt": name for at, name in enumerate(NAMES)}
    return build_catalogue(
        [record(file, f"{name}\n{name}，群众都说好。", told[name], place=name[:2]) for file, name in texts.items()]
    )


def _catalogue(ids: Iterable[str] = LABELS) -> Catalogue:
    """Seven cases in three clusters, and as many kinds of practices."""
    made = _made()
    by_title = {case.case.title: case.id for case in made.cases}
    clusters, kinds = [], []
    for id_, label, part in zip(ids, LABELS.values(), PARTS, strict=True):
        cases = tuple(sorted(by_title[NAMES[at]] for at in part))
        clusters.append(Cluster(id_, label, cases, cases[:1], (), (), "组", (), (), (label,)))
        said = Sayings.of(
            Saying(f"p{id_[1:-1]}{at}", NAMES[at], Places.of([(by_title[NAMES[at]], 0, 6)])) for at in part
        )
        kinds.append(PracticeCluster(f"m{id_[1:]}", label, "T03_training", said, (said[0].id,), (), (), (label,)))
    homes = {case: one.id for one in clusters for case in one.cases}
    cases_ = tuple(replace(case, cluster=homes[case.id], duplicate_of=None) for case in made.cases)
    return replace(made, cases=cases_, clusters=tuple(clusters), practice_clusters=tuple(kinds))


def _ref(one: Cluster | PracticeCluster) -> dict[str, object]:
    return {"id": one.id, "label": one.label, "members": list(one.members)}


def _merge(one: Cluster | PracticeCluster, into: Cluster | PracticeCluster) -> Correction:
    return ONE.validate_python({"act": "merge_clusters", "cluster": _ref(one), "into": _ref(into)})


def _rename(one: Cluster | PracticeCluster, label: str) -> Correction:
    return ONE.validate_python({"act": "rename_cluster", "cluster": _ref(one), "label": label})


def _after(catalogue: Catalogue, *given: Correction, before: Mapping[str, Known] = NONE) -> Catalogue:
    told = tuple(Replayed(one, "held") for one in given)
    return correct_clusters(replace(catalogue, corrections=told), before)


def _stood(catalogue: Catalogue) -> Mapping[str, Known]:
    return known([{"id": one.id, "label": one.label, "cases": list(one.cases)} for one in catalogue.clusters], "cases")


def _states(catalogue: Catalogue) -> list[str]:
    return [one.state for one in catalogue.corrections]


@pytest.mark.parametrize("kind", ["clusters", "practice_clusters"])
def test_a_cluster_is_called_otherwise(kind: str) -> None:
    catalogue = _catalogue()
    after = _after(catalogue, _rename(getattr(catalogue, kind)[1], "学在村里"))
    assert [one.label for one in getattr(after, kind)] == ["一组", "学在村里", "三组"]
    assert "学在村里" in getattr(after, kind)[1].names  # or the next build would call it otherwise again
    assert _states(after) == ["held"]


def test_a_cluster_goes_into_another() -> None:
    catalogue = _catalogue()
    one, other, third = catalogue.clusters
    after = _after(catalogue, _merge(other, one))
    assert [cluster.id for cluster in after.clusters] == [one.id, third.id]
    whole = after.clusters[0]
    assert whole.cases == tuple(sorted((*one.cases, *other.cases)))
    assert whole.label == "一组"
    assert dict(whole.themes) == {"T03_training": 5}
    assert sum(number for _, number in whole.levels) == 5
    assert {case.cluster for case in after.cases if case.id in other.cases} == {one.id}


def test_kinds_of_practices_are_merged_too() -> None:
    catalogue = _catalogue()
    one, other, _ = catalogue.practice_clusters
    after = _after(catalogue, _merge(one, other))
    assert [kind.id for kind in after.practice_clusters] == [other.id, catalogue.practice_clusters[2].id]
    assert set(after.practice_clusters[0].members) == {*one.members, *other.members}
    assert sum(number for _, number in after.practice_clusters[0].levels) == 5


@pytest.mark.parametrize(("gone", "into"), [(0, 1), (1, 0)])
def test_a_merged_cluster_keeps_its_id_over_builds(gone: int, into: int) -> None:
    """Whichever of the two the build before finds most of the merged one in: it may have the id by now."""
    catalogue = _catalogue()
    merge = _merge(catalogue.clusters[gone], catalogue.clusters[into])
    first = _after(catalogue, merge, before=_stood(catalogue))
    fresh = _catalogue(("k00000000000a", "k00000000000b", "k00000000000c"))
    before = _stood(first)
    again = _after(keep_clusters(fresh, before, {}), merge, before=before)
    assert {one.id: (one.label, one.cases) for one in again.clusters} == {
        one.id: (one.label, one.cases) for one in first.clusters
    }
    assert _states(again) == ["held"]


def test_no_cluster_gets_an_id_that_it_never_had() -> None:
    catalogue = _catalogue()
    one, other, third = catalogue.clusters
    merge = _merge(other, replace(one, id="k0000000000ff"))
    assert [cluster.id for cluster in _after(catalogue, merge).clusters] == [one.id, third.id]
    others = {"k0000000000ff": Known(frozenset(third.cases), "别的")}
    assert [cluster.id for cluster in _after(catalogue, merge, before=others).clusters] == [one.id, third.id]
    again = _merge(other, one)  # into one that was built anew, and the other has the id of the two
    before = {other.id: Known(frozenset((*one.cases, *other.cases)), "一组")}
    assert [cluster.id for cluster in _after(catalogue, again, before=before).clusters] == [other.id, third.id]


def test_merges_by_ids_alone_hold_there_and_back() -> None:
    catalogue = _catalogue()
    ids = [{"id": cluster.id} for cluster in catalogue.clusters]
    pairs = [(0, 1), (1, 0), (0, 2), (1, 2)]
    given = [
        ONE.validate_python({"act": "merge_clusters", "cluster": ids[gone], "into": ids[into]}) for gone, into in pairs
    ]
    after = _after(catalogue, *given[:2])
    assert [cluster.id for cluster in after.clusters] == [ids[1]["id"], ids[2]["id"]]
    assert _states(after) == ["held", "held"]
    assert len(_after(catalogue, *given).clusters) == 1
    assert _states(_after(catalogue, *given)) == ["held"] * 4


def test_corrections_follow_one_another() -> None:
    catalogue = _catalogue()
    one, other, third = catalogue.clusters
    given = (_rename(one, "甲"), _merge(other, one), _merge(one, third), _rename(third, "丙"))
    after = _after(catalogue, *given)
    assert [(cluster.id, cluster.label, len(cluster.cases)) for cluster in after.clusters] == [(third.id, "丙", 7)]
    assert _states(after) == ["held"] * 4


def test_members_decide_where_the_id_is_gone() -> None:
    catalogue = _catalogue()
    given = ONE.validate_python(
        {
            "act": "rename_cluster",
            "label": "甲",
            "cluster": {"id": "k0000000000ff", "members": [*catalogue.clusters[0].cases, "c0000000000ff"]},
        }
    )
    assert [one.label for one in _after(catalogue, given).clusters] == ["甲", "二组", "三组"]


def test_a_cluster_that_fell_apart_is_told() -> None:
    catalogue = _catalogue()
    members = [cluster.cases[0] for cluster in catalogue.clusters]
    given = ONE.validate_python(
        {"act": "rename_cluster", "label": "甲", "cluster": {"id": "k0000000000ff", "members": members}}
    )
    after = _after(catalogue, given)
    assert after.clusters == catalogue.clusters
    assert _states(after) == ["text_changed"]
    assert after.corrections[0].reason
