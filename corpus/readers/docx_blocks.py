"""Paragraphs and tables of a DOCX, one after the other, as drafts of blocks."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from typing import NamedTuple

from lxml import etree

from corpus.fold import fold
from corpus.forms import is_part_label
from corpus.model import BlockKind, Provenance, RejectionError
from corpus.readers.docx_charts import chart
from corpus.readers.docx_compact import REFERENCE
from corpus.readers.docx_drawings import CHARTS, lines, target
from corpus.readers.docx_inline import BREAK, CHOICES, Inline, Inlines, Piece, alternative, shows_prompt
from corpus.readers.docx_numbering import At, Number, Numbering
from corpus.readers.docx_package import Parts, W
from corpus.readers.docx_pictures import PICTURES, Pictures
from corpus.readers.docx_properties import ParagraphLook, RunLook, in_front, paragraph_look
from corpus.readers.docx_styles import Style, Styles
from corpus.readers.docx_tables import Cell, Row, rows
from corpus.readers.drafts import Draft, plain

PARAGRAPH, TABLE, CONTROL = W + "p", W + "tbl", W + "sdt"
PROPERTIES = W + "pPr"
TEXT_BOX = W + "txbxContent"
NO_CONTENT = frozenset(
    W + name for name in ("sectPr", "del", "moveFrom", "known", "tcPr", "sdtPr", "tblPr", "customXmlPr")
)
IDENTITY = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BODY_LEVEL = 9
# A cell with more than this many characters in several paragraphs is a piece of prose in a form, not a cell of a table.
LONG_CELL = 200
PROSE = 24  # … or, beside a cell that says which part of a report it holds, with so many


class Look(NamedTuple):
    """What a paragraph says of itself, its style, and its place in a list."""

    own: ParagraphLook
    style: Style
    at: At | None


class Blocks:
    """Walks through block content; counts paragraphs, tables and list numbers on its way.

    `chunk` gives the content of an embedded file by the id of its reference. `notes`: kind, id and number of the
    referring paragraph of every note, in the order of the text.
    """

    def __init__(self, parts: Parts, chunk: Callable[[str], Iterator[Draft]], every_picture: bool = False) -> None:
        self.notes: list[tuple[str, str, int]] = []
        self.pictures = Pictures(parts, every_picture)
        self._parts = parts
        self._beside = False
        self._shown: set[str] = set()
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self._styles)
        self._chunk = chunk
        self._known = parts.known
        self._looks: dict[str, Look] = {}
        self._inlines = Inlines(parts.document, self._styles, self._known)
        self._paragraphs = 0
        self._tables = 0
        self._carried: list[Piece] = []

    def content(self, parent: etree._Element) -> Iterator[Draft]:
        """The blocks below an element."""
        for child in parent:
            tag = child.tag
            if tag == PARAGRAPH:
                yield from self._paragraph(child)
            elif tag == TABLE:
                yield from self._table(child)
            elif tag == CONTROL:
                yield from self._control(child)
            elif tag == CHOICES:
                for form in alternative(child):
                    yield from self.content(form)
            elif tag == W + "altChunk":
                yield from self._embedded(str(child.get(IDENTITY)))
            elif len(child) and tag not in NO_CONTENT:
                yield from self.content(child)

    def _embedded(self, name: str) -> Iterator[Draft]:
        """The blocks of a file inside the file; they stand where the paragraph before them stands."""
        where = Provenance(paragraph=max(self._paragraphs, 1))
        first = self._tables
        for draft in self._chunk(name):
            table = None if draft.table is None else first + draft.table
            self._tables = max(self._tables, first if table is None else table + 1)
            yield draft._replace(where=where, table=table)

    def _control(self, control: etree._Element) -> Iterator[Draft]:
        furniture = "hidden" if shows_prompt(control) else "navigation" if _is_contents(control) else None
        for content in control.findall(W + "sdtContent"):
            for draft in self.content(content):
                yield Draft(draft.text, where=draft.where, furniture=furniture) if furniture else draft

    def _paragraph(self, element: etree._Element) -> Iterable[Draft]:
        self._paragraphs += 1
        own, style, _ = look = self._look(element)
        inline = self._inlines.read(element, style.look)
        for kind, note in inline.notes:
            self.notes.append((kind, note, self._paragraphs))
        if self._carried:
            self._carried += inline.pieces
            inline.pieces, inline.even = self._carried, False
        goes_on = not own.ends and not _is_last(element)
        self._carried = inline.pieces if goes_on else []
        own_lines = () if goes_on else self._lines(inline, look, Provenance(paragraph=self._paragraphs))
        return chain(own_lines, *(self._box(box) for box in inline.boxes)) if inline.boxes else own_lines

    def _box(self, box: etree._Element) -> Iterator[Draft]:
        """What stands in a text box or a drawing. Those of notes and page heads are left alone."""
        if box.tag == TEXT_BOX:
            yield from self.content(box)
            return
        name = target(box, self._parts)
        # A part is shown once: a forged document may show a large one thousands of times.
        if not self._beside and name not in self._shown:
            self._shown.update(filter(None, (name,)))
            try:
                yield from list(self._drawing(box, Provenance(paragraph=self._paragraphs)))
            except RejectionError as error:
                self.pictures.unread.append(f"A drawing was not read: {error.reason}")

    def _drawing(self, box: etree._Element, where: Provenance) -> Iterator[Draft]:
        if box.tag in PICTURES:
            yield from self.pictures.drafts(box, where)
        elif box.tag in CHARTS:
            yield from self._chart(box, where)
        else:
            yield from (Draft(plain(line), where=where) for line in lines(box, self._parts))

    def _chart(self, box: etree._Element, where: Provenance) -> Iterator[Draft]:
        found = chart(box, self._parts)
        self.pictures.unread += filter(None, (found.missing,))
        yield from (Draft(plain(line), where=where) for line in found.lines)
        for number, row in enumerate(found.rows):
            yield Draft("\t".join(map(plain, row)), "row", where, table=self._tables, row=number)
        self._tables += bool(found.rows)

    def beside(self, parent: etree._Element) -> Iterator[Draft]:
        """The blocks of a part beside the body, whose references lead elsewhere."""
        self._beside = True
        yield from self.content(parent)

    def _look(self, element: etree._Element) -> Look:
        known = element.get(REFERENCE)
        properties = in_front(element, PROPERTIES) if known is None else None
        if properties is not None:
            return self._looked(properties)
        look = self._looks.get(known or "")
        if look is None:
            look = self._looks[known or ""] = self._looked(self._known.get(known or ""))
        return look

    def _looked(self, properties: etree._Element | None) -> Look:
        own = paragraph_look(properties)
        style = self._styles.paragraph(own.style)
        return Look(own, style, self._numbering.at(own.place, style))

    def _lines(self, inline: Inline, look: Look, where: Provenance) -> Iterable[Draft]:
        own, style, at = look
        # A paragraph that is hidden with its end is not counted in its list.
        unseen = own.hidden and all(piece.furniture for piece in inline.pieces)
        number = self._numbering.number(at) if at and not unseen else None
        if not inline.pieces:
            return ()
        if inline.even and not style.contents:
            text = "".join([piece.text for piece in inline.pieces])
            text = number.before(text) if number and not text.isspace() else text
            return (_draft(text, inline.pieces, own, style, number, where),)
        return _pieced(inline.pieces, own, style, number, where)

    def _table(self, table: etree._Element) -> Iterator[Draft]:
        """Rows as blocks. What is too long for a cell follows its row; behind it the table goes on as another one."""
        found = list(rows(table))
        if all(len(row.cells) <= 1 for row in found):
            for row in found:
                for cell in row.cells:
                    yield from self.content(cell.element)
            return
        current, count = None, 0
        for row in found:
            here = self._paragraphs + 1
            texts, beside = self._row(row)
            if _heads(texts) and any(draft.furniture is None for draft in beside):
                yield Draft("".join(texts), where=Provenance(paragraph=here))
                texts = []
            if any(texts):
                if current is None:
                    current, count = self._tables, 0
                    self._tables += 1
                yield Draft("\t".join(texts), "row", Provenance(paragraph=here), table=current, row=count)
                count += 1
            yield from beside
            if any(draft.furniture is None for draft in beside):
                current = None

    def _row(self, row: Row) -> tuple[list[str], list[Draft]]:
        """The texts of the cells, and the blocks that stand for themselves beside the row."""
        texts = [""] * row.before
        beside: list[Draft] = []
        for cell in row.cells:
            drafts = list(self.content(cell.element))
            fitting, rest = _fit(drafts, cell, PROSE if _heads(texts) else LONG_CELL)
            texts += [fitting, *[""] * (cell.span - 1)]
            beside += rest
        return texts + [""] * row.after, beside


def _heads(texts: list[str]) -> bool:
    """Whether a row so far holds only the name of a part of a report (主要做法), which stands in the next cell."""
    filled = list(filter(None, texts))
    return len(filled) == 1 and is_part_label(fold(filled[0]))


def _fit(drafts: list[Draft], cell: Cell, long: int) -> tuple[str, list[Draft]]:
    """The text of a cell, and what does not go into it: tables, hidden text, prose of several paragraphs or of more
    than `long` characters where these are few.
    """
    seen = [draft for draft in drafts if not draft.furniture and draft.table is None]
    rest = [draft for draft in drafts if draft.furniture or draft.table is not None]
    if cell.goes_on:
        return "", rest
    if (len(seen) > 1 or long == PROSE) and sum(len(draft.text) for draft in seen) > long:
        return "", drafts
    if len(seen) == 1 and not rest:
        return seen[0].text.strip(), []
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


def _pieced(
    pieces: list[Piece], own: ParagraphLook, style: Style, number: Number | None, where: Provenance
) -> Iterator[Draft]:
    """A paragraph of several lines, or with furniture in it."""
    draft = _draft("", [piece for piece in pieces if not piece.furniture], own, style, number, where)
    for line in _split(pieces):
        for text, furniture, first in _stretches(line, "navigation" if style.contents else None):
            if furniture:
                yield Draft(text, where=where, furniture=furniture)
            else:
                yield draft._replace(text=number.before(text) if number else text, continues=not first)
                number = None


def _draft(
    text: str, pieces: list[Piece], own: ParagraphLook, style: Style, number: Number | None, where: Provenance
) -> Draft:
    """A draft of the text that bears the looks of the paragraph and of its pieces."""
    outline = style.outline if own.outline is None else own.outline
    level = None if outline is None or outline >= BODY_LEVEL else outline + 1
    kind: BlockKind = "heading" if level else "list" if number else "text"
    size, bold = _type(pieces)
    middle = bool(style.centred if own.centred is None else own.centred)
    return Draft(text, kind, where, False, level, None, None, None, size, bold, middle)


def _type(pieces: list[Piece]) -> tuple[float | None, bool]:
    """The size of most characters, and whether all are bold; blanks are not looked at."""
    if len(pieces) == 1 or len({piece.look for piece in pieces}) == 1:
        return pieces[0].look.size, bool(pieces[0].look.bold)
    counts: dict[RunLook, int] = {}
    for text, look, _ in pieces:
        if not text.isspace():
            counts[look] = counts.get(look, 0) + len(text)
    sizes: dict[float | None, int] = {}
    for look, count in counts.items():
        sizes[look.size] = sizes.get(look.size, 0) + count
    most = max(sizes, key=lambda size: (sizes[size], size or 0), default=None)
    return most, bool(counts) and all(look.bold for look in counts)


def _is_last(paragraph: etree._Element) -> bool:
    """Whether no other paragraph follows at once, which a paragraph without an end could go on with."""
    following = next(paragraph.itersiblings(PARAGRAPH, TABLE, CONTROL), None)
    return following is None or following.tag != paragraph.tag


def _is_contents(control: etree._Element) -> bool:
    """Whether a content control holds the table of contents."""
    return any(
        "contents" in str(e.get(W + "val", "")).lower()
        for e in control.findall(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    )
