"""The JSON record of one document, as `jingyan extract` prints it and the catalogue keeps it."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from corpus.model import Document, Section
from extractors.about import About
from extractors.base import Guess, Mention
from outputs.checks import record_checks
from outputs.checks_figures import Check
from outputs.model import Case, DocumentRecord

Json = dict[str, Any]


def place_in_source(document: Document, start: int, end: int) -> Json:
    """Where a range of the text stands in its file: `source` offsets for text formats, page and box of a PDF, else
    paragraph.
    """
    if document.addressing == "offset":
        return {"source": list(document.offsets.hull(start, end))}
    if start >= len(document.text):
        return {}
    where = document.block_at(start).where
    found = {"page": where.page, "box": list(where.box) if where.box else None, "paragraph": where.paragraph}
    return {key: value for key, value in found.items() if value is not None}


def _listed(value: Any) -> Any:
    """Tuples as lists, guesses as objects, and the mentions inside a mention with their range and words alone."""
    if isinstance(value, Mention):
        return {"start": value.start, "end": value.end, "text": value.text}
    if isinstance(value, Guess):
        return {"id": value.id, "chance": value.chance}
    return [_listed(one) for one in value] if isinstance(value, tuple) else value


def mention_json(document: Document, mention: Mention) -> Json:
    """A mention with all its fields and its place in the source."""
    values = {field.name: _listed(getattr(mention, field.name)) for field in fields(mention)}
    return values | place_in_source(document, mention.start, mention.end)


def case_json(document: Document, case: Case) -> Json:
    """A case of one document, with its period as `from` and `to`, and its place in the source."""
    values = {field.name: getattr(case, field.name) for field in fields(case)}
    told = {"from": case.period.first, "to": case.period.last} if case.period else None
    return values | {"period": told} | place_in_source(document, case.start, case.end)


def _paragraphs(document: Document) -> list[Json]:
    return [
        {"start": p.start, "end": p.end, "kind": p.kind, "page": document.blocks[p.block].where.page}
        | place_in_source(document, p.start, p.end)
        for p in document.paragraphs
    ]


def _section(document: Document, section: Section) -> Json:
    return {
        "level": section.level,
        "title": section.title,
        "heading": [section.heading.start, section.heading.end],
        "start": section.start,
        "end": section.end,
        "run_in": section.run_in,
        "role": section.role,
        "evidence": section.evidence,
    } | place_in_source(document, section.heading.start, section.heading.end)


def _sections(document: Document) -> list[Json]:
    return [_section(document, section) for section in document.sections]


def about_json(document: Document, said: About) -> Json:
    """What a document or article says of itself: each field with its words, place and evidence, or null."""
    values = {field.name: getattr(said, field.name) for field in fields(said)}
    return {name: mention_json(document, value) if value else None for name, value in values.items()}


def _articles(document: Document, record: DocumentRecord) -> list[Json]:
    return [
        {"title": a.title, "author": a.author, "organisation": a.organisation, "start": a.start, "end": a.end}
        | place_in_source(document, a.start, a.end)
        | {"about": about_json(document, record.about_at(a.start))}
        for a in document.articles
    ]


def _tables(document: Document) -> list[Json]:
    return [
        {"start": t.start, "end": t.end, "page": t.page, "rows": [list(r) for r in t.rows]} for t in document.tables
    ]


def _removed(document: Document) -> list[Json]:
    if document.addressing == "offset":
        return [{"source": [r.start, r.end], "kind": r.kind, "words": r.words} for r in document.removed]
    return [{"kind": r.kind, "words": r.words} for r in document.removed]


def check_json(one: Check) -> Json:
    """A check of figures: the rule, the verdict, the places of the figures, what is written and what they give."""
    return {field.name: _listed(getattr(one, field.name)) for field in fields(one)}


def _mentions(document: Document, mentions: Iterable[Mention]) -> list[Json]:
    return [mention_json(document, mention) for mention in mentions]


def _body(document: Document, record: DocumentRecord) -> Json:
    found = record.findings
    return {
        "text": document.text,
        "paragraphs": _paragraphs(document),
        "sections": _sections(document),
        "tables": _tables(document),
        "articles": _articles(document, record),
        "about": about_json(document, record.about_at(0)),
        "cases": [case_json(document, case) for case in record.cases],
        "quantities": _mentions(document, found.quantities),
        "dates": _mentions(document, found.dates),
        "relative_dates": _mentions(document, record.relative_dates),
        "practices": _mentions(document, found.practices),
        "problems": _mentions(document, found.problems),
        "checks": [check_json(one) for one in record_checks(record)],
        "removed": _removed(document),
    }


LISTS: Sequence[str] = (
    "paragraphs", "sections", "tables", "articles", "cases", "quantities", "dates", "relative_dates", "practices",
    "problems", "checks", "removed",
)  # fmt: skip


def document_json(record: DocumentRecord) -> Json:
    """What is said of the file itself."""
    document = record.document
    return {
        "name": record.source.name,
        "sha256": record.source.sha256,
        "media_type": record.media_type,
        "status": record.outcome.status,
        "reason": record.outcome.reason,
        "pages": document.pages if document else None,
        "warnings": [*record.warnings, *(document.warnings if document else ())],
    }


def record_json(record: DocumentRecord) -> Json:
    """The whole record of one document; empty lists where it was rejected."""
    body = (
        _body(record.document, record)
        if record.document
        else {"text": "", "about": None, **{name: [] for name in LISTS}}
    )
    return {"document": document_json(record), **body}
