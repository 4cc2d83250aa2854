"""What is near a query that finds nothing: problem categories, themes, and spellings of the catalogue's own words."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from outputs.record import Json
from outputs.search_text import searchable, terms, wanted
from outputs.search_units import pairs

MOST = 3  # of each kind
HAN = "\u2e80"  # from here on characters are words or parts of words
SHARED = 2  # Chinese characters that a word must share where it shares no two in a row
LONGEST = 8  # characters of what may be misspelt; longer ones are questions
CUT = re.compile(r"[\W_]+")


def distance(one: str, other: str, most: int) -> int:
    """Characters to insert, drop, change or swap with the next to turn one word into another; `most` + 1 for more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        further = [i]
        for j, there in enumerate(other, 1):
            cost = min(row[j] + 1, further[j - 1] + 1, row[j - 1] + (char != there))
            if before and j > 1 and char == other[j - 2] and one[i - 2] == there:
                cost = min(cost, before[j - 2] + 1)
            further.append(cost)
        if min(further) > most:
            return most + 1
        before, row = row, further
    return min(row[-1], most + 1)


def _words(database: sqlite3.Connection, entries: Iterable[int]) -> Iterator[str]:
    """The words of categories, and of the titles and practices of some entries, cut at marks."""
    yield from (row[0] for row in database.execute("SELECT DISTINCT word FROM category_word ORDER BY word"))
    for number in entries:
        row = database.execute("SELECT title, practices FROM entry WHERE number = ?", (number,)).fetchone()
        yield from (part for text in row for part in CUT.split(searchable(text)) if part)


def _stretches(word: str, size: int) -> Iterator[str]:
    """The word itself, and what stands in it that is about as long as the query."""
    yield word
    for length in (size, size - 1, size + 1):
        yield from (word[at : at + length] for at in range(len(word) - length + 1) if length > 1)


def _spellings(words: Iterable[str], asked: str) -> list[str]:
    """Words of the catalogue that differ from what is asked by one character, by two where it is long."""
    most, letters = (1 if len(asked) < 5 else 2), set(asked)
    like = (word for word in dict.fromkeys(words) if len(letters - set(word)) <= most and len(letters & set(word)) > 1)
    found: Counter[tuple[int, str]] = Counter()
    for word in like:
        near = ((distance(asked, cut, most), cut) for cut in dict.fromkeys(_stretches(word, len(asked))))
        far, _, cut = min((far, abs(len(cut) - len(asked)), cut) for far, cut in near)
        found[far, cut] += far <= most
    ranked = sorted((one for one, often in found.items() if often), key=lambda one: (one[0], -found[one], one[1]))
    return [word for _, word in ranked[:MOST]]


def _likeness(asked: str, words: Iterable[str]) -> float:
    """The greatest share of pairs that a word has in common with the query (Dice)."""
    letters, own = set(asked), set(pairs(asked)) or set(asked)
    near = (word for word in words if not letters.isdisjoint(word))
    others = (set(pairs(word)) or set(word) for word in near)
    return max((2 * len(own & other) / (len(own) + len(other)) for other in others if other), default=0.0)


def _in_common(own: set[str], other: set[str]) -> float:
    """The share of characters that two words have in common; nothing where that is one of several."""
    shared = len(own & other)
    return shared / len(own | other) if shared >= min(SHARED, len(own)) > 0 else 0.0


def _closest(asked: str, words: dict[str, list[str]]) -> list[str]:
    """The ids whose words are most like the query, by pairs or, where none is shared, by characters."""
    alike = {id_: _likeness(asked, told) for id_, told in words.items()}
    if not any(alike.values()):
        # A character alone says little, and a Latin letter nothing: some word has each of them.
        own = {char for char in asked if char >= HAN}
        alike = {id_: max(_in_common(own, set(word)) for word in told) for id_, told in words.items()}
    ranked = sorted((id_ for id_ in alike if alike[id_] > 0), key=lambda id_: (-alike[id_], id_))
    return ranked[:MOST]


def nearest(database: sqlite3.Connection, query: str, entries: Iterable[int]) -> Json:
    """What could be meant: at most three `categories`, `themes` (id and name) and `spellings`, the nearest first;
    `entries` are the numbers of those in whose titles and practices a spelling is looked for.
    """
    asked = "".join(wanted(query)) or "".join(terms(query))
    names: dict[str, dict[str, str]] = {"problem": {}, "theme": {}}
    words: dict[str, dict[str, list[str]]] = {"problem": {}, "theme": {}}
    for kind, value, name in database.execute("SELECT kind, value, name FROM facet_name"):
        if kind in names:
            names[kind][value] = name
            words[kind][value] = [searchable(name)]
    for word, category in database.execute("SELECT word, category FROM category_word"):
        words["problem"].setdefault(category, []).append(word)
    told = {
        kind: [{"id": id_, "name": names[kind].get(id_, id_)} for id_ in _closest(asked, words[kind])] for kind in names
    }
    short = 2 <= len(asked) <= LONGEST
    spellings = _spellings(_words(database, entries), asked) if short else []
    return {"categories": told["problem"], "themes": told["theme"], "spellings": spellings}
