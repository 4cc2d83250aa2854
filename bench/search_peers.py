"""What others offer for search in Chinese: SQLite's trigram index, SQLite over jieba's words, BM25 over jieba's words.

Each gets the same texts (title, practices, problems and body of an entry) and ranks with what it has.
"""

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

import rjieba

from outputs.search_text import searchable

MARKS = re.compile(r"[\W_]+")


class Peer(Protocol):
    """A way to search: `ranked` gives the numbers of the texts, best first; `holding` those said to hold a string."""

    name: str

    def ranked(self, query: str) -> list[int]: ...

    def holding(self, query: str) -> set[int]: ...


def words(text: str) -> list[str]:
    """The words of a text as jieba cuts them for searching, marks left out."""
    return [word for word in rjieba.cut_for_search(searchable(text)) if not MARKS.fullmatch(word)]


def _quoted(terms: Iterable[str], joint: str) -> str:
    return joint.join('"' + term.replace('"', '""') + '"' for term in terms)


class Trigram:
    """FTS5 with the tokenizer `trigram`: ranks by the query's pieces of three, finds by the whole string."""

    name = "SQLite trigram"

    def __init__(self, texts: Sequence[str]) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE entry USING fts5(text, tokenize='trigram')")
        rows = ((number, searchable(text)) for number, text in enumerate(texts))
        self.database.executemany("INSERT INTO entry(rowid, text) VALUES (?, ?)", rows)

    def _matching(self, match: str) -> list[int]:
        found = self.database.execute("SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank, rowid", (match,))
        return [row[0] for row in found]

    def ranked(self, query: str) -> list[int]:
        terms = [term for term in MARKS.split(searchable(query)) if term]
        threes = {term[at : at + 3] for term in terms for at in range(len(term) - 2)}
        return self._matching(_quoted(sorted(threes), " OR ")) if threes else []

    def holding(self, query: str) -> set[int]:
        return set(self._matching(_quoted([searchable(query)], ""))) if len(query) > 2 else set()


class Cut(Trigram):
    """FTS5 over the words that jieba cuts, with blanks between them."""

    name = "FTS5 over jieba words"

    def __init__(self, texts: Sequence[str]) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE entry USING fts5(text)")
        rows = ((number, " ".join(words(text))) for number, text in enumerate(texts))
        self.database.executemany("INSERT INTO entry(rowid, text) VALUES (?, ?)", rows)

    def ranked(self, query: str) -> list[int]:
        return self._matching(_quoted(sorted(set(words(query))), " OR ")) if words(query) else []

    def holding(self, query: str) -> set[int]:
        return set(self._matching(_quoted(words(query), " AND "))) if words(query) else set()


class Okapi:
    """BM25 (k1 1.5, b .75) over the words that jieba cuts, as rank_bm25 does it."""

    name = "BM25 over jieba words"

    def __init__(self, texts: Sequence[str]) -> None:
        self.counts = [Counter(words(text)) for text in texts]
        self.lengths = [sum(count.values()) for count in self.counts]
        self.held = Counter(word for count in self.counts for word in count)
        self.mean = sum(self.lengths) / len(self.lengths)

    def _rare(self, word: str) -> float:
        return math.log(1 + (len(self.counts) - self.held[word] + 0.5) / (self.held[word] + 0.5))

    def _score(self, number: int, asked: Sequence[str]) -> float:
        count, norm = self.counts[number], 0.25 + 0.75 * self.lengths[number] / self.mean
        rare = {
            word: math.log(1 + (len(self.counts) - self.held[word] + 0.5) / (self.held[word] + 0.5)) for word in asked
        }
        return sum(rare[word] * count[word] * 2.5 / (count[word] + 1.5 * norm) for word in asked if word in count)

    def ranked(self, query: str) -> list[int]:
        scores = [(self._score(number, words(query)), number) for number in range(len(self.counts))]
        return [number for score, number in sorted(scores, key=lambda one: (-one[0], one[1])) if score > 0]

    def holding(self, query: str) -> set[int]:
        asked = set(words(query))
        return {number for number, count in enumerate(self.counts) if asked and asked <= count.keys()}


PEERS = (Trigram, Cut, Okapi)
