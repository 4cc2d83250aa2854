"""A graph of nearest neighbours, cut into communities by Leiden: how many there are, the graph itself tells."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType

import graspologic_native
import numpy as np

from outputs.kept_results import Kept, key_of
from outputs.neighbours import Near
from outputs.settled import Homes, settled

SEED = 20
TRIALS, FEW_TRIALS = 5, 2  # of which the best is taken; two find .9995 of the modularity in half the time
LEAST_RESOLUTION = 1.3  # a little above the usual: two themes under one name help nobody
RESOLUTION_A_DIGIT = 1.1  # modularity alone sees no small themes in large graphs (its resolution limit)
FEW, RESOLUTION_OF_FEW = 12, 0.9  # above one, three texts that are all alike fall apart
GROUP_RESOLUTIONS = (0.6, 0.75, 0.9, 1.05, 1.2, 1.4, 1.6, 1.8, 2.0)
LARGE_PART, MANY = 3, 100  # a community of a third of so many nodes is cut once more
CENTRAL = 3
NOWHERE: Homes = MappingProxyType({})

Edges = dict[tuple[str, str], float]
Members = tuple[tuple[str, ...], ...]
Groups = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Communities:
    """Members of each community in the order of the first, the group (a number from 0) of each, and the edges."""

    members: tuple[tuple[str, ...], ...]
    groups: tuple[int, ...]
    edges: Mapping[tuple[str, str], float]


def edges_of(near: Sequence[Near]) -> Edges:
    """Self-tuned weights: a distance counts by how far the two texts' neighbours are (Zelnik-Manor, Perona 2004)."""
    near = sorted(near, key=attrgetter("id"))
    place = {one.id: at for at, one in enumerate(near)}
    reach = np.array([max(1 - one.neighbours[-1][1], 1e-3) if one.neighbours else 1.0 for one in near])
    first = np.repeat(np.arange(len(near)), [len(one.neighbours) for one in near])
    second = np.array([place[other] for one in near for other, _ in one.neighbours], dtype=np.int64)
    distance = 1 - np.array([likeness for one in near for _, likeness in one.neighbours], dtype=np.float64)
    weights = np.round(np.exp(-(distance**2) / (reach[first] * reach[second])), 6)
    pairs = np.minimum(first, second) * len(near) + np.maximum(first, second)
    order = np.lexsort((weights, pairs))
    last = order[np.flatnonzero(np.diff(pairs[order], append=-1))]  # each pair once: two may be each other's neighbours
    ones, others = (places.tolist() for places in np.divmod(pairs[last], len(near)))
    edges = zip(ones, others, weights[last].tolist(), strict=True)
    return {(near[one].id, near[other].id): weight for one, other, weight in edges}


def _leiden(edges: Mapping[tuple[str, str], float], resolution: float, trials: int = TRIALS) -> dict[str, int]:
    if not edges:
        return {}
    weighted = [(one, other, weight) for (one, other), weight in edges.items()]
    _, numbers = graspologic_native.leiden(weighted, resolution=resolution, seed=SEED, iterations=5, trials=trials)
    return dict(sorted(numbers.items()))


def _parts(numbers: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Leiden numbers communities as it likes; they are told apart by their members."""
    members: dict[int, list[str]] = defaultdict(list)
    for id_, number in numbers.items():
        members[number].append(id_)
    return sorted(tuple(ids) for ids in members.values())


def _inside(ids: Iterable[str], edges: Mapping[tuple[str, str], float]) -> Edges:
    there = frozenset(ids)
    return {pair: weight for pair, weight in edges.items() if there.issuperset(pair)}


def _cut_again(parts: Iterable[tuple[str, ...]], edges: Edges, nodes: int, resolution: float) -> list[tuple[str, ...]]:
    """No community may swallow a third of a large graph: it would say nothing of its members."""
    found: list[tuple[str, ...]] = []
    for part in parts:
        large = nodes >= MANY and len(part) * LARGE_PART > nodes
        found.extend(_parts(_leiden(_inside(part, edges), resolution)) if large else [part])
    return sorted(found)


def _grouped(parts: Sequence[tuple[str, ...]], edges: Edges, resolution: float) -> tuple[int, ...]:
    """Which coarse community most members of each fine one are in, numbered as they come up."""
    coarse, known = _leiden(edges, resolution), dict[int, int]()
    found = []
    for part in parts:
        votes = Counter(coarse[id_] for id_ in part)
        most = max(votes, key=lambda number: (votes[number], -known.get(number, len(known))))
        found.append(known.setdefault(most, len(known)))
    return tuple(found)


def _largest(parts: Sequence[tuple[str, ...]], groups: Sequence[int]) -> int:
    sizes = Counter[int]()
    for part, group in zip(parts, groups, strict=True):
        sizes[group] += len(part)
    return max(sizes.values(), default=0)


def _groups(parts: Sequence[tuple[str, ...]], edges: Edges) -> tuple[int, ...]:
    """The coarsest groups none of which swallows a third, as far as the fine communities allow."""
    most = max([sum(map(len, parts)) // LARGE_PART, *map(len, parts)])
    found = _grouped(parts, edges, GROUP_RESOLUTIONS[0])
    for resolution in GROUP_RESOLUTIONS[1:]:
        if _largest(parts, found) <= most:
            break
        found = min(found, _grouped(parts, edges, resolution), key=lambda groups: _largest(parts, groups))
    return found


def resolution_for(nodes: int) -> float:
    """How fine a graph is cut: finer as it grows."""
    if nodes < FEW:
        return RESOLUTION_OF_FEW
    return max(LEAST_RESOLUTION, RESOLUTION_A_DIGIT * math.log10(max(nodes, 1)))


def communities(near: Sequence[Near], before: Homes = NOWHERE, *, grouped: bool = True) -> Communities:
    """The communities of two and more members; a text like no other is in none. `before` tells where the members stood
    in the catalogue before. There are no groups unless they are asked for: to find them costs more than all else, and
    without them fewer trials do.
    """
    edges = edges_of(near)
    return Communities(*_cut(edges, len(near), before, grouped), edges)


def kept_communities(near: Sequence[Near], before: Homes, kept: Kept) -> Communities:
    """The same with their groups; those of the same edges are not looked for again."""
    edges = edges_of(near)
    rests_on = str((list(edges.items()), len(near), sorted(before.items())))
    found = kept(key_of("communities", (rests_on,)), lambda: _cut(edges, len(near), before, grouped=True))
    return Communities(*found, edges)


def _cut(edges: Edges, nodes: int, before: Homes, grouped: bool) -> tuple[Members, Groups]:
    resolution = resolution_for(nodes)
    whole = _leiden(edges, resolution, TRIALS if grouped else FEW_TRIALS)
    cut = _cut_again(_parts(whole), edges, nodes, resolution)
    parts = tuple(part for part in settled(cut, edges, before, resolution) if len(part) > 1)
    return parts, _groups(parts, edges) if grouped else ()


def central(found: Communities) -> dict[str, float]:
    """How closely each member is tied to the others of its community: the sum of the weights of its edges there."""
    home = {id_: at for at, part in enumerate(found.members) for id_ in part}
    strength = dict.fromkeys(home, 0.0)
    for (one, other), weight in found.edges.items():
        if one in home and home.get(other) == home[one]:
            strength[one] += weight
            strength[other] += weight
    return strength


def representatives(ids: Iterable[str], strength: Mapping[str, float]) -> tuple[str, ...]:
    """The members that are tied most closely to the others."""
    return tuple(sorted(ids, key=lambda id_: (-round(strength[id_], 6), id_))[:CENTRAL])
