"""Ruled tables of a PDF: cells, merged cells, text around them, tables over page ends."""

from reportlab.pdfgen.canvas import Canvas

from corpus.model import Reading
from corpus.readers import read
from tests.corpus.pdf_files import HEIGHT, LEFT, SENTENCES, centre, grid, pdf, put, set_lines, wrapped
from tests.corpus.readings import paragraphs

HEAD = ["乡镇", "党组织数（个）", "党员（名）"]
ROWS = [[f"第{number}镇", str(number * 3), str(number * 71)] for number in range(1, 30)]
WIDTHS = [100.0, 140.0, 140.0]


def rows(reading: Reading) -> list[tuple[int | None, int | None, list[str]]]:
    return [
        (b.table, b.row, reading.text[b.start : b.end].split("\t"))
        for b in reading.blocks
        if b.kind == "row" and not b.furniture
    ]


def test_a_table_between_paragraphs() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        grid(page, LEFT, 150, WIDTHS, [HEAD, *ROWS[:3]])
        set_lines(page, wrapped([SENTENCES]), 260)

    reading = read(pdf(draw), "a.pdf")
    assert rows(reading) == [(0, number, cells) for number, cells in enumerate([HEAD, *ROWS[:3]])]
    assert paragraphs(reading) == [SENTENCES, *("\t".join(row) for row in [HEAD, *ROWS[:3]]), SENTENCES]
    box = next(block.where.box for block in reading.blocks if block.kind == "row")
    assert box is not None
    assert [round(edge) for edge in box] == [90, 150, 470, 170]


def test_merged_cells_and_lines_inside_cells() -> None:
    def draw(page: Canvas) -> None:
        top = HEIGHT - 100
        page.lines([(100, y, 400, y) for y in (top, top - 80)])
        page.lines([(200, top - 20, 400, top - 20), (100, top - 40, 400, top - 40)])
        page.lines([(100, top, 100, top - 80), (400, top, 400, top - 80), (200, top, 200, top - 80)])
        page.line(300, top - 20, 300, top - 80)
        for x, y, text in [
            (104, 112, "乡镇"),
            (204, 103, "党组织"),
            (204, 123, "个数"),
            (304, 123, "人数"),
            (104, 143, "东乡（含"),
            (104, 161, "开发区）"),
            (204, 152, "12"),
            (304, 152, "340"),
        ]:
            put(page, x, y, text)
        set_lines(page, wrapped([SENTENCES]), 300)

    reading = read(pdf(draw), "a.pdf")
    assert [cells for _, _, cells in rows(reading)] == [
        ["乡镇", "党组织", ""],
        ["", "个数", "人数"],
        ["东乡（含开发区）", "12", "340"],
    ]


def test_a_table_goes_on_behind_a_page_end() -> None:
    def first(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        grid(page, LEFT, 400, WIDTHS, [HEAD, *ROWS[:17]])
        centre(page, HEIGHT - 40, "— 1 —", 9)

    def second(page: Canvas) -> None:
        grid(page, LEFT, 90, WIDTHS, [HEAD, *ROWS[17:]])
        set_lines(page, wrapped([SENTENCES]), 500)
        centre(page, HEIGHT - 40, "— 2 —", 9)

    reading = read(pdf(first, second), "a.pdf")
    assert rows(reading) == [(0, number, cells) for number, cells in enumerate([HEAD, *ROWS])]
    assert paragraphs(reading)[-1] == SENTENCES


def test_two_tables_are_two() -> None:
    def draw(page: Canvas) -> None:
        grid(page, LEFT, 100, WIDTHS, [HEAD, ROWS[0]])
        put(page, LEFT, 160, "附表：")
        grid(page, LEFT, 200, WIDTHS, [HEAD, ROWS[1]])
        set_lines(page, wrapped([SENTENCES]), 300)

    reading = read(pdf(draw), "a.pdf")
    assert [(table, row) for table, row, _ in rows(reading)] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert paragraphs(reading)[2] == "附表："


def test_frames_and_rules_are_no_tables() -> None:
    def draw(page: Canvas) -> None:
        page.rect(40, 40, 515, 760)
        page.line(LEFT, HEIGHT - 84, 505, HEIGHT - 84)
        page.rect(85, HEIGHT - 260, 420, 90)
        set_lines(page, wrapped([SENTENCES]))
        set_lines(page, wrapped([SENTENCES]), 180)

    reading = read(pdf(draw), "a.pdf")
    assert rows(reading) == []
    assert paragraphs(reading) == [SENTENCES, SENTENCES]


def test_a_drawing_of_thousands_of_lines_is_no_table() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        page.grid([100 + number * 0.2 for number in range(1600)], [300 + number * 0.2 for number in range(1600)])

    assert rows(read(pdf(draw), "a.pdf")) == []


def test_a_row_that_the_page_end_cut_in_two_is_one_again() -> None:
    def first(page: Canvas) -> None:
        grid(page, LEFT, 640, WIDTHS, [HEAD, *ROWS[:4], ["第九镇", "27", "推行联席会议"]])

    def second(page: Canvas) -> None:
        grid(page, LEFT, 90, WIDTHS, [HEAD, ["", "", "制度"], *ROWS[4:6]])

    def merged(page: Canvas) -> None:
        grid(page, LEFT, 90, WIDTHS, [HEAD, ["", "3", "71"], *ROWS[4:6]])

    reading = read(pdf(first, second), "a.pdf")
    assert [cells for _, _, cells in rows(reading)][4:7] == [ROWS[3], ["第九镇", "27", "推行联席会议制度"], ROWS[4]]
    # A cell that spans rows leaves only the first one empty.
    reading = read(pdf(first, merged), "a.pdf")
    assert [cells for _, _, cells in rows(reading)][5:7] == [["第九镇", "27", "推行联席会议"], ["", "3", "71"]]


def test_three_rules_make_a_table_and_underlines_do_not() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped([SENTENCES]))
        for top in (200, 222, 290):
            page.line(LEFT, HEIGHT - top, 500, HEIGHT - top)
        for number, row in enumerate([HEAD, *ROWS[:3]]):
            for x, text in zip((LEFT + 5, 220, 400), row, strict=True):
                put(page, x, 203 + number * 22, text)
        set_lines(page, wrapped([SENTENCES]), 320)
        for top in (500, 540, 580):
            page.line(LEFT, HEIGHT - top, 498, HEIGHT - top)
            put(page, LEFT, top - 16, SENTENCES[:33])

    reading = read(pdf(draw), "a.pdf")
    assert rows(reading) == [(0, number, cells) for number, cells in enumerate([HEAD, *ROWS[:3]])]
    assert paragraphs(reading)[0] == paragraphs(reading)[5] == SENTENCES
