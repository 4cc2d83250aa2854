"""The search database: what is found, the index over its characters, and the words for problem categories."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Document, Paragraph
from extractors.base import Problem
from outputs.document_ids import document_ids
from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.search_text import searchable, tokens
from outputs.taxonomy import categories, category_names

APPLICATION = 0x6A79  # "jy"
FORMAT = 1
PASSAGE = 600  # characters; paragraphs are put together up to it

SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, document TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, copy INTEGER NOT NULL,
  title TEXT NOT NULL, practices TEXT NOT NULL, problems TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE entry_category (
  category TEXT NOT NULL, entry INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (category, entry)) WITHOUT ROWID;
CREATE INDEX entry_category_of ON entry_category (entry);
CREATE TABLE category_word (word TEXT NOT NULL, category TEXT NOT NULL, PRIMARY KEY (word, category)) WITHOUT ROWID;
CREATE VIRTUAL TABLE entry_text USING fts5(title, practices, problems, body, content='', tokenize='ascii');
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a search may find: a case, or a passage outside every case. `body` is the document's text there,
    `categories` those of its problems, each with the range of the first one in `body`."""

    id: str
    kind: str
    document: str
    start: int
    end: int
    copy: bool
    title: str
    practices: str
    problems: str
    categories: Mapping[str, tuple[int, int]]
    body: str


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
        copy=case.duplicate_of is not None,
        title=case.case.title,
        practices="\n".join(practice.text for practice in case.practices),
        problems=_problem_text(case.problems),
        categories=_first_problems(case.problems, case.case.start),
        body=case.text,
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
    problems = [p for p in record.findings.problems if start <= p.start < end]
    return Entry(
        id=f"{id_}-{start}",
        kind="passage",
        document=record.source.name,
        start=start,
        end=end,
        copy=False,
        title=f"{title} / {section.title}" if section and section.title else title,
        practices="\n".join(p.text for p in record.findings.practices if start <= p.start < end),
        problems=_problem_text(problems),
        categories=_first_problems(problems, start),
        body=document.text[start:end],
    )


def entries(catalogue: Catalogue) -> Iterator[Entry]:
    """All that can be found: cases in the order of their ids, then what stands outside of cases, by document."""
    yield from (_case(case) for case in catalogue.cases)
    ids = document_ids(catalogue.records)
    for record in catalogue.records:
        if record.document is not None and record.outcome.readable:
            for stretch in _outside(record.document, record):
                pieces = _pieces(record.document, *stretch)
                yield from (_passage(record, record.document, ids[record.source.name], piece) for piece in pieces)


def _whole(text: str) -> str:
    """SQLite takes no half of a surrogate pair."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _fields(entry: Entry) -> tuple[str, str, str, str]:
    return entry.title, entry.practices, entry.problems, entry.body


def _add(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    where = (_whole(entry.document), entry.start, entry.end, entry.copy)
    row = (number, entry.id, entry.kind, *where, *map(_whole, _fields(entry)))
    database.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    told = (tokens(searchable(text)) for text in _fields(entry))
    columns = "rowid, title, practices, problems, body"
    database.execute(f"INSERT INTO entry_text({columns}) VALUES (?, ?, ?, ?, ?)", (number, *told))
    found = [(category, number, *place) for category, place in sorted(entry.categories.items())]
    database.executemany("INSERT INTO entry_category VALUES (?, ?, ?, ?)", found)


def _category_words() -> list[tuple[str, str]]:
    found = {
        (searchable(word), category.id) for category in categories() for word in (category.name, *category.variants)
    }
    return sorted(found)


def write_index(catalogue: Catalogue, path: Path) -> None:
    """Write the search database; the same catalogue gives the same bytes."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(SCHEMA)
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {FORMAT}")
        database.execute("BEGIN")
        for number, entry in enumerate(entries(catalogue), start=1):
            _add(database, number, entry)
        database.executemany("INSERT INTO category_word VALUES (?, ?)", _category_words())
        database.execute("INSERT INTO entry_text(entry_text) VALUES ('optimize')")
        database.execute("COMMIT")
        database.execute("VACUUM")
    finally:
        database.close()
