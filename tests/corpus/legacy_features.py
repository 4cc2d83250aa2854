"""What old word-processor files hold besides plain paragraphs: DOCX that LibreOffice saves anew, and RTF by hand."""

from dataclasses import dataclass

from tests.corpus.docx_files import docx, item, level, numbering, paragraph

WIDTH = 9000
HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fnil\fcharset2 Wingdings;}}"


@dataclass(frozen=True, slots=True)
class Feature:
    """A document and its paragraphs and rows (cells joined by tabs); notes stand at the end."""

    name: str
    data: bytes
    truth: tuple[str, ...]


def _p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{mark('separate')}{_r(result)}{mark('end')}"


def _changed(kind: str, inside: str) -> str:
    return f'<w:{kind} w:id="1" w:author="甲" w:date="2023-01-01T00:00:00Z">{inside}</w:{kind}>'


def _deleted(text: str) -> str:
    return _changed("del", f"<w:r><w:delText>{text}</w:delText></w:r>")


def _table(columns: int, *rows: str) -> str:
    grid = f'<w:gridCol w:w="{WIDTH // columns}"/>' * columns
    cells = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl>'


def _cell(content: str, columns: int, span: int = 1, merged: str = "") -> str:
    width = f'<w:tcW w:w="{WIDTH // columns * span}" w:type="dxa"/>'
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = {"": "", "first": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>"}[merged]
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{width}{across}{down}</w:tcPr>{inner}</w:tc>"


def _row(*cells: str) -> str:
    return "".join(_cell(one, len(cells)) for one in cells)


def _between(body: str) -> bytes:
    """A DOCX in which something stands between two paragraphs."""
    return docx(paragraph("前文。") + body + paragraph("后文。"), footnotes=NOTES, comments=COMMENTS)


def _section(columns: int) -> str:
    return f'<w:sectPr><w:type w:val="continuous"/><w:cols w:num="{columns}" w:space="480"/></w:sectPr>'


SEPARATOR = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
NOTES = f'{SEPARATOR}<w:footnote w:id="2">{_p(_r("据统计") + _deleted("删注") + _r("局。"))}</w:footnote>'
COMMENTS = f'<w:comment w:id="1" w:author="甲">{paragraph("此处再核。")}</w:comment>'
COMMENTED = (
    '<w:commentRangeStart w:id="1"/>'
    + _r("批过的话")
    + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
)
BARE = '<w:suff w:val="nothing"/>'
KINDS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "(%4)"),
    ("decimalEnclosedCircleChinese", "%5"),
)
FIVE = "".join(level(at, form, text, BARE) for at, (form, text) in enumerate(KINDS))
CHAPTERS = (
    level(0, "chineseCountingThousand", "第%1章 ", BARE)
    + level(1, "decimal", "%1.%2 ", f"<w:isLgl/>{BARE}")
    + level(2, "decimal", "%1.%2.%3 ", f"<w:isLgl/>{BARE}")
)
LINES = ((0, "甲"), (1, "乙"), (2, "丙"), (3, "丁"), (4, "戊"), (4, "己"), (1, "庚"), (2, "辛"), (0, "壬"))
NUMBERED = ("一、甲", "（一）乙", "1.丙", "(1)丁", "①戊", "②己", "（二）庚", "1.辛", "二、壬")
CIRCLED = tuple(f"{chr(0x2460 + number)}第{number}项" for number in range(12))


def _list(levels: str, lines: tuple[tuple[int, str], ...]) -> bytes:
    body = "".join(item(text, at) for at, text in lines)
    return docx(body + paragraph("后文。"), numbering=numbering(levels))


def _inside(name: str, body: str, *truth: str) -> Feature:
    return Feature(name, _between(body), ("前文。", *truth, "后文。"))


SAVED = (
    Feature("five levels", _list(FIVE, LINES), (*NUMBERED, "后文。")),
    Feature(
        "circled",
        _list(level(0, "decimalEnclosedCircleChinese", "%1", BARE), tuple((0, line[1:]) for line in CIRCLED)),
        (*CIRCLED, "后文。"),
    ),
    _inside("table", _table(2, _row("乡镇", "户数"), _row("东乡", "12")), "乡镇\t户数", "东乡\t12"),
    _inside(
        "cells merged across",
        _table(3, _cell("合计", 3, 2) + _cell("9", 3), _row(*"甲乙丙")),
        "合计\t\t9",
        "甲\t乙\t丙",
    ),
    _inside(
        "cells merged down",
        _table(2, _cell("东乡", 2, merged="first") + _cell("1", 2), _cell("", 2, merged="more") + _cell("2", 2)),
        "东乡\t1",
        "\t2",
    ),
    _inside(
        "cells merged both ways",
        _table(
            3,
            _cell("东乡", 3, 2, "first") + _cell("甲", 3),
            _cell("", 3, 2, "more") + _cell("乙", 3),
            _row("1", "2", "3"),
        ),
        "东乡\t\t甲",
        "\t\t乙",
        "1\t2\t3",
    ),
    _inside(
        "table in a cell",
        _table(2, _cell("外", 2) + _cell(paragraph("见下") + _table(2, _row("内1", "内2")) + paragraph(""), 2)),
        "外\t见下",
        "内1\t内2",
    ),
    _inside("inserted and deleted", _p(_r("留") + _changed("ins", _r("增")) + _deleted("删")), "留增"),
    _inside("deleted paragraph", _p(_deleted("删段。"), f"<w:rPr>{_changed('del', '')}</w:rPr>")),
    _inside(
        "deleted row",
        _table(
            2,
            _row("留", "1"),
            f"<w:trPr>{_changed('del', '')}</w:trPr>" + _row(_p(_deleted("删甲")), _p(_deleted("删乙"))),
        ),
        "留\t1",
    ),
    _inside("hidden", _p(_r("见") + _r("密", "<w:vanish/>") + _r("人")), "见人"),
    _inside("hidden paragraph", _p(_r("密段", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>")),
    Feature(
        "footnote, and a deletion in it",
        _between(_p(_r("甲县") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + _r("乙县"))),
        ("前文。", "甲县乙县", "后文。", "据统计局。"),
    ),
    _inside("comment", _p(COMMENTED), "批过的话"),
    _inside(
        "columns",
        _p("", _section(1)) + paragraph("左栏。") + paragraph("右栏。") + _p("", _section(2)),
        "左栏。",
        "右栏。",
    ),
    _inside("fields", _p(_r("表") + _field("SEQ 表 \\* ARABIC", "1") + _r(" 人数")), "表1 人数"),
    _inside("link", _p(_r("见") + _field('HYPERLINK "http://a.cn/b"', "附件一") + _r("。")), "见附件一。"),
    _inside(
        "reference",
        _p('<w:bookmarkStart w:id="5" w:name="_Ref1"/>' + _r("表1") + '<w:bookmarkEnd w:id="5"/>')
        + _p(_r("见") + _field("REF _Ref1 \\h", "表1") + _r("。")),
        "表1",
        "见表1。",
    ),
    _inside(
        "symbol",
        _p(
            '<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
            '<w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + _r("已办")
        ),
        "✓已办",
    ),
    _inside("rare characters", paragraph("𠮷林“两张皮”——㈠Ⅳ℃㎡〔2019〕12号"), "𠮷林“两张皮”——㈠Ⅳ℃㎡〔2019〕12号"),
    _inside("raised and lowered", _p(_r("5km") + _r("2", '<w:vertAlign w:val="superscript"/>') + _r("。")), "5km2。"),
)
# LibreOffice drops what these numbers are made of when it writes RTF, so only the others are saved as that.
CHAPTERED = Feature(
    "chapters and digits",
    _list(CHAPTERS, ((0, "总则"), (1, "目的"), (2, "依据"), (0, "附则"), (1, "解释"))),
    ("第一章 总则", "1.1 目的", "1.1.1 依据", "第二章 附则", "2.1 解释", "后文。"),
)


def _gbk(text: str) -> bytes:
    return b"".join(b"\\'%02x" % byte if byte > 0x7F else bytes([byte]) for byte in text.encode("gb18030"))


def _unicode(text: str) -> bytes:
    return b"".join(b"\\u%d?" % ((ord(one) + 0x8000) % 0x10000 - 0x8000) for one in text)


def _line(text: str, at: int) -> bytes:
    return rb"\pard\ls1\ilvl%d " % at + _gbk(text) + rb"\par "


def _levels() -> bytes:
    kinds = (
        rb"\levelnfc39\levelfollow2\levelstartat1{\leveltext\'02\'00\u12289?;}{\levelnumbers\'01;}",
        rb"\levelnfc39\levelfollow2\levelstartat1{\leveltext\'03\u-248?\'01\u-247?;}{\levelnumbers\'02;}",
        rb"\levelnfc0\levelfollow2\levelstartat1{\leveltext\'02\'02.;}{\levelnumbers\'01;}",
        rb"\levelnfc0\levelfollow2\levelstartat1{\leveltext\'03(\'03);}{\levelnumbers\'02;}",
        rb"\levelnfc18\levelfollow2\levelstartat1{\leveltext\'01\'04;}{\levelnumbers\'01;}",
    )
    levels = b"".join(rb"{\listlevel%b}" % kind for kind in kinds)
    overrides = rb"{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}"
    return rb"{\*\listtable{\list\listtemplateid1%b\listid7}}%b" % (levels, overrides)


CELLS = rb"\cellx3000\cellx6000\pard\intbl "
WRITTEN = (
    Feature("GBK", _gbk("全县整治“两张皮”。"), ("全县整治“两张皮”。",)),
    Feature("Unicode", _unicode("全县整治①。"), ("全县整治①。",)),
    Feature("five levels", _levels() + b"".join(_line(text, at) for at, text in LINES), NUMBERED),
    Feature(
        "last line in a lower level",
        _levels() + _line("甲", 0) + _line("乙", 1) + _line("丙", 1).removesuffix(rb"\par "),
        ("一、甲", "（一）乙", "（二）丙"),
    ),
    Feature(
        "numbers of old",
        rb"\pard{\pntext 1.\tab}{\*\pn\pnlvlbody\pndec\pnstart1{\pntxta.}}%b\par{\pntext 2.\tab}%b\par"
        % (_gbk("甲"), _gbk("乙")),
        ("1.甲", "2.乙"),
    ),
    Feature(
        "inserted, deleted, hidden",
        rb"%b{\deleted %b}{\revised %b}{\v %b}" % tuple(map(_gbk, ("留下", "删去", "增加", "密"))),
        ("留下增加",),
    ),
    Feature(
        "footnote",
        rb"%b{\super\chftn}{\footnote\pard\plain{\super\chftn} %b}%b\par"
        % tuple(map(_gbk, ("甲县", "据统计局。", "乙县"))),
        ("甲县乙县", "据统计局。"),
    ),
    Feature(
        "head and foot of the page",
        rb"{\header\pard %b\par}{\footer\pard %b\chpgn\par}\pard %b\par" % tuple(map(_gbk, ("页眉", "页", "正文"))),
        ("正文",),
    ),
    Feature(
        "table",
        rb"\trowd\clvmgf%b%b\cell 1\cell\row\trowd\clvmrg%b\cell 2\cell\row\pard " % (CELLS, _gbk("东乡"), CELLS),
        ("东乡\t1", "\t2"),
    ),
    Feature(
        "cells merged across",
        rb"\trowd\clmgf\cellx2000\clmrg\cellx4000\cellx6000\pard\intbl %b\cell\cell 9\cell\row"
        rb"\trowd\cellx2000\cellx4000\cellx6000\pard\intbl 1\cell 2\cell 3\cell\row\pard " % _gbk("合计"),
        ("合计\t\t9", "1\t2\t3"),
    ),
    Feature(
        "text box",
        rb"%b{\shp{\*\shpinst\shpleft1\shptop1\shpright3000\shpbottom900{\sp{\sn shapeType}{\sv 202}}"
        rb"{\shptxt\pard %b\par}}}\par %b\par" % tuple(map(_gbk, ("框外", "框内", "后文"))),
        ("框外", "框内", "后文"),
    ),
    Feature(
        "fields",
        rb"%b{\field{\*\fldinst PAGEREF a}{\fldrslt 3}}%b{\field{\*\fldinst HYPERLINK "
        rb'"http://a.cn"}{\fldrslt %b}}' % tuple(map(_gbk, ("第", "页见", "附件"))),
        ("第3页见附件",),
    ),
    Feature("symbol", rb"{\f1\'fc}" + _gbk("已办"), ("✓已办",)),
    Feature("annotation", rb"%b{\*\annotation\pard %b\par}%b" % tuple(map(_gbk, ("正文", "批注", "后"))), ("正文后",)),
)


def as_rtf(feature: Feature) -> bytes:
    """The RTF file of a feature that is written by hand."""
    return HEAD + feature.data + b"}"
