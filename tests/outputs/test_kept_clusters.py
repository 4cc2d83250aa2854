"""Clusters keep ids and labels while their members stay together; what was split and merged is told."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from outputs.kept_clusters import Known, cluster_changes, keep_clusters, keep_groups, known
from outputs.model import Catalogue, Cluster


def made(id_: str, members: str, label: str, names: Sequence[str] = ()) -> Cluster:
    return Cluster(id_, label, tuple(members), tuple(members[:1]), (), (), names=(label, *names))


def before(**members: str) -> dict[str, Known]:
    return {id_: Known(frozenset(letters), f"旧名{id_}") for id_, letters in members.items()}


def kept(clusters: Sequence[Cluster], old: dict[str, Known]) -> dict[str, tuple[str, str]]:
    found = keep_clusters(Catalogue((), (), tuple(clusters)), old, {}).clusters
    return {"".join(one.cases): (one.id, one.label) for one in found}


def test_a_cluster_keeps_its_id_while_most_of_its_cases_stay_together() -> None:
    found = kept([made("n1", "abcxyz", "新名一号"), made("n2", "defg", "新名二号")], before(k1="abcd", k2="efgh"))
    assert {members: id_ for members, (id_, _) in found.items()} == {"abcxyz": "k1", "defg": "k2"}


def test_cases_that_left_the_catalogue_do_not_count_against_it() -> None:
    assert kept([made("n1", "abxyz", "新名一号")], before(k1="abcdefgh"))["abxyz"][0] == "k1"


def test_half_of_the_cases_are_not_most() -> None:
    found = kept([made("n1", "abx", "新名一号"), made("n2", "cdy", "新名二号")], before(k1="abcd"))
    assert {id_ for id_, _ in found.values()} == {"n1", "n2"}


def test_of_merged_clusters_the_one_with_most_cases_hands_down_its_id() -> None:
    assert kept([made("n1", "abcdefg", "新名一号")], before(k1="ab", k2="cdefgh"))["abcdefg"][0] == "k2"


def test_a_new_cluster_never_takes_an_inherited_id() -> None:
    found = kept([made("k1", "wxyz", "新名一号"), made("n2", "abcd", "新名二号")], before(k1="abcd"))
    assert {members: id_ for members, (id_, _) in found.items()} == {"wxyz": "k1-2", "abcd": "k1"}


def test_a_label_is_kept_while_it_still_fits() -> None:
    old = before(k1="abcd", k2="efgh")
    found = kept([made("n1", "abcde", "新名一号", ["旧名k1"]), made("n2", "fgh", "新名二号")], old)
    assert [label for _, label in found.values()] == ["旧名k1", "新名二号"]


def test_a_kept_label_is_no_other_clusters_label() -> None:
    old = before(k1="abcd")
    clusters = [made("n1", "abcde", "新名一号", ["旧名k1"]), made("n2", "fghijklm", "旧名k1", ["新名三号"])]
    assert [label for _, label in kept(clusters, old).values()] == ["旧名k1", "新名三号"]


def test_splits_and_merges_are_told() -> None:
    old, new = before(k1="abcdef", k2="gh", k3="ij"), before(k1="abc", k4="def", k5="ghij")
    assert cluster_changes(old, new) == {
        "added": ["k4", "k5"],
        "removed": ["k2", "k3"],
        "renamed": [],
        "split": [{"id": "k1", "into": ["k1", "k4"]}],
        "merged": [{"id": "k5", "from": ["k2", "k3"]}],
    }


def test_one_case_that_goes_elsewhere_is_no_split() -> None:
    assert cluster_changes(before(k1="abcd", k2="xyz"), before(k1="abc", k2="dxyz"))["split"] == []


def test_another_label_is_told() -> None:
    new = {"k1": Known(frozenset("ab"), "改了名的")}
    assert cluster_changes(before(k1="ab"), new)["renamed"] == ["k1"]


def test_members_are_ids_or_have_one() -> None:
    clusters: list[dict[str, Any]] = [
        {"id": "m1", "label": "甲", "practices": [{"id": "p1"}, {"id": "p2"}]},
        {"id": "m2"},
    ]
    assert known(clusters, "practices") == {"m1": Known(frozenset({"p1", "p2"}), "甲")}


def grouped(**members: str) -> dict[str, Known]:
    """Clusters k0, k1 …, each by its group's name and its cases (甲组=ab,cd is two)."""
    listed = [(group, cases) for group, joined in members.items() for cases in joined.split(",")]
    return {f"k{at}": Known(frozenset(cases), f"名{at}", group) for at, (group, cases) in enumerate(listed)}


def group_names(clusters: Sequence[Cluster], old: dict[str, Known]) -> dict[str, str]:
    found = keep_groups(Catalogue((), (), tuple(clusters)), old).clusters
    return {"".join(one.cases): one.group for one in found}


def test_a_group_keeps_its_name_while_most_of_its_cases_stay_together() -> None:
    now = [
        replace(made("n1", "abx", "新名一号"), group="新组"),
        replace(made("n2", "cdy", "新名二号"), group="新组"),
        replace(made("n3", "vw", "新名三号"), group="甲组"),
    ]
    assert group_names(now, grouped(甲组="ab,cd")) == {"abx": "甲组", "cdy": "甲组", "vw": "甲组-2"}


def test_splits_and_merges_of_groups_are_told() -> None:
    old, new = grouped(甲组="abc,def", 乙组="gh", 丙组="ij"), grouped(甲组="abc", 丁组="def", 戊组="gh,ij")
    assert cluster_changes(old, new)["groups"] == {
        "added": ["丁组", "戊组"],
        "removed": ["丙组", "乙组"],
        "split": [{"id": "甲组", "into": ["丁组", "甲组"]}],
        "merged": [{"id": "戊组", "from": ["丙组", "乙组"]}],
    }


def test_clusters_without_groups_tell_of_none() -> None:
    assert "groups" not in cluster_changes(before(k1="ab"), before(k1="ab"))
