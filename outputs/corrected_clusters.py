"""Clusters as analysts name and merge them, once they have the ids that they keep."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Generic, TypeVar

from outputs import cluster, practice_clusters
from outputs.corrections import ClusterRef, MergeClusters, OfCluster, RenameCluster, Replayed
from outputs.kept_clusters import Known
from outputs.model import Catalogue, CatalogueCase, Cluster, PracticeCluster

AnyCluster = TypeVar("AnyCluster", Cluster, PracticeCluster)
NONE: Mapping[str, Known] = MappingProxyType({})
GONE = "What it is about no longer stands together in one cluster."


class Clusters(Generic[AnyCluster]):
    """The clusters of one kind, as corrections go over them one after the other."""

    def __init__(
        self,
        clusters: Iterable[AnyCluster],
        unite: Callable[[AnyCluster, AnyCluster], AnyCluster],
        before: Mapping[str, Known],
    ) -> None:
        self._before = before
        self._merged: dict[str, str] = {}
        self._at: dict[str, AnyCluster] = {one.id: one for one in clusters}
        self._homes: dict[str, str] = {member: one.id for one in clusters for member in one.members}
        self._unite: Callable[[AnyCluster, AnyCluster], AnyCluster] = unite
        self._labels: dict[str, str] = {}

    def all(self) -> tuple[AnyCluster, ...]:
        """The clusters in the order of their ids."""
        return tuple(self._at[id_] for id_ in sorted(self._at))

    def find(self, meant: ClusterRef) -> str | None:
        """The id by now of a cluster: it has most of the members that are left, or else the same id, or took in the
        one that had it.
        """
        left = [self._homes[member] for member in meant.members if member in self._homes]
        most: str | None = max(sorted(set(left)), key=left.count, default=None)
        if most is not None and left.count(most) * 2 > len(left):
            return most
        id_ = meant.id
        while id_ in self._merged:
            id_ = self._merged[id_]
        return id_ if id_ in self._at else None

    def _had(self, id_: str, whole: AnyCluster) -> bool:
        """Whether an id that is free was that of most of a cluster in the catalogue before."""
        known = self._before.get(id_)
        if known is None or id_ in self._at:
            return False
        return len(known.members & set(whole.members)) * 2 > len(known.members)

    def rename(self, id_: str, label: str) -> None:
        """Another label, which the next build may keep."""
        one: AnyCluster = self._at[id_]
        self._labels[id_] = label
        self._at[id_] = replace(one, label=label, names=tuple(dict.fromkeys((label, *one.names))))

    def merge(self, gone: str, into: str, meant: ClusterRef) -> str:
        """Put one into another, which keeps the id that it had in the catalogue before, and the label that it had or
        got from an analyst since.
        """
        label = self._labels.get(into) or meant.label
        one, other = self._at.pop(into), self._at.pop(gone)
        whole = self._unite(one, other)
        id_ = next((id_ for id_ in (meant.id, into, gone) if self._had(id_, whole)), into)
        self._at[id_] = replace(whole, id=id_)
        self._merged = {old: new for old, new in self._merged.items() if old != id_}
        self._merged |= {old: id_ for old in (gone, into) if old != id_}
        self._homes |= dict.fromkeys(self._at[id_].members, id_)
        if label:
            self.rename(id_, label)
        return id_


def _applied(clusters: Clusters[AnyCluster], one: OfCluster) -> str | None:
    """The id of the cluster that a correction was replayed on, None where there is none of this kind."""
    at = clusters.find(one.cluster)
    if at is None or isinstance(one, RenameCluster):
        if at is not None and isinstance(one, RenameCluster):
            clusters.rename(at, one.label)
        return at
    into = clusters.find(one.into)
    return clusters.merge(at, into, one.into) if into is not None and into != at else into


def _united_cases(by_id: Mapping[str, CatalogueCase], into: Cluster, other: Cluster) -> Cluster:
    members = (by_id[id_] for id_ in sorted({*into.cases, *other.cases}))
    return cluster.united(into, other, [case for case in members if case.duplicate_of is None])


def _united_practices(
    by_id: Mapping[str, CatalogueCase], into: PracticeCluster, other: PracticeCluster
) -> PracticeCluster:
    return practice_clusters.united(into, other, by_id)


def _settled(one: Replayed, cases: Clusters[Cluster], practices: Clusters[PracticeCluster]) -> Replayed:
    given = one.correction
    if one.state != "held" or not isinstance(given, RenameCluster | MergeClusters):
        return one
    if id_ := _applied(cases, given) or _applied(practices, given):
        return replace(one, reason="", cluster=id_)
    return replace(one, state="text_changed", reason=GONE)


def correct_clusters(
    catalogue: Catalogue, before: Mapping[str, Known] = NONE, practices_before: Mapping[str, Known] = NONE
) -> Catalogue:
    """The catalogue after the corrections of its clusters, in their order; `before` are those of the catalogue before,
    whose ids they keep.
    """
    given = [one for one in catalogue.corrections if isinstance(one.correction, RenameCluster | MergeClusters)]
    if not given:
        return catalogue
    by_id = {case.id: case for case in catalogue.cases}
    cases = Clusters(catalogue.clusters, partial(_united_cases, by_id), before)
    practices = Clusters(catalogue.practice_clusters, partial(_united_practices, by_id), practices_before)
    done = {one.correction.xid: _settled(one, cases, practices) for one in given}
    homes = {id_: one.id for one in cases.all() for id_ in one.cases}
    return replace(
        catalogue,
        cases=tuple(replace(case, cluster=homes.get(case.id)) for case in catalogue.cases),
        clusters=cases.all(),
        practice_clusters=practices.all(),
        corrections=tuple(done.get(one.correction.xid, one) for one in catalogue.corrections),
    )
