"""Tables with level rules alone (三线表): above, below the head, at the end. Columns are the gaps in the body."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Box
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_layout import Row, Run, rows, runs
from corpus.readers.pdf_rules import Edge

# Points: rules of one table agree so closely; shorter ones underline words; a head is no higher.
SAME = 3.0
SHORTEST = 120.0
HEAD = 110.0
RULES = 3
# A table has at least so many columns and rows below its head.
LEAST = 2


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table: its box, the cells and boxes of its rows, and the left edges of its columns."""

    region: Box
    rows: list[tuple[tuple[str, ...], Box]]
    columns: tuple[float, ...]


def open_tables(ruled: Sequence[Edge], chars: Sequence[Char]) -> list[OpenTable]:
    """The tables of a page from top to bottom."""
    found: list[OpenTable] = []
    for rules in _groups(ruled):
        region = (rules[0].x0, rules[0].top, rules[0].x1, rules[-1].top)
        text = rows(runs(char for char in chars if within(char, region)))
        head = [run for row in text for run in row if run.middle < rules[1].top]
        body = [row for row in text if row[0].middle >= rules[1].top]
        columns = _columns(body)
        if head and len(columns) >= LEAST and len(body) >= LEAST:
            first = (_cells(head, columns), (region[0], region[1], region[2], rules[1].top))
            rest = [(_cells(row, columns), _box(row, region)) for row in body]
            found.append(OpenTable(region, [first, *rest], tuple(left for left, _ in columns)))
    return found


def _groups(ruled: Sequence[Edge]) -> list[list[Edge]]:
    """Rules of one width below each other: three, or all where they come in no threes."""
    wide = sorted((e for e in ruled if e.level and e.x1 - e.x0 > SHORTEST), key=lambda e: (e.top, e.x0))
    groups: list[list[Edge]] = []
    for edge in wide:
        group = next((g for g in groups if abs(g[0].x0 - edge.x0) < SAME and abs(g[0].x1 - edge.x1) < SAME), None)
        if group is None:
            groups.append([edge])
        elif edge.top - group[-1].top > SAME:
            group.append(edge)
    parts = [part for group in groups if len(group) >= RULES for part in _threes(group)]
    return sorted((p for p in parts if p[1].top - p[0].top < HEAD), key=lambda part: part[0].top)


def _threes(group: list[Edge]) -> list[list[Edge]]:
    if len(group) % RULES:
        return [group]
    return [group[at : at + RULES] for at in range(0, len(group), RULES)]


def within(char: Char, box: Box) -> bool:
    """Whether a character stands in a box."""
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _columns(body: Sequence[Row]) -> list[tuple[float, float]]:
    """Left and right edges of what stands below each other in the body, with nothing across the gaps."""
    merged: list[tuple[float, float]] = []
    for run in sorted((run for row in body for run in row), key=lambda run: run.x0):
        if merged and run.x0 < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], run.x1))
        else:
            merged.append((run.x0, run.x1))
    return merged


def _cells(found: Sequence[Run], columns: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """The runs of a row in their columns, each in the one whose middle is nearest."""
    bounds = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    texts = [""] * len(columns)
    for run in found:
        at = sum((run.x0 + run.x1) / 2 > bound for bound in bounds)
        texts[at] += run.text
    return tuple(texts)


def _box(row: Row, region: Box) -> Box:
    return region[0], min(run.top for run in row), region[2], max(run.bottom for run in row)
