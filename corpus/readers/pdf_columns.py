"""Columns of prose on a PDF page: where the gutters between them are, and which rows are read one after the other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from corpus.readers.pdf_layout import HANGING, Line, Row, Run, joined

# A gutter between columns of prose: how wide (em), how many lines on both sides, how full they are.
GUTTER = 0.9
COLUMN_LINES = 4
COLUMN_FILL = 0.6
# Fewer lines on both sides tell of columns where many more stand on the one side alone.
FEW_LINES, LONE_LINES = 2, 8
COLUMN_WIDTH = 6.0
# How often rows may cross a gutter among those that lie beside it: a title or a figure.
CROSSING = 0.25
# How far marks stand out over the edge of a column at most (em).
OVER = 1.5
# Gutters of pages that are set alike lie within so many points.
DRIFT = 6


Part = tuple[bool, list[Row]]


def lines(page: int, found: Sequence[Row], known: Sequence[float] = ()) -> list[Line]:
    """The rows of a page as lines in reading order, columns one after the other; `known`: gutters of other pages.

    Rows that stand in no column have the column 0; columns are numbered from 1.
    """
    numbered: list[Line] = []
    for number, (split, part) in enumerate(_columns(found, known), 1):
        left = min(run.x0 for row in part for run in row)
        right = _right_of(part)
        numbered += [joined(page, row, left, right, number if split else 0) for row in part]
    return numbered


def _right_of(part: Sequence[Row]) -> float:
    """Where the lines of a column end, but for marks that hang over its edge."""
    widest = max(row[-1].x1 for row in part)
    inner = max((row[-1].x1 for row in part if row[-1].text[-1] not in HANGING), default=widest)
    return inner if widest - inner < OVER * part[0][0].size else widest


def gutters(pages: Sequence[Sequence[Row]]) -> tuple[float, ...]:
    """Where the pages of a document have gutters between columns that leave no doubt."""
    found: list[float] = []
    for page in pages:
        x = _gutter(page)
        if x is not None and all(abs(x - other) > DRIFT for other in found):
            found.append(x)
    return tuple(found)


def _columns(found: Sequence[Row], known: Sequence[float] = (), split: bool = False) -> list[Part]:
    """What is read one after the other: rows above columns, each column, rows below. True marks a column.

    `known`: gutters of other pages, where here too few lines stand beside each other to tell.
    """
    gutter = _gutter(found) or _known_gutter(found, known)
    if gutter is None:
        return [(split, list(found))] if found else []
    parts: list[Part] = []
    for across, group in groupby(found, lambda row: _crosses(row, gutter)):
        some = list(group)
        parts += [(split, some)] if across else _sides(some, gutter, known)
    return parts


def _sides(beside: Sequence[Row], gutter: float, known: Sequence[float]) -> Iterator[Part]:
    left = [kept for row in beside if (kept := tuple(run for run in row if run.x0 < gutter))]
    right = [kept for row in beside if (kept := tuple(run for run in row if run.x0 >= gutter))]
    yield from _columns(left, known, split=True)
    yield from _columns(right, known, split=True)


def _crosses(row: Row, gutter: float) -> bool:
    return any(run.x0 < gutter < run.x1 for run in row)


def _gutter(found: Sequence[Row]) -> float | None:
    """The middle of the space between columns of prose, or None. Columns of a table are not as full."""
    if len(found) < COLUMN_LINES:
        return None
    candidates = {round((last.x1 + run.x0) / 2) for last, run in _gaps(found)}
    if not candidates:
        return None
    sides = _Sides(found)
    scored = sorted((-score, x) for x in candidates if (score := sides.score(x)) > 0)
    return next((x for _, x in scored if _are_full(found, x)), None)


def _known_gutter(found: Sequence[Row], known: Sequence[float]) -> float | None:
    """A gutter of another page that no row crosses here, and where a row has its gap."""
    if not known:
        return None
    gaps = [(last.x1, run.x0) for last, run in _gaps(found)]
    # Marks that hang over the edge of a column come nearer to the next one than its middle.
    near = (x for gutter in known for end, start in gaps if end < gutter < start for x in (gutter, start - 1))
    return next((x for x in near if not any(_crosses(row, x) for row in found)), None)


def _gaps(found: Sequence[Row]) -> list[tuple[Run, Run]]:
    pairs = (pair for row in found if len(row) > 1 for pair in pairwise(row))
    return [(last, run) for last, run in pairs if run.x0 - last.x1 > GUTTER * last.size]


class _Sides:
    """Counts the lines on both sides of a gutter and those across, for many gutters."""

    def __init__(self, found: Sequence[Row]) -> None:
        self._count = len(found)
        self._starts = sorted(run.x0 for row in found for run in row)
        self._ends = sorted(run.x1 for row in found for run in row)
        self._first_ends = sorted(row[0].x1 for row in found)
        self._last_starts = sorted(row[-1].x0 for row in found)
        self._first_starts = sorted(row[0].x0 for row in found)
        self._last_ends = sorted(row[-1].x1 for row in found)

    def score(self, x: float) -> int:
        """How many more lines stand on both sides of a gutter at x than across; 0 where they cannot be columns."""
        both = min(bisect_right(self._first_ends, x), self._count - bisect_left(self._last_starts, x))
        crossing = bisect_left(self._starts, x) - bisect_right(self._ends, x)
        alone = max(bisect_right(self._last_ends, x), self._count - bisect_left(self._first_starts, x))
        enough = both >= COLUMN_LINES or (both >= FEW_LINES and alone >= LONE_LINES)
        if not enough or crossing > CROSSING * (self._count + COLUMN_LINES):
            return 0
        return max(both - crossing, 1)


def _are_full(found: Sequence[Row], x: float) -> bool:
    lefts = [kept for row in found if (kept := [run for run in row if run.x1 <= x])]
    rights = [kept for row in found if (kept := [run for run in row if run.x0 >= x])]
    return _is_full(lefts) and _is_full(rights)


def _is_full(side: Sequence[Sequence[Run]]) -> bool:
    """Whether most lines of a column, or of several columns, fill it, as prose does."""
    width = max(row[-1].x1 for row in side) - min(row[0].x0 for row in side)
    size = median(row[0].size for row in side)
    filled = median(sum(run.x1 - run.x0 for run in row) for row in side)
    return width > COLUMN_WIDTH * size and filled > COLUMN_FILL * width
