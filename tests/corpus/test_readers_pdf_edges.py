"""PDF: what stands at the edges of pages: heads and feet of all kinds go, lines of the body stay."""

from collections.abc import Callable
from functools import partial

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.readers import read
from corpus.readers.pdf_furniture import is_page_number
from tests.corpus.pdf_files import BODY, HEIGHT, LEFT, TOP, WIDTH, centre, pdf, put, set_lines, wrapped
from tests.corpus.readings import outside, paragraphs
from tests.threats.files_pdf import boxed

LINES = wrapped(BODY * 6)
FULL = 30
PAGES = -(-len(LINES) // FULL)


def document(decorate: Callable[[Canvas, int], None], top: float = TOP) -> bytes:
    """The body over some pages, each decorated by what knows its number (from 1)."""

    def draw(page: Canvas, number: int) -> None:
        decorate(page, number)
        set_lines(page, LINES[(number - 1) * FULL : number * FULL], top)

    return pdf(*(partial(draw, number=number) for number in range(1, PAGES + 1)))


def foot(page: Canvas, text: str, left: float = 0.0) -> None:
    put(page, left or WIDTH / 2 - 20, HEIGHT - 60, text, 9)


def alternating(page: Canvas, number: int) -> None:
    if number % 2:
        put(page, LEFT, 40, "青岚县委政策研究室", 9)
        foot(page, f"— {number} —", 450)
    else:
        put(page, 400, 40, "乡村振兴工作材料汇编", 9)
        foot(page, f"— {number} —", LEFT)


def chapters(page: Canvas, number: int) -> None:
    put(page, LEFT, 44, "第一章 联盟运行" if number <= PAGES // 2 else "第二章 存在问题")
    foot(page, f"第 {number} 页 共 {PAGES} 页")


def changing(page: Canvas, number: int) -> None:
    centre(page, 40, ("基本情况", "主要做法", "初步成效", "问题短板", "下步打算", "几点建议")[number % 6])
    foot(page, f"· {number} ·")


def with_number(page: Canvas, number: int) -> None:
    put(page, LEFT, 40, f"乡村振兴工作材料汇编 第 {number} 页")
    foot(page, f"青岚县委办公室 -{number}-")


def two_lines(page: Canvas, number: int) -> None:
    put(page, LEFT, 36, "青岚县乡村振兴工作材料汇编")
    put(page, LEFT, 52, "内部资料 注意保存")
    foot(page, f"{number}")


def printed(page: Canvas, number: int) -> None:
    put(page, 24, 15, "乡村振兴工作材料 https://www.example.com/a/b.html?c=青岚…", 9)
    put(page, 24, HEIGHT - 25, f"{number} of {PAGES}", 9)
    put(page, 450, HEIGHT - 25, "2024/3/5, 16:20", 9)


def dated(page: Canvas, number: int) -> None:
    put(page, 400, 30, "打印日期：2024年3月5日", 9)
    foot(page, f"【{number}】")


@pytest.mark.parametrize(
    "decorate", [alternating, chapters, changing, with_number, two_lines, printed, dated], ids=lambda one: one.__name__
)
def test_heads_and_feet_go(decorate: Callable[[Canvas, int], None]) -> None:
    reading = read(document(decorate), "a.pdf")
    assert paragraphs(reading) == BODY * 6
    assert len(outside(reading)) >= 2 * PAGES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("— 5 —", True),
        ("· 12 ·", True),
        ("-12-", True),
        ("第 3 页 共 12 页", True),
        ("第  3  页   共 12 页", True),
        ("第3页/共12页", True),
        ("第3页，共12页", True),
        ("3 of 12", True),
        ("【3】", True),
        ("* 3 *", True),
        ("（3）", False),
        ("3、", False),
        ("2024-03-05", False),
        ("3∶2", False),
        ("第3页起", False),
    ],
)
def test_more_page_numbers(text: str, expected: bool) -> None:
    assert is_page_number(text) is expected


def opened(heads: list[str], top: float = TOP, apart: float = 20.0) -> bytes:
    """Pages that each begin with a line of the body."""

    def draw(page: Canvas, head: str) -> None:
        put(page, LEFT, top, head)
        set_lines(page, wrapped(BODY), top + apart)

    return pdf(*(partial(draw, head=head) for head in heads))


@pytest.mark.parametrize(
    "heads",
    [
        ["第一部分", "第二部分", "第三部分"],
        ["第1部分", "第2部分", "第3部分"],
        ["案例 1", "案例 2", "案例 3"],
        ["1.产业联盟", "2.治理联盟", "3.服务联盟"],
        ["基本情况", "基本情况", "基本情况"],
        ["一、基本情况", "一、基本情况", "一、基本情况"],
        ["一", "二", "三"],
        ["青岚县委组织部"],
    ],
    ids=lambda heads: heads[0],
)
def test_lines_of_the_body_at_the_top_of_pages_stay(heads: list[str]) -> None:
    reading = read(opened(heads), "a.pdf")
    assert paragraphs(reading) == [text for head in heads for text in (head, *BODY)]


def test_the_first_line_of_a_narrow_print_stays() -> None:
    reading = read(opened(["关于支部联建的情况说明"], 38, 44), "a.pdf")
    assert paragraphs(reading) == ["关于支部联建的情况说明", *BODY]


def test_a_heading_of_a_numeral_alone_stays() -> None:
    def draw(page: Canvas, numeral: str) -> None:
        centre(page, TOP, numeral)
        set_lines(page, wrapped(BODY), TOP + 40)

    plain = partial(set_lines, lines=wrapped(BODY))
    reading = read(pdf(partial(draw, numeral="一"), plain, plain, partial(draw, numeral="二")), "a.pdf")
    assert paragraphs(reading) == ["一", *BODY, *BODY, *BODY, "二", *BODY]


def test_the_box_of_a_page_may_stand_with_the_pages_above() -> None:
    block = read(boxed("", above="0 0 612 1000"), "a.pdf").blocks[0]
    assert block.where.box is not None
    assert 1000 - 720 - 12 < block.where.box[1] < block.where.box[3] < 1000 - 720 + 6
