"""One DOCX that holds every feature that a reader must know, each beside the lines that it reads as."""

from tests.corpus.docx_files import (
    OFFICE,
    cell,
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

LEVELS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "(%4)")
    + level(4, "decimalEnclosedCircleChinese", "%5")
    + level(5, "upperLetter", "%6.")
    + level(6, "ideographTraditional", "%7、")
    + level(7, "decimal", "%1.%8", "<w:isLgl/>")
    + level(8, "lowerRoman", "%9)", '<w:lvlRestart w:val="0"/>')
)
CHAPTERS = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="c1"/>')
    + f"{level(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>"
)
NUMS = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="c1"><w:name w:val="heading 1"/><w:pPr>'
    '<w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="t"><w:name w:val="t"/><w:rPr><w:b/></w:rPr></w:style>'
)


def box(text: str) -> str:
    """A text box, stored a second time for old programs."""
    inside = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def math(inside: str) -> str:
    """A formula; `[…]` stands for a run of it."""
    runs = inside.replace("[", "<m:r><m:t>").replace("]", "</m:t></m:r>")
    return f"<m:oMathPara><m:oMath>{runs}</m:oMath></m:oMathPara>"


GONE = "<w:pPr><w:rPr><w:{}/></w:rPr></w:pPr>"
OFF = '<w:pStyle w:val="c1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
# What stands in the body, and the lines that it reads as.
BODY: list[tuple[str, list[str]]] = [
    (paragraph("平川县网格化治理的做法", '<w:jc w:val="center"/>'), ["平川县网格化治理的做法"]),
    (p(run("甲") + "<w:ins>" + run("增") + "</w:ins>" + run("乙")), ["甲增乙"]),
    (p(run("甲") + "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>" + run("丙")), ["甲丙"]),
    (
        p(f"<w:moveFrom>{run('移走')}</w:moveFrom>{run('留下')}") + p(f"<w:moveTo>{run('移来')}</w:moveTo>"),
        ["留下", "移来"],
    ),
    (p(GONE.format("del") + run("前半，")) + paragraph("后半。"), ["前半，后半。"]),
    (p(GONE.format("moveFrom") + f"<w:moveFrom>{run('走')}</w:moveFrom>") + paragraph("其后。"), ["其后。"]),
    (p(run("明") + run("暗", "<w:vanish/>") + run("白", '<w:vanish w:val="0"/>')), ["明", "白"]),
    (paragraph("密", '<w:pStyle w:val="h"/>'), []),
    (p(f'<w:hyperlink r:id="x">{run("链接")}</w:hyperlink><w:smartTag>{run("标记")}</w:smartTag>'), ["链接标记"]),
    (p(f'<w:fldSimple w:instr="DATE">{run("2023年")}</w:fldSimple>'), ["2023年"]),
    (
        p(
            mark("begin")
            + "<w:r><w:instrText> REF x </w:instrText></w:r>"
            + mark("separate")
            + run("见表1")
            + mark("end")
        ),
        ["见表1"],
    ),
    (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('块控件')}</w:sdtContent></w:sdt>", ["块控件"]),
    (p(run("行内") + f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>"), ["行内控件"]),
    (p(run("框前") + box("框中文字") + run("框后")), ["框前框后", "框中文字"]),
    (p(run("上行") + "<w:r><w:br/></w:r>" + run("下行") + "<w:r><w:tab/><w:t>其后</w:t></w:r>"), ["上行", "下行 其后"]),
    (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("已办")), ["☑已办"]),
    (p(f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"), ["拼"]),
    (p(run("率=") + math("<m:f><m:num>[a+b]</m:num><m:den>[c]</m:den></m:f>")), ["率=(a+b)/c"]),
    (p(math("<m:sSup><m:e>[10]</m:e><m:sup>[6]</m:sup></m:sSup><m:rad><m:deg/><m:e>[x]</m:e></m:rad>")), ["10^6√(x)"]),
    (p(math("[f]<m:d><m:e>[x]</m:e><m:e>[y]</m:e></m:d>")), ["f(x|y)"]),
    (
        p(
            math(
                '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>[i=1]</m:sub>'
                "<m:sup>[n]</m:sup><m:e>[k]</m:e></m:nary>"
            )
        ),
        ["∑_(i=1)^nk"],
    ),
    (
        p(run("批") + '<w:commentRangeStart w:id="0"/>' + run("注") + '<w:r><w:commentReference w:id="0"/></w:r>'),
        ["批注"],
    ),
    (p(run("有注") + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'), ["有注"]),
    (
        table(
            cell("乡镇", '<w:vMerge w:val="restart"/>') + cell("党组织", '<w:gridSpan w:val="2"/>'),
            cell("", "<w:vMerge/>") + cell("个数") + cell("人数"),
            cell("东乡") + cell("1") + cell(paragraph("见") + table(cell("内") + cell("层")) + "<w:p/>"),
        ),
        ["乡镇\t党组织\t", "\t个数\t人数", "东乡\t1\t见", "内\t层"],
    ),
    (
        "".join(item("事", at) for at in (0, 1, 1, 2, 3, 4, 5, 6)),
        ["一、事", "（一）事", "（二）事", "1.事", "(1)事", "① 事", "A.事", "甲、事"],
    ),
    (
        item("事", 7) + item("事", 8) + item("事", 0) + item("事", 8) + item("事", 1),
        ["1.1 事", "i)事", "二、事", "ii)事", "（一）事"],
    ),
    (item("事", 0, 2) + item("事", 0, 2), ["十一、事", "十二、事"]),
    (paragraph("总则", '<w:pStyle w:val="c1"/>') + item("范围", 1, 3), ["第一章 总则", "1.1 范围"]),
    (paragraph("无号", OFF) + paragraph("附则", '<w:pStyle w:val="c1"/>'), ["无号", "第二章 附则"]),
    ('<w:altChunk r:id="page"/>', ["网页中的段落，讲的是网格员怎样把这件事办好，群众看得见。"]),
    ('<w:altChunk r:id="inner"/>', ["文中之文"]),
    (paragraph("&lt;w:b/&gt; &amp;"), ["<w:b/> &"]),
]
NOTES = ["脚注一", "尾注二"]
HEADS = ["第1期简报", "— 5 —"]


def note(kind: str, text: str) -> str:
    """A part of one note, behind the line that parts notes from the text."""
    line = f'<w:{kind} w:id="0" w:type="separator">{paragraph("线")}</w:{kind}>'
    return f'{line}<w:{kind} w:id="2">{paragraph(text)}</w:{kind}>'


def feature_file() -> bytes:
    """The DOCX."""
    found = entries(
        "".join(xml for xml, _ in BODY),
        styles=STYLES,
        numbering=numbering(LEVELS, CHAPTERS + NUMS),
        footnotes=note("footnote", NOTES[0]),
        endnotes=note("endnote", NOTES[1]),
    )
    links = str(found["word/_rels/document.xml.rels"])
    more = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in [
            ("page", "aFChunk", "page.html"),
            ("inner", "aFChunk", "inner.docx"),
            ("head", "header", "header1.xml"),
            ("foot", "footer", "footer1.xml"),
        ]
    )
    page = f"<html><head><meta charset='utf-8'></head><body><p>{BODY[-3][1][0]}</p></body></html>"
    return zipped(
        found
        | {
            "word/_rels/document.xml.rels": links.replace("</Relationships>", f"{more}</Relationships>"),
            "word/page.html": page.encode(),
            "word/inner.docx": docx(paragraph("文中之文") + '<w:altChunk r:id="r0"/>'),
            "word/header1.xml": part("hdr", paragraph(HEADS[0])),
            "word/footer1.xml": part("ftr", paragraph(HEADS[1]) + paragraph(HEADS[0])),
        }
    )


def strict(data: dict[str, str | bytes]) -> bytes:
    """The entries of a DOCX in the namespaces of ISO "strict" documents."""
    pure = "http://purl.oclc.org/ooxml/"
    return zipped(
        {
            name: str(text)
            .replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", f"{pure}wordprocessingml/main")
            .replace("http://schemas.openxmlformats.org/officeDocument/2006/", f"{pure}officeDocument/")
            for name, text in data.items()
        }
    )
