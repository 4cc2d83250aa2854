"""Cases that share a theme, in groups of such clusters, each with a name and a profile."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from outputs.communities import central, communities, representatives
from outputs.identity import digest
from outputs.labels import describe, of_case
from outputs.model import CatalogueCase, Cluster
from outputs.neighbours import Near, neighbours
from outputs.whereabouts import unnamed

SIMILAR = 5
PLACES = 5  # of a profile


def similar(near: Iterable[Near]) -> dict[str, tuple[str, ...]]:
    """Id -> the ids of the most similar cases, nearest first."""
    return {one.id: tuple(id_ for id_, _ in one.neighbours[:SIMILAR]) for one in near}


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Most frequent first."""
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _themes(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    """The themes with the number of cases that have them."""
    return _ranked(Counter(theme for case in cases for theme in {practice.theme for practice in case.practices}))


def _levels(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    return _ranked(Counter(case.case.place_level for case in cases))


def _places(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    """The places that most of the cases are of, masked ones (某县) left out: they are many places."""
    named = (case.case.place for case in cases if case.case.place and not unnamed(case.case.place))
    return _ranked(Counter(named))[:PLACES]


def cluster_id(ids: Iterable[str]) -> str:
    """The member with the least digest names a cluster: the id holds while it stays, whoever else comes or goes."""
    return f"k{min(digest(id_) for id_ in ids)}"


def _united(groups: Mapping[str, str], members: Mapping[str, Sequence[CatalogueCase]]) -> dict[str, list[str]]:
    """Group -> ids of the cases of all its clusters."""
    found: dict[str, list[str]] = defaultdict(list)
    for id_, group in sorted(groups.items()):
        found[group].extend(case.id for case in members[id_])
    return found


def cluster(cases: Sequence[CatalogueCase], near: Sequence[Near] | None = None) -> tuple[Cluster, ...]:
    """The clusters in the order of their ids. A case like no other is in none: there is no bucket for what is left."""
    found = communities(neighbours(cases) if near is None else near)
    by_id, strength = {case.id: case for case in cases}, central(found)
    tell = cache(lambda id_: of_case(by_id[id_]))
    ids = [cluster_id(part) for part in found.members]
    members = {id_: [by_id[case] for case in part] for id_, part in zip(ids, found.members, strict=True)}
    groups = dict(zip(ids, map(str, found.groups), strict=True))
    told = describe(dict(zip(ids, found.members, strict=True)), by_id, tell)
    names = describe(_united(groups, members), by_id, tell)
    return tuple(
        Cluster(
            id=id_,
            label=told[id_].label,
            cases=tuple(case.id for case in members[id_]),
            representatives=representatives((case.id for case in members[id_]), strength),
            themes=_themes(members[id_]),
            keywords=told[id_].keywords,
            group=names[groups[id_]].label,
            levels=_levels(members[id_]),
            places=_places(members[id_]),
            names=told[id_].names,
        )
        for id_ in sorted(members)
    )
