"""What a case tells of itself however many others there are: made where a document is read, and kept with its record.

Ids, copies, passages, neighbours and labels rest on these; a catalogue of thousands need not look at all texts again.
Nothing here may import what whoever reads a document does not need: no statistics, no graphs.
"""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold
from extractors.base import Practice
from outputs.compact import joined, parted
from outputs.copies import Cells, cells
from outputs.identity import OPENING, digest, plain_name
from outputs.label_phrases import NAMING, Names, names_in, phrases, slogans
from outputs.model import CatalogueCase, DocumentRecord
from outputs.near_texts import rows
from outputs.outline import Digests
from outputs.packed import loads
from outputs.pieces import Cut, cut
from outputs.recent import recent
from outputs.tokens import Bag, bag, words
from outputs.topics import topic_text
from outputs.worded_findings import APART, INSIDE, Occurring, practices_of, problems_of
from outputs.wording import wording

AT_HAND = 16  # documents whose sketches stay unpacked: one may have hundreds of cases


class Worded(NamedTuple):
    """A text as copies are looked for: letters of its bare wording, its digits, digests of the two, its MinHash and
    the cells of its 5-grams."""

    letters: int
    digits: int
    same: tuple[str, str]
    minhash: bytes
    grams: bytes

    def rows(self) -> NDArray[np.uint32]:
        """The MinHash."""
        return np.frombuffer(self.minhash, dtype=np.uint32)

    def cells(self) -> Cells:
        """The cells of its 5-grams, see `outputs.copies.Spread`."""
        return np.frombuffer(self.grams, dtype=np.uint32)


class Pieces(NamedTuple):
    """The pieces of its text, packed."""

    places: bytes
    numbers: bytes
    letters: bytes

    def cut(self) -> Cut:
        """As they were."""
        return Cut(
            np.frombuffer(self.places, dtype=np.int32).reshape(-1, 4),
            np.frombuffer(self.numbers, dtype=np.int64),
            np.frombuffer(self.letters, dtype=np.int32),
        )


class Sketch(NamedTuple):
    """A case without the others. It has few parts, so that it loads fast: what could name it, and what its practices
    say and their themes, are joined, each in step with the practices.
    """

    digests: Digests
    worded: Worded
    pieces: Pieces
    topic: Bag
    named: bytes
    said: bytes
    themes: bytes
    placed: bytes

    def names(self) -> Names:
        """What could name it."""
        return Names(*(tuple(part.split(APART)) if part else () for part in parted(self.named)))

    def places(self) -> NDArray[np.int32]:
        """Start and end of each of its practices."""
        return np.frombuffer(self.placed, dtype=np.int32).reshape(-1, 2)


Unpacked = tuple[tuple[Sketch, ...], Occurring, Occurring]


class Said(NamedTuple):
    """What a practice says, wherever it stands: the id of its bare wording, empty where it is no words; its folded text
    without the place; its words, and the phrases and names in quotes that could name it."""

    id: str
    text: str
    words: Sequence[str] = ()
    phrases: Sequence[str] = ()
    slogans: Sequence[str] = ()

    def joined(self) -> str:
        """All of it in one."""
        return APART.join((self.id, self.text, *(INSIDE.join(some) for some in self[2:])))


def said_of(joined: str) -> Said:
    """What a practice says, as it was joined."""
    id_, text, *listed = joined.split(APART)
    return Said(id_, text, *(one.split(INSIDE) if one else () for one in listed))


def worded(text: str, letters: str | None = None) -> Worded:
    """A text as copies are looked for; `letters` are its bare wording."""
    letters, digits = wording(text) if letters is None else letters, "".join(filter(str.isdigit, text))
    return Worded(
        len(letters), len(digits), (digest(letters), digest(digits)), rows(letters).tobytes(), cells(letters).tobytes()
    )


def _digests(one: CatalogueCase, letters: str) -> Digests:
    name = plain_name(one.record, one.case)
    return Digests(
        name,
        digest(name, letters),
        digest(one.text),
        digest(letters),
        digest(wording(one.case.title)),
        digest(letters[-OPENING:]),
    )


def saying(practice: Practice, place: str | None) -> Said:
    """What a practice says."""
    text = fold(practice.text).lower().replace(fold(place or "\0"), "")
    plain = wording(text)
    id_ = f"p{digest(practice.theme, plain)}" if plain else ""
    return said(id_, text) if plain else Said("", "")


def said(id_: str, text: str) -> Said:
    """What the folded text of a practice says."""
    return Said(id_, text, words(text), sorted(phrases(text[:NAMING])), sorted(slogans(text)))


def _sketched(one: CatalogueCase) -> Sketch:
    letters, found = wording(one.text), cut(one.text)
    return Sketch(
        _digests(one, letters),
        worded(one.text, letters),
        Pieces(found.places.tobytes(), found.numbers.tobytes(), found.letters.tobytes()),
        bag(topic_text(one)),
        joined(APART.join(some) for some in names_in(one)),
        joined(saying(practice, one.case.place).joined() for practice in one.practices),
        joined(practice.theme for practice in one.practices),
        np.array([(practice.start, practice.end) for practice in one.practices], dtype=np.int32).tobytes(),
    )


def sketched(record: DocumentRecord) -> DocumentRecord:
    """The record with the sketches of its cases, packed; nothing where nothing could be read."""
    if record.document is None:
        return record
    cases = tuple(_sketched(CatalogueCase("", case, record)) for case in record.cases)
    parts = cases, problems_of(record), practices_of(record)
    return replace(record, sketches=pickle.dumps(parts, protocol=pickle.HIGHEST_PROTOCOL))


def worded_problems(record: DocumentRecord) -> Occurring:
    """The problems that no set phrase settles."""
    return _unpacked(record)[1]


def worded_practices(record: DocumentRecord) -> Occurring:
    """All practices."""
    return _unpacked(record)[2]


def sketches(record: DocumentRecord) -> tuple[Sketch, ...]:
    """The sketches of the cases of a record, in their order; made anew where it brings none."""
    return _unpacked(record)[0]


@recent(AT_HAND)
def _unpacked(record: DocumentRecord) -> Unpacked:
    found: Unpacked = loads(record.sketches or sketched(record).sketches)
    return found


def sketch(one: CatalogueCase) -> Sketch:
    """The sketch of a case."""
    at = place_in_record(one)
    return _sketched(one) if at is None else sketches(one.record)[at]


def digests(one: CatalogueCase) -> Digests:
    """What a case is known by."""
    at = place_in_record(one)
    return one.record.aside.outline.digests[at] if one.record.aside and at is not None else sketch(one).digests


def place_in_record(one: CatalogueCase) -> int | None:
    """The place of a case among those of its record; None where that is another's."""
    return one.record.cases.index(one.case) if one.case in one.record.cases else None
