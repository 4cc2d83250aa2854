"""The text layer of a PDF page, read in one go; only the ends of what stands close together are asked for their boxes.

Where they do not confirm that it is one stretch of level text, each of its characters is asked.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from statistics import median
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from corpus.limits import check_page_characters
from corpus.model import Box
from corpus.readers import pdf_calls as calls
from corpus.readers.pdf_chars import ABOVE, BELOW, BOX, UNKNOWN, Char, Frame, Type, readable
from corpus.readers.pdf_seen import (
    are_wide_letters,
    doubts,
    is_cut,
    is_gibberish,
    unreadable_words,
    unseen,
    with_places,
    without_unmapped,
)

NAME_LENGTH = 64
ROOM = ctypes.c_ulong(NAME_LENGTH)
# Degrees by which a line of text may lean and still be level.
LEANING = 6.0
BOLD_NAMES = ("bold", "hei", "black", "xbs", "heavy")
# Colours (0 to 255) from which on words are light, and below which they let the page show through.
LIGHT, OPAQUE = 150, 170
# The first half of a rare character; the second bears the whole.
HALF = "\0"
ODD = re.compile(
    "[\0-\x01\x03-\t\x0b\x0c\x0e-\x1f\x7f-\xa0\u2028\u2029\u2e80-\u2fdf\ud800-\uf8ff\uf900-\ufaff\U0002f800-\U0010ffff]"
)
WORDS = re.compile(r"[\r\n]+|[ \u3000]|[^ \u3000\r\n]+")
SILENT = re.compile(f"[ \r\n{UNKNOWN}{HALF}]")
HAN, HANS = re.compile("[\u4e00-\u9fff]"), re.compile("[\u4e00-\u9fff]+")
# The ends of a stretch agree in height within this share of its type, its width with what its characters take.
LEVEL = 0.2
NARROWEST = 0.5
# So many Han characters tell the size of a type, for the ink of some stands out of their boxes; of a size known, one.
SAMPLE, FEW = 7, 3
ALIKE = 0.02
WIDEST = 1.5
# The width of letters and digits in em, on average.
LETTER = 0.55
# The size that a font is set in, beside what its box tells: outside of this the box is believed.
PLAUSIBLE = 0.35, 1.6


class _Look(NamedTuple):
    """How a line is set: the direction in degrees in which it runs, if in bold, and the scale of its font's size."""

    degrees: float
    bold: bool
    scale: float


class _Part(NamedTuple):
    """What stands between two breaks or gaps, as ranges of the text; `gap`: a gap comes after it, `near`: before it."""

    look: _Look
    words: list[tuple[int, int]]
    gap: bool
    near: bool


# Index, text, box and type.
_Found = tuple[int, str, Box, Type | None]


class PageChars:
    """The characters of a page in the order of pdfium, which is that of the drawing, lines kept together.

    To be closed before the page is.
    """

    def __init__(self, page: pypdfium2.PdfPage, number: int, turn: int | None = None) -> None:
        self.number = number
        self._handle = raw.FPDFText_LoadPage(page.raw)
        if not self._handle:
            raise pypdfium2.PdfiumError("The text of the page cannot be loaded.")
        self._rect, self._matrix, self._origin = (ctypes.c_float * 4)(), (ctypes.c_float * 6)(), (ctypes.c_double * 2)()
        self._below = ctypes.byref(self._origin, ctypes.sizeof(ctypes.c_double))
        # What stands in a buffer is read in a third of the time so.
        self._sides = memoryview(self._rect).cast("B").cast("f")
        self._factors = memoryview(self._matrix).cast("B").cast("f")
        self._name = ctypes.create_string_buffer(NAME_LENGTH)
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._size = 0.0
        self._text = _page_text(self._handle)
        self._parts = list(self._split())
        starts = [part.words[0][0] for part in self._parts if not part.near]
        unmapped, unseen_ = doubts(self._handle, starts, len(self._text))
        if unmapped:
            self._text = without_unmapped(self._handle, self._text)
            self._parts = list(self._split())
        self.cut = is_cut(self._handle, len(self._text))
        self._unreadable, self._lost = self._text.count(UNKNOWN), unreadable_words(self._text)
        self._text, self.missing = with_places(self._text) if self._unreadable else (self._text, 0)
        self.unseen = unseen(page, self._handle, len(self._text)) if unseen_ else frozenset()
        # The one box that pdfium puts in order, takes from the pages above, and has where the file's own is empty.
        self.frame = Frame(page.get_bbox(), _turn(self._parts) if turn is None else turn)
        self._place, self._turned = self.frame.placing(), self.frame.turn != 0
        self._corner = self.frame.crop[0], self.frame.crop[3]
        self.pieces = tuple(self._all_placed())

    def close(self) -> None:
        """Give back what pdfium holds."""
        raw.FPDFText_ClosePage(self._handle)

    @property
    def count(self) -> int:
        """How many characters there are, spaces and unreadable ones not counted."""
        return len(self._text) - len(SILENT.findall(self._text)) - self.missing

    @property
    def unreadable(self) -> int:
        """How many characters have no meaning in any encoding (a font without a map)."""
        return self._unreadable

    @property
    def garbled(self) -> float:
        """The share of the characters that stand in words which are unreadable; 1 where all is gibberish."""
        if is_gibberish(self._text) or are_wide_letters(self._handle, self._text, self.pieces):
            return 1.0
        return self._lost / max(1, self.count + self.unreadable)

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
        look: _Look | None = None
        for match in WORDS.finditer(self._text):
            start, end = match.span()
            first = self._text[start]
            gap = first == " " and calls.is_generated(self._handle, start) == 1
            if not gap and first not in "\r\n":
                words.append((start, end))
                continue
            if words:
                near, look = look is not None, look or self._look(words[0][0])
                yield _Part(look, words, gap, near)
                words = []
            if not gap:
                look = None
        if words:
            yield _Part(look or self._look(words[0][0]), words, False, look is not None)

    def _all_placed(self) -> Iterator[Char]:
        last: Char | None = None
        for part in self._parts:
            char = None
            for char in self._placed(part, last if part.near else None):
                yield char
            last = char or last
            if part.gap and char:
                yield Char(" ", char.x1, char.bottom, char.x1, char.bottom, generated=True, upright=char.upright)

    def _placed(self, part: _Part, before: Char | None) -> Iterator[Char]:
        """The pieces of a part; what does not stand on the line of the piece before it is looked at anew."""
        (degrees, bold, scale), last = part.look, before
        upright, apart = self._is_upright(degrees), True
        for start, end in part.words:
            for index, text, box, type_ in self._word(start, end, upright, scale):
                char = Char(text, *box, False, apart, upright, bold, index, type_)
                if last and _off(last, char):
                    degrees, bold, scale = self._look(index)
                    upright = self._is_upright(degrees)
                    box = box if upright or type_ else self._box(index)
                    char = Char(text, *box, False, True, upright, bold, index, type_)
                last, apart = char, False
                yield char

    def _is_upright(self, degrees: float) -> bool:
        off = degrees - self.frame.turn
        return not off or abs(math.remainder(off, 360)) < LEANING

    def _word(self, start: int, end: int, upright: bool, scale: float) -> Iterable[_Found]:
        """A word as one piece where its ends confirm that it is one, else character by character."""
        text = self._text[start:end]
        if end - start > 1 and upright and UNKNOWN not in text and HALF not in text:
            first, last, base = self._box(start), self._box(end - 1), self._base(start)
            type_ = self._type(text, start, (first, last), base, scale)
            level = abs(base - self._base(end - 1)) < LEVEL * type_.size and first[0] < last[0]
            if level and _is_as_wide(text, last[2] - first[0], type_.size):
                top, bottom = base - ABOVE * type_.size, base + BELOW * type_.size
                return ((start, text, (first[0], top, last[2], bottom), type_),)
        return self._one_by_one(start, end, upright, scale)

    def _one_by_one(self, start: int, end: int, upright: bool, scale: float) -> Iterator[_Found]:
        for index in range(start, end):
            text = self._text[index]
            if text != UNKNOWN and text != HALF:
                box = self._box(index)
                yield index, text, self._even(index, text, box, scale) if upright else box, None

    def _even(self, index: int, text: str, box: Box, scale: float) -> Box:
        """The box of a level character as high as its type; those that fonts tell may be twice as high or half."""
        size = self._set_in(index, box, scale)
        base = self._base(index)
        return box[0], base - ABOVE * size, box[2], base + BELOW * size

    def degrees(self, place: int) -> float:
        """The direction in which a character runs on the page, clockwise from level."""
        return -math.degrees(max(calls.angle(self._handle, place), 0.0)) % 360

    def is_faint(self, place: int) -> bool:
        """Whether a character is drawn in a light colour or lets the page show through."""
        raw.FPDFText_GetFillColor(self._handle, place, *self._colour)
        *tones, opaque = (tone.value for tone in self._colour)
        return opaque < OPAQUE or min(tones) > LIGHT

    def letters(self, piece: Char) -> Iterator[Char]:
        """The characters of a piece, each with its own box."""
        if piece.type is None or piece.place < 0:
            yield piece
            return
        _, _, top, _, bottom, _, apart, upright, bold, place, _ = piece
        for index, text in enumerate(piece.text, place):
            x0, _, x1, _ = self._box(index)
            yield Char(text, x0, top, x1, bottom, False, apart and index == place, upright, bold, index)

    def _type(self, text: str, start: int, ends: tuple[Box, Box], base: float, scale: float) -> Type:
        """A Han character is as wide as its type is high, however large the font is said to be."""
        count = sum(map(len, HANS.findall(text)))
        if not count:
            return Type(False, len(text), round(self._set_in(start, ends[0], scale), 1), base)
        for char, box in ((text[0], ends[0]), (text[-1], ends[1])):
            if abs(box[2] - box[0] - self._size) < ALIKE and HAN.match(char):
                return Type(True, count, round(self._size, 1), base)
        if count < FEW:
            size = self._set_in(start, ends[0], scale)
            return Type(True, count, round(size, 1), base)
        places = [match.start() for match in HAN.finditer(text)]
        boxes = [self._box(start + at) for at in places[:: -(-count // SAMPLE)]]
        self._size = median(box[2] - box[0] for box in boxes)
        return Type(True, count, round(self._size, 1), base)

    def _set_in(self, index: int, box: Box, scale: float) -> float:
        """The size of type that a character is set in."""
        # Some boxes only hold the ink: of 一 that is as wide as its type is high, of 、 it tells nothing.
        size, seen = scale * calls.font_size(self._handle, index), max((box[3] - box[1]) / BOX, box[2] - box[0])
        known = abs(size - self._size) < ALIKE * size
        return size if known or PLAUSIBLE[0] * seen < size < PLAUSIBLE[1] * seen else seen

    def _box(self, index: int) -> Box:
        calls.loose_box(self._handle, index, self._rect)
        x0, y1, x1, y0 = self._sides
        if self._turned:
            return self._place(x0, y0, x1, y1)
        left, top = self._corner
        return x0 - left, top - y1, x1 - left, top - y0

    def _base(self, index: int) -> float:
        """How far down the page the line is that a character stands on."""
        calls.origin(self._handle, index, self._origin, self._below)
        x, y = self._origin
        return self._place(x, y, x, y)[1] if self._turned else self._corner[1] - y

    def _look(self, index: int) -> _Look:
        """How the text that begins here is set."""
        length = calls.font_info(self._handle, index, self._name, ROOM, None)
        calls.matrix(self._handle, index, self._matrix)
        a, _, c, d, _, _ = self._factors
        # That is what the angle is of; nearly all text is level.
        degrees = self.degrees(index) if c or a <= 0 else 0.0
        return _Look(degrees, length <= NAME_LENGTH and _is_bold(self._name.value), math.hypot(c, d))


@cache
def _is_bold(font: bytes) -> bool:
    name = font.decode("latin-1").lower()
    return any(word in name for word in BOLD_NAMES)


def _turn(parts: Sequence[_Part]) -> int:
    """By how much the page is to be turned (clockwise) for most of its text to be level."""
    turns = Counter[int]()
    for part in parts:
        turns[round(part.look.degrees / 90) % 4 * 90] += part.words[-1][1] - part.words[0][0]
    return max(turns, key=lambda turn: (turns[turn], -turn), default=0)


def _off(last: Char, char: Char) -> bool:
    """Whether a character does not stand on the line of the last one: another line, or a line that is not level."""
    before, here = last.bottom - last.top, char.bottom - char.top
    step = abs(char.top + char.bottom - last.top - last.bottom)
    unlike = not 0.5 * before < here < 2 * before
    return unlike or step > max(before, here) or char.x1 < last.x0 or char.x0 > last.x1 + 2 * before


def _touches(char: Char, box: Box) -> bool:
    return char.x0 <= box[2] and char.x1 >= box[0] and char.top <= box[3] and char.bottom >= box[1]


def _is_as_wide(text: str, seen: float, size: float) -> bool:
    """Whether a word takes the room that its characters take."""
    # What is set as wide as high takes three bytes in UTF-8.
    wide = (len(text.encode()) - len(text)) / 2
    width = (wide + LETTER * (len(text) - wide)) * size
    return NARROWEST * width < seen < WIDEST * width


def _page_text(handle: raw.FPDF_TEXTPAGE) -> str:
    """The characters of a page by pdfium's numbers: the garbled mended, the unreadable as U+FFFD."""
    count = raw.FPDFText_CountChars(handle)
    check_page_characters(count)
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
