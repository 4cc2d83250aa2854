"""The JSON forms of a catalogue, one function a file; the schemas in `schema/` describe them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from corpus.model import Document
from extractors.base import Mention
from outputs.answers import RANK, Answer, answers, closest, quote
from outputs.document_ids import document_ids
from outputs.model import Catalogue, CatalogueCase, Cluster, DocumentRecord
from outputs.record import Json, case_json, document_json, mention_json, record_json
from outputs.taxonomy import category_names, theme_names

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


def _answer(one: Answer) -> Json:
    return {
        "category": one.problem.category,
        "problem": [one.problem.start, one.problem.end],
        "practice": [one.practice.start, one.practice.end],
        "link": one.link,
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
        "answers": [_answer(one) for one in answers(case)],
        "themes": dict(Counter(practice.theme for practice in case.practices)),
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

    def of(self, case: CatalogueCase) -> Json:
        """Copies, cluster and similar cases of one case."""
        home = self.clusters.get(case.cluster or "")
        return {
            "duplicate_of": case.duplicate_of,
            "duplicates": self.copies.get(case.id, []),
            "cluster": {"id": home.id, "label": home.label} if home else None,
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
        "case", {"id": case.id, "document": document, "about": _said(case)} | content(case) | links.of(case)
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
    return asdict(one) | {
        "cases": list(one.cases),
        "keywords": list(one.keywords),
        "representatives": [{"id": id_, "title": titles[id_]} for id_ in one.representatives],
        "themes": [{"id": id_, "name": names.get(id_, id_), "cases": number} for id_, number in one.themes],
    }


def clusters_view(catalogue: Catalogue) -> Json:
    """`clusters.json`."""
    titles = {case.id: case.case.title for case in catalogue.cases}
    return _stamped("clusters", {"clusters": [_cluster(one, titles) for one in catalogue.clusters]})


def _problem_mentions(catalogue: Catalogue, ids: Mapping[str, str]) -> Iterator[Json]:
    """Every problem of every document, those outside cases too."""
    home = {(c.record.source.name, p.start, p.end): c.id for c in catalogue.cases for p in c.problems}
    for record in catalogue.records:
        if record.document is None:
            continue
        name = record.source.name
        for problem in record.findings.problems:
            span = quote(record.document, problem.start, problem.end)
            yield mention_json(record.document, problem) | {
                "document": ids[name],
                "case": home.get((name, problem.start, problem.end)),
                "quote": span.of(record.document.text),
            }


def _answered(case: CatalogueCase, one: Answer) -> Json:
    document = case.record.document
    assert document is not None
    return {
        "case": case.id,
        "link": one.link,
        **mention_json(document, one.practice),
        "quote": quote(document, one.practice.start, one.practice.end).of(document.text),
        "problem": [one.problem.start, one.problem.end],
    }


def _answers(catalogue: Catalogue) -> dict[str, list[Json]]:
    """Category -> answers, the closest first; copies of a case would only repeat them."""
    found: dict[str, list[Json]] = defaultdict(list)
    for case in catalogue.cases:
        if case.duplicate_of is None:
            for one in closest(answers(case)):
                found[one.problem.category].append(_answered(case, one))
    return {category: sorted(listed, key=_closeness) for category, listed in found.items()}


def _closeness(answer: Json) -> tuple[int, str, int, int]:
    return RANK[answer["link"]], answer["case"], answer["start"], answer["end"]


def problems_view(catalogue: Catalogue, ids: Mapping[str, str]) -> Json:
    """`problems.json`: category -> name, the cases that speak of it, where, and the practices that answer it."""
    mentions: dict[str, list[Json]] = defaultdict(list)
    for mention in _problem_mentions(catalogue, ids):
        mentions[mention["category"]].append(mention)
    names, answered = category_names(), _answers(catalogue)
    problems: dict[str, Any] = {
        category: {
            "name": names.get(category, category),
            "cases": sorted({mention["case"] for mention in listed if mention["case"]}),
            "mentions": listed,
            "answers": answered.get(category, []),
        }
        for category, listed in sorted(mentions.items())
    }
    return _stamped("problems", {"problems": problems})
