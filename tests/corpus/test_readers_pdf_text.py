"""The text layer of a PDF: pieces agree with their characters, and fonts of the machine play no part."""

from contextlib import closing

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.readers import read
from corpus.readers.pdf_chars import Char, Type
from corpus.readers.pdf_fonts import without_system_fonts
from corpus.readers.pdf_layout import Run, rows, runs
from corpus.readers.pdf_text import HALF, PageChars, _paired
from tests.corpus.pdf_files import BODY, HEIGHT, LEFT, MEASURE, SENTENCES, SIZE, pdf, put, set_lines, wrapped
from tests.corpus.readings import paragraphs


def mixed(page: Canvas) -> None:
    set_lines(page, wrapped([*BODY, "实现Wi-Fi全覆盖，投入3800万元，化解矛盾 1 352 件。", "Rural Party work", "是"]))


def letter_spaced(page: Canvas) -> None:
    text = page.beginText(LEFT, HEIGHT - 200)
    text.setFont("STSong-Light", SIZE)
    text.setCharSpace(9)
    text.textLine("党建联盟运行")
    text.setCharSpace(0)
    page.drawText(text)
    set_lines(page, wrapped(BODY), 300)


def raised(page: Canvas) -> None:
    text = page.beginText(LEFT, HEIGHT - 200)
    text.setFont("STSong-Light", SIZE)
    text.textOut("占地三千平方米m")
    text.setRise(5)
    text.setFont("STSong-Light", 7)
    text.textOut("2")
    page.drawText(text)
    set_lines(page, wrapped(BODY), 300)


def chars_and_pieces(data: bytes, turn: int = 0) -> tuple[tuple[Char, ...], tuple[Char, ...]]:
    with without_system_fonts(), closing(pypdfium2.PdfDocument(data)) as document:
        page = document[0]
        page.set_rotation(turn)
        with closing(PageChars(page, 1)) as found:
            return found.chars, found.pieces


def looks(found: tuple[Char, ...]) -> list[tuple[str, bool, list[float]]]:
    def look(run: Run) -> tuple[str, bool, list[float]]:
        return run.text, run.type.exact, [round(x) for x in (run.x0, run.x1, run.bottom, run.size)]

    return [look(run) for run in runs(found)]


@pytest.mark.parametrize("draw", [mixed, letter_spaced, raised])
@pytest.mark.parametrize("turn", [0, 90])
def test_pieces_make_the_same_runs_as_their_characters(draw: object, turn: int) -> None:
    assert callable(draw)
    chars, pieces = chars_and_pieces(pdf(draw), turn)
    assert looks(pieces) == looks(chars)
    assert len(pieces) < len(chars) / 4


def test_lines_of_the_same_words_all_stay() -> None:
    def draw(page: Canvas) -> None:
        set_lines(page, wrapped(BODY))
        for number in range(6):
            put(page, LEFT, 560 + 20 * number, "是")
            put(page, LEFT + 100, 560 + 20 * number, SENTENCES[:20])

    found = paragraphs(read(pdf(draw), "a.pdf"))
    assert sum(text.count(SENTENCES[:20]) for text in found) == 6 + sum(text.count(SENTENCES[:20]) for text in BODY)
    assert sum(text.count("是") for text in found) == 6


def test_reading_leaves_the_fonts_of_the_machine_to_others() -> None:
    def ink() -> int:
        with closing(pypdfium2.PdfDocument(pdf(mixed))) as document:
            return sum(document[0].render().to_pil().convert("L").histogram()[:128])

    before = ink()
    read(pdf(mixed), "a.pdf")
    assert ink() == before


def test_halves_of_rare_characters_keep_their_numbers() -> None:
    assert _paired([0x4E00, 0xD840, 0xDC00, 0x41, 0]) == f"一{HALF}\U00020000A\ufffd"


def test_marks_that_hang_over_the_edge_of_a_column_end_no_paragraph() -> None:
    measure = 16
    text = SENTENCES * 4
    lines, at = [], 0
    while at < len(text):
        end = at + measure + (text[at + measure : at + measure + 1] in "，、。" and at + measure < len(text))
        lines.append((0, text[at:end]))
        at = end
    assert any(len(line) > measure for _, line in lines)

    def draw(page: Canvas) -> None:
        set_lines(page, lines)
        set_lines(page, lines, left=LEFT + 18 * SIZE)

    assert "".join(paragraphs(read(pdf(draw), "a.pdf"))) == text * 2


def test_three_columns() -> None:
    columns = [
        [(0, text[at : at + 10]) for at in range(0, 120, 10)] for text in (SENTENCES * 4, SENTENCES[5:] * 4, BODY[1])
    ]

    def draw(page: Canvas) -> None:
        for number in range(12):
            for place, column in enumerate(columns):
                set_lines(page, column[number : number + 1], 100 + 20 * number, 60 + place * 12 * SIZE)

    expected = "".join(text for column in columns for _, text in column)
    assert "".join(paragraphs(read(pdf(draw), "a.pdf"))) == expected


@pytest.mark.parametrize("ink", [(90.0, 97.0, 100.9, 99.6), (90.0, 100.5, 92.8, 103.4)])
def test_a_box_that_holds_no_more_than_the_ink_of_a_thin_character_does_not_make_it_small(
    ink: tuple[float, float, float, float],
) -> None:
    data = pdf(lambda page: put(page, LEFT, 90, "乡村振兴看一线、专栏"))
    with without_system_fonts(), closing(pypdfium2.PdfDocument(data)) as document:
        page = document[0]
        with closing(PageChars(page, 1)) as found:
            assert found._set_in(5, ink, 1.0) == SIZE


@pytest.mark.parametrize(("gap", "parted"), [(0.25, True), (0.4, True), (0.0, False), (0.12, False)])
def test_the_space_between_the_halves_of_a_title(gap: float, parted: bool) -> None:
    """A browser draws no space but leaves its room, a quarter of the type."""
    halves = "党建引领聚合力", "乡村振兴谱新篇"

    def draw(page: Canvas) -> None:
        for number, half in enumerate(halves):
            put(page, LEFT + number * (7 + gap) * 22, 40, half, 22)
        set_lines(page, wrapped(BODY))

    title = (" " if parted else "").join(halves)
    assert paragraphs(read(pdf(draw), "a.pdf"))[0] == title


def test_a_sentence_whose_last_word_some_programs_do_not_part_from_a_number() -> None:
    """What opens the line needs more room than the line before it left."""
    lines = [
        (2, SENTENCES[: MEASURE - 2]),
        (0, "过去村里集体经济薄弱人心涣散干群关系紧张村里是全县有名的后进"),
        (0, "村。2020年3月起换了班子"),
    ]

    def draw(page: Canvas) -> None:
        set_lines(page, [*lines, *wrapped(BODY)])

    first = paragraphs(read(pdf(draw), "a.pdf"))[0]
    assert first == "".join(text for _, text in lines)


def test_a_row_of_very_many_words_is_compared_with_those_that_are_near(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    class Counted(Run):
        def __getattribute__(self, name: str) -> object:
            nonlocal compared
            compared += name == "x1"
            return super().__getattribute__(name)

    many = [Counted("字", 20.0 * at, 10, 20.0 * at + 10, 22, Type(True, 1, 10, 20)) for at in range(500)]
    assert [len(row) for row in rows(many)] == [500]
    assert compared < 20 * len(many)
    upon = Run("字", 45.0, 11, 55.0, 23, Type(True, 1, 10, 21))
    assert sorted(len(row) for row in rows([*many, upon])) == [1, 500]
