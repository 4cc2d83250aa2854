"""Tables drawn in the ways in which programs draw them."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from tests.corpus.pdf_files import HEIGHT, LEFT, put

WIDTH, LEADING, SPACE = 380.0, 14.0, 6.0
# x0, top, x1, bottom.
Line = tuple[float, float, float, float]
Cells = Sequence[Sequence[str]]


def table(page: Canvas, top: float, rows: Cells, drawn: str, left: float = LEFT, width: float = WIDTH) -> float:
    """A table whose cells say "<" and "^" where they go on with the one to their left and above; where it ends."""
    xs = [left + width * number / len(rows[0]) for number in range(len(rows[0]) + 1)]
    ys = [top]
    for row in rows:
        ys.append(ys[-1] + LEADING * max(cell.count("\n") + 1 for cell in row) + SPACE)
    if drawn in AREAS:
        _areas(page, xs, ys, rows, drawn)
    if drawn == "frames":
        _framed(page, xs, ys)
    lines = _lines(xs, ys, rows, drawn)
    if drawn == "stroke":
        page.lines([(x0, HEIGHT - y0, x1, HEIGHT - y1) for x0, y0, x1, y1 in lines])
    for line in lines if drawn != "stroke" else ():
        STROKES.get(drawn, _stroke)(page, line)
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(xs, row, strict=False):
            for number, words in enumerate(cell.split("\n") if cell not in ("<", "^") else ()):
                put(page, x + 4, y + SPACE / 2 + number * LEADING, words, 10)
    return ys[-1]


def _lines(xs: Sequence[float], ys: Sequence[float], rows: Cells, drawn: str) -> list[Line]:
    """The lines of a table, those between its cells in pieces of one cell each."""
    last_row, last_column = len(rows), len(rows[0])
    level = [
        (x0, y, x1, y)
        for at, y in enumerate(ys)
        for column, (x0, x1) in enumerate(pairwise(xs))
        if at in (0, last_row) or rows[at][column] not in ("^", _above(rows, at, column))
    ]
    upright = [
        (x, y0, x, y1)
        for at, x in enumerate(xs)
        for row, (y0, y1) in enumerate(pairwise(ys))
        if at in (0, last_column) or rows[row][at] != "<"
    ]
    if drawn in ("no sides", "inner"):
        upright = [line for line in upright if xs[0] < line[0] < xs[-1]]
    if drawn == "inner":
        level = [line for line in level if ys[0] < line[1] < ys[-1]]
    if drawn in ("three", "three pieces", "three areas"):
        short = [line for line in level if line[1] == ys[1] and line[0] > xs[1] - 1] if "^" in rows[1] else []
        under = 2 if short else 1
        level = [line for line in level if line[1] in (ys[0], ys[under], ys[-1])] + short
    if drawn in ("three", "three pieces", "three areas", "rules"):
        upright = []
    if drawn in ("areas", "frames", "none"):
        return []
    return level + upright if drawn != "three" else _whole(level)


def _above(rows: Cells, row: int, column: int) -> str:
    """What no cell says, so that only what goes on with the cell above has no line on top."""
    return "^" if rows[row][column] == "<" and row and rows[row][column - 1] == "^" else "\0"


def _whole(lines: Sequence[Line]) -> list[Line]:
    ys = sorted({line[1] for line in lines})
    return [(min(li[0] for li in lines if li[1] == y), y, max(li[2] for li in lines if li[1] == y), y) for y in ys]


def _framed(page: Canvas, xs: Sequence[float], ys: Sequence[float]) -> None:
    """A frame around each cell."""
    for y0, y1 in pairwise(ys):
        for x0, x1 in pairwise(xs):
            page.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0)


def _areas(page: Canvas, xs: Sequence[float], ys: Sequence[float], rows: Cells, drawn: str) -> None:
    for number, (y0, y1) in enumerate(pairwise(ys)):
        for x0, x1 in pairwise(xs):
            if drawn == "areas" or number % 2:
                page.setFillGray(0.85 if number % 2 else 0.95)
                page.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
    page.setFillGray(0)


def _stroke(page: Canvas, line: Line) -> None:
    x0, top, x1, bottom = line
    page.setLineWidth(0.5)
    page.line(x0, HEIGHT - top, x1, HEIGHT - bottom)


def _box(page: Canvas, line: Line, thick: float = 0.5) -> None:
    x0, top, x1, bottom = line
    page.rect(x0, HEIGHT - bottom, max(x1 - x0, thick), max(bottom - top, thick), stroke=0, fill=1)


def _dashed(page: Canvas, line: Line) -> None:
    page.setDash(3, 2)
    _stroke(page, line)
    page.setDash()


def _dotted(page: Canvas, line: Line) -> None:
    x0, top, x1, bottom = line
    count = int(max(x1 - x0, bottom - top) / 1.5) + 1
    for number in range(count):
        x, y = x0 + (x1 - x0) * number / count, top + (bottom - top) * number / count
        _box(page, (x, y, x, y), 0.7)


def _double(page: Canvas, line: Line, apart: float = 2.0) -> None:
    x0, top, x1, bottom = line
    level = x1 - x0 > bottom - top
    _stroke(page, line)
    _stroke(page, (x0, top + apart, x1, bottom + apart) if level else (x0 + apart, top, x1 + apart, bottom))


def _wide_double(page: Canvas, line: Line) -> None:
    _double(page, line, 4.0)


STROKES: dict[str, Callable[[Canvas, Line], None]] = {
    "boxes": _box,
    "dashes": _dashed,
    "dots": _dotted,
    "double": _double,
    "wide double": _wide_double,
}
AREAS = ("areas", "three areas")
