"""From the records of the documents to a catalogue: cases with ids, copies, clusters, neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from extractors.base import Findings, Mention
from outputs.cluster import cluster, similar
from outputs.copy_conflicts import copy_conflicts
from outputs.dedupe import duplicates
from outputs.identity import case_ids, case_text
from outputs.model import Case, Catalogue, CatalogueCase, Cluster, DocumentRecord, Part
from outputs.neighbours import neighbours
from outputs.nested import nested
from outputs.passages import Shares, passages
from outputs.phrases import unseen
from outputs.plainness import plainness
from outputs.practice_clusters import practice_clusters
from outputs.settled import NONE, Homes, Standing

Found = TypeVar("Found", bound=Mention)


def _inside(mentions: Iterable[Found], case: Case) -> tuple[Found, ...]:
    return tuple(mention for mention in mentions if case.start <= mention.start and mention.end <= case.end)


def _catalogue_case(id_: str, record: DocumentRecord, case: Case) -> CatalogueCase:
    found: Findings = record.findings
    return CatalogueCase(
        id=id_,
        case=case,
        record=record,
        text=case_text(record, case),
        practices=_inside(found.practices, case),
        problems=_inside(found.problems, case),
        quantities=_inside(found.quantities, case),
        dates=_inside(found.dates, case),
    )


def _readable(records: Iterable[DocumentRecord]) -> Iterable[tuple[DocumentRecord, Case]]:
    return ((r, case) for r in records if r.outcome.readable and r.document for case in r.cases)


def _linked(
    cases: Sequence[CatalogueCase], leads: Mapping[str, str], before: Homes
) -> tuple[Sequence[CatalogueCase], tuple[Cluster, ...]]:
    """Clusters and neighbours are those of the fullest copies; the other copies share the cluster."""
    originals = [case for case in cases if leads[case.id] == case.id]
    near = neighbours(originals)
    clusters, alike = cluster(originals, near, before), similar(near)
    home = {id_: one.id for one in clusters for id_ in one.cases}
    linked = [
        replace(
            case,
            duplicate_of=None if leads[case.id] == case.id else leads[case.id],
            cluster=home.get(leads[case.id]),
            similar=alike.get(leads[case.id], ()),
        )
        for case in cases
    ]
    return linked, tuple(_with_copies(one, leads) for one in clusters)


def _with_copies(one: Cluster, leads: Mapping[str, str]) -> Cluster:
    members = frozenset(one.cases)
    return replace(one, cases=tuple(sorted(id_ for id_, lead in leads.items() if lead in members)))


def _with_share(case: CatalogueCase, shares: Shares) -> CatalogueCase:
    own, shared = shares.of[case.id]
    return replace(case, own_share=own, passages=shared)


def _with_parts(cases: Sequence[CatalogueCase], parts: Iterable[Part]) -> list[CatalogueCase]:
    """What each holds and what holds it, and where copies do not agree."""
    conflicts = copy_conflicts(cases)
    holds, held = defaultdict[str, list[Part]](list), defaultdict[str, list[str]](list)
    starts = {case.id: case.case.start for case in cases}
    for part in parts:
        start = starts[part.of]
        holds[part.of].append(replace(part, start=start + part.start, end=start + part.end))
        held[part.id].append(part.of)
    return [
        replace(
            case,
            parts=tuple(holds[case.id]),
            part_of=tuple(sorted(held[case.id])),
            copy_conflicts=conflicts.get(case.id, ()),
        )
        for case in cases
    ]


def build_catalogue(records: Iterable[DocumentRecord], before: Standing = NONE) -> Catalogue:
    """The catalogue of all documents, in whatever order they come; unread ones are there with their outcome alone.
    `before` tells how cases and practices stood together in the catalogue that this one replaces.
    """
    ordered = tuple(sorted(records, key=lambda record: (record.source.name, record.source.sha256)))
    cases = [_catalogue_case(id_, *found) for id_, found in case_ids(_readable(ordered))]
    inner = nested(cases)
    plain = {case.id: plainness(case.record) for case in cases}
    found = duplicates({case.id: case.text for case in cases}, inner, plain)
    linked, clusters = _linked(cases, found.leads, before.cases)
    held = _with_parts(linked, found.parts)
    shares = passages(held, inner | found.editions)
    whole = tuple(_with_share(case, shares) for case in held)
    return Catalogue(
        ordered,
        whole,
        clusters,
        unseen(ordered, whole),
        shares.set_passages,
        shares.number,
        practice_clusters(whole, before.practices),
    )
