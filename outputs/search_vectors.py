"""Meaning in search: the vectors of entries in the database, and how near each entry is to what a query means."""

import sqlite3
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outputs.search_ranking import Mask, Scores
from outputs.semantic import MOST, asked_vectors, embedded, installed, model_name, vectors
from outputs.semantic_kept import DIMENSIONS
from outputs.taxonomy import categories, category_names, theme_names

FEWEST = 20  # entries; of fewer it cannot be said what all of them share
RANK = 20.0  # how slowly a place further down counts less (Cormack, Clarke, Büttcher: Reciprocal rank fusion, 2009)
WEIGHT = 0.5  # of meaning against characters, where these say nothing of a query
NEIGHBOURS = 10  # entries that are found by meaning alone
LEAST = 0.26  # likeness of an entry that is; what has nothing to do with a catalogue stays below
VARIANTS = 2  # phrases of each problem category that stand for what is typed
KEPT = 100  # queries whose vectors are kept: what is asked again with other filters is not read again
WHOLE = 100.0  # the score of who is first by characters

Rows = NDArray[np.float32]


def _turned(rows: NDArray[np.float16], mean: Rows) -> Rows:
    """Rows as they differ from what all share, of length one: the model's vectors all point the same way."""
    apart = rows.astype(np.float32) - mean
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-6), np.float32)


def _mean(rows: NDArray[np.float16]) -> Rows:
    return np.asarray(np.round(rows.mean(axis=0, dtype=np.float64), 5), np.float32)


def _questions() -> list[str]:
    """What may be asked, of all kinds: queries differ from entries in style, and what they share says nothing."""
    names = [*category_names().values(), *theme_names().values()]
    others = (word for category in categories() for word in category.variants[:VARIANTS])
    return [*names, *(f"{name}怎么办" for name in names), *others]


class Read(NamedTuple):
    """What is needed of an entry for its meaning: `gist` is what the model reads."""

    id: str
    kind: str
    original: str | None
    gist: str


def _read(listed: Sequence[Read]) -> list[Read]:
    """The entries that the model reads: each copy is as its original is; cases alone where there are very many."""
    own = [entry for entry in listed if entry.original is None]
    return own if len(own) <= MOST else [entry for entry in own if entry.kind == "case"]


def add_vectors(database: sqlite3.Connection, listed: Sequence[Read]) -> None:
    """Write what entries mean, where a model may read them (see outputs.semantic.reading)."""
    own = _read(listed)
    found = vectors([entry.gist for entry in own]) if len(own) >= FEWEST else None
    asked = None if found is None else asked_vectors(_questions())
    if found is None or asked is None:
        return
    database.execute("INSERT INTO model VALUES (?, ?)", (model_name(), _mean(asked).astype("<f4").tobytes()))
    turned = _turned(found, _mean(found)).astype("<f2")
    rows = {entry.id: row.tobytes() for entry, row in zip(own, turned, strict=True)}
    told = ((number, rows.get(entry.original or entry.id)) for number, entry in enumerate(listed, 1))
    database.executemany("INSERT INTO vector VALUES (?, ?)", (one for one in told if one[1]))


class Meaning:
    """What the entries of a search database mean; the model and its vectors are loaded when first asked for."""

    def __init__(self, database: sqlite3.Connection, entries: int) -> None:
        self._database = database
        self._entries = entries
        self._kept: dict[str, Rows] = {}

    @cached_property
    def _query_mean(self) -> Rows | None:
        """What queries share; None where no meanings are kept, or those of another model, or the extra is not there."""
        row = self._database.execute("SELECT query FROM model WHERE name = ?", (model_name(),)).fetchone()
        return np.frombuffer(row[0], "<f4") if row and installed() else None

    @cached_property
    def _rows(self) -> tuple[NDArray[np.intp], Rows]:
        found = self._database.execute("SELECT entry, data FROM vector ORDER BY entry").fetchall()
        rows = np.frombuffer(b"".join(data for _, data in found), "<f2").reshape(len(found), DIMENSIONS)
        return np.array([number for number, _ in found], np.intp) - 1, rows.astype(np.float32)

    def likeness(self, query: str) -> Scores | None:
        """How like a query each entry is in what it means, -1 to 1, and -1 where it is not known; None without any."""
        if self._query_mean is None:
            return None
        places, rows = self._rows
        found = np.full(self._entries, -1.0)
        found[places] = np.round(rows @ self._asked(query, self._query_mean), 4)
        return found

    def _asked(self, query: str, mean: Rows) -> Rows:
        if query not in self._kept:
            if len(self._kept) == KEPT:
                self._kept.clear()
            (self._kept[query],) = _turned(embedded([query], asked=True), mean)
        return self._kept[query]


def near_in_meaning(likeness: Scores) -> Mask:
    """The few entries that are most like a query, if they are like it at all."""
    first = np.argsort(-likeness, kind="stable")[:NEIGHBOURS]
    mask = np.zeros(likeness.size, np.bool_)
    mask[first] = likeness[first] >= LEAST
    return mask


def _reciprocal(scores: Scores, counted: Mask) -> Scores:
    """What each rank is worth; nothing for who has none."""
    places = np.flatnonzero(counted)
    order = places[np.argsort(-scores[places], kind="stable")]
    found = np.zeros(scores.size)
    found[order] = WHOLE * RANK / (RANK + np.arange(order.size))
    return found


def fused(scores: Scores, likeness: Scores, doubt: float) -> Scores:
    """Ranks by characters and by meaning in one; `doubt` (0 to 1) is how little of the query the best entry holds, and
    meaning counts by it: who finds his own words asks for no others.
    """
    by_words = _reciprocal(np.round(scores, 4), scores > 0)
    return by_words + WEIGHT * doubt * _reciprocal(likeness, likeness > -1)
