"""Characters of a PDF page with their boxes, in points from the top left corner of the page as it is seen."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from corpus.model import Box

# A hyphen at the end of a line: pdfium's own mark, the soft hyphen, and what older versions give.
HYPHENS = frozenset("\x02\u00ad\ufffe")
# Radicals that Unicode ties to no character, or (⼾) to its old form, each before the one that shares its glyph.
RADICALS = (
    "⺁厂⺌小⺝月⺟母⺠民⺩王⺪疋⺬示⺮竹⺶羊⺻聿⺼肉⻁虎⻄西⻅见⻆角⻉贝⻋车⻌辶⻓长⻔门"
    "⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⼾户"
)
GARBLED = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
UNKNOWN = "\ufffd"
# How far the box of a character reaches above the line that it stands on, and below, in sizes of its type.
ABOVE, BELOW = 0.95, 0.2
BOX = ABOVE + BELOW


class Type(NamedTuple):
    """What is known of the type: whether from Han characters (else roughly), for how many, its size, and how far down
    the page the line is that it stands on.
    """

    exact: bool
    letters: int
    size: float
    base: float


class Char(NamedTuple):
    """One character, or several close together on one line whose boxes nobody asked for; those bring their type.

    `generated`: pdfium put it there because of a gap. `apart`: pdfium saw a break before it. `place`: its number on
    the page.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    generated: bool = False
    apart: bool = False
    upright: bool = True
    bold: bool = False
    place: int = -1
    type: Type | None = None


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

    def placing(self) -> Callable[[float, float, float, float], Box]:
        """What turns left, bottom, right, top of a box into left, top, right, bottom from the top left corner."""
        left, _, _, top = self.crop
        if not self.turn:
            return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0)
        return self._turned

    def _turned(self, left: float, bottom: float, right: float, top: float) -> Box:
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


def readable(char: str) -> str:
    """A character that pdfium gives, mended where it is garbled; U+FFFD where it has no meaning in any encoding."""
    code = ord(char)
    if code in MENDED:
        return MENDED[code]
    if code in (9, 0xA0, 0x2028, 0x2029, 0x85):
        return " "
    if code in (2, 10, 13, 0xFFFE):
        return char
    private = 0xE000 <= code < 0xF900 or code >= 0xF0000
    return UNKNOWN if code < 32 or private or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 else char
