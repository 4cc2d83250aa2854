"""Search in a built catalogue: every entry that holds the query's characters, then what is near it.

with SearchIndex(Path("outputs/catalogue")) as index:
    found = index.search("党建和业务脱节", Filters(level="县", year="2019-2022"), limit=5)
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from outputs.record import Json
from outputs.search_filters import Filters, allowed
from outputs.search_hits import hit, read_entry
from outputs.search_index import APPLICATION, FORMAT
from outputs.search_nearest import nearest
from outputs.search_query import Query, SearchError, category_words, read_query
from outputs.search_ranking import Mask, Nearness, Ranking, Scores, nearness
from outputs.search_text import phrase

__all__ = ["Filters", "SearchError", "SearchIndex", "search"]

NEAR = 0.15  # part of the query, by weight, that an entry must hold to be near it
LEAST = 3  # characters of the query that it must hold, those of pairs counted again
FAR = 0.3  # what scores less than this part of the best of what is near is left out
VARIANT = 0.1  # of the best possible score, for another word of a category that the query names
LIKELIEST = 200  # entries whose titles and practices are looked through for what could be meant
NAMED = 0.5  # the same for a problem of that category


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


@dataclass(frozen=True, slots=True)
class Found:
    """All entries: their scores, which hold what was typed, and which are a hit at all."""

    scores: Scores
    exact: Mask
    hits: Mask
    weights: dict[str, float]


def _exact(ranking: Ranking, query: Query) -> Iterator[Mask]:
    return (ranking.holding_all(group) for group in query.exact)


def _other_words(ranking: Ranking, query: Query) -> Mask:
    """Which entries hold another word of a category that the query names."""
    match = " OR ".join(map(phrase, query.variants))
    found = ranking.database.execute("SELECT rowid FROM entry_text WHERE entry_text MATCH ?", (match,)) if match else ()
    return ranking.among(row[0] for row in found)


def _near(near: Nearness, named: Mask, scores: Scores) -> Mask:
    """What is near: entries of a category that is named, and those that hold enough of the query, more than
    a character or two of it, and are not far behind the best of them.
    """
    enough = (near.coverage >= NEAR) & (near.characters >= LEAST)
    best = float(scores[enough].max()) if enough.any() else 0.0
    return named | (enough & (scores >= FAR * best))


def _judged(ranking: Ranking, query: Query) -> Found:
    """Who holds the query stands above all others; then the category that it names and what is near it."""
    near = nearness(ranking, query.units, query.alike)
    most = near.most + 1.0 + float(near.scores.max(initial=0.0))
    masks = list(_exact(ranking, query))
    exact = np.logical_or.reduce(masks)
    named, other = ranking.of_categories(query.categories), _other_words(ranking, query)
    scores = near.scores + most * (NAMED * named + VARIANT * other)
    hits = exact | _near(near, named | other, near.scores)
    return Found(scores + most * (2 * exact + masks[0]), exact, hits, dict(near.weights))


def _best(ranking: Ranking, found: Found, hits: Mask, limit: int) -> NDArray[np.intp]:
    """Places of the best hits; of equals the original before its copies."""
    places = np.flatnonzero(hits)
    order = np.lexsort((places, ranking.copies[places], -np.round(found.scores[places], 4)))
    return places[order[:limit]]


class SearchIndex:
    """A catalogue opened for searching; close it, or use it in a `with`. Raises SearchError where there is none."""

    def __init__(self, folder: Path) -> None:
        self._database = open_index(folder)
        self._ranking = Ranking(self._database)
        self._words = category_words(self._database)

    def search(self, query: str, filters: Filters | None = None, limit: int = 20) -> Json:
        """What the catalogue holds on a query, best first: `query`, `filters`, `total`, `hits`, `unfiltered` (the
        total without the filters), and `nearest`: what could be meant where nothing holds the query, else None.
        Raises SearchError.
        """
        if limit < 1:
            raise SearchError("The limit must be at least 1.")
        asked = filters or Filters()
        read = read_query(self._words, query)
        found = _judged(self._ranking, read)
        hits = found.hits & allowed(self._ranking, asked) if asked.given() else found.hits
        return {
            "query": query,
            "filters": asked.given(),
            "total": int(hits.sum()),
            "unfiltered": int(found.hits.sum()),
            "hits": self._hits(read, found, hits, limit),
            "nearest": None if found.exact.any() else nearest(self._database, query, self._likeliest(found)),
        }

    def _hits(self, query: Query, found: Found, hits: Mask, limit: int) -> list[Json]:
        return [
            hit(
                read_entry(self._database, int(place) + 1),
                query,
                round(float(found.scores[place]), 4),
                bool(found.exact[place]),
                found.weights,
            )
            for place in _best(self._ranking, found, hits, limit)
        ]

    def _likeliest(self, found: Found) -> list[int]:
        """Numbers of the entries that have most in common with a query that none holds."""
        scored = found.scores > 0
        return [int(place) + 1 for place in _best(self._ranking, found, scored, LIKELIEST)]

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> "SearchIndex":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def search(folder: Path, query: str, limit: int = 20, filters: Filters | None = None) -> Json:
    """What a catalogue folder holds on a query: one search of `SearchIndex`. Raises SearchError."""
    with SearchIndex(folder) as index:
        return index.search(query, filters, limit)
