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
from outputs.search_vectors import Meaning, fused, near_in_meaning
from outputs.views import schema_id

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
    if not _is_whole(database):
        database.close()
        raise SearchError(f"{path} is damaged: entries are missing in it. Build the catalogue anew.")
    return database


def _is_whole(database: sqlite3.Connection) -> bool:
    """Whether there is an entry to each text that is indexed, and the words of the taxonomy, which are always there."""
    tables = ("entry", "entry_text_docsize", "category_word")
    try:
        found, indexed, words = (database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)
    except sqlite3.DatabaseError:
        return False
    return bool(found == indexed and words)


@dataclass(frozen=True, slots=True)
class Found:
    """All entries: their scores, which hold what was typed, which are a hit at all, and which for what they mean."""

    scores: Scores
    exact: Mask
    hits: Mask
    meant: Mask
    weights: dict[str, float]


def _valid(text: str) -> str:
    """What somebody typed as Unicode: for half of a surrogate pair the sign that a character is not known."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


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


def _judged(ranking: Ranking, query: Query, likeness: Scores | None) -> Found:
    """Who holds the query stands above all others; then the category that it names and what is near it, in its
    characters or, where it is known how like the query each entry is, in what it means.
    """
    near = nearness(ranking, query.units, query.alike)
    best = float(near.scores.max(initial=0.0))
    masks = list(_exact(ranking, query))
    exact = np.logical_or.reduce(masks)
    named, other = ranking.of_categories(query.categories), _other_words(ranking, query)
    scores = near.scores + (near.most + 1.0 + best) * (NAMED * named + VARIANT * other)
    hits, meant = exact | _near(near, named | other, near.scores), np.zeros_like(exact)
    if likeness is not None:
        meant = near_in_meaning(likeness)
        scores = fused(scores, likeness, max(0.0, 1 - best / near.most))
    above = 1.0 + float(scores.max(initial=0.0))
    return Found(scores + above * (2 * exact + masks[0]), exact, hits | meant, meant, dict(near.weights))


def _best(ranking: Ranking, found: Found, hits: Mask, limit: int) -> NDArray[np.intp]:
    """Places of the best hits; of each group of copies one, and the rest behind all other hits. That one is the leading
    copy where it is a hit, unless another alone holds the query; then, or else, the best.
    """
    places = np.flatnonzero(hits)
    copies = ranking.copies[places]
    places = places[np.lexsort((places, copies, -np.round(found.scores[places], 4)))]
    if copies.any():
        leads = ranking.groups[places]
        behind = (leads != places) & hits[leads] & (found.exact[leads] >= found.exact[places])
        front = np.flatnonzero(~behind)
        _, first = np.unique(leads[front], return_index=True)
        ahead = front[np.sort(first)]
        places = np.concatenate((places[ahead], np.delete(places, ahead)))
    return places[:limit]


class SearchIndex:
    """A catalogue opened for searching; close it, or use it in a `with`. Raises SearchError where there is none.

    `semantic` lets the extra of that name read queries, where it is installed and was when the catalogue was built.
    """

    def __init__(self, folder: Path, semantic: bool = True) -> None:
        self._database = open_index(folder)
        self._ranking = Ranking(self._database)
        self._meaning = Meaning(self._database, self._ranking.entries) if semantic else None
        self._words = category_words(self._database)

    def search(self, query: str, filters: Filters | None = None, limit: int = 20) -> Json:
        """What the catalogue holds on a query, best first, as schema/search.json says. Raises SearchError."""
        if limit < 1:
            raise SearchError("The limit must be at least 1.")
        asked = filters or Filters()
        read = read_query(self._words, query)
        found = _judged(self._ranking, read, self._meaning.likeness(query) if self._meaning else None)
        hits = found.hits & allowed(self._ranking, asked) if asked.given() else found.hits
        return {
            "schema": schema_id("search"),
            "query": _valid(query),
            "filters": {name: _valid(value) for name, value in asked.given().items()},
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
                bool(found.meant[place]),
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


def search(folder: Path, query: str, limit: int = 20, filters: Filters | None = None, semantic: bool = True) -> Json:
    """What a catalogue folder holds on a query: one search of `SearchIndex`. Raises SearchError."""
    with SearchIndex(folder, semantic) as index:
        return index.search(query, filters, limit)
