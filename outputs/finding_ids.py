"""Ids of findings: from their kind, their words and the words around them in their paragraph, so that they hold when
the file moves, is renamed or is changed elsewhere, and over every change of the taxonomy.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from extractors.base import Mention
from outputs.identity import digest
from outputs.model import DocumentRecord

CONTEXT = 24  # characters on each side
KINDS = {"practices": "practice", "problems": "problem", "quantities": "quantity", "dates": "date"}
"""Field of `Findings` -> kind of what it holds."""

At = tuple[str, int, int]  # kind, start, end


def found(record: DocumentRecord) -> Iterator[tuple[str, Mention]]:
    """Every finding of a document with its kind, each kind in the order of the text."""
    for field, kind in KINDS.items():
        yield from ((kind, one) for one in getattr(record.findings, field))


def _around(text: str, one: Mention) -> tuple[str, str]:
    """The words on both sides, of the same paragraph: one that stands beside it may be written anew."""
    before, after = text[max(0, one.start - CONTEXT) : one.start], text[one.end : one.end + CONTEXT]
    return before.rpartition("\n")[2], after.partition("\n")[0]


def finding_ids(record: DocumentRecord) -> Mapping[At, str]:
    """Kind and range of every finding -> its id, which no other of the document has; copies of a text share theirs.

    Where the same words stand in the same surroundings again, the second and later ones are numbered.
    """
    if record.known is not None:
        return record.known.finding_ids
    text, taken, ids = record.document.text if record.document else "", defaultdict[str, int](int), dict[At, str]()
    for kind, one in found(record):
        at = kind, one.start, one.end
        if at not in ids:
            plain = digest(kind, one.text, *_around(text, one))
            taken[plain] += 1
            ids[at] = f"f{plain}" if taken[plain] == 1 else f"f{plain}-{taken[plain]}"
    return ids
