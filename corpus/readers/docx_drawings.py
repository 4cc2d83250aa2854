"""Words in drawings of a DOCX that are no text boxes: word art and diagrams (SmartArt), as lines."""

from collections.abc import Iterator

from lxml import etree

from corpus.readers.docx_package import Parts, parse_xml

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
A, DIAGRAM, CHART = f"{{{DRAWING}main}}", f"{{{DRAWING}diagram}}", f"{{{DRAWING}chart}}"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
# Charts of the kinds that came with Office 2016.
NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
DIAGRAM_PARTS, CHART_PART, NEW_CHART_PART = DIAGRAM + "relIds", CHART + "chart", NEW_CHART + "chart"
REFERENCES = tuple(OFFICE + name for name in ("dm", "embed", "id"))
CHARTS = (CHART_PART, NEW_CHART_PART)
DRAWN = (WORD_ART, DIAGRAM_PARTS, *CHARTS)
# Connections between other things than a point and those below it.
LAYOUT = frozenset({"presOf", "presParOf", "unknownRelationship"})
POINTS = frozenset({None, "node", "asst"})


def target(element: etree._Element, parts: Parts) -> str | None:
    """The name of the part that a drawing or picture refers to."""
    return next((parts.targets.get(str(element.get(name))) for name in REFERENCES if name in element.attrib), None)


def lines(element: etree._Element, parts: Parts) -> list[str]:
    """The lines of a word art or a diagram, in the order in which they are read."""
    if element.tag == WORD_ART:
        return str(element.get("string", "")).splitlines()
    root = part(parts, element.get(OFFICE + "dm")) if element.tag == DIAGRAM_PARTS else None
    return [] if root is None else list(_diagram(root))


def part(parts: Parts, reference: str | None) -> etree._Element | None:
    """The root of the part with this reference, or None."""
    data = parts.fetch(reference) if reference else None
    return None if data is None else parse_xml(data)


def words(element: etree._Element | None) -> str:
    """The words in a piece of a drawing."""
    return "" if element is None else "".join(text.text or "" for text in element.iter(A + "t")).strip()


def _diagram(root: etree._Element) -> Iterator[str]:
    """The words of the points of a diagram, each before those of the points below it."""
    points = {str(point.get("modelId")): point for point in root.iter(DIAGRAM + "pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for connection in root.iter(DIAGRAM + "cxn"):
        if connection.get("type") not in LAYOUT:
            order = str(connection.get("srcOrd", "0"))
            place = int(order) if order.isdecimal() and len(order) < 10 else 0
            below.setdefault(str(connection.get("srcId")), []).append((place, str(connection.get("destId"))))
    tops = [name for name, point in points.items() if point.get("type") == "doc"]
    left = [*reversed(points), *reversed(tops)]
    while left:
        name = left.pop()
        point = points.pop(name, None)
        if point is not None:
            yield from _point(point)
            left += [child for _, child in sorted(below.get(name, ()), reverse=True)]


def _point(point: etree._Element) -> Iterator[str]:
    settings = point.find(DIAGRAM + "prSet")
    prompts = settings is not None and settings.get("phldr") in ("1", "true")
    if point.get("type") in POINTS and not prompts:
        yield from (words(paragraph) for paragraph in point.iter(A + "p"))
