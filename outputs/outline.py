"""What stays at hand of a record whose heavy parts lie aside: what is asked of every document and every case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol


class Digests(NamedTuple):
    """Digests by which a case is known again: of its name, of name and bare wording, of its text, bare wording, title
    and end."""

    name: str
    own: str
    text: str
    words: str
    title: str
    ending: str


class Brief(NamedTuple):
    """What lists and clusters ask of a case: how many findings it has, its themes with the number of practices of each,
    and by what of them one filters, both joined."""

    practices: int
    problems: int
    quantities: int
    counted: str
    filtered: str

    def themes(self) -> dict[str, int]:
        """How many practices each theme has, the theme of the first practice first."""
        rows = (row.split(" ") for row in self.counted.splitlines())
        return {theme: int(count) for theme, count in rows}

    def facets(self) -> list[tuple[str, str]]:
        """Kinds and values."""
        rows = (row.partition(" ") for row in self.filtered.split("\n") if row)
        return [(kind, value) for kind, _, value in rows]


@dataclass(frozen=True, slots=True)
class Outline:
    """What is asked of every record: its seal, a digest of all that it holds; whether it has a text, where in it
    characters beyond U+FFFF stand and where its articles end, how many findings of each kind it has, its document's
    pages and warnings, what its cases are known by and tell in brief, and which findings are not where they say.
    """

    seal: str
    has_text: bool = False
    wide: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    findings: Mapping[str, int] = field(default_factory=dict)
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    digests: tuple[Digests, ...] = ()
    briefs: tuple[Brief, ...] = ()
    faults: tuple[str, ...] = ()


class Aside(Protocol):
    """The heavy parts of a record where they lie, packed (`outputs.aside`)."""

    @property
    def outline(self) -> Outline:
        """What need not be fetched."""

    def part(self, name: str) -> Any:
        """One of the parts, by the name of its field."""

    def reduced(self, record: Any) -> tuple[Any, ...]:
        """How the record is pickled."""


HEAVY = ("document", "findings", "relative_dates", "checks", "known", "sketches")
"""The fields of a record that may lie aside."""
TEXTS = ("text", "folded")  # of the document, the part that is asked for most
