"""What a query looks for: terms that must be held, units that rank, and the problem categories that it names."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outputs.search_text import PUNCTUATION, searchable, terms, wanted
from outputs.search_units import pairs, singles
from outputs.search_words import classes_in

MOST_TERMS = 40
UNITS = 48  # pairs of a query that count, and as many characters
FINE, BROAD = 1.5, 0.5  # what a word of a fine class and of a broad class counts, against a word as it was typed
CLASSES = 12  # of each that count: what a long question costs
VARIANTS = 40  # of the categories that a query names
SMALL = dict.fromkeys(map(ord, "的了和与及跟"), None)


class SearchError(ValueError):
    """A search that cannot be done; the message is for people."""


@dataclass(frozen=True, slots=True)
class CategoryWord:
    """A word that names a problem category; `bare` without small words and marks."""

    word: str
    bare: str
    category: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `exact`: groups of terms, the typed ones first; an entry that holds all of a group is an
    exact hit. `units`: characters and pairs with their shares; `alike`: classes of words with theirs. `categories`:
    problem categories that are named; `variants`: other words for them.
    """

    exact: tuple[tuple[str, ...], ...]
    units: Mapping[str, float]
    alike: Mapping[int, float]
    categories: frozenset[str]
    variants: tuple[str, ...]


def _bare(word: str) -> str:
    return PUNCTUATION.sub("", word).translate(SMALL)


def category_words(database: sqlite3.Connection) -> list[CategoryWord]:
    """The words that name problem categories in a search database."""
    rows = database.execute("SELECT word, category FROM category_word ORDER BY word, category")
    return [CategoryWord(word, _bare(word), category) for word, category in rows]


def _named(words: Iterable[CategoryWord], query: str) -> frozenset[str]:
    """The problem categories that a query names: by id, or by a word of theirs, small words and marks aside."""
    asked, id_ = _bare("".join(terms(query))), searchable(query).strip()
    inside = {one.category for one in words if len(one.bare) > 2 and one.bare in asked}
    whole = {one.category for one in words if one.bare == asked or one.category.lower() == id_}
    return frozenset(inside | whole)


def _variants(words: Iterable[CategoryWord], categories: frozenset[str], typed: Iterable[str]) -> tuple[str, ...]:
    """Other words for some categories; what is typed already is none."""
    known = set(typed)
    found = (one.word for one in words if one.category in categories and len(one.word) > 1 and one.word not in known)
    return tuple(sorted(set(found), key=lambda word: (-len(word), word))[:VARIANTS])


def _units(asked: Iterable[str]) -> dict[str, float]:
    found = list(asked)
    two = dict.fromkeys(pair for term in found for pair in pairs(term))
    one = dict.fromkeys(char for term in found for char in singles(term))
    return dict.fromkeys([*list(two)[:UNITS], *list(one)[:UNITS]], 1.0)


def _alike(asked: Iterable[str]) -> dict[int, float]:
    fine, broad = classes_in(asked)
    return {**dict.fromkeys(fine[:CLASSES], FINE), **dict.fromkeys(broad[:CLASSES], BROAD)}


def read_query(words: Sequence[CategoryWord], query: str) -> Query:
    """What is looked for by what somebody typed, given the words that name categories. Raises SearchError."""
    typed, asked = tuple(dict.fromkeys(terms(query))), tuple(dict.fromkeys(wanted(query)))
    if not typed:
        raise SearchError("The query is empty. Give at least one character to look for.")
    if len(typed) > MOST_TERMS:
        raise SearchError(f"The query has {len(typed)} different words; {MOST_TERMS} are the most.")
    categories = _named(words, query)
    # What is left of a question counts as asked for only where it says something: of =1+1 two lone digits are left.
    groups = (typed, asked) if max(map(len, asked)) > 1 else (typed,)
    return Query(
        tuple(dict.fromkeys(groups)), _units(asked), _alike(asked), categories, _variants(words, categories, typed)
    )
