"""Ruling lines of an OFD page: the paths on it that are level or upright, in points."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from corpus.readers.ofd_chars import POINTS, Affine, Placed
from corpus.readers.ofd_package import number
from corpus.readers.pdf_rules import LEAN, MOST, OBJECTS, THIN, Edge

# The parts of a path: a letter and the numbers of its points.
PART = re.compile(r"([A-Za-z])([^A-Za-z]{0,400})")
# A path of more parts is a drawing.
PARTS = 400

Point = tuple[float, float]


def edges(paths: Iterable[Placed], frame: Affine) -> list[Edge]:
    """The ruling lines among the paths of a page; none where there are so many that it is a drawing."""
    found: list[Edge] = []
    for path in islice(paths, OBJECTS):
        place = frame.around(path.place)
        for outline in _outlines(path):
            found += _ruled([_seen(place, point) for point in outline])
        if len(found) > MOST:
            return []
    return found


def _seen(place: Affine, point: Point) -> Point:
    x, y = place(*point)
    return x * POINTS, y * POINTS


def _outlines(path: Placed) -> Iterator[list[Point]]:
    """The straight lines of a path, each as the points that it goes through."""
    points: list[Point] = []
    data = next((child.text or "" for child in path.element.iterchildren("{*}AbbreviatedData")), "")
    for count, (letter, words) in enumerate(PART.findall(data)):
        values = [number(word) for word in words.split()]
        if count > PARTS:
            return
        if letter in "MS":
            yield points
            points = [(values[0], values[1])] if len(values) >= 2 else []
        elif letter == "L" and len(values) >= 2:
            points.append((values[0], values[1]))
        elif letter == "C" and points:
            points.append(points[0])
        elif len(values) >= 2:  # a curve: a line may go on where it ends
            yield points
            points = [(values[-2], values[-1])]
    yield points


def _ruled(points: list[Point]) -> Iterator[Edge]:
    """A thin outline as the line that it is, the level and upright sides of any other."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if len(points) > 2 and min(max(xs) - min(xs), max(ys) - min(ys)) < THIN:
        points = [(min(xs), min(ys)), (max(xs), max(ys))]
    for (ax, ay), (bx, by) in pairwise(points):
        across, along = abs(ax - bx), abs(ay - by)
        if across < THIN < along:
            yield Edge((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by))
        elif along < max(LEAN, THIN) < across:
            yield Edge(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2)
