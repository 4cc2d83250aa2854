"""From ruling lines to the grids of tables: lines that touch make a grid, what no line parts is one cell."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from corpus.model import Box
from corpus.readers.pdf_rules import Edge

# Points: lines so near are one, pieces of a line so near are joined, ends so near touch.
NEAR = 3.0
# A side of a grid may stand open where at least so many of the lines across end together.
ENDING = 0.7
# No table has so many places; it is a drawing.
PLACES = 40_000
# A table has at least so many cells.
LEAST = 2


class Rule(NamedTuple):
    """A line: how far across the page it stands, where it begins and ends along it."""

    at: float
    start: float
    end: float


class Cell(NamedTuple):
    """The rows and columns that a cell covers, from the first to before the last."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """The lines and cells of a table."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]

    @property
    def region(self) -> Box:
        """The box of the table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @cached_property
    def _owners(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.last_row)
            for column in range(cell.column, cell.last_column)
        }

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell in which a point stands."""
        return self._owners.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


class _Plumbed:
    """What pdfplumber's table finder asks of a page; no words, for tables are found by their lines alone."""

    def __init__(self, lines: "_Lines") -> None:
        self.edges = [*map(_level_edge, lines.levels), *map(_upright_edge, lines.uprights)]
        across, along = [rule.at for rule in lines.uprights], [rule.at for rule in lines.levels]
        self.bbox = min(across), min(along), max(across), max(along)
        self.chars: list[dict[str, Any]] = []

    def extract_words(self, **_: object) -> list[dict[str, Any]]:
        """No words."""
        return []


class _Lines(NamedTuple):
    levels: list[Rule]
    uprights: list[Rule]


def grids(ruled: Sequence[Edge]) -> list[Grid]:
    """The grids of a page, small ones before those around them."""
    found = [grid for lines in _touching(levels(ruled), uprights(ruled)) for grid in _grids(lines)]
    return sorted(found, key=lambda grid: (_area(grid.region), grid.region))


def levels(ruled: Iterable[Edge]) -> list[Rule]:
    """The level lines from top to bottom, their pieces joined."""
    return _joined(Rule((e.top + e.bottom) / 2, e.x0, e.x1) for e in ruled if e.level)


def uprights(ruled: Iterable[Edge]) -> list[Rule]:
    """The upright lines from left to right, their pieces joined."""
    return _joined(Rule((e.x0 + e.x1) / 2, e.top, e.bottom) for e in ruled if not e.level)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    for near in _near(sorted(rules)):
        at = sum(rule.at for rule in near) / len(near)
        start, end = near[0].start, near[0].end
        for rule in near[1:]:
            if rule.start > end + NEAR:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            else:
                end = max(end, rule.end)
        joined.append(Rule(at, start, end))
    return joined


def _near(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    """Lines that stand at one place, by where they begin."""
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[-1].at > NEAR:
            yield sorted(group, key=lambda one: one.start)
            group = []
        group.append(rule)
    if group:
        yield sorted(group, key=lambda one: one.start)


def _touching(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[_Lines]:
    """The lines of the page in parts that touch each other."""
    parents = list(range(len(level) + len(upright)))
    places = [rule.at for rule in upright]
    for number, rule in enumerate(level):
        for index in range(bisect_left(places, rule.start - NEAR), bisect_right(places, rule.end + NEAR)):
            if upright[index].start - NEAR <= rule.at <= upright[index].end + NEAR:
                parents[_root(parents, len(level) + index)] = _root(parents, number)
    parts: dict[int, _Lines] = {}
    for number, rule in enumerate([*level, *upright]):
        part = parts.setdefault(_root(parents, number), _Lines([], []))
        (part.levels if number < len(level) else part.uprights).append(rule)
    return (part for part in parts.values() if len(part.levels) > 1 and part.uprights)


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _grids(lines: _Lines) -> list[Grid]:
    """The tables that lines make which touch each other."""
    lines = _closed(lines)
    xs, ys = sorted({rule.at for rule in lines.uprights}), sorted({rule.at for rule in lines.levels})
    if not 1 < len(xs) * len(ys) < PLACES:
        return []
    areas = _areas(lines, xs, ys)
    cells = [Cell(*map(min, zip(*area, strict=True)), *(max(n) + 1 for n in zip(*area, strict=True))) for area in areas]
    if any(_size(cell) != len(area) for cell, area in zip(cells, areas, strict=True)):
        return _found_by_plumber(lines)
    return _tables(xs, ys, cells)


def _closed(lines: _Lines) -> _Lines:
    """The lines with the sides of the grid that are not drawn but at which the lines across end together."""
    xs, ys = _open_sides(lines.levels, lines.uprights), _open_sides(lines.uprights, lines.levels)
    across = [*xs, *(rule.start for rule in lines.levels), *(rule.end for rule in lines.levels)]
    along = [*ys, *(rule.start for rule in lines.uprights), *(rule.end for rule in lines.uprights)]
    return _Lines(
        lines.levels + [Rule(y, min(across), max(across)) for y in ys],
        lines.uprights + [Rule(x, min(along), max(along)) for x in xs],
    )


def _open_sides(across: Sequence[Rule], along: Sequence[Rule]) -> list[float]:
    """Where a grid begins and ends without a line, for at least most of the lines across end there."""
    sides = []
    for end, last in ((attrgetter("start"), min), (attrgetter("end"), max)):
        hull = last(end(rule) for rule in across)
        there = {rule.at for rule in across if abs(end(rule) - hull) <= NEAR}
        open_ = abs(last(rule.at for rule in along) - hull) > 2 * NEAR
        if open_ and len(there) > 1 and len(there) >= ENDING * len({rule.at for rule in across}):
            sides.append(hull)
    return sides


def _size(cell: Cell) -> int:
    return (cell.last_row - cell.row) * (cell.last_column - cell.column)


def _areas(lines: _Lines, xs: list[float], ys: list[float]) -> list[list[tuple[int, int]]]:
    """The places (row, column) of a grid that no line parts, those without a way out of it."""
    beside, below = _walls(lines.uprights, xs, ys), _walls(lines.levels, ys, xs)
    wide, high = len(xs) - 1, len(ys) - 1
    outside = wide * high
    parents = list(range(outside + 1))
    for row in range(high):
        for column in range(wide + 1):
            if (column, row) not in beside:
                left = row * wide + column - 1 if column else outside
                right = row * wide + column if column < wide else outside
                parents[_root(parents, left)] = _root(parents, right)
    for column in range(wide):
        for row in range(high + 1):
            if (row, column) not in below:
                upper = (row - 1) * wide + column if row else outside
                lower = row * wide + column if row < high else outside
                parents[_root(parents, upper)] = _root(parents, lower)
    areas: dict[int, list[tuple[int, int]]] = {}
    for place in range(outside):
        areas.setdefault(_root(parents, place), []).append(divmod(place, wide))
    areas.pop(_root(parents, outside), None)
    return list(areas.values())


def _walls(rules: Iterable[Rule], places: Sequence[float], steps: Sequence[float]) -> set[tuple[int, int]]:
    """The number of each line among the places, with that of each step along which it is drawn."""
    return {
        (bisect_left(places, rule.at), step)
        for rule in rules
        for step in range(bisect_left(steps, rule.start - NEAR), bisect_right(steps, rule.end + NEAR) - 1)
    }


def _tables(xs: list[float], ys: list[float], cells: Sequence[Cell]) -> list[Grid]:
    """Cells that share a corner make a table."""
    parents = list(range(len(cells)))
    corners: dict[tuple[int, int], int] = {}
    for number, (row, column, last_row, last_column) in enumerate(cells):
        for corner in ((row, column), (row, last_column), (last_row, column), (last_row, last_column)):
            parents[_root(parents, number)] = _root(parents, corners.setdefault(corner, number))
    parts: dict[int, list[Cell]] = {}
    for number, cell in enumerate(cells):
        parts.setdefault(_root(parents, number), []).append(cell)
    return [_trimmed(xs, ys, part) for part in parts.values() if len(part) >= LEAST]


def _trimmed(xs: list[float], ys: list[float], cells: Sequence[Cell]) -> Grid:
    """The grid with the lines at which one of the cells begins or ends."""
    columns = sorted({at for cell in cells for at in (cell.column, cell.last_column)})
    rows = sorted({at for cell in cells for at in (cell.row, cell.last_row)})
    numbered = [
        Cell(*(bisect_left(side, at) for side, at in zip((rows, columns, rows, columns), cell, strict=True)))
        for cell in cells
    ]
    return Grid([xs[at] for at in columns], [ys[at] for at in rows], numbered)


def _found_by_plumber(lines: _Lines) -> list[Grid]:
    """The tables of lines that leave areas with more than four corners: pdfplumber takes the rectangles among them."""
    from pdfplumber.table import TableFinder  # takes long to load and few documents need it

    page: Any = _Plumbed(lines)
    found = []
    for table in TableFinder(page).tables:
        xs = sorted({x for cell in table.cells for x in (cell[0], cell[2])})
        ys = sorted({y for cell in table.cells for y in (cell[1], cell[3])})
        sides = ((ys, 1), (xs, 0), (ys, 3), (xs, 2))
        cells = [Cell(*(bisect_left(side, cell[at]) for side, at in sides)) for cell in table.cells]
        found += [Grid(xs, ys, cells)] if len(cells) >= LEAST else []
    return found


def _level_edge(rule: Rule) -> dict[str, Any]:
    return _edge("h", rule.start, rule.at, rule.end, rule.at)


def _upright_edge(rule: Rule) -> dict[str, Any]:
    return _edge("v", rule.at, rule.start, rule.at, rule.end)


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """An edge as pdfplumber writes one."""
    box = {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "width": x1 - x0, "height": bottom - top}
    return {**box, "orientation": orientation, "object_type": "line"}
