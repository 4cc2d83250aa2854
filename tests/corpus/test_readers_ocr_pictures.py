"""Pictures as documents, seals, dark areas, tables with three rules: what a page of a scan may hold besides words."""

import importlib
import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from corpus.limits import Limits, limiting
from corpus.model import Reading, RejectionError
from corpus.readers import ocr, read
from tests.corpus.page_images import Placed, drawn, font_file, on_page, png, scanned, set_in_lines, want
from tests.corpus.pdf_files import pdf

BODY = (
    "澜沧县把支部建在产业链上，全县组建联合党支部48个，带动农户2630户，户均增收1850元。",
    "存在的问题：个别支部活动同生产两张皮，联席会议开了不少，落到地头的办法不多，群众评价不高。",
)
LINES = set_in_lines(BODY)


@pytest.fixture(autouse=True, scope="module")
def _extra() -> None:
    want(None if ocr.lacking() is None else f"the extra ocr, without it no recognition is tested ({ocr.INSTALL})")
    want(None if font_file() else "fonts-noto-cjk and fontconfig")


def words(reading: Reading) -> str:
    return reading.text.replace("\n", "")


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def in_two_shades(picture: Image.Image) -> Image.Image:
    """The page as a fax has it, black or white."""
    return Image.fromarray(np.asarray(picture) > 140)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "L"), ("TIFF", "1"), ("BMP", "L"), ("GIF", "P")])
def test_a_picture_is_read_like_a_page(kind: str, mode: str) -> None:
    picture = scanned(drawn(LINES), 0.5, 6)
    plain = in_two_shades(picture) if mode == "1" else picture.convert(mode)
    reading = ocr.read_image(saved(plain, kind), "image/x")
    assert words(reading) == "".join(BODY)
    assert (reading.pages, reading.media_type, reading.partial) == (1, "image/x", None)
    assert reading.blocks[0].where.page == 1


def test_the_pages_of_a_fax() -> None:
    first, second = (in_two_shades(scanned(drawn(set_in_lines(BODY[at : at + 1])), 0.4, 0)) for at in (0, 1))
    blank = Image.new("1", first.size, 1)
    data = saved(first, "TIFF", save_all=True, append_images=[blank, second], compression="group4", dpi=(200, 200))
    reading = ocr.read_image(data, "image/tiff")
    assert words(reading) == "".join(BODY)
    assert (reading.pages, {block.where.page for block in reading.blocks}) == (3, {1, 3})


def test_a_photograph_held_sideways_is_turned_as_it_says() -> None:
    tags = Image.Exif()
    tags[0x0112] = 6
    data = saved(scanned(drawn(LINES), 0, 6).rotate(90, expand=True), "JPEG", exif=tags)
    assert words(ocr.read_image(data, "image/jpeg")) == "".join(BODY)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: png(drawn(LINES))[:3000], "damaged"),
        (lambda: saved(Image.new("1", (9000, 9000), 1), "PNG"), "needs_ocr"),
        (lambda: saved(Image.new("1", (20_000, 20_000), 1), "PNG"), "too_large"),
        (lambda: png(Image.new("L", (900, 900), 255)), "empty"),
    ],
)
def test_pictures_that_are_refused(data: object, code: str) -> None:
    assert callable(data)
    with pytest.raises(RejectionError) as caught:
        ocr.read_image(data(), "image/png")
    assert caught.value.code == code


def screenshot() -> Image.Image:
    """A page as a telephone shows it: three screens, one below another, 600 pixels across."""
    picture = Image.new("L", (600, 3_000), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(font_file() or "", 24)
    for number in range(6):
        draw.text((30, 200 + 500 * number), f"第{number + 1}段支部建在产业链上。", font=font, fill=0)
    return picture


def test_what_a_telephone_shows_one_below_another_is_read_in_strips() -> None:
    said = "".join(f"第{number}段支部建在产业链上。" for number in range(1, 7))
    begun: list[None] = []
    with ocr.recognising(True, lambda: begun.append(None)):
        reading = ocr.read_image(png(screenshot()), "image/png")
    assert words(reading) == said
    assert reading.pages == len(begun) == 3
    found = ocr.picture_text(png(screenshot()), 0)
    assert found is not None
    assert "".join(found.paragraphs) == said


def test_strips_are_parted_where_nothing_stands() -> None:
    ocr_files = importlib.import_module("corpus.readers.ocr_files")
    gray = np.asarray(screenshot())
    strips = list(ocr_files._strips(gray, 100))
    assert np.array_equal(np.concatenate(strips), gray)
    assert all(int(edge.min()) == 255 for strip in strips for edge in (strip[0], strip[-1]))
    assert len(list(ocr_files._strips(gray[:1400], 100))) == 1
    assert len(list(ocr_files._strips(gray, 400))) == 1


def many_pictures(count: int) -> bytes:
    """A TIFF of so many pictures of one pixel."""
    data = bytearray(b"II*\0" + struct.pack("<I", 8))
    fields = ((256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 4), (277, 1), (278, 1), (279, 1))
    for number in range(count):
        data += struct.pack("<H", len(fields)) + b"".join(struct.pack("<HHII", tag, 4, 1, one) for tag, one in fields)
        data += struct.pack("<I", len(data) + 4 if number < count - 1 else 0)
    return bytes(data)


def test_pictures_of_a_file_are_found_one_behind_another(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr_files = importlib.import_module("corpus.readers.ocr_files")
    unpacked: list[int] = []
    real = ocr_files._unpacked

    def noted(file: Image.Image) -> object:
        unpacked.append(file.tell())
        return real(file)

    monkeypatch.setattr(ocr_files, "_unpacked", noted)
    with limiting(Limits(ocr_pages=3)), pytest.raises(RejectionError, match="needs_ocr") as caught:
        ocr.read_image(many_pictures(5), "image/tiff")
    assert unpacked == [0, 1, 2]
    assert "Page 5 is an image and was not read: only 3 pages" in caught.value.reason
    with pytest.raises(RejectionError, match="too_large"):
        ocr.read_image(many_pictures(2_400), "image/tiff")
    assert unpacked == [0, 1, 2]


def test_a_picture_in_a_document() -> None:
    found = ocr.picture_text(png(drawn(LINES)), 0)
    assert found is not None
    assert found.paragraphs == BODY
    assert ocr.picture_text(b"\x89PNG\r\n\x1a\nno more", 0) == ocr.PictureText(
        reason="The picture is damaged. Copy it again, or save it anew."
    )
    full = ocr.picture_text(b"", 500)
    assert full == ocr.PictureText(
        reason="only 500 pictures of a document are recognised; JINGYAN_OCR_PAGES raises that"
    )


@pytest.mark.usefixtures("no_ocr")
def test_without_recognition_a_picture_is_refused_and_one_in_a_document_is_none() -> None:
    with pytest.raises(RejectionError) as caught:
        ocr.read_image(png(drawn(LINES)), "image/png")
    assert caught.value.code == "needs_ocr"
    assert "JINGYAN_OCR=1" in caught.value.reason
    assert ocr.picture_text(png(drawn(LINES)), 0) is None


def sealed(picture: Image.Image) -> Image.Image:
    """The page with a red seal printed over the end of its first lines."""
    seal = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(seal)
    pen.ellipse((900, 180, 1230, 510), outline=(210, 40, 40), width=9)
    pen.regular_polygon((1065, 345, 55), 5, fill=(210, 40, 40))
    for x in range(930, 1200, 60):
        pen.arc((x, 215, x + 50, 265), 20, 340, fill=(210, 40, 40), width=7)
    both = np.asarray(picture.convert("RGB"), np.float32) * np.asarray(seal, np.float32) / 255
    return Image.fromarray(both.astype(np.uint8))


def test_a_red_seal_hides_no_words_and_adds_none() -> None:
    reading = read(pdf(on_page(sealed(scanned(drawn(LINES), 0.5, 6)))), "a.pdf")
    assert words(reading) == "".join(BODY)
    assert reading.partial is None


def test_words_in_red_stay() -> None:
    grey = np.asarray(drawn([Placed(150, 60, "澜沧县委组织部文件", 30), *LINES]), np.uint8)
    colours = np.stack([np.where(np.arange(grey.shape[0])[:, None] < 300, 255, grey), grey, grey], 2)
    reading = read(pdf(on_page(Image.fromarray(colours.astype(np.uint8)))), "a.pdf")
    assert "澜沧县委组织部文件" in words(reading)


def test_white_words_in_a_dark_box_and_words_in_a_shaded_one() -> None:
    shades = np.asarray(drawn(LINES), np.float32)
    top = int(LINES[0].top * 200 / 72) - 20
    shades[top : top + 85, 150:1500] = 255 - 0.85 * shades[top : top + 85, 150:1500]
    shades[top + 85 : top + 170, 150:1500] *= 0.82
    reading = read(pdf(on_page(scanned(Image.fromarray(shades.astype(np.uint8)), 0.6, 6))), "a.pdf")
    assert words(reading) == "".join(BODY)
    assert reading.partial is None


def test_a_shadow_over_the_page() -> None:
    shades = np.asarray(scanned(drawn(LINES), 0.5, 6), np.float32)
    across = np.linspace(1.0, 0.4, shades.shape[1], dtype=np.float32)
    reading = read(pdf(on_page(Image.fromarray((shades * across).astype(np.uint8)))), "a.pdf")
    assert words(reading) == "".join(BODY)
    assert reading.partial is None


def test_a_negative() -> None:
    picture = Image.fromarray(255 - np.asarray(scanned(drawn(LINES), 0.5, 6)))
    reading = read(pdf(on_page(picture)), "a.pdf")
    assert (words(reading), reading.partial) == ("".join(BODY), None)


def test_a_table_with_level_rules_alone() -> None:
    rows = [("单位", "人数", "占比"), ("石桐县", "35", "12.5%"), ("柏川县", "1260", "8.3%"), ("青岚县", "48", "4.1%")]
    cells = [
        Placed(100 + 140 * column, 300 + 24 * row, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    picture = drawn([*LINES, *cells])
    pen, scale = ImageDraw.Draw(picture), 200 / 72
    for y in (295, 319, 392):
        pen.line((90 * scale, y * scale, 480 * scale, y * scale), fill=0, width=4)
    reading = read(pdf(on_page(scanned(picture, 0.5, 6))), "a.pdf")
    found = [reading.text[block.start : block.end] for block in reading.blocks if block.kind == "row"]
    assert found == ["\t".join(row) for row in rows]


def photograph() -> Image.Image:
    """A picture with shades and shapes of every size, edge to edge."""
    chance = np.random.default_rng(3)
    down, across = np.mgrid[0:1170, 0:827]
    waves = 128 + 60 * np.sin(across / 90) * np.cos(down / 70) + 40 * np.sin(across / 13 + down / 17)
    picture = Image.fromarray(np.clip(waves, 0, 255).astype(np.uint8))
    for left, top, wide, high, shade in chance.integers((0, 0, 20, 8, 0), (800, 1150, 200, 40, 255), (60, 5)).tolist():
        ImageDraw.Draw(picture).rectangle((left, top, left + wide, top + high), fill=shade)
    return picture.convert("RGB")


def test_a_page_that_is_a_photograph_is_no_loss() -> None:
    text = scanned(drawn(LINES), 0.4, 6).convert("RGB")
    data = saved(text, "PDF", save_all=True, append_images=[photograph().resize(text.size)], resolution=150)
    reading = read(data, "a.pdf")
    assert words(reading) == "".join(BODY)
    assert (reading.partial, reading.pages) == (None, 2)


def test_a_page_too_blurred_to_be_read_is_told() -> None:
    blurred = drawn(LINES).convert("L").filter(ImageFilter.GaussianBlur(12))
    with pytest.raises(RejectionError) as caught:
        ocr.read_image(saved(blurred, "PNG"), "image/png")
    assert caught.value.code == "needs_ocr"


@pytest.mark.parametrize("paper", [215, 235])
def test_grey_paper_drawn_with_dots_is_read_once(paper: int) -> None:
    grey = drawn(LINES).convert("L").point([min(paper, max(shade, 20)) for shade in range(256)])
    reading = ocr.read_image(saved(grey.convert("1"), "PNG"), "image/png")
    assert words(reading) == "".join(BODY)
    assert reading.partial is None
