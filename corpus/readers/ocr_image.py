"""Pictures of pages: rendered, straightened, and cut into lines."""

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

from corpus.limits import in_force
from corpus.readers.ocr_engine import Pixels, Quad

INCH = 72.0
DPI, LEAST_DPI = 200.0, 150.0
# A page larger than A3 (points) is usually a scan of one pixel a point: its pictures say how fine it is.
LARGE = 842.0 * 1191.0
# In degrees: how far a page may lean, and what is not worth turning it for; a line this long (in heights) shows it.
LEANING, LEVEL = 12.0, 0.05
LONG = 5
# Rows of pixels with less ink than this share of the fullest are the edge of a line.
THIN = 0.04


class Rect(NamedTuple):
    """A box in pixels: left, top, right, bottom, the latter two outside."""

    x0: int
    top: int
    x1: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Level:
    """A picture turned by `degrees` (counter-clockwise), how its points come from those of the first picture, and how
    high and wide that was.
    """

    gray: Pixels
    degrees: float
    matrix: NDArray[np.float64]
    size: tuple[int, int]

    def quad(self, quad: Quad) -> Quad:
        """The corners of a box where they stand in the turned picture."""
        return np.asarray(quad @ self.matrix[:, :2].T + self.matrix[:, 2], np.float32)

    def inside(self, edge: int) -> NDArray[np.bool_]:
        """Where the first picture lies in the turned one, but for so many pixels along its edges."""
        high, wide = self.gray.shape
        inner = np.zeros((self.size[0], self.size[1]), np.uint8)
        inner[edge:-edge, edge:-edge] = 1
        return np.asarray(cv2.warpAffine(inner, self.matrix, (wide, high), flags=cv2.INTER_NEAREST) > 0)


def dots_per_inch(page: pypdfium2.PdfPage) -> float | None:
    """How finely a page is to be rendered; None where that would take too many pixels."""
    width, height = page.get_size()
    wanted = min(DPI, _own_dpi(page) or DPI) if width * height > LARGE else DPI
    fits = INCH * math.sqrt(in_force().page_pixels / max(1.0, width * height))
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
    """The page in colours (blue, green, red)."""
    bitmap = page.render(scale=dpi / INCH)
    try:
        return np.array(bitmap.to_numpy(), np.uint8).reshape(bitmap.height, bitmap.width, -1)[..., :3]
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
        return Level(gray, 0.0, matrix, (height, width))
    paper = float(np.median(gray[::4, ::4]))
    turned = cv2.warpAffine(gray, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=paper)
    return Level(np.asarray(turned, np.uint8), degrees, matrix, (height, width))


def cut(gray: Pixels, quad: Quad) -> Pixels:
    """The picture of one line, made level."""
    wide, high = max(1, round(_length(quad))), max(1, round(_height(quad)))
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, np.float32), corners)
    line = cv2.warpPerspective(gray, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(line, np.uint8)


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
