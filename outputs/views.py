"""The JSON forms of a catalogue, one function a file; the schemas in `schema/` describe them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from corpus.model import Document
from extractors.base import Mention
from outputs.answers import Answer, answers
from outputs.checks import record_checks, within
from outputs.document_ids import document_ids
from outputs.model import Catalogue, CatalogueCase, Cluster, CopyConflict, DocumentRecord, PracticeCluster
from outputs.problems_view import problems_body
from outputs.record import Json, case_json, check_json, document_json, mention_json, record_json
from outputs.taxonomy import theme_names
from outputs.trends import facets_body

VERSION = 1


def schema_id(name: str) -> str:
    """The `$id` of the schema of a kind of file."""
    return f"urn:jingyan:schema:{name}:{VERSION}"


def _stamped(name: str, value: Json) -> Json:
    return {"schema": schema_id(name), **value}


def _mention(document: Document, mention: Mention) -> Json:
    section = document.section_at(mention.start)
    return mention_json(document, mention) | {"section": section.title if section else None}


def _mentions(document: Document, mentions: Iterable[Mention]) -> list[Json]:
    return [_mention(document, mention) for mention in mentions]


def answer_view(one: Answer) -> Json:
    """An answer of a case: the ranges of the problem and of the practice, and how they are linked."""
    return {
        "category": one.problem.category,
        "problem": [one.problem.start, one.problem.end],
        "practice": [one.practice.start, one.practice.end],
        "link": one.link,
        "evidence": one.evidence,
    }


def content(case: CatalogueCase) -> Json:
    """What a case says in itself, whatever stands beside it in the catalogue."""
    document = case.record.document
    if document is None:
        raise ValueError(f"{case.id}: a case without a document")
    return case_json(document, case.case) | {
        "text": case.text,
        "practices": _mentions(document, case.practices),
        "problems": _mentions(document, case.problems),
        "quantities": _mentions(document, case.quantities),
        "dates": _mentions(document, case.dates),
        "answers": [answer_view(one) for one in answers(case)],
        "themes": dict(Counter(practice.theme for practice in case.practices)),
    }


def _copy_conflict(one: CopyConflict) -> Json:
    return {
        "case": one.other,
        "here": {"start": one.start, "end": one.end, "text": one.text},
        "there": {"start": one.other_start, "end": one.other_end, "text": one.other_text},
    }


class Links:
    """What the files of cases say of each other."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.documents = document_ids(catalogue.records)
        self.clusters = {one.id: one for one in catalogue.clusters}
        self.titles = {case.id: case.case.title for case in catalogue.cases}
        self.copies: dict[str, list[str]] = defaultdict(list)
        for case in catalogue.cases:
            if case.duplicate_of:
                self.copies[case.duplicate_of].append(case.id)

    def checks(self, case: CatalogueCase) -> list[Json]:
        """The checks of the figures of one case."""
        return [check_json(one) for one in within(record_checks(case.record), case.case.start, case.case.end)]

    def of(self, case: CatalogueCase) -> Json:
        """Copies, cluster and similar cases of one case."""
        home = self.clusters.get(case.cluster or "")
        return {
            "duplicate_of": case.duplicate_of,
            "duplicates": self.copies.get(case.id, []),
            "copy_conflicts": [_copy_conflict(one) for one in case.copy_conflicts],
            "parts": [{"case": one.id, "start": one.start, "end": one.end} for one in case.parts],
            "part_of": list(case.part_of),
            "cluster": {"id": home.id, "label": home.label} if home else None,
            "own_share": case.own_share,
            "passages": [asdict(one) | {"where": list(one.where)} for one in case.passages],
            "similar": [{"id": id_, "title": self.titles[id_]} for id_ in case.similar],
        }


def _said(case: CatalogueCase) -> Json:
    """Kind, date, author, issuer and number of the article that tells of the case, the values alone."""
    said = case.record.about_at(case.case.start)
    named = {"kind": said.kind, "date": said.date, "author": said.author, "issuer": said.issuer, "number": said.number}
    return {name: stated.value if stated else None for name, stated in named.items()}


def case_view(case: CatalogueCase, links: Links) -> Json:
    """`cases/<id>.json`; offsets count from the beginning of the document's text, `text` begins at `start`."""
    source = case.record.source
    document = {"id": links.documents[source.name], "name": source.name, "sha256": source.sha256}
    return _stamped(
        "case",
        {"id": case.id, "document": document, "about": _said(case)}
        | content(case)
        | {"checks": links.checks(case)}
        | links.of(case),
    )


def document_view(record: DocumentRecord, id_: str) -> Json:
    """`documents/<id>.json`: the record of one readable document as `jingyan extract` prints it."""
    return _stamped("document", {"id": id_, **record_json(record)})


def _listed(record: DocumentRecord, ids: Mapping[str, str], cases: Mapping[str, list[str]]) -> Json:
    id_ = ids.get(record.source.name)
    return document_json(record) | {
        "id": id_,
        "size": record.source.size,
        "file": f"documents/{id_}.json" if id_ else None,
        "cases": cases.get(record.source.name, []),
    }


def documents_view(catalogue: Catalogue, ids: Mapping[str, str]) -> Json:
    """`documents.json`: every input file with its outcome."""
    cases: dict[str, list[str]] = defaultdict(list)
    for case in catalogue.cases:
        cases[case.record.source.name].append(case.id)
    return _stamped("documents", {"documents": [_listed(record, ids, cases) for record in catalogue.records]})


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


def _practice_cluster(one: PracticeCluster) -> Json:
    return {
        "id": one.id,
        "label": one.label,
        "theme": {"id": one.theme, "name": theme_names().get(one.theme, one.theme)},
        "practices": [
            {"id": said.id, "text": said.text, "where": [{"case": id_, "at": [a, b]} for id_, a, b in said.where]}
            for said in one.practices
        ],
        "representatives": list(one.representatives),
        "keywords": list(one.keywords),
        "levels": [{"level": level, "cases": number} for level, number in one.levels],
    }


def practices_view(catalogue: Catalogue) -> Json:
    """`practices.json`: the clusters of practices."""
    return _stamped("practices", {"clusters": [_practice_cluster(one) for one in catalogue.practice_clusters]})


def problems_view(catalogue: Catalogue, ids: Mapping[str, str]) -> Json:
    """`problems.json`: category -> name, the cases that speak of it, where, and the practices that answer it; practice
    theme -> the problems that it answers.
    """
    return _stamped("problems", problems_body(catalogue, ids))
