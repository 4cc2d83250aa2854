"""What a case tells of itself however many others there are: made where a document is read, and kept with its record.

Ids, copies, passages, neighbours and labels rest on these; a catalogue of thousands need not look at all texts again.
Nothing here may import what whoever reads a document does not need: no statistics, no graphs.
"""

import pickle
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold
from extractors.base import Mention, Practice
from outputs.copies import cells
from outputs.identity import OPENING, case_text, digest, plain_name
from outputs.label_phrases import Names, names_in
from outputs.model import Case, CatalogueCase, Digests, DocumentRecord
from outputs.near_texts import rows
from outputs.pieces import Cut, cut
from outputs.tokens import Bag, bag
from outputs.topics import topic_text
from outputs.wording import wording

APART, PARTS = "\x1f", "\x1e"
AT_HAND = 16  # documents whose sketches stay unpacked: one may have hundreds of cases

Found = TypeVar("Found", bound=Mention)


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

    def cells(self) -> NDArray[np.uint32]:
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
    say, are joined."""

    digests: Digests
    worded: Worded
    pieces: Pieces
    topic: Bag
    named: str
    said: str

    def names(self) -> Names:
        """What could name it."""
        return Names(*(tuple(part.split(APART)) if part else () for part in self.named.split(PARTS)))

    def sayings(self) -> list[list[str]]:
        """Id and text of each of its practices, in step with them; both empty where it is no words."""
        return [one.split(APART) for one in self.said.split(PARTS)] if self.said else []


def inside(mentions: Iterable[Found], case: Case) -> tuple[Found, ...]:
    """The findings in the range of a case."""
    return tuple(one for one in mentions if case.start <= one.start and one.end <= case.end)


def catalogue_case(id_: str, record: DocumentRecord, case: Case) -> CatalogueCase:
    """A case by itself, with what was found in it."""
    found = record.findings
    return CatalogueCase(
        id=id_,
        case=case,
        record=record,
        text=case_text(record, case),
        practices=inside(found.practices, case),
        problems=inside(found.problems, case),
        quantities=inside(found.quantities, case),
        dates=inside(found.dates, case),
    )


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


def saying(practice: Practice, place: str | None) -> tuple[str, str]:
    """What a practice says, wherever it stands: the id of its bare wording, and its folded text without the place."""
    text = fold(practice.text).lower().replace(fold(place or "\0"), "")
    bare = wording(text)
    return (f"p{digest(practice.theme, bare)}", text) if bare else ("", "")


def _sketched(one: CatalogueCase) -> Sketch:
    letters, found = wording(one.text), cut(one.text)
    return Sketch(
        _digests(one, letters),
        worded(one.text, letters),
        Pieces(found.places.tobytes(), found.numbers.tobytes(), found.letters.tobytes()),
        bag(topic_text(one)),
        PARTS.join(APART.join(some) for some in names_in(one)),
        PARTS.join(APART.join(saying(practice, one.case.place)) for practice in one.practices),
    )


def sketched(record: DocumentRecord) -> DocumentRecord:
    """The record with the sketches of its cases, packed; nothing where there is no case."""
    if not record.cases:
        return record
    found = tuple(_sketched(catalogue_case("", record, case)) for case in record.cases)
    return replace(record, sketches=pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL))


def sketches(record: DocumentRecord) -> tuple[Sketch, ...]:
    """The sketches of the cases of a record, in their order; made anew where it brings none."""
    return _unpacked(record.sketches or sketched(record).sketches)


@lru_cache(AT_HAND)
def _unpacked(packed: bytes) -> tuple[Sketch, ...]:
    found: tuple[Sketch, ...] = pickle.loads(packed)
    return found


def sketch(one: CatalogueCase) -> Sketch:
    """The sketch of a case."""
    if one.record.sketches and one.case in one.record.cases:
        return sketches(one.record)[one.record.cases.index(one.case)]
    return _sketched(one)
