"""Text in images: whether it can be recognised here, how much of it, and what is told of it. Loads nothing heavy."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

import pypdfium2

from corpus.limits import in_force
from corpus.model import Reading, RejectionError
from corpus.readers.drafts import Draft
from corpus.readers.pdf_layout import Row
from corpus.readers.pdf_tables import TableRow
from corpus.system import more_memory

MODULES = ("rapidocr", "onnxruntime", "cv2", "PIL")
# Bytes that recognising one page takes on top of what a document may: the page in colours, the models at work.
ROOM = 640 * 2**20
# How many doubtful lines of a page are quoted, and how much of each.
QUOTED = 3
WORDS = 12
INSTALL = "pip install 'jingyan[ocr]', in a clone .venv/bin/pip install -c constraints.txt -e '.[ocr]'"

_wanted: ContextVar[bool] = ContextVar("_wanted", default=True)
_page_begins: ContextVar[Callable[[], None]] = ContextVar("_page_begins", default=lambda: None)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What stands in the image of a page, straightened by `skew` degrees about the `middle` of the page in points.

    `unread`: how many lines could not be read. `doubtful`: lines that are perhaps read wrongly. `reason`: why the page
    was not looked at, or None. `tables`: rows of tables, the number of their page left 0.
    """

    rows: tuple[Row, ...] = ()
    skew: float = 0.0
    middle: tuple[float, float] = (0.0, 0.0)
    unread: int = 0
    doubtful: tuple[str, ...] = ()
    reason: str | None = None
    tables: tuple[TableRow, ...] = ()

    @property
    def has_text(self) -> bool:
        """Whether anything was read."""
        return bool(self.rows or self.tables)


@contextmanager
def recognising(wanted: bool, page_begins: Callable[[], None]) -> Iterator[None]:
    """Whether text in images is recognised here if it can be, and who is told of each page before it is begun."""
    tokens = _wanted.set(wanted), _page_begins.set(page_begins)
    try:
        yield
    finally:
        _wanted.reset(tokens[0])
        _page_begins.reset(tokens[1])


def recognised(page: pypdfium2.PdfPage, done: int) -> Recognised | None:
    """The text in the image of a page, `done` pages of the document being read so far; None where it cannot be read."""
    if not _wanted.get() or lacking():
        return None
    if done >= (most := in_force().ocr_pages):
        return beyond(most)
    page_begins()
    with _room():
        found: Recognised = import_module("corpus.readers.ocr_page").recognised_page(page)
    return found


def beyond(most: int) -> Recognised:
    """A page that comes after as many as are recognised."""
    return Recognised(reason=f"only {most} pages of a document are recognised; JINGYAN_OCR_PAGES raises that")


@contextmanager
def _room() -> Iterator[None]:
    """Memory for the models, which counts for no document, and for a page while it is recognised."""
    _load()
    with more_memory(ROOM):
        yield


@cache
def _load() -> None:
    with more_memory(ROOM, kept=True):
        import_module("corpus.readers.ocr_engine").load()


def page_begins() -> None:
    """Tell whoever waits that a page is begun, which takes seconds."""
    _page_begins.get()()


def read_image(data: bytes, media_type: str) -> Reading:
    """A file that is a picture (JPEG, PNG, BMP, GIF, TIFF of one or many pages) as a reading, like a scan in a PDF.

    Raises RejectionError: `needs_ocr` (without the extra, with the command that installs it; or nothing in it could be
    read), `empty`, `damaged`, `too_large`.
    """
    if not _wanted.get() or lacking():
        raise RejectionError("needs_ocr", f"The file is a picture of text. {advice()}")
    with _room():
        found: Reading = import_module("corpus.readers.ocr_files").read(data, media_type)
    return found


@dataclass(frozen=True, slots=True)
class PictureText:
    """The paragraphs in a picture that stands in a document. `unread`, `doubtful`, `reason`: as in `Recognised`."""

    paragraphs: tuple[str, ...] = ()
    unread: int = 0
    doubtful: tuple[str, ...] = ()
    reason: str | None = None


def picture_text(data: bytes, done: int) -> PictureText | None:
    """The text in a picture (JPEG, PNG, BMP, GIF, first page of a TIFF) that a document holds, `done` of them being
    read so far; None where text in images is not recognised here: `advice()` tells why. Damaged pictures and those of
    too many pixels have a `reason`; it never raises RejectionError.
    """
    if not _wanted.get() or lacking():
        return None
    if done >= (most := in_force().ocr_pages):
        return PictureText(reason=f"only {most} pictures of a document are recognised; JINGYAN_OCR_PAGES raises that")
    with _room():
        paragraphs, found = import_module("corpus.readers.ocr_files").in_bytes(data)
    return PictureText(paragraphs, found.unread, found.doubtful, found.reason)


@cache
def lacking() -> str | None:
    """Why the extra cannot be used, or None where it is installed and loads."""
    with more_memory(ROOM, kept=True):
        for name in MODULES:
            try:
                import_module(name)
            except ImportError as error:
                return str(error)
    return None


def advice() -> str:
    """What to do about pages that are images and were not read."""
    if not _wanted.get():
        return "Recognising text in images (OCR) is turned off; JINGYAN_OCR=1 turns it on."
    lacks = lacking()
    told = "" if lacks is None or lacks.startswith("No module named") else f" (it is there and fails: {lacks})"
    return f"Install the extra that recognises text in images (OCR){told}: {INSTALL}."


def on_page(tables: Iterable[TableRow], number: int) -> tuple[TableRow, ...]:
    """Rows of recognised tables on the page where they stand."""
    return tuple(replace(row, page=number) for row in tables)


def parts_missing(pages: Iterable[tuple[int, Recognised]]) -> Iterator[str]:
    """What of the recognised pages could not be read."""
    for number, found in pages:
        if found.reason:
            yield f"Page {number} is an image and was not read: {found.reason}."
        elif found.unread:
            yield f"Page {number}: {_lines(found.unread)} of its image could not be read."


def warnings(listed: str, pages: Mapping[int, Recognised]) -> Iterator[str]:
    """What is to be known of recognised text; `listed` are the numbers of its pages."""
    if any(found.has_text for found in pages.values()):
        yield f"The text of page {listed} was recognised in images (OCR); check figures and names against the document."
    for number, found in pages.items():
        if found.doubtful:
            quoted = ", ".join(f"“{text[:WORDS]}”" for text in found.doubtful[:QUOTED])
            more = ", …" if len(found.doubtful) > QUOTED else ""
            yield f"Page {number}: {_lines(len(found.doubtful))} may be recognised wrongly: {quoted}{more}."


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def turned_back(drafts: Iterable[Draft], pages: Mapping[int, Recognised]) -> Iterator[Draft]:
    """The drafts with their boxes where they stand in the image, which may have been straightened."""
    for draft in drafts:
        found = pages.get(draft.where.page or 0)
        yield _back(draft, found) if found and found.skew else draft


def _back(draft: Draft, found: Recognised) -> Draft:
    if draft.where.box is None:
        return draft
    x0, top, x1, bottom = draft.where.box
    corners = [turned((x, y), found.middle, -found.skew) for x in (x0, x1) for y in (top, bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    box = (round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1))
    return draft._replace(where=draft.where._replace(box=box))


def turned(point: tuple[float, float], middle: tuple[float, float], degrees: float) -> tuple[float, float]:
    """A point turned about another, counter-clockwise as seen on the page (y grows downwards)."""
    angle = math.radians(degrees)
    x, y = point[0] - middle[0], point[1] - middle[1]
    cos, sin = math.cos(angle), math.sin(angle)
    return middle[0] + cos * x + sin * y, middle[1] - sin * x + cos * y
