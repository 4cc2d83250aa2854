"""What the public profile masked or left out, counted."""

from collections import Counter
from collections.abc import Iterable

from outputs.model import Catalogue, DocumentRecord
from outputs.record import Json


def private_counts(records: Iterable[DocumentRecord]) -> dict[str, int]:
    """How much of each kind of private matter some documents hold, or held, in the order of the kinds."""
    counted: Counter[str] = Counter()
    for record in records:
        counted.update(dict(record.private))
    return dict(sorted(counted.items()))


def marked_documents(records: Iterable[DocumentRecord]) -> int:
    """How many documents say that they are not for everybody."""
    return sum(record.marked is not None for record in records)


def redactions(catalogue: Catalogue) -> Json:
    """The manifest's `redactions`: what was masked, by kind, and how many documents were left out; nothing of a
    catalogue that shows all.
    """
    if catalogue.profile != "public":
        return {}
    counted = private_counts(catalogue.records)
    return {"redactions": {**counted, "documents_marked": marked_documents(catalogue.records)}}


def redacted(catalogue: Catalogue, record: DocumentRecord) -> Json:
    """A document's `redactions`: what was masked in it, by kind."""
    return {"redactions": dict(record.private)} if catalogue.profile == "public" else {}
