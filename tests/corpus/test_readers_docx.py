"""What a DOCX holds and where: everything once, in order, nothing that is deleted, nothing hidden among the content."""

import io
import zlib

import docx as python_docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from corpus.model import Block, Reading, RejectionError
from corpus.readers import read
from corpus.readers.docx_symbols import symbol
from tests.corpus.docx_files import (
    DOCUMENT_NAME,
    cell,
    code,
    docx,
    entries,
    item,
    level,
    mark,
    numbering,
    p,
    paragraph,
    part,
    run,
    table,
    zipped,
)


def read_body(body: str, **parts: str) -> Reading:
    return read(docx(body, **parts), "a.docx")


def content(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks if not block.furniture]


def furniture(reading: Reading) -> list[tuple[str, str | None]]:
    return [(reading.text[block.start : block.end], block.furniture) for block in reading.blocks if block.furniture]


BOX = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
SHAPES = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f"{run('甲')}<w:ins>{run('乙')}</w:ins>{run('丙')}", ["甲乙丙"]),
        (
            "<w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del><w:r><w:t>丙</w:t></w:r>",
            ["甲丙"],
        ),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", ["乙"]),
        (f"<w:hyperlink>{run('甲')}</w:hyperlink><w:smartTag>{run('乙')}</w:smartTag>", ["甲乙"]),
        (f'<w:fldSimple w:instr="DATE">{run("2023年")}</w:fldSimple>{run("底")}', ["2023年底"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>{run('乙')}", ["甲乙"]),
        (f"<w:customXml>{run('甲')}</w:customXml><w:bdo>{run('乙')}</w:bdo>", ["甲乙"]),
        (mark("begin") + code("REF x") + mark("separate") + run("甲") + mark("end") + run("乙"), ["甲乙"]),
        (
            mark("begin")
            + code("IF ")
            + mark("begin")
            + code("PAGE")
            + mark("separate")
            + run("7")
            + mark("end")
            + mark("end"),
            [],
        ),
        (mark("begin") + code("x") + mark("end") + run("乙"), ["乙"]),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", ["甲", "乙", "丙"]),
        (
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t><w:softHyphen/><w:t>丁</w:t></w:r>",
            ["甲 乙-丙丁"],
        ),
        ('<w:r><w:t>甲</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', ["甲✓"]),
        ("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>", ["a=b"]),
        (f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>", ["拼"]),
        (run("前") + SHAPES + run("后"), ["前后", "框中文字"]),
        ("<w:r><w:t>甲\n乙\u2028丙</w:t></w:r>", ["甲 乙 丙"]),
    ],
)
def test_inside_a_paragraph(inside: str, expected: list[str]) -> None:
    if expected:
        assert content(read_body(p(inside))) == expected
    else:
        with pytest.raises(RejectionError, match="empty"):
            read_body(p(inside))


def test_a_field_without_its_end_swallows_nothing() -> None:
    assert content(read_body(p(mark("begin") + code("REF x") + run("甲")) + p(run("乙")))) == ["甲", "乙"]


def test_hidden_words_are_listed_and_the_sentence_goes_on() -> None:
    style = '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = '<w:vanish w:val="0"/>'
    reading = read_body(
        p(
            run("甲")
            + run("密", "<w:vanish/>")
            + run("乙", '<w:rStyle w:val="h"/>' + shown)
            + run("机", '<w:rStyle w:val="h"/>')
        ),
        styles=style,
    )
    assert furniture(reading) == [("密", "hidden"), ("机", "hidden")]
    assert content(reading) == ["甲", "乙"]
    assert [block.continues for block in reading.blocks if not block.furniture] == [False, True]


def test_hidden_through_a_paragraph_style() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="h"/><w:basedOn w:val="b"/></w:style>'
    )
    reading = read_body(paragraph("密", '<w:pStyle w:val="h"/>') + paragraph("甲"), styles=style)
    assert (content(reading), furniture(reading)) == (["甲"], [("密", "hidden")])


def test_a_prompt_is_no_content() -> None:
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击输入')}</w:sdtContent></w:sdt>"
    reading = read_body(p(run("单位：") + control) + f"<w:sdt><w:sdtContent>{paragraph('乙')}</w:sdtContent></w:sdt>")
    assert (content(reading), furniture(reading)) == (["单位：", "乙"], [("单击输入", "hidden")])


def test_a_table_of_contents_is_navigation() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    field = p(mark("begin") + code(' TOC \\o "1-3" ') + mark("separate") + run("一、背景 1")) + p(
        run("二、做法 2") + mark("end")
    )
    reading = read_body(field + paragraph("三、成效 3", '<w:pStyle w:val="t"/>') + paragraph("正文"), styles=styles)
    assert content(reading) == ["正文"]
    assert [kind for _, kind in furniture(reading)] == ["navigation"] * 3


def test_paragraphs_are_counted_in_the_order_of_the_body() -> None:
    rows = table(cell("甲") + cell("乙"), cell("丙") + cell("丁"))
    reading = read_body(
        paragraph("一") + p("") + p("<w:r><w:t>二</w:t><w:br/><w:t>三</w:t></w:r>") + rows + paragraph("四")
    )
    assert [block.where.paragraph for block in reading.blocks] == [1, 3, 3, 4, 6, 8]
    assert reading.addressing == "paragraph"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半，</w:t></w:r></w:p>"
    assert content(read_body(first + paragraph("后半。"))) == ["前半，后半。"]
    assert content(read_body(first + table(cell("甲") + cell("乙")))) == ["前半，", "甲\t乙"]
    assert content(read_body(first)) == ["前半，"]


def rows_of(reading: Reading) -> list[tuple[int | None, int | None, str]]:
    return [(b.table, b.row, reading.text[b.start : b.end]) for b in reading.blocks if b.kind == "row"]


def test_rows_and_merged_cells() -> None:
    reading = read_body(
        table(
            cell("乡镇", '<w:vMerge w:val="restart"/>') + cell("党组织", '<w:gridSpan w:val="2"/>'),
            cell("", "<w:vMerge/>") + cell("个数") + cell("人数"),
            f"<w:sdt><w:sdtContent>{cell('东乡')}</w:sdtContent></w:sdt>"
            + cell("1")
            + cell(paragraph("2") + paragraph("（约）")),
            "<w:trPr><w:del/></w:trPr>" + cell("西乡"),
        )
        + table(cell("甲") + cell("乙"))
    )
    assert rows_of(reading) == [
        (0, 0, "乡镇\t党组织\t"),
        (0, 1, "\t个数\t人数"),
        (0, 2, "东乡\t1\t2 （约）"),
        (1, 0, "甲\t乙"),
    ]


def test_cells_may_be_numbered_and_hold_tables() -> None:
    inner = table(cell("内") + cell("层"))
    reading = read_body(
        table(
            cell(item("甲")) + cell("1"),
            cell(item("乙")) + cell(paragraph("见") + inner + "<w:p/>"),
            cell(item("丙")) + cell("3"),
        ),
        numbering=numbering(level(0, "decimal", "%1")),
    )
    assert rows_of(reading) == [(0, 0, "1 甲\t1"), (0, 1, "2 乙\t见"), (1, 0, "内\t层"), (2, 0, "3 丙\t3")]


def test_a_frame_of_one_column_and_prose_in_a_form_are_no_rows() -> None:
    frame = read_body(table(cell(paragraph("甲") + paragraph("乙"))))
    assert (content(frame), rows_of(frame)) == (["甲", "乙"], [])
    prose = ["一、主要做法", "加强领导。" * 50]
    form = read_body(table(cell("做法") + cell("".join(map(paragraph, prose))), cell("单位") + cell("某局")))
    assert content(form) == ["做法", *prose, "单位\t某局"]
    assert rows_of(form) == [(0, 0, "单位\t某局")]


def test_prose_beside_the_name_of_a_part_stands_under_it() -> None:
    prose = "组织党员下村走访，把群众的难处一件件记下来、办下去。"
    rows = [
        cell("主要做法") + cell(paragraph(prose)),
        cell("工作成效") + cell("很好"),
        cell("走访") + cell(paragraph(prose)),
    ]
    form = read_body(table(*rows))
    assert content(form) == ["主要做法", prose, "工作成效\t很好", f"走访\t{prose}"]
    assert rows_of(form) == [(0, 0, "工作成效\t很好"), (0, 1, f"走访\t{prose}")]


def test_notes_stand_at_the_end_in_the_order_of_the_text() -> None:
    notes = "".join(
        f'<w:{{kind}} w:id="{number}"{more}>{paragraph(text)}</w:{{kind}}>'
        for number, text, more in [
            (0, "线", ' w:type="separator"'),
            (1, "没有引用", ""),
            (2, "乙注", ""),
            (3, "甲注", ""),
        ]
    )
    body = p(run("甲") + '<w:r><w:footnoteReference w:id="3"/></w:r>') + p(
        run("乙") + '<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r>'
    )
    reading = read_body(
        body,
        footnotes=notes.replace("{kind}", "footnote"),
        endnotes=notes.replace("{kind}", "endnote").replace("乙", "尾"),
    )
    assert content(reading) == ["甲", "乙", "甲注", "乙注", "尾注"]
    assert [(block.kind, block.where.paragraph) for block in reading.blocks[2:]] == [
        ("note", 1),
        ("note", 2),
        ("note", 2),
    ]


def looks(block: Block) -> tuple[str, int | None, bool, bool, float | None]:
    return block.kind, block.level, block.bold, block.centred, block.size


def test_looks_and_headings_as_python_docx_writes_them() -> None:
    document = python_docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run_ = title.add_run("标题")
    run_.font.size, run_.bold = Pt(22), True
    document.add_heading("一、背景", level=2)
    document.add_paragraph("正文").add_run("粗体").bold = True
    document.add_paragraph("项目", style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    reading = read(buffer.getvalue(), "a.docx")
    found = [looks(block) for block in reading.blocks]
    assert found[0] == ("text", None, True, True, 22)
    assert found[1][:3] == ("heading", 2, True)
    assert found[2] == ("text", None, False, False, 11)
    assert found[3][:2] == ("list", None)
    assert reading.text == "标题\n一、背景\n正文粗体\n项目"


def test_an_outline_level_of_the_paragraph_makes_a_heading_and_nine_does_not() -> None:
    reading = read_body(paragraph("甲", '<w:outlineLvl w:val="2"/>') + paragraph("乙", '<w:outlineLvl w:val="9"/>'))
    assert [(block.kind, block.level) for block in reading.blocks] == [("heading", 3), ("text", None)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("heading 2", ("heading", 2, None)),
        ("标题 1", ("heading", 1, None)),
        ("标题三", ("heading", 3, None)),
        ("二级标题", ("heading", 2, None)),
        ("副标题", ("text", None, None)),
        ("WPSOffice手动目录 1", ("text", None, "navigation")),
        ("toc 2", ("text", None, "navigation")),
    ],
)
def test_names_of_styles(name: str, found: tuple[str, int | None, str | None]) -> None:
    style = f'<w:style w:type="paragraph" w:styleId="s"><w:name w:val="{name}"/></w:style>'
    block = read_body(paragraph("甲", '<w:pStyle w:val="s"/>'), styles=style).blocks[0]
    assert (block.kind, block.level, block.furniture) == found


def rejection(data: bytes) -> str:
    with pytest.raises(RejectionError) as caught:
        read(data, "a.docx")
    assert "Traceback" not in caught.value.reason
    assert caught.value.reason.endswith(".")
    return caught.value.code


def test_a_document_cut_off_anywhere_is_damaged() -> None:
    whole = docx(paragraph("甲" * 2000))
    assert {rejection(whole[: len(whole) * share // 20]) for share in range(1, 20)} == {"damaged"}


def test_no_flipped_bit_is_read_in_silence() -> None:
    whole = docx(paragraph("".join(chr(0x4E00 + n * 7 % 5000) for n in range(600))))
    expected = read(whole, "a.docx").text
    for at in range(30, len(whole), 41):
        broken = whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :]
        try:
            text = read(broken, "a.docx").text
        except RejectionError:
            continue
        assert text == expected


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ('<!DOCTYPE w [<!ENTITY a "b">]><w/>', "doctype"),
        ('<!DOCTYPE w SYSTEM "file:///etc/hostname"><w/>', "doctype"),
        (part("document", f"<w:body>{'<w:sdt>' * 4000}{'</w:sdt>' * 4000}</w:body>"), "depth"),
        (part("document", "<w:body>")[:-20], "damaged"),
        (part("document", "<w:body><w:p><w:r><w:t>&#0;</w:t></w:r></w:p></w:body>"), "damaged"),
    ],
)
def test_hostile_parts(document: str, code: str) -> None:
    assert rejection(zipped(entries("") | {DOCUMENT_NAME: document})) == code


def test_a_doctype_in_another_encoding_is_seen_too() -> None:
    document = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'.encode("utf-16")
    assert rejection(zipped(entries("") | {DOCUMENT_NAME: document})) == "doctype"


def test_broken_media_and_dangling_references_do_not_matter() -> None:
    found = entries(paragraph("甲")) | {"word/media/a.png": zlib.compress(b"x" * 50)}
    links = str(found["word/_rels/document.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="x1" Type="http://x/image" Target="NULL"/>'
        '<Relationship Id="x2" Type="http://x/styles" Target="../none.xml"/><Relationship Id="x3" '
        'Type="http://x/attachedTemplate" Target="http://localhost/a.dotm" TargetMode="External"/></Relationships>',
    )
    reading = read(zipped(found | {"word/_rels/document.xml.rels": links}), "a.docx")
    assert content(reading) == ["甲"]
    assert len(reading.warnings) == 1


def test_strict_documents_and_other_main_parts() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    renamed = {
        name.replace("document.xml", "document2.xml"): str(text)
        .replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)
        .replace("document.xml", "document2.xml")
        for name, text in entries(paragraph("甲")).items()
    }
    assert read(zipped(renamed), "a.docx").text == "甲"


@pytest.mark.parametrize(
    ("font", "char", "expected"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Symbol", "00B3", "≥"),
        ("SimSun", "25A1", "□"),
        ("SimSun", "F0A1", ""),
        ("Wingdings", "x", ""),
    ],
)
def test_symbols(font: str, char: str, expected: str) -> None:
    assert symbol(font, char) == expected


def test_signs_typed_in_a_symbol_font() -> None:
    font = '<w:rFonts w:hint="eastAsia" w:ascii="{0}" w:hAnsi="{0}"/>'.format
    ticked = run("\uf0fe", font("Wingdings")) + run("已办") + run("\uf0a3", font("Wingdings 2")) + run("未办")
    assert content(read_body(p(ticked + run("\uf0b7", font("Symbol"))))) == ["☑已办□未办•"]
    mark = f"<w:pPr><w:rPr>{font('Symbol')}</w:rPr></w:pPr>"
    assert content(read_body(p(mark + run("\uf0fe", font("Wingdings")) + run("同意")))) == ["☑同意"]
    assert content(read_body(p(mark + run("\uf0fe") + run("\uf0fe", font("Wingdings"))))) == ["\uf0fe☑"]
    assert content(read_body(p(run("\uf0fe", font("Ours")) + run("\uf0fe") + run("甲\uf028", font("Symbol"))))) == [
        "\uf0fe\uf0fe甲\uf028"
    ]


def test_a_paragraph_longer_than_the_parser_takes_unasked() -> None:
    text = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(3_600_000))
    assert read(docx(paragraph(text)), "a.docx").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_long_text_lets_no_entities_in(encoding: str) -> None:
    long = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(3_600_000))
    xml = part("document", f"<w:body>{paragraph(long)}</w:body>").replace("UTF-8", encoding)
    xml = xml.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)
    with pytest.raises(RejectionError) as caught:
        read(zipped(entries("") | {DOCUMENT_NAME: xml.encode(encoding)}), "a.docx")
    assert caught.value.code in ("doctype", "damaged")
