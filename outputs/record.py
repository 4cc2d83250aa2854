"""The JSON record of one document, as `jingyan extract` prints it and the catalogue keeps it."""

from collections.abc import Iterable, Sequence
from typing import Any

from corpus.model import Document, Section, Table
from extractors.about import About
from extractors.base import Guess, Mention
from outputs.checks import record_checks
from outputs.checks_figures import Check
from outputs.model import Case, DocumentRecord
from outputs.placing import placing
from outputs.utf16 import Units

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


def _words(units: Units, one: Mention) -> Json:
    return {"start": one.start, "end": one.end, "text": one.text, "utf16": units.range(one.start, one.end)}


def _listed(value: Any, units: Units) -> Any:
    """Tuples as lists, guesses as objects, and the mentions inside a mention with their range and words alone."""
    if isinstance(value, Mention):
        return _words(units, value)
    if isinstance(value, Guess):
        return {"id": value.id, "chance": value.chance}
    return [_listed(one, units) for one in value] if isinstance(value, tuple) else value


def document_of(record: DocumentRecord) -> Document:
    """The document of a record that has findings; a file that was not read has none."""
    if record.document is None:
        raise ValueError(f"{record.source.name}: findings of a document that was not read")
    return record.document


def range_json(document: Document, units: Units, start: int, end: int) -> Json:
    """A range of a document's text, in code points and in UTF-16 units, and its place in the source."""
    found: Json = {"start": start, "end": end, "utf16": units.range(start, end)}
    return found | place_in_source(document, start, end)


def mention_json(record: DocumentRecord, mention: Mention) -> Json:
    """A mention with all its fields, its id where it has one, and its place; kept, and not to be changed."""
    told = placing(record).told
    if id(mention) not in told:
        told[id(mention)] = mention, _mention(record, mention)
    return told[id(mention)][1]


def _mention(record: DocumentRecord, mention: Mention) -> Json:
    known, document = placing(record), document_of(record)
    values = {name: _listed(getattr(mention, name), known.units) for name in mention.__dataclass_fields__}
    if id_ := known.id(mention):
        values["id"] = id_
    if review := known.review(mention):
        values["review"] = {"verdict": review.verdict, "correction": review.correction}
    return values | range_json(document, known.units, mention.start, mention.end)


def case_json(record: DocumentRecord, case: Case) -> Json:
    """A case of one document, with its period as `from` and `to`, and its place."""
    values = {name: getattr(case, name) for name in Case.__dataclass_fields__ if name != "known_as"}
    told = {"from": case.period.first, "to": case.period.last} if case.period else None
    return values | {"period": told} | range_json(document_of(record), placing(record).units, case.start, case.end)


def _paragraphs(document: Document, units: Units) -> list[Json]:
    return [
        {"kind": p.kind, "page": document.blocks[p.block].where.page} | range_json(document, units, p.start, p.end)
        for p in document.paragraphs
    ]


def _section(document: Document, units: Units, section: Section) -> Json:
    heading = section.heading
    return {
        "level": section.level,
        "title": section.title,
        "heading": [heading.start, heading.end],
        "heading_utf16": units.range(heading.start, heading.end),
        "start": section.start,
        "end": section.end,
        "utf16": units.range(section.start, section.end),
        "run_in": section.run_in,
        "role": section.role,
        "evidence": section.evidence,
    } | place_in_source(document, heading.start, heading.end)


def about_json(record: DocumentRecord, said: About) -> Json:
    """What a document or article says of itself: each field with its words, place and evidence, or null."""
    values = {name: getattr(said, name) for name in About.__dataclass_fields__}
    return {name: mention_json(record, value) if value else None for name, value in values.items()}


def _articles(document: Document, units: Units, record: DocumentRecord) -> list[Json]:
    return [
        {"title": a.title, "author": a.author, "organisation": a.organisation}
        | range_json(document, units, a.start, a.end)
        | {"about": about_json(record, record.about_at(a.start))}
        for a in document.articles
    ]


def _table(units: Units, table: Table) -> Json:
    place = {"start": table.start, "end": table.end, "utf16": units.range(table.start, table.end), "page": table.page}
    return place | {"rows": [list(row) for row in table.rows]}


def _removed(document: Document) -> list[Json]:
    if document.addressing == "offset":
        return [{"source": [r.start, r.end], "kind": r.kind, "words": r.words} for r in document.removed]
    return [{"kind": r.kind, "words": r.words} for r in document.removed]


def check_json(record: DocumentRecord, one: Check) -> Json:
    """A check of figures: the rule, the verdict, the places of the figures, what is written and what they give."""
    units = placing(record).units
    return {name: _listed(getattr(one, name), units) for name in Check.__dataclass_fields__}


def _mentions(record: DocumentRecord, mentions: Iterable[Mention]) -> list[Json]:
    return [mention_json(record, mention) for mention in mentions]


def _body(document: Document, record: DocumentRecord) -> Json:
    found, units = record.findings, placing(record).units
    return {
        "text": document.text,
        "paragraphs": _paragraphs(document, units),
        "sections": [_section(document, units, section) for section in document.sections],
        "tables": [_table(units, table) for table in document.tables],
        "articles": _articles(document, units, record),
        "about": about_json(record, record.about_at(0)),
        "cases": [case_json(record, case) for case in record.cases],
        "quantities": _mentions(record, found.quantities),
        "dates": _mentions(record, found.dates),
        "relative_dates": _mentions(record, record.relative_dates),
        "practices": _mentions(record, found.practices),
        "problems": _mentions(record, found.problems),
        "checks": [check_json(record, one) for one in record_checks(record)],
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
