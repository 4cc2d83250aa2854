"""Cleaning: what is no content goes, lines broken in mid-sentence are joined; no character is ever changed."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from corpus.boilerplate import STEPS, Page, doubts
from corpus.lines import BREAK, Line, lines_of, without
from corpus.model import OffsetMap, Paragraph, Reading, Removed, Span
from corpus.repeats import (
    counting_heads,
    cutting_numbers,
    doubled_titles,
    marked_heads,
    running_heads,
    trailing_numbers,
)
from corpus.rules import read_rules
from corpus.wraps import doubled_numbers, line_breaks, page_breaks, page_marks, space_breaks

PAGE_LINE = 30  # characters of a line that holds a page's number alone
MOST_DOUBTS = 20
REMNANT_LINE = 200  # characters of a line that may be a remnant
REMNANT = 1  # letters that are left of it
FIRST_WORDS = 40
FORM_FEED = re.compile("\f")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text that is left, one paragraph or table row a line, and how it maps to the reading."""

    text: str
    offsets: OffsetMap
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removed, ...]
    warnings: tuple[str, ...] = ()


def clean(reading: Reading) -> Cleaned:
    """The content of a reading, and what was taken out of it."""
    lines = lines_of(reading)
    removed, warnings = _found(reading, lines)
    return _Assembly(reading, removed, warnings).cleaned(lines)


def _found(reading: Reading, lines: Sequence[Line]) -> tuple[list[Removed], tuple[str, ...]]:
    """All that the steps take out, in the order of the text, without overlaps; and warnings of what stays in doubt."""
    furniture = [Removed(b.start, b.end, b.furniture) for b in reading.blocks if b.furniture]
    left = without(lines, furniture)
    if reading.addressing == "offset":
        furniture += list(page_lines(left))
        left = without(left, furniture)
    marks = list(_marks(left)) if reading.addressing == "offset" else []
    page = Page(tuple(_whole(reading, _after(marks, left))))
    boilerplate = [removed for step in STEPS for removed in step(page)]
    claimed = list(_settled([*furniture, *boilerplate, *marks]))
    claimed = list(_settled([*claimed, *_remnants(left, claimed)]))
    claimed = list(_settled([*claimed, *doubled_titles(without(left, claimed), claimed)]))
    gaps = _around(claimed, _joins(reading, without(lines, claimed), claimed))
    doubtful = list(islice(doubts(page, claimed), MOST_DOUBTS))
    removed = _settled([*claimed, *gaps])
    return [_with_words(reading.text, r) for r in removed], tuple(doubtful)


def _whole(reading: Reading, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, those of one paragraph (of a PDF) as one: the end of a line of a sentence may look like a menu."""
    last: Line | None = None
    for line in lines:
        if last and reading.blocks[line.block].continues and line.start > last.end:
            words = last.words + " " * (line.start - last.end) + line.words
            last = last._replace(end=line.end, words=words)
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _marks(lines: Sequence[Line]) -> Iterator[Removed]:
    """Marks of pages inside lines of text."""
    yield from page_marks(lines)
    yield from trailing_numbers(lines)
    yield from doubled_numbers(lines)


def _remnants(lines: Sequence[Line], claimed: Sequence[Removed]) -> Iterator[Removed]:
    """Lines of which hardly a letter is left beside what was taken out of them (the bars between counters)."""
    starts = [claim.start for claim in claimed]
    for line in lines:
        inside = claimed[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
        if inside and len(line.words) <= REMNANT_LINE and _left_over(line, inside) <= REMNANT:
            yield Removed(line.start, line.end, inside[0].kind)


def _left_over(line: Line, inside: Sequence[Removed]) -> int:
    """How many letters and digits of a line nothing claims."""
    gone = sum(_letters(line.words[r.start - line.start : r.end - line.start]) for r in inside)
    return _letters(line.words) - gone


def _letters(words: str) -> int:
    return sum(map(str.isalnum, words))


def _with_words(text: str, removed: Removed) -> Removed:
    words = text[removed.start : min(removed.end, removed.start + FIRST_WORDS)].strip()
    return Removed(removed.start, removed.end, removed.kind, words)


def page_lines(lines: Sequence[Line]) -> Iterator[Removed]:
    """Numbers of pages on lines of their own and heads of pages, which may cut a sentence in two."""
    rules = [rule for rule in read_rules("clean_rules.yml") if rule.kind == "page_mark"]
    numbers = [
        Removed(line.start, line.end, "page_mark")
        for line in lines
        if len(line.words) <= PAGE_LINE and any(rule.hits(line.words) for rule in rules)
    ]
    yield from numbers
    yield from marked_heads(lines, numbers)
    left = without(lines, numbers)
    yield from counting_heads(left)
    yield from cutting_numbers(left)
    yield from running_heads(left)


def _after(marks: Sequence[Removed], lines: Sequence[Line]) -> Iterator[Line]:
    """The lines without the page marks that open them."""
    ends = {mark.end: mark for mark in marks}
    starts = sorted(ends)
    for line in lines:
        at = bisect_left(starts, line.start + 1)
        end = (
            starts[at]
            if at < len(starts) and starts[at] <= line.end and ends[starts[at]].start <= line.start
            else line.start
        )
        yield Line(end, line.end, line.words[end - line.start :], line.block, line.indent, line.after_blank)


def _joins(reading: Reading, lines: Sequence[Line], claimed: Sequence[Removed]) -> Iterator[Removed]:
    if reading.addressing == "offset":
        yield from line_breaks(lines)
        yield from space_breaks(lines)
        fed = (Removed(found.start(), found.start(), "page_mark") for found in FORM_FEED.finditer(reading.text))
        yield from page_breaks(lines, sorted((*claimed, *fed), key=lambda gone: gone.end))
    for line, following in pairwise(lines):
        if reading.blocks[following.block].continues and following.start > line.end:
            yield Removed(line.end, following.start, "line_break")


def _settled(claims: Iterable[Removed]) -> Iterator[Removed]:
    """The claims in the order of the text without overlaps; of two, the one made first keeps the range."""
    ranked = sorted(enumerate(claims), key=lambda claim: (claim[1].start, claim[0]))
    at = 0
    for _, claim in ranked:
        if claim.end > at:
            yield claim if claim.start >= at else Removed(at, claim.end, claim.kind)
            at = claim.end


def _around(claimed: Sequence[Removed], breaks: Iterable[Removed]) -> Iterator[Removed]:
    """The parts of line breaks that nothing else claims."""
    starts = [claim.start for claim in claimed]
    for gap in breaks:
        at = gap.start
        for claim in claimed[bisect_left(starts, gap.start) : bisect_left(starts, gap.end)]:
            if claim.start > at:
                yield Removed(at, claim.start, gap.kind)
            at = claim.end
        if at < gap.end:
            yield Removed(at, gap.end, gap.kind)


BLANKS = " \t\u3000\xa0"


class _Assembly:
    """What is kept, piece by piece."""

    def __init__(self, reading: Reading, removed: Sequence[Removed], warnings: tuple[str, ...] = ()) -> None:
        self._reading = reading
        self._warnings = warnings
        self._removed = removed
        self._starts = [r.start for r in removed]
        self._pieces: list[Span] = []
        self._length = 0

    def cleaned(self, lines: Sequence[Line]) -> Cleaned:
        paragraphs: list[Paragraph] = []
        for line in lines:
            kept = self._kept(line.start, line.end)
            if not kept:
                continue
            if paragraphs and not self._is_joined(kept[0].start):
                self._add(self._break(self._pieces[-1].end, kept[0].start))
            elif paragraphs:
                last = paragraphs.pop()
                self._add_all(kept)
                paragraphs.append(Paragraph(last.start, self._length, last.kind, last.block, last.level))
                continue
            start = self._length
            self._add_all(kept)
            block = self._reading.blocks[line.block]
            paragraphs.append(Paragraph(start, self._length, block.kind, line.block, block.level))
        return Cleaned(self._text(), self._map(), tuple(paragraphs), tuple(self._removed), self._warnings)

    def _kept(self, start: int, end: int) -> list[Span]:
        """What is left of a range, without white space at its ends."""
        pieces, at = [], start
        between = list(self._between(start, end))
        if not between:  # as nearly everywhere; no line has white space at its ends
            return [Span(start, end)]
        for gone in between:
            pieces.append(Span(at, max(at, gone.start)))
            at = max(at, gone.end)
        pieces.append(Span(at, max(at, end)))
        return self._trimmed([piece for piece in pieces if piece.start < piece.end])

    def _trimmed(self, pieces: list[Span]) -> list[Span]:
        while pieces and not pieces[0].of(self._reading.text).strip():
            pieces.pop(0)
        while pieces and not pieces[-1].of(self._reading.text).strip():
            pieces.pop()
        if pieces:
            words = pieces[0].of(self._reading.text)
            pieces[0] = Span(pieces[0].end - len(words.lstrip()), pieces[0].end)
            words = pieces[-1].of(self._reading.text)
            pieces[-1] = Span(pieces[-1].start, pieces[-1].start + len(words.rstrip()))
        return pieces

    def _between(self, start: int, end: int) -> Iterator[Removed]:
        at = max(0, bisect_left(self._starts, start) - 1)
        while at < len(self._removed) and self._removed[at].start < end:
            if self._removed[at].end > start:
                yield self._removed[at]
            at += 1

    def _is_joined(self, start: int) -> bool:
        """Whether everything between the last piece and `start` was taken out, blanks aside."""
        text, at = self._reading.text, self._pieces[-1].end
        for gone in self._between(at, start):
            if text[at : gone.start].strip(BLANKS):
                return False
            at = max(at, gone.end)
        return not text[at:start].strip(BLANKS)

    def _break(self, start: int, end: int) -> Span:
        """The line break that stays between two paragraphs: the last `\\n`, or else the last of another kind."""
        text = self._reading.text
        at = text.rfind("\n", start, end)
        return Span(at, at + 1) if at >= 0 else self._other_break(start, end)

    def _other_break(self, start: int, end: int) -> Span:
        found = [m.start() for m in BREAK.finditer(self._reading.text, start, end)]
        return Span(found[-1], found[-1] + 1) if found else Span(start, start)

    def _add(self, piece: Span) -> None:
        if piece.start < piece.end:
            self._pieces.append(piece)
            self._length += piece.end - piece.start

    def _add_all(self, pieces: Sequence[Span]) -> None:
        for piece in pieces:
            self._add(piece)

    def _text(self) -> str:
        return "".join(piece.of(self._reading.text) for piece in self._pieces)

    def _map(self) -> OffsetMap:
        clean, at = [], 0
        for piece in self._pieces:
            clean.append(at)
            at += piece.end - piece.start
        return OffsetMap(tuple(clean), tuple(piece.start for piece in self._pieces), at)
