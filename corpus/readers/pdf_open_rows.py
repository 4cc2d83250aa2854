"""Rows and cells of a table without upright lines: which lines of text make a row, which words a cell."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from corpus.model import Box
from corpus.readers.pdf_grids import Rule
from corpus.readers.pdf_layout import Row, Run, is_han, rows

Columns = list[tuple[float, float]]
Cells = tuple[str, ...]

# Half of what a line takes of the page, in em: less than half its type, so that lines close together stay apart.
HALF = 0.45
# Rows stand so much farther apart than the lines in a cell: as a factor, and in points.
FARTHER = 1.5
MORE = 2.0
# In em: a line that ends so near the right side of its column is full, and the cell may go on below it.
FULL = 2.6
# In em: a line of Han characters so much longer than the one above is none that goes on with it.
LONGER = 1.1
# In em: what is farther from the last row, and farther than the rows before, belongs to the table no more.
FAR = 1.6
NUMBER = re.compile(r"[-+±]?[\d.,，%％‰/()（）—－-]+")


class _Band(list[Run]):
    """Runs that overlap in height: a line across the columns, or more where cells are set in the middle."""

    @property
    def top(self) -> float:
        """Where the band begins."""
        return min(run.middle - HALF * run.size for run in self)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return max(run.middle + HALF * run.size for run in self)


def head_rows(head: Sequence[Row], short: Sequence[Rule], columns: Columns) -> list[Cells]:
    """The rows of a head; short rules in it stand under what several columns share."""
    levels = sorted({rule.at for rule in short})
    found: list[list[list[Run]]] = [[[] for _ in columns] for _ in range(len(levels) + 1)]
    upper: dict[Rule, list[Run]] = {}
    for run in (run for row in head for run in row):
        over = [rule for rule in short if rule.start <= (run.x0 + run.x1) / 2 <= rule.end]
        under = [rule for rule in over if rule.at > run.middle]
        if under:
            upper.setdefault(under[0], []).append(run)
        else:
            found[sum(at < run.middle for at in levels) if over else 0][_column(run, columns)].append(run)
    for rule, found_runs in upper.items():
        for at, run in _spanning(rule, found_runs, columns):
            found[levels.index(rule.at)][at].append(run)
    return [tuple(map(_text, row)) for row in found if any(row)]


def _spanning(rule: Rule, upper: Sequence[Run], columns: Columns) -> Iterator[tuple[int, Run]]:
    """The words above a short rule, each with the first of the columns to which it is nearest."""
    seen = set[Run]()
    for at, (left, right) in enumerate(columns):
        if rule.start <= (left + right) / 2 <= rule.end:
            nearest = min(upper, key=lambda run: abs(run.x0 + run.x1 - left - right))
            same = [run for run in upper if min(run.x1, nearest.x1) > max(run.x0, nearest.x0) and run not in seen]
            yield from ((at, run) for run in same)
            seen |= set(same)
    yield from ((_column(run, columns), run) for run in upper if run not in seen)


def body_rows(parts: Sequence[Sequence[Row]], columns: Columns, region: Box) -> list[tuple[Cells, Box]]:
    """The rows (cells, box) of what stands between the rules of a body."""
    bands = [_bands(run for row in part for run in row) for part in parts]
    if len(parts) > 1 and 2 * sum(len(part) == 1 for part in bands) > len(parts):
        bands = [[_Band(run for band in part for run in band)] for part in bands]  # a rule below each row
    else:
        bands = [[row for band in part for row in _unbridged(band, columns)] for part in bands]
    spanned = [_with_spanning(part, columns) for part in bands]
    return [(_cells(band, columns), _box(band, region)) for part in spanned for band in _grouped(part, columns)]


def _unbridged(band: _Band, columns: Columns) -> list[_Band]:
    """The rows of a band that only a cell beside them, set in the middle of them, holds together; it belongs to the
    first of them.
    """
    at = [_column(run, columns) for run in band]
    bridge = [run for run, column in zip(band, at, strict=True) if at.count(column) == 1]
    lines = _bands(run for run in band if run not in bridge)
    filled = [{_column(run, columns) for run in line} for line in lines]
    if not bridge or len(lines) < 2 or any(one != filled[0] for one in filled) or _is_row(band, columns):
        return [band]
    whole = len(filled[0]) > 1 and len(filled[0]) + len(bridge) == len(columns)
    return [_Band([*lines[0], *bridge]), *lines[1:]] if whole else [band]


def _with_spanning(bands: Sequence[_Band], columns: Columns) -> list[_Band]:
    """The bands; what stands in the first column alone, between rows without one, belongs to the upper row."""
    filled = [{_column(run, columns) for run in band} for band in bands]
    merged: list[_Band] = []
    for at, band in enumerate(bands):
        between = 0 < at < len(bands) - 1 and filled[at] == {0} and not {0} & (filled[at - 1] | filled[at + 1])
        if between and bands[at + 1].top - bands[at - 1].bottom < 2 * (band.bottom - band.top):
            merged[-1] = _Band([*merged[-1], *band])
        else:
            merged.append(band)
    return merged


def going_on(text: Iterable[Row]) -> list[Row]:
    """The rows from the first on that stand close to each other, downwards or upwards; none if the first is prose."""
    found = list(text)
    upwards = len(found) > 1 and found[0][0].middle > found[-1][0].middle
    bands = _bands(run for row in found for run in row)[:: -1 if upwards else 1]
    kept, widest = bands[:1], 0.0
    for band, below in pairwise(bands):
        gap = max(below.top - band.bottom, band.top - below.bottom)
        if gap > max(FAR * below[0].size, FARTHER * widest):
            break
        widest = max(gap, widest)
        kept.append(below)
    full = sum(len(band) > 1 for band in kept)
    if not kept or len(kept[0]) < 2 or 3 * full < len(kept):
        return []
    edge = (min if upwards else max)(band.top if upwards else band.bottom for band in kept)
    return [row for row in found if (row[0].middle > edge if upwards else row[0].middle < edge)]


def _bands(found: Iterable[Run]) -> list[_Band]:
    bands: list[_Band] = []
    for run in sorted(found, key=lambda run: run.middle - HALF * run.size):
        if bands and run.middle - HALF * run.size < bands[-1].bottom:
            bands[-1].append(run)
        else:
            bands.append(_Band([run]))
    return bands


def _grouped(bands: Sequence[_Band], columns: Columns) -> list[_Band]:
    """Bands joined to rows: by the gaps where these are of two kinds, else by cells that go on."""
    limit = _limit([below.top - band.bottom for band, below in pairwise(bands)])
    by_gap = _joined(bands, lambda band, below: below.top - band.bottom < limit)
    if len(by_gap) < len(bands) and all(_is_row(row, columns) for row in by_gap):
        return by_gap
    return _joined(bands, lambda band, below: _goes_on(band, below, columns))


def _limit(gaps: Sequence[float]) -> float:
    """A gap as wide as this parts rows; 0 where gaps differ too little to tell."""
    ordered = sorted(gaps)
    leaps = [(b - a, b) for a, b in pairwise(ordered) if b > FARTHER * max(a, 1.0) and b - a > MORE]
    return max(leaps)[1] if leaps else 0.0


def _joined(bands: Sequence[_Band], goes_on: Callable[[_Band, _Band], bool]) -> list[_Band]:
    joined: list[_Band] = []
    last: _Band | None = None
    for band in bands:
        if last is not None and goes_on(last, band):
            joined[-1] = _Band([*joined[-1], *band])
        else:
            joined.append(_Band(band))
        last = band
    return joined


def _is_row(band: _Band, columns: Columns) -> bool:
    """Whether the lines of a band can be one row: no cell holds two numbers, or goes on after a short line."""
    cells: list[list[Run]] = [[] for _ in columns]
    for run in sorted(band, key=lambda run: run.middle):
        cells[_column(run, columns)].append(run)
    return all(_wraps(last, run, columns[at]) for at, cell in enumerate(cells) for last, run in _lines(cell))


def _lines(cell: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    return ((last, run) for last, run in pairwise(cell) if run.middle - last.middle > HALF * run.size)


def _wraps(last: Run, run: Run, column: tuple[float, float]) -> bool:
    if NUMBER.fullmatch(last.text) and NUMBER.fullmatch(run.text):
        return False
    length, more = last.x1 - last.x0, run.x1 - run.x0
    if is_han(last.text[-1]) and is_han(run.text[0]) and more > length + LONGER * last.size:
        return False
    return length > column[1] - column[0] - FULL * last.size


def _goes_on(band: _Band, below: _Band, columns: Columns) -> bool:
    """Whether a line only goes on with cells of the line above; with the first only where that fills its column."""
    before, after = ({_column(run, columns): run for run in one} for one in (band, below))
    if (
        not after.keys() <= before.keys()
        or len(after) == len(columns)
        or (0 in after and columns[1][0] - before[0].x1 > FULL * before[0].size)
    ):
        return False
    return all(_wraps(before[at], run, columns[at]) and not NUMBER.fullmatch(run.text) for at, run in after.items())


def _column(run: Run, columns: Columns) -> int:
    """The column whose middle is nearest, as its bounds are the middles of the gaps."""
    x = (run.x0 + run.x1) / 2
    return sum(x > (left[1] + right[0]) / 2 for left, right in pairwise(columns))


def _cells(band: _Band, columns: Columns) -> Cells:
    """The words of a row in their columns."""
    cells: list[list[Run]] = [[] for _ in columns]
    for run in band:
        cells[_column(run, columns)].append(run)
    return tuple(map(_text, cells))


def _text(cell: Sequence[Run]) -> str:
    """The lines of a cell one after the other; only words of other scripts are set apart."""
    text = ""
    for run in (run for row in rows(cell) for run in row):
        apart = text and not is_han(text[-1]) and not is_han(run.text[0])
        text += f" {run.text}" if apart else run.text
    return text


def _box(band: _Band, region: Box) -> Box:
    return region[0], min(run.top for run in band), region[2], max(run.bottom for run in band)
