"""What `problems.json`, the files behind it and the pages of problems need of one document: its problems and the
practices that answer them. What they are counted and sorted by stands apart from the bytes that they are published in:
of a document that did not change hardly any of these are asked for.
"""

import hashlib
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpus.model import Document
from extractors.base import Practice
from outputs.answer import Answer
from outputs.answer_order import order, tier_of
from outputs.answers import answered, closest, elsewhere, pair, quote, strength
from outputs.jsonfile import fragment
from outputs.leaves import Leaf
from outputs.model import CatalogueCase, DocumentRecord
from outputs.packed import compressed, restored
from outputs.placing import placing
from outputs.record import Json, mention_json
from outputs.schemas import check
from outputs.views import schema_id

BESIDE = 1  # answers of a case to a category: what only stands in the case says little, and is listed up to so many
PIECES, BODIES = "problems", "problem_bodies"  # the rows of a document that hold them


class Mentioned(NamedTuple):
    """A problem that a document speaks of."""

    case: str | None
    status: str
    text: str


class Given(NamedTuple):
    """A practice that answers a problem; `place` is its own. It is sorted by `first`, by the number of places whose
    practices of the same theme answer the category in the same `tier`, then by `then`.
    """

    theme: str
    tier: str
    place: str
    case: str | None
    first: tuple[int, ...]
    then: tuple[int | str, ...]


class ProblemPiece(NamedTuple):
    """What a document says of one category. `left` counts the practices of its cases that are not given. Its bodies
    stand in the row of bodies at `place`, as a stretch of it (where it begins and its length, in bytes); they have
    `size` bytes unpacked, and their `digest` tells them from all others.
    """

    document: str
    mentions: tuple[Mentioned, ...]
    answers: tuple[Given, ...]
    left: int
    place: tuple[int, int]
    size: int
    digest: bytes


class Bodies(NamedTuple):
    """The JSON of the mentions and answers of a piece, in their order, and the words of the quantities of each of the
    answers.
    """

    mentions: tuple[bytes, ...]
    answers: tuple[bytes, ...]
    figures: tuple[tuple[str, ...], ...]


class Spoken(NamedTuple):
    """What a document says of one category, before it is packed."""

    mentions: list[tuple[Mentioned, bytes]]
    answers: list[tuple[Given, bytes, tuple[str, ...]]]


def _answer(record: DocumentRecord, document: Document, one: Answer, case: str | None, id_: str) -> Json:
    known = placing(record)
    sentence = quote(document, one.practice.start, one.practice.end)
    about = quote(document, one.problem.start, one.problem.end)
    return {
        **mention_json(record, one.practice),
        "case": case,
        "document": id_,
        "link": one.link,
        "evidence": one.evidence,
        "quote": sentence.of(document.text),
        "sentence": [sentence.start, sentence.end],
        "problem": [one.problem.start, one.problem.end],
        "problem_text": one.problem.text,
        "problem_sentence": [about.start, about.end],
        "problem_id": known.id(one.problem),
        "problem_utf16": known.units.range(one.problem.start, one.problem.end),
        "sentence_utf16": known.units.range(sentence.start, sentence.end),
        "problem_sentence_utf16": known.units.range(about.start, about.end),
    }


def _given(leaf: Leaf, told: Json, practice: Practice, case: CatalogueCase | None) -> Given:
    first, then = order(told)
    place = (case.case.place or case.id) if case else leaf.id
    return Given(practice.theme, tier_of(told), place, told["case"], first, then)


def _mentions(leaf: Leaf) -> Iterator[Json]:
    """Every problem of the document, those outside cases too."""
    units, record, document = placing(leaf.record).units, leaf.record, leaf.document
    home = {(p.start, p.end): c.id for c in sorted(leaf.cases, key=lambda case: case.id) for p in c.problems}
    for one in record.findings.problems:
        span = quote(document, one.start, one.end)
        yield mention_json(record, one) | {
            "document": leaf.id,
            "case": home.get((one.start, one.end)),
            "quote": span.of(document.text),
            "sentence": [span.start, span.end],
            "sentence_utf16": units.range(span.start, span.end),
        }


def _answers(leaf: Leaf, left: Counter[str]) -> Iterator[tuple[Answer, CatalogueCase | None]]:
    """The answers; copies of a case would only repeat them and are left out."""
    told: set[tuple[int, int, int, int]] = set()
    for case in leaf.cases:
        found = answered(case)
        told.update(map(pair, found.kept))
        if case.duplicate_of is None:
            left.update(found.left)
            yield from ((one, case) for one in _foremost(closest(found.kept), left))
    yield from ((one, None) for one in closest(tuple(elsewhere(leaf.record, told))))


def _foremost(found: Iterable[Answer], left: Counter[str]) -> Iterator[Answer]:
    """The answers of a case, the best first; of those that only stand in it no more than are wanted, `left` counts the
    others.
    """
    given = Counter[str]()
    for one in sorted(found, key=strength):
        category = one.problem.category
        if one.evidence is None and one.link == "case" and given[category] >= BESIDE:
            left[category] += 1
        else:
            given[category] += 1
            yield one


def _check(mentions: list[Json], answers: list[Json], where: str) -> None:
    """Raise SchemaError unless a part of `problems.json` may hold these."""
    frame = {"schema": schema_id("problem_part"), "category": "", "prefix": ""}
    check({**frame, "mentions": mentions, "answers": answers}, where)


def _spoken(leaf: Leaf, left: Counter[str]) -> dict[str, Spoken]:
    """What one document says of each category; what it leaves out is counted in `left`."""
    found = list(_answers(leaf, left))
    answers = [_answer(leaf.record, leaf.document, one, case.id if case else None, leaf.id) for one, case in found]
    mentions = list(_mentions(leaf))
    _check(mentions, answers, leaf.record.source.name)
    spoken = defaultdict[str, Spoken](lambda: Spoken([], []))
    for told in mentions:
        key = Mentioned(told["case"], told["status"], told["text"])
        spoken[told["category"]].mentions.append((key, fragment(told)))
    for told, (one, case) in zip(answers, found, strict=True):
        figures = tuple(leaf.document.text[start:end] for start, end in one.practice.quantities)
        given = _given(leaf, told, one.practice, case)
        spoken[one.problem.category].answers.append((given, fragment(told), figures))
    return spoken | {category: Spoken([], []) for category in left if category not in spoken}


def _bodies(one: Spoken) -> Bodies:
    return Bodies(
        tuple(body for _, body in one.mentions),
        tuple(body for _, body, _ in one.answers),
        tuple(figures for _, _, figures in one.answers),
    )


def bodies_of(packed: bytes) -> Bodies:
    """The bodies of a piece, of the stretch that it names. Raises DamagedError."""
    return Bodies(*restored(packed))


def _packed(value: tuple[object, ...]) -> bytes:
    return pickle.dumps(tuple(value), pickle.HIGHEST_PROTOCOL)


def _piece(leaf: Leaf, one: Spoken, left: int, bodies: Bodies, place: tuple[int, int]) -> ProblemPiece:
    told = b"".join((*bodies.mentions, *bodies.answers))
    keys = tuple(key for key, _ in one.mentions), tuple(key for key, _, _ in one.answers)
    return ProblemPiece(leaf.id, *keys, left, place, len(told), hashlib.blake2b(told, digest_size=16).digest())


def problem_rows(leaf: Leaf) -> tuple[list[tuple[str, bytes]], bytes]:
    """The pieces of one document by category, each packed, for they are laid aside as they are; and the row of their
    bodies. Raises SchemaError.
    """
    left, pieces, row = Counter[str](), list[tuple[str, bytes]](), bytearray()
    spoken = _spoken(leaf, left)
    for category in sorted(spoken):
        bodies = _bodies(spoken[category])
        stretch = compressed(tuple(bodies))
        piece = _piece(leaf, spoken[category], left[category], bodies, (len(row), len(stretch)))
        pieces.append((category, _packed(piece)))
        row += stretch
    return pieces, bytes(row)
