"""Communities that stand: what stood together in the catalogue before stays so unless another cut is clearly better.

Two cuts of one graph are often nearly as good as each other, and a sentence that changes tips the scales: clusters that
analysts have named would come and go for nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import graspologic_native

from outputs.changes import clusters_in, listed, practice_clusters_in, read_json
from outputs.kept_clusters import Known

SLACK = 0.03  # modularity that a cut may gain before it takes the place of the one that stands

Part = tuple[str, ...]
Edges = Mapping[tuple[str, str], float]
Homes = Mapping[str, str]  # id of a member -> where it stands: id of its cluster, its own id where it was in none


@dataclass(frozen=True, slots=True)
class Standing:
    """How the cases, and the practices, of the catalogue before stood together; `similar` are the cases most similar to
    each case, nearest first.
    """

    cases: Homes = field(default_factory=dict)
    practices: Homes = field(default_factory=dict)
    similar: Mapping[str, Part] = field(default_factory=dict)


NONE = Standing()


def _homes(clusters: Mapping[str, Known], others: Iterable[str] = ()) -> Homes:
    return {id_: id_ for id_ in others} | {id_: name for name, one in clusters.items() for id_ in one.members}


def standing(folder: Path) -> Standing:
    """How all stood in a catalogue folder; nothing where there is none."""
    known = listed(read_json(folder / "identity.json"), "cases")
    cases = _homes(clusters_in(folder), (str(one.get("id")) for one in known))
    similar = {str(one.get("id")): _ids(one.get("similar")) for one in known}
    return Standing(cases, _homes(practice_clusters_in(folder)), similar)


def _ids(told: object) -> Part:
    return tuple(map(str, told)) if isinstance(told, list) else ()


def _is_as_before(parts: Iterable[Part], before: Homes) -> bool:
    """Whether every part holds members of one cluster at most, and every cluster is in one part."""
    found: dict[str, int] = {}
    for number, part in enumerate(parts):
        homes = {before[id_] for id_ in part if id_ in before}
        if len(homes) > 1 and not homes.issubset(part):
            return False
        if any(found.setdefault(home, number) != number for home in homes):
            return False
    return True


def _at_first(parts: Iterable[Part], before: Homes) -> Iterator[tuple[str, str]]:
    """Each with where it stood. Whoever stood nowhere is alone, but in a part of which most stood nowhere: these stay
    together, for that they were no cluster does not tell that they were apart.
    """
    for part in parts:
        is_new = sum(id_ not in before for id_ in part) * 2 > len(part)
        for id_ in part:
            yield id_, before.get(id_, f"new {part[0] if is_new else id_}")


def _with_new(parts: Iterable[Part], edges: Edges, before: Homes) -> dict[str, str]:
    """Where each stands, whoever stood nowhere with those to whom most of its ties lead."""
    found = dict(_at_first(parts, before))
    ties: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (one, other), weight in edges.items():
        for id_, neighbour in ((one, other), (other, one)):
            if id_ not in before:
                ties[id_][found[neighbour]] += weight
    most = {id_: min(homes.items(), key=lambda tie: (-tie[1], tie[0])) for id_, homes in ties.items()}
    return found | {id_: home for id_, (home, weight) in most.items() if weight * 2 > sum(ties[id_].values())}


def _quality(homes: Mapping[str, str], edges: Edges, resolution: float) -> float:
    numbers = {home: number for number, home in enumerate(sorted(set(homes.values())))}
    weighted = [(one, other, weight) for (one, other), weight in edges.items()]
    return float(graspologic_native.modularity(weighted, {id_: numbers[homes[id_]] for id_ in homes}, resolution))


def settled(parts: Sequence[Part], edges: Edges, before: Homes, resolution: float) -> Sequence[Part]:
    """The parts of a new cut, or those that stand where they are not clearly worse."""
    if not before or not edges or _is_as_before(parts, before):
        return parts
    stand = _with_new(parts, edges, before)
    fresh = {id_: part[0] for part in parts for id_ in part}
    if _quality(stand, edges, resolution) < _quality(fresh, edges, resolution) - SLACK:
        return parts
    found: dict[str, list[str]] = defaultdict(list)
    for id_, home in stand.items():
        found[home].append(id_)
    return sorted(tuple(sorted(ids)) for ids in found.values())
