"""Every feature of DOCX in one file: no character too many, none too few; and small XML reads like the large one."""

import pytest

from corpus.model import Reading
from corpus.readers import docx as reader
from corpus.readers import docx_package, mhtml, read
from corpus.readers.docx_compact import compact, thinned, without_table_styles
from corpus.readers.docx_package import W, parse_xml
from tests.corpus.docx_features import BODY, HEADS, NOTES, feature_file, strict
from tests.corpus.docx_files import SPACES, docx, entries, p, paragraph, part, run, zipped

EXPECTED = [line for _, lines in BODY for line in lines]
LINK = '<Relationship Id="c" Type="http://x/aFChunk" Target="c.bin"/></Relationships>'


def content(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks if not block.furniture]


def furniture(reading: Reading, kind: str) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks if block.furniture == kind]


def test_every_feature_reads_as_it_should() -> None:
    reading = read(feature_file(), "a.docx")
    assert content(reading) == EXPECTED + NOTES
    assert furniture(reading, "running_head") == HEADS
    assert furniture(reading, "hidden") == ["暗", "密"]
    assert (reading.partial, reading.title) == (None, EXPECTED[0])


def test_it_reads_alike_when_the_xml_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(feature_file(), "a.docx")
    for name in ("compact", "thinned", "without_table_styles"):
        monkeypatch.setattr(docx_package, name, lambda xml: xml)
    assert reader.read(feature_file()) == expected


def test_strict_documents_keep_formulas_and_notes() -> None:
    body = next(xml for xml, lines in BODY if lines == ["率=(a+b)/c"])
    assert read(strict(entries(body)), "a.docx").text == "率=(a+b)/c"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("<w:r><w:t><![CDATA[<w:b/>]]></w:t></w:r>"), "<w:b/>"),
        (p("<w:r><w:t>甲<!-- <w:r><w:t> -->乙</w:t></w:r>"), "甲乙"),
        (p('<w:r><w:t w:x="a>b">甲</w:t></w:r>'), "甲"),
        ('<w:p w:x="a>b"><w:pPr><w:jc w:val="a/>"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>', "甲"),
        ('<w:p known="7"><w:r><w:t known="x">甲</w:t></w:r></w:p>', "甲"),
        (f"<w:p>{run('甲')}<w:t known='9'>乙</w:t></w:p>", "甲乙"),
    ],
)
def test_odd_xml_is_not_spoilt_by_making_it_small(body: str, expected: str) -> None:
    assert read(docx(body), "a.docx").text == expected


def test_properties_stand_once_and_formatting_nowhere() -> None:
    bold, font = "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:rFonts w:ascii="A"/></w:rPr>'
    item = "<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r>{}<w:t>甲</w:t></w:r></w:p>"
    xml = part("document", f"<w:body>{item.format(bold) * 3}{item.format(font)}</w:body>").encode()
    root = parse_xml(xml, compact)
    assert [child.tag for child in root.iterfind(f"{W}known/*")] == [W + "pPr", W + "rPr", W + "rPr"]
    assert [e.get("known") for e in root.iterfind(f"{W}body/{W}p/{W}t")] == ["1", "1", "1", "2"]
    assert thinned(f"<w:r>{font}{bold}</w:r>".encode()) == f"<w:r>{bold}</w:r>".encode()


def test_styles_of_tables_are_cut_out_and_no_others() -> None:
    kinds = [("paragraph", "a"), ("table", "b"), ("character", "c"), ("table", "d")]
    styles = "".join(f'<w:style w:type="{kind}" w:styleId="{name}"><w:pPr/></w:style>' for kind, name in kinds)
    root = parse_xml(f"<w:styles {SPACES}>{styles}</w:styles>".encode(), without_table_styles)
    # The last piece bears the end of the part, and stays.
    assert [style.get(W + "styleId") for style in root] == ["a", "c", "d"]


def embedding(data: bytes) -> Reading:
    found = entries(paragraph("前") + '<w:altChunk r:id="c"/><w:altChunk r:id="c"/>' + paragraph("后"))
    links = str(found["word/_rels/document.xml.rels"]).replace("</Relationships>", LINK)
    return read(zipped(found | {"word/_rels/document.xml.rels": links, "word/c.bin": data}), "a.docx")


def test_a_web_archive_in_a_document_is_read_once() -> None:
    page = "<html><body><p>村里把这件事交给网格员去办，群众看得见也说得上话。</p></body></html>"
    archive = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page.encode("gb2312")
        + b"\r\n--x--\r\n"
    )
    reading = embedding(archive)
    assert content(reading) == ["前", page[15:-18], "后"]
    assert [block.where.paragraph for block in reading.blocks] == [1, 1, 2]


def test_what_cannot_be_read_in_a_document_makes_it_partial() -> None:
    reading = embedding(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert content(reading) == ["前", "后"]
    assert reading.partial is not None
    assert reading.partial.startswith("A file that the document embeds could not be read")


def test_a_page_sent_as_mail_of_one_part() -> None:
    page = '<html><head><meta charset="gb18030"></head><body><p>村里把这件事交给网格员去办。</p></body></html>'
    mail = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html{}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    for charset in (b"", b"; charset=gb2312", b"; charset=nobody-knows"):
        reading = embedding(mail.replace(b"{}", charset) + page.encode("gb18030"))
        assert (content(reading), reading.partial) == (["前", "村里把这件事交给网格员去办。", "后"], None)


@pytest.mark.parametrize("fault", [RecursionError, ValueError])
def test_a_reader_that_fails_on_an_embedded_file_leaves_the_rest(
    fault: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: bytes) -> Reading:
        raise fault

    monkeypatch.setattr(mhtml, "read", fail)
    reading = embedding(b"MIME-Version: 1.0\r\n\r\n")
    assert content(reading) == ["前", "后"]
    assert str(reading.partial).endswith(f"({fault.__name__}).")


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: " + b"(" * 9000,
        b"Content-Type: text/html; " + b"a=b;" * 40_000,
        b"Content-Type: text/html;" + b"\r\n a=b;" * 40_000,
    ],
)
def test_mail_that_is_made_to_be_hard_to_read_costs_no_more_than_itself(header: bytes) -> None:
    reading = embedding(b"MIME-Version: 1.0\r\n" + header + b"\r\n\r\n<html><body><p>hi</p></body></html>")
    assert content(reading) == ["前", "后"]
    assert str(reading.partial).startswith("A file that the document embeds could not be read: ")


def test_a_file_that_many_references_name_is_read_once() -> None:
    found = entries(paragraph("前") + "".join(f'<w:altChunk r:id="c{n}"/>' for n in range(9)))
    links = "".join(LINK.partition("</")[0].replace('"c"', f'"c{n}"') for n in range(9)) + "</Relationships>"
    links = str(found["word/_rels/document.xml.rels"]).replace("</Relationships>", links)
    words = "村里把这件事交给网格员去办，群众看得见也说得上话。"
    data = zipped(found | {"word/_rels/document.xml.rels": links, "word/c.bin": words.encode()})
    assert content(read(data, "a.docx")) == ["前", words]
