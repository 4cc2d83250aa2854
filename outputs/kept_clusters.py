"""Clusters that outlive a build: matched to those of the catalogue before, with what was split and what was merged."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from outputs.labels import apart, named
from outputs.model import Catalogue, Cluster, PracticeCluster
from outputs.record import Json

PART = 0.25  # of a cluster; a smaller one that went elsewhere is no split
FEWEST = 2

AnyCluster = TypeVar("AnyCluster", Cluster, PracticeCluster)


@dataclass(frozen=True, slots=True)
class Known:
    """A cluster of the catalogue before: its members, its label, the name of its group."""

    members: frozenset[str]
    label: str
    group: str = ""


def known(clusters: Iterable[Json], members: str) -> dict[str, Known]:
    """Id -> cluster, from the clusters of a JSON file; what is not as it should be is left out."""
    whole = (one for one in clusters if isinstance(one.get(members), list) and {"id", "label"} <= one.keys())
    return {one["id"]: Known(frozenset(_ids(one[members])), one["label"], one.get("group", "")) for one in whole}


def groups(clusters: Iterable[Known]) -> dict[str, Known]:
    """Name -> group with the members of all its clusters; a group's name is its id."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in clusters:
        if one.group:
            found[one.group] |= one.members
    return {name: Known(frozenset(members), name) for name, members in sorted(found.items())}


def _ids(members: Iterable[Json | str]) -> Iterator[str]:
    return (one["id"] if isinstance(one, dict) else one for one in members)


Homes = Mapping[str, Sequence[str]]  # of each member the clusters that hold it


def _homes(members: Mapping[str, Iterable[str]]) -> Homes:
    found = defaultdict[str, list[str]](list)
    for id_, held in members.items():
        for one in held:
            found[one].append(id_)
    return found


def _members(clusters: Mapping[str, Known]) -> dict[str, frozenset[str]]:
    return {id_: one.members for id_, one in clusters.items()}


def _met(members: Iterable[str], homes: Homes) -> tuple[int, Counter[str]]:
    """How many members have a home, and how many of them each cluster holds."""
    there = [homes[one] for one in members if one in homes]
    return len(there), Counter(chain.from_iterable(there))


def _heirs(now: Mapping[str, frozenset[str]], before: Mapping[str, Known]) -> dict[str, str]:
    """New id -> old id, where most of an old cluster's members that are still there are in the new one.

    Of several old ones the one that it shares the most members with hands down its id.
    """
    homes, pairs = _homes(now), []
    for old_id, old in before.items():
        left, counts = _met(old.members, homes)
        most = ((new_id, both) for new_id, both in counts.items() if both * 2 > left)
        pairs += [(-both, -both / len(old.members), old_id, new_id) for new_id, both in most]
    found: dict[str, str] = {}
    for _, _, old_id, new_id in sorted(pairs):
        found.setdefault(new_id, old_id)
    return found


def _freed(new: Iterable[str], heirs: Mapping[str, str]) -> dict[str, str]:
    """Ids for all clusters; a new one whose own id another has inherited gets a number behind it."""
    ids, taken = dict(heirs), set(heirs.values())
    for id_ in sorted(set(new) - heirs.keys()):
        name, number = id_, 1
        while name in taken:
            number += 1
            name = f"{id_}-{number}"
        ids[id_] = name
        taken.add(name)
    return ids


def _labels(clusters: Iterable[Cluster | PracticeCluster], old: Mapping[str, str]) -> dict[str, str]:
    """Id -> label: the one before while it still fits, else the cluster's own; `old` are the labels of heirs by id."""
    ordered = sorted(clusters, key=lambda one: (-len(one.members), one.id))
    found: dict[str, str] = {}
    for one in ordered:
        if old.get(one.id) in one.names and apart(old[one.id], found.values()):
            found[one.id] = old[one.id]
    for one in ordered:
        if one.id not in found:
            found[one.id] = named((one.label, *one.names), list(found.values()))
    return found


def _matched(clusters: Sequence[Cluster | PracticeCluster], before: Mapping[str, Known]) -> dict[str, tuple[str, str]]:
    """Id of a cluster -> the id and the label that it keeps or gets."""
    heirs = _heirs({one.id: frozenset(one.members) for one in clusters}, before)
    ids = _freed((one.id for one in clusters), heirs)
    labels = _labels(clusters, {new: before[old].label for new, old in heirs.items()})
    return {id_: (ids[id_], labels[id_]) for id_ in ids}


def _kept(clusters: Sequence[AnyCluster], told: Mapping[str, tuple[str, str]]) -> tuple[AnyCluster, ...]:
    found = {told[one.id][0]: replace(one, id=told[one.id][0], label=told[one.id][1]) for one in clusters}
    return tuple(found[id_] for id_ in sorted(found))


def keep_groups(catalogue: Catalogue, before: Mapping[str, Known]) -> Catalogue:
    """The catalogue with the names that its groups of clusters had while most of their cases stay together."""
    now = groups(Known(frozenset(one.cases), one.label, one.group) for one in catalogue.clusters)
    members = {name: one.members for name, one in now.items()}
    names = _freed(members, _heirs(members, groups(before.values())))
    return replace(
        catalogue, clusters=tuple(replace(one, group=names.get(one.group, "")) for one in catalogue.clusters)
    )


def keep_clusters(catalogue: Catalogue, cases: Mapping[str, Known], practices: Mapping[str, Known]) -> Catalogue:
    """The catalogue with the ids and labels that its clusters had, as far as their members stayed together."""
    told, done = _matched(catalogue.clusters, cases), _matched(catalogue.practice_clusters, practices)
    homes = (replace(case, cluster=told[case.cluster][0]) if case.cluster else case for case in catalogue.cases)
    return replace(
        catalogue,
        cases=tuple(homes),
        clusters=_kept(catalogue.clusters, told),
        practice_clusters=_kept(catalogue.practice_clusters, done),
    )


def _shares(members: frozenset[str], homes: Homes, least: float) -> list[str]:
    """Ids of the clusters that hold more than a part of some members that all have a home, and two of them at least."""
    there, counts = _met(members, homes)
    return sorted(id_ for id_, count in counts.items() if count >= FEWEST and count > least * there)


def _split(before: Mapping[str, Known], after: Mapping[str, Known]) -> list[Json]:
    homes = _homes(_members(after))
    parts = {id_: _shares(one.members, homes, PART) for id_, one in before.items()}
    return [{"id": id_, "into": into} for id_, into in sorted(parts.items()) if len(into) > 1]


def _merged(before: Mapping[str, Known], after: Mapping[str, Known]) -> list[Json]:
    homes, sources = _homes(_members(after)), defaultdict[str, list[str]](list)
    for id_, one in sorted(before.items()):
        for new in _shares(one.members, homes, 0.5):
            sources[new].append(id_)
    return [{"id": id_, "from": old} for id_, old in sorted(sources.items()) if len(old) > 1]


def _compared(before: Mapping[str, Known], after: Mapping[str, Known]) -> Json:
    return {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "split": _split(before, after),
        "merged": _merged(before, after),
    }


def cluster_changes(before: Mapping[str, Known], after: Mapping[str, Known]) -> Json:
    """Ids of the clusters that are new, gone or called otherwise; those that were split, into which; those that took
    most members of several, from which; and the same of their groups, if they are in groups, by name.
    """
    both = before.keys() & after.keys()
    renamed = sorted(id_ for id_ in both if before[id_].label != after[id_].label)
    old, new = groups(before.values()), groups(after.values())
    grouped = {"groups": _compared(old, new)} if old or new else {}
    return {**_compared(before, after), "renamed": renamed, **grouped}
