"""PDF lay-outs: footnotes, columns of a last page, what a browser prints around a page, red heads, odd boxes."""

import base64
from functools import partial

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Reading
from corpus.readers import read
from corpus.readers.pdf_notes import MARK
from corpus.readers.pdf_streams import bytes_of_ascii85
from tests.corpus.pdf_files import (
    BODY,
    FONT,
    HEIGHT,
    LEFT,
    MEASURE,
    SENTENCES,
    SIZE,
    TOP,
    WIDTH,
    centre,
    pdf,
    put,
    set_lines,
    wrapped,
)
from tests.corpus.readings import outside, paragraphs

LONG = SENTENCES * 20
FIRST = "数据来自县统计局抽样调查，样本为1200户。"
SECOND = "这里所说的微网格是指每五十户左右划定的最小治理单元，由楼栋长兼任网格长，不另设办公场所，也不增加编制。"


def filled(text: str, size: float) -> list[str]:
    """The lines of a text, each as wide as the body allows."""
    lines = [""]
    for char in text:
        if stringWidth(lines[-1] + char, FONT, size) > MEASURE * SIZE:
            lines.append("")
        lines[-1] += char
    return lines


def notes(reading: Reading) -> list[str]:
    found: list[str] = []
    for block in (block for block in reading.blocks if block.kind == "note"):
        words = reading.text[block.start : block.end]
        found[len(found) - block.continues :] = [found[-1] + words if block.continues else words]
    return found


@pytest.mark.parametrize("marks", ["①②", "12", ("[1]", "[2]"), ("*", "**")])
def test_footnotes_stand_apart_and_the_paragraph_goes_on_behind_them(marks: str) -> None:
    lines, wanted = wrapped([LONG]), [f"{marks[0]} {FIRST}", f"{marks[1]} {SECOND}"]

    def draw(page: Canvas, some: list[tuple[int, str]], below: list[str]) -> None:
        set_lines(page, some)
        small = [line for text in below for line in filled(text, 9)]
        for number, text in enumerate(small):
            put(page, LEFT, 700 + 13 * number, text, 9)

    reading = read(pdf(partial(draw, some=lines[:20], below=wanted), partial(draw, some=lines[20:], below=[])), "a.pdf")
    blocks = [block for block in reading.blocks if block.kind != "note"]
    assert "".join(reading.text[block.start : block.end] for block in blocks) == LONG
    assert [block.continues for block in blocks] == [False] + [True] * (len(blocks) - 1)
    assert notes(reading) == wanted


def test_small_type_without_a_mark_and_whole_pages_of_it_are_no_notes() -> None:
    def source(page: Canvas) -> None:
        set_lines(page, wrapped(BODY))
        put(page, LEFT, 700, "2024年6月3日印发", 9)

    def listed(page: Canvas) -> None:
        for number in range(9):
            put(page, LEFT, TOP + 13 * number, f"{number + 1} 第{number + 1}项工作台账由各村报送", 9)

    assert not notes(read(pdf(source, listed), "a.pdf"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("①数据", True),
        ("2《县志》第三编", True),
        ("3 见附件", True),
        ("12月底", False),
        ("2024年", False),
        ("3.见", False),
    ],
)
def test_marks_of_notes(text: str, expected: bool) -> None:
    assert bool(MARK.match(text)) is expected


def test_two_lines_in_each_column_of_a_last_page() -> None:
    text = SENTENCES * 6
    lines = [(0, text[at : at + 16]) for at in range(0, len(text), 16)]
    whole = len(lines) - 4

    def draw(page: Canvas, some: list[tuple[int, str]]) -> None:
        half = -(-len(some) // 2)
        for number in range(half):
            set_lines(page, some[number : number + 1], TOP + 20 * number)
            set_lines(page, some[half + number : half + number + 1], TOP + 20 * number, LEFT + 19 * SIZE)

    reading = read(pdf(partial(draw, some=lines[:whole]), partial(draw, some=lines[whole:])), "a.pdf")
    assert "".join(paragraphs(reading)) == text


@pytest.mark.parametrize("beside", [2, 3])
def test_few_lines_beside_a_column_that_goes_on_alone(beside: int) -> None:
    """The left column was filled first; the right one has but the last lines, at the bottom of the page."""
    text = (SENTENCES * 6)[: 16 * 18 + 9]
    lines = [(0, text[at : at + 16]) for at in range(0, len(text), 16)]

    def draw(page: Canvas) -> None:
        left, right = lines[:-beside], lines[-beside:]
        set_lines(page, left, TOP)
        set_lines(page, right, TOP + 20 * (len(left) - beside), LEFT + 19 * SIZE)

    assert "".join(paragraphs(read(pdf(draw), "a.pdf"))) == text


def test_dashes_open_items_and_do_not_hang_on_the_line_before() -> None:
    items = ["对照上级要求和群众期盼，还有不小差距：", *(f"——{text}" for text in BODY)]
    assert paragraphs(read(pdf(lambda page: set_lines(page, wrapped(items))), "a.pdf")) == items


@pytest.mark.parametrize("date", ["11/22/26, 7:01 PM", "2024/3/5 16:20", "2024/3/5 下午4:20 工作简报"])
def test_what_a_browser_prints_around_a_page(date: str) -> None:
    def draw(page: Canvas) -> None:
        put(page, 24, 15, date, 9)
        set_lines(page, wrapped(BODY), 60)
        put(page, 24, HEIGHT - 25, "https://www.example.com/a/b.html?c=1", 9)
        put(page, WIDTH - 40, HEIGHT - 25, "1/1", 9)

    reading = read(pdf(draw), "a.pdf")
    assert paragraphs(reading) == BODY
    assert [kind for kind, _, _ in outside(reading)] == ["running_head"] * 2


def test_joint_issuers_of_a_red_head_are_lines_of_their_own() -> None:
    def draw(page: Canvas) -> None:
        centre(page, 60, "青岚县人民政府办公室", 26)
        centre(page, 96, "青岚县农业农村局", 26)
        put(page, WIDTH - 90 - 52, 78, "文件", 26)
        centre(page, 170, "关于做好防汛工作的通知", 20)
        set_lines(page, wrapped(BODY), 230)

    found = paragraphs(read(pdf(draw), "a.pdf"))
    assert sorted(found[:3]) == sorted(["青岚县人民政府办公室", "青岚县农业农村局", "文件"])
    assert found[3:] == ["关于做好防汛工作的通知", *BODY]


@pytest.mark.parametrize("step", [1, 4, 5, 7, 1000])
def test_ascii85_is_read_as_the_standard_library_reads_it(step: int) -> None:
    for size in range(40):
        data = bytes(size // 3) + bytes(range(size))
        letters = base64.a85encode(data, wrapcol=9) + b"~>"
        assert b"".join(bytes_of_ascii85(letters[at : at + step] for at in range(0, len(letters), step))) == data


@pytest.mark.parametrize("letters", [b"abzcd~>", b"abcd}~>", b"uuuuu~>"])
def test_what_is_no_ascii85(letters: bytes) -> None:
    with pytest.raises(ValueError, match=r"group|letter|four"):
        list(bytes_of_ascii85([letters]))


@pytest.mark.parametrize(("size", "lines"), [(38, 2), (56, 3)])
def test_a_large_first_letter_beside_lines(size: float, lines: int) -> None:
    text = SENTENCES * 3
    beside = int((MEASURE * SIZE - size - 4) // SIZE)

    def draw(page: Canvas) -> None:
        set_lines(page, [(2, "一、基本情况")], TOP)
        put(page, LEFT, TOP + 20, text[0], size)
        for number in range(lines):
            at = 1 + beside * number
            put(page, LEFT + size + 4, TOP + 24 + 20 * number, text[at : at + beside])
        rest = text[1 + beside * lines :]
        below = [(0, rest[at : at + MEASURE]) for at in range(0, len(rest), MEASURE)]
        set_lines(page, below, TOP + 24 + 20 * lines)
        set_lines(page, wrapped(BODY), TOP + 24 + 20 * (lines + len(below)))

    assert paragraphs(read(pdf(draw), "a.pdf")) == ["一、基本情况", text, *BODY]


def test_chapters_above_left_pages_and_a_title_above_right_ones() -> None:
    lines = wrapped(BODY * 3)
    parts = lines[:20], lines[20:40], lines[40:]

    def draw(page: Canvas, number: int) -> None:
        put(page, LEFT, 30, "第二篇  产业发展" if number % 2 else "典型案例选编", 9)
        set_lines(page, parts[number])

    reading = read(pdf(*(partial(draw, number=number) for number in range(3))), "a.pdf")
    assert paragraphs(reading) == BODY * 3
    assert [kind for kind, _, _ in outside(reading)] == ["running_head"] * 3


@pytest.mark.parametrize("end", ["学习借鉴。", "学习借鉴，取长补短，把群众的事一件一件办好，办到群众的心坎上去。"])
def test_a_sentence_in_a_box_of_small_type(end: str) -> None:
    note = f"编者按：南坡村的做法贵在从小事抓起、在细处用力，值得各地在实际工作中结合{end}"

    def draw(page: Canvas) -> None:
        set_lines(page, wrapped(BODY))
        low = TOP + 20 * len(wrapped(BODY))
        for number, at in enumerate(range(0, len(note), 36)):
            put(page, LEFT + 20, low + 14 + 14 * number, note[at : at + 36], 9)
        page.rect(LEFT + 12, HEIGHT - low - 60, 380, 56)
        set_lines(page, wrapped(BODY[:3]), low + 80)

    assert paragraphs(read(pdf(draw), "a.pdf")) == [*BODY, note, *BODY[:3]]


@pytest.mark.parametrize("number", ["{}", "（{}）", "-{}-"])
def test_entries_of_contents_that_fill_their_lines(number: str) -> None:
    names = ["强化组织领导", "创新工作载体", "健全长效机制"]
    ends = [(name, number.format(at)) for at, name in enumerate(names, 2)]
    dots = [
        int((MEASURE * SIZE - stringWidth(name + end, FONT, SIZE)) / stringWidth(".", FONT, SIZE)) for name, end in ends
    ]
    entries = [f"{name}{'.' * many}{end}" for (name, end), many in zip(ends, dots, strict=True)]

    def draw(page: Canvas) -> None:
        set_lines(page, [(0, entry) for entry in entries])
        set_lines(page, wrapped(BODY), TOP + 100)

    assert paragraphs(read(pdf(draw), "a.pdf"))[: len(entries)] == entries
