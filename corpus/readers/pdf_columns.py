"""Columns of prose on a PDF page: where the gutters between them are, and which rows are read one after the other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from math import inf
from statistics import median

from corpus.readers.pdf_floats import CAPTION
from corpus.readers.pdf_initials import with_initials
from corpus.readers.pdf_layout import HANGING, Line, Row, Run, joined
from corpus.readers.pdf_paragraphs import IMPRINT

# A gutter between columns of prose: how wide (em), how many lines on both sides, how full they are.
GUTTER = 0.9
COLUMN_LINES = 4
COLUMN_FILL = 0.6
# Fewer lines on both sides tell of columns where many more stand on the one side alone.
FEW_LINES, LONE_LINES = 2, 8
# How often a side of a gutter is parted again to see whether it is columns, and for how many of the best gutters.
DEEP, TRIED = 2, 4
COLUMN_WIDTH = 6.0
# How often rows may cross a gutter among those that lie beside it: a title or a figure.
CROSSING = 0.25
# How far marks stand out over the edge of a column at most (em).
OVER = 1.5
# Gutters of pages that are set alike lie within so many points.
DRIFT = 6
# In em: how high the space of a figure across all columns is at least, and how far off the middle a caption stands.
BAND = 3.5
OFF = 0.8


Part = tuple[bool, list[Row]]


def lines(page: int, found: Sequence[Row], known: Sequence[float] = ()) -> list[Line]:
    """The rows of a page as lines in reading order, columns one after the other; `known`: gutters of other pages.

    Rows that stand in no column have the column 0; columns are numbered from 1.
    """
    numbered: list[Line] = []
    for number, (split, part) in enumerate(_columns(found, known), 1):
        left = min(run.x0 for row in part for run in row)
        right = _right_of(part)
        numbered += [joined(page, row, left, right, number if split else 0) for row in with_initials(part)]
    return numbered


def _right_of(part: Sequence[Row]) -> float:
    """Where the lines of a column end, but for marks that hang over its edge."""
    widest = max(row[-1].x1 for row in part)
    inner = max((row[-1].x1 for row in part if row[-1].text[-1] not in HANGING), default=widest)
    return inner if widest - inner < OVER * part[0][0].size else widest


def gutters(pages: Sequence[Sequence[Row]]) -> tuple[float, ...]:
    """Where the pages of a document have gutters between columns that leave no doubt."""
    found: list[float] = []
    for x in (x for page in pages for x in _gutters(page)):
        if all(abs(x - other) > DRIFT for other in found):
            found.append(x)
    return tuple(found)


def _gutters(page: Sequence[Row]) -> Iterator[float]:
    x = _gutter(page)
    if x is not None:
        yield x
        for side in _sides([row for row in page if not _crosses(row, x)], x):
            yield from _gutters(side)


def _columns(found: Sequence[Row], known: Sequence[float] = (), split: bool = False) -> list[Part]:
    """What is read one after the other: rows above columns, each column, rows below. True marks a column.

    `known`: gutters of other pages, where here too few lines stand beside each other to tell.
    """
    gutter = _gutter(found) or _known_gutter(found, known)
    if gutter is None:
        return [(split, list(found))] if found else []
    parts: list[Part] = []
    for across, some in _bands(found, gutter):
        if across:
            parts.append((split, some))
        else:
            parts += [part for side in _sides(some, gutter) for part in _columns(side, known, split=True)]
    return parts


def _sides(beside: Sequence[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    left = [kept for row in beside if (kept := tuple(run for run in row if run.x0 < gutter))]
    right = [kept for row in beside if (kept := tuple(run for run in row if run.x0 >= gutter))]
    return left, right


def _bands(found: Sequence[Row], gutter: float) -> Iterator[tuple[bool, list[Row]]]:
    """Rows that stand across a gutter (True), and those in the columns above, between and below them."""
    captions = _captions(found, gutter)
    for across, group in groupby(zip(found, captions, strict=True), lambda row: row[1] or _crosses(row[0], gutter)):
        rows = [row for row, _ in group]
        yield from [(True, rows)] if across else ((False, band) for band in _cut(rows, gutter))


def _captions(found: Sequence[Row], gutter: float) -> list[bool]:
    """Which rows belong to what stands across columns: in the middle of them, with nothing at their height. They are
    captions, or stand above all columns, as a byline does.
    """
    lone = _lone(found, gutter)
    top = next((at for at, row in enumerate(found) if not (lone[at] or _crosses(row, gutter))), len(found))
    end = _imprint(found, gutter)
    return [at >= end or (alone and (at < top or _is_caption(found[at][0]))) for at, alone in enumerate(lone)]


def _imprint(found: Sequence[Row], gutter: float) -> int:
    """Where the lines begin that tell who made a paper and who gets it, below what stands in columns."""
    beside = next((at for at in reversed(range(len(found))) if found[at][-1].x1 > gutter), len(found))
    return next((at for at in range(beside + 1, len(found)) if IMPRINT.match(found[at][0].text)), len(found))


def _lone(found: Sequence[Row], gutter: float) -> list[bool]:
    middle = (min(row[0].x0 for row in found) + max(row[-1].x1 for row in found)) / 2
    lows = accumulate((max(run.bottom for run in row) for row in found), max, initial=0.0)
    tops = [*accumulate((min(run.top for run in row) for row in reversed(found)), min, initial=inf)][-2::-1]
    return [
        (row[-1].x1 <= gutter or row[0].x0 >= gutter)
        and low - 1 <= row[0].top
        and row[0].bottom <= top + 1
        and abs(row[0].x0 + row[-1].x1 - 2 * middle) < 2 * OFF * row[0].size
        for row, low, top in zip(found, lows, tops, strict=False)
    ]


def _cut(rows: Sequence[Row], gutter: float) -> Iterator[list[Row]]:
    """Rows in columns, cut where a figure across all of them has left its space: they go on below it side by side."""
    start, low = 0, inf
    for at, row in enumerate(rows):
        if min(run.top for run in row) - low > BAND * row[0].size and _is_figure(rows[start:at], rows[at:], gutter):
            yield [*rows[start:at]]
            start = at
        low = max(run.bottom for run in row) if low == inf else max(low, *(run.bottom for run in row))
    yield [*rows[start:]]


def _is_figure(above: Sequence[Row], below: Sequence[Row], gutter: float) -> bool:
    """Whether the space between rows is that of one figure: columns stand above and below, no captions side by side."""
    both = all(all(_sides(some, gutter)) for some in (above, below))
    return both and not any(len(row) > 1 and all(map(_is_caption, row)) for row in (above[-1], below[0]))


def _is_caption(run: Run) -> bool:
    return CAPTION.match(run.text) is not None


def _crosses(row: Row, gutter: float) -> bool:
    return any(run.x0 < gutter < run.x1 for run in row)


def _gutter(found: Sequence[Row], deep: int = DEEP) -> float | None:
    """The middle of the space between columns of prose, or None. Columns of a table are not as full.

    `deep`: how often a side may be parted again to see whether it is columns. Forms have hundreds of gaps: but a few
    of them are looked at so.
    """
    if len(found) < COLUMN_LINES:
        return None
    # Marks that hang over the edge of a column come nearer to the next one than its middle.
    candidates = {x for last, run in _gaps(found) for x in (round((last.x1 + run.x0) / 2), round(run.x0) - 1)}
    if not candidates:
        return None
    sides = _Sides(found)
    scored = sorted((-score, x) for x in candidates if (score := sides.score(x)) > 0)
    looks = enumerate(x for _, x in scored)
    return next((x for tried, x in looks if _are_full(found, x, deep if tried < TRIED else 0)), None)


def _known_gutter(found: Sequence[Row], known: Sequence[float]) -> float | None:
    """A gutter of another page that no row crosses here, and where a row has its gap."""
    if not known:
        return None
    gaps = [(last.x1, run.x0) for last, run in _gaps(found)]
    # Marks that hang over the edge of a column come nearer to the next one than its middle.
    near = (x for gutter in known for end, start in gaps if end < gutter < start for x in (gutter, start - 1))
    return next((x for x in near if not any(_crosses(row, x) for row in found)), None)


def _gaps(found: Sequence[Row]) -> list[tuple[Run, Run]]:
    """Neighbours with a wide gap between them, on one line or on two that reach into each other's height."""
    level = (row for row in found if len(row) > 1)
    uneven = (
        sorted((*above, *row), key=lambda run: run.x0) for above, row in pairwise(found) if row[0].top < above[0].bottom
    )
    pairs = (pair for some in (*level, *uneven) for pair in pairwise(some))
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


def _are_full(found: Sequence[Row], x: float, deep: int) -> bool:
    lefts = [kept for row in found if (kept := tuple(run for run in row if run.x1 <= x))]
    rights = [kept for row in found if (kept := tuple(run for run in row if run.x0 >= x))]
    return all(_is_full(side) or (deep > 0 and _gutter(side, deep - 1) is not None) for side in (lefts, rights))


def _is_full(side: Sequence[Row]) -> bool:
    """Whether most lines of a column, or of several columns, fill it, as prose does."""
    width = max(row[-1].x1 for row in side) - min(row[0].x0 for row in side)
    size = median(row[0].size for row in side)
    filled = median(sum(run.x1 - run.x0 for run in row) for row in side)
    return width > COLUMN_WIDTH * size and filled > COLUMN_FILL * width
