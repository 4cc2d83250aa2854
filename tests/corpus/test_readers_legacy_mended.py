"""What LibreOffice writes otherwise than Word shows it, and is mended before it is read."""

import pytest

from corpus.limits import Limits, limiting
from corpus.model import RejectionError
from corpus.readers import read
from corpus.readers.legacy import CONVERTED
from corpus.readers.legacy_mended import CLOCK, LOST_REFERENCE, mended
from tests.corpus.compound_files import word
from tests.corpus.docx_files import docx, item, level, numbering, paragraph

DAY = "<w:r><w:t>{}</w:t></w:r>".format("2026年3月5日")


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    text = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return mark("begin") + text + mark("separate") + result + mark("end")


def test_what_libreoffice_packed_well_is_no_bomb() -> None:
    packed = docx(paragraph("甲") + paragraph("") * 60_000)
    with pytest.raises(RejectionError, match="ratio"):
        read(packed, "a.docx")
    reading = read(word(), "a.doc", packed)
    assert (reading.text, reading.warnings) == ("甲", (CONVERTED,))
    with limiting(Limits(part_bytes=2**20)), pytest.raises(RejectionError, match="too_large"):
        read(word(), "a.doc", packed)


def test_what_libreoffice_fills_in_when_it_opens_a_file_is_left_out() -> None:
    body = field(' DATE \\@ "yyyy" ', DAY) + "<w:r><w:t>止</w:t></w:r>"
    nested = field("IF ", field(" TIME ", DAY)) + field(" FILENAME \\p ", DAY) + field("REF a", DAY)
    reading = read(word(), "a.doc", docx(f"<w:p>{body}</w:p><w:p>{nested}</w:p>"))
    assert reading.text == "止\n2026年3月5日"
    assert reading.warnings == (CONVERTED, CLOCK)
    quiet = docx(f"<w:p>{field(' CREATEDATE ', DAY)}</w:p>")
    assert mended(quiet)[0] is quiet


def test_a_reference_that_leads_nowhere_leaves_no_english_words() -> None:
    lost = field(" REF _Ref9 ", "<w:r><w:t>Error: Reference source not found</w:t></w:r>")
    reading = read(word(), "a.doc", docx(f"<w:p>{lost}<w:r><w:t>所列</w:t></w:r></w:p>"))
    assert (reading.text, reading.warnings) == ("所列", (CONVERTED, LOST_REFERENCE))


def test_signs_of_symbol_fonts_are_what_they_look_like() -> None:
    sign = '<w:r><w:rPr><w:rFonts w:ascii="{}"/></w:rPr><w:t>\uf0fc</w:t></w:r>'.format
    body = f"<w:p>{sign('Wingdings')}<w:r><w:t>已办</w:t></w:r></w:p><w:p>{sign('Ours')}</w:p>"
    reading = read(word(), "a.doc", docx(body))
    assert (reading.text, reading.warnings) == ("✓已办\n\uf0fc", (CONVERTED,))


def test_levels_that_count_through_do_so_in_digits() -> None:
    bare = '<w:suff w:val="nothing"/>'
    kinds = (("chineseCounting", "第%1章 "), ("decimal", "%1.%2 "), ("decimal", "（%3）"))
    levels = "".join(level(at, form, text, bare) for at, (form, text) in enumerate(kinds))
    made = docx(item("总则") + item("目的", 1) + item("依据", 2), numbering=numbering(levels))
    assert read(word(), "a.doc", made).text == "第一章 总则\n1.1 目的\n（1）依据"
    assert read(made, "a.docx").text == "第一章 总则\n一.1 目的\n（1）依据"
