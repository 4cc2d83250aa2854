"""The span promise: no finding without its words at its place."""

from collections.abc import Iterator

from corpus.model import Document
from extractors.base import Mention
from outputs.model import Catalogue, DocumentRecord


def _mentions(record: DocumentRecord) -> Iterator[Mention]:
    found = record.findings
    yield from (*found.quantities, *found.dates, *found.practices, *found.problems, *record.relative_dates)
    yield from (part for one in found.practices for part in (*one.actors, *one.results))
    said = (
        stated for one in record.about for stated in (one.title, one.author, one.issuer, one.number, one.kind, one.date)
    )
    yield from filter(None, said)


def _ranges(record: DocumentRecord, document: Document) -> Iterator[tuple[str, int, int]]:
    yield from (("case", case.start, case.end) for case in record.cases)
    yield from (("section", section.start, section.end) for section in document.sections)
    yield from (("paragraph", paragraph.start, paragraph.end) for paragraph in document.paragraphs)


def faults(record: DocumentRecord) -> Iterator[str]:
    """What breaks the promise in a document."""
    document = record.document
    if document is None:
        if record.cases or any(_mentions(record)):
            yield "findings without a text"
        return
    for one in _mentions(record):
        if not 0 <= one.start < one.end or document.text[one.start : one.end] != one.text:
            yield f"{type(one).__name__} {one.text!r} is not what stands at {one.start}-{one.end}"
    for kind, start, end in _ranges(record, document):
        if not 0 <= start <= end <= len(document.text):
            yield f"{kind} {start}-{end} lies outside a text of {len(document.text)}"


def broken(catalogue: Catalogue) -> Iterator[str]:
    """What breaks the promise, as `name of the document: fault`; of what lies aside that is known."""
    for record in catalogue.records:
        found = record.aside.outline.faults if record.aside else faults(record)
        yield from (f"{record.source.name}: {fault}" for fault in found)
    for case in catalogue.cases:
        if not case.record.has_text:
            yield f"{case.record.source.name}: case {case.id} does not hold the words of its range"
