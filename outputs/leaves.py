"""Leaves: all that goes into what is written of one document, in one value that a worker process can be handed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus.model import Document
from outputs.corrections_view import corrections_listed
from outputs.model import Catalogue, CatalogueCase, DocumentRecord, Profile
from outputs.record import Json, document_of
from outputs.views import Links
from outputs.workbook_marks import finding_marks

Given = Callable[[str], Iterable[tuple[str, Any]]]
"""Name of a part of what is made of leaves -> the name of each document with what it gives, in their order."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a case: its `links` as its file tells them, how lists name the cases that it is linked to, by
    their ids, and the name of its cluster's group.
    """

    links: Json
    named: Mapping[str, Json]
    group: str | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One readable document with its id, its cases in reading order, what stands beside each of them, and what analysts
    said of its findings.
    """

    record: DocumentRecord
    id: str
    cases: tuple[CatalogueCase, ...]
    beside: tuple[Beside, ...]
    profile: Profile = "full"
    marks: tuple[Json, ...] = ()

    @property
    def document(self) -> Document:
        """Its text."""
        return document_of(self.record)


def _linked(case: CatalogueCase, links: Json) -> Iterator[str]:
    """Ids of the cases that a case is linked to."""
    yield from (case.duplicate_of or "", *links["duplicates"], *case.similar, *case.part_of)
    yield from (one.id for one in case.parts)
    yield from (id_ for one in case.passages for id_ in one.where)


class Leaves:
    """The leaves of a catalogue, made one at a time."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self.links = catalogue, Links(catalogue)
        self._cases = {case.id: case for case in catalogue.cases}
        self._marks = finding_marks(corrections_listed(catalogue, self.links.documents))
        self._of: dict[str, list[CatalogueCase]] = defaultdict(list)
        for case in sorted(catalogue.cases, key=lambda case: (case.case.start, case.id)):
            self._of[case.record.source.name].append(case)

    def __iter__(self) -> Iterator[Leaf]:
        """All of them, in the order of the records."""
        return (self._leaf(one) for one in self.catalogue.records if one.source.name in self.links.documents)

    def _leaf(self, record: DocumentRecord) -> Leaf:
        name = record.source.name
        cases = tuple(replace(case, record=record) for case in self._of.get(name, ()))  # one record, handed over once
        marks = self._marks.get(name, ())
        beside = tuple(map(self._beside, cases))
        return Leaf(record, self.links.documents[name], cases, beside, self.catalogue.profile, marks)

    def _beside(self, case: CatalogueCase) -> Beside:
        links = self.links.of(case)
        linked = sorted({id_ for id_ in _linked(case, links) if id_ in self._cases})
        cluster = self.links.clusters.get(case.cluster or "")
        return Beside(links, {id_: _named(self._cases[id_]) for id_ in linked}, cluster.group if cluster else None)


def _named(case: CatalogueCase) -> Json:
    told = case.case
    return {"id": case.id, "title": told.title, "place": told.place, "file": case.record.source.name}
