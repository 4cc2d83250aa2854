"""Rows of fields that sites print about a document, a search or a post: pages, size, stars, downloads, paging."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.lines import Line
from corpus.model import Removed
from corpus.rules import Pairs, Rule, RuleList, first_hit, read_rules

CLOSES = {"(": ")", "[": "]", "【": "】"}
GAP = re.compile(r"[\s|·•,/、;)\]】(\[【>»›-]{0,8}")
OPEN = re.compile(r"[\s。!?;…)”》\]】.|(\[【]$")  # what a row may stand behind
BLANK = re.compile(r"[\s|]|$")
WHOLE = 2  # weight of a row that is a whole line, or that blanks part from the text
LONE_WEAK = 3  # weight of a row without any field that tells by itself
GLUED = 4  # weight of a row that touches the text before or after it


@dataclass(frozen=True, slots=True)
class Field:
    """One field in a line of folded words."""

    kind: str
    weight: int
    start: int
    end: int


def field_rows(lines: Sequence[Line], pairs: Pairs) -> Iterator[Removed]:
    """Rows of such fields, on lines of their own and between the articles of one endless line; `pairs` is what the
    lines hold of two characters in a row.
    """
    live = _hinted().live(pairs)
    for line in lines:
        if first_hit(live, line.words):
            for row in _rows(line.words):
                start, end = _opened(line.words, row), row[-1].end
                yield Removed(line.start + start, line.start + _closed(line.words, end), row[0].kind)


@cache
def _fields() -> tuple[Rule, ...]:
    """The fields, those that tell by themselves first: a weak one may begin where they do."""
    return tuple(sorted(read_rules("fields.yml"), key=lambda field: -field.weight))


@cache
def _hinted() -> RuleList:
    return RuleList(field for field in _fields() if field.hints)


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<f{n}>{field.pattern})" for n, field in enumerate(_fields())))


def _rows(words: str) -> Iterator[list[Field]]:
    row: list[Field] = []
    for field in _found(words):
        if row and not GAP.fullmatch(words, row[-1].end, field.start):
            if _is_row(words, row):
                yield row
            row = []
        row.append(field)
    if row and _is_row(words, row):
        yield row


def _found(words: str) -> Iterator[Field]:
    rules = _fields()
    for found in _any().finditer(words):
        rule = rules[int((found.lastgroup or "f0")[1:])]
        yield Field(rule.kind, rule.weight, found.start(), found.end())


def _is_row(words: str, row: Sequence[Field]) -> bool:
    weight = sum(field.weight for field in row)
    before, after = _is_free(words, row)
    telling = any(field.weight > 1 for field in row)
    if before and after:
        return weight >= (WHOLE if telling else LONE_WEAK)
    return telling and weight >= GLUED


def _is_free(words: str, row: Sequence[Field]) -> tuple[bool, bool]:
    """Whether the text before and after a row is parted from it."""
    start, end = row[0].start, _closed(words, row[-1].end)
    before = start == 0 or OPEN.search(words, start - 1, start) is not None
    return before, BLANK.match(words, end) is not None or words[end - 1].isspace()


def _opened(words: str, row: Sequence[Field]) -> int:
    """Where a row begins with the bracket that it closes."""
    start = row[0].start
    return (
        start - 1
        if start and words[start - 1] in CLOSES and CLOSES[words[start - 1]] in words[start : row[-1].end]
        else start
    )


def _closed(words: str, end: int) -> int:
    """Where a row ends with the marks and bars that close it."""
    return end + len(re.match(r"(?:\s{0,3}[)\]】|])?", words[end : end + 4]).group())  # type: ignore[union-attr]
