"""PDF: pages become lines, lines become paragraphs, ruled tables become rows."""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import pypdfium2
from pypdfium2 import raw

from corpus.limits import check_characters, check_pages
from corpus.model import Reading, RejectionError
from corpus.readers import ocr
from corpus.readers.drafts import joined, title_of
from corpus.readers.page_numbers import listed
from corpus.readers.pdf_blocks import PageContent, drafts
from corpus.readers.pdf_bombs import check_bombs
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_fonts import without_system_fonts
from corpus.readers.pdf_streams import damaged_streams, pages_lost
from corpus.readers.pdf_tables import TableRow, carried_over
from corpus.readers.pdf_text import PageChars
from corpus.readers.pdf_turned import laid_out
from corpus.sniff import PDF

PASSWORD_ERROR = raw.FPDF_ERR_PASSWORD
# A page with a picture on most of it and fewer characters than this is a scan with a stamp or a page number.
FEW = 30
ABOUT_IMAGES = "images without text"
ABOUT_GARBLED = "set in fonts that do not tell which characters they draw"
# Lost are words from this share of a page on; from that share on an image of it tells more.
LOST, POOR = 0.02, 0.1
# A text layer with more unreadable characters than this share is of no use.
UNREADABLE = 0.3
COVERED = 0.5
# Without a character a smaller picture may be all that the page says.
ALONE = 0.15
# The margins as a share of the height, and how many characters at most are printed there on a scan.
MARGIN, STAMPED = 0.1, 300
# So many paths without a character are words drawn as outlines, or fewer of so many strokes in all.
OUTLINES, STROKES = 200, 10
XFA = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)
REBUILT = "The index of the PDF was broken and was made anew from what is there; something may be missing."
# How a file ends; senders cut off the last mark or put something behind it.
END = re.compile(rb"startxref\s{1,9}\d|%%EOF")
TAIL = "It was not copied completely or is broken. Copy or export it again."


def read(data: bytes) -> Reading:
    """A PDF as a reading: each line a block with its page and box, `continues` set where a paragraph goes on.

    Raises RejectionError: `encrypted`, `damaged`, `too_large`, `inflate`, `needs_ocr`, `empty`.
    """
    _check_end(data)
    check_bombs(data)
    damaged = damaged_streams(data)
    with without_system_fonts(), closing(_opened(data)) as document:
        rebuilt = not raw.FPDF_DocumentHasValidCrossReferenceTable(document)
        count, beside = len(document), tuple(_beside(document))
        check_pages(count)
        pages = list(_contents(document))
    lost = _lost(data, damaged, pages)
    partial = " ".join(reason for reason in (lost, _check_states(pages, beside)) if reason) or None
    images = {page.number: page.image for page in pages if page.image}
    text, blocks = joined(ocr.turned_back(drafts(pages), images))
    warnings = (*((REBUILT,) if rebuilt else ()), *beside, *_untold(pages), *ocr.warnings(listed([*images]), images))
    title = title_of(text, blocks)
    return Reading(text, blocks, "page", PDF, pages=count, title=title, partial=partial, warnings=warnings)


def _check_end(data: bytes) -> None:
    """pdfium opens half a file and shows what it finds: behind the last object must stand where the index is."""
    if not END.search(data, max(0, data.rfind(b"endobj"))):
        raise RejectionError("damaged", f"The end of the PDF is missing. {TAIL}")


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD_ERROR:
            raise RejectionError(
                "encrypted", "The PDF is protected by a password. Take it off and save the file anew."
            ) from error
        raise RejectionError("damaged", f"The PDF cannot be opened. {TAIL}") from error


def _lost(data: bytes, damaged: Sequence[int], pages: Sequence[PageContent]) -> str | None:
    """Where words are missing because contents do not unpack or are not found; pdfium reads on without a word."""
    void = [page.number for page in pages if page.state == "void"]
    numbers = pages_lost(data, damaged, void) if damaged or void else ()
    if not damaged and not numbers:
        return None
    if all(page.state in ("blank", "void", "closed") for page in pages):
        raise RejectionError("damaged", f"The contents of the PDF cannot be unpacked. {TAIL}")
    where = f"on page{'s' if len(numbers) > 1 else ''} {listed(numbers)} " if numbers else ""
    return f"The PDF is damaged: words {where}may be missing or wrong. Copy or export it again."


def _contents(document: pypdfium2.PdfDocument) -> Iterator[PageContent]:
    characters = images = 0
    before: tuple[TableRow, ...] = ()
    with closing(_pages(document)) as pages:
        for number, page in enumerate(pages, 1):
            content = _opened_page(page, number)
            if page and (content.state == "image" or content.lost > POOR) and (found := ocr.recognised(page, images)):
                images += 1
                content = _recognised(content, found)
            tables, text = carried_over(before, content.tables, content.rows, content.number, content.height)
            content = replace(content, tables=tables, rows=text)
            before = content.tables
            characters += sum(len(run.text) for part in (content, *content.asides) for row in part.rows for run in row)
            check_characters(characters)
            yield content


def _pages(document: pypdfium2.PdfDocument) -> Generator[pypdfium2.PdfPage | None, None, None]:
    """Each page is closed when the next one is open: pdfium forgets the fonts that no open page uses. None where one
    cannot be opened.
    """
    last: pypdfium2.PdfPage | None = None
    try:
        for index in range(len(document)):
            page = _page(document, index)
            if page and last:
                last.close()
            last = page or last
            yield page
    finally:
        if last:
            last.close()


def _page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage | None:
    try:
        return document[index]
    except pypdfium2.PdfiumError:
        return None


def _opened_page(page: pypdfium2.PdfPage | None, number: int) -> PageContent:
    try:
        if page:
            return _content(page, number)
    except pypdfium2.PdfiumError:  # its text cannot be opened
        pass
    return PageContent(number, 0.0, (), (), "closed")


def _content(page: pypdfium2.PdfPage, number: int) -> PageContent:
    with closing(PageChars(page, number)) as found:
        margin = found.count < STAMPED and _is_margin(found.pieces, found.frame.height)
        lost = found.garbled
        state = "image" if lost == 1 else _state(page, found.count, found.unreadable, margin)
        content = laid_out(page, found) if state == "text" else PageContent(number, found.frame.height, (), (), state)
        return replace(content, lost=lost if lost > LOST else 0.0, missing=found.missing, cut=found.cut)


def _recognised(page: PageContent, found: ocr.Recognised) -> PageContent:
    """The page with what was recognised in its image, which may stand turned."""
    if page.state == "text" and not found.has_text:
        return page
    state = "text" if found.has_text else "image" if found.reason or found.unread else "blank"
    tables = ocr.on_page(found.tables, page.number)
    return PageContent(page.number, 2 * found.middle[1], found.rows, tables, state, found)


def _is_margin(pieces: Sequence[Char], height: float) -> bool:
    """Whether all words stand in the margins, as those that a library or an app prints on a scan."""
    top, bottom = MARGIN * height, (1 - MARGIN) * height
    return all(piece.bottom < top or piece.top > bottom for piece in pieces if piece.text.strip())


def _state(page: pypdfium2.PdfPage, characters: int, unreadable: int, margin: bool = False) -> str:
    if unreadable > UNREADABLE * (characters + unreadable):
        return "image"
    if characters >= FEW and not (margin and _pictured(page, list(page.get_objects(max_depth=4)))):
        return "text"
    objects = list(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH), max_depth=4))
    if _pictured(page, objects, COVERED if characters else ALONE) or _is_outlined(objects):
        return "image"
    if characters:
        return "text"
    return "blank" if raw.FPDFPage_CountObjects(page) else "void"


def _is_outlined(objects: Sequence[pypdfium2.PdfObject]) -> bool:
    paths = [item for item in objects if item.type == raw.FPDF_PAGEOBJ_PATH]
    return len(paths) > OUTLINES or sum(raw.FPDFPath_CountSegments(path) for path in paths) > OUTLINES * STROKES


def _pictured(page: pypdfium2.PdfPage, objects: Sequence[pypdfium2.PdfObject], share: float = COVERED) -> bool:
    """Whether pictures cover more of the page than a share."""
    area = 0.0
    for item in objects:
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            area += abs(right - left) * abs(top - bottom)
    width, height = page.get_size()
    return bool(area > share * width * height)


def _check_states(pages: Sequence[PageContent], beside: Sequence[str]) -> str | None:
    """Why the document is read in part, or None; where there is no text, what stands `beside` the pages is told."""
    missing = [*ocr.parts_missing((page.number, page.image) for page in pages if page.image)]
    unread = [page for page in pages if page.state == "image" and not page.image]
    closed = [page.number for page in pages if page.state == "closed"]
    told = {ABOUT_GARBLED if page.lost else ABOUT_IMAGES for page in unread}
    if not any(page.state == "text" for page in pages):
        if closed:
            raise RejectionError("damaged", f"Pages {listed(closed)} of the PDF cannot be opened. {TAIL}")
        if not told and not missing:
            raise RejectionError("empty", " ".join(["There is no text in the PDF.", *beside]))
        whole = f"The pages are {max(told, default='')}. {ocr.advice()}"
        raise RejectionError("needs_ocr", " ".join(missing) or whole)
    for about in sorted(told, reverse=True):
        numbers = [page.number for page in unread if (about == ABOUT_GARBLED) == bool(page.lost)]
        missing.append(f"Pages {listed(numbers)} are {about} and were not read. {ocr.advice()}")
    if closed:
        missing.append(f"Page {listed(closed)} cannot be opened and was not read. Copy or export the PDF again.")
    lost = [page.number for page in pages if page.state == "text" and page.lost]
    if lost:
        missing.append(f"Words are missing on page {listed(lost)}: their fonts do not tell which characters they draw.")
    cut = [page.number for page in pages if page.state == "text" and page.cut]
    if cut:
        missing.append(f"A line on page {listed(cut)} is too long to be read whole: its end is missing.")
    return " ".join(missing) or None


def _beside(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """Warnings of what programs would show beside the pages, or in their place."""
    if (count := document.count_attachments()) > 0:
        yield f"The PDF has embedded files that were not read: {count}. Save them beside it."
    if document.get_formtype() in XFA:
        yield "The PDF is a form (XFA), and its pages may not show what it holds. Print it into another PDF."


def _untold(pages: Sequence[PageContent]) -> Iterator[str]:
    """A warning of the pages on which □ stands for characters that cannot be told."""
    missing = [page.number for page in pages if page.missing and page.state == "text" and not page.image]
    if missing:
        yield f"Page {listed(missing)}: □ stands for characters in words that the PDF does not tell; check names."
