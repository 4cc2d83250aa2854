"""The grid of a table in a page: the cells of its rows, with blanks where a merged cell goes on."""

import re

from lxml import html

DISPLAY = re.compile(r"(?:^|[;\s])display\s{0,9}:\s{0,9}([a-z-]{2,20})", re.IGNORECASE)
SPAN = re.compile(r"\s{0,9}(\d{1,3})\s{0,9}")
# No table that is read by people has cells over more columns or rows.
WIDEST = 50
GROUPS = frozenset({"thead", "tbody", "tfoot"})
DRAWN_GROUPS = frozenset({"table-header-group", "table-row-group", "table-footer-group"})


def display(element: html.HtmlElement) -> str:
    """How an element says that it is to be shown; blank where it does not say."""
    style = element.get("style")
    shown = DISPLAY.search(style) if style else None
    return shown[1].lower() if shown else ""


def is_table(element: html.HtmlElement) -> bool:
    """Whether an element is a table, or is drawn as one."""
    return element.tag == "table" or display(element) in ("table", "inline-table")


def grid(table: html.HtmlElement) -> list[list[html.HtmlElement | None]]:
    """The cells of a table by rows; None where the cell beside or above goes on."""
    rows: list[list[html.HtmlElement | None]] = []
    covered: dict[int, int] = {}
    for row in _rows(table):
        places: list[html.HtmlElement | None] = []
        for cell in _cells(row):
            _skip(places, covered)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            covered.update({len(places) + at: high - 1 for at in range(wide) if high > 1})
            places += [cell, *[None] * (wide - 1)]
        _skip(places, covered)
        rows.append(places)
    return rows


def _skip(places: list[html.HtmlElement | None], covered: dict[int, int]) -> None:
    """Leave blank the places that cells of rows above cover, a row less of each."""
    while covered.get(len(places), 0) > 0 and len(places) < WIDEST * WIDEST:
        covered[len(places)] -= 1
        places.append(None)


def _rows(table: html.HtmlElement) -> list[html.HtmlElement]:
    groups = [[*one] if one.tag in GROUPS or display(one) in DRAWN_GROUPS else [one] for one in table]
    return [row for group in groups for row in group if row.tag == "tr" or display(row) == "table-row"]


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th") or display(cell) == "table-cell"]


def _span(cell: html.HtmlElement, name: str) -> int:
    match = SPAN.fullmatch(cell.get(name) or "")
    return min(max(int(match[1]), 1), WIDEST) if match else 1
