"""Pictures that are documents, or stand in one: their bytes become pages of recognised text."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise

import numpy as np
from PIL import Image, ImageOps

from corpus.limits import check_pages, in_force
from corpus.model import Reading, RejectionError
from corpus.readers import ocr
from corpus.readers.drafts import Draft, joined, title_of
from corpus.readers.ocr import Recognised
from corpus.readers.ocr_engine import Pixels
from corpus.readers.ocr_image import DPI, INCH
from corpus.readers.ocr_page import in_picture
from corpus.readers.ocr_shades import without_seals
from corpus.readers.page_numbers import listed
from corpus.readers.pdf_blocks import PageContent, drafts

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF")
# What their readers stumble over in broken pictures.
STUMBLES = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, struct.error)
MANY = "TIFF"
# A picture is as large as it says if that is finer than a screen and no larger than a newspaper; else it is A4.
FINE, FINEST = 100.0, 1300.0
LONGEST, LARGEST = 842.0, 1684.0
# A picture so many times as high as wide, and of so many pixels across, is what a telephone shows one below another: it
# is taken to be half as wide as A4 is long, and read in strips of at most such shape.
TALL, SCREEN = 2.5, 480
STRIP = 2
# How high the empty band is where strips are parted, as a share of the width.
BAND = 1 / 40
# Finer pictures are made coarser, as pages of a PDF are rendered.
TOO_FINE = 1.25
# Alike pixels (levels of 256) say nothing; such sizes (pixels) hold no line.
FLAT, LEAST = 12, 12
# Shades of grey, and how many pixels an inch has.
Picture = tuple[Pixels, float]
BROKEN = "The picture is damaged. Copy it again, or save it anew."


def read(data: bytes, media_type: str) -> Reading:
    """A picture, or the pictures of a TIFF, as the pages of a reading. Raises RejectionError."""
    pages = list(_pages(data))
    check_pages(len(pages))
    missing = " ".join(ocr.parts_missing(enumerate(pages, 1))) or None
    if not any(page.has_text for page in pages):
        raise RejectionError(*(("needs_ocr", missing) if missing else ("empty", "There is no text in the picture.")))
    text, blocks = joined(_drafts(pages))
    read_ones = {number: page for number, page in enumerate(pages, 1) if page.has_text}
    told = tuple(ocr.warnings(listed([*read_ones]), read_ones))
    return Reading(text, blocks, "page", media_type, len(pages), None, title_of(text, blocks), missing, told)


def in_bytes(data: bytes) -> tuple[tuple[str, ...], Recognised]:
    """The paragraphs in one picture, and how they were recognised; what was read, for the first part of a long one."""
    try:
        parts = list(_pages(data, first=True))
    except RejectionError as error:
        parts = [Recognised(reason=error.reason)]
    paragraphs: list[str] = []
    for draft in _drafts(parts):
        if draft.continues and paragraphs:
            paragraphs[-1] += draft.text
        else:
            paragraphs.append(draft.text)
    doubtful = tuple(words for part in parts for words in part.doubtful)
    return tuple(paragraphs), replace(parts[0], unread=sum(part.unread for part in parts), doubtful=doubtful)


def _drafts(pages: list[Recognised]) -> Iterator[Draft]:
    contents = [
        PageContent(
            number,
            2 * page.middle[1],
            page.rows,
            ocr.on_page(page.tables, number),
            "text" if page.has_text else "blank",
            page,
        )
        for number, page in enumerate(pages, 1)
    ]
    return ocr.turned_back(drafts(contents), dict(enumerate(pages, 1)))


def _pages(data: bytes, first: bool = False) -> Iterator[Recognised]:
    """What stands in each picture of a file, or in the first."""
    for picture in _pictures(data, first):
        if isinstance(picture, Recognised):
            yield picture
            continue
        gray, dpi = picture
        for strip in _strips(gray, dpi):
            ocr.page_begins()
            yield _page(strip, dpi)


def _pictures(data: bytes, first: bool) -> Iterator[Picture | Recognised]:
    """The pictures of a file, each unpacked when it is asked for."""
    with _told_as_damage():
        file = Image.open(io.BytesIO(data), formats=FORMATS)
    with file:
        with _told_as_damage():
            count = _count(file) if file.format == MANY and not first else 1
        check_pages(count)
        most = in_force().ocr_pages
        for number in range(min(count, most)):
            with _told_as_damage():
                file.seek(number)
                found = _unpacked(file)
            yield found
        for _ in range(most, count):
            yield ocr.beyond(most)


def _count(file: Image.Image) -> int:
    """How many pictures a file holds, counted as far as they are allowed."""
    most = in_force().pages
    for number in range(1, most + 1):
        try:
            file.seek(number)
        except EOFError:
            return number
    return most + 1


@contextmanager
def _told_as_damage() -> Iterator[None]:
    """What a picture may be refused for; tags that are odd are no loss."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except Image.DecompressionBombError as error:
            raise RejectionError(
                "too_large", f"The picture has more than {in_force().page_pixels:,} pixels."
            ) from error
        except STUMBLES as error:
            raise RejectionError("damaged", BROKEN) from error


def _unpacked(file: Image.Image) -> Picture | Recognised:
    if file.width * file.height > (most := in_force().page_pixels):
        return Recognised(reason=f"it has more than {most:,} pixels; JINGYAN_PIXELS_MP raises that")
    picture, dpi = _at_size(file, _dpi(file))
    return _gray(picture), dpi


def _page(gray: Pixels, dpi: float) -> Recognised:
    if min(gray.shape) < LEAST or int(gray.max()) - int(gray.min()) < FLAT:
        return Recognised(middle=(gray.shape[1] / 2, gray.shape[0] / 2))
    return in_picture(gray, INCH / dpi)


def _gray(picture: Image.Image) -> Pixels:
    """The picture in shades of grey, on white paper where it is transparent; seals left out."""
    if picture.mode.startswith("I") or picture.mode == "F":
        deep = np.asarray(picture, np.float64)
        return np.asarray(deep * (255 / max(1.0, float(deep.max()))), np.uint8)
    if picture.has_transparency_data:
        inked = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", inked.size, "white"), inked)
    if picture.mode == "L":
        return np.array(picture, np.uint8)
    return without_seals(np.ascontiguousarray(np.asarray(picture.convert("RGB"), np.uint8)[..., ::-1]))


def _dpi(picture: Image.Image) -> float:
    """How fine the picture is: as it says where that may be, else as if it were a page of A4."""
    longest = max(picture.size)
    if picture.height > TALL * picture.width and picture.width >= SCREEN:
        longest = STRIP * picture.width
    try:
        told = float(max(picture.info.get("dpi") or (0.0,)))
    except (TypeError, ValueError, ZeroDivisionError):
        told = 0.0
    if FINE <= told <= FINEST and LONGEST / 4 <= max(picture.size) * INCH / told <= LARGEST:
        return told
    return longest * INCH / LONGEST


def _strips(gray: Pixels, dpi: float) -> Iterator[Pixels]:
    """A picture in parts no longer than a page, parted where it is empty across."""
    high, wide = gray.shape
    cuts, most = [0], STRIP * wide
    if high > TALL * wide and high * INCH / dpi > LONGEST * TALL / STRIP - 1:
        band = max(1, round(wide * BAND))
        inked = np.convolve(np.ptp(gray, axis=1).astype(np.float64), np.ones(band), "same")
        while high - cuts[-1] > most:
            last = cuts[-1] + most
            cuts.append(last - int(inked[last - most // 2 : last][::-1].argmin()))
    yield from (gray[top:bottom] for top, bottom in pairwise([*cuts, high]))


def _at_size(picture: Image.Image, dpi: float) -> tuple[Image.Image, float]:
    """The picture as it is looked at, no finer than pages are, and how fine it is then."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("1", "P"):
        transparent = upright.has_transparency_data
        upright = upright.convert("RGBA" if transparent else "L" if upright.mode == "1" else "RGB")
    if dpi <= TOO_FINE * DPI:
        return upright, dpi
    size = [max(1, round(side * DPI / dpi)) for side in upright.size]
    return upright.resize((size[0], size[1]), Image.Resampling.BOX), DPI
