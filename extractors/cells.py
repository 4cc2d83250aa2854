"""Numbers in table cells: their unit comes from the heads of column and row, or from the caption (单位:万元)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.beginnings import begun
from corpus.fold import fold
from corpus.model import Document, Span, Table
from extractors.amounts import LIMIT
from extractors.base import Quantity, QuantityKind
from extractors.dimensions import measured
from extractors.numerals import arabic_value, magnitude, whole
from extractors.units import unit_at

_NUMBER = begun(r"[-−]?(?P<digits>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)")
_UNIT = re.compile(r"\((?:单位:?)?(?P<scale>[十百千]?[万亿]{0,2})(?P<word>[^()\d]{1,8})\)$")
_CAPTION = re.compile(r"(?:计量)?单位:(?P<scale>[十百千]?[万亿]{0,2})(?P<word>[^\s,;。()\t]{1,8})")
_COUNTS = re.compile(r"(?:数|数量|人数|户数|总数|合计|总计|小计)$")
_NO_COUNT = re.compile(r"序号|编号|编码|年份|年度|电话|手机|日期|时间|邮编|号码|代码|^年$|^No")


@dataclass(frozen=True, slots=True)
class Measure:
    """How the bare numbers of a row or column are to be read."""

    thing: str
    unit: str
    kind: QuantityKind
    scale: int


def lines(document: Document, table: Table) -> Iterator[list[Span]]:
    """The cells of each row of a table, as ranges of the text."""
    start = table.start
    for line in document.text[table.start : table.end].split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append(Span(start, start + len(cell)))
            start += len(cell) + 1
        yield cells


def _measure(thing: str, scale: str, word: str) -> Measure | None:
    unit = unit_at(fold(word), 0)
    if unit is None or unit.end != len(word):
        return None
    return Measure(thing, word if word[0] >= "一" else unit.word, unit.entry.kind, magnitude(scale or None))


def _headed(head: str) -> Measure | None:
    """The measure that a head names in brackets: 产值(万元)."""
    folded = fold(head).strip()
    found = _UNIT.search(folded)
    if found is None:
        return None
    words = head.strip()
    return _measure(words[: found.start()].strip(), found["scale"], words[slice(*found.span("word"))])


def _captioned(document: Document, table: Table) -> Measure | None:
    """The measure that the line above the table or its first row gives for all of it."""
    window = Span(max(0, table.start - 60), min(table.end, table.start + 60))
    found = _CAPTION.search(document.folded, window.start, window.end)
    return _measure("", found["scale"], document.text[slice(*found.span("word"))]) if found else None


def _reading(column: str, row: str, caption: Measure | None) -> Measure | None:
    """How a bare number under `column` in the line of `row` is to be read, or None."""
    if _NO_COUNT.search(column):
        return None
    measure = _headed(column) or _headed(row)
    if measure:
        return measure
    thing = column.strip() or row.strip()
    if caption and thing:
        return Measure(thing, caption.unit, caption.kind, caption.scale)
    return Measure(thing, "", "count", 1) if _COUNTS.search(fold(thing)) else None


def _value(cell: str) -> int | float | None:
    found = _NUMBER.fullmatch(fold(cell).strip())
    if found is None:
        return None
    value = arabic_value(found["digits"])
    return None if value > LIMIT else -value if found[0][0] in "-−" else value


def _quantity(document: Document, cell: Span, measure: Measure, row: str) -> Quantity | None:
    value = _value(cell.of(document.text))
    if value is None:
        return None
    words = cell.of(document.text)
    start = cell.start + len(words) - len(words.lstrip())
    text = words.strip()
    qualifier = (row.strip(),) if row.strip() and row.strip() != measure.thing else ()
    counted = measure.thing or row.strip() or None
    value = whole(value * measure.scale)
    found = Quantity(start, start + len(text), text, measure.kind, value, None, measure.unit, counted, qualifier, False)
    return measured(found)


def _row_head(document: Document, row: list[Span]) -> str:
    """The first cell of a row that is no number."""
    words = (cell.of(document.text) for cell in row)
    return next((word for word in words if word.strip() and _value(word) is None), "")


def cell_quantities(document: Document) -> Iterator[Quantity]:
    """The bare numbers of all tables whose unit is known from a head or the caption, in the order of the text."""
    for table in document.tables:
        caption = _captioned(document, table)
        head, *body = lines(document, table)
        columns = [cell.of(document.text) for cell in head]
        for row in body:
            name = _row_head(document, row)
            for column, cell in zip(columns, row, strict=False):
                measure = _reading(column, name, caption)
                found = _quantity(document, cell, measure, name) if measure else None
                if found:
                    yield found


def heads(document: Document) -> dict[Span, str]:
    """The column head of every cell below the first row; the range is the cell without blanks around it."""
    found = {}
    for table in document.tables:
        head, *body = lines(document, table)
        columns = [cell.of(document.text).strip() for cell in head]
        for row in body:
            for column, cell in zip(columns, row, strict=False):
                words = cell.of(document.text)
                start = cell.start + len(words) - len(words.lstrip())
                found[Span(start, start + len(words.strip()))] = column
    return found
