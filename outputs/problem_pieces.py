"""What `problems.json` and the pages of problems need of one document: its problems and the practices that answer
them, each as the bytes that it is published in, with what it is sorted and counted by.
"""

import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpus.model import Document
from outputs.answer import Answer
from outputs.answers import EVIDENCE, RANK, STATUS, answered, closest, elsewhere, pair, quote, strength
from outputs.jsonfile import fragment
from outputs.leaves import Leaf
from outputs.model import CatalogueCase, DocumentRecord
from outputs.placing import placing
from outputs.record import Json, mention_json
from outputs.schemas import check
from outputs.views import schema_id

BESIDE = 1  # answers of a case to a category: what only stands in the case says little, and is listed up to so many
PLACES = b'"places":1,'  # quotes within a text are escaped: it stands in no other place


class Mentioned(NamedTuple):
    """A problem that a document speaks of."""

    category: str
    case: str | None
    status: str
    text: str
    body: bytes


class Given(NamedTuple):
    """A practice that answers a problem. `before` and `after` are its JSON around the number of places whose practices
    of the same theme answer the category in the same `tier`; `place` is its own. It is sorted by `first`, by that
    number, then by `then`. `figures` are the words of its quantities.
    """

    category: str
    theme: str
    tier: str
    place: str
    case: str | None
    first: tuple[int, int, int]
    then: tuple[int, int, str, str, int, int]
    before: bytes
    after: bytes
    figures: tuple[str, ...]


class ProblemPiece(NamedTuple):
    """The problems of a document; `left` counts for each category the practices of its cases that are not given."""

    mentions: tuple[Mentioned, ...]
    answers: tuple[Given, ...]
    left: dict[str, int]


def tier(one: Answer) -> str:
    """How well an answer is supported: said outright, or in one sentence, section or case."""
    return "outright" if one.evidence else one.link


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
        "places": 1,  # whoever knows the other documents counts them
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


def _given(leaf: Leaf, told: Json, one: Answer, case: CatalogueCase | None) -> Given:
    """Said outright first, then done before planned, with results and figures, told of by many places, close."""
    practice, id_ = one.practice, case.id if case else None
    before, _, after = fragment(told).partition(PLACES)
    backed = -bool(practice.results) - bool(practice.quantities)
    return Given(
        one.problem.category,
        practice.theme,
        tier(one),
        (case.case.place or case.id) if case else leaf.id,
        id_,
        (0 if one.evidence else 1 + RANK[one.link], STATUS[practice.status], backed),
        (EVIDENCE[one.evidence], RANK[one.link], id_ or "~", leaf.id, practice.start, practice.end),
        before[:-1] + b"}",
        b"{" + after,
        tuple(leaf.document.text[start:end] for start, end in practice.quantities),
    )


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


def _mentioned(told: Json) -> Mentioned:
    return Mentioned(told["category"], told["case"], told["status"], told["text"], fragment(told))


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
        if tier(one) == "case" and given[category] >= BESIDE:
            left[category] += 1
        else:
            given[category] += 1
            yield one


def _check(mentions: list[Json], answers: list[Json], where: str) -> None:
    """Raise SchemaError unless `problems.json` may hold these."""
    totals = {"outright": 0, "sentence": 0, "section": 0, "case": 0}
    rest = {"name": "", "cases": [], "mentions": mentions, "answer_totals": totals}
    check({"schema": schema_id("problems"), "problems": {"": rest | {"answers": answers}}, "themes": {}}, where)


def by_category(leaf: Leaf) -> list[tuple[str, bytes]]:
    """The problems of one document and what answers them, by category, each packed: they are laid aside as they are."""
    found = _split(problem_piece(leaf))
    return [(category, pickle.dumps(tuple(piece), pickle.HIGHEST_PROTOCOL)) for category, piece in found]


def _split(whole: ProblemPiece) -> Iterator[tuple[str, ProblemPiece]]:
    mentions, answers = defaultdict[str, list[Mentioned]](list), defaultdict[str, list[Given]](list)
    for one in whole.mentions:
        mentions[one.category].append(one)
    for given in whole.answers:
        answers[given.category].append(given)
    for category in sorted(mentions.keys() | answers.keys() | whole.left.keys()):
        spoken = tuple(mentions[category]), tuple(answers[category])
        yield category, ProblemPiece(*spoken, {category: whole.left.get(category, 0)})


def problem_piece(leaf: Leaf) -> ProblemPiece:
    """The problems of one document and what answers them."""
    left = Counter[str]()
    found = list(_answers(leaf, left))
    answers = [_answer(leaf.record, leaf.document, one, case.id if case else None, leaf.id) for one, case in found]
    mentions = list(_mentions(leaf))
    _check(mentions, answers, leaf.record.source.name)
    given = (_given(leaf, told, *one) for told, one in zip(answers, found, strict=True))
    return ProblemPiece(tuple(map(_mentioned, mentions)), tuple(given), dict(left))
