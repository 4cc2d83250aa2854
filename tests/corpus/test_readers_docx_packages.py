"""DOCX files as other programs than Word write them: parts left out, renamed, in other encodings or namespaces."""

import re

import pytest

from corpus.model import Reading, RejectionError
from corpus.readers import read
from tests.corpus.docx_features import strict
from tests.corpus.docx_files import (
    DOCUMENT_NAME,
    OFFICE,
    PACKAGE,
    TYPE,
    cell,
    docx,
    entries,
    item,
    level,
    numbering,
    p,
    paragraph,
    part,
    run,
    table,
    zipped,
)

LEVELS = numbering(level(0, "chineseCounting", "%1、"))


def lines(data: bytes) -> list[str]:
    reading = read(data, "a.docx")
    return [reading.text[block.start : block.end] for block in reading.blocks if not block.furniture]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("named", ["UTF-16", "UTF-8"])
def test_parts_in_utf_16(encoding: str, named: str) -> None:
    found = entries(item("甲"), numbering=LEVELS)
    wide = {
        name: str(text).replace("UTF-8", named).encode(encoding) if name.startswith("word/") else text
        for name, text in found.items()
    }
    assert lines(zipped(wide)) == ["一、甲"]


def test_strict_documents_have_sizes_with_units() -> None:
    big = '<w:rPr><w:sz w:val="{}"/></w:rPr>'
    body = "".join(p(f"<w:r>{big.format(size)}<w:t>甲</w:t></w:r>") for size in ("16pt", "32"))
    assert [block.size for block in read(strict(entries(body)), "a.docx").blocks] == [16, 16]


def test_words_of_a_doctype_in_a_comment_do_no_harm() -> None:
    xml = part("document", f"<w:body>{paragraph('甲')}<!-- <!DOCTYPE a> --></w:body>")
    for document in (xml, xml.replace("?>", "?><!-- <!DOCTYPE a> -->", 1)):
        assert lines(zipped(entries("") | {DOCUMENT_NAME: document})) == ["甲"]


@pytest.mark.parametrize("before", ["", "\ufeff", "<!-- x -->", "\n<?x y?> ", "<!-- > -- <!-- -->"])
def test_a_doctype_is_seen_behind_comments_and_instructions(before: str) -> None:
    with pytest.raises(RejectionError) as caught:
        read(zipped(entries("") | {DOCUMENT_NAME: f'{before}<!DOCTYPE w [<!ENTITY a "b">]><w/>'}), "a.docx")
    assert caught.value.code in ("doctype", "damaged")


def test_overrides_alone_and_another_name_and_no_styles() -> None:
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/story/main.xml" '
        f'ContentType="{TYPE}.document.main+xml"/></Types>'
    )
    links = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="/story/main.xml"/>'
    data = zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
            "story/main.xml": part("document", "<w:body>" + paragraph("甲", '<w:pStyle w:val="9"/>') + "</w:body>"),
        }
    )
    assert lines(data) == ["甲"]


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "docm"),
        (f"{TYPE}.template.main+xml", "dotx"),
    ],
)
def test_templates_and_documents_with_macros(kind: str, suffix: str) -> None:
    found = entries(item("甲"), numbering=LEVELS)
    types = str(found["[Content_Types].xml"]).replace(f"{TYPE}.document.main+xml", kind)
    reading: Reading = read(zipped(found | {"[Content_Types].xml": types}), f"a.{suffix}")
    assert reading.text == "一、甲"


def test_another_prefix_for_the_same_namespace() -> None:
    xml = part("document", f"<w:body>{item('甲')}{table(cell('乙') + cell('丙'))}</w:body>")
    other = re.sub(r"(</?|\s|xmlns:)w(?=:|=)", r"\1ns0", xml)
    found = entries("", numbering=LEVELS)
    assert lines(zipped(found | {DOCUMENT_NAME: other})) == ["一、甲", "乙\t丙"]


CHOICE = (
    '<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
)
WPS = '<wpsCustomData:x xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (CHOICE.format(paragraph("甲"), paragraph("乙")), ["甲"]),
        (p(CHOICE.format(run("甲"), run("乙"))), ["甲"]),
        (p(f"<w:r>{CHOICE.format('<w:t>甲</w:t>', '<w:t>乙</w:t>')}</w:r>"), ["甲"]),
        ("<w:tbl>" + CHOICE.format(f"<w:tr>{cell('甲')}{cell('乙')}</w:tr>", "") + "</w:tbl>", ["甲\t乙"]),
        (f"<w:tbl><w:tr>{CHOICE.format(cell('甲'), cell('丙'))}{cell('乙')}</w:tr></w:tbl>", ["甲\t乙"]),
        (f"<w:unheard>{paragraph('甲')}<w:more>{paragraph('乙')}</w:more></w:unheard>", ["甲", "乙"]),
        (f"<w:ins>{paragraph('甲')}</w:ins><w:del>{paragraph('乙')}</w:del>", ["甲"]),
        (WPS + paragraph("甲") + p(WPS + run("乙")), ["甲", "乙"]),
        (paragraph("甲", '<w:numPr><w:ilvl w:val="0"/></w:numPr>'), ["甲"]),
        (p('<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>' + run("今")) + paragraph("年以来。"), ["今年以来。"]),
        (p('<w:pPr><w:framePr w:wrap="around"/></w:pPr>' + run("某县文件")) + paragraph("甲"), ["某县文件", "甲"]),
        (p('<w:bdo w:val="ltr">' + run("甲") + '</w:bdo><w:dir w:val="ltr">' + run("乙") + "</w:dir>"), ["甲乙"]),
    ],
)
def test_odd_places(body: str, expected: list[str]) -> None:
    assert lines(docx(body, numbering=LEVELS)) == expected


def merged(kind: str = "continue", name: str = "vMerge") -> str:
    return f'<w:{name} w:val="{kind}"/>'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Without a beginning above or before it, what goes on is a cell like any other.
        ([cell("甲", merged()) + cell("1")], ["甲\t1"]),
        ([cell("甲", merged()) + cell("1"), cell("乙", merged()) + cell("2")], ["甲\t1", "\t2"]),
        ([cell("甲") + cell("1"), cell("乙", merged()) + cell("2")], ["甲\t1", "乙\t2"]),
        ([cell("甲", merged("continue", "hMerge")) + cell("乙", merged("continue", "hMerge"))], ["甲\t"]),
        ([cell("甲", merged("restart", "hMerge")) + cell("", merged("continue", "hMerge")) + cell("1")], ["甲\t\t1"]),
        # A merged cell is found by its column, whatever stands before it.
        (
            [
                cell("甲", '<w:gridSpan w:val="2"/>') + cell("乙", merged("restart")),
                cell("1") + cell("2") + cell("", merged()),
            ],
            ["甲\t\t乙", "1\t2\t"],
        ),
        # Columns that a row leaves out.
        (
            [
                cell("甲") + cell("乙") + cell("丙"),
                '<w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>' + cell("2"),
            ],
            ["甲\t乙\t丙", "\t2\t"],
        ),
        ([cell("甲") + cell("乙"), '<w:trPr><w:gridBefore w:val="999999999"/></w:trPr>' + cell("丙")], None),
    ],
)
def test_merged_cells(rows: list[str], expected: list[str] | None) -> None:
    found = lines(docx(table(*rows)))
    assert found == expected or (expected is None and len(found[1]) < 100)
