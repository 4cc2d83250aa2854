"""Which practice answers which problem: said outright, else in one sentence or section, else named in the same case."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from corpus.model import Document, Span
from extractors.base import Practice, Problem
from extractors.clauses import sentence_at
from outputs.answer import Answer, Answers, Evidence, Link
from outputs.answers_points import said_by_build
from outputs.answers_said import said_in_sentences, sign
from outputs.model import CatalogueCase, DocumentRecord

RANK: dict[Link, int] = {"sentence": 0, "section": 1, "case": 2, "document": 3}
EVIDENCE: dict[Evidence | None, int] = {
    "targeted": 0, "result": 1, "headed": 2, "numbered": 3, "counterpart": 4, None: 5,
}  # fmt: skip
FORMS = {"heading": 0, "slogan": 1, "item": 2, "action": 3}
STATUS = {"done": 0, "planned": 1, "proposed": 2}
MOST = 5  # of a section for one problem; a long section would answer everything with everything
FEW = 3  # of a case for one problem that stands with none of them
OPEN = ("present", "solved")  # problems that a case has or had; what it warns of or talks about needs no answer


def quote(document: Document, start: int, end: int) -> Span:
    """The sentence around a finding; where it crosses several, from the first to the last of them."""
    first, last = sentence_at(document, start), sentence_at(document, max(start, end - 1))
    return Span(min(first.start if first else start, start), max(last.end if last else end, end))


def strength(one: Answer) -> tuple[int, int, int, int, int, int]:
    """The better supported the smaller: said outright, close, done, with results and figures, in a heading."""
    practice = one.practice
    backed = -bool(practice.results) - bool(practice.quantities)
    form = FORMS[practice.form]
    return EVIDENCE[one.evidence], RANK[one.link], STATUS[practice.status], backed, form, practice.start


def _link(document: Document, problem: Problem, practice: Practice) -> Link:
    if quote(document, problem.start, problem.end).overlaps(quote(document, practice.start, practice.end)):
        return "sentence"
    section = document.section_at(problem.start)
    # A section of the first level is as good as a chapter: what stands in it need not belong together.
    inside = section is not None and section.level > 1 and section.start <= practice.start < section.end
    return "section" if inside else "case"


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


def _near(document: Document, problem: Problem, practices: Iterable[Practice]) -> list[Answer]:
    """The practices that stand closest to a problem of which nothing is said outright."""
    found = [Answer(practice, problem, _link(document, problem, practice)) for practice in practices]
    found.sort(key=strength)
    if not found:
        return []
    kept = [one for one in found if one.link == found[0].link]
    if found[0].link == "case":
        return kept[:FEW] if problem.status in OPEN else []
    return kept if found[0].link == "sentence" else kept[:MOST]


def answered(case: CatalogueCase) -> Answers:
    """The answers to each problem of a case, in the order of the problems, and how many more practices it has."""
    if case.known is not None:
        return case.known.answers
    document = case.record.document
    if document is None:
        return Answers((), Counter())
    said_of: dict[tuple[int, int], list[Answer]] = defaultdict(list)
    for one in outright(document, case.problems, case.practices):
        said_of[one.problem.start, one.problem.end].append(one)
    kept = tuple(
        one
        for problem in case.problems
        for one in said_of.get((problem.start, problem.end)) or _near(document, problem, case.practices)
    )
    return Answers(kept, _left(case, kept))


def _left(case: CatalogueCase, kept: Iterable[Answer]) -> Counter[str]:
    named: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for one in kept:
        named[one.problem.category].add((one.practice.start, one.practice.end))
    having = {problem.category for problem in case.problems if problem.status in OPEN}
    return Counter({category: len(case.practices) - len(named[category]) for category in having})


def answers(case: CatalogueCase) -> tuple[Answer, ...]:
    """The best answers to each problem of a case, in the order of the problems."""
    return answered(case).kept


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
