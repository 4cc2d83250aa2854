"""The shades of a page as if it were printed in black on white: red seals left out, dark areas turned light."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from corpus.readers.ocr_engine import Pixels
from corpus.readers.ocr_image import DPI, Rect

# How much more red than green and blue the ink of a seal is, in levels of 256; a page with less red has no seal.
RED = 40
LITTLE = 0.0002
# Seals measure so much (inches), as wide as high but for this factor; text may break the ring into parts (pixels).
SEAL = 0.8, 2.4
OBLONG = 1.7
BROKEN = 15
# Of so many directions from the middle, this share meets the ring, so far out (of the way to the side of the box).
DIRECTIONS, MET, RING = 72, 0.7, 0.8
# The ink is seen a little beyond its border (pixels); what is left there of this share of the paper's light is paper.
HALO, LEFT = 13, 0.8
# Dark areas are looked for in a picture so many times smaller; they are darker than this share of the paper, thicker
# than any stroke, no smaller than a word, and end sharply (levels of 256). Words in them part them by so much.
LESS = 4
DARK = 0.55
THICK, WIDE, HIGH = 5, 20, 9
SHARP = 35.0
PARTED = 13
# How broad (pixels) the border of a dark area is, neither dark nor light.
BORDER = 11
# Paper is of one shade, give or take so much (levels of 256); where less of a page than this share is, it is no paper.
SHADE, PAPER = 12, 0.3
# A page whose paper is darker than this is a negative.
NEGATIVE = 90.0


def without_seals(colours: Pixels) -> Pixels:
    """The shades of grey of a picture (blue, green, red); where a red seal was printed over it, what stands below."""
    gray = np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY), np.uint8)
    others = np.asarray(cv2.max(colours[..., 0], colours[..., 1]), np.uint8)
    red = np.asarray(cv2.subtract(colours[..., 2], others) > RED, np.uint8)
    if float(red.mean()) < LITTLE:
        return gray
    for x0, top, x1, bottom in _seals(red):
        place = np.s_[top:bottom, x0:x1]
        ink = red[place] > 0
        around = cv2.dilate(red[place], np.ones((HALO, HALO), np.uint8)) > 0
        through = colours[place][..., 2].astype(np.float32)
        paper = float(np.median(gray[place][~around])) if not around.all() else 255.0
        seen = np.maximum(through * (paper / max(1.0, float(np.median(through[ink])))), gray[place])
        seen[seen > LEFT * paper] = paper
        gray[place] = np.where(around, seen, gray[place]).astype(np.uint8)
    return gray


def is_photograph(gray: Pixels) -> bool:
    """Whether a picture of a page shows no paper anywhere, be it white or not."""
    counts = np.bincount(gray[::4, ::4].ravel(), minlength=256)
    within = np.convolve(counts, np.ones(2 * SHADE + 1, np.int64))
    return bool(within.max() < PAPER * counts.sum())


def _seals(red: Pixels) -> Iterator[Rect]:
    closed = np.asarray(cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((BROKEN, BROKEN), np.uint8)), np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    for number in range(1, count):
        left, top, wide, high = (int(value) for value in boxes[number][:4])
        small, large = sorted((wide, high))
        if SEAL[0] * DPI <= small and large <= min(OBLONG * small, SEAL[1] * DPI):
            rect = Rect(left, top, left + wide, top + high)
            if _is_ring(np.asarray(labels[top : rect.bottom, left : rect.x1] == number)):
                yield rect


def _is_ring(part: NDArray[np.bool_]) -> bool:
    """Whether a red ring runs along the border of a box in nearly all directions."""
    high, wide = part.shape
    angles = np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
    far = np.linspace(RING, 1.0, 40)[:, None]
    xs = np.clip((wide / 2) * (1 + far * np.cos(angles)), 0, wide - 1).astype(int)
    ys = np.clip((high / 2) * (1 + far * np.sin(angles)), 0, high - 1).astype(int)
    return bool(part[ys, xs].any(0).mean() > MET)


def lightened(gray: Pixels) -> Pixels:
    """The picture with dark areas turned light, so that what stands in them in white is dark."""
    paper = float(np.median(gray[::4, ::4]))
    if paper < NEGATIVE:
        return np.asarray(255 - gray, np.uint8)
    small = np.asarray(cv2.resize(gray, None, fx=1 / LESS, fy=1 / LESS, interpolation=cv2.INTER_AREA), np.uint8)
    areas = _dark_areas(small, paper)
    if not areas.any():
        return gray
    mask = cv2.resize(areas, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST) > 0
    dark = float(np.median(gray[mask]))
    light = np.where(mask, np.clip(paper + dark - gray.astype(np.float32), 0, paper), gray).astype(np.uint8)
    border = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((BORDER, BORDER), np.uint8)) > 0
    light[border] = round(paper)
    return light


def _dark_areas(small: Pixels, paper: float) -> Pixels:
    dark = np.asarray(small < DARK * paper, np.uint8)
    solid = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((THICK, THICK), np.uint8)), np.uint8)
    if not solid.any():
        return solid
    whole = np.asarray(cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((PARTED, PARTED), np.uint8)), np.uint8)
    steps = np.asarray(cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)), np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(whole, connectivity=4)
    kept = np.zeros(count, np.uint8)
    for number in range(1, count):
        left, top, wide, high = (int(value) for value in boxes[number][:4])
        if wide >= WIDE and high >= HIGH:
            place = np.s_[max(0, top - 1) : top + high + 1, max(0, left - 1) : left + wide + 1]
            kept[number] = _ends_sharply(np.asarray(labels[place] == number, np.uint8), steps[place])
    return np.asarray(kept[labels], np.uint8)


def _ends_sharply(area: Pixels, steps: Pixels) -> bool:
    """Whether the border of an area is that of print; a shadow fades."""
    border = cv2.morphologyEx(area, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    return bool(border.any() and float(np.median(steps[border])) > SHARP)
