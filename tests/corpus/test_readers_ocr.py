"""Pages that are images: text recognised, nothing dropped in silence, the same every time."""

import importlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.discover import Found
from corpus.limits import Limits, limiting
from corpus.model import RejectionError
from corpus.readers import ocr, read
from outputs.record import record_json
from pipeline.pool import ReaderPool
from pipeline.settings import Settings
from tests.corpus.page_images import Placed, drawn, font_file, on_page, outlined, scanned, set_in_lines, want
from tests.corpus.pdf_files import HEIGHT, centre, pdf, set_lines, wrapped
from tests.corpus.readings import paragraphs

ROOT = Path(__file__).parents[2]
BODY = (
    (
        "柏川县地处澄州西北，辖11个乡镇、163个行政村，有基层党组织682个、党员1.3万余名。过去，机关支部和农村支部各忙各的，"
        "机关党员“下得去、蹲不住”，村里开会“人难齐、事难议”，结对帮扶大多停留在逢年过节送米送油上。"
    ),
    (
        "一是派强联络员。从县直机关选派86名中层干部到村担任联络员，每月驻村不少于8天，与村“两委”一起定计划、一起开支委会。"
        "县农业局机关支部帮助石坳村引进脆红李，建起示范园320亩，户均增收2400元。"
    ),
    (
        "存在的问题：联建双方热度不一，个别机关支部把联建当作额外负担；山区村项目偏小，带动作用有限；联络员工作经费没有列入预算，"
        "靠单位自筹难以长久。下一步，将把联建经费纳入财政预算，建立联建成效双向评议制度。"
    ),
)
LINES = set_in_lines(BODY)
MOST_ERRORS = 0.006


@pytest.fixture(autouse=True, scope="module")
def _extra() -> None:
    want(None if ocr.lacking() is None else f"the extra ocr, without it no recognition is tested ({ocr.INSTALL})")
    want(None if font_file() else "fonts-noto-cjk and fontconfig")


def errors(wanted: str, found: str) -> int:
    """How many characters must be put in, left out or changed."""
    row = list(range(len(found) + 1))
    for number, char in enumerate(wanted, 1):
        last, row = row, [number]
        for at, other in enumerate(found, 1):
            row.append(min(last[at] + 1, row[-1] + 1, last[at - 1] + (char != other)))
    return row[-1]


@pytest.mark.parametrize(("lean", "noise"), [(0.5, 10.0), (-1.0, 14.0), (3.0, 6.0)])
def test_a_noisy_leaning_scan(lean: float, noise: float) -> None:
    lines = [Placed(230, 40, "基层党建工作简报", 9), *LINES, Placed(285, 790, "— 7 —", 10)]
    reading = read(pdf(on_page(scanned(drawn(lines), lean, noise))), "a.pdf")
    assert errors("".join(BODY), "".join(paragraphs(reading))) <= MOST_ERRORS * len("".join(BODY))
    assert len(paragraphs(reading)) == len(BODY)
    assert {block.furniture for block in reading.blocks} == {None, "running_head", "page_number"}
    assert reading.partial is None
    assert "page 1 was recognised" in reading.warnings[0]


def test_boxes_lie_on_the_leaning_lines() -> None:
    level, leaning = (read(pdf(on_page(scanned(drawn(LINES), lean, 6))), "a.pdf") for lean in (0, 2))
    boxes = [[block.where.box for block in reading.blocks] for reading in (level, leaning)]
    assert [(block.where.page, len(boxes[0])) for block in level.blocks[:1]] == [(1, len(LINES))]
    first = [box[0] for box in boxes if box[0]]
    assert abs(first[0][0] - LINES[0].x) < 2
    assert abs(first[0][1] - LINES[0].top) < 5
    # Turned counter-clockwise by two degrees about the middle of the page, a first line goes down at its left end.
    assert first[1][3] - first[1][1] > first[0][3] - first[0][1] + 10


def test_a_faint_line_between_dark_ones_is_read() -> None:
    lines = [line._replace(shade=222) if number == 4 else line for number, line in enumerate(LINES)]
    reading = read(pdf(on_page(scanned(drawn(lines), 0.5, 5))), "a.pdf")
    assert errors("".join(BODY), "".join(paragraphs(reading))) <= 2 * MOST_ERRORS * len("".join(BODY))
    assert len(reading.blocks) == len(LINES)


def test_lines_that_the_model_does_not_see_are_read_from_their_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    page = importlib.import_module("corpus.readers.ocr_page")
    found = page.quads
    monkeypatch.setattr(page, "quads", lambda gray: sorted(found(gray), key=lambda quad: quad[0][1])[2:-2])
    reading = read(pdf(on_page(scanned(drawn(LINES), 0.5, 8))), "a.pdf")
    assert errors("".join(BODY), "".join(paragraphs(reading))) <= 2 * MOST_ERRORS * len("".join(BODY))
    assert reading.partial is None


def test_lines_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = importlib.import_module("corpus.readers.ocr_page")
    read_well = page.words
    answers = iter(range(1000))

    def stumbling(line: object) -> object:
        return page.Words("鰞龘", 0.2, (0.3, 0.6)) if next(answers) in (8, 9) else read_well(line)

    monkeypatch.setattr(page, "words", stumbling)
    reading = read(pdf(on_page(scanned(drawn(LINES), 0.5, 8))), "a.pdf")
    assert reading.partial == "Page 1: 1 line of its image could not be read."
    assert "鰞" not in reading.text


def test_doubtful_lines_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = importlib.import_module("corpus.readers.ocr_page")
    read_well = page.words
    monkeypatch.setattr(page, "words", lambda line: replace(read_well(line), score=0.7))
    reading = read(pdf(on_page(scanned(drawn(LINES), 0.5, 8))), "a.pdf")
    assert f"{len(LINES)} lines may be recognised wrongly: “柏川县地处" in reading.warnings[1]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_scanned_sideways_or_upside_down(turn: int) -> None:
    picture = scanned(drawn(LINES), 0.5, 6).rotate(turn, expand=True)
    reading = read(pdf(on_page(picture)), "a.pdf")
    assert errors("".join(BODY), "".join(paragraphs(reading))) <= 4 * MOST_ERRORS * len("".join(BODY))


def test_two_columns_are_read_one_after_the_other() -> None:
    left = set_in_lines(BODY, left=60, measure=18)
    right = set_in_lines(BODY[::-1], left=320, measure=18)
    reading = read(pdf(on_page(scanned(drawn([*left, *right]), -0.5, 8))), "a.pdf")
    wanted = "".join((*BODY, *BODY[::-1]))
    assert errors(wanted, "".join(paragraphs(reading))) <= MOST_ERRORS * len(wanted)


def test_a_ruled_table_comes_as_rows_of_cells() -> None:
    cells = [
        Placed(90 + 100 * column, 400 + 24 * row, text)
        for row, texts in enumerate([("单位", "人数", "占比"), ("石桐县", "35", "12.5%"), ("柏川县", "1260", "8.3%")])
        for column, text in enumerate(texts)
    ]

    def ruled(page: Canvas) -> None:
        on_page(scanned(drawn([*LINES, *cells]), 0, 8))(page)
        page.grid([84, 184, 284, 384], [HEIGHT - 396 - 24 * row for row in range(4)])

    reading = read(pdf(ruled), "a.pdf")
    assert paragraphs(reading)[-3:] == ["单位\t人数\t占比", "石桐县\t35\t12.5%", "柏川县\t1260\t8.3%"]
    assert [(block.kind, block.table, block.where.page) for block in reading.blocks[-3:]] == [("row", 0, 1)] * 3
    assert reading.partial is None


def test_outlined_pages_are_recognised() -> None:
    reading = read(pdf(outlined(LINES)), "a.pdf")
    assert errors("".join(BODY), "".join(paragraphs(reading))) <= MOST_ERRORS * len("".join(BODY))


def test_mixed_documents_page_by_page() -> None:
    def typed(page: Canvas) -> None:
        set_lines(page, wrapped(BODY[1:2]))

    reading = read(pdf(typed, on_page(scanned(drawn(LINES), 0.5)), typed), "a.pdf")
    assert [block.where.page for block in reading.blocks] == sorted(block.where.page or 0 for block in reading.blocks)
    assert reading.text.replace("\n", "").count("户均增收2400元") == 3
    assert reading.warnings == (
        "The text of page 2 was recognised in images (OCR); check figures and names against the document.",
    )


def test_words_printed_on_the_margins_of_a_scan_do_not_hide_it() -> None:
    def stamped(page: Canvas) -> None:
        on_page(scanned(drawn(LINES)))(page)
        centre(
            page,
            HEIGHT - 30,
            "(C)1994-2021 China Academic Journal Electronic Publishing House. All rights reserved.",
            7,
        )

    assert "户均增收2400元" in read(pdf(stamped), "a.pdf").text.replace("\n", "")


def test_a_picture_on_a_third_of_an_otherwise_empty_page_is_read() -> None:
    picture = scanned(drawn(LINES)).crop((0, 0, 1653, 780))

    def drawing(page: Canvas) -> None:
        page.drawInlineImage(picture, 0, 400, 595, 281)

    assert "户均增收2400元" in read(pdf(drawing), "a.pdf").text.replace("\n", "")


def test_empty_backs_are_no_loss() -> None:
    reading = read(pdf(on_page(scanned(drawn(LINES))), on_page(scanned(drawn([])))), "a.pdf")
    assert reading.partial is None
    with pytest.raises(RejectionError) as caught:
        read(pdf(on_page(scanned(drawn([])))), "a.pdf")
    assert caught.value.code == "empty"


def test_pages_too_large_to_be_rendered_are_told() -> None:
    def large(page: Canvas) -> None:
        on_page(scanned(drawn(LINES)))(page)
        for number in range(300):
            page.circle(50 + number, 5000, 3)
        page.setPageSize((14_400, 14_400))

    def typed(page: Canvas) -> None:
        set_lines(page, wrapped(BODY[1:2]))
        page.setPageSize((595, 842))

    reading = read(pdf(typed, large), "a.pdf")
    assert "Page 2 is an image and was not read" in (reading.partial or "")
    assert "户均增收2400元" in reading.text.replace("\n", "")


def test_a_scan_placed_one_pixel_a_point() -> None:
    picture = scanned(drawn(LINES), 0.5, 6)

    def huge(page: Canvas) -> None:
        page.setPageSize(picture.size)
        page.drawInlineImage(picture, 0, 0)

    reading = read(pdf(huge), "a.pdf")
    assert errors("".join(BODY), "".join(paragraphs(reading))) <= MOST_ERRORS * len("".join(BODY))


def test_no_more_pages_than_allowed() -> None:
    with limiting(Limits(ocr_pages=1)):
        reading = read(pdf(*[on_page(scanned(drawn(LINES[:3])))] * 2), "a.pdf")
    assert reading.partial == f"Page 2 is an image and was not read: {ocr.beyond(1).reason}."


@pytest.mark.usefixtures("no_ocr")
def test_without_recognition_images_are_refused_or_told() -> None:
    image = on_page(scanned(drawn(LINES[:3])))
    with pytest.raises(RejectionError) as caught:
        read(pdf(image), "a.pdf")
    assert caught.value.code == "needs_ocr"
    assert "JINGYAN_OCR=1" in caught.value.reason
    mixed = read(pdf(lambda page: set_lines(page, wrapped(BODY)), image), "a.pdf")
    assert "Pages 2 are images" in (mixed.partial or "")


def test_without_the_extra_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "MODULES", ("no_such_module",))
    ocr.lacking.cache_clear()
    try:
        with pytest.raises(RejectionError) as caught:
            read(pdf(on_page(scanned(drawn(LINES[:3])))), "a.pdf")
    finally:
        monkeypatch.undo()
        ocr.lacking.cache_clear()
    assert caught.value.code == "needs_ocr"
    assert "pip install 'jingyan[ocr]'" in caught.value.reason


def test_text_pages_load_nothing_of_it(tmp_path: Path) -> None:
    code = (
        "import sys, corpus.readers as r; r.read(open(sys.argv[1], 'rb').read(), 'a.pdf');"
        "sys.exit(bool({'rapidocr', 'onnxruntime', 'cv2'} & set(sys.modules)))"
    )
    file = tmp_path / "typed.pdf"
    file.write_bytes(pdf(lambda page: set_lines(page, wrapped(BODY))))
    subprocess.run([sys.executable, "-c", code, str(file)], check=True, cwd=ROOT)


def test_nothing_is_printed_and_nothing_fetched(tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(pdf(on_page(scanned(drawn(LINES[:4])))))
    code = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from corpus.readers import read\n"
        "assert '柏川县' in read(open(sys.argv[1], 'rb').read(), 'a.pdf').text\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, check=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.slow
def test_workers_give_the_same_bytes_however_many_they_are(tmp_path: Path) -> None:
    pages = [on_page(scanned(drawn(LINES), lean, 8, seed)) for seed, lean in enumerate((0.4, -0.7, 0.0))]
    files = [Found(f"{number}.pdf", tmp_path / f"{number}.pdf", None) for number in range(2)]
    for file, some in zip(files, (pages, pages[:1]), strict=True):
        file.path.write_bytes(pdf(*some))
    told = []
    for jobs in (1, 2):
        with ReaderPool(Settings(jobs=jobs)) as pool:
            told.append([record_json(future.result().record) for future in pool.submit_all(files)])
    assert told[0] == told[1]
    assert [record["document"]["status"] for record in told[0]] == ["ok", "ok"]
    assert len(re.findall("户均增收2400元", str(told[0][0]["text"]).replace("\n", ""))) == 3
