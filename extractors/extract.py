"""All extractors, and the one function that runs them over a document."""

from collections.abc import Iterable
from dataclasses import replace

from corpus.model import Document
from extractors import dates, practices, problems, quantities
from extractors.base import Extractor, Findings, Mention
from extractors.practice_particulars import particulars
from extractors.quantity_owners import owned

EXTRACTORS: tuple[tuple[str, Extractor], ...] = (
    ("quantities", quantities.extract),
    ("dates", dates.extract),
    ("practices", practices.extract),
    ("problems", problems.extract),
)


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in the order of the text."""
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


def extract(document: Document) -> Findings:
    """Everything that the extractors find in one document, each kind in the order of the text."""
    found = Findings(**{kind: in_order(find(document)) for kind, find in EXTRACTORS})  # type: ignore[arg-type]
    return replace(
        found,
        quantities=owned(document, found.quantities),
        practices=particulars(document, found.practices, found.quantities),
    )
