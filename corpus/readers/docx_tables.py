"""Rows and cells of a DOCX table."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from corpus.readers.docx_inline import CHOICES, alternative
from corpus.readers.docx_package import W
from corpus.readers.docx_properties import VALUE, in_front, integer, value

PROPERTIES, ROW_PROPERTIES = W + "tcPr", W + "trPr"
WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
# More columns than Word allows; a forged span must not fill the memory.
COLUMNS = 63


class Cell(NamedTuple):
    """A cell: how many columns it spans, and whether it only goes on with the cell above or to its left."""

    element: etree._Element
    span: int = 1
    goes_on: bool = False


class Row(NamedTuple):
    """The cells of a row, and how many columns it leaves out before and behind them."""

    cells: list[Cell]
    before: int = 0
    after: int = 0


def rows(table: etree._Element) -> Iterator[Row]:
    """The rows, less those deleted with changes tracked."""
    merged: frozenset[int] = frozenset()
    for element in _wrapped(table, W + "tr"):
        properties = element.find(ROW_PROPERTIES)
        if properties is None or not len(properties):
            row, merged = _row(element, 0, 0, merged)
        elif properties.find(W + "del") is None:
            row, merged = _row(element, _left_out(properties, "Before"), _left_out(properties, "After"), merged)
        else:
            continue
        yield row


def _left_out(properties: etree._Element, side: str) -> int:
    return min(max(integer(value(properties, f"grid{side}")) or 0, 0), COLUMNS)


def _row(element: etree._Element, before: int, after: int, merged: frozenset[int]) -> tuple[Row, frozenset[int]]:
    """A row, and the columns in which a merged cell begins that the next row may go on with.

    `merged`: these columns of the row above. What goes on where nothing has begun is a cell like any other.
    """
    found: list[Cell] = []
    vertical: list[int] = []
    column = before
    for cell in _wrapped(element, W + "tc"):
        properties = in_front(cell, PROPERTIES)
        if properties is None or not len(properties):
            found.append(Cell(cell))
            column += 1
            continue
        span = min(max(integer(value(properties, "gridSpan")) or 1, 1), COLUMNS)
        down, across = _merge(properties, "vMerge"), _merge(properties, "hMerge")
        goes_on = (down == "continue" and column in merged) or (across == "continue" and bool(found))
        found.append(Cell(cell, span, goes_on))
        if down:
            vertical.append(column)
        column += span
    return Row(found, before, after), frozenset(vertical)


def _merge(properties: etree._Element, name: str) -> str | None:
    """Whether a cell begins a merged one ("restart") or goes on with it ("continue")."""
    merge = properties.find(W + name)
    return None if merge is None else merge.get(VALUE, "continue")


def _wrapped(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        found = child.tag
        if found == tag:
            yield child
        elif found in WRAPPERS:
            yield from _wrapped(child, tag)
        elif found == CHOICES:
            for form in alternative(child):
                yield from _wrapped(form, tag)
