"""PDF files for the reader's tests: reportlab with the Chinese font that PDF readers bring themselves."""

import io
from collections.abc import Callable, Iterable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, SIZE, LEADING = 90.0, 90.0, 12.0, 20.0
# Characters on a full line.
MEASURE = 34
# Words for pages where it does not matter what they say.
SENTENCES = (
    "全县各级党组织围绕产业发展建立联盟，把分散的力量拧成一股绳，"
    "推动资源共享、人才共育、难题共解，群众的日子一天比一天红火。"
)
BODY = ["一、基本情况", SENTENCES * 3, "二、主要做法", f"（一）{SENTENCES * 2}", f"（二）{SENTENCES}", SENTENCES * 2]

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def canvas(buffer: io.BytesIO, encryption: StandardEncryption | None = None) -> Canvas:
    """An empty document whose bytes depend on nothing but what is drawn."""
    return Canvas(buffer, (WIDTH, HEIGHT), invariant=1, encrypt=encryption)


def pdf(*pages: Callable[[Canvas], None], encryption: StandardEncryption | None = None) -> bytes:
    """A document of pages that are drawn by the functions."""
    buffer = io.BytesIO()
    document = canvas(buffer, encryption)
    for draw in pages:
        draw(document)
        document.showPage()
    document.save()
    return buffer.getvalue()


def put(page: Canvas, x: float, top: float, text: str, size: float = SIZE) -> None:
    """Text whose line begins at x, its top so far from the upper edge."""
    page.setFont(FONT, size)
    page.drawString(x, HEIGHT - top - size, text)


def centre(page: Canvas, top: float, text: str, size: float = SIZE) -> None:
    """Text in the middle of the page."""
    page.setFont(FONT, size)
    page.drawCentredString(WIDTH / 2, HEIGHT - top - size, text)


def wrapped(paragraphs: Iterable[str], measure: int = MEASURE, indent: int = 2) -> list[tuple[int, str]]:
    """Paragraphs as lines: how many characters each stands in, and its text."""
    lines: list[tuple[int, str]] = []
    for text in paragraphs:
        first = measure - indent
        lines.append((indent, text[:first]))
        lines += [(0, text[at : at + measure]) for at in range(first, len(text), measure)]
    return lines


def set_lines(page: Canvas, lines: Iterable[tuple[int, str]], top: float = TOP, left: float = LEFT) -> None:
    """Lines one below the other."""
    for number, (indent, text) in enumerate(lines):
        put(page, left + indent * SIZE, top + number * LEADING, text)


def grid(page: Canvas, left: float, top: float, widths: Iterable[float], rows: Iterable[Iterable[str]]) -> None:
    """A ruled table; None of its cells is merged."""
    widths, rows = list(widths), [list(row) for row in rows]
    xs = [left + sum(widths[:number]) for number in range(len(widths) + 1)]
    ys = [HEIGHT - top - LEADING * number for number in range(len(rows) + 1)]
    page.grid(xs, ys)
    for number, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            put(page, x + 4, top + number * LEADING + 4, text)
