"""The ids of what was found in a document, and its offsets in UTF-16 units: what each file says of a finding beside its
fields.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from extractors.base import Date, Mention, Practice, Problem, Quantity
from outputs.corrections import Kind
from outputs.finding_ids import At, finding_ids
from outputs.model import DocumentRecord, Review
from outputs.recent import recent
from outputs.utf16 import Units, wide

KIND: dict[type[Mention], Kind] = {Practice: "practice", Problem: "problem", Quantity: "quantity", Date: "date"}
RECENT = 16  # documents; a catalogue is written document by document


def _wide(record: DocumentRecord) -> Sequence[int]:
    if record.aside:
        return record.aside.outline.wide
    return wide(record.document.text) if record.document else ()


class Placing:
    """The names and places of the findings of one document."""

    def __init__(self, record: DocumentRecord) -> None:
        self.units = Units(_wide(record))
        self.told: dict[int, tuple[Mention, dict[str, Any]]] = {}  # mentions as JSON, by their identity
        self._record = record
        self._reviews = {(one.kind, one.start, one.end): one for one in record.reviews}

    @cached_property
    def _ids(self) -> Mapping[At, str]:
        return finding_ids(self._record)

    def id(self, finding: Mention) -> str | None:
        """The id of a practice, problem, quantity or date; None for all else."""
        kind = KIND.get(type(finding))
        return self._ids[kind, finding.start, finding.end] if kind else None

    @cached_property
    def section(self) -> Callable[[int], str | None]:
        """The title of the innermost section around a character; each kind of file asks for it."""
        document = self._record.document
        found = document.section_at if document else lambda _: None
        return cache(lambda at: one.title if (one := found(at)) else None)

    def review(self, finding: Mention) -> Review | None:
        """What an analyst said of a finding."""
        kind = KIND.get(type(finding)) if self._reviews else None
        return self._reviews.get((kind, finding.start, finding.end)) if kind else None


@recent(RECENT)
def placing(record: DocumentRecord) -> Placing:
    """The names and places of a document's findings, kept while it is one of the last asked for."""
    return Placing(record)
