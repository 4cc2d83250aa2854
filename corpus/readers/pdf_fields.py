"""What people typed into a PDF: values of form fields, and words put on the page; both are printed with it."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pypdfium2
from pypdfium2 import raw

from corpus.model import Box
from corpus.readers.pdf_chars import ABOVE, BELOW, BOX, Char, Type

# Fields of text and of choices, as against buttons; by the dictionary where no form holds the field.
TEXT = (raw.FPDF_FORMFIELD_TEXTFIELD,)
CHOICES = (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
TYPED = ("Tx", "Ch")
# Flags of a field of text that is shown as dots, and of a list from which several may be chosen.
PASSWORD, SEVERAL = 1 << 13, 1 << 21
UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
MOST = 2_000
# Points: the largest type that is taken for granted where a field is high, and the room left of the words.
SIZE, ROOM = 12.0, 2.0


def typed(page: pypdfium2.PdfPage, placed: Callable[[float, float, float, float], Box]) -> Iterator[Char]:
    """The lines of all fields and words put on a page, each as one piece. `placed`: where a box of the page is seen."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST)):
        with _annotation(page, index) as found:
            if not raw.FPDFAnnot_GetFlags(found) & UNSEEN:
                yield from _lines(_words(page.pdf, found).splitlines(), placed(*_rect(found)))


def _words(document: pypdfium2.PdfDocument, found: raw.FPDF_ANNOTATION) -> str:
    kind = raw.FPDFAnnot_GetSubtype(found)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(found, b"Contents")
    return _value(_form(document), found) if kind == raw.FPDF_ANNOT_WIDGET else ""


def _form(document: pypdfium2.PdfDocument) -> pypdfium2.PdfFormEnv | None:
    """The form of a document, which knows what its fields take over from others; opened once."""
    if not document.formenv and document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        document.init_forms()
    return document.formenv


def _value(form: pypdfium2.PdfFormEnv | None, found: raw.FPDF_ANNOTATION) -> str:
    """What is seen of what a field holds."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, found) if form else -1
    if form and kind in CHOICES and (chosen := [*_chosen(form, found)]):
        return "\n".join(chosen)
    if form and kind in (*TEXT, *CHOICES):
        return "" if kind in TEXT and _flags(form, found) & PASSWORD else _held(form, found)
    plain = kind < 0 and _string(found, b"FT") in TYPED and not _own_flags(found) & PASSWORD
    return _string(found, b"V") if plain else ""


def _chosen(form: pypdfium2.PdfFormEnv, found: raw.FPDF_ANNOTATION) -> Iterator[str]:
    """The options that are chosen, as they are shown."""
    several = _flags(form, found) & SEVERAL
    for index in range(min(raw.FPDFAnnot_GetOptionCount(form, found), MOST)):
        if raw.FPDFAnnot_IsOptionSelected(form, found, index):
            yield _read(partial(raw.FPDFAnnot_GetOptionLabel, form, found, index))
            if not several:
                return


def _flags(form: pypdfium2.PdfFormEnv, found: raw.FPDF_ANNOTATION) -> int:
    return int(raw.FPDFAnnot_GetFormFieldFlags(form, found))


def _own_flags(found: raw.FPDF_ANNOTATION) -> int:
    number = ctypes.c_float()
    raw.FPDFAnnot_GetNumberValue(found, b"Ff", number)
    return int(number.value)


@contextmanager
def _annotation(page: pypdfium2.PdfPage, index: int) -> Iterator[raw.FPDF_ANNOTATION]:
    found = raw.FPDFPage_GetAnnot(page, index)
    try:
        yield found
    finally:
        raw.FPDFPage_CloseAnnot(found)


def _string(found: raw.FPDF_ANNOTATION, key: bytes) -> str:
    return _read(partial(raw.FPDFAnnot_GetStringValue, found, key))


def _held(form: pypdfium2.PdfFormEnv, found: raw.FPDF_ANNOTATION) -> str:
    return _read(partial(raw.FPDFAnnot_GetFormFieldValue, form, found))


def _read(ask: Callable[[Any, int], int]) -> str:
    """What pdfium writes into a room of so many bytes, having told how many."""
    size = ask(None, 0)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    ask(room, size)
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
