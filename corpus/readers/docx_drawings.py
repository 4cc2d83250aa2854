"""Words in drawings of a DOCX that are no text boxes: word art, diagrams (SmartArt) and charts, as lines and rows."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from corpus.readers.docx_package import Parts, parse_xml

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
A, DIAGRAM, CHART = f"{{{DRAWING}main}}", f"{{{DRAWING}diagram}}", f"{{{DRAWING}chart}}"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
DIAGRAM_PARTS, CHART_PART = DIAGRAM + "relIds", CHART + "chart"
REFERENCES = tuple(OFFICE + name for name in ("dm", "embed", "id"))
DRAWN = (WORD_ART, DIAGRAM_PARTS, CHART_PART)
# Connections between other things than a point and those below it.
LAYOUT = frozenset({"presOf", "presParOf", "unknownRelationship"})
POINTS = frozenset({None, "node", "asst"})
# A chart shows no more; what holds more is forged, or data that nobody reads.
CATEGORIES, SERIES = 300, 30


def target(element: etree._Element, parts: Parts) -> str | None:
    """The name of the part that a drawing or picture refers to."""
    return next((parts.targets.get(str(element.get(name))) for name in REFERENCES if name in element.attrib), None)


def lines(element: etree._Element, parts: Parts) -> list[str]:
    """The lines of a word art or a diagram, in the order in which they are read."""
    if element.tag == WORD_ART:
        return str(element.get("string", "")).splitlines()
    root = _part(parts, element.get(OFFICE + "dm")) if element.tag == DIAGRAM_PARTS else None
    return [] if root is None else list(_diagram(root))


def chart(element: etree._Element, parts: Parts) -> tuple[str, list[list[str]]]:
    """The title of a chart, and its numbers: a row of the names, and one for each category."""
    root = _part(parts, element.get(OFFICE + "id"))
    if root is None:
        return "", []
    title = root.find(f"{CHART}chart/{CHART}title")
    series = list(islice(root.iter(CHART + "ser"), SERIES))
    if not series:
        return _words(title), []
    names = ["".join(_points(one, "tx").values()) for one in series]
    values = [_points(one, "val") or _points(one, "yVal") for one in series]
    categories = _points(series[0], "cat") or _points(series[0], "xVal")
    places = sorted({place for found in (categories, *values) for place in found})[:CATEGORIES]
    rows = [[categories.get(place, ""), *(found.get(place, "") for found in values)] for place in places]
    return _words(title), [["", *names], *rows]


def _part(parts: Parts, reference: str | None) -> etree._Element | None:
    data = parts.fetch(reference) if reference else None
    return None if data is None else parse_xml(data)


def _words(element: etree._Element | None) -> str:
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
        yield from (_words(paragraph) for paragraph in point.iter(A + "p"))


def _points(series: etree._Element, kind: str) -> dict[int, str]:
    """The points of one kind in a series by their places."""
    found: dict[int, str] = {}
    for part in series.findall(CHART + kind):
        form = next(part.iter(CHART + "formatCode"), None)
        percent = kind in ("val", "yVal") and form is not None and "%" in (form.text or "")
        for point in part.iter(CHART + "pt"):
            place, value = str(point.get("idx", "")), point.find(CHART + "v")
            if value is not None and value.text and place.isdecimal() and len(place) < 10:
                found[int(place)] = _value(value.text, percent) if kind in ("val", "yVal") else value.text
        if kind == "tx" and not found and (direct := part.find(CHART + "v")) is not None:
            found[0] = direct.text or ""
    return found


def _value(text: str, percent: bool) -> str:
    """A number without the noise of binary fractions."""
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number * 100:.10g}%" if percent else f"{number:.10g}"
