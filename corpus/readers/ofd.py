"""OFD (GB/T 33190), the Chinese format for office documents: its text layer, page by page.

Pages become lines and lines paragraphs as those of a PDF do; templates and annotations are furniture.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from corpus.model import Provenance, Reading, RejectionError
from corpus.readers.drafts import Draft, joined, plain, title_of
from corpus.readers.ofd_chars import POINTS, Affine, OfdText, Placed
from corpus.readers.ofd_package import INCOMPLETE, OfdDocument, PageParts, children, documents, numbers, page_size
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_columns import lines
from corpus.readers.pdf_furniture import PageLines, furniture
from corpus.readers.pdf_layout import Line, Row, rows, runs
from corpus.readers.pdf_layout import joined as joined_row
from corpus.readers.pdf_paragraphs import continued, is_centred, mended, steps_of, with_margins
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
NEEDS_OCR = (
    "The pages are images, outlines or coded characters without a text layer, as a scanner or a secured export makes "
    "them. Recognise the text (OCR) elsewhere and save it as DOCX or PDF."
)


@dataclass(frozen=True, slots=True)
class OfdPage:
    """What stands on a page. `state`: text, gaps (text with characters that cannot be read), image (not to be read
    without OCR), blank, or lost. `beside`: kind and line of what templates and annotations add.
    """

    number: int
    height: float
    rows: tuple[Row, ...]
    beside: tuple[tuple[str, Line], ...]
    state: str


def read(data: bytes) -> Reading:
    """An OFD as a reading: each line a block with its page and box, `continues` set where a paragraph goes on.

    Several documents in one file are read one after the other, their pages numbered on.
    Raises RejectionError: `encrypted`, `damaged`, `doctype`, `depth`, `too_large`, `needs_ocr`, `empty`.
    """
    pages: list[list[OfdPage]] = []
    with open_zip(data) as container:
        for document in documents(container):
            pages.append(list(_pages(document, sum(map(len, pages)))))
    partial = _check_states([page for found in pages for page in found])
    text, blocks = joined(draft for found in pages for draft in _drafts(found))
    count = sum(map(len, pages))
    return Reading(text, blocks, "page", OFD, pages=count, title=title_of(text, blocks), partial=partial)


def _pages(document: OfdDocument, before: int) -> Iterator[OfdPage]:
    text = OfdText(document)
    for parts in document.parts():
        yield _page(document, text, parts, before + parts.number)


def _page(document: OfdDocument, text: OfdText, parts: PageParts, number: int) -> OfdPage:
    areas = [] if parts.content is None else children(parts.content, "Area")
    size = next((size for area in areas if (size := page_size(area))), document.box)
    if parts.content is None:
        return OfdPage(number, size[1] * POINTS, (), (), "lost")
    objects = text.objects(parts.content)
    frame, height = _frame(objects, size)
    chars, unreadable = text.chars(objects, frame)
    beside = [("running_head", root) for root in parts.templates] + [("watermark", root) for root in parts.annotations]
    return OfdPage(
        number,
        height,
        _rows(chars),
        tuple((kind, line) for kind, root in beside for line in _lines(text, root, frame, number)),
        _state(parts.content, size, chars, unreadable),
    )


def _frame(objects: Sequence[Placed], size: tuple[float, float]) -> tuple[Affine, float]:
    """How a page (millimetres) is turned for most of its text to be level, and its height then in points."""
    turns = Counter(round(placed.place.angle / (math.pi / 2)) % 4 for placed in objects)
    turn = max(turns, key=lambda turn: (turns[turn], -turn), default=0)
    (width, height), (c, s) = size, ((1, 0), (0, -1), (-1, 0), (0, 1))[turn]
    x, y = ((0, 0), (0, width), (width, height), (height, 0))[turn]
    return Affine(c, s, -s, c, x, y), (width if turn % 2 else height) * POINTS


def _rows(chars: Sequence[Char]) -> tuple[Row, ...]:
    """Level lines by their height; what leans is a stamp or a watermark, each object of it a line."""
    leaning: list[list[Char]] = []
    for char in chars:
        if not char.upright and (char.apart or not leaning):
            leaning.append([])
        if not char.upright:
            leaning[-1].append(char)
    level = rows(runs(char for char in chars if char.upright))
    return (*level, *(row for found in leaning for row in _leaning(found)))


def _leaning(chars: Sequence[Char]) -> Iterator[Row]:
    """The words of one object; the place is that of its first character."""
    words = "".join(char.text for char in chars).strip()
    yield from ((replace(run, text=words),) for run in runs(char for char in chars[:1]) if words)


def _lines(text: OfdText, root: etree._Element, frame: Affine, number: int) -> list[Line]:
    chars, _ = text.chars(text.objects(root), frame)
    return [joined_row(number, row) for row in _rows(chars)]


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
    if not states & READ:
        if "image" in states:
            raise RejectionError("needs_ocr", NEEDS_OCR)
        if "lost" in states:
            raise RejectionError("damaged", INCOMPLETE)
        raise RejectionError("empty", "There is no text in the OFD document.")
    told = {
        "gaps": "Characters in a font of the document's own could not be read and are missing on these pages: {}.",
        "image": "Pages without a text layer were not read; they need text recognition (OCR): {}.",
        "lost": "Pages are missing, the file was not copied completely or is broken: {}.",
    }
    numbers_of = {state: [page.number for page in pages if page.state == state] for state in told}
    reasons = [told[state].format(_listed(found)) for state, found in numbers_of.items() if found]
    return " ".join(reasons) or None


def _listed(found: Sequence[int]) -> str:
    """Page numbers with ranges: 1, 3–5."""
    ranges = [[n for _, n in group] for _, group in groupby(enumerate(found), lambda pair: pair[1] - pair[0])]
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in ranges)


def _drafts(pages: Sequence[OfdPage]) -> Iterator[Draft]:
    """The blocks of the pages of a document: heads, then lines, then feet."""
    edges = [
        PageLines(page.number, page.height, tuple(joined_row(page.number, row) for row in page.rows)) for page in pages
    ]
    kinds = furniture(edges)
    bodies = with_margins([_body(page, kinds) for page in pages])
    found = [line for body in bodies for line in body]
    flags = iter([*continued(found, steps_of(found)), False])
    following = iter([*found[1:], None])
    next_flag = next(flags)
    for page, edge, body in zip(pages, edges, bodies, strict=True):
        outside = [(kinds[page.number, i], line) for i, line in enumerate(edge.lines) if (page.number, i) in kinds]
        outside += page.beside
        yield from (_furniture(line, kind) for kind, line in outside if line.top < page.height / 2)
        for line in body:
            flag, next_flag, ahead = next_flag, next(flags), next(following)
            words = mended(line.text, ahead.text if ahead and next_flag else None)
            yield _draft(line)._replace(text=plain(words), continues=flag)
        yield from (_furniture(line, kind) for kind, line in outside if line.top >= page.height / 2)


def _body(page: OfdPage, kinds: dict[tuple[int, int], str]) -> list[Line]:
    if page.state not in READ:
        return []
    return lines(page.number, [row for index, row in enumerate(page.rows) if (page.number, index) not in kinds])


def _draft(line: Line) -> Draft:
    box = (round(line.x0, 1), round(line.top, 1), round(line.x1, 1), round(line.bottom, 1))
    where = Provenance(page=line.page, box=box)
    return Draft(plain(line.text), where=where, size=line.size, bold=line.bold, centred=is_centred(line))


def _furniture(line: Line, kind: str) -> Draft:
    return _draft(line)._replace(furniture=kind, centred=False)
