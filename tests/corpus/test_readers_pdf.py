"""PDF: lines, paragraphs over page ends, columns, what stands at the edges, what cannot be read."""

import io
import subprocess
from functools import partial
from pathlib import Path

import docx as python_docx
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits, limiting
from corpus.model import RejectionError
from corpus.readers import read
from corpus.readers.pdf_chars import MENDED
from corpus.readers.pdf_furniture import is_page_number
from corpus.readers.pdf_paragraphs import mended
from tests.corpus.pdf_files import BODY, HEIGHT, LEFT, SENTENCES, SIZE, TOP, WIDTH, centre, pdf, put, set_lines, wrapped
from tests.corpus.readings import outside, paragraphs


def test_indented_paragraphs() -> None:
    reading = read(pdf(lambda page: set_lines(page, wrapped(BODY))), "a.pdf")
    assert paragraphs(reading) == BODY
    assert (reading.addressing, reading.pages, reading.partial) == ("page", 1, None)


def test_blocks_bear_page_box_and_size() -> None:
    block = read(pdf(lambda page: set_lines(page, wrapped(BODY))), "a.pdf").blocks[0]
    assert block.where.box is not None
    x0, top, x1, bottom = block.where.box
    assert x0 == pytest.approx(LEFT + 2 * SIZE, abs=1)
    assert x1 == pytest.approx(LEFT + 8 * SIZE, abs=2)
    assert TOP - 4 < top < bottom < TOP + SIZE + 6
    assert (block.where.page, block.size) == (1, SIZE)


def report(head: str = "工作简报", foot: str = "— {} —") -> bytes:
    lines = wrapped(BODY * 4)

    def draw(page: Canvas, number: int) -> None:
        if head:
            centre(page, 40, head, 9)
        set_lines(page, lines[number * 25 : number * 25 + 25])
        centre(page, HEIGHT - 50, foot.format(number + 1), 9)

    return pdf(*(partial(draw, number=number) for number in range(-(-len(lines) // 25))))


def test_heads_and_numbers_go_and_paragraphs_go_on_over_page_ends() -> None:
    reading = read(report(), "a.pdf")
    assert paragraphs(reading) == BODY * 4
    pages = reading.pages or 0
    assert pages > 1
    numbered = [
        entry for number in range(1, pages + 1) for entry in (("running_head", number), ("page_number", number))
    ]
    assert [(kind, page) for kind, page, _ in outside(reading)] == numbered


@pytest.mark.parametrize("foot", ["{}", "- {} -", "第{}页 共9页", "第 {} 页", "{}/9", "Page {} of 9", "—{}—"])
def test_page_numbers_of_all_kinds(foot: str) -> None:
    reading = read(report("", foot), "a.pdf")
    assert paragraphs(reading) == BODY * 4
    assert {kind for kind, _, _ in outside(reading)} == {"page_number"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", True),
        ("— 12 —", True),
        ("－5－", True),
        ("· 3 ·", True),
        ("第5页共9页", True),
        ("第5页（共9页）", True),
        ("共9页 第5页", True),
        ("iv", True),
        ("第十二页", True),
        ("5%", False),
        ("2023年", False),
        ("第5条", False),
        ("12345", False),
        ("5.", False),
    ],
)
def test_what_is_a_page_number(text: str, expected: bool) -> None:
    assert is_page_number(text) == expected


def test_a_single_page_may_have_a_head_and_a_number() -> None:
    def draw(page: Canvas) -> None:
        centre(page, 36, "工作简报", 9)
        set_lines(page, wrapped(BODY))
        centre(page, HEIGHT - 50, "1", 9)

    reading = read(pdf(draw), "a.pdf")
    assert paragraphs(reading) == BODY
    assert [kind for kind, _, _ in outside(reading)] == ["running_head", "page_number"]


def test_numbers_inside_the_body_stay() -> None:
    reading = read(pdf(lambda page: set_lines(page, wrapped([SENTENCES, "5", SENTENCES]))), "a.pdf")
    assert paragraphs(reading) == [SENTENCES, "5", SENTENCES]


def test_paragraphs_set_apart_by_space_and_not_by_indents() -> None:
    def draw(page: Canvas) -> None:
        top = TOP
        for text in (SENTENCES * 2, SENTENCES[:34], SENTENCES):
            lines = wrapped([text], indent=0)
            set_lines(page, lines, top)
            top += len(lines) * 20 + 10

    assert paragraphs(read(pdf(draw), "a.pdf")) == [SENTENCES * 2, SENTENCES[:34], SENTENCES]


def test_titles_of_two_lines_and_their_bylines() -> None:
    def draw(page: Canvas) -> None:
        centre(page, 60, "关于全县党建联盟运行情况的", 20)
        centre(page, 88, "调研报告", 20)
        centre(page, 130, "县委组织部")
        centre(page, 150, "（2024年5月）")
        set_lines(page, wrapped(BODY), 180)

    reading = read(pdf(draw), "a.pdf")
    title = "关于全县党建联盟运行情况的调研报告"
    assert paragraphs(reading)[:4] == [title, "县委组织部", "（2024年5月）", BODY[0]]
    assert reading.title == title


def test_two_columns_below_a_title() -> None:
    left, right = wrapped([SENTENCES * 4, SENTENCES], 16), wrapped([SENTENCES * 3], 16)

    def draw(page: Canvas) -> None:
        centre(page, 60, "关于全县党建联盟运行情况的调研报告", 20)
        # Line by line across the gutter, as some programs draw.
        for number in range(max(len(left), len(right))):
            for column, x in ((left, LEFT), (right, LEFT + 19 * SIZE)):
                set_lines(page, column[number : number + 1], 110 + number * 20, x)

    expected = ["关于全县党建联盟运行情况的调研报告", SENTENCES * 4, SENTENCES, SENTENCES * 3]
    assert paragraphs(read(pdf(draw), "a.pdf")) == expected


def test_spaces_between_words_stay_and_gaps_between_characters_do_not() -> None:
    def draw(page: Canvas) -> None:
        text = page.beginText(LEFT, HEIGHT - 200)
        text.setFont("STSong-Light", SIZE)
        text.setCharSpace(4)
        text.textLine("党建联盟运行")
        text.setCharSpace(0)
        text.textLine("Rural Party work 共 12 项")
        page.drawText(text)
        set_lines(page, wrapped(BODY), 300)

    assert paragraphs(read(pdf(draw), "a.pdf"))[:2] == ["党建联盟运行", "Rural Party work 共 12 项"]


def test_slanted_words_are_a_watermark() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped(BODY))
        page.saveState()
        page.translate(WIDTH / 2, HEIGHT / 2)
        page.rotate(45)
        put(page, 0, HEIGHT, "内部资料", 40)
        page.restoreState()

    reading = read(pdf(draw), "a.pdf")
    assert paragraphs(reading) == BODY
    assert outside(reading) == [("watermark", 1, "内部资料")]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(turn: int) -> None:
    document = pypdfium2.PdfDocument(pdf(lambda page: set_lines(page, wrapped(BODY))))
    document[0].set_rotation(turn)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    reading = read(buffer.getvalue(), "a.pdf")
    assert paragraphs(reading) == BODY


@pytest.mark.parametrize(
    ("text", "following", "expected"),
    [
        ("coopera\x02", "tion", "coopera"),
        ("coopera\u00ad", "tion", "coopera"),
        ("2019\x02", "2020", "2019-"),
        ("cooperation", "of", "cooperation "),
        ("党建", "联盟", "党建"),
        ("共12", "项", "共12"),
        ("soft\u00adware 党", None, "software 党"),
    ],
)
def test_line_ends(text: str, following: str | None, expected: str) -> None:
    assert mended(text, following) == expected


@pytest.mark.parametrize(("garbled", "char"), ["⼈人", "⾏行", "⻅见", "⻓长", "⼾户", "⺠民", "\uf9dd利", "⿊黑"])
def test_radicals_are_mended(garbled: str, char: str) -> None:
    assert MENDED[ord(garbled)] == char


def rejection(data: bytes) -> RejectionError:
    with pytest.raises(RejectionError) as caught:
        read(data, "a.pdf")
    assert caught.value.reason.endswith(".")
    return caught.value


def simple(page: Canvas) -> None:
    set_lines(page, wrapped(BODY))


def picture(page: Canvas) -> None:
    from PIL import Image

    page.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)


def test_passwords() -> None:
    assert rejection(pdf(simple, encryption=StandardEncryption("secret"))).code == "encrypted"
    owned = pdf(simple, encryption=StandardEncryption("", "owner", canPrint=0))
    assert paragraphs(read(owned, "a.pdf")) == BODY


def test_cut_off_anywhere() -> None:
    whole = pdf(simple, simple)
    assert {rejection(whole[: len(whole) * share // 20]).code for share in range(1, 20)} == {"damaged"}
    assert rejection(b"%PDF-1.4\n%%EOF\n").code == "damaged"


def test_junk_around_a_document() -> None:
    assert paragraphs(read(b"\r\njunk\n" + pdf(simple) + b"\n<!-- sent by a server -->" * 200, "a.pdf")) == BODY


@pytest.mark.usefixtures("no_ocr")
def test_pages_that_are_images() -> None:
    error = rejection(pdf(picture, picture))
    assert error.code == "needs_ocr"
    assert "OCR" in error.reason
    reading = read(pdf(simple, picture, lambda _: None, picture, picture), "a.pdf")
    assert paragraphs(reading) == BODY
    assert "2, 4–5" in (reading.partial or "")


@pytest.mark.usefixtures("no_ocr")
def test_a_scan_with_a_stamp_is_still_an_image() -> None:
    def stamped(page: Canvas) -> None:
        picture(page)
        centre(page, HEIGHT - 50, "扫描全能王 创建", 9)

    assert rejection(pdf(stamped)).code == "needs_ocr"


@pytest.mark.usefixtures("no_ocr")
def test_words_drawn_as_outlines_and_pages_without_anything() -> None:
    def outlined(page: Canvas) -> None:
        for number in range(300):
            page.circle(50 + number, 400, 3)

    assert rejection(pdf(outlined)).code == "needs_ocr"
    assert rejection(pdf(lambda _: None)).code == "empty"


def test_too_many_pages() -> None:
    with limiting(Limits(pages=2)):
        error = rejection(pdf(simple, simple, simple))
    assert error.code == "too_large"
    assert "3 pages" in error.reason


def test_documents_are_closed_also_when_reading_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []
    close = pypdfium2.PdfDocument.close

    def counted(document: pypdfium2.PdfDocument) -> None:
        closed.append(1)
        close(document)

    monkeypatch.setattr(pypdfium2.PdfDocument, "close", counted)
    read(pdf(simple), "a.pdf")
    with limiting(Limits(pages=0)):
        rejection(pdf(simple))
    assert len(closed) == 2


@pytest.mark.slow
@pytest.mark.parametrize("style", ["justified", "ragged", "spaced"])
def test_what_an_office_program_prints(style: str, tmp_path: Path, soffice: Path) -> None:
    document = python_docx.Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.font.name = "Noto Serif CJK SC"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    texts = [
        text.replace("情况", f"情况{number}").replace("联盟", f"联盟{number}个") for number, text in enumerate(BODY * 3)
    ]
    for text in texts:
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if style == "ragged" else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Pt(0 if style == "spaced" else 32)
        paragraph.paragraph_format.space_after = Pt(10 if style == "spaced" else 0)
    document.sections[0].header.paragraphs[0].text = "工作简报"
    document.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command: list[str | Path] = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        tmp_path / "a.docx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    reading = read((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    found = paragraphs(reading)
    assert "".join(found) == "".join(texts)
    assert len(set(found) & set(texts)) == len(set(texts))


def test_lines_that_stand_alone_on_their_pages_are_no_heads() -> None:
    def page(number: int, canvas: Canvas) -> None:
        put(canvas, LEFT, 40, f"第{number}村的联建工作")
        put(canvas, WIDTH / 2, HEIGHT - 50, str(number))

    for count in (1, 2, 30):
        reading = read(pdf(*(partial(page, number + 1) for number in range(count))), "a.pdf")
        assert "".join(paragraphs(reading)) == "".join(f"第{number + 1}村的联建工作" for number in range(count))
        assert {kind for kind, _, _ in outside(reading)} == {"page_number"}
