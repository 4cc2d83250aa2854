"""Grids from ruling lines, with pdfplumber's table finder as the oracle."""

import random
from types import SimpleNamespace
from typing import Any

from pdfplumber.table import TableFinder

from corpus.model import Box
from corpus.readers.pdf_grids import Grid, grids
from corpus.readers.pdf_rules import Edge


def boxes(grid: Grid) -> set[tuple[int, ...]]:
    return {
        tuple(map(round, (grid.xs[c.column], grid.ys[c.row], grid.xs[c.last_column], grid.ys[c.last_row])))
        for c in grid.cells
    }


def plumbed(ruled: list[Edge]) -> list[set[tuple[int, ...]]]:
    """The cells of each table as pdfplumber finds them."""
    made = []
    for edge in ruled:
        box = edge._asdict() | {"width": edge.x1 - edge.x0, "height": edge.bottom - edge.top}
        made.append(box | {"orientation": "h" if edge.level else "v", "object_type": "line"})
    page: Any = SimpleNamespace(edges=made, bbox=(0, 0, 600, 800), chars=[], extract_words=lambda **_: [])
    return [{tuple(map(round, cell)) for cell in table.cells} for table in TableFinder(page).tables]


def sides(box: Box) -> list[Edge]:
    x0, top, x1, bottom = box
    return [Edge(x0, top, x1, top), Edge(x0, bottom, x1, bottom), Edge(x0, top, x0, bottom), Edge(x1, top, x1, bottom)]


def merged(chance: random.Random, left: float, top: float) -> list[Edge]:
    """The sides of the cells of a table of random steps in which random neighbours are merged."""
    xs = [left]
    for _ in range(chance.randrange(2, 5)):
        xs.append(xs[-1] + chance.randrange(15, 60))
    ys = [top]
    for _ in range(chance.randrange(2, 7)):
        ys.append(ys[-1] + chance.randrange(12, 40))
    taken = set[tuple[int, int]]()
    found: list[Edge] = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in taken:
                last_row, last_column = min(row + chance.choice((1, 1, 2)), len(ys) - 1), column + 1
                taken |= {(one, column) for one in range(row, last_row)}
                jitter = chance.uniform(-0.6, 0.6)
                found += sides((xs[column] + jitter, ys[row], xs[last_column] + jitter, ys[last_row]))
    return found


def test_the_cells_are_those_of_pdfplumber() -> None:
    chance = random.Random("grids")
    for _ in range(150):
        ruled = merged(chance, 50, 100) + merged(chance, 320, 100) + merged(chance, 60, 480)
        assert sorted(map(sorted, map(boxes, grids(ruled)))) == sorted(map(sorted, plumbed(ruled)))


def test_areas_of_more_than_four_corners_are_left_to_pdfplumber() -> None:
    ruled = sides((100, 100, 400, 300))
    ruled += [Edge(200, 100, 200, 300), Edge(200, 200, 400, 200), Edge(300, 200, 300, 300), Edge(100, 150, 150, 150)]
    ruled += [Edge(150, 150, 150, 300)]
    (grid,) = grids(ruled)
    (oracle,) = plumbed(ruled)
    assert boxes(grid) == oracle
    assert (200, 100, 400, 200) in oracle
    assert len(oracle) == 5


def test_boxes_joined_by_lines_are_no_table() -> None:
    chart = [*sides((100, 100, 200, 140)), Edge(150, 140, 150, 180), *sides((100, 180, 200, 220))]
    assert grids(chart) == []
