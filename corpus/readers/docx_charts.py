"""Charts of a DOCX: the words over them and at their axes, and their numbers as a table."""

from collections.abc import Iterator
from itertools import groupby, islice
from typing import NamedTuple

from lxml import etree

from corpus.readers.docx_drawings import CHART, CHART_PART, NEW_CHART, OFFICE, part, words
from corpus.readers.docx_package import Parts

TITLES = {CHART: f"{CHART}plotArea/*/{CHART}title", NEW_CHART: f"{NEW_CHART}plotArea/{NEW_CHART}axis/{NEW_CHART}title"}
# A table of a chart has no more; what holds more is forged, or data that nobody reads.
CATEGORIES, SERIES, LEVELS = 300, 30, 5
CUT = f"A chart was read in part: no more than {SERIES} series and {CATEGORIES} categories of it."
EMPTY = "A chart was not read: its numbers are not kept in the document."
DIGITS = 9

Points = dict[int, str]


class Chart(NamedTuple):
    """Its lines, its rows (the names, then one for each category), and why it is not all there, or None."""

    lines: list[str]
    rows: list[list[str]]
    missing: str | None = None


class Series(NamedTuple):
    """Numbers by the places of their categories."""

    name: str
    categories: Points
    values: Points


def chart(element: etree._Element, parts: Parts) -> Chart:
    """The chart that an element refers to; nothing where the reference leads nowhere."""
    root = part(parts, element.get(OFFICE + "id"))
    if root is None:
        return Chart([], [])
    space = CHART if element.tag == CHART_PART else NEW_CHART
    inside = root.find(space + "chart")
    titles = [] if inside is None else [inside.find(space + "title"), *inside.iterfind(TITLES[space])]
    lines = list(dict.fromkeys(filter(None, map(words, titles))))
    found = list(islice(_series(root) if space == CHART else _new_series(root), SERIES + 1))
    if not found:
        return Chart(lines, [], None if lines else EMPTY)
    rows, cut = _table(found[:SERIES])
    return Chart(lines, rows, CUT if cut or len(found) > SERIES else None)


def _table(found: list[Series]) -> tuple[list[list[str]], bool]:
    """The rows, and whether there are more; series over other categories than those before them begin anew."""
    rows: list[list[str]] = []
    cut = False
    for _, group in groupby(found, lambda one: one.categories):
        series = list(group)
        categories = series[0].categories
        places = sorted({place for one in series for place in (*one.categories, *one.values)})
        cut |= len(places) > CATEGORIES
        rows.append(["", *(one.name for one in series)])
        rows += [
            [categories.get(place, ""), *(one.values.get(place, "") for one in series)] for place in places[:CATEGORIES]
        ]
    return rows, cut


def _series(root: etree._Element) -> Iterator[Series]:
    """The series of a chart, over the categories of the first one."""
    categories: Points | None = None
    for series in root.iter(CHART + "ser"):
        if categories is None:
            categories = _levels(series) or _points(series, "cat") or _points(series, "xVal")
        values = _points(series, "val") or _points(series, "yVal")
        yield Series("".join(_points(series, "tx").values()), categories, values)


def _levels(series: etree._Element) -> Points:
    """Categories in several levels, the inner one first; an outer name holds up to the next: 2021年 上半年."""
    levels = [_texts(level, CHART) for level in islice(series.iterfind(f"{CHART}cat//{CHART}lvl"), LEVELS)]
    return _joined(levels) if len(levels) > 1 else {}


def _joined(levels: list[Points]) -> Points:
    names = list[str]()
    held = [""] * len(levels)
    places = sorted({place for level in levels for place in level})
    for place in places:
        held = [level.get(place, "" if n == 0 else held[n]) for n, level in enumerate(levels)]
        names.append(" ".join(filter(None, reversed(held))))
    return dict(zip(places, names, strict=True))


def _points(series: etree._Element, kind: str) -> Points:
    """The points of one kind in a series by their places."""
    found: Points = {}
    for element in series.findall(CHART + kind):
        form = next(element.iter(CHART + "formatCode"), None)
        texts = _texts(element, CHART)
        if kind in ("val", "yVal"):
            texts = _values(texts, "" if form is None else form.text or "")
        found |= texts
        if kind == "tx" and not found and (direct := element.find(CHART + "v")) is not None:
            found[0] = direct.text or ""
    return found


def _new_series(root: etree._Element) -> Iterator[Series]:
    """The series of a chart of the newer kinds (funnel, waterfall, tree map), each over its own categories."""
    names: dict[str, str] = {}
    for series in root.iter(NEW_CHART + "series"):
        data, name = series.find(NEW_CHART + "dataId"), series.find(f"{NEW_CHART}tx//{NEW_CHART}v")
        if data is not None and name is not None:
            names[str(data.get("val"))] = (name.text or "").strip()
    for data in root.iterfind(f"{NEW_CHART}chartData/{NEW_CHART}data"):
        categories = [_texts(level, NEW_CHART) for level in islice(_new_levels(data, "strDim"), LEVELS)]
        level = next(_new_levels(data, "numDim"), None)
        values = {} if level is None else _values(_texts(level, NEW_CHART), str(level.get("formatCode", "")))
        if values or any(categories):
            yield Series(names.get(str(data.get("id")), ""), _joined(categories), values)


def _new_levels(data: etree._Element, kind: str) -> Iterator[etree._Element]:
    return data.iterfind(f"{NEW_CHART}{kind}/{NEW_CHART}lvl")


def _texts(element: etree._Element, space: str) -> Points:
    """The texts of the points below an element."""
    found: Points = {}
    for point in element.iter(space + "pt"):
        place = str(point.get("idx", ""))
        text = point.text if space == NEW_CHART else point.findtext(CHART + "v")
        if text and place.isdecimal() and len(place) <= DIGITS:
            found[int(place)] = text
    return found


def _values(texts: Points, form: str) -> Points:
    return {place: _value(text, "%" in form) for place, text in texts.items()}


def _value(text: str, percent: bool) -> str:
    """A number without the noise of binary fractions."""
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number * 100:.10g}%" if percent else f"{number:.10g}"
