"""Which practice answers which problem: said outright, else in one sentence or section, else named in the same case."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from corpus.model import Document, Span
from extractors.base import Practice, Problem
from extractors.clauses import sentences_of
from outputs.answer import Answer, Answers, Evidence, Link
from outputs.answers_points import said_by_build
from outputs.answers_said import said_in_sentences, sign
from outputs.model import CatalogueCase, DocumentRecord
from outputs.recent import recent

RANK: dict[Link, int] = {"sentence": 0, "section": 1, "case": 2, "document": 3}
EVIDENCE: dict[Evidence | None, int] = {
    "targeted": 0, "result": 1, "headed": 2, "numbered": 3, "counterpart": 4, None: 5,
}  # fmt: skip
FORMS = {"heading": 0, "slogan": 1, "item": 2, "action": 3}
STATUS = {"done": 0, "planned": 1, "proposed": 2}
MOST = 5  # of a section for one problem; a long section would answer everything with everything
FEW = 3  # of a case for one problem that stands with none of them
RECENT = 64  # cases; a catalogue is written document by document
OPEN = ("present", "solved")  # problems that a case has or had; what it warns of or talks about needs no answer


class _Quotes:
    """The sentences of a document around its findings; each is asked for many times."""

    def __init__(self, document: Document) -> None:
        pieces = sentences_of(document.folded)
        self._starts, self._ends = [one.start for one in pieces], [one.end for one in pieces]
        self._known: dict[tuple[int, int], Span] = {}

    def around(self, start: int, end: int) -> Span:
        """The sentence around a range; where that crosses several, from the first to the last of them."""
        known = self._known.get((start, end))
        if known is None:
            known = self._known[start, end] = self._around(start, end)
        return known

    def _around(self, start: int, end: int) -> Span:
        starts, ends = self._starts, self._ends
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1)) - 1
        opens = starts[first] if first >= 0 and start < ends[first] else start
        return Span(opens, max(ends[last], end) if last >= 0 else end)


@recent(8)  # the findings of one document are asked for one after the other
def _quotes(document: Document) -> _Quotes:
    return _Quotes(document)


def quote(document: Document, start: int, end: int) -> Span:
    """The sentence around a finding; where it crosses several, from the first to the last of them."""
    return _quotes(document).around(start, end)


def _support(one: Practice) -> tuple[int, int, int, int]:
    """The better a practice is told of the smaller: done, with results and figures, in a heading."""
    return STATUS[one.status], -bool(one.results) - bool(one.quantities), FORMS[one.form], one.start


def strength(one: Answer) -> tuple[int, ...]:
    """The better supported the smaller: said outright, close, done, with results and figures, in a heading."""
    return EVIDENCE[one.evidence], RANK[one.link], *_support(one.practice)


def _own_section(document: Document, problem: Problem) -> Span | None:
    """The section around a problem; one of the first level is as good as a chapter: what stands in it need not belong
    together.
    """
    section = document.section_at(problem.start)
    return Span(section.start, section.end) if section is not None and section.level > 1 else None


def _link(document: Document, problem: Problem, practice: Practice) -> Link:
    if quote(document, problem.start, problem.end).overlaps(quote(document, practice.start, practice.end)):
        return "sentence"
    inside = _own_section(document, problem)
    return "section" if inside is not None and practice.start in inside else "case"


def outright(document: Document, problems: Sequence[Problem], practices: Sequence[Practice]) -> list[Answer]:
    """What the text says outright, each pair once with its best evidence, in the order of the problems."""
    best: dict[tuple[int, int, int, int], Answer] = {}
    named = [one for one in problems if not sign("bare").search(one.text)]
    found = (said_in_sentences, said_by_build)
    for practice, problem, evidence in (pair for say in found for pair in say(document, named, practices)):
        one = Answer(practice, problem, _link(document, problem, practice), evidence)
        key = problem.start, problem.end, practice.start, practice.end
        if key not in best or EVIDENCE[evidence] < EVIDENCE[best[key].evidence]:
            best[key] = one
    return sorted(best.values(), key=lambda one: (one.problem.start, one.problem.end, *strength(one)))


class _Near:
    """The practices of a case by how well they are supported, and the sentence that each stands in: what is nearest to
    a problem of which nothing is said outright.
    """

    def __init__(self, document: Document, practices: Iterable[Practice]) -> None:
        ordered = sorted(practices, key=_support)
        placed = [(one, quote(document, one.start, one.end)) for one in ordered]
        self._document, self._few = document, ordered[:FEW]
        # What begins or stands in a range: many problems share a sentence or section.
        self._inside = cache(lambda start, end: [one for one in ordered if start <= one.start < end])
        self._beside = cache(lambda start, end: [one for one, said in placed if start < said.end and said.start < end])

    def to(self, problem: Problem) -> list[Answer]:
        """The practices of the problem's own sentence, else some of its section, else a few of the case."""
        own = quote(self._document, problem.start, problem.end)
        if beside := self._beside(own.start, own.end):
            return [Answer(one, problem, "sentence") for one in beside]
        section = _own_section(self._document, problem)
        if section and (within := self._inside(section.start, section.end)):
            return [Answer(one, problem, "section") for one in within[:MOST]]
        return [Answer(one, problem, "case") for one in self._few] if problem.status in OPEN else []


@recent(RECENT)
def answered(case: CatalogueCase) -> Answers:
    """The answers to each problem of a case, in the order of the problems, and how many more practices it has."""
    if case.known is not None:
        return case.known.answers
    document = case.record.document
    if document is None:
        return Answers((), {})
    said_of, near = defaultdict[tuple[int, int], list[Answer]](list), _Near(document, case.practices)
    for one in _case_outright(case, document):
        said_of[one.problem.start, one.problem.end].append(one)
    kept = tuple(
        one for problem in case.problems for one in said_of.get((problem.start, problem.end)) or near.to(problem)
    )
    return Answers(kept, _left(case, kept))


def _case_outright(case: CatalogueCase, document: Document) -> Sequence[Answer]:
    """What a case says outright: most documents tell of one alone, and say nothing beyond it."""
    found = case.record.findings
    if (case.problems, case.practices) == (found.problems, found.practices):
        return record_outright(case.record)
    return outright(document, case.problems, case.practices)


def _left(case: CatalogueCase, kept: Iterable[Answer]) -> dict[str, int]:
    named: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for one in kept:
        named[one.problem.category].add((one.practice.start, one.practice.end))
    having = {problem.category for problem in case.problems if problem.status in OPEN}
    return {category: len(case.practices) - len(named[category]) for category in having}


def answers(case: CatalogueCase) -> tuple[Answer, ...]:
    """The best answers to each problem of a case, in the order of the problems."""
    return answered(case).kept


@recent(8)  # documents
def record_outright(record: DocumentRecord) -> Sequence[Answer]:
    """What a whole document says outright, in its cases and beyond."""
    if record.known is not None:
        return record.known.outright
    found = record.findings
    return outright(record.document, found.problems, found.practices) if record.document else ()


def elsewhere(record: DocumentRecord, told: Collection[tuple[int, int, int, int]]) -> Iterator[Answer]:
    """What a document says outright beyond its cases; `told` are the ranges of problems and practices of theirs."""
    for one in record_outright(record):
        if pair(one) not in told:
            link: Link = "document" if one.link == "case" else one.link
            yield Answer(one.practice, one.problem, link, one.evidence)


def pair(one: Answer) -> tuple[int, int, int, int]:
    """The ranges of the problem and the practice of an answer."""
    return one.problem.start, one.problem.end, one.practice.start, one.practice.end


def closest(found: Sequence[Answer]) -> tuple[Answer, ...]:
    """Each practice once for a category, with the problem that it answers best."""
    best: dict[tuple[int, int, str], Answer] = {}
    for one in found:
        key = one.practice.start, one.practice.end, one.problem.category
        if key not in best or strength(one) < strength(best[key]):
            best[key] = one
    return tuple(best.values())
