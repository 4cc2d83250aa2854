"""Sets a report as a DOCX as Word saves them: runs of their own for figures, styles, running head and page number."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from xml.sax.saxutils import escape

from bench.corpora_reports import Line, Made

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}"'
DATE = (2024, 1, 1, 0, 0, 0)
LATIN = re.compile(r"([0-9A-Za-z.%]+)")
PARTS = ("styles", "header", "footer", "settings", "fontTable")
STYLES = {"title": "Title", "sub": "Subtitle", "head": "Heading1", "point": "Heading2", "text": "Normal"}
SIZES = {"title": 44, "sub": 30, "head": 32, "point": 32, "text": 32}
CENTRED = ("title", "sub")
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(report: Made) -> bytes:
    """The report as a DOCX; the same bytes each time."""
    body = "".join(_table(line.rows) if line.kind == "table" else _paragraph(line) for line in report.lines)
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="r1"/><w:footerReference w:type="default" r:id="r2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    )
    own = {
        "word/document.xml": _part("document", f"<w:body>{body}{section}</w:body>"),
        "word/header.xml": _part("hdr", f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run(report.head, 18)}</w:p>'),
    }
    return _zipped(own | _fixed())


def _zipped(entries: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, entries[name])
    return buffer.getvalue()


def _part(root: str, content: str) -> str:
    return f"{HEAD}<w:{root} {SPACES}>{content}</w:{root}>"


def _paragraph(line: Line) -> str:
    """A paragraph whose run-in words are bold."""
    looks = '<w:jc w:val="center"/>' if line.kind in CENTRED else '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    size, bold = SIZES[line.kind], line.kind in ("title", "head")
    runs = [*_runs(line.text[: line.bold], size, True), *_runs(line.text[line.bold :], size, bold)]
    return f'<w:p><w:pPr><w:pStyle w:val="{STYLES[line.kind]}"/>{looks}</w:pPr>{"".join(runs)}</w:p>'


def _runs(text: str, size: int, bold: bool) -> Iterator[str]:
    """A run for each stretch of Chinese and of figures: their fonts differ."""
    yield from (_run(part, size, bold) for part in LATIN.split(text) if part)


def _run(text: str, size: int, bold: bool = False) -> str:
    fonts = '<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312" w:hAnsi="Times New Roman" w:hint="eastAsia"/>'
    looks = f'{fonts}{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return f'<w:r w:rsidR="00A4"><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    grid = '<w:gridCol w:w="1700"/>' * len(rows[0])
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


def _cell(text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="1700" w:type="dxa"/></w:tcPr><w:p>{"".join(_runs(text, 21, False))}</w:p></w:tc>'


@cache
def _fixed() -> dict[str, str]:
    """The parts that all reports share."""
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{name}+xml"/>' for name in ("document.main", *PARTS)
    ).replace("/word/document.main.xml", "/word/document.xml")
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    names = ("header", "footer", "styles", "settings", "fontTable")
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{defaults}{types}</Types>',
        "_rels/.rels": _relations({"r1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations({f"r{n}": (one, f"{one}.xml") for n, one in enumerate(names, 1)}),
        "word/styles.xml": _part("styles", _styles()),
        "word/footer.xml": _part("ftr", f"<w:p>{_run('— ', 18)}{number}{_run(' —', 18)}</w:p>"),
        "word/settings.xml": _part("settings", '<w:zoom w:percent="100"/>'),
        "word/fontTable.xml": _part("fonts", '<w:font w:name="仿宋_GB2312"/><w:font w:name="Times New Roman"/>'),
    }


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    items = (f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{to}"/>' for id_, (kind, to) in targets.items())
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(items)}</Relationships>'


def _styles() -> str:
    names = {
        "Normal": "Normal",
        "Title": "Title",
        "Subtitle": "Subtitle",
        "Heading1": "heading 1",
        "Heading2": "heading 2",
    }
    outline = {
        "Heading1": '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>',
        "Heading2": '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>',
    }
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/>{outline.get(id_, "")}</w:style>'
        for id_, name in names.items()
    )
