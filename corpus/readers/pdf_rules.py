"""Ruling lines of a PDF page, in the form in which pdfplumber's table finder wants them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw

from corpus.model import Box
from corpus.readers.pdf_chars import Frame

# Points: what is thinner is a line, what is shorter is no ruling; how far a line may lean.
THIN = 3.0
SHORTEST = 4.0
LEAN = 0.7
# A page with more edges is a drawing; a table finder would not come to an end on it.
MOST = 3_000
# Forms may stand in forms; no program nests them deeper.
DEPTH = 6
# A filled path this large, as a share of the page's width and height, is its background.
BACKGROUND = 0.95

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """A level or upright line: x0, top, x1, bottom."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether the line is horizontal."""
        return self.bottom - self.top < self.x1 - self.x0

    def as_dict(self) -> dict[str, Any]:
        """The edge as pdfplumber writes one."""
        return {
            "x0": self.x0,
            "x1": self.x1,
            "top": self.top,
            "bottom": self.bottom,
            "width": self.x1 - self.x0,
            "height": self.bottom - self.top,
            "orientation": "h" if self.level else "v",
            "object_type": "line",
        }


def edges(page: pypdfium2.PdfPage, frame: Frame) -> list[Edge]:
    """The ruling lines of a page; none where there are so many that the page is a drawing."""
    found: list[Edge] = []
    for path, matrix in _paths(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, IDENTITY, DEPTH):
        found += _path_edges(path, matrix, frame)
        if len(found) > MOST:
            return []
    return found


def _paths(
    parent: Any, count: Callable[[Any], int], item: Callable[[Any, int], Any], outer: Matrix, depth: int
) -> Iterator[tuple[Any, Matrix]]:
    """The path objects below a page or form, each with the matrix that takes its points to the page."""
    for index in range(count(parent)):
        child = item(parent, index)
        kind = raw.FPDFPageObj_GetType(child)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield child, _times(_matrix(child), outer)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            inner = _times(_matrix(child), outer)
            yield from _paths(child, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth - 1)


def _matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _path_edges(path: Any, matrix: Matrix, frame: Frame) -> Iterator[Edge]:
    for points, straight in _outlines(path):
        placed = [_placed(point, matrix, frame) for point in points]
        box = (
            min(x for x, _ in placed),
            min(y for _, y in placed),
            max(x for x, _ in placed),
            max(y for _, y in placed),
        )
        if straight and len(placed) > 2 and _is_background(box, frame):
            continue
        if min(box[2] - box[0], box[3] - box[1]) < THIN:
            yield from _thin(box)
        elif straight:
            yield from _sides(placed)


def _outlines(path: Any) -> Iterator[tuple[list[Point], bool]]:
    """The parts of a path that are drawn without lifting the pen: their points, and whether all is straight."""
    points: list[Point] = []
    straight = True
    for index in range(min(raw.FPDFPath_CountSegments(path), MOST)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        points.append(_point(segment))
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _point(segment: Any) -> Point:
    x, y = raw.c_float(), raw.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _placed(point: Point, matrix: Matrix, frame: Frame) -> Point:
    x, y = point
    return frame.point(x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])


def _is_background(box: Box, frame: Frame) -> bool:
    return bool(box[2] - box[0] > BACKGROUND * frame.width and box[3] - box[1] > BACKGROUND * frame.height)


def _thin(box: Box) -> Iterator[Edge]:
    """A thin box or a line, as the line in its middle."""
    x0, top, x1, bottom = box
    if max(x1 - x0, bottom - top) < SHORTEST:
        return
    if x1 - x0 >= bottom - top:
        yield Edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    else:
        yield Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)


def _sides(points: list[Point]) -> Iterator[Edge]:
    """The level and upright sides of an outline."""
    for (ax, ay), (bx, by) in pairwise(points):
        if min(abs(ax - bx), abs(ay - by)) < LEAN:
            yield from _thin((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
