"""Small DOCX files for the reader's tests, written part by part: python-docx cannot make most of what they hold."""

import io
import zipfile
from collections.abc import Mapping

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT_NAME = "word/document.xml"


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip file of the entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return buffer.getvalue()


def part(root: str, content: str) -> str:
    """An XML part with the namespaces that the tests use."""
    return f"{HEAD}<w:{root} {SPACES}>{content}</w:{root}>"


def entries(body: str, **parts: str) -> dict[str, str | bytes]:
    """The entries of a DOCX with this body; `parts` are the contents of styles, numbering, footnotes, endnotes."""
    names = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{TYPE}.{kind}+xml"/>' for kind in ("document", *parts)
    )
    types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{names}</Types>"
    ).replace(f"{TYPE}.document+xml", f"{TYPE}.document.main+xml")
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations({"officeDocument": DOCUMENT_NAME}),
        DOCUMENT_NAME: part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations({kind: f"{kind}.xml" for kind in parts}),
    }
    return found | {f"word/{kind}.xml": part(kind, content) for kind, content in parts.items()}


def relations(targets: Mapping[str, str]) -> str:
    """A part of relationships: kind -> target."""
    items = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def docx(body: str, **parts: str) -> bytes:
    """A DOCX with this body; `parts` are the contents of styles, numbering, footnotes, endnotes."""
    return zipped(entries(body, **parts))


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str) -> str:
    """A paragraph of anything."""
    return f"<w:p>{inside}</w:p>"


def mark(kind: str) -> str:
    """One of the marks of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    """What a field is told to do."""
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def item(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(number: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """A numbering part of one abstract list."""
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}'


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """A cell; content that is no XML becomes a paragraph."""
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
