"""Characters of a PDF page with their boxes, in points from the top left corner of the page as it is seen."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from corpus.model import Box

# A hyphen at the end of a line: pdfium's own mark, the soft hyphen, and what older versions give.
HYPHENS = frozenset("\x02\u00ad\ufffe")
# Radicals that Unicode ties to no character, or (⼾) to its old form, each before the one that shares its glyph.
RADICALS = (
    "⺁厂⺌小⺝月⺟母⺠民⺩王⺪疋⺬示⺮竹⺶羊⺻聿⺼肉⻁虎⻄西⻅见⻆角⻉贝⻋车⻌辶⻓长⻔门"
    "⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⼾户"
)
GARBLED = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
NAME_LENGTH = 64
UNKNOWN = "\ufffd"
# Degrees by which a line of text may lean and still be level.
LEANING = 6.0
BOLD_NAMES = ("bold", "hei", "black", "xbs", "heavy")


class Char(NamedTuple):
    """One character. `generated`: pdfium put it there because of a gap. `apart`: pdfium saw a break before it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    generated: bool = False
    apart: bool = False
    upright: bool = True
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PageChars:
    """The characters of a page. `unreadable`: how many have no meaning in any encoding (a font without a map)."""

    number: int
    frame: "Frame"
    chars: tuple[Char, ...]
    unreadable: int


def _mended() -> dict[int, str]:
    """Radicals and compatibility ideographs of a garbled encoding, with the characters that they stand for."""
    forms = {code: unicodedata.normalize("NFKC", chr(code)) for code in GARBLED}
    pairs = zip(RADICALS[::2], RADICALS[1::2], strict=True)
    single = {code: form for code, form in forms.items() if len(form) == 1}
    return single | {ord(radical): char for radical, char in pairs}


MENDED = _mended()


@dataclass(frozen=True, slots=True)
class Frame:
    """From pdfium's coordinates (origin at the bottom) to the page turned so that most of its text is level."""

    crop: Box
    turn: int

    @property
    def width(self) -> float:
        """How wide the page is as it is read."""
        left, bottom, right, top = self.crop
        return right - left if self.turn in (0, 180) else top - bottom

    @property
    def height(self) -> float:
        """How high the page is as it is read."""
        left, bottom, right, top = self.crop
        return top - bottom if self.turn in (0, 180) else right - left

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box as left, top, right, bottom seen from the top left corner."""
        if not self.turn:
            return left - self.crop[0], self.crop[3] - top, right - self.crop[0], self.crop[3] - bottom
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point seen from the top left corner."""
        left, bottom, right, top = self.crop
        turned = {
            0: (x - left, top - y),
            90: (y - bottom, x - left),
            180: (right - x, y - bottom),
            270: (top - y, right - x),
        }
        return turned[self.turn]


# Text, whether generated, left, bottom, right, top.
RawChar = tuple[str, bool, float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters between two breaks: the direction in which they run (degrees), and their boxes as pdfium has them."""

    degrees: float
    bold: bool
    chars: list[RawChar]


def page_chars(page: pypdfium2.PdfPage, number: int) -> PageChars:
    """The characters of a page in the order of pdfium, which is that of the drawing, lines kept together."""
    text_page = page.get_textpage()
    try:
        stretches = list(_stretches(text_page))
    finally:
        text_page.close()
    frame = Frame(page.get_cropbox(), _turn(stretches))
    chars = tuple(char for stretch in stretches for char in _placed(stretch, frame))
    unreadable = sum(text == UNKNOWN for stretch in stretches for text, *_ in stretch.chars)
    return PageChars(number, frame, chars, unreadable)


def _turn(stretches: Sequence[_Stretch]) -> int:
    """By how much the page is to be turned (clockwise) for most of its text to be level."""
    turns = Counter[int]()
    for stretch in stretches:
        turns[round(stretch.degrees / 90) % 4 * 90] += len(stretch.chars)
    return max(turns, key=lambda turn: (turns[turn], -turn), default=0)


def _placed(stretch: _Stretch, frame: Frame) -> Iterator[Char]:
    upright = abs(math.remainder(stretch.degrees - frame.turn, 360)) < LEANING
    apart = True
    for text, generated, left, bottom, right, top in stretch.chars:
        if text != UNKNOWN:
            yield Char(text, *frame.box(left, bottom, right, top), generated, apart, upright, stretch.bold)
            apart = False


def _stretches(text_page: pypdfium2.PdfTextPage) -> Iterator[_Stretch]:
    current: _Stretch | None = None
    rect = raw.FS_RECTF()
    for index, text in _units(text_page):
        if text in "\r\n":
            current = None
            continue
        generated = text == " " and raw.FPDFText_IsGenerated(text_page, index) == 1
        raw.FPDFText_GetLooseCharBox(text_page, index, rect)
        if current is None or (not generated and _off(current.chars[-1], rect)):
            current = _Stretch(*_look(text_page, index), [])
            yield current
        current.chars.append((text, generated, rect.left, rect.bottom, rect.right, rect.top))


def _off(last: RawChar, rect: raw.FS_RECTF) -> bool:
    """Whether a character does not stand on the line of the last one: another line, or a line that is not level."""
    before, here = last[5] - last[3], rect.top - rect.bottom
    step = abs(rect.bottom + rect.top - last[3] - last[5])
    unlike = not 0.5 * before < here < 2 * before
    return bool(unlike or step > max(before, here) or rect.right < last[2] or rect.left > last[4] + 2 * before)


def _units(text_page: pypdfium2.PdfTextPage) -> Iterator[tuple[int, str]]:
    """Index and character; the halves of rare characters joined, the garbled mended, the unreadable as U+FFFD."""
    high = 0
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        yield index, MENDED.get(code) or _readable(code)


def _readable(code: int) -> str:
    if code in (9, 0xA0, 0x2028, 0x2029, 0x85):
        return " "
    if code in (2, 10, 13) or code == 0xFFFE:
        return chr(code)
    private = 0xE000 <= code < 0xF900 or code >= 0xF0000
    return UNKNOWN if code < 32 or private or 0x7F <= code < 0xA0 or code > 0x10FFFF else chr(code)


def _look(text_page: pypdfium2.PdfTextPage, index: int) -> tuple[float, bool]:
    """The direction in degrees in which the text that begins here runs, and whether its font is bold."""
    angle = raw.FPDFText_GetCharAngle(text_page, index)
    name = ctypes.create_string_buffer(NAME_LENGTH)
    raw.FPDFText_GetFontInfo(text_page, index, name, NAME_LENGTH, ctypes.byref(ctypes.c_int()))
    font = name.value.decode("latin-1").lower()
    return math.degrees(max(angle, 0.0)), any(word in font for word in BOLD_NAMES)
