"""What a report says outright of practices and the problems they answer: 针对…, 破解…, …解决了…, 对策 to 困境."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from corpus.model import Document, Section, Span
from extractors.base import Mention, Practice, Problem
from extractors.lexicon import read_lexicon
from outputs.case_words import Sign, Signs

FILE = Path(__file__).with_name("answers.yml")
Evidence = Literal["targeted", "result", "headed", "numbered", "counterpart"]
Pair = tuple[Practice, Problem, Evidence]
Found = TypeVar("Found", bound=Mention)

BEFORE = 60  # characters before a problem in which what governs it stands
REACH = 600  # characters on either side in which a sentence ends
OPENING = 14  # characters at the head of a sentence in which 破解… says what follows is for
NEAREST = 3  # practices before …解决了 that it may speak of
MOST = 8  # practices under one heading
FEWEST = 2  # points of a chapter that can be answered one by one
NAMED_ALONE = 8  # characters more than the problem: what is shorter only names it (破解融资难题)
STOP = re.compile(r"[。!?\n]")
HAN = re.compile(r"[\u4e00-\u9fff]+")


@cache
def signs() -> tuple[Sign, ...]:
    """All entries of answers.yml."""
    return read_lexicon(FILE, Signs).patterns


@cache
def sign(id_: str) -> re.Pattern[str]:
    """The patterns of an entry as one. Raises KeyError."""
    return {one.id: re.compile("|".join(one.any)) for one in signs()}[id_]


def inside(found: Sequence[Found], start: int, end: int) -> Sequence[Found]:
    """The mentions, in the order of the text, that begin in a range."""
    first = bisect_left(found, start, key=lambda one: one.start)
    return found[first : bisect_left(found, end, key=lambda one: one.start)]


def said(document: Document, problems: Sequence[Problem], practices: Sequence[Practice]) -> Iterator[Pair]:
    """Every pair of which the text says outright that one answers the other; both lists in the order of the text."""
    for problem in problems:
        yield from _governed(document, problem, practices)
        yield from _headed(document, problem, practices)
    yield from _results(problems, practices)
    yield from _chapters(document, problems, practices)


def _whole_sentence(document: Document, at: int) -> Span:
    """The sentence around a character, up to its full stop."""
    paragraph = document.paragraph_at(at)
    first, last = (paragraph.start, paragraph.end) if paragraph else (at, at)
    first, last = max(first, at - REACH), min(last, at + REACH)
    ends = [found.start() for found in STOP.finditer(document.folded, first, last)]
    return Span(
        max((end + 1 for end in ends if end < at), default=first), min((e for e in ends if e >= at), default=last)
    )


def _names_alone(problem: Problem, practice: Practice) -> bool:
    """Whether a practice is hardly more than the problem's name."""
    covers = practice.start <= problem.start and problem.end <= practice.end
    return covers and len(practice.text) - len(problem.text) < NAMED_ALONE


def _governed(document: Document, problem: Problem, practices: Sequence[Practice]) -> Iterator[Pair]:
    """针对X,…; 为解决X,…; 破解X,…; …,有效解决了X."""
    sentence = _whole_sentence(document, problem.start)
    before = document.folded[max(sentence.start, problem.start - BEFORE) : problem.start]
    aimed, overcome = sign("aimed").search(before), sign("overcome").search(before)
    if aimed:
        yield from _behind(document, problem, practices, sentence)
    elif overcome and sign("claimed").search(
        overcome[0] if overcome.start() == 0 else before[max(0, overcome.start() - 6) :]
    ):
        earlier = [one for one in inside(practices, sentence.start, problem.start) if one.end <= problem.start]
        yield from ((one, problem, "result") for one in earlier[-NEAREST:])
    elif overcome and problem.start - len(before) + overcome.start() - sentence.start <= OPENING:
        yield from _behind(document, problem, practices, sentence)


def _behind(document: Document, problem: Problem, practices: Sequence[Practice], sentence: Span) -> Iterator[Pair]:
    """The practices behind a problem, up to the next 针对."""
    text = document.folded[problem.end : sentence.end]
    again = re.search(r"[;,](?:而)?针对", text)
    end = problem.end + again.start() if again else sentence.end
    for one in inside(practices, sentence.start, end):
        if one.end > problem.end and not _names_alone(problem, one):
            yield one, problem, "targeted"


def _headed(document: Document, problem: Problem, practices: Sequence[Practice]) -> Iterator[Pair]:
    """A heading that says to answer a problem, and the practices under it."""
    section = document.section_at(problem.start)
    if section is None or not section.heading.start <= problem.start < section.heading.end:
        return
    before = document.folded[section.heading.start : problem.start]
    if sign("aimed").search(before) or sign("overcome").search(before):
        for one in _chief(inside(practices, section.heading.start, section.end), MOST):
            if not _names_alone(problem, one):
                yield one, problem, "headed"


def _chief(found: Sequence[Practice], most: int) -> list[Practice]:
    """The headings, items and named initiatives among practices, or where there are none all of them."""
    return ([one for one in found if one.form != "action"] or list(found))[:most]


def _results(problems: Sequence[Problem], practices: Sequence[Practice]) -> Iterator[Pair]:
    """Practices whose results name a problem as solved."""
    for practice in practices:
        for result in practice.results:
            for problem in inside(problems, result.start, result.end):
                if problem.status == "solved":
                    yield practice, problem, "result"


def _chapters(document: Document, problems: Sequence[Problem], practices: Sequence[Practice]) -> Iterator[Pair]:
    """The points of a chapter of problems with those of the chapter of remedies behind it."""
    sections = document.sections
    for at, section in enumerate(sections):
        if section.role != "problem" or (
            at and sections[at - 1].role == "problem" and sections[at - 1].end > section.start
        ):
            continue
        remedy = _remedy(document, at)
        if remedy is not None:
            yield from _points(_children(sections, at), _children(sections, remedy), problems, practices)


def _remedy(document: Document, at: int) -> int | None:
    """The next chapter of the same level, if it holds remedies, in the same article."""
    chapter = document.sections[at]
    for number in range(at + 1, len(document.sections)):
        other = document.sections[number]
        if other.start < chapter.end or other.level > chapter.level:
            continue
        fits = other.level == chapter.level and other.role in ("practice", "outlook")
        return number if fits and sign("remedy").search(other.title) else None
    return None


def _children(sections: Sequence[Section], at: int) -> list[Section]:
    """The points of a chapter: its sections of the highest level."""
    below = []
    for section in sections[at + 1 :]:
        if section.start >= sections[at].end:
            break
        below.append(section)
    top = min((one.level for one in below), default=0)
    return [one for one in below if one.level == top]


def _points(
    needs: list[Section], remedies: list[Section], problems: Sequence[Problem], practices: Sequence[Practice]
) -> Iterator[Pair]:
    if min(len(needs), len(remedies)) < FEWEST:
        return
    for first, last, evidence in _matched(needs, remedies):
        heading = inside(problems, first.heading.start, first.heading.end)
        for problem in heading or inside(problems, first.start, first.end)[:NEAREST]:
            for one in _chief(inside(practices, last.heading.start, last.end), NEAREST):
                yield one, problem, evidence


def _matched(needs: list[Section], remedies: list[Section]) -> Iterator[tuple[Section, Section, Evidence]]:
    """Points that share a noun no other point has; those left over by their number, where there are as many of each."""
    ours, theirs = _nouns(needs), _nouns(remedies)
    by_noun = {i: best for i, nouns in enumerate(ours) if (best := _best(nouns, theirs)) is not None}
    free = set(range(len(remedies))) - set(by_noun.values())
    for i, need in enumerate(needs):
        if i in by_noun:
            yield need, remedies[by_noun[i]], "numbered" if by_noun[i] == i else "counterpart"
        elif len(needs) == len(remedies) and i in free:
            yield need, remedies[i], "numbered"


def _nouns(points: list[Section]) -> list[set[str]]:
    """The pairs of characters of each title that no other title of the list has."""
    pairs = [{run[i : i + 2] for run in HAN.findall(one.title) for i in range(len(run) - 1)} for one in points]
    often = Counter(pair for found in pairs for pair in found)
    return [{pair for pair in found if often[pair] == 1 and not sign("empty_pair").search(pair)} for found in pairs]


def _best(nouns: set[str], others: list[set[str]]) -> int | None:
    shared = [len(nouns & other) for other in others]
    most = max(shared, default=0)
    return shared.index(most) if most and shared.count(most) == 1 else None
