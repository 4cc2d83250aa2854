"""Tables with level rules alone (三线表): above, below the head, at the end. Columns are the gaps in the body.

A table that a page end cuts may lack the rule at its end there, and the pages on which it goes on may have no rule.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Box
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_furniture import is_page_number
from corpus.readers.pdf_grids import Rule
from corpus.readers.pdf_layout import Row, rows, runs
from corpus.readers.pdf_open_rows import Columns, body_rows, going_on, head_rows

# Points: rules of one table agree so closely; shorter ones underline words; a head is no higher.
SAME = 3.0
SHORTEST = 120.0
HEAD = 110.0
RULES = 3
# A table has at least so many columns.
LEAST = 2
# Shares of the width: a line this wide is prose; words alone in their row this wide stand for no column.
PROSE = 0.8
ALONE = 0.4
# Points: no gap between columns is narrower.
GAP = 2.0
# How far words may stand out of their column.
SLACK = 12.0
# Shares of the page: what goes on behind a page end begins so far up; below the foot stand page numbers.
FOOT = 0.9
BEGINNING = 0.28
CAPTION = re.compile(r"(?:续?表|图)\s?[0-9一二三四五六七八九十]|(?:注|单位|资料来源|数据来源|说明|备注)\s?[：:]")


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table: its box, the cells and boxes of its rows, the left edges of its columns, and whether the page end cuts
    it.
    """

    region: Box
    rows: list[tuple[tuple[str, ...], Box]]
    columns: tuple[float, ...]
    cut: bool = False


def open_tables(level: Sequence[Rule], chars: Sequence[Char], height: float) -> list[OpenTable]:
    """The tables of a page of that height between level rules, from top to bottom."""
    groups = _groups(level)
    if not groups:
        return []
    text = [row for row in rows(runs(chars)) if not _is_page_number(row, height)]
    parts = [part for group in groups for part in _parts(group, text)]
    found: list[OpenTable] = []
    for part in sorted(parts, key=lambda part: part[0].at):
        low = max((table.region[3] for table in found), default=0.0)
        table = _table(part, level, text, height) if part[0].at >= low else None
        found += [table] if table else []
    return found


def _is_page_number(row: Row, height: float) -> bool:
    """Whether a row is the number at the foot of a page, which a table that the page end cuts must not take in."""
    return len(row) == 1 and row[0].top > FOOT * height and is_page_number(row[0].text)


def _groups(level: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of one width below each other."""
    groups: list[list[Rule]] = []
    for rule in (rule for rule in level if rule.end - rule.start > SHORTEST):
        group = next((group for group in groups if _same(group[0], rule)), None)
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    return groups


def _same(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) < SAME and abs(one.end - other.end) < SAME


def _parts(group: Sequence[Rule], text: Sequence[Row]) -> Iterator[list[Rule]]:
    """The rules of each table: between two tables stand a caption, a note, prose or nothing."""
    part = [group[0]]
    for last, rule in pairwise(group):
        between = _inside(text, _region(last, rule))
        if not between or any(_is_apart(row, last) for row in between):
            yield part
            part = []
        part.append(rule)
    yield part


def _is_apart(row: Row, rule: Rule) -> bool:
    wide = row[0].x1 - row[0].x0 > PROSE * (rule.end - rule.start)
    return len(row) == 1 and (wide or CAPTION.match(row[0].text) is not None)


def _region(first: Rule, last: Rule) -> Box:
    return first.start, first.at, first.end, last.at


def _inside(text: Iterable[Row], region: Box) -> list[Row]:
    """What stands in a region, row by row."""
    x0, top, x1, bottom = region
    cut = (
        tuple(run for run in row if x0 <= (run.x0 + run.x1) / 2 <= x1 and top <= run.middle <= bottom) for row in text
    )
    return [row for row in cut if row]


def _table(part: Sequence[Rule], level: Sequence[Rule], text: Sequence[Row], height: float) -> OpenTable | None:
    """The table of some rules, which a page end may have cut."""
    if len(part) >= RULES:
        return _ruled(part, level, text)
    first, last = part[0], part[-1]
    inner = [rule for rule in level if first.at < rule.at < min(last.at, first.at + HEAD) and _within(rule, first)]
    if len(part) == LEAST and inner:  # the rule below the head leaves out cells that go on in the body
        return _ruled([first, Rule(inner[-1].at, first.start, first.end), last], level, text)
    if len(part) == LEAST and last.at - first.at < HEAD:
        below = _inside(text, (first.start, last.at, first.end, height))
        below = going_on(below[: next((at for at, row in enumerate(below) if _is_apart(row, first)), None)])
        low = max((run.bottom for row in below for run in row), default=height)
        if not _inside(text, (first.start, low, first.end, FOOT * height)):
            found = _ruled([*part, Rule(low, first.start, first.end)], level, text)
            return replace(found, cut=True) if found else None
    return None


def carried(region: Box, lefts: Sequence[float], text: Sequence[Row], height: float) -> OpenTable | None:
    """What goes on with a table of that region which the end of the page before cut; only its last rule may follow."""
    inside = _inside(text, (region[0], 0.0, region[2], height))
    start = next((at for at, row in enumerate(inside) if _fits(row, lefts)), None)
    whole_width = Rule(height, region[0], region[2])
    apart = next((at for at, row in enumerate(inside) if at > (start or 0) and _is_apart(row, whole_width)), None)
    found = going_on(inside[start:apart]) if start is not None else []
    if len(found) < LEAST or found[0][0].top > BEGINNING * height or not _fits(found[1], lefts):
        return None
    columns = _columns(found)
    if len(columns) != len(lefts):
        columns = [(left, right - GAP) for left, right in pairwise([*lefts, region[2] + GAP])]
    low = max(run.bottom for row in found for run in row)
    cut = not _inside(inside, (region[0], low, region[2], FOOT * height))
    whole = (region[0], found[0][0].top, region[2], low)
    return OpenTable(whole, body_rows([found], columns, whole), tuple(left for left, _ in columns), cut)


def _fits(row: Row, lefts: Sequence[float]) -> bool:
    """Whether the words of a row stand in columns of their own and are no wider than these."""
    filled = {bisect_right(lefts, (run.x0 + run.x1) / 2) for run in row}
    narrow = all(bisect_right(lefts, run.x1 - SLACK) - bisect_right(lefts, run.x0 + SLACK) < LEAST for run in row)
    return len(filled) == len(row) >= LEAST and narrow


def _ruled(part: Sequence[Rule], level: Sequence[Rule], text: Sequence[Row]) -> OpenTable | None:
    region = _region(part[0], part[-1])
    if part[1].at - part[0].at > HEAD:
        return None
    head = _inside(text, _region(part[0], part[1]))
    body = [lines for pair in pairwise(part[1:]) if (lines := _inside(text, _region(*pair)))]
    lines = [row for between in body for row in between]
    columns = _with_head(_columns(lines), head)
    if not head or not lines or len(columns) < LEAST or not _is_table(head, lines, columns):
        return None
    short = [rule for rule in level if part[0].at < rule.at < part[1].at - SAME and not _same(rule, part[0])]
    found = head_rows(head, [rule for rule in short if _within(rule, part[0])], columns)
    top = (region[0], region[1], region[2], part[1].at)
    rows_ = [(cells, top) for cells in found] + body_rows(body, columns, region)
    return OpenTable(region, rows_, tuple(left for left, _ in columns))


def _is_table(head: Sequence[Row], body: Sequence[Row], columns: Columns) -> bool:
    """Whether rules frame a table, not lines of prose: one row below the head is enough in three columns."""
    return len(body) >= LEAST or len(columns) > LEAST or (len(head[-1]) > 1 and len(body[0]) > 1)


def _within(rule: Rule, around: Rule) -> bool:
    return rule.start > around.start - SAME and rule.end < around.end + SAME


def within(char: Char, box: Box) -> bool:
    """Whether a character stands in a box."""
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _columns(body: Sequence[Row]) -> Columns:
    """Left and right edges of what stands below each other in the body, with nothing across the gaps."""
    width = max(run.x1 for row in body for run in row) - min(run.x0 for row in body for run in row) if body else 0.0
    shared = [row for row in body if len(row) > 1 or row[0].x1 - row[0].x0 < ALONE * width]
    return _apart((run.x0, run.x1) for row in shared for run in row)


def _apart(sides: Iterable[tuple[float, float]]) -> Columns:
    merged: Columns = []
    for x0, x1 in sorted(sides):
        if merged and x0 < merged[-1][1] + GAP:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _with_head(columns: Columns, head: Sequence[Row]) -> Columns:
    """The columns, with those of which the body holds nothing."""
    alone = [
        (run.x0, run.x1)
        for run in (head[-1] if head else ())
        if all(run.x1 < left or run.x0 > right for left, right in columns)
    ]
    return sorted([*columns, *alone])
