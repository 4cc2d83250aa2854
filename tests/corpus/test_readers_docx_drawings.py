"""Diagrams, charts, word art and scanned pages in a DOCX; what of them is not read is told."""

from zipfile import ZipFile

import pytest

from corpus.model import Reading, RejectionError
from corpus.readers import docx_package, ocr, read
from corpus.zipguard import open_zip
from tests.corpus.docx_drawings import (
    chart,
    chart_part,
    diagram,
    diagram_part,
    new_chart,
    new_chart_part,
    new_level,
    picture,
    png,
    with_parts,
)
from tests.corpus.docx_files import docx, p, paragraph


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


def test_categories_on_two_levels_and_the_title_of_an_axis() -> None:
    points = '<c:pt idx="{}"><c:v>{}</c:v></c:pt>'.format
    inner = "".join(points(n, half) for n, half in enumerate(["上半年", "下半年"] * 2))
    levels = f"<c:lvl>{inner}</c:lvl><c:lvl>{points(0, '2021年')}{points(2, '2022年')}</c:lvl>"
    part = chart_part("收入", ["甲"], {"村集体": ["12", "15", "18", "103"]})
    names = part[part.index("<c:strRef>", part.index("<c:cat>")) : part.index("</c:cat>")]
    part = part.replace(
        names, f"<c:multiLvlStrRef><c:multiLvlStrCache>{levels}</c:multiLvlStrCache></c:multiLvlStrRef>"
    )
    axis = "<c:valAx><c:title><a:p><a:r><a:t>单位：万元</a:t></a:r></a:p></c:title></c:valAx></c:plotArea>"
    reading = read(with_parts(chart("c"), {"c": ("chart", part.replace("</c:plotArea>", axis))}), "a.docx")
    assert [words for _, words in content(reading)] == [
        "收入",
        "单位：万元",
        "\t村集体",
        "2021年 上半年\t12",
        "2021年 下半年\t15",
        "2022年 上半年\t18",
        "2022年 下半年\t103",
    ]


@pytest.mark.parametrize(("categories", "series", "partial"), [(300, 30, False), (301, 1, True), (1, 31, True)])
def test_a_chart_that_is_too_large_is_told(categories: int, series: int, partial: bool) -> None:
    part = chart_part("", [f"第{n}天" for n in range(categories)], {f"系列{n}": ["1"] for n in range(series)})
    reading = read(with_parts(chart("c"), {"c": ("chart", part)}), "a.docx")
    assert len(content(reading)) == min(categories, 300) + 1
    assert (reading.partial is not None) is partial


def test_a_chart_of_a_newer_kind() -> None:
    stages = new_level("摸排", "核实", "办结") + new_level("上半年", "", "下半年")
    data = [
        (stages, new_level("1200", "310.10000000000002", "298")),
        (stages, new_level("0.5", "", "0.25", form="0%")),
        (new_level("甲村"), new_level("7")),
    ]
    part = new_chart_part("办理情况", data, ["户数", "占比"])
    reading = read(with_parts(new_chart("c"), {"c": ("chartEx", part)}), "a.docx")
    assert [words for _, words in content(reading)] == [
        "办理情况",
        "\t户数\t占比",
        "上半年 摸排\t1200\t50%",
        "上半年 核实\t310.1\t",
        "下半年 办结\t298\t25%",
        "甲村\t7",
    ]


@pytest.mark.parametrize(("title", "partial"), [("", True), ("办理情况", False)])
def test_a_chart_whose_numbers_are_not_kept_is_told(title: str, partial: bool) -> None:
    part = new_chart_part(title, [("", "")], [])
    reading = read(with_parts(paragraph("前") + new_chart("c") * 2, {"c": ("chartEx", part)}), "a.docx")
    assert [words for _, words in content(reading)] == ["前", *filter(None, [title])]
    assert (reading.partial is not None) is partial


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


def test_the_container_is_opened_once_for_all_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []

    def counted(data: bytes) -> ZipFile:
        opened.append(len(data))
        return open_zip(data)

    monkeypatch.setattr(docx_package, "open_zip", counted)
    parts: dict[str, tuple[str, str | bytes]] = {
        f"c{n}": ("chart", chart_part(f"第{n}村的收入", [], {})) for n in range(9)
    }
    reading = read(with_parts("".join(map(chart, parts)), parts), "a.docx")
    assert [words for _, words in content(reading)] == [f"第{n}村的收入" for n in range(9)]
    assert len(opened) == 1
