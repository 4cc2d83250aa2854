"""What segmentation is given, where articles begin, and what stands around their texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.looks import Look
from corpus.model import Article, Paragraph, Span


@dataclass(frozen=True, slots=True)
class Page:
    """One cleaned text with its folded form and paragraphs, and what else is known of it.

    `known` are folded titles that the file bears elsewhere, `seams` the places where a source or a link was taken out,
    `shown` the looks of the paragraphs, `listed` folded titles of a list of contents.
    """

    text: str
    folded: str
    paragraphs: Sequence[Paragraph]
    known: Sequence[str] = ()
    seams: Sequence[int] = ()
    shown: Sequence[Look] = ()
    listed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """Where an article begins: its paragraph and the range of its title."""

    start: int
    paragraph: int
    title: Span | None
    last: int = 0
    evidence: str = ""

    @property
    def title_paragraph(self) -> int:
        """The number of the paragraph that holds the title."""
        return max(self.paragraph, self.last)


@dataclass(frozen=True, slots=True)
class Layout:
    """The articles of a file, and the paragraphs that are titles or tell who wrote them."""

    articles: tuple[Article, ...]
    titles: frozenset[int] = field(default_factory=frozenset)
    bylines: frozenset[int] = field(default_factory=frozenset)
