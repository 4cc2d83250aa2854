"""The quick calls of pdfium answer what pypdfium2's own answer, for every character and object of a page."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pytest
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from corpus.readers import pdf_calls as calls
from tests.corpus.pdf_files import BODY, pdf, set_lines, wrapped


def drawn(page: Canvas) -> None:
    page.rect(60, 60, 200, 100)
    set_lines(page, wrapped([*BODY, "投入 3800 万元，Wi-Fi 全覆盖"]))
    page.rotate(30)
    page.drawString(300, 100, "slanted")


@pytest.fixture(scope="module")
def page() -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf(drawn))
    yield document[0]
    document.close()


@pytest.fixture(scope="module")
def text(page: pypdfium2.PdfPage) -> Iterator[raw.FPDF_TEXTPAGE]:
    found = page.get_textpage()
    yield found.raw
    found.close()


def test_boxes_and_origins(text: raw.FPDF_TEXTPAGE) -> None:
    box, wanted = (ctypes.c_float * 4)(), raw.FS_RECTF()
    point, x, y = (ctypes.c_double * 2)(), ctypes.c_double(), ctypes.c_double()
    assert raw.FPDFText_CountChars(text)
    for index in range(raw.FPDFText_CountChars(text)):
        raw.FPDFText_GetLooseCharBox(text, index, wanted)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        calls.loose_box(text, index, box)
        calls.origin(text, index, point, ctypes.byref(point, 8))
        assert [*box] == [wanted.left, wanted.top, wanted.right, wanted.bottom]
        assert [*point] == [x.value, y.value]


def test_looks(text: raw.FPDF_TEXTPAGE) -> None:
    factors, wanted = (ctypes.c_float * 6)(), raw.FS_MATRIX()
    name, other, length = ctypes.create_string_buffer(64), ctypes.create_string_buffer(64), ctypes.c_ulong(64)
    level = set()
    for index in range(raw.FPDFText_CountChars(text)):
        raw.FPDFText_GetMatrix(text, index, wanted)
        calls.matrix(text, index, factors)
        assert [*factors] == [wanted.a, wanted.b, wanted.c, wanted.d, wanted.e, wanted.f]
        assert calls.angle(text, index) == raw.FPDFText_GetCharAngle(text, index)
        level.add((wanted.c == 0 and wanted.a > 0, calls.angle(text, index) == 0))
        assert calls.font_size(text, index) == raw.FPDFText_GetFontSize(text, index)
        assert calls.is_generated(text, index) == raw.FPDFText_IsGenerated(text, index)
        known = raw.FPDFText_GetFontInfo(text, index, other, 64, None)
        assert (calls.font_info(text, index, name, length, None), name.value) == (known, other.value)
    assert level == {(True, True), (False, False)}


def test_objects(page: pypdfium2.PdfPage) -> None:
    count = raw.FPDFPage_CountObjects(page.raw)
    kinds = [calls.object_kind(calls.page_object(page.raw, index)) for index in range(count)]
    assert kinds == [raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, index)) for index in range(count)]
    assert {raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH} <= {*kinds}
