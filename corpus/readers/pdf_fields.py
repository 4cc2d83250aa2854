"""What people typed into a PDF: values of form fields, and words put on the page; both are printed with it."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw

from corpus.model import Box
from corpus.readers.pdf_chars import ABOVE, BELOW, BOX, Char, Type

# The key of the words for each kind of annotation that has any of its own; flags of those that are not shown.
WORDS = {raw.FPDF_ANNOT_WIDGET: b"V", raw.FPDF_ANNOT_FREETEXT: b"Contents"}
# Fields of text and of choices, as against buttons.
TYPED = ("Tx", "Ch")
UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
MOST = 2_000
# Points: the largest type that is taken for granted where a field is high, and the room left of the words.
SIZE, ROOM = 12.0, 2.0


def typed(page: pypdfium2.PdfPage, placed: Callable[[float, float, float, float], Box]) -> Iterator[Char]:
    """The lines of all fields and words put on a page, each as one piece. `placed`: where a box of the page is seen."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST)):
        with _annotation(page, index) as found:
            key = WORDS.get(raw.FPDFAnnot_GetSubtype(found))
            if key and not raw.FPDFAnnot_GetFlags(found) & UNSEEN and (key != b"V" or _string(found, b"FT") in TYPED):
                yield from _lines(_string(found, key).splitlines(), placed(*_rect(found)))


@contextmanager
def _annotation(page: pypdfium2.PdfPage, index: int) -> Iterator[raw.FPDF_ANNOTATION]:
    found = raw.FPDFPage_GetAnnot(page, index)
    try:
        yield found
    finally:
        raw.FPDFPage_CloseAnnot(found)


def _string(found: raw.FPDF_ANNOTATION, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(found, key, None, 0)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(found, key, room, size)
    return bytes(room)[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _rect(found: raw.FPDF_ANNOTATION) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(found, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _lines(texts: list[str], box: Box) -> Iterator[Char]:
    left, top, right, bottom = box
    step = (bottom - top) / max(1, len(texts))
    size = min(SIZE, step / BOX)
    for number, text in enumerate(text.strip() for text in texts):
        base = top + (number + 0.5) * step + (ABOVE - BELOW) / 2 * size
        if text and size > 0:
            place = (left + ROOM, base - ABOVE * size, right, base + BELOW * size)
            yield Char(text, *place, apart=True, type=Type(False, len(text), round(size, 1), base))
