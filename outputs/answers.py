"""Which practice answers which problem: said outright in one sentence or section, else named in the same case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.model import Document, Span
from extractors.base import Practice, Problem
from extractors.clauses import sentence_at
from outputs.model import CatalogueCase

Link = Literal["sentence", "section", "case"]
RANK: dict[Link, int] = {"sentence": 0, "section": 1, "case": 2}
FORMS = {"heading": 0, "slogan": 1, "item": 2, "action": 3}
MOST = 5  # of a section or case for one problem; a long report would answer everything with everything


@dataclass(frozen=True, slots=True)
class Answer:
    """A practice that answers a problem, and how close the two stand."""

    practice: Practice
    problem: Problem
    link: Link


def quote(document: Document, start: int, end: int) -> Span:
    """The sentence around a finding; where it crosses several, from the first to the last of them."""
    first, last = sentence_at(document, start), sentence_at(document, max(start, end - 1))
    return Span(min(first.start if first else start, start), max(last.end if last else end, end))


def _link(document: Document, problem: Problem, practice: Practice) -> Link:
    if quote(document, problem.start, problem.end).overlaps(quote(document, practice.start, practice.end)):
        return "sentence"
    section = document.section_at(problem.start)
    # A section of the first level is as good as a chapter: what stands in it need not belong together.
    inside = section is not None and section.level > 1 and section.start <= practice.start < section.end
    return "section" if inside else "case"


def _best(document: Document, problem: Problem, practices: Iterable[Practice]) -> Iterator[Answer]:
    found = [Answer(practice, problem, _link(document, problem, practice)) for practice in practices]
    found.sort(key=lambda one: (RANK[one.link], FORMS[one.practice.form], one.practice.start))
    if not found:
        return
    closest = found[0].link
    kept = [one for one in found if one.link == closest]
    yield from kept if closest == "sentence" else kept[:MOST]


def answers(case: CatalogueCase) -> tuple[Answer, ...]:
    """The closest answers to each problem of a case, in the order of the problems."""
    document = case.record.document
    if document is None:
        return ()
    return tuple(answer for problem in case.problems for answer in _best(document, problem, case.practices))


def closest(found: Sequence[Answer]) -> tuple[Answer, ...]:
    """Each practice once for a category, with the problem that it stands closest to."""
    best: dict[tuple[int, int, str], Answer] = {}
    for one in found:
        key = one.practice.start, one.practice.end, one.problem.category
        if key not in best or RANK[one.link] < RANK[best[key].link]:
            best[key] = one
    return tuple(best.values())
