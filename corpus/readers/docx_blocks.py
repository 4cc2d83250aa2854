"""Paragraphs and tables of a DOCX, one after the other, as drafts of blocks."""

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from corpus.model import BlockKind, Provenance
from corpus.readers.docx_inline import BREAK, MC, Inline, Inlines, Piece, alternative, shows_prompt
from corpus.readers.docx_numbering import Number, Numbering
from corpus.readers.docx_package import W
from corpus.readers.docx_styles import BODY_LEVEL, Style, Styles, centred, flag, outline_level, value
from corpus.readers.docx_tables import Cell, cells, rows
from corpus.readers.drafts import Draft

CONTAINERS = frozenset(W + name for name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent"))
# A cell with more than this many characters in several paragraphs is a piece of prose in a form, not a cell of a table.
LONG_CELL = 200


class Blocks:
    """Walks through block content; counts paragraphs, tables and list numbers on its way.

    `notes`: kind, id and number of the referring paragraph of every note, in the order of the text.
    """

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self.notes: list[tuple[str, str, int]] = []
        self._styles = Styles(styles)
        self._numbering = Numbering(numbering, self._styles)
        self._inlines = Inlines(self._styles)
        self._paragraphs = 0
        self._tables = 0
        self._carried: list[Piece] = []

    def content(self, parent: etree._Element) -> Iterator[Draft]:
        """The blocks below an element."""
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag == W + "sdt":
                yield from self._control(child)
            elif child.tag == MC + "AlternateContent":
                for form in alternative(child):
                    yield from self.content(form)
            elif child.tag in CONTAINERS:
                yield from self.content(child)

    def _control(self, control: etree._Element) -> Iterator[Draft]:
        furniture = "hidden" if shows_prompt(control) else "navigation" if _is_contents(control) else None
        for content in control.findall(W + "sdtContent"):
            for draft in self.content(content):
                yield Draft(draft.text, where=draft.where, furniture=furniture) if furniture else draft

    def _paragraph(self, element: etree._Element) -> Iterator[Draft]:
        self._paragraphs += 1
        here = self._paragraphs
        properties = element.find(W + "pPr")
        style = self._styles.paragraph(value(properties, "pStyle"))
        inline = self._inlines.read(element, style.look)
        self.notes.extend((kind, note, here) for kind, note in inline.notes)
        inline.pieces[:0] = self._carried
        self._carried = inline.pieces if _goes_on(element, properties) else []
        if not self._carried:
            yield from self._lines(inline, properties, style, Provenance(paragraph=here))
        for box in inline.boxes:
            yield from self.content(box)

    def _lines(
        self, inline: Inline, properties: etree._Element | None, style: Style, where: Provenance
    ) -> Iterator[Draft]:
        if not inline.pieces and properties is None and style.number is None:
            return
        if _unseen(inline, properties):
            number = None
        else:
            number = self._numbering.number(None if properties is None else properties.find(W + "numPr"), style)
        draft = _looks(inline, properties, style, number, where)
        for line in _split(inline.pieces):
            for text, furniture, first in _stretches(line, "navigation" if style.contents else None):
                if furniture:
                    yield Draft(text, where=where, furniture=furniture)
                else:
                    yield draft._replace(text=number.before(text) if number else text, continues=not first)
                    number = None

    def _table(self, table: etree._Element) -> Iterator[Draft]:
        """Rows as blocks. What is too long for a cell follows its row; behind it the table goes on as another one."""
        found = list(rows(table))
        if all(len(cells(row)) <= 1 for row in found):
            for row in found:
                for cell in cells(row):
                    yield from self.content(cell.element)
            return
        current, count = None, 0
        for row in found:
            here = self._paragraphs + 1
            texts, beside = self._row(row)
            if any(texts):
                if current is None:
                    current, count = self._tables, 0
                    self._tables += 1
                yield Draft("\t".join(texts), "row", Provenance(paragraph=here), table=current, row=count)
                count += 1
            yield from beside
            if any(draft.furniture is None for draft in beside):
                current = None

    def _row(self, row: etree._Element) -> tuple[list[str], list[Draft]]:
        """The texts of the cells, and the blocks that stand for themselves beside the row."""
        texts: list[str] = []
        beside: list[Draft] = []
        for cell in cells(row):
            drafts = list(self.content(cell.element))
            fitting, rest = _fit(drafts, cell)
            texts += [fitting, *[""] * (cell.span - 1)]
            beside += rest
        return texts, beside


def _fit(drafts: list[Draft], cell: Cell) -> tuple[str, list[Draft]]:
    """The text of a cell, and what does not go into it: tables, hidden text, prose of several paragraphs."""
    seen = [draft for draft in drafts if not draft.furniture and draft.table is None]
    rest = [draft for draft in drafts if draft.furniture or draft.table is not None]
    if cell.goes_on:
        return "", rest
    if len(seen) > 1 and sum(len(draft.text) for draft in seen) > LONG_CELL:
        return "", drafts
    text = "".join(draft.text if draft.continues else f" {draft.text}" for draft in seen)
    return text.strip(), rest


def _split(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces between line breaks."""
    if not any(piece.text == BREAK for piece in pieces):
        yield pieces
        return
    for is_break, line in groupby(pieces, lambda piece: piece.text == BREAK):
        if not is_break:
            yield list(line)


def _stretches(line: list[Piece], everywhere: str | None) -> Iterator[tuple[str, str | None, bool]]:
    """The stretches of a line that are content or furniture throughout: text, furniture, whether none was seen yet."""
    first = True
    for furniture, pieces in groupby(line, lambda piece: piece.furniture or everywhere):
        text = "".join(piece.text for piece in pieces)
        if text.strip():
            yield text, furniture, first
            first = first and furniture is not None


def _looks(
    inline: Inline, properties: etree._Element | None, style: Style, number: Number | None, where: Provenance
) -> Draft:
    """A draft without text that bears the looks of the paragraph."""
    own = None if properties is None else outline_level(properties)
    outline = style.outline if own is None else own
    level = None if outline is None or outline >= BODY_LEVEL else outline + 1
    kind: BlockKind = "heading" if level else "list" if number else "text"
    seen = [piece for piece in inline.pieces if not piece.furniture and piece.text.strip()]
    alignment = None if properties is None else centred(properties)
    return Draft(
        "",
        kind,
        where,
        level=level,
        size=_main_size(seen),
        bold=bool(seen) and all(piece.look.bold for piece in seen),
        centred=bool(style.centred if alignment is None else alignment),
    )


def _main_size(pieces: list[Piece]) -> float | None:
    """The size of most characters."""
    sizes: dict[float | None, int] = {}
    for piece in pieces:
        sizes[piece.look.size] = sizes.get(piece.look.size, 0) + len(piece.text)
    if len(sizes) < 2:
        return next(iter(sizes), None)
    return max(sizes, key=lambda size: (sizes[size], size or 0))


def _goes_on(element: etree._Element, properties: etree._Element | None) -> bool:
    """Whether the end of the paragraph was deleted with changes tracked, so that the next one goes on with it."""
    mark = None if properties is None else properties.find(W + "rPr")
    following = element.getnext()
    return (
        mark is not None and mark.find(W + "del") is not None and following is not None and following.tag == element.tag
    )


def _unseen(inline: Inline, properties: etree._Element | None) -> bool:
    """Whether a paragraph is hidden with its end; such a one is not counted in its list."""
    mark = None if properties is None else properties.find(W + "rPr")
    hidden = mark is not None and bool(flag(mark, "vanish"))
    return hidden and all(piece.furniture for piece in inline.pieces)


def _is_contents(control: etree._Element) -> bool:
    """Whether a content control holds the table of contents."""
    return any(
        "contents" in str(e.get(W + "val", "")).lower()
        for e in control.findall(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    )
