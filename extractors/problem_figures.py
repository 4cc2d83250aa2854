"""Clauses that only give a figure for the problem before them in their item: 技术员留不住,两年走了5人."""

import re
from collections.abc import Container, Iterator
from functools import cache

from corpus.model import Span
from extractors.problem_patterns import patterns

MARKS = ",;:。!?\n"
# Some type a full stop for 。, as in problem_zones.
STOP = re.compile(r"(?<![0-9A-Za-z])\.")
# What a figure illustrates stands in the same item: these part items, but a heading belongs to what follows.
ITEM_ENDS = ";!?"
CLAUSE_LIMIT = 80
HEADING_LIMIT = 40
# A figure may follow another one, or where it comes from; so many clauses are passed over.
PASSED = 3


@cache
def _cue(name: str) -> re.Pattern[str]:
    return next(re.compile(cue.pattern) for cue in patterns().figures if cue.id == name)


def illustrates(folded: str, span: Span, problems: Container[int]) -> bool:
    """Whether the clause around a span only gives a figure for one of `problems` (their places) before it in its
    item.
    """
    clause = _clause(folded, span)
    if not _is_statistic(folded, clause):
        return False
    for before in _before(folded, clause.start):
        if not _passed(folded, before):
            return any(at in problems for at in range(before.start, before.end))
    return False


def _is_statistic(folded: str, clause: Span) -> bool:
    """Whether a clause ends in a figure that says how few or many, and names nothing bad itself."""
    words = clause.of(folded).strip()
    if len(words) > CLAUSE_LIMIT:
        return False
    return bool(_cue("statistic").search(words)) and not _cue("own").search(words)


def _passed(folded: str, clause: Span) -> bool:
    return _is_statistic(folded, clause) or bool(_cue("source").match(clause.of(folded)))


def _ends(folded: str, at: int) -> bool:
    """Whether the character at a place ends a clause."""
    return folded[at] in MARKS or (folded[at] == "." and bool(STOP.match(folded, at)))


def _clause(folded: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start > 0 and span.start - start < CLAUSE_LIMIT and not _ends(folded, start - 1):
        start -= 1
    while end < len(folded) and end - span.end <= CLAUSE_LIMIT and not _ends(folded, end):
        end += 1
    return Span(start, end)


def _before(folded: str, at: int) -> Iterator[Span]:
    """The clauses of the item before a place, the nearest first, then the heading above."""
    for _ in range(PASSED + 1):
        if at == 0 or folded[at - 1] in ITEM_ENDS:
            return
        if folded[at - 1] == "\n":
            yield from _heading(folded, at - 1)
            return
        clause = _clause(folded, Span(at - 1, at - 1))
        yield clause
        at = clause.start


def _heading(folded: str, end: int) -> Iterator[Span]:
    """The line that ends at a place, where it is short and no sentence."""
    start = folded.rfind("\n", max(0, end - HEADING_LIMIT), end) + 1
    if start and folded[end - 1] not in MARKS:
        yield Span(start, end)
