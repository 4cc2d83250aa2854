"""Elements of WordprocessingML: runs, paragraphs, fields, footnotes, tables."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from outputs.book import ILLEGAL

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BREAKS = re.compile(r"([\n\t])")
BROKEN = {"\n": "br", "\t": "tab"}
WIDTH = 8843  # of a line, in twentieths of a point

Element = etree._Element


def w(name: str) -> str:
    """A name in the namespace of WordprocessingML."""
    return f"{{{WORD}}}{name}"


def element(name: str, /, *children: Element, **values: str | int) -> Element:
    """An element with its attributes, all of the main namespace."""
    made = etree.Element(w(name), {w(key): str(value) for key, value in values.items()}, nsmap={"w": WORD})
    made.extend(children)
    return made


def _characters(text: str) -> Iterator[Element]:
    """Words as XML can hold them; line breaks and tabs are elements of their own."""
    for piece in filter(None, BREAKS.split(ILLEGAL.sub("", text).replace("\r", "\n"))):
        if piece in BROKEN:
            yield element(BROKEN[piece])
        else:
            words = element("t")
            words.set(SPACE, "preserve")
            words.text = piece
            yield words


def run(text: str, style: str | None = None) -> Element:
    """Words of one look; `style` is a style of characters."""
    look = [element("rPr", element("rStyle", val=style))] if style else []
    return element("r", *look, *_characters(text))


def paragraph(style: str, *content: Element) -> Element:
    """A paragraph of a style."""
    return element("p", element("pPr", element("pStyle", val=style)), *content)


def field(code: str, result: Iterable[Element] = ()) -> list[Element]:
    """The runs of a field with what it shows until it is reckoned anew."""
    told = element("instrText")
    told.set(SPACE, "preserve")
    told.text = f" {code} "
    marks = [element("r", element("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")]
    return [marks[0], element("r", told), marks[1], *result, marks[2]]


def bookmarked(number: int, name: str, content: Sequence[Element]) -> list[Element]:
    """Runs that others can lead to."""
    return [element("bookmarkStart", id=number, name=name), *content, element("bookmarkEnd", id=number)]


def footnote_mark(number: int) -> Element:
    """Where a footnote belongs in the text."""
    look = element("rPr", element("rStyle", val="FootnoteReference"))
    return element("r", look, element("footnoteReference", id=number))


def footnote(number: int, text: str) -> Element:
    """A footnote itself."""
    look = element("rPr", element("rStyle", val="FootnoteReference"))
    own = element("r", look, element("footnoteRef"))
    return element("footnote", paragraph("FootnoteText", own, run(f" {text}")), id=number)


def separator(number: int, kind: str) -> Element:
    """The line between text and footnotes, which Word wants said."""
    line = element("p", element("pPr", element("spacing", line=240, lineRule="auto")), element("r", element(kind)))
    return element("footnote", line, type=kind, id=number)


def table(rows: Sequence[Sequence[str]]) -> Element:
    """A table with borders, as wide as a line; short rows are filled up."""
    wide = max(map(len, rows))
    column = WIDTH // wide
    grid = element("tblGrid", *(element("gridCol", w=column) for _ in range(wide)))
    look = element("tblPr", element("tblStyle", val="TableGrid"), element("tblW", w=WIDTH, type="dxa"))
    return element("tbl", look, grid, *(_row([*row, *[""] * (wide - len(row))], column) for row in rows))


def _row(cells: Sequence[str], column: int) -> Element:
    kept = element("trPr", element("cantSplit"))
    return element("tr", kept, *(_cell(text, column) for text in cells))


def _cell(text: str, column: int) -> Element:
    return element("tc", element("tcPr", element("tcW", w=column, type="dxa")), paragraph("SourceCell", run(text)))


def section(header: str | None, footer: str | None, kind: str = "nextPage") -> Element:
    """The end of a section: an A4 page; `header` and `footer` are ids of relations."""
    named = [(name, id_) for name, id_ in (("header", header), ("footer", footer)) if id_]
    references = [element(f"{name}Reference", type="default") for name, _ in named]
    for made, (_, id_) in zip(references, named, strict=True):
        made.set(f"{{{RELATED}}}id", id_)
    return element(
        "sectPr",
        *references,
        element("type", val=kind),
        element("pgSz", w=11906, h=16838),
        element("pgMar", top=2098, right=1474, bottom=1985, left=1588, header=1134, footer=1134, gutter=0),
    )
