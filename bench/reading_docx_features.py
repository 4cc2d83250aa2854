"""Everything that a DOCX may hold besides plain paragraphs: for each feature its XML and what a reader of Word sees."""

from dataclasses import dataclass

from tests.corpus.docx_files import cell, item, level, paragraph, table


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that stands in a DOCX. `truth`: its paragraphs and rows (cells joined by tabs), the last `notes` of
    which are notes and stand at the end of the document.
    """

    name: str
    body: str
    truth: tuple[str, ...]
    notes: int = 0


def _p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field(code: str, result: str) -> str:
    code = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return _mark("begin") + code + _mark("separate") + result + _mark("end")


def _note(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def _changed(kind: str, inside: str) -> str:
    return f'<w:{kind} w:id="1" w:author="甲" w:date="2023-01-01T00:00:00Z">{inside}</w:{kind}>'


def _control(inside: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def _box(words: str) -> str:
    inner = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    shape = f"<w:drawing><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing>"
    fallback = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    choice = f'<mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
    return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"


def _list(number: int, *entries: tuple[int, str]) -> str:
    return "".join(item(text, at, number) for at, text in entries)


FORMS = {
    1: (
        (0, "chineseCountingThousand", "%1、"),
        (1, "chineseCounting", "（%2）"),
        (2, "decimal", "%3."),
        (3, "decimal", "(%4)"),
    ),
    2: ((0, "decimalEnclosedCircleChinese", "%1"),),
    3: ((0, "ideographTraditional", "%1、"),),
    4: ((0, "chineseCountingThousand", "第%1章 "), (1, "chineseCountingThousand", "第%2节 ")),
    5: ((0, "upperLetter", "%1."), (1, "lowerRoman", "%2) ")),
    6: ((0, "decimal", "%1"), (1, "decimal", "%1.%2 ")),
    7: ((0, "chineseLegalSimplified", "%1、"),),
    8: ((0, "japaneseCounting", "%1是"),),
    10: ((0, "decimalEnclosedCircle", "%1"),),
}


def _numbering() -> str:
    """All lists: kind n of FORMS is list n; list 11 is list 1 begun anew at 5."""
    bare = '<w:suff w:val="nothing"/>'
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(level(at, form, text, bare) for at, form, text in levels)
        + "</w:abstractNum>"
        for number, levels in FORMS.items()
    )
    linked = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Linked"/>{bare}'
    kinds += f'<w:abstractNum w:abstractNumId="9">{linked}<w:lvlText w:val="案例%1 "/></w:lvl></w:abstractNum>'
    nums = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (*FORMS, 9))
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    return f'{kinds}{nums}<w:num w:numId="11"><w:abstractNumId w:val="1"/>{anew}</w:num>'


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Linked"><w:name w:val="Linked"/>'
    '<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Below"><w:name w:val="Below"/>'
    '<w:basedOn w:val="Linked"/></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
)
SEPARATOR = '<w:{0} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{0}>'
PARTS = {
    "numbering": _numbering(),
    "styles": STYLES,
    "footnotes": SEPARATOR.format("footnote") + f'<w:footnote w:id="2">{paragraph("数据来自统计局。")}</w:footnote>',
    "endnotes": SEPARATOR.format("endnote") + f'<w:endnote w:id="2">{paragraph("作者系县委干部。")}</w:endnote>',
    "comments": f'<w:comment w:id="1">{paragraph("此处再核。")}</w:comment>',
}
FRACTION = "<m:oMath><m:r><m:t>x=</m:t></m:r><m:r><m:t>a+b</m:t></m:r></m:oMath>"
FEATURES = (
    Feature(
        "paragraphs and blanks", paragraph("  前有空格") + paragraph("") + paragraph("后一段"), ("前有空格", "后一段")
    ),
    Feature("soft breaks", _p(_r("第一行") + "<w:r><w:br/></w:r>" + _r("第二行")), ("第一行", "第二行")),
    Feature("page breaks", _p(_r("前") + "<w:r><w:lastRenderedPageBreak/></w:r>" + _r("后")), ("前后",)),
    Feature(
        "tabs and hyphens",
        _p(_r("甲") + "<w:r><w:noBreakHyphen/></w:r>" + _r("乙") + "<w:r><w:softHyphen/></w:r>"),
        ("甲-乙",),
    ),
    Feature(
        "inserted and deleted",
        _p(_r("留") + _changed("ins", _r("增")) + _changed("del", "<w:r><w:delText>删</w:delText></w:r>")),
        ("留增",),
    ),
    Feature(
        "moved",
        _p(_changed("moveFrom", _r("移动的话")) + _r("原处")) + _p(_changed("moveTo", _r("移动的话"))),
        ("原处", "移动的话"),
    ),
    Feature(
        "inserted link", _p(_changed("ins", f'<w:hyperlink w:anchor="a">{_r("新链接")}</w:hyperlink>')), ("新链接",)
    ),
    Feature(
        "hidden",
        _p(
            _r("见")
            + _r("密", "<w:vanish/>")
            + _r("机", '<w:rStyle w:val="Secret"/>')
            + _r("人", '<w:vanish w:val="0"/>')
        ),
        ("见人",),
    ),
    Feature("link", _p(_r("见") + f'<w:hyperlink w:anchor="a">{_r("附件一")}</w:hyperlink>'), ("见附件一",)),
    Feature(
        "smart tag",
        _p('<w:smartTag w:element="place">' + _r("青岚县") + "</w:smartTag>" + _r("的做法")),
        ("青岚县的做法",),
    ),
    Feature(
        "simple field",
        _p(f'<w:fldSimple w:instr=" DATE ">{_r("2023年5月")}</w:fldSimple>' + _r("印发")),
        ("2023年5月印发",),
    ),
    Feature("field", _p(_r("第") + _field("PAGEREF a", _r("3")) + _r("页")), ("第3页",)),
    Feature("nested fields", _p(_field("IF " + "1", _r("外") + _field("REF b", _r("内"))) + _r("尾")), ("外内尾",)),
    Feature(
        "block control",
        _control(paragraph("控件里的段落") + table(cell("甲") + cell("乙"))),
        ("控件里的段落", "甲\t乙"),
    ),
    Feature("inline control", _p(_r("填报：") + _control(_r("某单位"))), ("填报：某单位",)),
    Feature("prompt of a control", _p(_r("电话：") + _control(_r("单击输入"), "<w:showingPlcHdr/>")), ("电话：",)),
    Feature("text box once", _p(_r("框外") + _box("框内文字")), ("框外", "框内文字")),
    Feature(
        "footnote and endnote",
        _p(_r("甲县") + _note("footnote", 2) + _r("乙县") + _note("endnote", 2)),
        ("甲县乙县", "数据来自统计局。", "作者系县委干部。"),
        2,
    ),
    Feature(
        "comment out",
        _p(
            '<w:commentRangeStart w:id="1"/>'
            + _r("正文")
            + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        ),
        ("正文",),
    ),
    Feature("equation", _p(_r("设") + FRACTION), ("设x=a+b",)),
    Feature("equation of its own", _p(f"<m:oMathPara>{FRACTION}</m:oMathPara>"), ("x=a+b",)),
    Feature("symbol", _p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + _r("已办")), ("✓已办",)),
    Feature(
        "ruby",
        _p(
            "<w:r><w:ruby><w:rubyPr/><w:rt>"
            + _r("zhuàng")
            + "</w:rt><w:rubyBase>"
            + _r("壮")
            + "</w:rubyBase></w:ruby></w:r>"
            + _r("族")
        ),
        ("壮族",),
    ),
    Feature(
        "deleted paragraph mark",
        _p(_r("前半，"), f"<w:rPr>{_changed('del', '')}</w:rPr>") + paragraph("后半。"),
        ("前半，后半。",),
    ),
    Feature(
        "table",
        paragraph("表前") + table(cell("乡镇") + cell("户数"), cell("东乡") + cell("12")) + paragraph("表后"),
        ("表前", "乡镇\t户数", "东乡\t12", "表后"),
    ),
    Feature(
        "cells merged across",
        table(cell("合计", '<w:gridSpan w:val="2"/>') + cell("9"), cell("甲") + cell("乙") + cell("丙")),
        ("合计\t\t9", "甲\t乙\t丙"),
    ),
    Feature(
        "cells merged down",
        table(cell("东乡", '<w:vMerge w:val="restart"/>') + cell("1"), cell("", "<w:vMerge/>") + cell("2")),
        ("东乡\t1", "\t2"),
    ),
    Feature(
        "table in a cell",
        table(cell("外") + cell(paragraph("见下") + table(cell("内1") + cell("内2")) + paragraph(""))),
        ("外\t见下", "内1\t内2"),
    ),
    Feature(
        "deleted row",
        table(cell("留") + cell("1"), f"<w:trPr>{_changed('del', '')}</w:trPr>" + cell("删") + cell("2")),
        ("留\t1",),
    ),
    Feature(
        "list 一、（一）1.(1)",
        _list(1, (0, "甲"), (1, "乙"), (2, "丙"), (3, "丁"), (2, "戊"), (1, "己"), (2, "庚"), (0, "辛"), (1, "壬")),
        ("一、甲", "（一）乙", "1.丙", "(1)丁", "2.戊", "（二）己", "1.庚", "二、辛", "（一）壬"),
    ),
    Feature("list ①", _list(2, (0, "甲"), (0, "乙")), ("①甲", "②乙")),
    Feature("list 甲、", _list(3, (0, "东"), (0, "西")), ("甲、东", "乙、西")),
    Feature(
        "list 第一章",
        _list(4, (0, "总则"), (1, "目的"), (0, "附则"), (1, "解释")),
        ("第一章 总则", "第一节 目的", "第二章 附则", "第一节 解释"),
    ),
    Feature("list A. i)", _list(5, (0, "甲"), (1, "乙"), (1, "丙"), (0, "丁")), ("A.甲", "i) 乙", "ii) 丙", "B.丁")),
    Feature(
        "list 1.1",
        _list(6, (0, "甲"), (1, "乙"), (1, "丙"), (0, "丁"), (1, "戊")),
        ("1甲", "1.1 乙", "1.2 丙", "2丁", "2.1 戊"),
    ),
    Feature("list 壹、", _list(7, (0, "甲"), (0, "乙")), ("壹、甲", "贰、乙")),
    Feature("list 一是", _list(8, (0, "甲"), (0, "乙")), ("一是甲", "二是乙")),
    Feature(
        "style-linked list",
        paragraph("甲", '<w:pStyle w:val="Linked"/>') + paragraph("乙", '<w:pStyle w:val="Below"/>'),
        ("案例1 甲", "案例2 乙"),
    ),
    Feature("start override", _list(11, (0, "甲"), (0, "乙")), ("五、甲", "六、乙")),
    Feature("number in a cell", table(cell(item("甲", 0, 10)) + cell(item("乙", 0, 10))), ("①甲\t②乙",)),
)
