"""Sets a report as a PDF with reportlab: CID fonts that are not embedded, columns, tables over page ends, footnotes."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bench.reading_content import MARKS, Item, Report

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, BOTTOM, GUTTER = 85.0, 80.0, 760.0, 24.0
SIZE, LEADING = 12.0, 20.0
SMALL, SMALL_LEADING = 9.0, 13.0
CELL, CELL_LEADING = 10.0, 14.0
SHARES = (0.24, 0.08, 0.12, 0.12, 0.44)
TOKEN = re.compile(r"[\x21-\x7e]+ ?|.", re.DOTALL)
# What cannot begin a line.
CLOSING = "，。、；：？！”’）》〕】％%…"
GREY = Color(0.8, 0.8, 0.8)

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report is set. `foot` holds `{n}` for the number of the page and may hold `{all}`."""

    columns: int = 1
    head: str = ""
    foot: str = ""
    watermark: str = ""


def width(text: str, size: float) -> float:
    """How wide a text is in points."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def broken(text: str, size: float, measure: float, indent: float = 0.0) -> list[str]:
    """The lines of a paragraph: Latin words whole, no closing mark at the beginning of a line."""
    lines, line, room = [], list[str](), measure - indent
    for token in TOKEN.findall(text):
        if line and width("".join([*line, token]).rstrip(), size) > room + 0.01:
            carried = list[str]()
            while len(line) > 1 and (carried[:1] or [token])[0] in CLOSING:
                carried.insert(0, line.pop())
            lines.append("".join(line))
            line, room = carried, measure
        line.append(token)
    return [*lines, "".join(line)]


@dataclass(slots=True)
class Setter:
    """The page that is being filled: column, height reached, notes that wait for the foot."""

    canvas: Canvas
    layout: Layout
    pages: int = 0
    page: int = 1
    column: int = 0
    top: float = TOP
    at: float = TOP
    notes: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=lambda: list(MARKS))

    @property
    def measure(self) -> float:
        """The width of a column."""
        return (WIDTH - 2 * LEFT - GUTTER * (self.layout.columns - 1)) / self.layout.columns

    @property
    def left(self) -> float:
        """Where the column begins."""
        return LEFT + self.column * (self.measure + GUTTER)

    @property
    def bottom(self) -> float:
        """How far down the body may go: notes take their room."""
        return BOTTOM - SMALL_LEADING * len(self.notes) - (10 if self.notes else 0)

    def draw(self, x: float, at: float, text: str, size: float, stretch: float = 0.0) -> None:
        """Text whose line begins at x, its top so far from the upper edge."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - at - size, text, charSpace=stretch)

    def room(self, height: float) -> bool:
        """Whether a height still fits; else the next column or page is begun."""
        if self.at + height <= self.bottom:
            return True
        self.column += 1
        if self.column == self.layout.columns:
            self.finish()
            self.page, self.column, self.top = self.page + 1, 0, TOP
        self.at = self.top
        return False

    def finish(self) -> None:
        """What stands around the body of the page, and the end of the page."""
        how = self.layout
        if how.head:
            self.middle(46, how.head, SMALL)
            self.canvas.line(LEFT, HEIGHT - 60, WIDTH - LEFT, HEIGHT - 60)
        if how.foot:
            self.middle(790, how.foot.format(n=self.page, all=self.pages), SMALL)
        if self.notes:
            self.canvas.line(LEFT, HEIGHT - self.bottom - 6, LEFT + 140, HEIGHT - self.bottom - 6)
        for number, line in enumerate(self.notes):
            self.draw(LEFT, BOTTOM - SMALL_LEADING * (len(self.notes) - number), line, SMALL)
        self.notes.clear()
        if how.watermark:
            self.slanted(how.watermark)
        self.canvas.showPage()

    def middle(self, at: float, text: str, size: float) -> None:
        """Text in the middle of the page."""
        self.draw((WIDTH - width(text, size)) / 2, at, text, size)

    def slanted(self, text: str) -> None:
        """A watermark from the lower left to the upper right."""
        self.canvas.saveState()
        self.canvas.setFillColor(GREY)
        self.canvas.translate(WIDTH / 2, HEIGHT / 2)
        self.canvas.rotate(45)
        self.canvas.setFont(FONT, 60)
        self.canvas.drawCentredString(0, 0, text)
        self.canvas.restoreState()

    def title(self, text: str) -> None:
        """The title over all columns, and room below it."""
        for line in broken(text, 18, WIDTH - 2 * LEFT):
            self.middle(self.at, line, 18)
            self.at += 28
        self.at += 8
        self.top = self.at

    def head(self, text: str, size: float) -> None:
        """A line in the middle of its column."""
        for line in broken(text, size, self.measure):
            self.room(size + 8)
            self.draw(self.left + (self.measure - width(line, size)) / 2, self.at, line, size)
            self.at += size + 8

    def text(self, item: Item) -> None:
        """A paragraph, its first line indented, full lines stretched to the margin."""
        mark = self.marks.pop(0) if item.note else ""
        lines = broken(item.text + mark, SIZE, self.measure, 2 * SIZE)
        for number, line in enumerate(lines):
            last, indent = number == len(lines) - 1, 0.0 if number else 2 * SIZE
            note = broken(f"{mark} {item.note}", SMALL, WIDTH - 2 * LEFT) if last and mark else []
            self.room(LEADING + len(note) * SMALL_LEADING + (10 if note else 0))
            spare = self.measure - indent - width(line.rstrip(), SIZE)
            self.draw(
                self.left + indent,
                self.at,
                line.rstrip(),
                SIZE,
                0.0 if last else spare / max(1, len(line.rstrip()) - 1),
            )
            self.at += LEADING
            self.notes += note

    def table(self, item: Item) -> None:
        """A table; where a page is full it goes on behind the page end with its head again."""
        self.at += 8
        drawn: list[float] = []
        head = self.wrapped(item.rows[0])
        for row in map(self.wrapped, item.rows):
            height = self.height(row)
            if self.at + height > self.bottom:
                self.rules(drawn, item.ruled)
                drawn = []
                self.room(height)
                drawn.append(self.at)
                self.row(head)
            drawn.append(self.at)
            self.row(row)
        self.rules(drawn, item.ruled)
        self.at += 14

    def wrapped(self, row: Sequence[str]) -> list[list[str]]:
        """The lines of each cell."""
        return [broken(cell, CELL, self.measure * share - 8) for cell, share in zip(row, SHARES, strict=True)]

    def height(self, row: Sequence[Sequence[str]]) -> float:
        """How high a row is."""
        return max(map(len, row)) * CELL_LEADING + 6

    def row(self, row: Sequence[Sequence[str]]) -> None:
        """The words of a row, in the middle of its height."""
        height = self.height(row)
        x = self.left
        for lines, share in zip(row, SHARES, strict=True):
            at = self.at + 3 + (height - 6 - len(lines) * CELL_LEADING) / 2
            for number, line in enumerate(lines):
                self.draw(x + 4, at + number * CELL_LEADING, line, CELL)
            x += self.measure * share
        self.at += height

    def rules(self, tops: Sequence[float], ruled: bool) -> None:
        """The lines of a table, or of its part on this page, whose rows begin at the given heights."""
        if not tops:
            return
        xs = [self.left + self.measure * sum(SHARES[:number]) for number in range(len(SHARES) + 1)]
        ys = [HEIGHT - top for top in (*tops, self.at)]
        if ruled:
            self.canvas.setLineWidth(0.5)
            self.canvas.grid(xs, ys)
            return
        for y, thick in ((ys[0], 1.2), (ys[1], 0.5), (ys[-1], 1.2)):
            self.canvas.setLineWidth(thick)
            self.canvas.line(xs[0], y, xs[-1], y)


def _set(items: Report, layout: Layout, pages: int) -> tuple[bytes, int]:
    buffer = io.BytesIO()
    setter = Setter(Canvas(buffer, (WIDTH, HEIGHT), invariant=1), layout, pages)
    for item in items:
        if item.kind == "text":
            setter.text(item)
        elif item.kind == "table":
            setter.table(item)
        elif item.kind == "title":
            setter.title(item.text)
        else:
            setter.head(item.text, 16 if item.kind == "head" else SIZE)
    setter.finish()
    setter.canvas.save()
    return buffer.getvalue(), setter.page


def drawn(items: Report, layout: Layout) -> bytes:
    """The report as a PDF."""
    pages = _set(items, layout, 0)[1]
    return _set(items, layout, pages)[0]
