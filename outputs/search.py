"""Search in a built catalogue: every entry that holds the query's characters, then what is near it."""

import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from outputs.record import Json
from outputs.search_index import APPLICATION, FORMAT
from outputs.search_text import BREAK, PUNCTUATION, phrase, searchable, terms, wanted

FIELDS = {"title": 4.0, "practices": 2.0, "problems": 2.0, "body": 1.0}
WHY = {"title": "title", "practices": "practice", "problems": "problem", "body": "text"}
RANKED = 300  # candidates that are read and ranked; the index itself puts the others in order behind them
UNITS = 48  # pairs of characters of a query that count
NEAR = 0.4  # part of the query's pairs, by weight, that an entry must hold to be near it
K1, B = 1.2, 0.6
SNIPPET = 90
MOST_TERMS = 40
LEAD = 20


class SearchError(ValueError):
    """A search that cannot be done; the message is for people."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `exact`: groups of terms, the typed ones first; an entry that holds all of a group is an
    exact hit. `units`: pairs of characters with weights. `categories`: problem categories that are named."""

    exact: tuple[tuple[str, ...], ...]
    units: Mapping[str, float]
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the database with its fields as they are searched."""

    row: sqlite3.Row
    fields: Mapping[str, str]
    categories: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with its score; `exact` where it holds what was typed."""

    entry: Entry
    score: float
    exact: bool


def open_index(folder: Path) -> sqlite3.Connection:
    """The search database of a catalogue folder, read only. Raises SearchError."""
    path = folder / "catalogue.sqlite"
    if not path.is_file():
        raise SearchError(
            f"{folder} holds no catalogue to search (catalogue.sqlite is missing). Run jingyan build first."
        )
    try:
        # Immutable: nothing is locked, no file appears beside it; publishing swaps the folder and leaves the open file.
        database = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
        database.row_factory = sqlite3.Row
        marks = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    except sqlite3.DatabaseError as error:
        raise SearchError(f"{path} cannot be read: {error}. Build the catalogue anew.") from error
    if marks != [APPLICATION, FORMAT]:
        database.close()
        raise SearchError(f"{path} was made by another version of jingyan. Build the catalogue anew.")
    return database


def _pairs(term: str) -> list[str]:
    return [term[at : at + 2] for at in range(len(term) - 1)] or [term]


def _matching(database: sqlite3.Connection, match: str) -> int:
    return int(database.execute("SELECT count(*) FROM entry_text WHERE entry_text MATCH ?", (match,)).fetchone()[0])


def _weights(database: sqlite3.Connection, units: Iterable[str], entries: int) -> dict[str, float]:
    """How rare each unit is; never nought, or in a small catalogue nothing would count."""
    held = {unit: _matching(database, phrase(unit)) for unit in units}
    return {unit: math.log(1 + (entries - number + 0.5) / (number + 0.5)) for unit, number in held.items()}


def _bare(word: str) -> str:
    return PUNCTUATION.sub("", word).translate(dict.fromkeys(map(ord, "的了和与及跟"), None))


def _categories(database: sqlite3.Connection, query: str) -> frozenset[str]:
    """The problem categories that a query names: by id, or by a word of theirs, small words and marks aside."""
    asked = _bare("".join(terms(query)))
    rows = database.execute("SELECT word, category FROM category_word").fetchall()
    named = {row["category"] for row in rows if len(bare := _bare(row["word"])) > 2 and bare in asked}
    whole = {row["category"] for row in rows if _bare(row["word"]) == asked}
    return frozenset(
        named | whole | {row["category"] for row in rows if row["category"].lower() == query.strip().lower()}
    )


def _read_query(database: sqlite3.Connection, query: str, entries: int) -> Query:
    typed, asked = tuple(dict.fromkeys(terms(query))), tuple(dict.fromkeys(wanted(query)))
    if len(typed) > MOST_TERMS:
        raise SearchError(f"The query has {len(typed)} different words; {MOST_TERMS} are the most.")
    units = dict.fromkeys(pair for term in asked for pair in _pairs(term))
    weights = _weights(database, list(units)[:UNITS], entries)
    # What is left of a question counts as asked for only where it says something: of =1+1 two lone digits are left.
    groups = (typed, asked) if max(map(len, asked)) > 1 else (typed,)
    return Query(tuple(dict.fromkeys(groups)), weights, _categories(database, query))


def _exact(query: Query) -> str:
    return " OR ".join(f"({' AND '.join(map(phrase, group))})" for group in query.exact)


def _numbers(database: sqlite3.Connection, match: str, most: int) -> list[int]:
    """Numbers of the entries that match, best first as the index sees it."""
    ranked = f"bm25(entry_text, {', '.join(map(str, FIELDS.values()))})"
    statement = f"SELECT rowid FROM entry_text WHERE entry_text MATCH ? ORDER BY {ranked}, rowid LIMIT ?"
    return [row[0] for row in database.execute(statement, (match, most))]


def _of_categories(database: sqlite3.Connection, categories: Iterable[str]) -> list[int]:
    statement = "SELECT entry FROM entry_category WHERE category = ? ORDER BY entry LIMIT ?"
    return [row[0] for category in sorted(categories) for row in database.execute(statement, (category, RANKED))]


def _entry(database: sqlite3.Connection, number: int) -> Entry:
    row = database.execute("SELECT * FROM entry WHERE number = ?", (number,)).fetchone()
    found = database.execute('SELECT category, start, "end" FROM entry_category WHERE entry = ?', (number,))
    return Entry(row, {name: searchable(row[name]) for name in FIELDS}, {one[0]: (one[1], one[2]) for one in found})


def _frequency(entry: Entry, unit: str, length: float) -> float:
    """Weighted number of places in the fields; a long body needs more of them (BM25F)."""
    norm = 1 - B + B * len(entry.fields["body"]) / length
    counts = {name: text.count(unit) for name, text in entry.fields.items()}
    return sum(weight * counts[name] / (norm if name == "body" else 1) for name, weight in FIELDS.items())


def _relevance(entry: Entry, query: Query, length: float) -> float:
    found = ((weight, _frequency(entry, unit, length)) for unit, weight in query.units.items())
    return sum(weight * often * (K1 + 1) / (often + K1) for weight, often in found)


def _holds(entry: Entry, term: str) -> bool:
    """Blanks between characters do not matter, ends of paragraphs do."""
    return any(term in text.replace(" ", "") for text in entry.fields.values())


def _coverage(entry: Entry, query: Query) -> float:
    held = sum(weight for unit, weight in query.units.items() if any(unit in text for text in entry.fields.values()))
    return held / (sum(query.units.values()) or 1.0)


def _scored(entry: Entry, query: Query, length: float) -> Scored | None:
    """Who holds the query stands above all others; then the category that it names and what is near it."""
    most = sum(query.units.values()) * (K1 + 1)
    score = _relevance(entry, query, length)
    held = [all(_holds(entry, term) for term in group) for group in query.exact]
    if any(held):
        return Scored(entry, score + (3 if held[0] else 2) * most, True)
    if entry.categories.keys() & query.categories:
        return Scored(entry, score + most / 2, False)
    return Scored(entry, score, False) if _coverage(entry, query) >= NEAR else None


def _candidates(database: sqlite3.Connection, query: Query) -> list[int]:
    near = " OR ".join(map(phrase, query.units))
    found = (
        *_numbers(database, _exact(query), RANKED),
        *_of_categories(database, query.categories),
        *_numbers(database, near, RANKED),
    )
    return list(dict.fromkeys(found))


def _longest(terms: Iterable[str]) -> list[str]:
    return sorted(set(terms), key=lambda term: (-len(term), term))


def _term_place(entry: Entry, query: Query) -> tuple[int, int]:
    """Where the query stands in the body: as typed, else a problem that it names, else its parts, weightiest first."""
    body = entry.fields["body"]
    parts = (*_longest(chain(*query.exact)), *sorted(query.units, key=lambda unit: (-query.units[unit], unit)))
    named = (entry.categories[category] for category in sorted(entry.categories.keys() & query.categories))
    opening = len(body) - len(body.lstrip())
    return next(chain(_places(body, _longest(query.exact[0])), named, _places(body, parts), [(opening, opening)]))


def _places(body: str, parts: Iterable[str]) -> Iterator[tuple[int, int]]:
    return ((at, at + len(part)) for part in parts if (at := body.find(part)) >= 0)


def _window(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """Some characters around a place, inside its paragraph."""
    first = text.rfind(BREAK, 0, place[0]) + 1
    last = text.find(BREAK, place[0])
    start = max(first, place[0] - LEAD)
    return start, min(last if last >= 0 else len(text), max(place[1], start + SNIPPET))


def _snippet(entry: Entry, query: Query) -> Json:
    """The words around what was found, with their range in the document's text; the beginning if it is elsewhere."""
    start, end = _window(entry.fields["body"], _term_place(entry, query))
    offset = entry.row["start"]
    return {"snippet": entry.row["body"][start:end], "start": offset + start, "end": offset + end}


def _reasons(scored: Scored, query: Query) -> list[str]:
    """The fields that hold the query, or parts of it if none holds it whole, and the categories that it names."""
    entry = scored.entry
    parts = {term for group in query.exact for term in group} if scored.exact else set(query.units)
    held = [WHY[name] for name, text in entry.fields.items() if any(part in text.replace(" ", "") for part in parts)]
    return [*held, *(f"problem:{category}" for category in sorted(entry.categories.keys() & query.categories))]


def _hit(scored: Scored, query: Query) -> Json:
    row = scored.entry.row
    return {
        "id": row["id"],
        "kind": row["kind"],
        "title": row["title"],
        "document": row["document"],
        "score": round(scored.score, 4),
        "why": _reasons(scored, query),
        **_snippet(scored.entry, query),
    }


def _ranked(database: sqlite3.Connection, query: Query) -> list[Scored]:
    length = database.execute("SELECT coalesce(avg(length(body)), 1) FROM entry").fetchone()[0] or 1.0
    entries = (_entry(database, number) for number in _candidates(database, query))
    found = (_scored(entry, query, length) for entry in entries)
    return sorted((one for one in found if one), key=_place)


def _place(scored: Scored) -> tuple[float, int, str]:
    """Best first; of equals the original before its copies."""
    return -round(scored.score, 4), scored.entry.row["copy"], scored.entry.row["id"]


def _further(database: sqlite3.Connection, query: Query, ranked: Sequence[Scored], limit: int) -> list[Scored]:
    """Exact hits beyond those that are ranked, in the order of the index; they stand before what is only near."""
    known = {one.entry.row["number"] for one in ranked}
    numbers = [number for number in _numbers(database, _exact(query), limit + len(known)) if number not in known]
    floor = min((one.score for one in ranked if one.exact), default=0.0)
    return [Scored(_entry(database, number), floor, True) for number in numbers]


def _found(database: sqlite3.Connection, query: str, limit: int) -> Json:
    read = _read_query(database, query, database.execute("SELECT count(*) FROM entry").fetchone()[0])
    ranked = _ranked(database, read)
    exact, near = [one for one in ranked if one.exact], [one for one in ranked if not one.exact]
    every = _matching(database, _exact(read))
    if len(exact) < min(limit, every):
        exact += _further(database, read, ranked, limit)
    hits = [_hit(one, read) for one in [*exact, *near][:limit]]
    return {"query": query, "total": every + len(near), "hits": hits}


def search(folder: Path, query: str, limit: int = 20) -> Json:
    """What a catalogue holds on a query, best first: what holds its terms, then what is near. Raises SearchError."""
    if not terms(query):
        raise SearchError("The query is empty. Give at least one character to look for.")
    if limit < 1:
        raise SearchError("The limit must be at least 1.")
    with closing(open_index(folder)) as database:
        return _found(database, query, limit)
