"""OFD (GB/T 33190), the Chinese format for office documents: its text layer, page by page.

Pages become lines, paragraphs and rows of tables as those of a PDF do; templates and annotations are furniture.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from corpus.model import Provenance, Reading, RejectionError
from corpus.readers import ocr
from corpus.readers.drafts import Draft, joined, plain, title_of
from corpus.readers.ofd_chars import POINTS, Affine, OfdText, Placed
from corpus.readers.ofd_package import INCOMPLETE, OfdDocument, PageParts, children, documents, numbers, page_size
from corpus.readers.ofd_rules import edges
from corpus.readers.page_numbers import listed
from corpus.readers.pdf_blocks import PageContent, drafts
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_layout import Line, Row, rows, runs
from corpus.readers.pdf_layout import joined as joined_row
from corpus.readers.pdf_tables import TableRow, carried_over, tables_of
from corpus.sniff import OFD
from corpus.zipguard import open_zip

# A page with a picture on most of it and fewer characters than this is a scan with a seal or a page number.
FEW = 30
COVERED = 0.5
# So many paths without a character are words drawn as outlines.
OUTLINES = 200
# A text layer with more unreadable characters than this share is of no use.
UNREADABLE = 0.3
# A smaller share is told; bullets of symbol fonts are below it.
TOLD = 0.02
READ = frozenset({"text", "gaps"})
# A picture with less of the page is a seal or an emblem.
PART = 0.05
NEEDS_OCR = "The pages are images, outlines or coded characters without a text layer, as a scanner makes them."


@dataclass(frozen=True, slots=True)
class OfdPage:
    """What stands on a page. `state`: text, gaps (text with characters that cannot be read), image (not to be read
    without OCR), blank, or lost. `beside`: kind and line of what templates and annotations add. `pictures`: what was
    recognised in its pictures.
    """

    content: PageContent
    beside: tuple[tuple[str, Line], ...]
    state: str
    pictures: tuple[ocr.PictureText, ...] = ()

    @property
    def number(self) -> int:
        """Its number among the pages of all documents of the file."""
        return self.content.number

    @property
    def recognised(self) -> ocr.Recognised:
        """How its pictures were recognised; where the words stand in them is not known."""
        words = any(picture.paragraphs for picture in self.pictures)
        return ocr.Recognised(
            ((),) if words else (),
            unread=sum(picture.unread for picture in self.pictures),
            doubtful=tuple(line for picture in self.pictures for line in picture.doubtful),
            reason=next((picture.reason for picture in self.pictures if picture.reason), None),
        )


def read(data: bytes) -> Reading:
    """An OFD as a reading: each line or row a block with its page and box, `continues` set where a paragraph goes on.

    Several documents in one file are read one after the other, their pages numbered on.
    Raises RejectionError: `encrypted`, `damaged`, `doctype`, `depth`, `too_large`, `needs_ocr`, `empty`.
    """
    pages: list[list[OfdPage]] = []
    with open_zip(data) as container:
        for document in documents(container):
            pages.append(list(_pages(document, sum(map(len, pages)))))
    every = [page for found in pages for page in found]
    partial = _check_states(every)
    text, blocks = joined(_drafts(pages))
    recognised = {page.number: page.recognised for page in every if page.pictures}
    told = tuple(ocr.warnings(listed([n for n, found in recognised.items() if found.rows]), recognised))
    return Reading(
        text, blocks, "page", OFD, pages=len(every), title=title_of(text, blocks), partial=partial, warnings=told
    )


def _pages(document: OfdDocument, before: int) -> Iterator[OfdPage]:
    text = OfdText(document)
    last: tuple[TableRow, ...] = ()
    images = 0
    for parts in document.parts():
        page = _page(document, text, parts, before + parts.number)
        if page.state == "image":
            page = replace(page, pictures=tuple(_recognised(document, text, parts, images)))
            images += len(page.pictures)
        content = page.content
        tables, words = carried_over(last, content.tables, content.rows, content.number, content.height)
        last = tables
        yield replace(page, content=replace(content, tables=tables, rows=words))


def _recognised(document: OfdDocument, text: OfdText, parts: PageParts, done: int) -> Iterator[ocr.PictureText]:
    """What stands in the pictures of a page, from top to bottom; nothing where text in images is not recognised."""
    if parts.content is None:
        return
    width, height = _size(document, parts)
    boxes = [(placed.place, placed.element) for placed in text.images(parts.content)]
    for _, element in sorted(boxes, key=lambda one: (one[0].f, one[0].e)):
        box = [*numbers(element.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
        data = document.media(str(element.get("ResourceID"))) if box[2] * box[3] > PART * width * height else None
        if data and (found := ocr.picture_text(data, done)):
            done += 1
            yield found


def _size(document: OfdDocument, parts: PageParts) -> tuple[float, float]:
    areas = [] if parts.content is None else children(parts.content, "Area")
    return next((size for area in areas if (size := page_size(area))), document.box)


def _page(document: OfdDocument, text: OfdText, parts: PageParts, number: int) -> OfdPage:
    size = _size(document, parts)
    if parts.content is None:
        return OfdPage(PageContent(number, size[1] * POINTS, (), (), "void"), (), "lost")
    objects = text.objects(parts.content)
    frame, height = _frame(objects, size)
    chars, unreadable = text.chars(objects, frame)
    beside = [("running_head", root) for root in parts.templates] + [("watermark", root) for root in parts.annotations]
    state = _state(parts.content, size, chars, unreadable)
    read_ = chars if state in READ else []
    ruled = edges(text.paths(parts.content), frame) if read_ else []
    level = tuple(char for char in read_ if char.upright)
    tables, rest = tables_of(ruled, level, lambda char: (char,), number, height)
    return OfdPage(
        PageContent(number, height, _rows(rest, [char for char in read_ if not char.upright]), tables, "text"),
        tuple((kind, line) for kind, root in beside for line in _lines(text, root, frame, number)),
        state,
    )


def _frame(objects: Sequence[Placed], size: tuple[float, float]) -> tuple[Affine, float]:
    """How a page (millimetres) is turned for most of its text to be level, and its height then in points."""
    turns = Counter(round(placed.place.angle / (math.pi / 2)) % 4 for placed in objects)
    turn = max(turns, key=lambda turn: (turns[turn], -turn), default=0)
    (width, height), (c, s) = size, ((1, 0), (0, -1), (-1, 0), (0, 1))[turn]
    x, y = ((0, 0), (0, width), (width, height), (height, 0))[turn]
    return Affine(c, s, -s, c, x, y), (width if turn % 2 else height) * POINTS


def _rows(level: Sequence[Char], other: Sequence[Char]) -> tuple[Row, ...]:
    """Level lines by their height; what leans is a stamp or a watermark, each object of it a line."""
    leaning: list[list[Char]] = []
    for char in other:
        if char.apart or not leaning:
            leaning.append([])
        leaning[-1].append(char)
    return (*rows(runs(level)), *(row for found in leaning for row in _leaning(found)))


def _leaning(chars: Sequence[Char]) -> Iterator[Row]:
    """The words of one object; the place is that of its first character."""
    words = "".join(char.text for char in chars).strip()
    yield from ((run._replace(text=words),) for run in runs(char for char in chars[:1]) if words)


def _lines(text: OfdText, root: etree._Element, frame: Affine, number: int) -> list[Line]:
    chars, _ = text.chars(text.objects(root), frame)
    level, other = [char for char in chars if char.upright], [char for char in chars if not char.upright]
    return [joined_row(number, row) for row in _rows(level, other)]


def _state(content: etree._Element, size: tuple[float, float], chars: Sequence[Char], unreadable: int) -> str:
    letters = sum(char.text.isalnum() for char in chars)
    if unreadable > UNREADABLE * (letters + unreadable):
        return "image"
    if len(chars) >= FEW:
        return "gaps" if unreadable > TOLD * len(chars) else "text"
    boxes = [[*numbers(image.get("Boundary")), 0.0, 0.0, 0.0, 0.0] for image in content.iter("{*}ImageObject")]
    if sum(box[2] * box[3] for box in boxes) > COVERED * size[0] * size[1]:
        return "image"
    if sum(1 for _ in content.iter("{*}PathObject")) > OUTLINES:
        return "image"
    return "text" if chars else "blank"


def _check_states(pages: Sequence[OfdPage]) -> str | None:
    """Why the document is read in part, or None."""
    states = {page.state for page in pages}
    images = [page.number for page in pages if page.state == "image" and not page.pictures]
    missing = [*ocr.parts_missing((page.number, page.recognised) for page in pages if page.pictures)]
    if not states & READ and not any(picture.paragraphs for page in pages for picture in page.pictures):
        if "image" in states:
            raise RejectionError("needs_ocr", f"{NEEDS_OCR} {' '.join(missing) or ocr.advice()}")
        if "lost" in states:
            raise RejectionError("damaged", INCOMPLETE)
        raise RejectionError("empty", "There is no text in the OFD document.")
    gaps, lost = ([page.number for page in pages if page.state == state] for state in ("gaps", "lost"))
    told = (
        (gaps, "Characters in a font of the document's own could not be read and are missing on these pages: {}."),
        (images, f"Pages without a text layer were not read: {{}}. {ocr.advice()}"),
        (lost, "Pages are missing, the file was not copied completely or is broken: {}."),
    )
    return " ".join([*(words.replace("{}", listed(found)) for found, words in told if found), *missing]) or None


def _drafts(documents_: Sequence[Sequence[OfdPage]]) -> Iterator[Draft]:
    """The blocks of all documents; tables are numbered on from one to the next."""
    tables = 0
    for pages in documents_:
        number = -1
        for draft in _ordered(pages):
            if draft.table is not None:
                number = max(number, draft.table)
                draft = draft._replace(table=draft.table + tables)
            yield draft
        tables += number + 1


def _ordered(pages: Sequence[OfdPage]) -> Iterator[Draft]:
    """The blocks of a document, what stands beside the text of each page around it."""
    waiting = list(pages)
    begun: OfdPage | None = None
    for draft in drafts([page.content for page in pages]):
        while waiting and waiting[0].number <= (draft.where.page or 0):
            yield from _turned_over(begun, waiting[0])
            begun = waiting.pop(0)
        yield draft
    for page in waiting:
        yield from _turned_over(begun, page)
        begun = page
    yield from _turned_over(begun, None)


def _turned_over(last: OfdPage | None, page: OfdPage | None) -> Iterator[Draft]:
    """The feet of a page, and the heads of the next with what was recognised in its pictures."""
    if last:
        yield from (_furniture(line, kind) for kind, line in last.beside if line.top >= last.content.height / 2)
    if page:
        yield from (_furniture(line, kind) for kind, line in page.beside if line.top < page.content.height / 2)
        words = (paragraph for picture in page.pictures for paragraph in picture.paragraphs)
        yield from (Draft(plain(paragraph), where=Provenance(page=page.number)) for paragraph in words)


def _furniture(line: Line, kind: str) -> Draft:
    box = (round(line.x0, 1), round(line.top, 1), round(line.x1, 1), round(line.bottom, 1))
    where = Provenance(page=line.page, box=box)
    return Draft(plain(line.text), where=where, size=line.size, bold=line.bold, furniture=kind)
