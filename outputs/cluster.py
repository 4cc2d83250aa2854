"""Cases that share a theme: a graph of nearest neighbours, cut into communities by Leiden."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import graspologic_native

from outputs.identity import digest
from outputs.labels import describe
from outputs.model import CatalogueCase, Cluster
from outputs.neighbours import Near, neighbours

SEED = 20
RESOLUTION = 1.3  # a little above the usual: two themes under one name help nobody
REPRESENTATIVES = 3
SIMILAR = 5

Edges = dict[tuple[str, str], float]


def similar(near: Iterable[Near]) -> dict[str, tuple[str, ...]]:
    """Id -> the ids of the most similar cases, nearest first."""
    return {one.id: tuple(id_ for id_, _ in one.neighbours[:SIMILAR]) for one in near}


def _edges(near: Sequence[Near]) -> Edges:
    """Self-tuned weights: a distance counts by how far the two cases' neighbours are (Zelnik-Manor, Perona 2004)."""
    reach = {one.id: max(1 - one.neighbours[-1][1], 1e-3) if one.neighbours else 1.0 for one in near}
    found: Edges = {}
    for one in near:
        for other, likeness in one.neighbours:
            weight = math.exp(-((1 - likeness) ** 2) / (reach[one.id] * reach[other]))
            found[min(one.id, other), max(one.id, other)] = round(weight, 6)
    return dict(sorted(found.items()))


def _communities(edges: Edges) -> list[tuple[str, ...]]:
    """Leiden numbers communities as it likes; they are told apart by their members."""
    if not edges:
        return []
    weighted = [(one, other, weight) for (one, other), weight in edges.items()]
    _, numbers = graspologic_native.leiden(weighted, resolution=RESOLUTION, seed=SEED, iterations=5, trials=5)
    members: dict[int, list[str]] = defaultdict(list)
    for id_, number in sorted(numbers.items()):
        members[number].append(id_)
    return sorted(tuple(ids) for ids in members.values() if len(ids) > 1)


def _central(ids: Sequence[str], edges: Edges) -> tuple[str, ...]:
    """The cases that are tied most closely to the others of their cluster."""
    inside, strength = frozenset(ids), dict.fromkeys(ids, 0.0)
    for (one, other), weight in edges.items():
        if one in inside and other in inside:
            strength[one] += weight
            strength[other] += weight
    return tuple(sorted(ids, key=lambda id_: (-round(strength[id_], 6), id_))[:REPRESENTATIVES])


def _themes(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    """The themes with the number of cases that have them, most frequent first."""
    counts: dict[str, int] = defaultdict(int)
    for case in cases:
        for theme in {practice.theme for practice in case.practices}:
            counts[theme] += 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def cluster_id(ids: Iterable[str]) -> str:
    """The member with the least digest names a cluster: the id holds while it stays, whoever else comes or goes."""
    return f"k{min(digest(id_) for id_ in ids)}"


def cluster(cases: Sequence[CatalogueCase], near: Sequence[Near] | None = None) -> tuple[Cluster, ...]:
    """The clusters in the order of their ids. A case like no other is in none: there is no bucket for what is left."""
    edges = _edges(neighbours(cases) if near is None else near)
    by_id: Mapping[str, CatalogueCase] = {case.id: case for case in cases}
    groups = {cluster_id(ids): ids for ids in _communities(edges)}
    told = describe({id_: [by_id[case] for case in ids] for id_, ids in groups.items()}, list(by_id.values()))
    return tuple(
        Cluster(
            id=id_,
            label=told[id_].label,
            cases=ids,
            representatives=_central(ids, edges),
            themes=_themes(by_id[case] for case in ids),
            keywords=told[id_].keywords,
        )
        for id_, ids in sorted(groups.items())
    )
