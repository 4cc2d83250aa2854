"""Write the DOCX samples, the spreadsheet and the lock file part by part: python-docx cannot make most of their traits.

Zip entries are stored, not deflated, with one fixed date, so that the bytes depend on nothing but the source.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from corpus.sample_sources.markup import Block, Run, blocks, runs

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = f"{_OFFICE}/officeDocument"
_CORE = f"{_PACKAGE}/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_TYPE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_TYPE}.wordprocessingml"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BY = 'w:id="1" w:author="审稿人" w:date="2023-05-06T09:00:00Z"'
_PARTS = ("styles", "numbering", "footnotes")
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
# Word writes a text box twice, as it draws it now and as it drew it before 2010: a reader must take one of them.
_BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f'<mc:Choice Requires="wps" xmlns:wps="{_SHAPE}"><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing">'
    '<wp:extent cx="5000000" cy="700000"/><wp:docPr id="1" name="文本框 1"/>'
    f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" cy="700000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:400pt;height:60pt"><v:textbox>{content}</v:textbox>'
    "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def zipped(parts: Mapping[str, str]) -> bytes:
    """A zip of text parts whose bytes don't depend on clock, machine or version of zlib."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            entry.create_system = 0  # or it tells Windows from Unix
            archive.writestr(entry, text.encode("utf-8"))
    return buffer.getvalue()


def docx_file(source: str) -> bytes:
    """A DOCX of the source, with every part that its marks need."""
    found = blocks(source)
    notes = [run.text for block in found for run in runs(block.text) if run.kind == "footnote"]
    types = {"word/document.xml": f"{_WORD}.document.main+xml", "docProps/core.xml": _CORE_TYPE} | {
        f"word/{name}.xml": f"{_WORD}.{name}+xml" for name in _PARTS
    }
    return zipped(
        {
            "[Content_Types].xml": _content_types(types),
            "_rels/.rels": _relations({"word/document.xml": _MAIN, "docProps/core.xml": _CORE}),
            "docProps/core.xml": _core(found[0].text),
            "word/document.xml": _document(found),
            "word/_rels/document.xml.rels": _relations({f"{name}.xml": f"{_OFFICE}/{name}" for name in _PARTS}),
            "word/styles.xml": _styles(),
            "word/numbering.xml": _numbering(),
            "word/footnotes.xml": _footnotes(notes),
        }
    )


def xlsx_file(source: str) -> bytes:
    """A spreadsheet of one sheet with a line of the source in each row: a file that is not for us."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    lines = [line for line in source.splitlines() if line.strip()]
    cells = "".join(f'<row><c t="inlineStr"><is><t>{escape(line)}</t></is></c></row>' for line in lines)
    kind = f"{_TYPE}.spreadsheetml"
    types = {"xl/workbook.xml": f"{kind}.sheet.main+xml", "xl/s.xml": f"{kind}.worksheet+xml"}
    sheets = f'<sheets><sheet name="汇总" sheetId="1" xmlns:r="{_OFFICE}" r:id="rId1"/></sheets>'
    return zipped(
        {
            "[Content_Types].xml": _content_types(types),
            "_rels/.rels": _relations({"xl/workbook.xml": _MAIN}),
            "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{main}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": _relations({"s.xml": f"{_OFFICE}/worksheet"}),
            "xl/s.xml": f'{_HEAD}<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def lock_file(source: str) -> bytes:
    """What Word leaves beside a file that is open: the user's name in one byte and in two, 162 bytes in all."""
    name = source.strip()
    narrow = bytes([len(name)]) + name.encode("ascii")
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    return narrow.ljust(54, b"\x20") + wide.ljust(108, b"\x20")


def _content_types(types: Mapping[str, str]) -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )


def _relations(targets: Mapping[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
    )


def _document(found: Sequence[Block]) -> str:
    note = 0
    body = []
    for block in found:
        body.append(_table(block.rows) if block.kind == "table" else _paragraph(block, note))
        note += sum(run.kind == "footnote" for run in runs(block.text))
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return f"{_HEAD}<w:document {_W}><w:body>{''.join(body)}{section}</w:body></w:document>"


def _paragraph(block: Block, note: int) -> str:
    if block.kind == "box":
        content = f"<w:txbxContent><w:p>{_text(block.text)}</w:p></w:txbxContent>"
        return f"<w:p>{_BOX.format(content=content)}</w:p>"
    return f"<w:p>{_properties(block.kind)}{''.join(_runs(runs(block.text), note))}</w:p>"


def _properties(kind: str) -> str:
    if kind.startswith("level"):
        level = int(kind[-1]) - 1
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return f'<w:pPr><w:pStyle w:val="Heading{level + 1}"/>{numbered}</w:pPr>'
    styled = {
        "title": '<w:pStyle w:val="Title"/><w:jc w:val="center"/>',
        "centre": '<w:jc w:val="center"/>',
        "right": '<w:jc w:val="right"/>',
    }
    inner = styled.get(kind, '<w:ind w:firstLineChars="200"/>')
    return f"<w:pPr>{inner}</w:pPr>"


def _runs(found: Iterable[Run], note: int) -> Iterable[str]:
    for run in found:
        plain = _text(run.text)
        if run.kind == "footnote":
            note += 1
            yield f'<w:r><w:footnoteReference w:id="{note}"/></w:r>'
        elif run.kind == "inserted":
            yield f"<w:ins {_BY}>{plain}</w:ins>"
        elif run.kind == "deleted":
            yield f"<w:del {_BY}>{_text(run.text, tag='delText')}</w:del>"
        elif run.kind == "hidden":
            yield _text(run.text, "<w:rPr><w:vanish/></w:rPr>")
        elif run.kind == "control":
            yield f"<w:sdt><w:sdtContent>{plain}</w:sdtContent></w:sdt>"
        else:
            yield plain


def _text(text: str, properties: str = "", tag: str = "t") -> str:
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in _SIDES)
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    lines = "".join(f"<w:tr>{'' if n else head}{''.join(map(_cell, row))}</w:tr>" for n, row in enumerate(rows))
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _cell(text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p>{_text(text)}</w:p></w:tc>'


def _styles() -> str:
    font = '<w:rPr><w:rFonts w:eastAsia="Noto Serif CJK SC"/><w:sz w:val="24"/></w:rPr>'
    names = {"Title": "Title"} | {f"Heading{n}": f"heading {n}" for n in (1, 2, 3)}
    styles = f"<w:docDefaults><w:rPrDefault>{font}</w:rPrDefault></w:docDefaults>" + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    return f"{_HEAD}<w:styles {_W}>{styles}</w:styles>"


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(_LEVELS)
    )
    abstract = f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    return f"{_HEAD}<w:numbering {_W}>{abstract}{number}</w:numbering>"


def _footnotes(notes: Sequence[str]) -> str:
    first = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    listed = "".join(f'<w:footnote w:id="{n}"><w:p>{_text(text)}</w:p></w:footnote>' for n, text in enumerate(notes, 1))
    return f"{_HEAD}<w:footnotes {_W}>{first}{listed}</w:footnotes>"
