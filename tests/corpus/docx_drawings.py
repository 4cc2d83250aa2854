"""DOCX files with drawings and pictures: diagrams, charts, word art and scanned pages."""

import struct
import zlib

from tests.corpus.docx_files import OFFICE, entries, p, zipped

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SPACES = f'xmlns:a="{DRAWING}/main" xmlns:c="{DRAWING}/chart" xmlns:dgm="{DRAWING}/diagram" xmlns:r="{OFFICE}"'

NEW_SPACES = (
    f'xmlns:a="{DRAWING}/main" xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex" xmlns:r="{OFFICE}"'
)


def with_parts(body: str, parts: dict[str, tuple[str, str | bytes]]) -> bytes:
    """A DOCX with more parts: id of the reference -> kind of the reference, content."""
    found = entries(body)
    links = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="more/{name}"/>' for name, (kind, _) in parts.items()
    )
    path = "word/_rels/document.xml.rels"
    relations = str(found[path]).replace("</Relationships>", f"{links}</Relationships>")
    return zipped(found | {path: relations} | {f"word/more/{name}": content for name, (_, content) in parts.items()})


def drawn(inside: str, width: int = 10, height: int = 5) -> str:
    """A paragraph of a drawing shown at a size in cm."""
    space = f"{DRAWING}/wordprocessingDrawing"
    extent = f'<wp:extent cx="{width * 360_000}" cy="{height * 360_000}"/>'
    return p(f'<w:r><w:drawing><wp:inline xmlns:wp="{space}">{extent}{inside}</wp:inline></w:drawing></w:r>')


def diagram(name: str) -> str:
    """A reference to a diagram."""
    return drawn(f'<dgm:relIds {SPACES} r:dm="{name}"/>')


def chart(name: str) -> str:
    """A reference to a chart."""
    return drawn(f'<c:chart {SPACES} r:id="{name}"/>')


def picture(name: str, width: int, height: int) -> str:
    """A picture shown at a size in cm."""
    return drawn(f'<a:blip {SPACES} r:embed="{name}"/>', width, height)


def diagram_part(points: dict[str, str], below: list[tuple[str, str, int]]) -> str:
    """A diagram of points (id -> text) and of what stands under what, in which order."""
    text = "<dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t>"
    items = "".join(f'<dgm:pt modelId="{name}">{text.format(words)}</dgm:pt>' for name, words in points.items())
    links = "".join(f'<dgm:cxn srcId="{top}" destId="{name}" srcOrd="{order}"/>' for top, name, order in below)
    return (
        f'<dgm:dataModel {SPACES}><dgm:ptLst><dgm:pt modelId="0" type="doc"/>{items}'
        f'<dgm:pt modelId="t" type="sibTrans">{text.format("箭头")}</dgm:pt>'
        f'<dgm:pt modelId="h"><dgm:prSet phldr="1"/>{text.format("[文本]")}</dgm:pt></dgm:ptLst>'
        f'<dgm:cxnLst>{links}<dgm:cxn type="presOf" srcId="0" destId="h"/></dgm:cxnLst></dgm:dataModel>'
    )


def new_chart(name: str) -> str:
    """A reference to a chart of a newer kind."""
    return drawn(f'<cx:chart {NEW_SPACES} r:id="{name}"/>')


def new_chart_part(title: str, data: list[tuple[str, str]], names: list[str]) -> str:
    """A chart of a newer kind; `data`: levels of categories (inner first) and a level of numbers, written."""
    blocks = "".join(
        f'<cx:data id="{n}"><cx:strDim type="cat">{categories}</cx:strDim><cx:numDim type="val">{values}</cx:numDim>'
        "</cx:data>"
        for n, (categories, values) in enumerate(data)
    )
    series = "".join(
        f'<cx:series><cx:tx><cx:txData><cx:v>{name}</cx:v></cx:txData></cx:tx><cx:dataId val="{n}"/></cx:series>'
        for n, name in enumerate(names)
    )
    words = f"<cx:title><a:p><a:r><a:t>{title}</a:t></a:r></a:p></cx:title>" if title else ""
    return (
        f"<cx:chartSpace {NEW_SPACES}><cx:chartData>{blocks}</cx:chartData><cx:chart>{words}<cx:plotArea>"
        f"<cx:plotAreaRegion>{series}</cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>"
    )


def new_level(*texts: str, form: str = "General") -> str:
    """A level of points, of which empty ones are left out."""
    points = "".join(f'<cx:pt idx="{n}">{text}</cx:pt>' for n, text in enumerate(texts) if text)
    return f'<cx:lvl ptCount="{len(texts)}" formatCode="{form}">{points}</cx:lvl>'


def chart_part(title: str, categories: list[str], series: dict[str, list[str]], form: str = "General") -> str:
    """A chart of several series of numbers over the same categories."""
    names = _cache("cat", "str", categories)
    rows = "".join(
        f"<c:ser>{_cache('tx', 'str', [name])}{names}{_cache('val', 'num', values, form)}</c:ser>"
        for name, values in series.items()
    )
    words = f"<c:title><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:title>"
    plot = f"<c:plotArea><c:barChart>{rows}</c:barChart></c:plotArea>"
    return f"<c:chartSpace {SPACES}><c:chart>{words}{plot}</c:chart></c:chartSpace>"


def _cache(kind: str, form: str, values: list[str], code: str = "") -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value)
    code = f"<c:formatCode>{code}</c:formatCode>" if code else ""
    return f"<c:{kind}><c:{form}Ref><c:{form}Cache>{code}{points}</c:{form}Cache></c:{form}Ref></c:{kind}>"


def png(width: int = 40, height: int = 60) -> bytes:
    """A white picture."""
    rows = b"".join(b"\0" + b"\xff" * width for _ in range(height))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    body = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + body
