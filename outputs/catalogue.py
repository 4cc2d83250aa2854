"""From the records of the documents to a catalogue: cases with ids, copies, clusters, neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.system import give_back_memory
from outputs.calls import Calls
from outputs.case_ids import case_ids
from outputs.cluster import cluster, similar
from outputs.copied_figures import figures
from outputs.copy_conflicts import copy_conflicts
from outputs.dedupe import Duplicates, counted, duplicates
from outputs.kept_results import Kept, nothing_kept, of_cases
from outputs.model import Catalogue, CatalogueCase, Cluster, DocumentRecord, Part
from outputs.neighbours import neighbours
from outputs.nested import nested
from outputs.passages import Shares, passages
from outputs.phrases import unseen
from outputs.plainness import plainness
from outputs.practice_clusters import practice_clusters
from outputs.settled import NONE, Standing
from outputs.sketch import sketch, sketched


def _readable(records: Iterable[DocumentRecord]) -> Iterable[CatalogueCase]:
    return (CatalogueCase("", case, r) for r in records if r.outcome.readable and r.has_text for case in r.cases)


class _Texts(Mapping[str, str]):
    """Id -> text of each case, fetched when asked for."""

    def __init__(self, cases: Iterable[CatalogueCase]) -> None:
        self.cases = {case.id: case for case in cases}

    def __getitem__(self, id_: str) -> str:
        return self.cases[id_].text

    def __iter__(self) -> Iterator[str]:
        return iter(self.cases)

    def __len__(self) -> int:
        return len(self.cases)


def _ready(record: DocumentRecord) -> DocumentRecord:
    """The record with the sketches of its cases; whoever read the document has mostly made them."""
    return record if record.aside or record.sketches else sketched(record)


def _copies(cases: Sequence[CatalogueCase], inner: frozenset[frozenset[str]]) -> Duplicates:
    """The groups of copies; `inner` are the cases that are part of others of their own document."""
    plain = {case.id: plainness(case.record) for case in cases}
    texts = _Texts(cases)
    told = counted(
        ((case.id, sketch(case).worded) for case in cases), lambda id_: sketch(texts.cases[id_]).worded.cells()
    )
    return duplicates(texts, inner, plain, told)


def _linked(
    cases: Sequence[CatalogueCase], leads: Mapping[str, str], before: Standing, kept: Kept
) -> tuple[Sequence[CatalogueCase], tuple[Cluster, ...]]:
    """Clusters and neighbours are those of the fullest copies; the other copies share the cluster."""
    originals = [case for case in cases if leads[case.id] == case.id]
    give_back_memory()
    near = neighbours(originals, kept)
    clusters, alike = cluster(originals, near, before.cases, kept), similar(near, before.similar)
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


def _with_parts(cases: Sequence[CatalogueCase], parts: Iterable[Part], kept: Kept) -> list[CatalogueCase]:
    """What each holds and what holds it, and where copies do not agree."""
    conflicts = copy_conflicts(cases, kept)
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


def build_catalogue(
    records: Iterable[DocumentRecord],
    before: Standing = NONE,
    kept: Kept = nothing_kept,
    calls: Calls | None = None,
) -> Catalogue:
    """The catalogue of all documents, in whatever order they come; unread ones are there with their outcome alone.
    `before` tells how cases and practices stood together in the catalogue that this one replaces; what is in `kept` is
    not worked out again; `calls` has other processes do what needs the lexicons.
    """
    ordered = tuple(map(_ready, sorted(records, key=lambda record: (record.source.name, record.source.sha256))))
    cases = [replace(case, id=id_) for id_, case in case_ids(_readable(ordered))]
    inner = nested(cases)
    found = of_cases(kept, "copies", cases, lambda: _copies(cases, inner))
    # What a step took lies between what stays: each time that it is given back, 10,000 documents take 60 to 70 MB less.
    linked, clusters = _linked(cases, found.leads, before, kept)
    held = _with_parts(linked, found.parts, kept)
    figures.cache_clear()  # no later step asks for them
    give_back_memory()
    shares = passages(held, inner | found.editions)
    give_back_memory()
    whole = tuple(_with_share(case, shares) for case in held)
    worth_adding = unseen(ordered, whole, kept, calls)
    give_back_memory()
    practices = practice_clusters(whole, before.practices, kept)
    return Catalogue(ordered, whole, clusters, worth_adding, shares.set_passages, shares.number, practices)
