"""The search database: what is found, the index over its characters, postings for ranking, facets for filters."""

import os
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from errno import ENOSPC
from json import dumps
from pathlib import Path
from typing import NamedTuple

import numpy as np

from outputs.folder import entry_of
from outputs.model import Catalogue
from outputs.record import Json
from outputs.rendering_rows import Lent, Rows, lent_rows
from outputs.search_entries import Entry
from outputs.search_facets import facet_names
from outputs.search_pieces import FOUND, PIECES, RANKED, SIZES, Given
from outputs.search_text import searchable
from outputs.search_units import FIELDS, NUMBERS, Weighed, postings
from outputs.search_vectors import Read, add_vectors
from outputs.taxonomy import categories

NAME = "catalogue.sqlite"
APPLICATION = 0x6A79  # "jy"
FORMAT = 5
BLOCK = 2_000_000  # characters whose postings are sorted at a time: some 20 bytes each while it lasts

SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, document TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, original TEXT,
  title TEXT NOT NULL, practices TEXT NOT NULL, problems TEXT NOT NULL, body TEXT NOT NULL,
  categories TEXT NOT NULL);
CREATE TABLE category_word (word TEXT NOT NULL, category TEXT NOT NULL, PRIMARY KEY (word, category)) WITHOUT ROWID;
CREATE TABLE facet (kind TEXT NOT NULL, value TEXT NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (kind, value))
  WITHOUT ROWID;
CREATE TABLE facet_name (kind TEXT NOT NULL, value TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, value))
  WITHOUT ROWID;
CREATE TABLE block (number INTEGER PRIMARY KEY, first INTEGER NOT NULL);
CREATE TABLE posting (
  block INTEGER NOT NULL, unit INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (block, unit)) WITHOUT ROWID;
CREATE TABLE model (name TEXT NOT NULL, query BLOB NOT NULL);
CREATE TABLE vector (entry INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE VIRTUAL TABLE entry_text USING fts5(words, content='', tokenize='ascii');
"""
# Made once all is there, which takes a third of the time.
INDEX = "CREATE INDEX entry_copy ON entry (number, original) WHERE original IS NOT NULL"
ENTRY = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
AT_ONCE = 64 * 2**20  # bytes of the index over characters that are held before they are written and merged


def _whole(text: str) -> str:
    """SQLite takes no half of a surrogate pair."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _row(number: int, entry: Entry) -> tuple[object, ...]:
    where = (_whole(entry.document), entry.start, entry.end, entry.original)
    fields = (_whole(getattr(entry, name)) for name in FIELDS)
    return (number, entry.id, entry.kind, *where, *fields, dumps(entry.categories, sort_keys=True))


def _add_words(database: sqlite3.Connection, pieces: Given) -> None:
    """The index over characters. What it leaves free while it is merged is filled by what comes after it."""
    set_to = "INSERT INTO entry_text(entry_text, rank) VALUES (?, ?)"
    database.executemany(set_to, [("hashsize", AT_ONCE), ("automerge", 0)])
    texts = (text for _, piece in pieces(FOUND) for text in piece)
    database.executemany("INSERT INTO entry_text(rowid, words) VALUES (?, ?)", enumerate(texts, 1))
    database.execute("INSERT INTO entry_text(entry_text) VALUES ('optimize')")


class _Blocks:
    """The postings, written a block of about BLOCK characters at a time."""

    def __init__(self, database: sqlite3.Connection, length: float) -> None:
        self._database, self._length = database, length
        self._block, self._first = 0, 1
        self._held: list[Weighed] = []
        self._size = 0

    def add(self, one: Weighed) -> None:
        """Take in the next entry."""
        if self._size > BLOCK or len(self._held) == NUMBERS:
            self.write()
        self._held.append(one)
        self._size += one.length

    def write(self) -> None:
        """Write what is held."""
        if self._held:
            self._database.execute("INSERT INTO block VALUES (?, ?)", (self._block, self._first))
            self._database.executemany("INSERT INTO posting VALUES (?, ?, ?)", self._rows())
            self._block, self._first = self._block + 1, self._first + len(self._held)
            self._held, self._size = [], 0

    def _rows(self) -> Iterator[tuple[int, int, bytes]]:
        for one in postings(self._held, self._length):
            yield self._block, one.unit, one.places.tobytes() + one.impacts.tobytes()


def _add_entries(database: sqlite3.Connection, pieces: Given) -> list[Read]:
    """The entries, by what they are filtered and ranked; returns what a model reads of them."""
    sizes = [size for _, piece in pieces(SIZES) for size in piece]
    blocks = _Blocks(database, sum(sizes) / (len(sizes) or 1) or 1.0)
    listed: list[Read] = []
    facets: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("I"))
    for number, (entry, weights) in enumerate((one for _, piece in pieces(RANKED) for one in piece), 1):
        database.execute(ENTRY, _row(number, entry))
        blocks.add(weights)
        for facet in entry.facets:
            facets[facet].append(number)
        listed.append(Read(entry.id, entry.kind, entry.original, entry.gist))
    blocks.write()
    told = ((*facet, np.array(held, "<u4").tobytes()) for facet, held in sorted(facets.items()))
    database.executemany("INSERT INTO facet VALUES (?, ?, ?)", told)
    return listed


def _category_words() -> list[tuple[str, str]]:
    found = {
        (searchable(word), category.id) for category in categories() for word in (category.name, *category.variants)
    }
    return sorted(found)


def _fill(database: sqlite3.Connection, pieces: Given, names: Iterable[tuple[str, str, str]]) -> None:
    database.execute("BEGIN")
    _add_words(database, pieces)
    add_vectors(database, _add_entries(database, pieces))
    database.executemany("INSERT INTO category_word VALUES (?, ?)", _category_words())
    database.executemany("INSERT INTO facet_name VALUES (?, ?, ?)", names)
    database.execute(INDEX)
    database.execute("COMMIT")


def _told_of(path: Path, error: sqlite3.Error) -> Exception:
    """An error of a database as one that names its file; a full disk is told as everywhere."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return OSError(ENOSPC, os.strerror(ENOSPC), str(path))
    return type(error)(f"{path.name}: {error}")


def write_entries(pieces: Given, path: Path, names: Iterable[tuple[str, str, str]] = ()) -> None:
    """Write the search database of entries, told by their pieces; `names` are kind, value and name of facets. The same
    entries give the same bytes.
    """
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(SCHEMA)
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {FORMAT}")
        _fill(database, pieces, names)
    except sqlite3.Error as error:
        raise _told_of(path, error) from error
    finally:
        database.close()


class Lists(NamedTuple):
    """What another process needs to write the search database: where, the pieces of each readable document, and kind,
    value and name of facets.
    """

    folder: Path
    rows: Lent
    names: Sequence[tuple[str, str, str]]


def lists_of(catalogue: Catalogue, folder: Path, rows: Rows) -> Lists:
    """The search database of a catalogue as it is to be written into a folder; `rows` are those of its documents."""
    return Lists(folder, rows.lent(rows.index, PIECES), facet_names(catalogue))


def write_lists(told: Lists) -> Json:
    """Write the search database, again where a process died over it; the manifest's entry of it."""
    path = told.folder / NAME
    for one in (path, path.with_name(f"{NAME}-journal")):
        one.unlink(missing_ok=True)
    with lent_rows(told.rows) as rows:
        write_entries(rows.of, path, told.names)
    return entry_of(told.folder, NAME)
