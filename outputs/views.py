"""The JSON forms of a catalogue, one function a file; the schemas in `schema/` describe them."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice

from extractors.base import Mention
from outputs.answer import Answer
from outputs.answers import answers
from outputs.checks import record_checks, within
from outputs.compact import Place
from outputs.document_ids import document_ids
from outputs.finding_ids import KINDS
from outputs.model import Catalogue, CatalogueCase, Cluster, CopyConflict, DocumentRecord, PracticeCluster
from outputs.placing import placing
from outputs.record import Json, case_json, check_json, document_json, mentions_json
from outputs.redactions import redacted
from outputs.taxonomy import theme_names
from outputs.trends import facets_body
from outputs.utf16 import Units

VERSION = 1
REVISION = 2
"""Counts up where fields or files are added; the schemas name both (`$comment`)."""


def schema_id(name: str) -> str:
    """The `$id` of the schema of a kind of file."""
    return f"urn:jingyan:schema:{name}:{VERSION}"


def _stamped(name: str, value: Json) -> Json:
    return {"schema": schema_id(name), **value}


def _mentions(record: DocumentRecord, mentions: Iterable[Mention]) -> list[Json]:
    section = placing(record).section
    return [told | {"section": section(told["start"])} for told in mentions_json(record, mentions)]


def answer_view(one: Answer) -> Json:
    """An answer of a case: the ranges of the problem and of the practice, and how they are linked."""
    return {
        "category": one.problem.category,
        "problem": [one.problem.start, one.problem.end],
        "practice": [one.practice.start, one.practice.end],
        "link": one.link,
        "evidence": one.evidence,
    }


def _answers(case: CatalogueCase) -> Iterator[Json]:
    """The answers with the ids of both and their ranges in UTF-16 units."""
    found = answers(case)
    problems = mentions_json(case.record, (one.problem for one in found))
    practices = mentions_json(case.record, (one.practice for one in found))
    for one, problem, practice in zip(found, problems, practices, strict=True):
        yield answer_view(one) | {
            "problem_id": problem["id"],
            "problem_utf16": problem["utf16"],
            "practice_id": practice["id"],
            "practice_utf16": practice["utf16"],
        }


def content(case: CatalogueCase) -> Json:
    """What a case says in itself, whatever stands beside it in the catalogue."""
    record = case.record
    found = {name: _mentions(record, getattr(case, name)) for name in KINDS}
    return (
        case_json(record, case.case)
        | found
        | {
            "text": case.text,
            "answers": list(_answers(case)),
            "themes": dict(Counter(practice.theme for practice in case.practices)),
        }
    )


def _ranged(units: Units, start: int, end: int) -> Json:
    return {"start": start, "end": end, "utf16": units.range(start, end)}


def _checks(case: CatalogueCase) -> list[Json]:
    """The checks of the figures of one case."""
    record = case.record
    return [check_json(record, one) for one in within(record_checks(record), case.case.start, case.case.end)]


class Links:
    """What the files of cases say of each other."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.documents = document_ids(catalogue.records)
        self.clusters = {one.id: one for one in catalogue.clusters}
        self.titles = {case.id: case.case.title for case in catalogue.cases}
        self.records = {case.id: case.record for case in catalogue.cases}
        self.copies: dict[str, list[str]] = defaultdict(list)
        for case in catalogue.cases:
            if case.duplicate_of:
                self.copies[case.duplicate_of].append(case.id)

    def cluster(self, case: CatalogueCase) -> Json | None:
        """Id and label of the cluster of a case."""
        home = self.clusters.get(case.cluster or "")
        return {"id": home.id, "label": home.label} if home else None

    def _copy_conflict(self, case: CatalogueCase, one: CopyConflict) -> Json:
        here, there = placing(case.record).units, placing(self.records[one.other]).units
        start, end = one.other_start, one.other_end
        return {
            "case": one.other,
            "here": {"start": one.start, "end": one.end, "utf16": here.range(one.start, one.end), "text": one.text},
            "there": {"start": start, "end": end, "utf16": there.range(start, end), "text": one.other_text},
        }

    def of(self, case: CatalogueCase) -> Json:
        """Copies, cluster and similar cases of one case."""
        units = placing(case.record).units
        return {
            "duplicate_of": case.duplicate_of,
            "duplicates": self.copies.get(case.id, []),
            "copy_conflicts": [self._copy_conflict(case, one) for one in case.copy_conflicts],
            "parts": [_ranged(units, one.start, one.end) | {"case": one.id} for one in case.parts],
            "part_of": list(case.part_of),
            "cluster": self.cluster(case),
            "own_share": case.own_share,
            "passages": [
                _ranged(units, one.start, one.end) | {"reports": one.reports, "where": list(one.where)}
                for one in case.passages
            ],
            "similar": [{"id": id_, "title": self.titles[id_]} for id_ in case.similar],
        }


def said_view(case: CatalogueCase) -> Json:
    """Kind, date, author, issuer and number of the article that tells of the case, the values alone."""
    said = case.record.about_at(case.case.start)
    named = {"kind": said.kind, "date": said.date, "author": said.author, "issuer": said.issuer, "number": said.number}
    return {name: stated.value if stated else None for name, stated in named.items()}


def case_view(case: CatalogueCase, document: str, links: Json) -> Json:
    """`cases/<id>.json`; offsets count from the beginning of the document's text, `text` begins at `start`. `document`
    is the id of that, `links` what stands beside the case.
    """
    source = case.record.source
    named = {"id": document, "name": source.name, "sha256": source.sha256}
    own = {"id": case.id, "document": named, "about": said_view(case)}
    return _stamped("case", own | content(case) | {"checks": _checks(case)} | links)


def document_view(told: Json, id_: str) -> Json:
    """`documents/<id>.json`: the record of one readable document as `jingyan extract` prints it."""
    return _stamped("document", {"id": id_, **told})


def _listed(record: DocumentRecord, ids: Mapping[str, str], cases: Mapping[str, list[str]], more: Json) -> Json:
    id_ = ids.get(record.source.name)
    return document_json(record) | {
        "id": id_,
        "size": record.source.size,
        "file": f"documents/{id_}.json" if id_ else None,
        "cases": cases.get(record.source.name, []),
        **more,
    }


def documents_view(catalogue: Catalogue, ids: Mapping[str, str]) -> Json:
    """`documents.json`: every input file with its outcome."""
    cases: dict[str, list[str]] = defaultdict(list)
    for case in catalogue.cases:
        cases[case.record.source.name].append(case.id)
    listed = [_listed(record, ids, cases, redacted(catalogue, record)) for record in catalogue.records]
    return _stamped("documents", {"documents": listed})


def _cluster(one: Cluster, titles: Mapping[str, str]) -> Json:
    names = theme_names()
    return {
        "id": one.id,
        "label": one.label,
        "group": one.group,
        "cases": list(one.cases),
        "keywords": list(one.keywords),
        "levels": [{"level": level, "cases": number} for level, number in one.levels],
        "places": [{"place": place, "cases": number} for place, number in one.places],
        "representatives": [{"id": id_, "title": titles[id_]} for id_ in one.representatives],
        "themes": [{"id": id_, "name": names.get(id_, id_), "cases": number} for id_, number in one.themes],
    }


def passages_view(catalogue: Catalogue) -> Json:
    """`passages.json`: the words that many reports share, the most shared first."""
    listed = [asdict(one) | {"where": list(one.where)} for one in catalogue.set_passages]
    return _stamped("passages", {"in_all": catalogue.set_passages_in_all, "passages": listed})


def facets_view(catalogue: Catalogue) -> Json:
    """`facets.json`."""
    return _stamped("facets", facets_body(catalogue))


def clusters_view(catalogue: Catalogue) -> Json:
    """`clusters.json`."""
    titles = {case.id: case.case.title for case in catalogue.cases}
    return _stamped("clusters", {"clusters": [_cluster(one, titles) for one in catalogue.clusters]})


Ids = Mapping[tuple[int, int], str]  # of the practices of a document, by their ranges


def _places(catalogue: Catalogue) -> Iterator[Place]:
    """Each place of a practice of a cluster, in their order."""
    return (where for one in catalogue.practice_clusters for where in one.practices.where)


def _placed(catalogue: Catalogue, known: Iterable[tuple[str, Ids]]) -> Iterator[Json]:
    """The same with their ids; `known` are those by the name of the document."""
    wanted: dict[str, array[int]] = defaultdict(lambda: array("I"))  # numbers of the places and their ranges
    for number, (id_, *at) in enumerate(_places(catalogue)):
        wanted[id_].extend((number, *at))
    telling: dict[str, list[CatalogueCase]] = defaultdict(list)
    for case in catalogue.cases:
        if case.id in wanted:
            telling[case.record.source.name].append(case)
    ids = [""] * sum(len(told) // 3 for told in wanted.values())
    others = dict[int, list[int]]()  # ranges in UTF-16 units where they are not the same
    for name, ids_of in known:
        for case in telling.get(name, ()):
            units = placing(case.record).units
            told = wanted[case.id]
            for number, start, end in zip(told[::3], told[1::3], told[2::3], strict=True):
                ids[number] = ids_of[start, end]
                if (utf16 := units.range(start, end)) != [start, end]:
                    others[number] = utf16
    for number, (id_, *at) in enumerate(_places(catalogue)):
        yield {"case": id_, "id": ids[number], "at": at, "utf16": others.get(number, at)}


def _practice_cluster(one: PracticeCluster, places: Iterator[Json]) -> Json:
    return {
        "id": one.id,
        "label": one.label,
        "theme": {"id": one.theme, "name": theme_names().get(one.theme, one.theme)},
        "practices": [
            {"id": said.id, "text": said.text, "where": list(islice(places, len(said.where)))} for said in one.practices
        ],
        "representatives": list(one.representatives),
        "keywords": list(one.keywords),
        "levels": [{"level": level, "cases": number} for level, number in one.levels],
    }


def practices_view(catalogue: Catalogue, known: Iterable[tuple[str, Ids]] = ()) -> Iterator[Json]:
    """The clusters of `practices.json`, one after another; `known` are the ids of all practices by the name of the
    document.
    """
    places = _placed(catalogue, known)
    return (_practice_cluster(one, places) for one in catalogue.practice_clusters)
