"""The text layer of a PDF page, read in one go; only the ends of what stands close together are asked for their boxes.

Where they do not confirm that it is one stretch of level text, each of its characters is asked.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from statistics import median
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from corpus.model import Box
from corpus.readers.pdf_chars import BOX, UNKNOWN, Char, Frame, Type, readable

NAME_LENGTH = 64
# Degrees by which a line of text may lean and still be level.
LEANING = 6.0
BOLD_NAMES = ("bold", "hei", "black", "xbs", "heavy")
# The first half of a rare character; the second bears the whole.
HALF = "\0"
ODD = re.compile(
    "[\0-\x01\x03-\t\x0b\x0c\x0e-\x1f\x7f-\xa0\u2028\u2029\u2e80-\u2fdf\ud800-\uf8ff\uf900-\ufaff\U0002f800-\U0010ffff]"
)
WORDS = re.compile(r"[\r\n]+|[ \u3000]|[^ \u3000\r\n]+")
SILENT = re.compile(f"[ \r\n{UNKNOWN}{HALF}]")
HAN = re.compile("[\u4e00-\u9fff]")
# The ends of a stretch agree in height within this share of it, its width with what its characters take.
LEVEL = 0.3
NARROWEST = 0.5
# So many Han characters tell the size of a type, for the ink of some stands out of their boxes; of a size known, one.
SAMPLE = 7
ALIKE = 0.02
WIDEST = 1.5
# The width of letters and digits in em, on average.
LETTER = 0.55


class _Part(NamedTuple):
    """What stands between two breaks or gaps, as ranges of the text; `gap`: a gap comes after it.

    `degrees`: the direction in which it runs.
    """

    degrees: float
    bold: bool
    words: list[tuple[int, int]]
    gap: bool


# Index, text, box and type.
_Found = tuple[int, str, Box, Type | None]


class PageChars:
    """The characters of a page in the order of pdfium, which is that of the drawing, lines kept together.

    To be closed before the page is.
    """

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self.number = number
        self._page = page.get_textpage()
        self._handle = self._page.raw
        self._rect = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(NAME_LENGTH)
        self._size = 0.0
        self._text = _page_text(self._handle)
        self._parts = list(self._split())
        self.frame = Frame(page.get_cropbox(), _turn(self._parts))
        self._place = self.frame.placing()
        self.pieces = tuple(char for part in self._parts for char in self._placed(part))

    def close(self) -> None:
        """Give back what pdfium holds."""
        self._page.close()

    @property
    def count(self) -> int:
        """How many characters there are, spaces and unreadable ones not counted."""
        return len(self._text) - len(SILENT.findall(self._text))

    @property
    def unreadable(self) -> int:
        """How many characters have no meaning in any encoding (a font without a map)."""
        return self._text.count(UNKNOWN)

    @property
    def chars(self) -> tuple[Char, ...]:
        """All characters, each with its own box."""
        return self.spelled((-math.inf, -math.inf, math.inf, math.inf))

    def spelled(self, box: Box) -> tuple[Char, ...]:
        """The pieces of the page, those that touch a box taken apart into characters."""
        return tuple(
            char for piece in self.pieces for char in (self.letters(piece) if _touches(piece, box) else (piece,))
        )

    def _split(self) -> Iterator[_Part]:
        words: list[tuple[int, int]] = []
        for match in WORDS.finditer(self._text):
            start, end = match.span()
            gap = match[0] == " " and raw.FPDFText_IsGenerated(self._handle, start) == 1
            if not gap and match[0][0] not in "\r\n":
                words.append((start, end))
            elif words:
                yield _Part(*self._look(words[0][0]), words, gap)
                words = []
        if words:
            yield _Part(*self._look(words[0][0]), words, False)

    def _placed(self, part: _Part) -> Iterator[Char]:
        upright, bold = self._is_upright(part.degrees), part.bold
        last: Char | None = None
        for start, end in part.words:
            for index, text, box, type_ in self._word(start, end, upright):
                char = Char(text, *box, False, last is None, upright, bold, index, type_)
                if last and _off(last, char):
                    degrees, bold = self._look(index)
                    upright = self._is_upright(degrees)
                    char = char._replace(apart=True, upright=upright, bold=bold)
                last = char
                yield char
        if part.gap and last:
            yield Char(" ", last.x1, last.bottom, last.x1, last.bottom, generated=True, upright=upright)

    def _is_upright(self, degrees: float) -> bool:
        return abs(math.remainder(degrees - self.frame.turn, 360)) < LEANING

    def _word(self, start: int, end: int, upright: bool) -> Iterator[_Found]:
        """A word as one piece where its ends confirm that it is one, else character by character."""
        text = self._text[start:end]
        if end - start > 1 and upright and UNKNOWN not in text and HALF not in text:
            first, last = self._box(start), self._box(end - 1)
            type_ = self._type(text, start, first, last)
            if _confirmed(text, first, last, type_.size):
                box = first[0], min(first[1], last[1]), last[2], max(first[3], last[3])
                return iter([(start, text, box, type_)])
        return self._one_by_one(start, end)

    def _one_by_one(self, start: int, end: int) -> Iterator[_Found]:
        for index in range(start, end):
            text = self._text[index]
            if text != UNKNOWN and text != HALF:
                yield index, text, self._box(index), None

    def letters(self, piece: Char) -> Iterator[Char]:
        """The characters of a piece, each with its own box."""
        if piece.type is None:
            yield piece
            return
        for index, text, box, _ in self._one_by_one(piece.index, piece.index + len(piece.text)):
            apart = piece.apart and index == piece.index
            yield Char(text, *box, False, apart, piece.upright, piece.bold, index)

    def _type(self, text: str, start: int, first: Box, last: Box) -> Type:
        """A Han character is as wide as its type is high; the boxes of other characters are higher than that."""
        count = len(HAN.findall(text))
        if not count:
            return Type(False, len(text), round((first[3] - first[1]) / BOX, 1), first[3])
        for char, box in ((text[0], first), (text[-1], last)):
            if HAN.match(char) and abs(box[2] - box[0] - self._size) < ALIKE:
                return Type(True, count, round(self._size, 1), box[3])
        places = [match.start() for match in HAN.finditer(text)]
        boxes = [self._box(start + at) for at in places[:: -(-count // SAMPLE)]]
        self._size = median(box[2] - box[0] for box in boxes)
        return Type(True, count, round(self._size, 1), median(box[3] for box in boxes))

    def _box(self, index: int) -> Box:
        rect = self._rect
        raw.FPDFText_GetLooseCharBox(self._handle, index, rect)
        return self._place(rect.left, rect.bottom, rect.right, rect.top)

    def _look(self, index: int) -> tuple[float, bool]:
        """The direction in degrees in which the text that begins here runs, and whether its font is bold."""
        angle = raw.FPDFText_GetCharAngle(self._handle, index)
        length = raw.FPDFText_GetFontInfo(self._handle, index, self._name, NAME_LENGTH, None)
        return math.degrees(max(angle, 0.0)), length <= NAME_LENGTH and _is_bold(self._name.value)


@cache
def _is_bold(font: bytes) -> bool:
    name = font.decode("latin-1").lower()
    return any(word in name for word in BOLD_NAMES)


def _turn(parts: Sequence[_Part]) -> int:
    """By how much the page is to be turned (clockwise) for most of its text to be level."""
    turns = Counter[int]()
    for part in parts:
        turns[round(part.degrees / 90) % 4 * 90] += part.words[-1][1] - part.words[0][0]
    return max(turns, key=lambda turn: (turns[turn], -turn), default=0)


def _off(last: Char, char: Char) -> bool:
    """Whether a character does not stand on the line of the last one: another line, or a line that is not level."""
    before, here = last.bottom - last.top, char.bottom - char.top
    step = abs(char.top + char.bottom - last.top - last.bottom)
    unlike = not 0.5 * before < here < 2 * before
    return unlike or step > max(before, here) or char.x1 < last.x0 or char.x0 > last.x1 + 2 * before


def _touches(char: Char, box: Box) -> bool:
    return char.x0 <= box[2] and char.x1 >= box[0] and char.top <= box[3] and char.bottom >= box[1]


def _confirmed(text: str, first: Box, last: Box, size: float) -> bool:
    """Whether the ends of a word stand level, and as far from each other as its characters take."""
    slack = LEVEL * (first[3] - first[1])
    # What is set as wide as high takes three bytes in UTF-8.
    wide = (len(text.encode()) - len(text)) / 2
    width = (wide + LETTER * (len(text) - wide)) * size
    level = abs(first[1] - last[1]) < slack and abs(first[3] - last[3]) < slack
    return level and NARROWEST * width < last[2] - first[0] < WIDEST * width


def _page_text(handle: raw.FPDF_TEXTPAGE) -> str:
    """The characters of a page by pdfium's numbers: the garbled mended, the unreadable as U+FFFD."""
    count = raw.FPDFText_CountChars(handle)
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = raw.FPDFText_GetText(handle, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * units].decode("utf-16-le", "surrogatepass")
    if len(text) != count:  # what has no code is left out, what has two units is counted twice
        text = _paired([raw.FPDFText_GetUnicode(handle, index) for index in range(count)])
    return ODD.sub(lambda match: readable(match[0]) if match[0] != HALF else HALF, text)


def _paired(codes: Sequence[int]) -> str:
    """The characters of code units, one for each: two halves as HALF and the whole character."""
    chars: list[str] = []
    for code in codes:
        chars.append(chr(code) if 0 < code < 0x110000 else UNKNOWN)
        if 0xDC00 <= code < 0xE000 and len(chars) > 1 and "\ud800" <= chars[-2] < "\udc00":
            chars[-2:] = HALF, chr(0x10000 + ((ord(chars[-2]) - 0xD800) << 10) + code - 0xDC00)
    return "".join(chars)
