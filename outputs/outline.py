"""What stays at hand of a record whose heavy parts lie aside: what is asked of every document and every case."""

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
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
    """What lists and clusters ask of a case: how many findings it has, and each kind of finding with its theme or
    category and status, how often, in the order of the first ones; joined and compressed, for thousands are held."""

    practices: int
    problems: int
    quantities: int
    found: bytes

    def rows(self) -> Iterator[tuple[str, str, str, int]]:
        """Kind of finding (theme, problem), its id, its status, and how many there are."""
        for row in zlib.decompress(self.found).decode().splitlines():
            kind, id_, status, times = row.split(" ")
            yield kind, id_, status, int(times)

    def themes(self) -> dict[str, int]:
        """How many practices each theme has, the theme of the first practice first."""
        told = Counter[str]()
        for kind, theme, _, times in self.rows():
            if kind == "theme":
                told[theme] += times
        return dict(told)

    @property
    def counted(self) -> str:
        """The same, joined."""
        return "\n".join(f"{theme} {number}" for theme, number in self.themes().items())

    def facets(self) -> set[tuple[str, str]]:
        """Kinds and values of what one filters by: themes and categories, alone and with the status."""
        found = set[tuple[str, str]]()
        for kind, id_, status, _ in self.rows():
            found |= {(kind, id_), (kind, f"{id_}/{status}"), ("status", status)}
        return found


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
