"""The search database: what is found, the index over its characters, postings for ranking, facets for filters."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from outputs.model import Catalogue
from outputs.search_entries import Entry, entries
from outputs.search_facets import facet_names
from outputs.search_text import searchable, tokens
from outputs.search_units import FIELDS, NUMBERS, postings
from outputs.search_vectors import add_vectors
from outputs.taxonomy import categories

APPLICATION = 0x6A79  # "jy"
FORMAT = 4
BLOCK = 1_000_000  # characters whose postings are counted at a time: what it costs in memory

SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, document TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, original TEXT,
  title TEXT NOT NULL, practices TEXT NOT NULL, problems TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX entry_copy ON entry (number, original) WHERE original IS NOT NULL;
CREATE TABLE entry_category (
  category TEXT NOT NULL, entry INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (category, entry)) WITHOUT ROWID;
CREATE INDEX entry_category_of ON entry_category (entry);
CREATE TABLE category_word (word TEXT NOT NULL, category TEXT NOT NULL, PRIMARY KEY (word, category)) WITHOUT ROWID;
CREATE TABLE facet (
  kind TEXT NOT NULL, value TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (kind, value, entry)) WITHOUT ROWID;
CREATE TABLE facet_name (kind TEXT NOT NULL, value TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, value))
  WITHOUT ROWID;
CREATE TABLE block (number INTEGER PRIMARY KEY, first INTEGER NOT NULL);
CREATE TABLE posting (
  block INTEGER NOT NULL, unit INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (block, unit)) WITHOUT ROWID;
CREATE TABLE model (name TEXT NOT NULL, query BLOB NOT NULL);
CREATE TABLE vector (entry INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE VIRTUAL TABLE entry_text USING fts5(title, practices, problems, body, content='', tokenize='ascii');
"""

Texts = Mapping[str, str]


def _whole(text: str) -> str:
    """SQLite takes no half of a surrogate pair."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _texts(entry: Entry) -> Texts:
    return {name: getattr(entry, name) for name in FIELDS}


def _add(database: sqlite3.Connection, number: int, entry: Entry) -> Texts:
    """Write an entry without its postings, and give its fields as they are searched."""
    where = (_whole(entry.document), entry.start, entry.end, entry.original)
    row = (number, entry.id, entry.kind, *where, *map(_whole, _texts(entry).values()))
    database.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    told = {name: searchable(text) for name, text in _texts(entry).items()}
    columns = "rowid, title, practices, problems, body"
    database.execute(f"INSERT INTO entry_text({columns}) VALUES (?, ?, ?, ?, ?)", (number, *map(tokens, told.values())))
    found = [(category, number, *place) for category, place in sorted(entry.categories.items())]
    database.executemany("INSERT INTO entry_category VALUES (?, ?, ?, ?)", found)
    database.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(*facet, number) for facet in entry.facets])
    return told


def _blocks(listed: Sequence[Entry]) -> Iterator[tuple[int, Sequence[Entry]]]:
    """Runs of entries with the place of the first, each of about BLOCK characters."""
    first, size = 0, 0
    for at, entry in enumerate(listed):
        if size > BLOCK or at - first == NUMBERS:
            yield first, listed[first:at]
            first, size = at, 0
        size += len(entry.body)
    if listed:
        yield first, listed[first:]


def _add_entries(database: sqlite3.Connection, listed: Sequence[Entry]) -> None:
    length = sum(len(entry.body) for entry in listed) / (len(listed) or 1) or 1.0
    for block, (first, run) in enumerate(_blocks(listed)):
        told = [_add(database, first + at, entry) for at, entry in enumerate(run, 1)]
        database.execute("INSERT INTO block VALUES (?, ?)", (block, first + 1))
        found = (
            (block, one.unit, one.places.astype("<u2").tobytes() + one.impacts.tobytes())
            for one in postings(told, length)
        )
        database.executemany("INSERT INTO posting VALUES (?, ?, ?)", found)


def _category_words() -> list[tuple[str, str]]:
    found = {
        (searchable(word), category.id) for category in categories() for word in (category.name, *category.variants)
    }
    return sorted(found)


def _fill(database: sqlite3.Connection, listed: Sequence[Entry], names: Iterable[tuple[str, str, str]]) -> None:
    database.execute("BEGIN")
    _add_entries(database, listed)
    add_vectors(database, listed)
    database.executemany("INSERT INTO category_word VALUES (?, ?)", _category_words())
    database.executemany("INSERT INTO facet_name VALUES (?, ?, ?)", names)
    database.execute("INSERT INTO entry_text(entry_text) VALUES ('optimize')")
    database.execute("COMMIT")
    database.execute("VACUUM")


def write_entries(listed: Sequence[Entry], path: Path, names: Iterable[tuple[str, str, str]] = ()) -> None:
    """Write the search database of some entries; `names` are kind, value and name of facets."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(SCHEMA)
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {FORMAT}")
        _fill(database, listed, names)
    finally:
        database.close()


def write_index(catalogue: Catalogue, path: Path) -> None:
    """Write the search database of a catalogue; the same catalogue gives the same bytes."""
    write_entries(list(entries(catalogue)), path, facet_names(catalogue))
