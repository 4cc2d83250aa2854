"""Where articles begin, and what stands around their texts."""

from dataclasses import dataclass, field

from corpus.model import Article, Span


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
