"""Which of equally full copies is to lead: the one read best, then the one that is plainly named."""

import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from extractors.lexicon import read_lexicon
from outputs.model import DocumentRecord

MARKS = Path(__file__).parent / "copy_marks.yml"

Plainness = tuple[bool, bool, int, int, int, str]


class CopyMark(BaseModel):
    """How a copy is named, with names that it fits and names that it does not."""

    pattern: str
    match: list[str]
    no_match: list[str]


class CopyMarks(BaseModel):
    """What copy_marks.yml holds."""

    marks: list[CopyMark]


@cache
def copy_marks() -> tuple[re.Pattern[str], ...]:
    """One pattern for each kind of mark."""
    return tuple(re.compile(one.pattern) for one in read_lexicon(MARKS, CopyMarks).marks)


def plainness(record: DocumentRecord) -> Plainness:
    """The least of several copies is to lead: read whole, not in a compilation, few marks of copies, few folders, a
    short name.
    """
    name = record.source.name
    marks = sum(mark.search(name) is not None for mark in copy_marks())
    return record.outcome.status != "ok", len(record.cases) > 1, marks, name.count("/"), len(name), name
