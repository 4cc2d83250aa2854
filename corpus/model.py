"""The values of the corpus: what a reader yields, and what a document is once it is cleaned and segmented.

All offsets are half-open ranges of Unicode code points.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Role = Literal["background", "problem", "practice", "result", "outlook", "other"]
BlockKind = Literal["text", "heading", "list", "row", "note"]
ParagraphKind = Literal["title", "heading", "text", "list", "row", "note", "byline"]
Addressing = Literal["offset", "page", "paragraph"]
Box = tuple[float, float, float, float]


class RejectionError(Exception):
    """A document that cannot be read: `code` is for machines (`encrypted`), `reason` is a sentence for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether the other range lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of the range."""
        return text[self.start : self.end]


# A long document has many thousands of these and of blocks; a tuple is made in a quarter of the time of a frozen class.
class Provenance(NamedTuple):
    """Where a piece of text stands in its file: page (from 1) and box in points (left, top, right, bottom), or
    paragraph (from 1).
    """

    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None


class Block(NamedTuple):
    """A line or paragraph as a reader found it: a range of `Reading.text` without its line break.

    `continues`: the block goes on with the paragraph of the block before it (a line of a PDF), nothing stands
    between the two.
    `level`: outline level (from 1) that a style or numbering gives, as evidence for headings.
    `table`, `row`: number of the table (from 0) and of the row in it; cells of a row are separated by a tab.
    `furniture`: kind of a block that is no content (`running_head`, `page_number`, `watermark`, `hidden`,
    `navigation`); cleaning removes it.
    `size`, `bold`, `centred`: looks, where the format tells.
    """

    start: int
    end: int
    kind: BlockKind = "text"
    where: Provenance = Provenance()
    continues: bool = False
    level: int | None = None
    table: int | None = None
    row: int | None = None
    furniture: str | None = None
    size: float | None = None
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader yields. For text files `text` is the decoded file after its byte-order mark, newlines as they
    are, and
    `addressing` is "offset"; for the other formats it is the blocks joined by line breaks.

    `partial`: why the document could be read only in part, or None.
    """

    text: str
    blocks: tuple[Block, ...]
    addressing: Addressing
    media_type: str
    pages: int | None = None
    encoding: str | None = None
    title: str | None = None
    partial: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A range of `Reading.text` that cleaning took out, what it was taken for, and its first words."""

    start: int
    end: int
    kind: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The ranges of the source that make up the cleaned text: piece i starts at `clean[i]` there and at `source[i]`
    in the source.

    Cleaning only deletes and joins, so the cleaned text is these pieces end to end.
    """

    clean: tuple[int, ...]
    source: tuple[int, ...]
    length: int

    def to_source(self, offset: int) -> int:
        """The place in the source of the cleaned character at `offset`."""
        if not 0 <= offset < self.length:
            raise IndexError(offset)
        piece = bisect_right(self.clean, offset) - 1
        return self.source[piece] + offset - self.clean[piece]

    def hull(self, start: int, end: int) -> tuple[int, int]:
        """The smallest range of the source that holds the cleaned range; it may bridge what was removed."""
        if start >= end:
            at = self.to_source(start) if start < self.length else (self.to_source(start - 1) + 1 if self.length else 0)
            return at, at
        return self.to_source(start), self.to_source(end - 1) + 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the cleaned text: a paragraph, a heading or a table row. `block` is its first block's number in
    the reading.
    """

    start: int
    end: int
    kind: ParagraphKind
    block: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of the same or a higher rank.

    `level`: 1 (一、) to 4 (一是). `heading` includes the number and leaves out closing punctuation; `title` is
    without the number.
    `run_in`: the heading opens the paragraph that it heads. `role` is inherited from the section above where it has
    none of its own. `evidence`: why it is taken for a heading, in a few words.
    """

    level: int
    title: str
    heading: Span
    start: int
    end: int
    run_in: bool
    role: Role
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the range of its rows in the text (one a line, cells separated by tabs) and its cells."""

    start: int
    end: int
    page: int | None
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a file, with what it says of itself. `evidence`: why it begins where it does, in a few words."""

    start: int
    end: int
    title: str | None
    author: str | None = None
    organisation: str | None = None
    heading: Span | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a document came from. `name` is its path below the source folder with `/`."""

    name: str
    sha256: str
    size: int


def _enclosing(sections: Sequence[Section]) -> tuple[int, ...]:
    """For each section the number of the one around it, -1 where there is none."""
    above: list[int] = []
    opened: list[int] = []
    for number, section in enumerate(sections):
        while opened and sections[opened[-1]].end <= section.start:
            opened.pop()
        above.append(opened[-1] if opened else -1)
        opened.append(number)
    return tuple(above)


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned and segmented document; `folded` has the length of `text` and is for matching alone."""

    source: Source
    media_type: str
    text: str
    folded: str
    offsets: OffsetMap
    addressing: Addressing
    blocks: tuple[Block, ...]
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    articles: tuple[Article, ...] = ()
    removed: tuple[Removed, ...] = ()
    pages: int | None = None
    encoding: str | None = None
    partial: str | None = None
    warnings: tuple[str, ...] = ()
    _above: tuple[int, ...] = field(init=False, repr=False, compare=False)
    # Where sections and paragraphs start: they are looked up for every finding.
    _section_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _paragraph_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_above", _enclosing(self.sections))
        object.__setattr__(self, "_section_starts", tuple(section.start for section in self.sections))
        object.__setattr__(self, "_paragraph_starts", tuple(paragraph.start for paragraph in self.paragraphs))

    def section_at(self, offset: int) -> Section | None:
        """The innermost section around a character, or None."""
        at = bisect_right(self._section_starts, offset) - 1
        while at >= 0 and offset >= self.sections[at].end:
            at = self._above[at]
        return self.sections[at] if at >= 0 else None

    def sections_at(self, offset: int) -> tuple[Section, ...]:
        """All sections around a character, outermost first."""
        return tuple(self._sections_up(offset))[::-1]

    def _sections_up(self, offset: int) -> Iterator[Section]:
        at = bisect_right(self._section_starts, offset) - 1
        while at >= 0:
            if offset < self.sections[at].end:
                yield self.sections[at]
            at = self._above[at]

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """The paragraph that holds a character, or None for a line break."""
        at = bisect_right(self._paragraph_starts, offset) - 1
        return self.paragraphs[at] if at >= 0 and offset < self.paragraphs[at].end else None

    def block_at(self, offset: int) -> Block:
        """The reader's block that a character of the cleaned text came from."""
        source = self.offsets.to_source(offset)
        return self.blocks[bisect_right(self.blocks, source, key=lambda block: block.start) - 1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: `ok`, `partial`, `rejected:<code>` or `ignored:<code>`, with a reason that a person
    understands.
    """

    status: str
    reason: str | None = None

    @property
    def readable(self) -> bool:
        """Whether the file became a document."""
        return self.status in ("ok", "partial")

    @property
    def kind(self) -> str:
        """The status without its code: ok, partial, rejected or ignored."""
        return self.status.partition(":")[0]
