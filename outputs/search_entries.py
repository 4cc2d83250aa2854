"""What a search may find: the cases of a catalogue, and the passages of its documents outside of every case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Document, Paragraph
from extractors.base import Problem
from outputs.leaves import Leaf, Leaves
from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.search_facets import case_facets, passage_facets
from outputs.semantic import case_gist, gist
from outputs.taxonomy import category_names

PASSAGE = 600  # characters; paragraphs are put together up to it


@dataclass(frozen=True, slots=True)
class Entry:
    """What a search may find: a case, or a passage outside every case. `body` is the document's text there,
    `original` the case that it is a copy of, `categories` those of its problems, each with the range of the first one
    in `body`, `facets` what it is filtered by, `gist` what the model reads of it.
    """

    id: str
    kind: str
    document: str
    start: int
    end: int
    original: str | None
    title: str
    practices: str
    problems: str
    categories: Mapping[str, tuple[int, int]]
    body: str
    facets: tuple[tuple[str, str], ...] = ()
    gist: str = ""


def _problem_text(problems: Sequence[Problem]) -> str:
    """The problems' words with the names of their categories."""
    names = category_names()
    found = sorted({problem.category for problem in problems})
    return "\n".join([*(problem.text for problem in problems), *(names.get(id_, id_) for id_ in found)])


def _first_problems(problems: Sequence[Problem], start: int) -> dict[str, tuple[int, int]]:
    """Category -> where its first problem stands, counted from the beginning of the entry."""
    last_first = sorted(problems, key=lambda problem: -problem.start)
    return {problem.category: (problem.start - start, problem.end - start) for problem in last_first}


def _case(case: CatalogueCase) -> Entry:
    return Entry(
        id=case.id,
        kind="case",
        document=case.record.source.name,
        start=case.case.start,
        end=case.case.end,
        original=case.duplicate_of,
        title=case.case.title,
        practices="\n".join(practice.text for practice in case.practices),
        problems=_problem_text(case.problems),
        categories=_first_problems(case.problems, case.case.start),
        body=case.text,
        facets=case_facets(case),
        gist=case_gist(case),
    )


def _outside(document: Document, record: DocumentRecord) -> Iterator[tuple[int, int]]:
    """The stretches of a text that no case holds."""
    at = 0
    for case in sorted(record.cases, key=lambda case: case.start):
        if at < case.start:
            yield at, case.start
        at = max(at, case.end)
    if at < len(document.text):
        yield at, len(document.text)


def _pieces(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs put together up to PASSAGE characters; a section's heading begins a new piece."""
    inside = [p for p in document.paragraphs if start < p.end and p.start < end]
    held: list[Paragraph] = []
    for paragraph in inside:
        full = held and paragraph.end - held[0].start > PASSAGE
        if held and (full or paragraph.kind in ("heading", "title")):
            yield max(start, held[0].start), min(end, held[-1].end)
            held = []
        held.append(paragraph)
    if held:
        yield max(start, held[0].start), min(end, held[-1].end)


def document_title(record: DocumentRecord) -> str:
    """What a document calls itself: its article's title, its first title line, else its file name."""
    document = record.document
    if document is not None:
        titled = (p for p in document.paragraphs if p.kind == "title")
        named = next((article.title for article in document.articles if article.title), None)
        first = next((document.text[p.start : p.end] for p in titled), None)
        if named or first:
            return str(named or first)
    return record.source.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _passage(record: DocumentRecord, document: Document, id_: str, span: tuple[int, int]) -> Entry:
    start, end = span
    section = document.section_at(start)
    title = document_title(record)
    practices = [p for p in record.findings.practices if start <= p.start < end]
    problems = [p for p in record.findings.problems if start <= p.start < end]
    return Entry(
        id=f"{id_}-{start}",
        kind="passage",
        document=record.source.name,
        start=start,
        end=end,
        original=None,
        title=f"{title} / {section.title}" if section and section.title else title,
        practices="\n".join(p.text for p in practices),
        problems=_problem_text(problems),
        categories=_first_problems(problems, start),
        body=document.text[start:end],
        facets=passage_facets(record, start, practices, problems),
        gist=gist(title, document.text[start:end]),
    )


def entries_of(leaf: Leaf) -> Iterator[Entry]:
    """What can be found in one document: its cases in reading order, then what stands outside of them."""
    yield from map(_case, leaf.cases)
    if leaf.record.outcome.readable:
        for stretch in _outside(leaf.document, leaf.record):
            pieces = _pieces(leaf.document, *stretch)
            yield from (_passage(leaf.record, leaf.document, leaf.id, piece) for piece in pieces)


def entries(catalogue: Catalogue) -> Iterator[Entry]:
    """All that can be found, document by document."""
    return (entry for leaf in Leaves(catalogue) for entry in entries_of(leaf))
