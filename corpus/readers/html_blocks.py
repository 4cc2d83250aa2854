"""The lines of an article as a browser sets them: its part of a page from top to bottom. Nothing is left out but what
is no text, what only leads elsewhere, and the small boxes that pages put between.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree, html

from corpus.model import BlockKind
from corpus.readers.drafts import Draft
from corpus.readers.html_links import leads_to_file
from corpus.readers.html_main import NUMBERED, UNSEEN, is_prose
from corpus.readers.html_tables import display, grid, is_table
from corpus.readers.html_title import FIELD

# What is never text of an article; links are, and lines that are nothing but links are judged as lines.
UNREAD = (UNSEEN - {"a"}) | {"button", "input", "svg", "audio", "video", "object", "map", "rt", "rp", "title"}
PARTING = frozenset(
    {"p", "div", "section", "article", "main", "aside", "header", "footer", "nav", "figure", "figcaption", "center"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "address", "hr"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "form", "fieldset", "details", "summary", "br"}
)
# Boxes of an editor that are as wide as the line, one below another, though they are shown within it.
WIDE = re.compile(r"(?:^|[;\s])width\s{0,9}:\s{0,9}(?:9\d(?:\.\d{1,9})?|100)%", re.IGNORECASE)
HEADING = re.compile("h([1-6])")
# Soft hyphens, and spaces of no width that editors leave behind.
UNSHOWN = re.compile("[\xad\u200b\u2060\ufeff]")
SPACES = re.compile(r"[ \t\r\n\f]+")
# A cell with more lines of more words than that frames prose.
LONG_CELL = 200
# So much of a line of links are links.
LINKED = 0.8
# Where a page tells its date, source and readers in a line of so many fields.
FIELDS, LONGEST_FIELDS = 2, 80
LETTER = re.compile(r"[^\W\d_]")


class Line(NamedTuple):
    """A line with the element that sets it apart, and how many of its letters lead elsewhere."""

    draft: Draft
    holder: html.HtmlElement
    linked: int


def article_lines(part: html.HtmlElement, tables: Iterator[int]) -> Iterator[Draft]:
    """The blocks of the article that stands in a part of a page; `tables` numbers its tables."""
    lines = list(_lines(part, tables))
    prosaic = {_name(line.holder) for line in lines if is_prose(line.draft.text)}
    return (line.draft for line in lines if _belongs(line, prosaic))


def _belongs(line: Line, prosaic: set[tuple[str, str]]) -> bool:
    words = line.draft.text
    if line.draft.kind == "row":
        return True
    if len(words) <= LONGEST_FIELDS and len(FIELD.findall(words)) >= FIELDS:
        return False
    if line.draft.kind == "heading" or NUMBERED.match(words) or is_prose(words):
        return True
    return not _is_boxed(line.holder, prosaic) and not _leads_away(line)


def all_lines(part: html.HtmlElement, tables: Iterator[int]) -> Iterator[Draft]:
    """All lines of a part of a page, whatever they are."""
    return (line.draft for line in _lines(part, tables))


def _name(holder: html.HtmlElement) -> tuple[str, str]:
    return str(holder.tag), f"{holder.get('class') or ''} {holder.get('id') or ''}".strip()


def _is_boxed(holder: html.HtmlElement, prosaic: set[tuple[str, str]]) -> bool:
    """Whether a line stands in a `div` with a name that no prose of the article bears: shares, editors, next pages."""
    name = _name(holder)
    return name[0] == "div" and name[1] != "" and name not in prosaic


def _leads_away(line: Line) -> bool:
    return line.linked > 0 and line.linked >= LINKED * len(LETTER.findall(line.draft.text))


class _Words:
    """The line that is being read, and the elements that it stands in."""

    def __init__(self) -> None:
        self.holders: list[tuple[html.HtmlElement, BlockKind, int | None]] = []
        self.words: list[str] = []
        self.linked = 0
        self.link: html.HtmlElement | None = None

    def add(self, words: str | None) -> None:
        if words:
            self.words.append(words)
            if self.link is not None:
                self.linked += len(LETTER.findall(words))

    def ended(self) -> Iterator[Line]:
        words = SPACES.sub(" ", UNSHOWN.sub("", "".join(self.words))).strip()
        linked, self.linked = self.linked, 0
        self.words.clear()
        if words:
            holder, kind, level = self.holders[-1]
            yield Line(Draft(words, kind, level=level), holder, linked)

    def enter(self, element: html.HtmlElement) -> None:
        """An element that parts lines begins."""
        _, kind, level = self.holders[-1] if self.holders else (element, "text", None)
        if heading := HEADING.fullmatch(str(element.tag)):
            kind, level = "heading", int(heading[1])
        elif element.tag == "li":
            kind = "list"
        self.holders.append((element, kind, level))


def _lines(part: html.HtmlElement, tables: Iterator[int], within: bool = True) -> Iterator[Line]:
    """The lines of a part of a page with those of the tables in it, if they are wanted; `tables` numbers these."""
    now = _Words()
    walk = etree.iterwalk(part, events=("start", "end"))
    for event, element in walk:
        parting = element is part or _parts(element)
        if parting:
            yield from now.ended()
        if event == "end":
            if parting:
                now.holders.pop()
            now.link = None if element is now.link else now.link
            now.add(element.tail if element is not part else None)
            continue
        if parting:
            now.enter(element)
        now.link = element if now.link is None and _is_link(element) else now.link
        if element.tag in UNREAD or (not within and element is not part and is_table(element)):
            walk.skip_subtree()
        elif is_table(element) and (rows := _table(element, tables)):
            yield from rows
            walk.skip_subtree()
        else:
            now.add(element.text)


def _parts(element: html.HtmlElement) -> bool:
    """Whether an element stands on lines of its own."""
    kind = display(element)
    if not kind:
        return element.tag in PARTING
    return not (kind.startswith("inline") or kind == "contents") or WIDE.search(element.get("style") or "") is not None


def _is_link(element: html.HtmlElement) -> bool:
    """Whether an element leads away from the article: not to a place in it, nor to a file that comes with it."""
    if element.tag != "a" or (element.get("href") is None and element.get("name") is not None):
        return False
    address = element.get("href") or ""
    return not (address.startswith("#") and address[1:]) and not leads_to_file(element)


def _table(table: html.HtmlElement, tables: Iterator[int]) -> list[Line]:
    """The rows of a table, its caption before them, tables in it after them; none where it only frames prose."""
    cells = [[[] if cell is None else list(_lines(cell, tables, within=False)) for cell in row] for row in grid(table)]
    filled = [row for row in cells if any(row)]
    if all(sum(map(bool, row)) <= 1 for row in filled) or any(_is_prose(cell) for row in filled for cell in row):
        return []
    number = next(tables)
    rows = ["\t".join(" ".join(line.draft.text for line in cell) for cell in row) for row in filled]
    captions = [line for one in table if one.tag == "caption" for line in _lines(one, tables)]
    inside = [line for one in _inner(table) for line in _lines(one, tables)]
    return [*captions, *(Line(Draft(r, "row", table=number, row=at), table, 0) for at, r in enumerate(rows)), *inside]


def _is_prose(cell: list[Line]) -> bool:
    return len(cell) > 1 and sum(len(line.draft.text) for line in cell) > LONG_CELL


def _inner(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The outermost tables in a table."""
    walk = etree.iterwalk(table, events=("start",))
    for _, element in walk:
        if element is not table and is_table(element):
            yield element
            walk.skip_subtree()
