"""Ids of cases that hold when a file moves, is renamed or has a figure corrected."""

import hashlib

from outputs.model import Case, DocumentRecord
from outputs.wording import wording

OPENING = 60
"""Letters of the text that count: they tell articles of one title apart and outlive edits further down."""


def digest(*parts: str) -> str:
    """Twelve hexadecimal digits for some words; the parts are kept apart."""
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:12]


def case_text(record: DocumentRecord, case: Case) -> str:
    """The words of a case."""
    return record.text[case.start : case.end]


def plain_name(record: DocumentRecord, case: Case) -> str:
    """What a case is called by: its title, place and body and how it opens, in their bare wording; of one that an
    analyst mended, what it was called by before.
    """
    if case.known_as:
        return case.known_as
    opening = wording(case_text(record, case))[:OPENING]
    return digest(*(wording(part or "") for part in (case.title, case.place, case.organisation)), opening)
