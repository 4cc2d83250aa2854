"""The JSON record of one document, as `jingyan extract` prints it and the catalogue keeps it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from corpus.model import Block, Document, Section, Table
from extractors.about import About
from extractors.base import Guess, Mention
from outputs.checks import record_checks
from outputs.checks_figures import Check
from outputs.model import Case, DocumentRecord
from outputs.placing import Placing, placing
from outputs.recent import recent
from outputs.utf16 import Units

Json = dict[str, Any]
PLAIN = frozenset({str, int, float, bool, type(None)})  # types of values that JSON has itself


class _Source:
    """Where ranges of a text stand in its file; few of its blocks are asked for."""

    def __init__(self, document: Document) -> None:
        self._blocks, self._offsets = document.blocks, document.offsets
        self._by_offset, self._length = document.addressing == "offset", len(document.text)
        self._starts = [block.start for block in document.blocks]
        self._known: dict[int, Json] = {}

    def of(self, start: int, end: int) -> Json:
        """What is told of a range."""
        if self._by_offset:
            return {"source": list(self._offsets.hull(start, end))}
        return self._at(self._offsets.to_source(start)) if start < self._length else {}

    def _at(self, offset: int) -> Json:
        """Page, box and paragraph of the block around a character of the source."""
        number = bisect_right(self._starts, offset) - 1
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._place(self._blocks[number])
        return known

    def _place(self, block: Block) -> Json:
        where = block.where
        found = {"page": where.page, "box": list(where.box) if where.box else None, "paragraph": where.paragraph}
        return {key: value for key, value in found.items() if value is not None}


_source = recent(8)(_Source)  # the findings of one document are asked for one after the other


def place_in_source(document: Document, start: int, end: int) -> Json:
    """Where a range of the text stands in its file: `source` offsets for text formats, page and box of a PDF, else
    paragraph; kept, and not to be changed.
    """
    return _source(document).of(start, end)


def _words(units: Units, one: Mention) -> Json:
    return {"start": one.start, "end": one.end, "text": one.text, "utf16": units.range(one.start, one.end)}


def _listed(value: Any, units: Units) -> Any:
    """Tuples as lists, guesses as objects, and the mentions inside a mention with their range and words alone."""
    if isinstance(value, tuple):  # most are empty
        return [one if type(one) in PLAIN else _listed(one, units) for one in value] if value else []
    if isinstance(value, Mention):
        return _words(units, value)
    return {"id": value.id, "chance": value.chance} if isinstance(value, Guess) else value


def _is_plain(hint: Any) -> bool:
    """Whether JSON has all values of a type itself."""
    if isinstance(hint, UnionType):
        return all(map(_is_plain, get_args(hint)))
    return hint in PLAIN or get_origin(hint) is Literal


@cache
def _fields(cls: type) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]], tuple[str, ...]]:
    """The fields of a class of findings, what gives their values, and those whose values JSON may not have itself."""
    names, hints = tuple(field.name for field in fields(cls)), get_type_hints(cls)
    return names, attrgetter(*names), tuple(name for name in names if not _is_plain(hints[name]))


def _told(value: object, units: Units) -> Json:
    """All fields of a value as JSON."""
    cls: Any = type(value)  # mypy holds that one has no hash
    names, values, other = _fields(cls)
    told = dict(zip(names, values(value), strict=True))
    for name in other:
        if (given := told[name]) is not None:
            told[name] = _listed(given, units)
    return told


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
    return mentions_json(record, (mention,))[0]


def mentions_json(record: DocumentRecord, mentions: Iterable[Mention]) -> list[Json]:
    """The same of some mentions of a document."""
    known, source = placing(record), _source(document_of(record))
    held = known.told
    return [(held.get(id(one)) or held.setdefault(id(one), (one, _mention(known, source, one))))[1] for one in mentions]


def _mention(known: Placing, source: _Source, mention: Mention) -> Json:
    values = _told(mention, known.units)
    if id_ := known.id(mention):
        values["id"] = id_
    if review := known.review(mention):
        values["review"] = {"verdict": review.verdict, "correction": review.correction}
    values["utf16"] = known.units.range(mention.start, mention.end)
    values.update(source.of(mention.start, mention.end))
    return values


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
    return _told(one, placing(record).units)


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
        "quantities": mentions_json(record, found.quantities),
        "dates": mentions_json(record, found.dates),
        "relative_dates": mentions_json(record, record.relative_dates),
        "practices": mentions_json(record, found.practices),
        "problems": mentions_json(record, found.problems),
        "checks": [check_json(record, one) for one in record_checks(record)],
        "removed": _removed(document),
    }


LISTS: Sequence[str] = (
    "paragraphs", "sections", "tables", "articles", "cases", "quantities", "dates", "relative_dates", "practices",
    "problems", "checks", "removed",
)  # fmt: skip


def document_json(record: DocumentRecord) -> Json:
    """What is said of the file itself."""
    known = record.aside.outline if record.aside else record.document
    return {
        "name": record.source.name,
        "sha256": record.source.sha256,
        "media_type": record.media_type,
        "status": record.outcome.status,
        "reason": record.outcome.reason,
        "pages": known.pages if known else None,
        "warnings": [*record.warnings, *(known.warnings if known else ())],
    }


def record_json(record: DocumentRecord) -> Json:
    """The whole record of one document; empty lists where it was rejected."""
    body = (
        _body(record.document, record)
        if record.document
        else {"text": "", "about": None, **{name: [] for name in LISTS}}
    )
    return {"document": document_json(record), **body}
