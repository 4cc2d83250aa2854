"""PDF: text in other directions than level ones: turned tables and captions, upright columns, watermarks."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Reading
from corpus.readers import read
from tests.corpus.pdf_files import (
    BODY,
    FONT,
    HEIGHT,
    LEFT,
    SENTENCES,
    SIZE,
    TOP,
    WIDTH,
    centre,
    grid,
    pdf,
    put,
    set_lines,
    wrapped,
)
from tests.corpus.readings import outside, paragraphs

UPRIGHT = "STSong-Upright"
ROWS = [["乡镇", "党组织数（个）", "覆盖村（个）"], *([f"第{n}镇", str(n * 3), str(n * 7)] for n in range(1, 9))]
TITLE = "附表：各乡镇联盟情况"


@pytest.fixture(autouse=True)
def upright() -> None:
    """A font whose lines run from top to bottom."""
    font = UnicodeCIDFont(FONT, isVertical=True)
    font.fontName = font.name = UPRIGHT
    pdfmetrics.registerFont(font)


def rows(reading: Reading) -> list[list[str]]:
    return [reading.text[b.start : b.end].split("\t") for b in reading.blocks if b.kind == "row"]


def turn(page: Canvas, degrees: int) -> None:
    """Lets all that follows run so (counter-clockwise), from the corner where it begins."""
    page.translate(*((WIDTH, 0) if degrees == 90 else (0, HEIGHT)))
    page.rotate(degrees)
    page.translate(0, WIDTH - HEIGHT)


def edges(page: Canvas, number: int) -> None:
    centre(page, 40, "工作简报", 9)
    centre(page, HEIGHT - 50, f"— {number} —", 9)


def text_page(page: Canvas, number: int) -> None:
    edges(page, number)
    set_lines(page, wrapped(BODY))


@pytest.mark.parametrize("degrees", [90, -90])
def test_a_turned_page_among_level_ones(degrees: int) -> None:
    def turned(page: Canvas) -> None:
        edges(page, 2)
        turn(page, degrees)
        put(page, 300, 90, TITLE)
        grid(page, 90, 130, [150, 150, 150], ROWS)

    reading = read(pdf(partial(text_page, number=1), turned, partial(text_page, number=3)), "a.pdf")
    assert paragraphs(reading) == [*BODY, TITLE, *("\t".join(row) for row in ROWS), *BODY]
    assert rows(reading) == ROWS
    assert sorted(kind or "" for kind, _, _ in outside(reading)) == ["page_number"] * 3 + ["running_head"] * 3


@pytest.mark.parametrize("degrees", [90, -90])
def test_a_turned_table_on_a_level_page_stands_behind_its_text(degrees: int) -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped(BODY[:3]))
        turn(page, degrees)
        left = 90 if degrees == 90 else 450
        put(page, left, 300, TITLE)
        grid(page, left, 340, [80, 90, 80], ROWS[:4])

    reading = read(pdf(draw), "a.pdf")
    assert paragraphs(reading) == [*BODY[:3], TITLE, *("\t".join(row) for row in ROWS[:4])]
    assert not outside(reading)


def test_a_turned_caption_does_not_break_a_sentence_over_the_page_end() -> None:
    lines = wrapped([SENTENCES * 12])

    def draw(page: Canvas, some: list[tuple[int, str]], caption: str) -> None:
        set_lines(page, some)
        page.translate(60, 300)
        page.rotate(90)
        page.setFont(FONT, 9)
        page.drawString(0, 0, caption)

    caption = "图1 全县联盟分布示意图"
    reading = read(pdf(partial(draw, some=lines[:15], caption=caption), partial(set_lines, lines=lines[15:])), "a.pdf")
    assert paragraphs(reading) == [SENTENCES * 12, caption]
    box = next(b.where.box for b in reading.blocks if reading.text[b.start : b.end] == caption)
    assert box is not None
    assert 45 < box[0] < box[2] < 65
    assert HEIGHT - 300 - 110 < box[1] < box[3] < HEIGHT - 298


def test_turned_labels_stay_in_their_cells() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped(BODY[:2]))
        page.grid([90, 120, 300, 450], [400, 460, 520, 580])
        for number in range(3):
            put(page, 130, HEIGHT - 575 + 60 * number, f"第{number + 1}项")
            put(page, 310, HEIGHT - 575 + 60 * number, f"{number + 1}万元")
            page.saveState()
            page.translate(110, 405 + 60 * number)
            page.rotate(90)
            page.setFont(FONT, SIZE)
            page.drawString(0, 0, "产业类")
            page.restoreState()

    reading = read(pdf(draw), "a.pdf")
    assert rows(reading) == [["产业类", f"第{n}项", f"{n}万元"] for n in range(1, 4)]
    assert paragraphs(reading)[:2] == BODY[:2]


def test_faint_large_words_are_watermarks_in_any_direction() -> None:
    def draw(page: Canvas, degrees: int) -> None:
        page.saveState()
        page.setFillAlpha(0.3)
        page.translate(300, 500)
        page.rotate(degrees)
        page.setFont(FONT, 40)
        page.drawString(-100, 0, "内部资料")
        page.restoreState()
        set_lines(page, wrapped(BODY))

    for degrees in (0, 45, 90):
        reading = read(pdf(partial(draw, degrees=degrees)), "a.pdf")
        assert paragraphs(reading) == BODY
        assert outside(reading) == [("watermark", 1, "内部资料")]


def test_a_page_of_another_shape_does_not_change_the_margins_of_the_others() -> None:
    def across(page: Canvas) -> None:
        page.setPageSize((HEIGHT, WIDTH))
        for number, (indent, text) in enumerate(wrapped(BODY, 55)):
            put(page, 90 + indent * SIZE, HEIGHT - WIDTH + TOP + 20 * number, text)

    def upright_page(page: Canvas) -> None:
        page.setPageSize((WIDTH, HEIGHT))
        set_lines(page, wrapped(BODY))

    assert paragraphs(read(pdf(upright_page, across, upright_page, upright_page), "a.pdf")) == BODY * 4


STORY = f"青岚县党建联盟工作纪实。{SENTENCES * 4}"


def by_font(page: Canvas, columns: list[str]) -> None:
    page.setFont(UPRIGHT, SIZE)
    for number, text in enumerate(columns):
        page.drawString(500 - 20 * number, HEIGHT - 90, text)


def by_hand(page: Canvas, columns: list[str]) -> None:
    for number, text in enumerate(columns):
        for place, char in enumerate(text):
            put(page, 500 - 20 * number, 90 + 13 * place, char)


def lying(page: Canvas, x: float, top: float, text: str) -> float:
    """Letters and digits on their side; how much room they take below."""
    page.saveState()
    page.translate(x + 2, HEIGHT - top)
    page.rotate(-90)
    page.setFont(FONT, SIZE)
    page.drawString(0, 0, text)
    page.restoreState()
    return pdfmetrics.stringWidth(text, FONT, SIZE)


def with_lying_figures(page: Canvas, columns: list[str]) -> None:
    for number, text in enumerate(columns):
        at = 90.0
        for word in re.findall("[!-~]+|[^!-~]", text):
            if word.isascii():
                at += lying(page, 500 - 20 * number, at + 1, word) + 1
            else:
                put(page, 500 - 20 * number, at, word)
                at += 13


def by_rows(page: Canvas, columns: list[str]) -> None:
    for place in range(max(map(len, columns))):
        for number, text in enumerate(columns):
            put(page, 500 - 20 * number, 90 + 13 * place, text[place : place + 1])


@pytest.mark.parametrize("draw", [by_font, by_hand, by_rows])
def test_upright_columns_are_read_from_right_to_left(draw: Callable[[Canvas, list[str]], None]) -> None:
    def page(canvas: Canvas) -> None:
        draw(canvas, [STORY[at : at + 32] for at in range(0, len(STORY), 32)])
        centre(canvas, HEIGHT - 50, "12", 9)

    reading = read(pdf(page), "a.pdf")
    assert paragraphs(reading) == [STORY]
    assert outside(reading) == [("page_number", 1, "12")]
    box = reading.blocks[0].where.box
    assert box is not None
    assert 488 < box[0] < box[2] < 516
    assert box[1] == pytest.approx(90, abs=8)


def test_an_upright_title_beside_level_text() -> None:
    def page(canvas: Canvas) -> None:
        set_lines(canvas, wrapped(BODY))
        by_hand(canvas, ["支部联建促振兴"])

    assert paragraphs(read(pdf(page), "a.pdf")) == [*BODY, "支部联建促振兴"]


def test_a_column_of_single_characters_in_a_list_is_no_upright_text() -> None:
    def page(canvas: Canvas) -> None:
        for number, char in enumerate("甲乙丙丁戊己"):
            put(canvas, 90, TOP + 16 * number, char)
        for number, char in enumerate("甲乙丙丁戊己"):
            put(canvas, 140, TOP + 16 * number, f"{char}村党支部共建产业项目")

    found = "".join(paragraphs(read(pdf(page), "a.pdf"))).replace(" ", "")
    assert found == "".join(f"{char}{char}村党支部共建产业项目" for char in "甲乙丙丁戊己")


def test_level_lines_set_wide_are_no_columns() -> None:
    lines = [SENTENCES[at : at + 20] for at in range(0, 60, 20)]

    def page(canvas: Canvas) -> None:
        for number, text in enumerate(lines):
            for place, char in enumerate(text):
                put(canvas, LEFT + 22 * place, TOP + 18 * number, char)

    assert "".join(paragraphs(read(pdf(page), "a.pdf"))).replace(" ", "") == "".join(lines)


def test_a_page_of_columns_with_ruled_lines_head_and_figures() -> None:
    texts = [f"　　{SENTENCES}", f"　　全年投入12万元，{SENTENCES}"]

    def page(canvas: Canvas) -> None:
        centre(canvas, 40, "青岚县工作简报", 9)
        canvas.setFont(UPRIGHT, SIZE)
        columns = [text[at : at + 30] for text in texts for at in range(0, len(text), 30)]
        for number, text in enumerate(columns):
            canvas.drawString(500 - 20 * number, HEIGHT - 90, text)
            canvas.line(510 - 20 * number, HEIGHT - 80, 510 - 20 * number, HEIGHT - 480)
        canvas.rect(350, HEIGHT - 480, 160, 400)

    reading = read(pdf(page), "a.pdf")
    assert paragraphs(reading) == [text.strip() for text in texts]
    assert outside(reading) == [("running_head", 1, "青岚县工作简报")]


def test_figures_on_their_side_stay_in_upright_columns() -> None:
    columns = [
        "自2010年6月4日至9月12日，调研组一行4人走访9个乡镇（街道",
        "），召开座谈会96场，走访农户168户，发放问卷5315份，满意率达77.5%。",
        "全县平均处置时间由72小时缩短至13小时，工作群由8个并为1个，干部和",
        "群众一起办成了实事。",
    ]

    def page(canvas: Canvas) -> None:
        with_lying_figures(canvas, columns)
        canvas.translate(250, 300)
        canvas.rotate(90)
        canvas.setFont(FONT, 9)
        canvas.drawString(0, 0, "调研组资料之三")

    assert paragraphs(read(pdf(page), "a.pdf")) == ["".join(columns), "调研组资料之三"]


def test_a_column_of_characters_in_a_cell_stays_in_it() -> None:
    def page(canvas: Canvas) -> None:
        set_lines(canvas, wrapped(BODY[:2]))
        canvas.grid([90, 120], [400, 500])
        canvas.grid([120, 300, 450], [400, 425, 450, 475, 500])
        for place, char in enumerate("基础设施建设"):
            put(canvas, 99, HEIGHT - 492 + 14 * place, char)
        for number in range(4):
            put(canvas, 130, HEIGHT - 495 + 25 * number, f"第{number + 1}项工程")
            put(canvas, 310, HEIGHT - 495 + 25 * number, f"{number + 1}万元")

    reading = read(pdf(page), "a.pdf")
    assert [row[1:] for row in rows(reading)] == [[f"第{n}项工程", f"{n}万元"] for n in range(1, 5)]
    assert "".join(row[0] for row in rows(reading)) == "基础设施建设"
