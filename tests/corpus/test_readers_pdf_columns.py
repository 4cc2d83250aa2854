"""PDF columns: three of them, figures and tables across, uneven lines, marks over the gutter, boxes at the side."""

from collections.abc import Sequence
from functools import partial

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.readers import pdf_columns, read
from corpus.readers.pdf_layout import Row
from tests.corpus.pdf_files import FONT, HEIGHT, LEADING, LEFT, SENTENCES, SIZE, TOP, centre, grid, pdf, put, set_lines
from tests.corpus.readings import paragraphs

# Characters on a line of a column, and how far it is from one column to the next.
THREE, THIRD = 12, 13.5 * SIZE
TWO, HALF = 16, 19 * SIZE
EDGE = 50.0

Lines = Sequence[tuple[int, str]]


def column_lines(text: str, measure: int) -> list[tuple[int, str]]:
    return [(0, text[at : at + measure]) for at in range(0, len(text), measure)]


def three(page: Canvas, text: str, top: float, uneven: float = 0.0) -> None:
    """A text in three columns of one height, each so much lower than the one before it."""
    lines = column_lines(text, THREE)
    height = -(-len(lines) // 3)
    for number in range(height):
        for column in range(3):
            some = lines[column * height : (column + 1) * height][number : number + 1]
            set_lines(page, some, top + LEADING * number + uneven * column, EDGE + column * THIRD)


@pytest.mark.parametrize("caption", ["图1 现场推进会", ""])
def test_a_figure_across_three_columns(caption: str) -> None:
    """The caption is no wider than the column in the middle."""
    above, below = SENTENCES * 4, SENTENCES * 5

    def draw(page: Canvas) -> None:
        centre(page, 50, "三栏简报的标题要横跨全部栏目", 20)
        three(page, above, 100)
        page.rect(150, HEIGHT - 420, 260, 150)
        middle = EDGE + THIRD + THREE * SIZE / 2
        page.setFont(FONT, 9)
        page.drawCentredString(middle, HEIGHT - 440, caption)
        three(page, below, 450)

    assert "".join(paragraphs(read(pdf(draw), "a.pdf"))[1:]) == above + caption + below


@pytest.mark.parametrize("byline", ["县委调研组 陈禾生", "县委调研组　　陈禾生"])
def test_a_byline_above_three_columns(byline: str) -> None:
    """It is no wider than the column in the middle."""
    text = SENTENCES * 9

    def draw(page: Canvas) -> None:
        for top, line, size in ((40, "三栏简报的标题要横跨全部栏目", 20), (72, byline, 10)):
            page.setFont(FONT, size)
            page.drawCentredString(EDGE + THIRD + THREE * SIZE / 2, HEIGHT - top - size, line)
        three(page, text, 100)

    title, below, *body = paragraphs(read(pdf(draw), "a.pdf"))
    assert (title, below.split(), "".join(body)) == ("三栏简报的标题要横跨全部栏目", byline.split(), text)


def test_a_table_with_its_caption_ends_what_stands_in_three_columns() -> None:
    above, below = SENTENCES * 4, SENTENCES * 3

    def draw(page: Canvas) -> None:
        three(page, above, 90)
        page.setFont(FONT, 9)
        page.drawCentredString(EDGE + THIRD + THREE * SIZE / 2, HEIGHT - 90 - LEADING * 7 - 9, "表1 各村收入")
        grid(page, EDGE, 250, [160, 160, 148], [["村名", "户数", "收入"], ["南坡村", "312", "26.5"]])
        three(page, below, 320)

    found = paragraphs(read(pdf(draw), "a.pdf"))
    assert "".join(found) == f"{above}表1 各村收入村名\t户数\t收入南坡村\t312\t26.5{below}"


def test_figures_side_by_side_leave_the_columns_whole() -> None:
    left, right = SENTENCES[: TWO * 6], (SENTENCES * 3)[-TWO * 11 :]

    def column(page: Canvas, text: str, caption: str, x: float) -> None:
        lines = column_lines(text, TWO)
        set_lines(page, lines[:5], TOP, x)
        page.rect(x, HEIGHT - 310, 180, 100)
        put(page, x + 50, 315, caption, 9)
        set_lines(page, lines[5:], 340, x)

    def draw(page: Canvas) -> None:
        column(page, left * 3, "图1 村口", LEFT)
        column(page, right, "图2 田头", LEFT + HALF)

    found = "".join(paragraphs(read(pdf(draw), "a.pdf")))
    assert found.replace("图1 村口", "").replace("图2 田头", "") == left * 3 + right


@pytest.mark.parametrize("uneven", [0.0, 4.0, 10.0])
def test_columns_whose_lines_stand_at_other_heights(uneven: float) -> None:
    text = SENTENCES * 9
    assert "".join(paragraphs(read(pdf(partial(three, text=text, top=90, uneven=uneven)), "a.pdf"))) == text


def test_lines_of_two_columns_that_never_stand_level() -> None:
    text = SENTENCES * 8
    lines = column_lines(text, TWO)
    half = -(-len(lines) // 2)

    def draw(page: Canvas) -> None:
        set_lines(page, lines[:half], TOP)
        set_lines(page, lines[half:], TOP + LEADING / 2, LEFT + HALF)

    assert "".join(paragraphs(read(pdf(draw), "a.pdf"))) == text


def test_marks_that_hang_over_the_middle_of_the_gutter() -> None:
    left, right = SENTENCES * 5, SENTENCES * 5
    lines = column_lines(left, TWO)
    hung = [(0, text + "，" if number % 4 == 1 else text) for number, (_, text) in enumerate(lines)]

    def draw(page: Canvas) -> None:
        set_lines(page, hung, TOP)
        set_lines(page, column_lines(right, TWO), TOP, LEFT + (TWO + 1.75) * SIZE)

    found = "".join(paragraphs(read(pdf(draw), "a.pdf")))
    assert found == "".join(text for _, text in hung) + right


def test_the_last_lines_in_three_columns_stand_as_those_of_the_pages_before() -> None:
    first, last = SENTENCES * 9, SENTENCES[: THREE * 5]
    pages = partial(three, text=first, top=90), partial(three, text=last, top=90)
    assert "".join(paragraphs(read(pdf(*pages), "a.pdf"))) == first + last


def test_a_narrow_box_beside_lines() -> None:
    body = [SENTENCES[:30], "一、基本情况", "具体情况如下：", *[SENTENCES] * 4]
    aside = "名词解释：这里所说的联盟，是指几个村的党组织合在一起办事，钱物人统一调配。"

    def draw(page: Canvas) -> None:
        at = 0
        for text in body:
            lines = [(2, text[:22]), *((0, text[at : at + 24]) for at in range(22, len(text), 24))]
            set_lines(page, lines, TOP + LEADING * at)
            at += len(lines)
        small = column_lines(aside, 10)
        for number, (_, text) in enumerate(small):
            put(page, LEFT + 27 * SIZE, TOP + 24 + 14 * number, text, 9)

    found = paragraphs(read(pdf(draw), "a.pdf"))
    assert sorted(found) == sorted([*body, aside])
    assert [text for text in found if text != aside] == body


def test_items_whose_lines_happen_to_stand_in_the_middle() -> None:
    items = [f"（{number}）{SENTENCES[number : number + 27]}；" for number in range(1, 5)]
    lines = [(2, text) for text in items]
    page = [*((0, (SENTENCES * 3)[: 34 * 2][at : at + 34]) for at in (0, 34)), *lines]
    found = paragraphs(read(pdf(lambda canvas: set_lines(canvas, page)), "a.pdf"))
    assert found[-4:] == items


def test_a_form_with_hundreds_of_gaps_is_looked_at_but_a_bounded_number_of_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0
    real = pdf_columns._gutter

    def counted(found: Sequence[Row], deep: int = pdf_columns.DEEP) -> float | None:
        nonlocal asked
        asked += 1
        return real(found, deep)

    def draw(page: Canvas) -> None:
        for line in range(40):
            for column in range(10):
                put(page, LEFT + column * 44 + (line * 7 + column * 3) % 11, TOP + 16 * line, "是否"[: 1 + line % 2])

    monkeypatch.setattr(pdf_columns, "_gutter", counted)
    read(pdf(draw), "form.pdf")
    assert 0 < asked < 2000


def test_the_imprint_below_columns_of_unlike_length() -> None:
    """It stands where the left column would go on, and the right one is short."""
    first = SENTENCES[: TWO * 8]
    second = SENTENCES[: TWO * 5 - 3].rstrip("，") + "。"
    imprint = ["报：市委组织部。送：区四套班子领导。", "责任编辑：赵敏"]

    def draw(page: Canvas) -> None:
        set_lines(page, column_lines(first, TWO), TOP, EDGE)
        set_lines(page, column_lines(second, TWO), TOP, EDGE + HALF)
        set_lines(page, [(0, line) for line in imprint], TOP + 8 * LEADING, EDGE)

    read_ = paragraphs(read(pdf(draw), "a.pdf"))
    assert ("".join(read_[:-2]), read_[-2:]) == (first + second, imprint)
