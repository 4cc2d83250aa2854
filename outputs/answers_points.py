"""What a report says outright by its build: points of a chapter of problems and of the chapter of remedies behind it,
labels (问题:… 措施:…), rows of tables with a column for each.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Document, Paragraph, Section, Span
from extractors.base import Practice, Problem
from extractors.practice_cells import REMEDY_LABEL, columns, tables
from outputs.answer import Evidence
from outputs.answers_said import Pair, chief, inside, sign

FEWEST = 2  # points of a chapter that can be answered one by one
NEAREST = 3  # problems and practices of a point
LEAD = 60  # characters before the first point of a list that announce it
APART = 400  # characters between a list of problems and that of what will be done about them
LABELLED = 6  # paragraphs between a label of a problem and that of its remedy
HAN = re.compile(r"[\u4e00-\u9fff]+")
NUMBER = re.compile(
    r"\s{0,9}(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.,:]|[一二三四五六七八九十]{1,2}是|"
    r"第?[一二三四五六七八九十]{1,2}[道步招点个条项大]?[^,。:;]{0,3}[,:、])"
)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a list: its title, where it begins and ends, and where the title ends."""

    title: str
    start: int
    end: int
    opening: int


def said_by_build(document: Document, problems: Sequence[Problem], practices: Sequence[Practice]) -> Iterator[Pair]:
    """Every pair that chapters, lists, labels or rows put together; both lists in the order of the text."""
    for needs, remedies, strict in (*_chapters(document), *_lists(document)):
        yield from _points(needs, remedies, strict, problems, practices)
    for need, remedy in (*_labelled(document), *_cells(document)):
        for problem in inside(problems, need.start, need.end):
            for practice in inside(practices, remedy.start, remedy.end):
                yield practice, problem, "numbered"


def _chapters(document: Document) -> Iterator[tuple[list[Point], list[Point], bool]]:
    """The points of each chapter of problems with those of the chapter of remedies behind it, and whether its title
    does not say that it answers them.
    """
    sections = document.sections
    for at, section in enumerate(sections):
        if (
            section.role != "problem"
            or sign("cause").search(section.title)
            or (at and sections[at - 1].role == "problem" and sections[at - 1].end > section.start)
        ):
            continue
        remedy = _remedy(document, at)
        if remedy is not None:
            told = bool(sign("remedy").search(sections[remedy].title))
            yield _children(document, at), _children(document, remedy), not told


def _remedy(document: Document, at: int) -> int | None:
    """The next chapter of the same level that holds remedies, in the same article; causes may stand between."""
    chapter = document.sections[at]
    for number in range(at + 1, len(document.sections)):
        other = document.sections[number]
        if other.start < chapter.end or other.level > chapter.level:
            continue
        if other.level < chapter.level:
            return None
        if other.role in ("practice", "outlook") or sign("remedy").search(other.title):
            return number
        if not sign("cause").search(other.title):
            return None
    return None


def _children(document: Document, at: int) -> list[Point]:
    """The points of a chapter: its sections of the highest level, else its numbered paragraphs."""
    sections, below = document.sections, []
    for section in sections[at + 1 :]:
        if section.start >= sections[at].end:
            break
        below.append(section)
    top = min((one.level for one in below), default=0)
    return [_point(one) for one in below if one.level == top] or _numbered(document, sections[at])


def _point(section: Section) -> Point:
    return Point(section.title, section.heading.start, section.end, section.heading.end)


def _numbered(document: Document, chapter: Section) -> list[Point]:
    """The paragraphs of a chapter that open with a number, each up to the next."""
    starts = [
        one.start
        for one in document.paragraphs
        if chapter.heading.end <= one.start < chapter.end and NUMBER.match(document.folded, one.start, one.end)
    ]
    return [_stretch(document, start, end) for start, end in pairwise((*starts, chapter.end))] if starts else []


def _stretch(document: Document, start: int, end: int) -> Point:
    first = re.compile(r"[。;!?\n]").search(document.folded, start, end)
    opening = first.start() if first else end
    return Point(document.folded[start:opening], start, end, opening)


def _lists(document: Document) -> Iterator[tuple[list[Point], list[Point], bool]]:
    """Lists within paragraphs (一是…二是…): one of problems, and one of as many points of what will be done."""
    lists = list(_runs(document))
    for (needs, one), (remedies, other) in pairwise(lists):
        close = remedies[0].start - needs[-1].start < APART
        announced = sign("remedy_lead").search(_lead(document, remedies[0].start))
        if one == "problem" and other != "problem" and announced and close and len(needs) == len(remedies):
            yield needs, remedies, False


def _runs(document: Document) -> Iterator[tuple[list[Point], str]]:
    """The lists of level 4, each with the role of its first point."""
    run: list[Section] = []
    for section in (one for one in document.sections if one.level == 4):
        if run and (sign("first").match(document.folded[section.start : section.end]) or section.start > run[-1].end):
            yield [_point(one) for one in run], run[0].role
            run = []
        run.append(section)
    if run:
        yield [_point(one) for one in run], run[0].role


def _lead(document: Document, start: int) -> str:
    return document.folded[max(0, start - LEAD) : start]


def _points(
    needs: list[Point], remedies: list[Point], strict: bool, problems: Sequence[Problem], practices: Sequence[Practice]
) -> Iterator[Pair]:
    if min(len(needs), len(remedies)) < FEWEST:
        return
    for first, last, evidence in _matched(needs, remedies, strict):
        heading = inside(problems, first.start, first.opening)
        for problem in heading or inside(problems, first.start, first.end)[:NEAREST]:
            for one in chief(inside(practices, last.start, last.end), NEAREST):
                yield one, problem, evidence


def _matched(needs: list[Point], remedies: list[Point], strict: bool) -> Iterator[tuple[Point, Point, Evidence]]:
    """Points that share a noun no other point has; those left over by their number, where there are as many of each
    and the chapter says that it answers them.
    """
    ours, theirs = _nouns(needs), _nouns(remedies)
    by_noun = {i: best for i, nouns in enumerate(ours) if (best := _best(nouns, theirs)) is not None}
    if not strict and len(needs) == len(remedies) and _in_order(by_noun):
        by_noun = {}
    free = set(range(len(remedies))) - set(by_noun.values())
    for i, need in enumerate(needs):
        if i in by_noun:
            yield need, remedies[by_noun[i]], "numbered" if by_noun[i] == i else "counterpart"
        elif not strict and len(needs) == len(remedies) and i in free:
            yield need, remedies[i], "numbered"


def _in_order(by_noun: Mapping[int, int]) -> bool:
    """Whether shared nouns leave it at the order of two lists of one length: a single pair may be chance."""
    crossed = sum(i != other for i, other in by_noun.items())
    return crossed < FEWEST or crossed <= len(by_noun) - crossed


def _nouns(points: list[Point]) -> list[set[str]]:
    """The pairs of characters of each title that no other title of the list has."""
    pairs = [{run[i : i + 2] for run in HAN.findall(one.title) for i in range(len(run) - 1)} for one in points]
    often = Counter(pair for found in pairs for pair in found)
    return [{pair for pair in found if often[pair] == 1 and not sign("empty_pair").search(pair)} for found in pairs]


def _best(nouns: set[str], others: list[set[str]]) -> int | None:
    shared = [len(nouns & other) for other in others]
    most = max(shared, default=0)
    return shared.index(most) if most and shared.count(most) == 1 else None


def _labelled(document: Document) -> Iterator[tuple[Span, Span]]:
    """What a label calls a problem (问题一:…) and what the next label calls its remedy (整改措施:…)."""
    need: Span | None = None
    since = 0
    for paragraph in document.paragraphs:
        since += 1
        label, end = _label(document, paragraph)
        if label == "remedy" and need and since <= LABELLED:
            yield need, Span(paragraph.start, end)
        need = Span(paragraph.start, paragraph.end) if label == "problem" else None if label == "remedy" else need
        since = 0 if label == "problem" else since


def _label(document: Document, paragraph: Paragraph) -> tuple[str | None, int]:
    words = document.folded[paragraph.start : paragraph.end]
    remedy = REMEDY_LABEL.match(words)
    return "remedy" if remedy else "problem" if sign("problem_label").match(words) else None, paragraph.end


def _cells(document: Document) -> Iterator[tuple[Span, Span]]:
    """The cells of a row that stand in a column of problems and in one of remedies."""
    for head, *rows in tables(document):
        needs, remedies = columns(document, head, "problem_columns"), columns(document, head, "remedy_columns")
        for row in rows:
            for need in needs:
                yield from ((row[need], row[one]) for one in remedies if max(need, one) < len(row))
