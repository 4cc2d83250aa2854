"""Ids of cases that hold when a file moves, is renamed or has a figure corrected."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from outputs.model import Case, DocumentRecord
from outputs.wording import wording

OPENING = 60
"""Letters of the text that count: they tell articles of one title apart and outlive edits further down."""

Found = tuple[DocumentRecord, Case]


def digest(*parts: str) -> str:
    """Twelve hexadecimal digits for some words; the parts are kept apart."""
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:12]


def case_text(record: DocumentRecord, case: Case) -> str:
    """The words of a case."""
    return record.document.text[case.start : case.end] if record.document else ""


def plain_name(record: DocumentRecord, case: Case) -> str:
    """What a case is called by: its title, place and body and how it opens, in their bare wording; of one that an
    analyst mended, what it was called by before.
    """
    if case.known_as:
        return case.known_as
    opening = wording(case_text(record, case))[:OPENING]
    return digest(*(wording(part or "") for part in (case.title, case.place, case.organisation)), opening)


def _rank(found: Found) -> tuple[int, str, str, str, int, str]:
    """Fullest first, then by content; the file's name only tells copies apart that are the same in all else."""
    record, case = found
    text = case_text(record, case)
    bare = wording(text)
    return -len(bare), bare, text, record.source.sha256, case.start, record.source.name


def _tied(name: str, group: Sequence[Found]) -> Iterable[str]:
    """The fullest copy bears the plain id; the others get theirs from their own words, whatever copies come later."""
    taken: dict[str, int] = defaultdict(int)
    yield f"c{name}"
    for record, case in group[1:]:
        own = digest(name, wording(case_text(record, case)))
        taken[own] += 1
        yield f"c{own}" if taken[own] == 1 else f"c{own}-{taken[own]}"


def case_ids(found: Iterable[Found]) -> list[tuple[str, Found]]:
    """Every case with the id that it has where no catalogue was before, whatever the order in which they come in."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        groups[plain_name(*one)].append(one)
    ordered = {name: sorted(group, key=_rank) for name, group in groups.items()}
    named = [pair for name, group in ordered.items() for pair in zip(_tied(name, group), group, strict=True)]
    return sorted(named, key=lambda pair: pair[0])
