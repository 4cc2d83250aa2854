"""Ruling lines of a PDF page: what is drawn as a line, a thin box, a frame, a row of dashes or of dots."""

from collections.abc import Callable, Iterable, Iterator
from ctypes import c_float, c_int, c_uint, cast
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from corpus.model import Box
from corpus.readers import pdf_calls as calls
from corpus.readers.pdf_chars import Frame

# Points: what is thinner is a line, what is shorter is no ruling; how far a line may lean.
THIN = 3.0
SHORTEST = 4.0
LEAN = 0.7
# Dots so close to each other, and at most so far off their line, make a line.
DOTS = 3.5
OFF = 0.4
# A page with more edges is a drawing, one with more objects than that as well.
MOST = 3_000
OBJECTS = 40_000
# Forms may stand in forms; no program nests them deeper.
DEPTH = 6
DRAWN = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM
# A filled path this large, as a share of the page's width and height, is its background.
BACKGROUND = 0.95
# The least of red, green and blue of what cannot be seen on paper.
WHITE = 250

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class Edge(NamedTuple):
    """A level or upright line. `soft`: the side of an area that is filled and not framed."""

    x0: float
    top: float
    x1: float
    bottom: float
    soft: bool = False

    @property
    def level(self) -> bool:
        """Whether the line is horizontal."""
        return self.bottom - self.top < self.x1 - self.x0


def edges(page: pypdfium2.PdfPage, frame: Frame) -> list[Edge]:
    """The ruling lines of a page; none where there are so many that the page is a drawing."""
    found: list[Edge] = []
    dots: list[Box] = []
    for path, matrix in _paths(page.raw, raw.FPDFPage_CountObjects, calls.page_object, _matrix_of(frame), DEPTH):
        box = _bounds(path, matrix)
        if max(box[2] - box[0], box[3] - box[1]) < SHORTEST:
            dots.append(box)
        elif min(box[2] - box[0], box[3] - box[1]) < THIN:
            found += _thin(box)
        else:
            found += _path_edges(path, matrix, frame)
        if len(found) > MOST or len(dots) > OBJECTS:
            return []
    return found + _dotted(dots)


def _matrix_of(frame: Frame) -> Matrix:
    """What takes a point of the page to where it is seen."""
    (x, y), (ax, ay), (bx, by) = frame.point(0, 0), frame.point(1, 0), frame.point(0, 1)
    return ax - x, ay - y, bx - x, by - y, x, y


def _paths(
    parent: Any, count: Callable[[Any], int], address: Callable[[Any, int], int], outer: Matrix, depth: int
) -> Iterator[tuple[Any, Matrix]]:
    """The path objects below a page or form, each with the matrix that takes its parent's points to the page."""
    places = range(min(count(parent), OBJECTS))
    # Nearly all objects of most pages are text.
    kinds = bytes(map(calls.object_kind, map(address, repeat(parent), places)))
    for index in (index for index, kind in enumerate(kinds) if kind in DRAWN):
        child = cast(address(parent, index), raw.FPDF_PAGEOBJECT)
        if kinds[index] == raw.FPDF_PAGEOBJ_PATH:
            yield child, outer
        elif depth:
            inner = _times(_matrix(child), outer)
            yield from _paths(child, raw.FPDFFormObj_CountObjects, calls.form_object, inner, depth - 1)


def _matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    raw.FPDFPageObj_GetMatrix(item, matrix)
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


def _moved(x: float, y: float, m: Matrix) -> Point:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _bounds(path: Any, matrix: Matrix) -> Box:
    """The box of all that a path draws, the breadth of its lines with it."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    ax, ay = _moved(left.value, bottom.value, matrix)
    bx, by = _moved(right.value, top.value, matrix)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _path_edges(path: Any, matrix: Matrix, frame: Frame) -> Iterator[Edge]:
    soft = not _is_framed(path)
    seen = not soft or is_dark(path)
    inner = _times(_matrix(path), matrix)
    for points, straight in _outlines(path):
        placed = [_moved(*point, inner) for point in points]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        box = min(xs), min(ys), max(xs), max(ys)
        if min(box[2] - box[0], box[3] - box[1]) < THIN:
            yield from _thin(box)
        elif straight and seen and not _is_background(box, frame):
            yield from _sides(placed, soft)


def _is_framed(path: Any) -> bool:
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(stroke.value)


def is_dark(path: Any) -> bool:
    """Whether a filled area can be told from white paper."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint(255)
    known = raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return not known or (alpha.value > 0 and min(red.value, green.value, blue.value) < WHITE)


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
    x, y = c_float(), c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _is_background(box: Box, frame: Frame) -> bool:
    return bool(box[2] - box[0] > BACKGROUND * frame.width and box[3] - box[1] > BACKGROUND * frame.height)


def _thin(box: Box, soft: bool = False) -> Iterator[Edge]:
    """A thin box or a line, as the line in its middle."""
    x0, top, x1, bottom = box
    if max(x1 - x0, bottom - top) < SHORTEST:
        return
    if x1 - x0 >= bottom - top:
        yield Edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2, soft)
    else:
        yield Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom, soft)


def _sides(points: list[Point], soft: bool) -> Iterator[Edge]:
    """The level and upright sides of an outline."""
    for (ax, ay), (bx, by) in pairwise(points):
        if min(abs(ax - bx), abs(ay - by)) < LEAN:
            yield from _thin((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), soft)


def _dotted(dots: Iterable[Box]) -> list[Edge]:
    """The lines that dots or dashes make which stand in a row."""
    placed = [((x0 + x1) / 2, (top + bottom) / 2) for x0, top, x1, bottom in dots]
    level = [Edge(start, at, end, at) for at, start, end in _chains((y, x) for x, y in placed)]
    return level + [Edge(at, start, at, end) for at, start, end in _chains(placed)]


def _chains(points: Iterable[Point]) -> Iterator[tuple[float, float, float]]:
    """Lines of points, given as how far across and how far along: across, start, end."""
    lines: dict[int, list[float]] = {}
    for across, along in points:
        lines.setdefault(round(across / OFF), []).append(along)
    for number, places in sorted(lines.items()):
        places.sort()
        start = 0
        for index in range(1, len(places) + 1):
            if index == len(places) or places[index] - places[index - 1] > DOTS:
                if places[index - 1] - places[start] > SHORTEST:
                    yield number * OFF, places[start], places[index - 1]
                start = index
