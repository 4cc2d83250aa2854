"""Rows and cells of a DOCX table."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from corpus.readers.docx_package import W
from corpus.readers.docx_properties import integer, value

PROPERTIES = W + "tcPr"
WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
# More columns than Word allows; a forged span must not fill the memory.
COLUMNS = 63


class Cell(NamedTuple):
    """A cell: how many columns it spans, and whether it only goes on with the cell above or to its left."""

    element: etree._Element
    span: int
    goes_on: bool


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows, less those deleted with changes tracked."""
    for row in _wrapped(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:
            yield row


def cells(row: etree._Element) -> list[Cell]:
    """The cells of a row."""
    return [_cell(element) for element in _wrapped(row, W + "tc")]


def _wrapped(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        found = child.tag
        if found == tag:
            yield child
        elif found in WRAPPERS:
            yield from _wrapped(child, tag)


def _cell(element: etree._Element) -> Cell:
    properties = element.find(PROPERTIES)
    if properties is None:
        return Cell(element, 1, goes_on=False)
    span = integer(value(properties, "gridSpan")) or 1
    return Cell(element, min(max(span, 1), COLUMNS), _goes_on(properties, "vMerge") or _goes_on(properties, "hMerge"))


def _goes_on(properties: etree._Element, name: str) -> bool:
    merge = properties.find(W + name)
    return merge is not None and merge.get(W + "val", "continue") != "restart"
