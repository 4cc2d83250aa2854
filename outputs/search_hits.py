"""How a hit is shown: the words around what was found with their place in the document, and why it was found."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from json import loads

from outputs.record import Json
from outputs.search_query import Query
from outputs.search_text import BREAK, searchable
from outputs.search_units import FIELDS

WHY = {"title": "title", "practices": "practice", "problems": "problem", "body": "text"}
SNIPPET = 90
LEAD = 20
SHOWN = 3  # variants that are named as a reason


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the database with its fields as they are searched, and the ranges of its problems' categories."""

    row: sqlite3.Row
    fields: Mapping[str, str]
    categories: Mapping[str, tuple[int, int]]


def read_entry(database: sqlite3.Connection, number: int) -> Entry:
    """The entry of a number."""
    row = database.execute("SELECT * FROM entry WHERE number = ?", (number,)).fetchone()
    found = {category: (start, end) for category, (start, end) in loads(row["categories"]).items()}
    return Entry(row, {name: searchable(row[name]) for name in FIELDS}, found)


def _place(text: str, term: str) -> tuple[int, int] | None:
    """Where a term first stands in a text; blanks inside of it do not matter."""
    at = text.find(term)
    if at >= 0:
        return at, at + len(term)
    if " " not in text:
        return None
    places = [place for place, char in enumerate(text) if char != " "]
    at = text.replace(" ", "").find(term)
    return (places[at], places[at + len(term) - 1] + 1) if at >= 0 else None


def _longest(terms: Iterable[str]) -> list[str]:
    return sorted(set(terms), key=lambda term: (-len(term), term))


def _places(body: str, terms: Iterable[str]) -> Iterator[tuple[int, int]]:
    return (place for term in terms if (place := _place(body, term)))


def _densest(body: str, weights: Mapping[str, float]) -> tuple[int, int]:
    """The stretch in which most of the query stands, by weight; the beginning where there is nothing of it."""
    spots = sorted((at, name) for name in weights for at in _all(body, name))
    best, found = 0.0, (len(body) - len(body.lstrip()),) * 2
    first = 0
    for last, (at, name) in enumerate(spots):
        while at - spots[first][0] > SNIPPET - LEAD:
            first += 1
        worth = sum(weights[held] for held in {held for _, held in spots[first : last + 1]})
        if worth > best:
            best, found = worth, (spots[first][0], at + len(name))
    return found


def _all(body: str, name: str) -> Iterator[int]:
    at = body.find(name)
    while at >= 0:
        yield at
        at = body.find(name, at + 1)


def _shown(entry: Entry, query: Query, weights: Mapping[str, float]) -> tuple[int, int]:
    """Where the query stands in the body: as typed, else a problem that it names, else where most of it stands."""
    body = entry.fields["body"]
    named = (entry.categories[category] for category in sorted(entry.categories.keys() & query.categories))
    two = {name: weight for name, weight in weights.items() if len(name) > 1 and name in body}
    exact = _places(body, _longest(query.exact[0]))
    others = _places(body, [term for term in _longest(chain(*query.exact)) if len(term) > 2])
    rest = () if two else _places(body, query.variants)
    return next(chain(exact, named, others, rest, [_densest(body, two or weights)]))


def _window(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """Some characters around a place, inside its paragraph."""
    first = text.rfind(BREAK, 0, place[0]) + 1
    last = text.find(BREAK, place[0])
    start = max(first, place[0] - LEAD)
    return start, min(last if last >= 0 else len(text), max(place[1], start + SNIPPET))


def _reasons(entry: Entry, query: Query, exact: bool) -> list[str]:
    """The fields that hold the query, or parts of it if none holds it whole, the categories that it names, and other
    words for these that the entry holds."""
    bare = {name: text.replace(" ", "") for name, text in entry.fields.items()}
    two = {name for name in query.units if len(name) > 1 and any(name in text for text in bare.values())}
    parts = {term for group in query.exact for term in group} if exact else two or set(query.units)
    held = [WHY[name] for name, text in bare.items() if any(part in text for part in parts)]
    named = sorted(entry.categories.keys() & query.categories)
    said = [text for name, text in bare.items() if name != "problems"]  # there the category's own name stands
    other = [word for word in query.variants if any(word in text for text in said)][:SHOWN]
    return [*held, *(f"problem:{one}" for one in named), *(f"variant:{word}" for word in other)]


def hit(entry: Entry, query: Query, score: float, exact: bool, meant: bool, weights: Mapping[str, float]) -> Json:
    """A hit as `jingyan search --json` prints it; `start` and `end` of the snippet count in the document's text, and
    `meant` says that it is near in what it means.
    """
    start, end = _window(entry.fields["body"], _shown(entry, query, weights))
    row, offset = entry.row, entry.row["start"]
    return {
        "id": row["id"],
        "kind": row["kind"],
        "title": row["title"],
        "document": row["document"],
        "duplicate_of": row["original"],
        "score": score,
        "why": [*_reasons(entry, query, exact), *(["meaning"] if meant else [])],
        "snippet": row["body"][start:end],
        "start": offset + start,
        "end": offset + end,
    }
