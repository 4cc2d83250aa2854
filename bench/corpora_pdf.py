"""Sets a report as a PDF: running head, page numbers, headings, tables; fast enough for thousands."""

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bench.corpora_reports import Line, Made

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, BOTTOM = 85.0, 80.0, 760.0
MEASURE = WIDTH - 2 * LEFT
LEADING, CELL, CELL_LEADING, PADDING = 1.7, 10.0, 14.0, 4.0
SIZES = {"title": 20.0, "sub": 13.0, "head": 15.0, "point": 13.0, "text": 13.0}
CLOSING = "，。、；：？！”’）》】％"  # what cannot begin a line
TOKEN = re.compile(r"[!-~]+|.")
WIDE = "\u2e80"  # from here on letters are as wide as high

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@cache
def _width(letter: str) -> float:
    """How wide a letter is at size 1."""
    return 1.0 if letter >= WIDE else float(pdfmetrics.stringWidth(letter, FONT, 1000)) / 1000


def _broken(text: str, room: float, indent: float = 0.0) -> Iterator[str]:
    """The lines of a text in a measure counted in letters: figures whole, no closing mark first."""
    start, left = 0, room - indent
    for token in TOKEN.finditer(text):
        width = sum(map(_width, token[0]))
        left -= width
        if left < -0.01 and token.start() > start and token[0] not in CLOSING:
            yield text[start : token.start()]
            start, left = token.start(), room - width
    yield text[start:]


class Setter:
    """The page that is being filled, and how far down it is full."""

    def __init__(self, canvas: Canvas, head: str) -> None:
        self.canvas, self.head, self.page, self.at = canvas, head, 1, TOP

    def write(self, x: float, at: float, text: str, size: float, bold: bool = False) -> None:
        """Text whose line begins at x, its top so far from the upper edge; bold as office programs feign it."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - at - size, text, mode=2 if bold else 0)

    def room(self, height: float) -> None:
        """Begins a page if a height does not fit any more."""
        if self.at + height > BOTTOM:
            self.finish()
            self.page, self.at = self.page + 1, TOP

    def finish(self) -> None:
        """What stands around the body of the page, and its end."""
        self.middle(46, self.head, 9)
        self.canvas.line(LEFT, HEIGHT - 60, WIDTH - LEFT, HEIGHT - 60)
        self.middle(790, f"— {self.page} —", 9)
        self.canvas.showPage()

    def middle(self, at: float, text: str, size: float) -> None:
        """Text in the middle of the page."""
        self.write((WIDTH - sum(map(_width, text)) * size) / 2, at, text, size)

    def line(self, line: Line) -> None:
        """A heading or a paragraph; the words of a run-in item are bold."""
        size = SIZES[line.kind]
        centred = line.kind in ("title", "sub")
        left = line.bold
        for number, words in enumerate(_broken(line.text, MEASURE / size, 0 if centred else 2)):
            self.room(size * LEADING)
            if centred:
                self.middle(self.at, words, size)
            else:
                self._line(LEFT + (0 if number else 2 * size), words, size, len(words) if line.kind == "head" else left)
            left = max(0, left - len(words))
            self.at += size * LEADING

    def _line(self, x: float, words: str, size: float, bold: int) -> None:
        """A line whose first letters are bold."""
        if bold:
            self.write(x, self.at, words[:bold], size, True)
        if words[bold:]:
            self.write(x + sum(map(_width, words[:bold])) * size, self.at, words[bold:], size)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table with lines around its cells; where a page is full it goes on on the next."""
        share = MEASURE / len(rows[0])
        columns = [LEFT + share * number for number in range(len(rows[0]) + 1)]
        tops = list[float]()
        self.at += 8
        for row in rows:
            cells = [list(_broken(cell, (share - 2 * PADDING) / CELL)) for cell in row]
            height = max(map(len, cells)) * CELL_LEADING + 2 * PADDING
            if tops and self.at + height > BOTTOM:
                self.canvas.grid(columns, [HEIGHT - top for top in (*tops, self.at)])
                tops = []
            self.room(height)
            tops.append(self.at)
            self._row(cells, share)
            self.at += height
        self.canvas.grid(columns, [HEIGHT - top for top in (*tops, self.at)])
        self.at += 12

    def _row(self, cells: Sequence[Sequence[str]], share: float) -> None:
        for column, lines in enumerate(cells):
            for number, words in enumerate(lines):
                x, top = LEFT + column * share + PADDING, self.at + PADDING + number * CELL_LEADING
                self.write(x, top, words, CELL)


def pdf(report: Made) -> bytes:
    """The report as a PDF; the same bytes each time."""
    buffer = io.BytesIO()
    setter = Setter(Canvas(buffer, (WIDTH, HEIGHT), invariant=1, pageCompression=1), report.head)
    for line in report.lines:
        if line.kind == "table":
            setter.table(line.rows)
        else:
            setter.line(line)
    setter.finish()
    setter.canvas.save()
    return buffer.getvalue()
