"""What is written on a picture of a page, whoever can read it: ink, ruling lines, and rows that nobody has seen."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from corpus.readers.ocr_engine import Pixels
from corpus.readers.ocr_image import Level, Rect, grown, inked

# Ink is darker than the paper around it by so many shades of 256, and by so many times what the paper varies.
FAINT, NOISE = 9.0, 4.0
PAPER = 8
# Spots of so many pixels are dust.
DUST = 10
# In pixels: longer than any stroke of a character, and thicker than a rule.
RULE, THICK = 120, 13
SPREAD = 1.4826
# Blurs (pixels): of the grain of a scanner, and of dots that stand for grey: those of so many pixels, so many to one of
# the page.
FINE, COARSE = 5, 15
DOT, DOTTED = 12, 0.004
# In em: parts of characters are of this size; strokes this far apart stand in one row, and such rows are one line where
# they are no farther apart; what a row measures.
SPECK, PICTURE = 0.22, 3.2
REACH, APART = 1.2, 4.0
LOWEST, HIGHEST = 0.45, 2.0
# In pixels from the edge of the picture.
EDGE = 3
# How full of ink a row of text is; a smear or a halftone is fuller.
FULLEST, HOLLOW = 0.82, 0.15
Marks = NDArray[np.bool_]


class Ruled(NamedTuple):
    """The ruling lines of a picture."""

    level: tuple[Rect, ...]
    upright: tuple[Rect, ...]


def ink(level: Level) -> tuple[Marks, Ruled]:
    """Where something is written: darker than the paper around, which may be shaded, and than its grain; and the long
    thin lines, which are no part of it: they touch the boxes of words in tables.
    """
    written = _written(level, FINE)
    if _is_dotted(written):
        written = _written(level, COARSE)
    across, along = _thin(written, (1, RULE)), _thin(written, (RULE, 1))
    rest = written & ~np.asarray(cv2.dilate(across | along, np.ones((3, 3), np.uint8)), np.uint8)
    return _without_dust(rest), Ruled(_boxes(across), _boxes(along))


def _written(level: Level, blur: int) -> Pixels:
    """What is darker than the paper, looked at through a blur of so many pixels."""
    gray = level.gray
    smooth = cv2.GaussianBlur(gray, (blur, blur), 0)
    small = cv2.resize(smooth, None, fx=1 / PAPER, fy=1 / PAPER, interpolation=cv2.INTER_AREA)
    lights = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), 3)
    paper = cv2.resize(lights, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    darker = np.asarray(cv2.subtract(paper, smooth))
    usual = float(np.median(darker[::4, ::4]))
    grain = SPREAD * float(np.median(np.abs(darker[::4, ::4].astype(np.int16) - usual)))
    return ((darker > usual + max(FAINT, NOISE * grain)) & level.inside(EDGE)).astype(np.uint8)


def _is_dotted(written: Pixels) -> bool:
    """Whether the paper itself is drawn with dots, as pictures of black and white alone draw what is grey."""
    count, _, boxes, _ = cv2.connectedComponentsWithStats(written, connectivity=8)
    dots = np.maximum(boxes[1:count, cv2.CC_STAT_WIDTH], boxes[1:count, cv2.CC_STAT_HEIGHT]) <= DOT
    return int(dots.sum()) > DOTTED * written.size


def _thin(marks: Pixels, shape: tuple[int, int]) -> Pixels:
    """The marks that are so long and no thicker than a rule."""
    long = np.asarray(cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), np.uint8)
    thick = np.asarray(cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((THICK, THICK), np.uint8)), np.uint8)
    return np.asarray(long & ~thick, np.uint8)


def _boxes(marks: Pixels) -> tuple[Rect, ...]:
    count, _, boxes, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    found = ((int(x), int(y), int(wide), int(high)) for x, y, wide, high, _ in boxes[1:count])
    return tuple(sorted(Rect(x, y, x + wide, y + high) for x, y, wide, high in found))


def _without_dust(marks: Pixels) -> Marks:
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    kept = boxes[:, cv2.CC_STAT_AREA] > DUST
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def left_over(marks: Marks, seen: Sequence[Rect], em: float) -> list[Rect]:
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


def _lies_in(boxes: NDArray[np.int32], outer: NDArray[np.int32]) -> Marks:
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
