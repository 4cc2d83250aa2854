"""PDF: red-head documents, hanging lines, figures and tables between two halves of a sentence."""

from collections.abc import Callable
from functools import partial

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.readers import read
from tests.corpus.pdf_files import (
    BODY,
    HEIGHT,
    LEFT,
    SENTENCES,
    SIZE,
    WIDTH,
    centre,
    grid,
    pdf,
    put,
    set_lines,
    wrapped,
)
from tests.corpus.readings import outside, paragraphs

COPIES = ["抄送：县委各部门，县人大常委会办公室，县政协办公室，县纪委监委机关，", "县法院，县检察院，县人武部。"]


def rule(page: Canvas, top: float) -> None:
    page.line(80, HEIGHT - top, WIDTH - 80, HEIGHT - top)


def test_a_red_head_document_is_read_from_its_number_to_its_printer() -> None:
    def first(page: Canvas) -> None:
        put(page, LEFT, 60, "000012")
        put(page, LEFT, 80, "特急")
        centre(page, 140, "青岚县人民政府办公室文件", 30)
        centre(page, 210, "青政办发〔2024〕12号", 16)
        rule(page, 240)
        centre(page, 260, "关于印发防汛工作方案的通知", 22)
        set_lines(page, [(0, "各乡镇人民政府，县政府各部门："), *wrapped([SENTENCES * 3])], 320)
        put(page, 440, HEIGHT - 80, "— 1 —")

    def last(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES * 2, "附件：1.青岚县防汛工作方案", "2.青岚县防汛物资清单"]))
        put(page, 360, 330, "青岚县人民政府办公室")
        put(page, 380, 358, "2024年5月3日")
        put(page, 106, 400, "（此件公开发布）")
        rule(page, 690)
        put(page, 94, 698, COPIES[0])
        put(page, 94 + 3 * SIZE, 718, COPIES[1])
        rule(page, 742)
        put(page, 94, 748, "青岚县人民政府办公室")
        put(page, 390, 748, "2024年5月3日印发")
        rule(page, 772)
        put(page, LEFT, HEIGHT - 50, "— 2 —")

    reading = read(pdf(first, last), "a.pdf")
    assert paragraphs(reading) == [
        "000012",
        "特急",
        "青岚县人民政府办公室文件",
        "青政办发〔2024〕12号",
        "关于印发防汛工作方案的通知",
        "各乡镇人民政府，县政府各部门：",
        SENTENCES * 3,
        SENTENCES * 2,
        "附件：1.青岚县防汛工作方案",
        "2.青岚县防汛物资清单",
        "青岚县人民政府办公室",
        "2024年5月3日",
        "（此件公开发布）",
        "".join(COPIES),
        "青岚县人民政府办公室 2024年5月3日印发",
    ]
    assert {kind for kind, _, _ in outside(reading)} == {"page_number"}


def test_items_whose_number_hangs_out() -> None:
    items = [f"{number}.{SENTENCES * 2}" for number in range(1, 4)]
    lines = [line for item in items for line in [(0, item[:34]), *((2, t) for _, t in wrapped([item[34:]], 32, 0))]]
    found = paragraphs(read(pdf(lambda page: set_lines(page, [*wrapped(BODY), *lines])), "a.pdf"))
    assert found == [*BODY, *items]


ROWS = [["乡镇", "户数", "产值"], *([f"第{n}镇", str(n), str(n * 5)] for n in range(1, 5))]
STORY = SENTENCES * 12
CAPTION = "图1 联盟分布示意图"


def figure(page: Canvas, top: float) -> list[str]:
    page.rect(150, HEIGHT - top - 150, 300, 140)
    centre(page, top + 160, CAPTION, 10)
    return [CAPTION]


def table(page: Canvas, top: float) -> list[str]:
    centre(page, top, "表2 各乡镇情况")
    grid(page, 120, top + 20, [100, 100, 100], ROWS)
    return ["表2 各乡镇情况", *("\t".join(row) for row in ROWS)]


@pytest.mark.parametrize("put_float", [figure, table])
@pytest.mark.parametrize("page", [1, 2])
def test_a_sentence_goes_on_behind_figures_and_tables_at_the_page_end(
    put_float: Callable[[Canvas, float], list[str]], page: int
) -> None:
    lines = wrapped([STORY, *BODY])
    told: list[str] = []

    def first(canvas: Canvas) -> None:
        set_lines(canvas, lines[:16])
        told.extend(put_float(canvas, 500) if page == 1 else [])

    def second(canvas: Canvas) -> None:
        told.extend(put_float(canvas, 70) if page == 2 else [])
        set_lines(canvas, lines[16:], 260)

    assert paragraphs(read(pdf(first, second), "a.pdf")) == [STORY, *told, *BODY]


def test_figures_between_paragraphs_stay_where_they_are() -> None:
    def second(page: Canvas) -> None:
        figure(page, 70)
        set_lines(page, wrapped(BODY), 260)

    first = partial(set_lines, lines=wrapped(BODY))
    assert paragraphs(read(pdf(first, second), "a.pdf")) == [*BODY, CAPTION, *BODY]
