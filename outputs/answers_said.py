"""What a report says outright, sentence by sentence, of practices and the problems they answer: 针对…, 破解…, …解决了…,
X怎么办, 过去…如今…, 为此…, and what a sentence behind a problem tells was done since.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from corpus.model import Document, Span
from extractors.base import Mention, Practice, Problem
from extractors.lexicon import read_lexicon
from outputs.answer import Evidence
from outputs.case_words import Sign, Signs
from outputs.recent import recent

FILE = Path(__file__).with_name("answers.yml")
Pair = tuple[Practice, Problem, Evidence]
Found = TypeVar("Found", bound=Mention)

BEFORE = 60  # characters before a problem in which what governs it stands
AFTER = 40  # characters behind a problem in which it is said what became of it or what is asked about it
REACH = 600  # characters on either side in which a sentence ends
OPENING = 14  # characters at the head of a sentence in which 破解… says what follows is for
NEAREST = 3  # practices before …解决了 that it may speak of
FURTHER = 2  # sentences behind a problem in which what is done now may be told
MOST = 8  # practices under one heading
NAMED_ALONE = 8  # characters more than the problem: what is shorter only names it (破解融资难题)
TRAILING = 3  # characters behind a problem that add nothing to it (…等难题)
STOP = re.compile(r"[。!?\n]")
CLAUSE = re.compile(r"[,;:]")


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


def chief(found: Sequence[Practice], most: int) -> list[Practice]:
    """The headings, items and named initiatives among practices, or where there are none all of them."""
    return ([one for one in found if one.form != "action"] or list(found))[:most]


def names_alone(problem: Problem, practice: Practice) -> bool:
    """Whether a practice is hardly more than the problem's name."""
    if practice.start > problem.start or practice.end < problem.end:
        return False
    before = practice.text[: problem.start - practice.start] + problem.text[:2]
    governed = sign("aimed").search(before) or sign("overcome").search(before)
    short = len(practice.text) - len(problem.text) < NAMED_ALONE
    return short or (governed is not None and _adds_nothing(problem, practice))


def _adds_nothing(problem: Problem, practice: Practice) -> bool:
    return practice.end - problem.end <= TRAILING or bool(sign("named").search(practice.text))


def said_in_sentences(document: Document, problems: Sequence[Problem], practices: Sequence[Practice]) -> Iterator[Pair]:
    """Every pair that sentences or headings put together; both lists in the order of the text."""
    for problem in problems:
        yield from _Place(document, problem, practices, problems).pairs()
        yield from _headed(document, problem, practices)
    yield from _results(problems, practices)


class _Sentences:
    """The sentences of a document; most are asked for by several problems."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._stops = [found.start() for found in STOP.finditer(document.folded)]
        self._known: dict[int, Span] = {}
        self._next: dict[int, tuple[Span, ...]] = {}

    def around(self, at: int) -> Span:
        """The sentence around a character, up to its full stop."""
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = self._around(at)
        return known

    def behind(self, end: int) -> tuple[Span, ...]:
        """The next FURTHER sentences behind one that ends there."""
        known = self._next.get(end)
        if known is None:
            known = self._next[end] = tuple(self._behind(end))
        return known

    def _around(self, at: int) -> Span:
        paragraph, stops = self._document.paragraph_at(at), self._stops
        first, last = (paragraph.start, paragraph.end) if paragraph else (at, at)
        first, last = max(first, at - REACH), min(last, at + REACH)
        behind = bisect_left(stops, at)
        start = stops[behind - 1] + 1 if behind and stops[behind - 1] >= first else first
        return Span(start, stops[behind] if behind < len(stops) and stops[behind] < last else last)

    def _behind(self, end: int) -> Iterator[Span]:
        folded, at = self._document.folded, end + 1
        for _ in range(FURTHER):
            while at < len(folded) and folded[at] in "\n\t ”":
                at += 1
            one = self.around(at)
            if one.end <= at:
                return
            yield Span(at, one.end)
            at = one.end + 1


@recent(8)  # the problems of one document are asked for one after the other
def _sentences(document: Document) -> _Sentences:
    return _Sentences(document)


def whole_sentence(document: Document, at: int) -> Span:
    """The sentence around a character, up to its full stop."""
    return _sentences(document).around(at)


class _Place:
    """A problem in its sentence, and the practices that the words around it say to answer it."""

    def __init__(
        self, document: Document, problem: Problem, practices: Sequence[Practice], problems: Sequence[Problem]
    ) -> None:
        self.document, self.problem, self.practices, self.problems = document, problem, practices, problems
        self.sentence, self.paragraph = whole_sentence(document, problem.start), document.paragraph_at(problem.start)
        # The first words of a problem may be those that govern it.
        self.lead = problem.text[:2]
        self.before = document.folded[max(self.sentence.start, problem.start - BEFORE) : problem.start]
        self.after = document.folded[problem.end : min(self.sentence.end + 1, problem.end + AFTER)]

    def pairs(self) -> Iterator[Pair]:
        """The answers by the first construction that fits."""
        found: Sequence[Practice] = ()
        if self._is_claimed():
            yield from ((one, self.problem, "result") for one in self._earlier())
            return
        if self._is_aimed():
            found = self._behind()
        elif sign("asked").match(self.document.folded[self.problem.start : self.problem.end + REACH]):
            found = self._next(FURTHER)
        else:
            found = self._taken_up()
        yield from ((one, self.problem, "targeted") for one in found if not names_alone(self.problem, one))

    def _is_aimed(self) -> bool:
        if sign("aimed").search(self.before + self.lead):
            return True
        if sign("about").search(self.before) and sign("about_end").match(self.after):
            return True
        overcome = sign("overcome").search(self.before)
        at = self.problem.start - len(self.before) + overcome.start() if overcome else 0
        return overcome is not None and at - self.sentence.start <= OPENING

    def _is_claimed(self) -> bool:
        """Whether it is said to be overcome: …解决了X, 使X得到解决."""
        if sign("settled").match(self.after):
            return True
        if sign("aimed").search(self.before):
            return False
        overcome = sign("overcome").search(self.before)
        return overcome is not None and bool(sign("claimed").search(self.before, max(0, overcome.start() - 6)))

    def _earlier(self) -> Sequence[Practice]:
        """The practices before the problem in its sentence, else in the one before it: deeds rather than headings."""
        here = self._ended_before(self.sentence.start)
        if here and any(one.form != "item" for one in here):
            return [one for one in here if one.form != "item"][-NEAREST:]
        previous = whole_sentence(self.document, self.sentence.start - 1) if self.sentence.start else self.sentence
        if here or self.paragraph is None or previous.start < self.paragraph.start:
            return here[-NEAREST:]
        return self._ended_before(previous.start)[-NEAREST:]

    def _ended_before(self, start: int) -> list[Practice]:
        return [one for one in inside(self.practices, start, self.problem.start) if one.end <= self.problem.start]

    def _behind(self) -> Sequence[Practice]:
        """The practices behind the problem in its sentence, up to the next 针对."""
        text = self.document.folded[self.problem.end : self.sentence.end]
        again = sign("again").search(text)
        end = self.problem.end + again.start() if again else self.sentence.end
        if found := inside(self.practices, self.problem.end, end):
            return found
        around = inside(self.practices, self.sentence.start, self.problem.end)
        covering = [one for one in around if one.end > self.problem.end and not names_alone(self.problem, one)]
        return self._next(1) or covering

    def _further(self, most: int) -> tuple[Span, ...]:
        """The sentences behind that of the problem, in its paragraph or where the next one opens with them."""
        if self.paragraph is None:
            return ()
        return _sentences(self.document).behind(self.sentence.end)[:most]

    def _next(self, most: int) -> Sequence[Practice]:
        """The practices of the first sentence behind the problem that has any, in the same paragraph."""
        paragraph = self.paragraph
        answered = sign("reply").match(self.document.folded[paragraph.end :][:AFTER]) if paragraph else None
        for one in self._further(most):
            if paragraph and one.start >= paragraph.end and not answered:
                return ()
            words = self.document.folded[one.start : one.end + 1]
            if sign("asked").search(words) and not words.startswith("怎么办"):
                return ()
            if found := inside(self.practices, one.start, one.end):
                return found
        return ()

    def _taken_up(self) -> Sequence[Practice]:
        """What follows with words that take the problem up: 为此, 针对这些, 如今."""
        if self.problem.status == "warned":
            return ()
        stretches = (Span(self.problem.end, self.sentence.end), *self._further(FURTHER))
        formerly = sign("formerly").search(self.document.folded, self.sentence.start, self.problem.start)
        for number, one in enumerate(stretches):
            id_ = "now" if formerly else "therefore"
            if self.paragraph is not None and one.start >= self.paragraph.end:
                break
            if (number < 2 or formerly) and (at := self._opened(sign(id_), one, number)) is not None:
                return inside(self.practices, at, one.end)
        return self._by_body() or (self._next(1) if self._troubles() else ()) or self._course()

    def _course(self) -> Sequence[Practice]:
        """What was done next: the practices of the sentence, of two behind the problem, that opens with 我们 or
        since when, up to the problem told after them.
        """
        paragraph = self.paragraph
        if paragraph is None or self.problem.status not in ("present", "solved") or "\t" in self.after:
            return ()
        section = self.document.section_at(self.problem.start)
        if section and sign("titled").search(section.heading.of(self.document.folded)):
            return ()
        for one in self._further(FURTHER):
            if one.start >= paragraph.end:
                return ()
            if found := inside(self.practices, one.start, one.end):
                turned = sign("turn").match(self.document.folded, one.start, one.end)
                return self._up_to_problem(found, one.end) if turned else ()
        return ()

    def _up_to_problem(self, found: Sequence[Practice], end: int) -> Sequence[Practice]:
        """The deeds up to the next problem; a plan is no word of what was done about one."""
        others = inside(self.problems, found[0].end, end)
        end = min((other.start for other in others), default=end)
        return [one for one in found if one.start < end and one.status == "done"]

    def _troubles(self) -> bool:
        """Whether the sentence says that the problem troubles people, and the next one opens with who took it up."""
        folded, end = self.document.folded, self.sentence.end
        start = max(self.paragraph.start if self.paragraph else 0, self.sentence.start - OPENING)
        if not sign("troubling").search(folded, start, end):
            return False
        return sign("taken_up").match(f",{folded[end + 1 : end + 1 + AFTER]}") is not None

    def _opened(self, opener: re.Pattern[str], one: Span, number: int) -> int | None:
        """Where a clause of a stretch opens with such words; of a sentence behind, its first one."""
        found = opener.search(self.document.folded, one.start, one.end)
        if found is None:
            return None
        lead = self.document.folded[one.start : found.start()]
        return found.start() if number == 0 or not CLAUSE.search(lead) else None

    def _by_body(self) -> Sequence[Practice]:
        """The deeds of the clause behind the problem, where a body of the place opens it."""
        found = sign("taken_up").match(self.document.folded, self.problem.end, self.sentence.end)
        told = inside(self.practices, found.end(), self.sentence.end) if found else ()
        return self._up_to_problem(told, self.sentence.end) if told else ()


def _headed(document: Document, problem: Problem, practices: Sequence[Practice]) -> Iterator[Pair]:
    """A heading that says to answer a problem, and the practices under it."""
    section = document.section_at(problem.start)
    if section is None or not section.heading.start <= problem.start < section.heading.end:
        return
    before, title = document.folded[section.heading.start : problem.start], section.heading.of(document.folded)
    if sign("aimed").search(before) or sign("overcome").search(before) or sign("titled").search(title):
        paragraph = document.paragraph_at(problem.start)
        end = paragraph.end if section.run_in and paragraph else section.end
        under = inside(practices, problem.end, end) or inside(practices, section.heading.start, end)
        kept = [one for one in under if not names_alone(problem, one)]
        yield from ((one, problem, "headed") for one in chief(kept, MOST))


def _results(problems: Sequence[Problem], practices: Sequence[Practice]) -> Iterator[Pair]:
    """Practices whose results name a problem as solved; of an item and the deeds under it the deeds."""
    for practice in practices:
        for result in practice.results:
            if practice.form in ("heading", "item") and inside(practices, practice.end, result.start):
                continue
            for problem in inside(problems, result.start, result.end):
                if problem.status == "solved":
                    yield practice, problem, "result"
