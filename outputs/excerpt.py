"""An excerpt of a document: its headings and short quotes around what was found in it, and nothing else of its text.

Facts are kept with their own words. As much of the clause around each is kept beside them as leaves the excerpt short;
where the facts alone are more than that, as in a table of figures, there are the facts alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from corpus.model import Document, OffsetMap, Paragraph, Span
from extractors.clauses import clause_at

SHARE = 0.4  # of a text that an excerpt holds at most, unless its facts alone are more
WIDTHS = (4, 8, 12, 20, 30)  # characters of the clause on each side of a fact; the widest that keeps to SHARE
LONGEST = 120  # characters of a text in a row
HEADING = 60  # characters of a heading
APART = 8  # characters that are left out at least, where there are so many, so that a row is no longer than LONGEST
GONE, WORDS, FACT = b"\x00", b"\x01", b"\x02"
GAP = re.compile(rb"(?<=[\x01\x02])\x00{1,3}(?=[\x01\x02])")
ROW = re.compile(rb"[\x01\x02]+")
LOOSE = re.compile(rb"[\x00\x01]")
BREAK = re.compile(r"[。!?;\n]")
LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an excerpt holds: `facts` are never cut, `words` are kept as far as a row of words may be long; around the
    facts of `told` their clause is quoted.
    """

    facts: tuple[Span, ...]
    words: tuple[Span, ...]
    told: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The ranges of a text that are kept, where each begins in the excerpt, and what stands between them."""

    kept: tuple[Span, ...]
    starts: tuple[int, ...]
    joints: tuple[str, ...]

    def moved(self, start: int, end: int) -> Span | None:
        """Where the range stands in the excerpt, as far as it is kept; None where nothing of it is."""
        first = bisect_right(self.kept, start, key=lambda one: one.end)
        last = bisect_left(self.kept, end, key=lambda one: one.start) - 1
        if first > last or start >= end:
            return None
        return Span(
            self.starts[first] + max(0, start - self.kept[first].start),
            self.starts[last] + min(end, self.kept[last].end) - self.kept[last].start,
        )

    def whole(self, start: int, end: int) -> Span | None:
        """Where a range stands that is kept in one piece; None where something of it is gone."""
        at = bisect_right(self.kept, start, key=lambda one: one.start) - 1
        return self.moved(start, end) if at >= 0 and end <= self.kept[at].end else None

    def text(self, text: str) -> str:
        """The kept words of a text."""
        pieces = (one.of(text) + joint for one, joint in zip(self.kept, (*self.joints, ""), strict=bool(self.kept)))
        return "".join(pieces) if self.kept else ""


def excerpt(document: Document, wanted: Wanted) -> Excerpt:
    """The widest excerpt that keeps to SHARE of the text."""
    room = len(document.text) * (1 - SHARE)
    tried = [_levels(document, wanted, 0)]
    for width in WIDTHS:
        if tried[-1].count(GONE) < room:
            break
        tried.append(_levels(document, wanted, width))
    return _excerpt(document, next((one for one in reversed(tried) if one.count(GONE) >= room), tried[0]))


def _levels(document: Document, wanted: Wanted, width: int) -> bytearray:
    """For each character of the text whether it is gone, kept, or part of a fact that must not be cut."""
    levels = bytearray(len(document.text))
    around = (_around(document, one, width) for one in wanted.told)
    for level, spans in ((WORDS, (*around, *wanted.words)), (FACT, wanted.facts)):
        for one in spans:
            levels[one.start : one.end] = level * (one.end - one.start)
    _close(document, levels)
    _shorten(levels)
    return levels


def _around(document: Document, one: Span, width: int) -> Span:
    """A fact with the words of its clause before and behind it, as many as may be."""
    first, last = clause_at(document, one.start), clause_at(document, one.end - 1)
    start = max(one.start - width, first.start) if first else one.start
    return Span(start, max(one.end, min(one.end + width, last.end)) if last else one.end)


def _close(document: Document, levels: bytearray) -> None:
    """Keep the marks between two quotes that nothing else stands between."""
    for gap in list(GAP.finditer(levels)):
        between = document.folded[gap.start() : gap.end()]
        if "\n" not in between and not LETTERS.search(between):
            levels[gap.start() : gap.end()] = WORDS * len(between)


def _shorten(levels: bytearray) -> None:
    """Leave words out where more than LONGEST would stand in a row, if need be out of a fact."""
    at = 0
    while (row := ROW.search(levels, at)) is not None:
        at = row.end()
        if at - row.start() > LONGEST:
            cut = _cut(levels, row.start() + LONGEST // 2, row.start() + LONGEST)
            levels[cut.start : cut.end] = GONE * (cut.end - cut.start)
            at = cut.end


def _cut(levels: bytearray, first: int, last: int) -> Span:
    """What to leave out: from the last place in a range on that is in no fact."""
    at = max(levels.rfind(WORDS, first, last + 1), 0) or last
    while at > first and at + APART > last and levels[at - 1] == WORDS[0]:
        at -= 1
    fact = levels.find(FACT, at + 1, at + APART)
    return Span(at, min(len(levels), at + APART if fact < 0 else fact))


def _excerpt(document: Document, levels: bytearray) -> Excerpt:
    kept = tuple(Span(*row.span()) for row in ROW.finditer(levels))
    gaps = (Span(one.end, other.start) for one, other in pairwise(kept))
    joints = tuple("\n" if BREAK.search(gap.of(document.folded)) else "…" for gap in gaps)
    lengths = (one.end - one.start + 1 for one in kept)  # a joint is one character
    return Excerpt(kept, (0, *accumulate(lengths))[: len(kept)], joints)


def _offsets(known: OffsetMap, found: Excerpt, length: int) -> OffsetMap:
    """What stands in a joint's place leads to the first character that was left out there."""
    clean: list[int] = []
    source: list[int] = []
    for number, (one, start) in enumerate(zip(found.kept, found.starts, strict=True)):
        end = one.end + (number < len(found.kept) - 1)
        first, last = bisect_right(known.clean, one.start), bisect_left(known.clean, end)
        for at in (one.start, *known.clean[first:last]):
            clean.append(start + at - one.start)
            source.append(known.to_source(at))
    return OffsetMap(tuple(clean), tuple(source), length)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield Span(start, start + len(line))
        start += len(line) + 1


def _paragraphs(document: Document, found: Excerpt, excerpted: Document) -> Iterator[Paragraph]:
    """A line of the excerpt is a paragraph of the kind that its words stand in."""
    for line in _lines(excerpted.text):
        at = bisect_right(found.starts, line.start) - 1
        old = found.kept[at].start + line.start - found.starts[at]
        source = excerpted.offsets.to_source(line.start)
        block = bisect_right(document.blocks, source, key=lambda block: block.start) - 1
        home = document.paragraph_at(old)
        yield Paragraph(
            line.start, line.end, home.kind if home else "text", max(0, block), home.level if home else None
        )


def excerpted(document: Document, found: Excerpt) -> Document:
    """The document with the kept words alone: no sections and articles yet, and neither tables nor what was removed."""
    text = found.text(document.text)
    short = replace(
        document,
        text=text,
        folded=found.text(document.folded),
        offsets=_offsets(document.offsets, found, len(text)),
        paragraphs=(),
        sections=(),
        tables=(),
        articles=(),
        removed=(),
    )
    return replace(short, paragraphs=tuple(_paragraphs(document, found, short)))


def headings(document: Document) -> Iterable[Span]:
    """The titles and headings of a document, as much of each as an excerpt holds."""
    titles = (Span(one.start, one.end) for one in document.paragraphs if one.kind in ("title", "heading"))
    for one in (*titles, *(section.heading for section in document.sections)):
        yield Span(one.start, min(one.end, one.start + HEADING))
