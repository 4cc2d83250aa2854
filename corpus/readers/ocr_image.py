"""Pictures of pages: rendered, straightened, and looked at for ink."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from corpus.readers.ocr_engine import Pixels, Quad

INCH = 72.0
DPI, LEAST_DPI = 200.0, 150.0
PIXELS = 50_000_000
# A page larger than A3 (points) is usually a scan of one pixel a point: its pictures say how fine it is.
LARGE = 842.0 * 1191.0
# In degrees: how far a page may lean, and what is not worth turning it for; a line this long (in heights) shows it.
LEANING, LEVEL = 12.0, 0.05
LONG = 5
# Ink is darker than the paper around it by so many shades of 256, and by so many times what the paper varies.
FAINT, NOISE = 9.0, 4.0
PAPER = 8
# Spots of so many pixels are dust; rows of pixels with less ink than this share of the fullest are the edge of a line.
DUST = 10
# In pixels: longer than any stroke of a character, and thicker than a rule.
RULE, THICK = 120, 13
THIN = 0.04
SPREAD = 1.4826
# In em: parts of characters are of this size; strokes this far apart stand in one row, and such rows are one line where
# they are no farther apart; what a row measures.
SPECK, PICTURE = 0.22, 3.2
REACH, APART = 1.2, 4.0
LOWEST, HIGHEST = 0.45, 2.0
# In pixels from the edge of the picture.
EDGE = 3
# How full of ink a row of text is; a smear or a halftone is fuller.
FULLEST, HOLLOW = 0.82, 0.15


class Rect(NamedTuple):
    """A box in pixels: left, top, right, bottom, the latter two outside."""

    x0: int
    top: int
    x1: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Level:
    """A picture turned by `degrees` (counter-clockwise), and how its points come from those of the first picture."""

    gray: Pixels
    degrees: float
    matrix: NDArray[np.float64]

    def quad(self, quad: Quad) -> Quad:
        """The corners of a box where they stand in the turned picture."""
        return np.asarray(quad @ self.matrix[:, :2].T + self.matrix[:, 2], np.float32)


def dots_per_inch(page: pypdfium2.PdfPage) -> float | None:
    """How finely a page is to be rendered; None where that would take too many pixels."""
    width, height = page.get_size()
    wanted = min(DPI, _own_dpi(page) or DPI) if width * height > LARGE else DPI
    fits = INCH * math.sqrt(PIXELS / max(1.0, width * height))
    return min(wanted, fits) if fits >= min(wanted, LEAST_DPI) else None


def _own_dpi(page: pypdfium2.PdfPage) -> float | None:
    """How fine the finest picture on a page is."""
    found: list[float] = []
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, bottom, right, top = item.get_bounds()
        across, along = item.get_px_size()
        # A picture may have been turned, so its sides are not told apart.
        found.append(INCH * math.sqrt(across * along / max(1.0, abs((right - left) * (top - bottom)))))
    return max(found, default=None)


def rendered(page: pypdfium2.PdfPage, dpi: float) -> Pixels:
    """The page in shades of grey."""
    bitmap = page.render(scale=dpi / INCH, grayscale=True)
    try:
        return np.array(bitmap.to_numpy(), np.uint8).reshape(bitmap.height, bitmap.width)
    finally:
        bitmap.close()


def leaning(quads: Sequence[Quad]) -> float:
    """By how many degrees lines fall towards the right; 0 where none tells."""
    angles = [(_length(quad), _fall(quad)) for quad in quads if _length(quad) > LONG * _height(quad)]
    angles = [(length, angle) for length, angle in angles if abs(angle) < LEANING]
    if not angles:
        return 0.0
    longest = max(length for length, _ in angles)
    found = median(angle for length, angle in angles if 2 * length >= longest)
    return found if abs(found) > LEVEL else 0.0


def _length(quad: Quad) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]))


def _height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]))


def _fall(quad: Quad) -> float:
    across = (quad[1] - quad[0]) + (quad[2] - quad[3])
    return math.degrees(math.atan2(float(across[1]), float(across[0])))


def straightened(gray: Pixels, degrees: float) -> Level:
    """The picture turned counter-clockwise about its middle, on paper wide enough for all of it."""
    height, width = gray.shape
    cos, sin = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    wide, high = math.ceil(width * cos + height * sin), math.ceil(height * cos + width * sin)
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), np.float64)
    matrix[:, 2] += (wide - width) / 2, (high - height) / 2
    if not degrees:
        return Level(gray, 0.0, matrix)
    paper = float(np.median(gray[::4, ::4]))
    turned = cv2.warpAffine(gray, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=paper)
    return Level(np.asarray(turned, np.uint8), degrees, matrix)


def cut(gray: Pixels, quad: Quad) -> Pixels:
    """The picture of one line, made level."""
    wide, high = max(1, round(_length(quad))), max(1, round(_height(quad)))
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, np.float32), corners)
    line = cv2.warpPerspective(gray, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(line, np.uint8)


def ink(gray: Pixels) -> NDArray[np.bool_]:
    """Where something is written: darker than the paper around, which may be shaded, and than its grain."""
    smooth = cv2.GaussianBlur(gray, (5, 5), 0)
    small = cv2.resize(smooth, None, fx=1 / PAPER, fy=1 / PAPER, interpolation=cv2.INTER_AREA)
    lights = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 5)
    paper = cv2.resize(lights, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    darker = np.asarray(cv2.subtract(paper, smooth))
    level = float(np.median(darker[::4, ::4]))
    grain = SPREAD * float(np.median(np.abs(darker[::4, ::4].astype(np.int16) - level)))
    return _without_dust(_without_rules(np.asarray(darker > level + max(FAINT, NOISE * grain), np.uint8)))


def _without_rules(marks: Pixels) -> Pixels:
    """The marks without long thin lines, which touch the boxes of words in tables."""
    long = np.zeros_like(marks)
    for shape in ((1, RULE), (RULE, 1)):
        long |= np.asarray(cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), np.uint8)
    thick = np.asarray(cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((THICK, THICK), np.uint8)), np.uint8)
    thin = np.asarray(cv2.dilate(long & ~thick, np.ones((3, 3), np.uint8)), np.uint8)
    return np.asarray(marks & ~thin, np.uint8)


def _without_dust(marks: Pixels) -> NDArray[np.bool_]:
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    kept = boxes[:, cv2.CC_STAT_AREA] > DUST
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def bounds(quad: Quad, shape: tuple[int, ...]) -> Rect:
    """The upright box around a line that is nearly level: its sides in the middle of the corners."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad.tolist()
    rect = Rect(round(min(ax, dx)), round((ay + by) / 2), round(max(bx, cx)), round((cy + dy) / 2))
    return within(rect, shape)


def within(rect: Rect, shape: tuple[int, ...]) -> Rect:
    """The part of a box that lies in a picture."""
    across, along = shape[1], shape[0]
    x0, top = min(max(rect.x0, 0), across - 1), min(max(rect.top, 0), along - 1)
    return Rect(x0, top, max(x0 + 1, min(rect.x1, across)), max(top + 1, min(rect.bottom, along)))


def grown(rect: Rect, across: float, along: float, shape: tuple[int, ...]) -> Rect:
    """A box with a margin, within a picture."""
    wide, high = round(across), round(along)
    return within(Rect(rect.x0 - wide, rect.top - high, rect.x1 + wide, rect.bottom + high), shape)


def inked(marks: NDArray[np.bool_], rect: Rect) -> Rect:
    """The part of a box with ink in it; all of it where there is none."""
    part = marks[rect.top : rect.bottom, rect.x0 : rect.x1]
    along = part.sum(1)
    rows, columns = np.flatnonzero(along > THIN * along.max()), np.flatnonzero(part.any(0))
    if not rows.size or not columns.size:
        return rect
    left, top = rect.x0 + int(columns[0]), rect.top + int(rows[0])
    return Rect(left, top, rect.x0 + int(columns[-1]) + 1, rect.top + int(rows[-1]) + 1)


def left_over(marks: NDArray[np.bool_], seen: Sequence[Rect], em: float) -> list[Rect]:
    """Rows of ink of the height of text that stand in none of the boxes seen: no rules, pictures or specks.

    `em` is the size of the type in pixels.
    """
    rest = marks.astype(np.uint8)
    for rect in seen:
        around = grown(rect, 0.35 * em, 0.25 * em, marks.shape)
        rest[around.top : around.bottom, around.x0 : around.x1] = 0
    strokes = _strokes(rest, em)
    reach = cv2.dilate(strokes, np.ones((1, max(1, round(REACH * em))), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(reach, connectivity=8)
    found = (_row(strokes, boxes[number], em) for number in range(1, count))
    return _lines(sorted(rect for rect in found if rect is not None), seen, em)


def _lines(found: Sequence[Rect], seen: Sequence[Rect], em: float) -> list[Rect]:
    """Rows that stand beside each other with nothing between them that has been seen, as one: marks are too small."""
    lines: list[Rect] = []
    for rect in found:
        last = next((line for line in lines if _beside(line, rect, em)), None)
        if last is None or any(_between(last, rect, other) for other in seen):
            lines.append(rect)
        else:
            top, bottom = min(last.top, rect.top), max(last.bottom, rect.bottom)
            lines[lines.index(last)] = Rect(last.x0, top, max(last.x1, rect.x1), bottom)
    return lines


def _beside(last: Rect, rect: Rect, em: float) -> bool:
    level = min(last.bottom, rect.bottom) - max(last.top, rect.top)
    same = level > 0.5 * min(last.bottom - last.top, rect.bottom - rect.top)
    return same and -em < rect.x0 - last.x1 < APART * em


def _between(last: Rect, rect: Rect, other: Rect) -> bool:
    level = min(other.bottom, rect.bottom, last.bottom) - max(other.top, rect.top, last.top)
    return level > 0 and other.x0 < rect.x0 and other.x1 > last.x1


def _strokes(rest: Pixels, em: float) -> Pixels:
    """The parts of a picture that have the size of characters or their parts."""
    _, found, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    labels, boxes = np.asarray(found, np.int32), np.asarray(stats, np.int32)
    wide, high = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]
    kept = (np.maximum(wide, high) >= SPECK * em) & (high <= PICTURE * em)
    # Neighbours may touch and be as wide as a word; what is wide and thin is a rule, wide and hollow a frame.
    full = boxes[:, cv2.CC_STAT_AREA] > HOLLOW * wide * high
    kept &= ((wide < 8 * high) | (wide < em) | (high > LOWEST * em)) & (full | (wide < PICTURE * em))
    kept[0] = False
    for number in np.flatnonzero((wide > PICTURE * em) & (high > PICTURE * em)).tolist():
        if number and _is_dense(labels, boxes[number], number):
            kept &= ~_lies_in(boxes, boxes[number])
    return np.asarray(kept[labels], np.uint8)


def _is_dense(labels: NDArray[np.int32], box: NDArray[np.int32], number: int) -> bool:
    """Whether a large part is a picture; the frame of a table is mostly empty."""
    left, top, wide, high = (int(value) for value in box[:4])
    return bool((labels[top : top + high, left : left + wide] == number).mean() > 0.25)


def _lies_in(boxes: NDArray[np.int32], outer: NDArray[np.int32]) -> NDArray[np.bool_]:
    left, top, wide, high = (int(value) for value in outer[:4])
    right, bottom = boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    inside = (boxes[:, 0] >= left) & (right <= left + wide) & (boxes[:, 1] >= top) & (bottom <= top + high)
    return np.asarray(inside)


def _row(strokes: Pixels, box: NDArray[np.int32], em: float) -> Rect | None:
    """A row of strokes if it has the looks of text."""
    left, top, wide, high = (int(value) for value in box[:4])
    rect = inked(strokes > 0, Rect(left, top, left + wide, top + high))
    wide, high = rect.x1 - rect.x0, rect.bottom - rect.top
    filled = float(strokes[rect.top : rect.bottom, rect.x0 : rect.x1].mean())
    textual = LOWEST * em <= high <= HIGHEST * em and wide >= LOWEST * em and filled < FULLEST
    return rect if textual and not _at_edge(rect, strokes.shape) else None


def _at_edge(rect: Rect, shape: tuple[int, ...]) -> bool:
    """The shadow of the paper's edge, or of the page beside."""
    return min(rect.x0, rect.top, shape[1] - rect.x1, shape[0] - rect.bottom) < EDGE
