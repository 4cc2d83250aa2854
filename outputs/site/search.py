"""What the site searches in and with: the texts of the cases, how characters are folded, words of questions and of
problem categories. All of it is handed to the page as base64.
"""

import base64
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from corpus.fold import fold
from extractors.lexicon import read_lexicon
from outputs.leaves import Leaf
from outputs.model import CatalogueCase, DocumentRecord
from outputs.record import Json
from outputs.rendering_rows import Rows
from outputs.search_query import SMALL
from outputs.search_text import PUNCTUATION, QUESTION_WORDS, QuestionWords, searchable
from outputs.site.postings import Measures, sorted_pairs
from outputs.site.scripts import Named
from outputs.site.shards import Shard, shards
from outputs.site.shelf import title_of
from outputs.site.varints import encoded
from outputs.taxonomy import categories

NAME = "search"
PIECE = "searched"
ASSIGNED = range(0x40000), range(0xE0000, 0xE1000)  # Unicode has no characters in the planes between and behind


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _varints(numbers: Iterable[int]) -> str:
    return _base64(encoded(np.fromiter(numbers, np.uint64)).tobytes())


def _steps(numbers: Sequence[int]) -> Iterator[int]:
    """From each number to the next, the first from 0."""
    return (here - before for before, here in zip((0, *numbers), numbers, strict=False))


@cache
def folding() -> dict[int, int]:
    """Code point -> the one that is searched in its stead, of all characters where these differ; halves of surrogate
    pairs, which all become U+FFFD, are left out.
    """
    known = [char for char in map(chr, chain(*ASSIGNED)) if unicodedata.category(char) not in ("Cn", "Co", "Cs")]
    plain = [char for char in known if char.isprintable() and char != " "]
    # What may change, found at once: OpenCC is quick with long lines, and blanks keep it from reading phrases.
    together = fold(" ".join(plain))[::2]
    same = {char for char, one in zip(plain, together, strict=True) if char == one == char.lower() and one not in "“”"}
    told = ((char, searchable(char)) for char in known if char not in same)
    return {ord(char): ord(one) for char, one in told if char != one}


def _zigzag(number: int) -> int:
    return 2 * number if number >= 0 else -2 * number - 1


def _folding_table() -> str:
    """Steps from one character to the next, each followed by how far its folded one lies from it."""
    chars = list(folding())
    pairs = zip(_steps(chars), (_zigzag(folding()[char] - char) for char in chars), strict=True)
    return _varints(number for pair in pairs for number in pair)


def _words() -> Json:
    """Words of questions, and the words of each problem category without small words and marks."""
    asked = read_lexicon(QUESTION_WORDS, QuestionWords)
    named = [
        [
            one.id,
            *sorted({PUNCTUATION.sub("", searchable(word)).translate(SMALL) for word in (one.name, *one.variants)}),
        ]
        for one in categories()
    ]
    return {
        "words": list(asked.words),
        "joints": list(asked.joints),
        "small": "".join(map(chr, SMALL)),
        "categories": named,
    }


def _meta(measures: Measures, known: Sequence[Shard]) -> Json:
    """What the page must know before the first search: `lengths` and `titles` of the cases in places, first pairs and
    places of the shards, and the tables.
    """
    return {
        "cases": len(measures.cases),
        "lengths": _varints(measures.cases),
        "titles": _varints(measures.titles),
        "shards": len(known),
        "pairs": _varints(_steps([one.pair for one in known])),
        "places": _varints(one.place for one in known),
        "folding": _folding_table(),
        "words": _base64(json.dumps(_words(), ensure_ascii=False).encode()),
    }


def search_index(cases: Iterable[Sequence[str]]) -> Iterator[Named]:
    """The files of the search over some cases, each told by its fields with the title first: search/0, search/1 …,
    and in the end `search` with what the page must know of them. Raises ValueError from 2 ** 31 characters on.
    """
    measures, known = Measures(), []
    for number, shard in enumerate(shards(sorted_pairs(cases, measures))):
        known.append(Shard(shard.pair, shard.place, b""))
        yield f"{NAME}/{number}", _base64(shard.content)
    yield NAME, _meta(measures, known)


def searched(case: CatalogueCase) -> tuple[str, ...]:
    """The fields of a case that are searched, the title first."""
    return case.case.title, case.case.place or "", case.case.organisation or "", case.text


def searched_document(record: DocumentRecord) -> tuple[str, ...]:
    """The fields of a document without a case: its title, its name, its text."""
    return title_of(record) or "", record.source.name, record.text


class Searched(NamedTuple):
    """The fields of the cases of a document, or its own where it tells no case."""

    cases: tuple[tuple[str, ...], ...]
    caseless: tuple[tuple[str, ...], ...]


def searched_piece(leaf: Leaf) -> Searched:
    """What is searched of one document."""
    return Searched(tuple(map(searched, leaf.cases)), () if leaf.cases else (searched_document(leaf.record),))


def search(rows: Rows) -> Iterator[Named]:
    """The search over the cases of a catalogue, and behind them over its documents without a case."""
    cases = (case for _, piece in rows.of(PIECE) for case in piece.cases)
    caseless = (document for _, piece in rows.of(PIECE) for document in piece.caseless)
    yield from search_index(chain(cases, caseless))
