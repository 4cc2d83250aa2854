"""Characters of an OFD page with their boxes, in points from the top left corner of the page."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, Self

from lxml import etree

from corpus.limits import check_characters
from corpus.readers.ofd_package import OfdDocument, children, number, numbers
from corpus.readers.pdf_chars import MENDED, Char

POINTS = 72 / 25.4
# In em: how far a line reaches above and below its base line, the width of what is no Han character on average.
ASCENT = 0.93
DESCENT = 0.22
NARROW = 0.5
LEANING = math.radians(6)
BOLD_NAMES = ("bold", "hei", "black", "xbs", "heavy", "黑")
BOLD_WEIGHT = 600
# Drawings may refer to drawings; how deep is believed.
DEPTH = 6
# What a writer puts where a font maps no character to the glyph.
UNMAPPED = "\xa4"


class Affine(NamedTuple):
    """x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        """A point in the outer system."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def around(self, inner: "Affine") -> Self:
        """The inner map first, then this one."""
        e, f = self(inner.e, inner.f)
        return self._replace(
            a=self.a * inner.a + self.c * inner.b,
            b=self.b * inner.a + self.d * inner.b,
            c=self.a * inner.c + self.c * inner.d,
            d=self.b * inner.c + self.d * inner.d,
            e=e,
            f=f,
        )

    @property
    def angle(self) -> float:
        """By how much level lines lean, in radians."""
        return math.atan2(self.b, self.a)

    @property
    def scale(self) -> tuple[float, float]:
        """How much larger things become, along lines and across them."""
        return math.hypot(self.a, self.b), math.hypot(self.c, self.d)


class Look(NamedTuple):
    """How the text of an object is set: its size in its own units, how wide its characters are made, whether bold."""

    size: float
    stretch: float
    bold: bool


class Placed(NamedTuple):
    """A text object, and the map from its own system to that of the page."""

    element: etree._Element
    place: Affine


class OfdText:
    """The text of the pages of a document, that of the drawings which they refer to with it."""

    def __init__(self, document: OfdDocument) -> None:
        self._units: Mapping[str, etree._Element] = document.units
        self._fonts = document.fonts
        self._count = 0
        self._inside: dict[tuple[str, str], list[etree._Element]] = {}

    def objects(self, root: etree._Element) -> list[Placed]:
        """The text objects below an element. Text may be hidden beneath the picture of a scan; where any text is
        shown, what is hidden stays so.
        """
        found = list(self._found(root, Affine(), (), "TextObject"))
        return [placed for placed in found if placed.element.get("Visible") != "false"] or found

    def chars(self, objects: Iterable[Placed], frame: Affine) -> tuple[list[Char], int]:
        """The characters of text objects, and how many have no meaning in any encoding."""
        found = [char for placed in objects for char in self._object(placed.element, frame.around(placed.place))]
        readable = [char for char in found if not _unreadable(char.text)]
        return _beside(_once(readable)), len(found) - len(readable)

    def paths(self, root: etree._Element) -> Iterator[Placed]:
        """The paths below an element that are shown."""
        return self._found(root, Affine(), (), "PathObject")

    def images(self, root: etree._Element) -> Iterator[Placed]:
        """The pictures below an element that are shown."""
        return self._found(root, Affine(), (), "ImageObject")

    def _found(self, root: etree._Element, outer: Affine, within: tuple[str, ...], kind: str) -> Iterator[Placed]:
        """The objects of a kind below an element and in the drawings it refers to; what refers to itself ends."""
        for element in self._items(root, within[-1] if within else None, kind):
            place = outer.around(_placement(element))
            self._counted(1)
            if etree.QName(element).localname == kind:
                if kind == "TextObject" or element.get("Visible") != "false":
                    yield Placed(element, place)
            elif len(within) < DEPTH and (unit := str(element.get("ResourceID"))) in self._units and unit not in within:
                yield from self._found(self._units[unit], place, (*within, unit), kind)

    def _items(self, root: etree._Element, unit: str | None, kind: str) -> Sequence[etree._Element]:
        """The objects below an element; those of a drawing are looked for once, however often pages refer to it."""
        if unit is None:
            return list(root.iter(f"{{*}}{kind}", "{*}CompositeObject"))
        if (unit, kind) not in self._inside:
            self._inside[unit, kind] = list(root.iter(f"{{*}}{kind}", "{*}CompositeObject"))
        return self._inside[unit, kind]

    def _object(self, text: etree._Element, place: Affine) -> Iterator[Char]:
        look = self._look(text)
        at = (0.0, 0.0)
        for code in children(text, "TextCode"):
            at = number(code.get("X"), at[0]), number(code.get("Y"), at[1])
            words = _words(code)
            self._counted(len(words))
            spots = list(_spots(code, words, at, look))
            yield from (
                _upended(words, spots[0], place, look) if _is_upended(spots) else _placed(words, spots, place, look)
            )

    def _look(self, text: etree._Element) -> Look:
        name = self._fonts.get(str(text.get("Font")), "")
        bold = number(text.get("Weight"), 400) >= BOLD_WEIGHT or any(word in name for word in BOLD_NAMES)
        return Look(number(text.get("Size"), 3.5), number(text.get("HScale"), 1.0) or 1.0, bold)

    def _counted(self, count: int) -> None:
        self._count += count
        check_characters(self._count)


def _placement(element: etree._Element) -> Affine:
    """From an object's own system to that of what holds it."""
    left, top, *_ = [*numbers(element.get("Boundary")), 0.0, 0.0]
    matrix = numbers(element.get("CTM"))
    return Affine(e=left, f=top).around(Affine(*matrix) if len(matrix) == 6 else Affine())


def _words(code: etree._Element) -> str:
    """The characters of a code; line breaks are those of the XML."""
    words = code.text or ""
    return words.strip() if "\n" in words else words


Spot = tuple[float, float]


def _spots(code: etree._Element, words: str, start: Spot, look: Look) -> Iterator[Spot]:
    """Where each character stands. The last step of a list goes on; without a list each stands behind the last."""
    x, y = start
    across = _steps(str(code.get("DeltaX") or ""), len(words))
    down = _steps(str(code.get("DeltaY") or ""), len(words))
    for index, char in enumerate(words):
        yield x, y
        below = down[min(index, len(down) - 1)] if down else 0.0
        behind = 0.0 if below else _width(char) * look.size * look.stretch
        x += across[min(index, len(across) - 1)] if across else behind
        y += below


def _is_upended(spots: Sequence[Spot]) -> bool:
    """Whether the characters stand one below the other, as beside the rows of a form."""
    return len(spots) > 1 and all(abs(x - spots[0][0]) < abs(y - spots[0][1]) for x, y in spots[1:])


def _upended(words: str, spot: Spot, place: Affine, look: Look) -> Iterator[Char]:
    """What runs down, as one piece at its upper end."""
    for char in _placed(words[:1], [spot], place, look):
        yield char._replace(text=words.strip() or " ")


def _steps(written: str, count: int) -> list[float]:
    """Steps from character to character: `g 3 5.5` stands for three of 5.5. No more than there are characters."""
    steps: list[float] = []
    words = iter(written.split())
    for word in words:
        if len(steps) >= count:
            break
        times = number(next(words, 0)) if word == "g" else 1
        value = number(next(words, 0)) if word == "g" else number(word)
        steps += [value] * max(0, min(int(times), count))
    return steps[:count]


def _width(char: str) -> float:
    return 1.0 if char >= "\u2e80" or char in "“”‘’—…·×" else NARROW


def _placed(words: str, spots: Sequence[tuple[float, float]], place: Affine, look: Look) -> Iterator[Char]:
    across, along = place.scale
    upright = abs(place.angle) < LEANING
    size, wide = look.size * along * POINTS, look.size * look.stretch * across * POINTS
    points = [place(x, y) for x, y in spots]
    for index, (char, (x, y)) in enumerate(zip(words, points, strict=True)):
        x, y = x * POINTS, y * POINTS
        ahead = points[index + 1][0] * POINTS - x if index + 1 < len(points) else 0.0
        width = _width(char) * wide
        # A character that is no Han has the width that is left to it, as far as that can be one.
        if width < wide and 0 < ahead < wide:
            width = ahead
        yield Char(
            MENDED.get(ord(char)) or (" " if char.isspace() and char != "\u3000" else char),
            x,
            y - ASCENT * size,
            x + width,
            y + DESCENT * size,
            apart=index == 0,
            upright=upright,
            bold=look.bold,
        )


def _unreadable(char: str) -> bool:
    code = ord(char[0])
    return char == UNMAPPED or code < 32 or 0xE000 <= code < 0xF900 or code >= 0xF0000 or code in (0xFFFD, 0xFFFE)


def _once(chars: Sequence[Char]) -> list[Char]:
    """Each character once: bold type is also made by drawing an object twice, a hair apart."""
    seen: set[tuple[str, int, int]] = set()
    own: set[tuple[str, int, int]] = set()
    kept: list[Char] = []
    for char in chars:
        if char.apart:
            seen |= own
            own = set()
        x, y = round(char.x0), round(char.bottom)
        if char.text == " " or not any((char.text, x + step, y) in seen for step in (-1, 0, 1)):
            kept.append(char)
        own.add((char.text, x, y))
    return kept


def _beside(chars: Sequence[Char]) -> list[Char]:
    """The characters without overlaps: marks are half as wide as their box where the next object begins in it."""
    return (
        [
            last._replace(x1=char.x0)
            if char.apart and last.x0 < char.x0 < last.x1 and abs(char.bottom - last.bottom) < last.bottom - last.top
            else last
            for last, char in pairwise([*chars, chars[-1]])
        ]
        if chars
        else []
    )
