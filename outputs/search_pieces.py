"""What the search database takes of one document: its entries, the characters that are found in them, and what ranks
them. It depends on the document's leaf alone, so that it can be made beside others and kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from outputs.leaves import Leaf
from outputs.recent import recent
from outputs.search_entries import Entry, entries_of
from outputs.search_text import BREAK, searchable, tokens
from outputs.search_units import FIELDS, TOGETHER, Weighed, weighed

Given = Callable[[str], Iterable[tuple[str, Any]]]
"""Name of a piece -> the name of each document with its piece, in the order of the documents."""
SIZES, FOUND, RANKED = "search_sizes", "search_found", "search_ranked"


def _sizes(listed: Iterable[Entry]) -> tuple[int, ...]:
    """The characters of each body."""
    return tuple(len(entry.body) for entry in listed)


def _all_words(entry: Entry) -> Iterator[str]:
    """The body, and what is found beside it: what stands in it already needs no second place."""
    yield entry.body
    beside = (*entry.title.split("\n"), *entry.practices.split("\n"), *entry.problems.split("\n"))
    yield from (words for words in dict.fromkeys(beside) if words not in entry.body)


def _found(listed: Iterable[Entry]) -> tuple[str, ...]:
    """The characters of each entry as tokens."""
    return tuple(tokens(searchable(BREAK.join(_all_words(entry)))) for entry in listed)


def _ranked(listed: Sequence[Entry]) -> tuple[tuple[Entry, Weighed], ...]:
    """Each entry with what ranks it."""
    told = [{name: searchable(getattr(entry, name)) for name in FIELDS} for entry in listed]
    counted = (one for first in range(0, len(told), TOGETHER) for one in weighed(told[first : first + TOGETHER]))
    return tuple(zip(listed, counted, strict=True))


OF_ENTRIES: Mapping[str, Callable[[Sequence[Entry]], Any]] = {SIZES: _sizes, FOUND: _found, RANKED: _ranked}


@recent(1)
def _listed(leaf: Leaf) -> list[Entry]:
    return list(entries_of(leaf))


def _piece(make: Callable[[Sequence[Entry]], Any]) -> Callable[[Leaf], Any]:
    return lambda leaf: make(_listed(leaf))


PIECES: Mapping[str, Callable[[Leaf], Any]] = {name: _piece(make) for name, make in OF_ENTRIES.items()}
"""Name of a piece -> what makes it of a document."""


def given(listed: Sequence[Entry]) -> Given:
    """The pieces of some entries, where nobody has made them before."""
    return lambda piece: (("", OF_ENTRIES[piece](listed[at : at + TOGETHER])) for at in range(0, len(listed), TOGETHER))
