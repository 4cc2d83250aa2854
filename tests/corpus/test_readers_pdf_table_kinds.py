"""Tables of a PDF by how they are drawn, over page ends, in columns, with captions and notes."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from reportlab.pdfgen.canvas import Canvas

from corpus.readers import read
from tests.corpus.pdf_files import HEIGHT, LEFT, SENTENCES, WIDTH, centre, pdf, put, set_lines, wrapped
from tests.corpus.pdf_table_files import table
from tests.corpus.readings import paragraphs
from tests.corpus.test_readers_pdf_tables import rows

FILE = Path(__file__).parents[1] / "cases" / "pdf_tables.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
HEAD = ["乡镇", "户数", "备注"]


def bare(cells: list[str]) -> list[str]:
    return ["" if cell in ("<", "^") else cell for cell in cells]


def numbered(first: int, last: int) -> list[list[str]]:
    return [[f"第{number}镇", str(number * 37), "" if number % 3 else "含开发区"] for number in range(first, last)]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_table_is_read_however_it_is_drawn(case: dict[str, Any]) -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        centre(page, 152, "表1 各乡镇情况")
        put(page, 410, 172, "单位：万元", 10)
        end = table(page, 190, case["rows"], case["drawn"])
        put(page, LEFT, end + 6, "注：数据来自统计局。", 10)
        set_lines(page, wrapped([SENTENCES]), end + 40)

    reading = read(pdf(draw), "a.pdf")
    wanted = case.get("read") or [bare(row) for row in case["rows"]]
    assert [cells for _, _, cells in rows(reading)] == wanted
    before, after = [SENTENCES, "表1 各乡镇情况", "单位：万元"], ["注：数据来自统计局。", SENTENCES]
    assert paragraphs(reading) == [*before, *("\t".join(row) for row in wanted), *after]


@pytest.mark.parametrize("drawn", ["lines", "three"])
def test_a_head_of_two_rows_is_repeated_on_each_page(drawn: str) -> None:
    head = [["地区", "党组织", "<", "党员", "<"], ["^", "个数", "增减", "人数", "增减"]]
    body = [[f"第{number}片", "12", "3", "340", f"{number}"] for number in range(60)]

    def first(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        table(page, 180, head + body[:28], drawn)

    def second(page: Canvas) -> None:
        end = table(page, 90, head + body[28:], drawn)
        set_lines(page, wrapped([SENTENCES]), end + 20)

    reading = read(pdf(first, second), "a.pdf")
    assert rows(reading) == [(0, number, bare(row)) for number, row in enumerate(head + body)]


def test_three_rules_over_three_pages_without_a_head_or_rule_on_the_later_ones() -> None:
    def page_of(found: list[list[str]], top: float, rules: tuple[int, ...]) -> Any:
        def draw(page: Canvas) -> None:
            if top > 100:
                set_lines(page, wrapped([SENTENCES]))
            table(page, top, found, "none")
            for at in rules:
                page.line(LEFT, HEIGHT - top - at * 20, LEFT + 380, HEIGHT - top - at * 20)
            if rules and rules[0]:
                set_lines(page, wrapped([SENTENCES]), top + len(found) * 20 + 30)
            centre(page, HEIGHT - 40, "— 1 —", 9)

        return draw

    whole = numbered(1, 80)
    parts = [page_of([HEAD, *whole[:27]], 200, (0, 1)), page_of(whole[27:61], 80, ()), page_of(whole[61:], 80, (18,))]
    reading = read(pdf(*parts), "a.pdf")
    assert [cells for _, _, cells in rows(reading)] == [HEAD, *whole]
    assert {table_ for table_, _, _ in rows(reading)} == {0}
    assert paragraphs(reading)[-1] == SENTENCES


def test_three_rules_and_a_cell_in_the_middle_of_two_close_rows() -> None:
    lines = [
        (0, ["", "任务", "单位", "时限"]),
        (20, ["", "培育合作社", "农业农村局", "全年"]),
        (28, ["产业发展"]),
        (36, ["", "建设冷藏保鲜设施", "供销社", "10月底"]),
        (52, ["", "评选文明户", "文明办", "6月底"]),
        (60, ["乡风文明"]),
        (68, ["", "修订完善村规民约", "民政局", "9月底"]),
    ]

    def draw(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        for down, cells in lines:
            for x, text in zip([LEFT, 170, 290, 400], cells, strict=False):
                put(page, x, 220 + down, text)
        for at in (215, 235, 308):
            page.line(LEFT - 5, HEIGHT - at, 460, HEIGHT - at)
        set_lines(page, wrapped([SENTENCES]), 340)

    found = [cells for _, _, cells in rows(read(pdf(draw), "a.pdf"))]
    assert found[1] == ["产业发展", "培育合作社", "农业农村局", "全年"]
    assert found[2] == ["", "建设冷藏保鲜设施", "供销社", "10月底"]
    assert found[3] == ["乡风文明", "评选文明户", "文明办", "6月底"]
    assert found[4] == ["", "修订完善村规民约", "民政局", "9月底"]


def test_a_table_in_the_left_column_is_read_before_the_right_column() -> None:
    left, right = SENTENCES, SENTENCES.replace("。", "；")

    def draw(page: Canvas) -> None:
        lines = wrapped([left], 17)
        set_lines(page, lines, 90, 60)
        end = table(page, 90 + len(lines) * 20 + 10, [HEAD, *numbered(1, 4)], "lines", 60, 204)
        set_lines(page, lines, end + 10, 60)
        set_lines(page, wrapped([right, right, right], 17), 90, 310)

    found = paragraphs(read(pdf(draw), "a.pdf"))
    assert found == [left, *("\t".join(row) for row in [HEAD, *numbered(1, 4)]), left, right, right, right]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_set_sideways(turn: int) -> None:
    """The page is drawn turned and shown turned back."""

    def draw(page: Canvas) -> None:
        page.setPageRotation(turn)
        page.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        page.rotate(turn)
        set_lines(page, wrapped([SENTENCES]))
        table(page, 180, [HEAD, *numbered(1, 6)], "lines")

    reading = read(pdf(draw), "a.pdf")
    assert [cells for _, _, cells in rows(reading)] == [HEAD, *numbered(1, 6)]
    assert paragraphs(reading)[0] == SENTENCES


def test_a_table_in_a_cell_is_read_after_the_table_around_it() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        table(page, 180, [HEAD, ["东镇\n\n\n\n", "", "大"], ["西镇", "7", "小"]], "lines")
        table(page, 206, [["项", "数"], ["甲", "1"]], "lines", LEFT + 134, 100)

    found = rows(read(pdf(draw), "a.pdf"))
    assert [cells for table_, _, cells in found if not table_] == [HEAD, ["东镇", "", "大"], ["西镇", "7", "小"]]
    assert [cells for table_, _, cells in found if table_] == [["项", "数"], ["甲", "1"]]


def test_a_head_that_stands_alone_at_the_end_of_a_page_belongs_to_the_table_behind_it() -> None:
    def first(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        table(page, HEIGHT - 130, [HEAD], "lines")
        centre(page, HEIGHT - 50, "1", 10)

    def second(page: Canvas) -> None:
        end = table(page, 70, numbered(1, 6), "lines")
        set_lines(page, wrapped([SENTENCES]), end + 20)
        centre(page, HEIGHT - 50, "2", 10)

    reading = read(pdf(first, second), "a.pdf")
    assert rows(reading) == [(0, number, row) for number, row in enumerate([HEAD, *numbered(1, 6)])]
    assert [block.furniture for block in reading.blocks if block.furniture] == ["page_number", "page_number"]
