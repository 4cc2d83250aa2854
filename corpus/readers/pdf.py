"""PDF: pages become lines, lines become paragraphs, ruled tables become rows."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import pypdfium2
from pypdfium2 import raw

from corpus.limits import check_characters, check_pages
from corpus.model import Reading, RejectionError
from corpus.readers import ocr
from corpus.readers.drafts import joined, title_of
from corpus.readers.pdf_blocks import PageContent, drafts
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_fonts import without_system_fonts
from corpus.readers.pdf_layout import Row, rows, runs
from corpus.readers.pdf_streams import damaged_streams, pages_lost
from corpus.readers.pdf_tables import TableRow, carried_over, page_tables
from corpus.readers.pdf_text import PageChars
from corpus.sniff import PDF

PASSWORD_ERROR = raw.FPDF_ERR_PASSWORD
# A page with a picture on most of it and fewer characters than this is a scan with a stamp or a page number.
FEW = 30
# A text layer with more unreadable characters than this share is of no use.
UNREADABLE = 0.3
COVERED = 0.5
# Without a character a smaller picture may be all that the page says.
ALONE = 0.15
# The margins as a share of the height, and how many characters at most are printed there on a scan.
MARGIN, STAMPED = 0.1, 300
# So many paths without a character are words drawn as outlines, or fewer of so many strokes in all.
OUTLINES, STROKES = 200, 10
REBUILT = "The index of the PDF was broken and was made anew from what is there; something may be missing."
TAIL = "It was not copied completely or is broken. Copy or export it again."


def read(data: bytes) -> Reading:
    """A PDF as a reading: each line a block with its page and box, `continues` set where a paragraph goes on.

    Raises RejectionError: `encrypted`, `damaged`, `too_large`, `inflate`, `needs_ocr`, `empty`.
    """
    _check_end(data)
    damaged = damaged_streams(data)
    with without_system_fonts(), closing(_opened(data)) as document:
        rebuilt = not raw.FPDF_DocumentHasValidCrossReferenceTable(document)
        count = len(document)
        check_pages(count)
        pages = list(_contents(document))
    lost = _lost(data, damaged, pages)
    partial = " ".join(reason for reason in (lost, _check_states(pages)) if reason) or None
    images = {page.number: page.image for page in pages if page.image}
    text, blocks = joined(ocr.turned_back(drafts(pages), images))
    warnings = (*((REBUILT,) if rebuilt else ()), *ocr.warnings(_listed([*images]), images))
    title = title_of(text, blocks)
    return Reading(text, blocks, "page", PDF, pages=count, title=title, partial=partial, warnings=warnings)


def _check_end(data: bytes) -> None:
    """pdfium opens half a file and shows what it finds: a file must end with its end mark, with no object behind it."""
    at = data.rfind(b"%%EOF")
    if at < 0 or b"endobj" in data[at:]:
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
    if all(page.state in ("blank", "void") for page in pages):
        raise RejectionError("damaged", f"The contents of the PDF cannot be unpacked. {TAIL}")
    where = f"on page{'s' if len(numbers) > 1 else ''} {_listed(numbers)} " if numbers else ""
    return f"The PDF is damaged: words {where}may be missing or wrong. Copy or export it again."


def _contents(document: pypdfium2.PdfDocument) -> Iterator[PageContent]:
    characters = images = 0
    before: tuple[TableRow, ...] = ()
    with closing(_pages(document)) as pages:
        for number, page in enumerate(pages, 1):
            content = _content(page, number)
            if content.state == "image" and (found := ocr.recognised(page, images)):
                images += 1
                content = _recognised(content, found)
            tables, text = carried_over(before, content.tables, content.rows, content.number, content.height)
            content = replace(content, tables=tables, rows=text)
            before = content.tables
            characters += sum(len(run.text) for row in content.rows for run in row)
            check_characters(characters)
            yield content


def _pages(document: pypdfium2.PdfDocument) -> Generator[pypdfium2.PdfPage, None, None]:
    """Each page is closed when the next one is open: pdfium forgets the fonts that no open page uses."""
    last: pypdfium2.PdfPage | None = None
    try:
        for index in range(len(document)):
            try:
                page = document[index]
            except pypdfium2.PdfiumError as error:
                raise RejectionError("damaged", f"Page {index + 1} of the PDF cannot be opened. {TAIL}") from error
            if last:
                last.close()
            last = page
            yield page
    finally:
        if last:
            last.close()


def _content(page: pypdfium2.PdfPage, number: int) -> PageContent:
    with closing(PageChars(page, number)) as found:
        margin = found.count < STAMPED and _is_margin(found.pieces, found.frame.height)
        state = _state(page, found.count, found.unreadable, margin)
        if state != "text":
            return PageContent(number, found.frame.height, (), (), state)
        tables, rest = page_tables(page, found)
    level = rows(runs(char for char in rest if char.upright))
    return PageContent(number, found.frame.height, (*level, *_slanted(rest)), tables, state)


def _recognised(page: PageContent, found: ocr.Recognised) -> PageContent:
    """The page with what was recognised in its image, which may stand turned."""
    state = "text" if found.rows else "image" if found.reason or found.unread else "blank"
    return replace(page, height=2 * found.middle[1], rows=found.rows, state=state, image=found)


def _slanted(chars: Sequence[Char]) -> tuple[Row, ...]:
    """Characters that do not stand level, as they were drawn, in one row: a stamp or a watermark."""
    slanted = [char for char in chars if not char.upright and char.text.strip()]
    words = "".join(char.text for char in slanted)
    return tuple((replace(run, text=words),) for run in runs(slanted[:1]))


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


def _check_states(pages: Sequence[PageContent]) -> str | None:
    """Why the document is read in part, or None."""
    images = [page.number for page in pages if page.state == "image" and not page.image]
    missing = " ".join(ocr.parts_missing((page.number, page.image) for page in pages if page.image))
    if not any(page.state == "text" for page in pages):
        if images or missing:
            told = missing or f"The pages are images without text, as a scanner makes them. {ocr.advice()}"
            raise RejectionError("needs_ocr", told)
        raise RejectionError("empty", "There is no text in the PDF.")
    if images:
        return f"Pages {_listed(images)} are images without text and were not read. {ocr.advice()} {missing}".strip()
    return missing or None


def _listed(numbers: Sequence[int]) -> str:
    """Page numbers with ranges: 1, 3–5."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)
