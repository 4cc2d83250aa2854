"""A page that is an image: its lines recognised, what was passed over read again, as rows for the layout."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2

from corpus.limits import in_force
from corpus.readers.ocr import Recognised
from corpus.readers.ocr_engine import Pixels, Quad, Words, quads, words
from corpus.readers.ocr_image import (
    INCH,
    LEAST_DPI,
    Level,
    Rect,
    bounds,
    cut,
    dots_per_inch,
    grown,
    inked,
    leaning,
    rendered,
    straightened,
)
from corpus.readers.ocr_ink import Ruled, ink, left_over
from corpus.readers.ocr_marks import Spelled, is_page_number, typeset, with_wide_digits
from corpus.readers.ocr_shades import is_photograph, lightened, without_seals
from corpus.readers.ocr_tables import Found, Pieces, as_run, edges_of, parted
from corpus.readers.pdf_chars import Type
from corpus.readers.pdf_layout import Row, Run, is_han, rows
from corpus.readers.pdf_tables import TableRow, tables_of

# Below the first a line may be wrong, below the second it counts as not read.
SURE, READ = 0.85, 0.55
# A page is turned upright where its lines are read better so, by so much.
BETTER = 0.15
# The least share of a row that its characters fill.
SPARSE = 0.35
TRIED = 3
# Ink fills so much of the height of Han characters; with so many of them the width of a line tells their size.
FILLED = 0.92
ENOUGH = 4
SPACED = 0.3
HALF = 0.5
# A table has at least so many rules.
RULES = 3
# A line is so much longer than high.
LONGER = 1.5
# Sizes of type this close to that of the body are its own.
SAME = 0.1
# Pictures of lines that are read again are of this height (pixels), with this margin (em).
TALL = 64
MARGIN = 0.2
# In fewer pixels nothing can be written.
LEGIBLE = 8
OPENING = frozenset("“‘（《〈「『【〔")
CLOSING = frozenset("，。、；：！？”’）》〉」』】〕")


def recognised_page(page: pypdfium2.PdfPage) -> Recognised:
    """The text in the image of a page, in points from the upper left corner of the straightened page."""
    dpi = dots_per_inch(page)
    if dpi is None:
        most = in_force().page_pixels
        return Recognised(
            reason=f"it is so large that {LEAST_DPI:g} dpi would take more than {most:,} pixels; "
            "JINGYAN_PIXELS_MP raises that"
        )
    return in_picture(without_seals(rendered(page, dpi)), INCH / dpi)


def in_picture(gray: Pixels, point: float) -> Recognised:
    """The text in a picture of a page whose pixels are of the size `point`."""
    if min(gray.shape[:2]) < LEGIBLE:
        return Recognised()
    gray, lines = _upright(gray, quads(gray))
    level = straightened(lightened(gray), leaning(lines))
    marks, rules = ink(level)
    seen = list(_read(gray, lines, level, marks))
    em = median(found.rect.bottom - found.rect.top for found in seen) / FILLED if seen else 12 / point
    more = [_again(level.gray, rect, em) for rect in left_over(marks, [found.rect for found in seen], em)]
    every = [found for found in seen if found.score >= READ and found.text]
    every += [found for found in more if found.score >= SURE or (found.score >= READ and _is_line(found, em))]
    if is_photograph(gray) and not any(_is_surely_text(found) for found in every):
        return Recognised()
    height, width = gray.shape
    shift = (level.gray.shape[1] - width) / 2, (level.gray.shape[0] - height) / 2
    words_, tables = _laid_out(_as_wide(every), rules, em, _Scale(point, shift, height * point))
    return Recognised(
        words_,
        level.degrees,
        (width * point / 2, height * point / 2),
        sum(_is_line(found, em) and (found.score < READ or not found.text) for found in (*seen, *more)),
        tuple(found.text for found in every if found.score < SURE and not is_page_number(found.text)),
        tables=tables,
    )


def _is_surely_text(found: Found) -> bool:
    """What is seen in a photograph by mistake is a mark or two."""
    return found.score >= SURE and (len(found.text) >= ENOUGH or sum(map(is_han, found.text)) > 1)


def _as_wide(every: Sequence[Found]) -> list[Found]:
    """The lines with digits in full width where they were printed so."""
    set_ = with_wide_digits([found.spelled for found in every])
    return [replace(found, text=spelled.text) for found, spelled in zip(every, set_, strict=True)]


def _laid_out(
    every: Sequence[Found], rules: Ruled, em: float, scale: "_Scale"
) -> tuple[tuple[Row, ...], tuple[TableRow, ...]]:
    """The rows of words and those of tables."""
    edges = edges_of(rules, scale.point, scale.shift)
    if len(edges) < RULES:
        return tuple(rows(_runs(every, scale))), ()
    parts = [part for found in every for part in parted(found, rules, em)]
    pieces = Pieces(_runs(parts, scale), parts)
    tables, rest = tables_of(edges, pieces.pieces, pieces.letters, 0, scale.height)
    if not tables:
        return tuple(rows(_runs(every, scale))), ()
    return tuple(rows(as_run(piece) for piece in rest)), tables


def _upright(gray: Pixels, lines: Sequence[Quad]) -> tuple[Pixels, Sequence[Quad]]:
    """A page that was scanned sideways or upside down is turned; boxes are then told on the turned page."""
    steep = sum(_is_steep(line) for line in lines)
    if 2 * steep > len(lines):
        gray = np.asarray(cv2.rotate(gray, cv2.ROTATE_90_CLOCKWISE), np.uint8)
        lines = quads(gray)
    tried = sorted(lines, key=lambda line: (-float(np.linalg.norm(line[1] - line[0])), line.tolist()))[:TRIED]
    pictures = [cut(gray, line) for line in tried]
    gain = [words(_half_turned(picture)).score - words(picture).score for picture in pictures]
    if gain and median(gain) > BETTER:
        gray = _half_turned(gray)
        lines = quads(gray)
    return gray, lines


def _is_steep(line: Quad) -> bool:
    across, along = line[1] - line[0], line[3] - line[0]
    return bool(np.linalg.norm(along) > 1.5 * np.linalg.norm(across))


def _half_turned(gray: Pixels) -> Pixels:
    return np.ascontiguousarray(gray[::-1, ::-1])


def _read(gray: Pixels, lines: Sequence[Quad], level: Level, marks: np.ndarray) -> Iterator[Found]:
    """The lines that the model found, each read, and read again where it is not sure."""
    placed = [(inked(marks, bounds(level.quad(line), marks.shape)), line) for line in lines]
    for rect, line in placed:
        if not any(_is_within(rect, other) for other, _ in placed if other != rect):
            first = words(cut(gray, line))
            around = bounds(level.quad(line), marks.shape)
            found = _found(first, rect, around.x0, around.x1)
            again = _enlarged(level.gray, rect) if first.score < SURE else found
            yield again if again.score > found.score else found


def _found(read: Words, rect: Rect, x0: int, x1: int) -> Found:
    """What was read in a picture that reaches from one place to another, as a line whose ink has that box."""
    set_ = typeset(Spelled(read.text, tuple(x0 + place * (x1 - x0) for place in read.places)))
    return Found(set_.text, read.score, rect, set_.places)


def _is_within(rect: Rect, other: Rect) -> bool:
    """Whether most of a box lies in a larger one."""
    across = min(rect.x1, other.x1) - max(rect.x0, other.x0)
    along = min(rect.bottom, other.bottom) - max(rect.top, other.top)
    area = (rect.x1 - rect.x0) * (rect.bottom - rect.top)
    larger = (other.x1 - other.x0) * (other.bottom - other.top) > area
    return larger and across > 0 and along > 0 and across * along > 0.6 * area


def _again(gray: Pixels, rect: Rect, em: float) -> Found:
    """A row of ink that no line accounts for."""
    best = _enlarged(gray, grown(rect, MARGIN * em, 0, gray.shape))
    # Few characters in a wide row are what the model sees in a picture.
    fills = len(best.text) * em > SPARSE * (rect.x1 - rect.x0)
    return replace(best, rect=rect, score=best.score if fills else 0.0)


def _enlarged(gray: Pixels, rect: Rect) -> Found:
    """A line read in a picture of its own: larger, the darkest made black and the lightest white."""
    high = rect.bottom - rect.top
    area = grown(rect, MARGIN * high, MARGIN * high, gray.shape)
    part = cv2.GaussianBlur(gray[area.top : area.bottom, area.x0 : area.x1], (3, 3), 0)
    dark, light = (float(value) for value in np.percentile(part, (1, 60)))
    clear = np.clip((part - dark) * (255 / max(1.0, light - dark)), 0, 255).astype(np.uint8)
    scale = TALL / clear.shape[0]
    larger = cv2.resize(clear, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return _found(words(np.asarray(larger, np.uint8)), rect, area.x0, area.x1)


def _is_line(found: Found, em: float) -> bool:
    """Whether what was found may be a line: a speck, a flourish or a single large shape is none."""
    wide, high = found.rect.x1 - found.rect.x0, found.rect.bottom - found.rect.top
    return wide > max(2 * em, LONGER * high) and high > HALF * em


class _Scale(NamedTuple):
    """From pixels of the straightened picture to points: the size of one, how far its corner lies outside the page, and
    the height of that.
    """

    point: float
    shift: tuple[float, float]
    height: float


def _runs(every: Sequence[Found], scale: _Scale) -> list[Run]:
    """The lines as runs in points; sizes close to that of the body are its own."""
    types = [_type(found, scale.point, scale.shift[1]) for found in every]
    sizes = sorted(kind.size for kind, found in zip(types, every, strict=True) for _ in found.text if kind.exact)
    body = sizes[len(sizes) // 2] if sizes else 0.0
    return [
        _run(found, _settled(kind, body), scale.point, scale.shift) for kind, found in zip(types, every, strict=True)
    ]


def _settled(kind: Type, body: float) -> Type:
    allowed = SAME if kind.exact else 3 * SAME
    return Type(kind.exact, kind.letters, body, kind.base) if abs(kind.size - body) <= allowed * body else kind


def _run(found: Found, kind: Type, point: float, shift: tuple[float, float]) -> Run:
    """A line as a run: its margins those of the type, not of the ink."""
    x0, x1 = ((x - shift[0]) * point for x in (found.rect.x0, found.rect.x1))
    top, bottom = ((y - shift[1]) * point for y in (found.rect.top, found.rect.bottom))
    x0 -= HALF * kind.size * (found.text[0] in OPENING)
    x1 += HALF * kind.size * (found.text[-1] in CLOSING)
    return Run(found.text, x0, top, x1, bottom, kind)


def _type(found: Found, point: float, shift: float) -> Type:
    """The size of the type by the width of the line where it has Han characters enough, else by its height."""
    text, rect = found.text, found.rect
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    tall = (rect.bottom - rect.top) * point / FILLED
    closed = HALF * ((text[0] in OPENING) + (text[-1] in CLOSING))
    units = sum(1.0 if is_han(char) else HALF for char in text) - closed
    wide = (rect.x1 - rect.x0) * point / max(1.0, units)
    exact = han >= ENOUGH and abs(wide - tall) < SPACED * tall
    size = max(HALF, math.floor(2 * (wide if exact else tall) + HALF) / 2)
    middle = ((rect.top + rect.bottom) / 2 - shift) * point
    return Type(exact, han or len(text), size, middle + size / 2)
