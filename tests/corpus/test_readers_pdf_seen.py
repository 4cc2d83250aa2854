"""PDF: text that cannot be seen goes, text that the file does not tell is not taken for words."""

import random
from functools import partial

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.model import RejectionError
from corpus.readers import read
from corpus.readers.pdf_fonts import FONT as SHAPES
from corpus.readers.pdf_seen import is_gibberish
from tests.corpus.pdf_files import BODY, FONT, HEIGHT, LEFT, SENTENCES, SIZE, TOP, WIDTH, pdf, put, set_lines, wrapped
from tests.corpus.readings import outside, paragraphs

SECRET = "HeiseiMin-W3"
pdfmetrics.registerFont(UnicodeCIDFont(SECRET))


pytestmark = pytest.mark.usefixtures("no_ocr")


def unmapped(data: bytes) -> bytes:
    """The file with the numbers of shapes in the place of the characters of one of its fonts."""
    assert data.count(b"/UniJIS-UCS2-H") == 1
    return data.replace(b"/UniJIS-UCS2-H", b"/Identity-H   ").replace(b"(Japan1)", b"(Nobody)")


def secret(page: Canvas, lines: list[tuple[int, str]], top: float = TOP, shift: int = 1700) -> None:
    """Lines in the font that tells no characters; the numbers of its shapes are those of characters so far away."""
    page.setFont(SECRET, SIZE)
    for number, (indent, text) in enumerate(lines):
        shapes = "".join(chr(ord(char) + shift) if "\u4e00" <= char < "\u9000" else char for char in text)
        page.drawString(LEFT + indent * SIZE, HEIGHT - top - 20 * number - SIZE, shapes)


def text_page(page: Canvas) -> None:
    set_lines(page, wrapped(BODY))


def rejected(data: bytes) -> str:
    with pytest.raises(RejectionError) as caught:
        read(data, "a.pdf")
    assert caught.value.code == "needs_ocr"
    return caught.value.reason


def test_fonts_that_do_not_tell_their_characters() -> None:
    hidden = partial(secret, lines=wrapped(BODY))
    assert "fonts that do not tell" in rejected(unmapped(pdf(hidden)))
    reading = read(unmapped(pdf(text_page, hidden, text_page)), "a.pdf")
    assert paragraphs(reading) == BODY * 2
    assert "Pages 2 are set in fonts" in (reading.partial or "")


def test_numbers_of_shapes_that_are_the_characters_are_taken_for_them() -> None:
    reading = read(unmapped(pdf(partial(secret, lines=wrapped(BODY), shift=0))), "a.pdf")
    assert paragraphs(reading) == BODY
    assert reading.partial is None


def test_a_place_is_kept_for_a_character_inside_a_word_that_the_file_does_not_tell() -> None:
    def draw(page: Canvas) -> None:
        put(page, LEFT, TOP, "近年来，平")
        secret(page, [(5, "谿湾")])
        put(page, LEFT + 7 * SIZE, TOP, "县坚持党建引领基层治理，办成实事三百件。")
        secret(page, [(2, "谿湾")], TOP + 20)
        put(page, LEFT + 4 * SIZE, TOP + 20, "第二条也办成了。")

    reading = read(unmapped(pdf(draw, text_page)), "a.pdf")
    first, second = paragraphs(reading)[:2]
    assert first == "近年来，平□□县坚持党建引领基层治理，办成实事三百件。"
    assert second == "第二条也办成了。"
    assert [warning for warning in reading.warnings if "□" in warning and "Page 1:" in warning]
    assert not read(pdf(text_page), "a.pdf").warnings


def test_a_page_that_loses_some_words_says_so() -> None:
    def headed(page: Canvas) -> None:
        secret(page, [(2, "青岚县党建联盟经验做法")])
        set_lines(page, wrapped(BODY), TOP + 20)

    reading = read(unmapped(pdf(text_page, headed)), "a.pdf")
    assert paragraphs(reading) == BODY * 2
    assert "Words are missing on page 2" in (reading.partial or "")


@pytest.mark.parametrize("bullet", ["\uf06c", "\uf0fc", "\ue010"])
def test_bullets_of_symbol_fonts_are_no_loss(bullet: str) -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped(BODY))
        for number in range(12):
            put(page, LEFT, 520 + 20 * number, f"{bullet} 第{number + 1}村建立联合党委")

    reading = read(pdf(draw), "a.pdf")
    assert reading.partial is None
    assert "第12村建立联合党委" in reading.text


ENGLISH = "The county set up twelve alliances in 2023, and the income of 4,560 households rose by 12.5 percent. "
FIGURES = " ".join(f"{number * 37 % 1000}.{number % 10}" for number in range(150))


@pytest.mark.parametrize("text", [ENGLISH * 8, FIGURES, "MW@%" * 30], ids=["english", "figures", "wide"])
def test_honest_letters_and_figures(text: str) -> None:
    def draw(page: Canvas) -> None:
        page.setFont("Helvetica", 10)
        for number in range(0, len(text), 40):
            page.drawString(LEFT, 700 - number / 2.5, text[number : number + 40])

    reading = read(pdf(draw), "a.pdf")
    assert reading.partial is None
    assert "".join(reading.text.split()) == "".join(text.split())


NAMES = "张志强王秀英李建军赵文博刘桂芳陈思远杨晓东周丽华吴国栋徐海燕孙立平马春梅朱振宇胡雪琴郭永福何玉兰"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SENTENCES * 4, False),
        (NAMES * 5, False),
        ("鄉村振興與黨建聯盟的經驗做法，讓資源共享、人才共育、難題共解，群眾的日子一天比一天紅火。" * 4, False),
        ("བོད་ལྗོངས་ཀྱི་གྲོང་ཚོའི་ལས་དོན་" * 4, False),
        ("ÖÐ¹ú¹²²úµ³Ïç´åÕñÐË¹¤×÷»ã±à" * 5, True),
        ("ـᐪᩤϸਝֹᇎᩍၖᄐᛍนᬱࢫӴᆐ˜๭࿍ᕤᩘ᪀ȅᠸဴ੹ᤊॆᓞԹ" * 3, True),
        ("罚茳眸绊猎窒磲蚁酝浏唐皤诊绚嗑盱疃琚噎乱旮抗摁炊讫泯谡逃绯俾眸盐忠壅寇墒媛磲幽垓懔搐谎獾晔暖雕飙" * 3, True),
    ],
)
def test_gibberish(text: str, expected: bool) -> None:
    assert is_gibberish(text) is expected


def test_letters_as_wide_as_han_characters() -> None:
    """A simple font of a subset: the shapes are those of Han characters, the codes those of letters."""
    codes = random.Random(1)
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+SimSun/Encoding/WinAnsiEncoding/FirstChar 33/LastChar 126"
    lines = b" ".join(
        b"<" + bytes(codes.randrange(40, 126) for _ in range(30)).hex().encode() + b"> Tj T*" for _ in range(9)
    )
    shown = b"BT /F1 12 Tf 20 TL 90 750 Td " + lines + b" ET"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    brought = b"<</Type/FontDescriptor/FontName/ABCDEF+SimSun/Flags 4/FontFile2 7 0 R>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        font + b"/Widths[" + b"1000 " * 94 + b"]/FontDescriptor 6 0 R>>",
        brought,
        b"<</Length %d>>stream\n%s\nendstream" % (len(SHAPES), SHAPES),
    ]
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    rejected(b"%PDF-1.4\n" + objects + b"trailer<</Size 8/Root 1 0 R>>\nstartxref\n0\n%%EOF\n")


def unseen(page: Canvas) -> None:
    text = page.beginText(LEFT, 160)
    text.setFont(FONT, SIZE)
    text.setTextRenderMode(3)
    text.textLine("隐藏的关键词")
    page.drawText(text)


def test_text_that_cannot_be_seen_goes() -> None:
    def draw(page: Canvas) -> None:
        text_page(page)
        page.setFillColorRGB(1, 1, 1)
        put(page, LEFT, 640, "白底上的白字")
        put(page, WIDTH + 40, 300, "页面右边的字")
        put(page, LEFT, HEIGHT + 30, "页面下边的字")
        unseen(page)

    reading = read(pdf(draw), "a.pdf")
    assert paragraphs(reading) == BODY
    assert {kind for kind, _, _ in outside(reading)} == {"hidden"}
    assert len(outside(reading)) == 4


def test_white_words_on_a_dark_ground_stay() -> None:
    def draw(page: Canvas) -> None:
        text_page(page)
        page.setFillColorRGB(0.7, 0, 0)
        page.rect(80, HEIGHT - 664, 300, 24, fill=1, stroke=0)
        page.setFillColorRGB(1, 1, 1)
        put(page, LEFT, 644, "经验启示")

    assert paragraphs(read(pdf(draw), "a.pdf")) == [*BODY, "经验启示"]


def test_the_text_layer_of_a_scan_stays() -> None:
    from PIL import Image

    def scan(page: Canvas) -> None:
        page.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 0, 0, WIDTH, HEIGHT)
        text = page.beginText(LEFT, HEIGHT - TOP)
        text.setFont(FONT, SIZE, 20)
        text.setTextRenderMode(3)
        for indent, line in wrapped(BODY):
            text.setXPos(indent * SIZE)
            text.textLine(line)
            text.setXPos(-indent * SIZE)
        page.drawText(text)

    def clipping(page: Canvas) -> None:
        text_page(page)
        page.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 60, 120, 400, 100)
        unseen(page)

    assert paragraphs(read(pdf(scan), "a.pdf")) == BODY
    assert paragraphs(read(pdf(clipping), "a.pdf")) == [*BODY, "隐藏的关键词"]


def test_what_was_typed_into_a_form_is_read_in_its_place() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped(BODY))
        put(page, LEFT, 560, "单位名称：")
        page.acroForm.textfield(name="unit", value="Qinglan Rural Office", x=160, y=265, width=200, height=18)
        page.acroForm.checkbox(name="agreed", checked=True, x=400, y=265, size=12)
        put(page, LEFT, 600, "以上情况属实。")

    assert paragraphs(read(pdf(draw), "a.pdf")) == [*BODY, "单位名称： Qinglan Rural Office", "以上情况属实。"]


def test_words_put_on_a_page_are_read_and_remarks_are_not() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped(BODY))
        box = [LEFT, HEIGHT - 580, 300, HEIGHT - 560]
        page.freeTextAnnotation("已核实", "0 g /Helv 10 Tf", Rect=box, addtopage=1)
        page.textAnnotation("此处存疑", Rect=[LEFT, HEIGHT - 640, 300, HEIGHT - 620], addtopage=1)

    assert paragraphs(read(pdf(draw), "a.pdf")) == [*BODY, "已核实"]


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier-Bold"])
def test_latin_fonts_that_stand_in_no_file_have_their_own_widths(font: str) -> None:
    def draw(page: Canvas) -> None:
        page.setFont(font, 10)
        page.drawString(LEFT, 700, ENGLISH[:75])

    box = read(pdf(draw), "a.pdf").blocks[0].where.box
    assert box is not None
    assert box[2] - box[0] == pytest.approx(pdfmetrics.stringWidth(ENGLISH[:75].strip(), font, 10), abs=3)
