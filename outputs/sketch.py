"""What a case tells of itself however many others there are: made where a document is read, and kept with its record.

Ids, copies, passages, neighbours and labels rest on these; a catalogue of thousands need not look at all texts again.
Nothing here may import what whoever reads a document does not need: no statistics, no graphs.
"""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from sys import intern
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold
from extractors.base import Guess, Mention, Practice
from extractors.overlay import bare
from outputs.copies import cells
from outputs.endings import Ending, endings
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
from outputs.wording import wording

INSIDE, APART, PARTS = "\x1d", "\x1f", "\x1e"
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
    say and where they stand, are joined.
    """

    digests: Digests
    worded: Worded
    pieces: Pieces
    topic: Bag
    named: str
    said: str
    placed: str

    def names(self) -> Names:
        """What could name it."""
        return Names(*(tuple(part.split(APART)) if part else () for part in self.named.split(PARTS)))

    def sayings(self) -> list[str]:
        """What each of its practices says, in step with them."""
        return self.said.split(PARTS) if self.said else []

    def places(self) -> list[tuple[str, int, int]]:
        """Theme, start and end of each of its practices."""
        rows = (one.split(APART) for one in self.placed.split(PARTS)) if self.placed else ()
        return [(theme, int(start), int(end)) for theme, start, end in rows]


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
        PARTS.join(APART.join(some) for some in names_in(one)),
        PARTS.join(saying(practice, one.case.place).joined() for practice in one.practices),
        PARTS.join(f"{practice.theme}{APART}{practice.start}{APART}{practice.end}" for practice in one.practices),
    )


def sketched(record: DocumentRecord) -> DocumentRecord:
    """The record with the sketches of its cases, packed; nothing where nothing could be read."""
    if record.document is None:
        return record
    cases = tuple(_sketched(CatalogueCase("", case, record)) for case in record.cases)
    parts = cases, _worded_problems(record), _problem_rows(record), _practice_rows(record)
    return replace(record, sketches=pickle.dumps(parts, protocol=pickle.HIGHEST_PROTOCOL))


def _worded_problems(record: DocumentRecord) -> str:
    """The problems of a document that no set phrase settles, as they are worded, and the endings of each wording."""
    found = (wording_of(record, one) for one in record.findings.problems if one.certainty != "set")
    return PARTS.join(APART.join((form, *chain(*endings(form)))) for form in dict.fromkeys(found))


def _row(record: DocumentRecord, one: Mention, guesses: Iterable[Guess]) -> str:
    told = INSIDE.join(f"{guess.id} {guess.chance!r}" for guess in guesses)
    return APART.join((wording_of(record, one), str(one.start), str(one.end), told))


def _problem_rows(record: DocumentRecord) -> str:
    """The same problems, each as it stands, with what it may belong to."""
    found = (one for one in record.findings.problems if one.certainty != "set")
    return PARTS.join(_row(record, one, one.likeliest) for one in found)


def _practice_rows(record: DocumentRecord) -> str:
    return PARTS.join(_row(record, one, [Guess(one.theme, 1.0)]) for one in record.findings.practices)


def wording_of(record: DocumentRecord, one: Mention) -> str:
    """The words of a finding as set phrases are compared."""
    assert record.document is not None
    return bare(record.document.folded[one.start : one.end])


def problem_endings(record: DocumentRecord) -> dict[str, tuple[Ending, ...]]:
    """Wording of each problem of a document that no set phrase settles -> its endings."""
    listed = _unpacked(record)[1]
    rows = (map(intern, one.split(APART)) for one in listed.split(PARTS)) if listed else ()  # many say the same
    return {form: tuple(zip(told[::2], told[1::2], strict=True)) for form, *told in rows}


Row = tuple[str, int, int, str]  # wording and range of a finding, and what it may belong to, joined


def _rows(joined: str) -> Iterator[Row]:
    for row in joined.split(PARTS) if joined else ():
        form, start, end, told = row.split(APART)
        yield form, int(start), int(end), told


def worded_problems(record: DocumentRecord) -> Iterator[Row]:
    """The problems that no set phrase settles."""
    return _rows(_unpacked(record)[2])


def worded_practices(record: DocumentRecord) -> Iterator[Row]:
    """All practices; a theme comes without a chance."""
    return ((*row[:3], intern(row[3])) for row in _rows(_unpacked(record)[3]))


def guesses_of(joined: str) -> Iterator[Guess]:
    """What a finding may belong to, as it was joined."""
    for one in joined.split(INSIDE) if joined else ():
        id_, _, chance = one.partition(" ")
        yield Guess(intern(id_), float(chance))


def sketches(record: DocumentRecord) -> tuple[Sketch, ...]:
    """The sketches of the cases of a record, in their order; made anew where it brings none."""
    return _unpacked(record)[0]


@recent(AT_HAND)
def _unpacked(record: DocumentRecord) -> tuple[tuple[Sketch, ...], str, str, str]:
    found: tuple[tuple[Sketch, ...], str, str, str] = loads(record.sketches or sketched(record).sketches)
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
