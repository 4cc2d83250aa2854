"""Diagrams, charts, word art and scanned pages in a DOCX; what of them is not read is told."""

import pytest

from corpus.model import Reading, RejectionError
from corpus.readers import ocr, read
from tests.corpus.docx_drawings import chart, chart_part, diagram, diagram_part, picture, png, with_parts
from tests.corpus.docx_features import p
from tests.corpus.docx_files import docx, paragraph


def content(reading: Reading) -> list[tuple[str, str]]:
    return [(b.kind, reading.text[b.start : b.end]) for b in reading.blocks if not b.furniture]


def test_a_diagram_is_read_from_top_to_bottom() -> None:
    points = {"c": "三级响应", "a": "县级统筹", "b": "镇级落实", "a1": "一个专班"}
    part = diagram_part(points, [("0", "b", 1), ("0", "c", 2), ("0", "a", 0), ("a", "a1", 0)])
    reading = read(with_parts(diagram("d") + paragraph("后"), {"d": ("diagramData", part)}), "a.docx")
    assert content(reading) == [("text", w) for w in ["县级统筹", "一个专班", "镇级落实", "三级响应", "后"]]


def test_a_diagram_that_goes_in_a_circle_ends() -> None:
    part = diagram_part({"a": "甲", "b": "乙"}, [("a", "b", 0), ("b", "a", 0)])
    reading = read(with_parts(diagram("d"), {"d": ("diagramData", part)}), "a.docx")
    assert sorted(words for _, words in content(reading)) == ["乙", "甲"]


def test_a_chart_is_a_title_and_a_table() -> None:
    part = chart_part("村集体收入", ["2021年", "2022年"], {"收入": ["30.100000000000001", "45"], "户数": ["", "12"]})
    reading = read(with_parts(paragraph("前") + chart("c"), {"c": ("chart", part)}), "a.docx")
    assert content(reading) == [
        ("text", "前"),
        ("text", "村集体收入"),
        ("row", "\t收入\t户数"),
        ("row", "2021年\t30.1\t"),
        ("row", "2022年\t45\t12"),
    ]
    assert {block.table for block in reading.blocks if block.kind == "row"} == {0}
    shares = chart_part("占比", ["甲"], {"比": ["0.352"]}, form="0.0%")
    assert content(read(with_parts(chart("c"), {"c": ("chart", shares)}), "a.docx"))[-1] == ("row", "甲\t35.2%")


def test_a_part_that_is_shown_again_is_read_once() -> None:
    part = chart_part("占比", [], {"比": []})
    reading = read(with_parts(chart("c") * 3 + chart("x") + diagram("y"), {"c": ("chart", part)}), "a.docx")
    assert content(reading) == [("text", "占比"), ("row", "\t比")]


def test_word_art_is_text_and_dangling_references_are_none() -> None:
    art = p('<w:r><w:pict><v:shape><v:textpath string="平川县人民政府文件"/></v:shape></w:pict></w:r>')
    reading = read(docx(art + diagram("x") + chart("y") + picture("z", 20, 20)), "a.docx")
    assert (content(reading), reading.partial) == ([("text", "平川县人民政府文件")], None)


@pytest.mark.parametrize("part", ["<cut", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'])
def test_a_drawing_that_is_broken_leaves_the_rest_whole(part: str) -> None:
    data = with_parts(paragraph("前") + chart("c") + diagram("d") + paragraph("后"), {"c": ("chart", part)})
    reading = read(data, "a.docx")
    assert content(reading) == [("text", "前"), ("text", "后")]
    assert str(reading.partial).startswith("A drawing was not read: The ")


SCAN: dict[str, tuple[str, str | bytes]] = {"p": ("image", png())}


@pytest.mark.parametrize(
    ("body", "partial"),
    [
        (paragraph("甲") + picture("p", 15, 22), True),
        (paragraph("甲") + picture("p", 15, 8), False),
        (
            paragraph("甲")
            + p('<w:r><w:pict><v:shape style="width:16cm;height:9in"><v:imagedata r:id="p"/></v:shape></w:pict></w:r>'),
            True,
        ),
    ],
)
def test_a_picture_as_large_as_a_page_is_missed_without_recognition(body: str, partial: bool) -> None:
    with ocr.recognising(wanted=False, page_begins=lambda: None):
        reading = read(with_parts(body, SCAN), "a.docx")
    assert content(reading) == [("text", "甲")]
    assert (reading.partial is not None) is partial
    if reading.partial:
        assert reading.partial.startswith("1 picture was not read, and may hold text. ")


@pytest.mark.parametrize("size", [(15, 22), (6, 4)])
def test_a_document_of_nothing_but_pictures_needs_recognition(size: tuple[int, int]) -> None:
    with ocr.recognising(wanted=False, page_begins=lambda: None), pytest.raises(RejectionError) as caught:
        read(with_parts(picture("p", *size), SCAN), "a.docx")
    assert caught.value.code == "needs_ocr"


def test_pictures_are_read_where_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ocr, "picture_text", lambda data, done: ocr.PictureText((f"第{done + 1}页", "正文"), unread=done)
    )
    body = paragraph("前") + picture("p", 15, 22) + picture("q", 15, 22) + picture("p", 15, 22) + paragraph("后")
    reading = read(with_parts(body, SCAN | {"q": ("image", png())}), "a.docx")
    assert [words for _, words in content(reading)] == ["前", "第1页", "正文", "第2页", "正文", "后"]
    assert reading.partial == "Picture 2 has lines that could not be read: 1."
    assert reading.warnings[-1].startswith("The text of 2 pictures was recognised")


def test_embedded_objects_are_told() -> None:
    reading = read(with_parts(paragraph("甲"), {"o": ("oleObject", b"x"), "w": ("package", b"x")}), "a.docx")
    assert reading.warnings == (
        "The document embeds 2 objects of other programs (tables, formulas, files) that were not read.",
    )
