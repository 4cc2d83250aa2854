"""Which entries hold a unit or a phrase, and how near each entry is to a query: BM25 over the stored postings."""

import math
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from outputs.search_text import phrase
from outputs.search_units import FULL, K1, is_unit, unit

Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]
POSTING = np.dtype("<u2").itemsize + 1  # bytes: place and impact


@dataclass(frozen=True, slots=True)
class Held:
    """The entries that hold a unit, by their places in the database, and how much each says of it, up to 1."""

    entries: NDArray[np.intp]
    impacts: Scores


class Ranking:
    """The postings of a search database. Entries go by their place in it: that of number 1 is 0."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.blocks: list[tuple[int, int]] = [tuple(row) for row in database.execute("SELECT number, first FROM block")]
        self.entries = int(database.execute("SELECT coalesce(max(number), 0) FROM entry").fetchone()[0])

    @cached_property
    def copies(self) -> Mask:
        """Which entries are copies of others."""
        found = self.database.execute("SELECT number FROM entry WHERE original IS NOT NULL")
        return self.among(row[0] for row in found)

    @cached_property
    def groups(self) -> NDArray[np.intp]:
        """The place of the leading copy of each entry; its own where it has no copies."""
        places = np.arange(self.entries)
        statement = """SELECT copy.number, lead.number FROM entry AS copy JOIN entry AS lead ON lead.id = copy.original
            WHERE copy.original IS NOT NULL"""
        for copy, lead in self.database.execute(statement):
            places[copy - 1] = lead - 1
        return places

    def among(self, numbers: Iterable[int]) -> Mask:
        """A mask with the entries of these numbers."""
        mask = np.zeros(self.entries, np.bool_)
        mask[np.fromiter(numbers, np.intp) - 1] = True
        return mask

    def held(self, code: int) -> Held:
        """The entries that hold a unit."""
        places: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
        impacts: list[NDArray[np.uint8]] = [np.empty(0, np.uint8)]
        for block, first in self.blocks:
            statement = "SELECT data FROM posting WHERE block = ? AND unit = ?"
            for (data,) in self.database.execute(statement, (block, code)):
                size = len(data) // POSTING
                places.append(np.frombuffer(data, "<u2", size).astype(np.intp) + (first - 1))
                impacts.append(np.frombuffer(data, np.uint8, size, 2 * size))
        return Held(np.concatenate(places), np.concatenate(impacts) / FULL)

    def weight(self, held: Held) -> float:
        """How rare a unit is; never nought, or in a small catalogue nothing would count."""
        return math.log(1 + (self.entries - held.entries.size + 0.5) / (held.entries.size + 0.5))

    def holding(self, term: str) -> Mask:
        """Which entries hold a term, character by character, in one of their fields."""
        mask = np.zeros(self.entries, np.bool_)
        if is_unit(term):
            mask[self.held(unit(term)).entries] = True
            return mask
        found = self.database.execute("SELECT rowid FROM entry_text WHERE entry_text MATCH ?", (phrase(term),))
        return self.among(row[0] for row in found)

    def holding_all(self, terms: Iterable[str]) -> Mask:
        """Which entries hold all of some terms."""
        mask = np.ones(self.entries, np.bool_)
        for term in terms:
            mask &= self.holding(term)
        return mask

    def of_categories(self, categories: Iterable[str]) -> Mask:
        """Which entries have a problem of one of these categories."""
        return self.having("problem", categories)

    def having(self, kind: str, values: Iterable[str]) -> Mask:
        """Which entries have one of some values of a facet."""
        mask, statement = np.zeros(self.entries, np.bool_), "SELECT entries FROM facet WHERE kind = ? AND value = ?"
        for value in values:
            for (held,) in self.database.execute(statement, (kind, value)):
                mask[np.frombuffer(held, "<u4").astype(np.intp) - 1] = True
        return mask


@dataclass(frozen=True, slots=True)
class Nearness:
    """For each entry its score, the part of the query, by weight, that it holds, and in how many characters, those
    of pairs again, a word of like meaning as a pair; `most` is the best possible score of who says all in the query's
    own words, `weights` say how rare each unit of the query is.
    """

    scores: Scores
    coverage: Scores
    characters: NDArray[np.intp]
    most: float
    weights: Mapping[str, float]


def nearness(ranking: Ranking, units: Mapping[str, float], alike: Mapping[int, float]) -> Nearness:
    """How near each entry is to the units of a query, each with its share, and to the classes of its words."""
    scores, coverage = np.zeros(ranking.entries), np.zeros(ranking.entries)
    weights: dict[str, float] = {}
    count = np.zeros(ranking.entries, np.intp)
    for name, share in units.items():
        held = ranking.held(unit(name))
        weights[name] = weight = share * ranking.weight(held)
        scores[held.entries] += weight * (K1 + 1) * held.impacts
        coverage[held.entries] += weight
        count[held.entries] += len(name)
    whole = said = sum(weights.values())
    for code, share in alike.items():
        held = ranking.held(code)
        weight = share * ranking.weight(held)
        scores[held.entries] += weight * (K1 + 1) * held.impacts
        coverage[held.entries] += weight
        count[held.entries] += 2
        whole += weight
    return Nearness(scores, coverage / (whole or 1.0), count, (said or 1.0) * (K1 + 1), weights)
