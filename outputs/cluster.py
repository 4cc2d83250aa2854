"""Cases that share a theme, in groups of such clusters, each with a name and a profile."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from types import MappingProxyType

from outputs.briefs import brief
from outputs.communities import NOWHERE, central, kept_communities, representatives
from outputs.identity import digest
from outputs.kept_results import Kept, nothing_kept
from outputs.label_shares import Told
from outputs.labels import Description, Keeping, describe, named, of_case, rests_on
from outputs.model import CatalogueCase, Cluster
from outputs.neighbours import Near, neighbours
from outputs.settled import Homes
from outputs.whereabouts import unnamed

SIMILAR = 5
SMALL = 100  # cases; up to here a case's nearest may be nothing like it, for want of better ones
ALIKE, ALIKE_IN_THEME = 0.085, 0.045  # least likeness of two of few cases, and of two that are about one theme
ABOUT = 1.0  # how far both must be about it
JOINED = 4  # clusters of a group, the largest, of which two may name it
PLACES = 5  # of a profile
AS_ALIKE = 0.95  # of the likeness of the case now in its place: one that was among the most similar stays so
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def similar(near: Iterable[Near], before: Mapping[str, tuple[str, ...]] = NOTHING) -> dict[str, tuple[str, ...]]:
    """Id -> the ids of the most similar cases, nearest first; those of the catalogue `before` while they are as good:
    each report that comes moves all likenesses by a hair.
    """
    return {one.id: _standing(one, before.get(one.id, ())) for one in near}


def _standing(one: Near, before: tuple[str, ...]) -> tuple[str, ...]:
    found, alike = one.neighbours[:SIMILAR], dict(one.neighbours)
    ranked = zip(before, found, strict=False)
    stands = len(before) == len(found) and all(alike.get(id_, 0.0) >= AS_ALIKE * like for id_, (_, like) in ranked)
    return before if stands else tuple(id_ for id_, _ in found)


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Most frequent first."""
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _themes(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    """The themes with the number of cases that have them."""
    return _ranked(Counter(theme for case in cases for theme in brief(case).themes()))


def _levels(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    return _ranked(Counter(case.case.place_level for case in cases))


def _places(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    """The places that most of the cases are of, masked ones (某县) left out: they are many places."""
    named = (case.case.place for case in cases if case.case.place and not unnamed(case.case.place))
    return _ranked(Counter(named))[:PLACES]


def cluster_id(ids: Iterable[str]) -> str:
    """The member with the least digest names a cluster: the id holds while it stays, whoever else comes or goes."""
    return f"k{min(digest(id_) for id_ in ids)}"


def _one_theme(one: Told, other: Told) -> bool:
    return any(min(share, other.themes.get(theme, 0.0)) >= ABOUT for theme, share in one.themes.items())


def firm(near: Sequence[Near], tell: Callable[[str], Told]) -> Sequence[Near]:
    """Of few cases, only neighbours that are each other's and alike: better a case by itself than odd bedfellows."""
    if len(near) > SMALL:
        return near
    chosen = {one.id: frozenset(id_ for id_, _ in one.neighbours) for one in near}

    def holds(id_: str, other: str, likeness: float) -> bool:
        least = ALIKE_IN_THEME if _one_theme(tell(id_), tell(other)) else ALIKE
        return id_ in chosen[other] and likeness >= least

    return [
        Near(one.id, tuple((other, likeness) for other, likeness in one.neighbours if holds(one.id, other, likeness)))
        for one in near
    ]


def _united(groups: Mapping[str, str], members: Mapping[str, Sequence[CatalogueCase]]) -> dict[str, list[str]]:
    """Group -> ids of the cases of all its clusters."""
    found: dict[str, list[str]] = defaultdict(list)
    for id_, group in sorted(groups.items()):
        found[group].extend(case.id for case in members[id_])
    return found


def _group_names(
    groups: Mapping[str, str],
    members: Mapping[str, Sequence[CatalogueCase]],
    told: Mapping[str, Description],
    described: Mapping[str, Description],
) -> dict[str, str]:
    """Group -> what most of its cases share, or failing that the labels of its two largest clusters."""
    found: dict[str, str] = {}
    for group in sorted(described, key=lambda group: (-described[group].fit, group)):
        ids = sorted((id_ for id_ in members if groups[id_] == group), key=lambda id_: (-len(members[id_]), id_))
        parts = [told[id_].label for id_ in ids if "（" not in told[id_].label]
        whole = (name for name in described[group].shared if "（" not in name)
        own = (told[ids[0]].label,) if len(ids) == 1 else ()
        joined = ("与".join(pair) for pair in combinations(parts[:JOINED], 2))
        found[group] = named((*own, *whole, *joined, *parts, *described[group].names), list(found.values()))
    return found


def united(into: Cluster, other: Cluster, cases: Iterable[CatalogueCase]) -> Cluster:
    """A cluster that took in another; `cases` are those of both, copies left out."""
    members = list(cases)
    return replace(
        into,
        cases=tuple(sorted({*into.cases, *other.cases})),
        themes=_themes(members),
        levels=_levels(members),
        places=_places(members),
    )


def cluster(
    cases: Sequence[CatalogueCase],
    near: Sequence[Near] | None = None,
    before: Homes = NOWHERE,
    kept: Kept = nothing_kept,
) -> tuple[Cluster, ...]:
    """The clusters in the order of their ids; `before` tells where the cases stood in the catalogue before. A case like
    no other is in none: there is no bucket for what is left.
    """
    by_id = {case.id: case for case in cases}
    tell = cache(lambda id_: of_case(by_id[id_]))
    keeping = Keeping(kept, cache(lambda id_: rests_on(by_id[id_])))
    cut = kept_communities(firm(neighbours(cases) if near is None else near, tell), before, kept)
    strength = central(cut)
    parts = {cluster_id(part): (part, str(group)) for part, group in zip(cut.members, cut.groups, strict=True)}
    described = describe({id_: part for id_, (part, _) in parts.items()}, by_id, tell, keeping)
    told = {id_: one for id_, one in described.items() if one.common}  # whose cases share nothing is no cluster
    groups = {id_: parts[id_][1] for id_ in told}
    members = {id_: [by_id[case] for case in parts[id_][0]] for id_ in told}
    names = _group_names(groups, members, told, describe(_united(groups, members), by_id, tell, keeping))
    return tuple(
        Cluster(
            id=id_,
            label=told[id_].label,
            cases=tuple(case.id for case in members[id_]),
            representatives=representatives((case.id for case in members[id_]), strength),
            themes=_themes(members[id_]),
            keywords=told[id_].keywords,
            group=names[groups[id_]],
            levels=_levels(members[id_]),
            places=_places(members[id_]),
            names=told[id_].names,
        )
        for id_ in sorted(members)
    )
