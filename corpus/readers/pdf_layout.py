"""The lay-out of a PDF page: characters become runs, runs rows, rows lines in the order in which they are read."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from corpus.readers.pdf_chars import BELOW, BOX, Char, Type

# In em: a gap that ends a run; a step back that does; a gap below which runs are one, and one that parts no words.
GAP = 1.8
STEP = 0.5
WORDS = 0.5
TIGHT = 0.15
# How wide (em) the space between the halves of a title is at least, and how many characters such a half has.
SPACE, HALF = 0.18, 4
HANS = re.compile("[\u4e00-\u9fff]+")
# Marks that may stand behind the end of a full line, and how far (em).
HANGING = frozenset("，。、；：！？”’）》")
HANG = 1.05
# So many runs of a line before a place on it may reach over it.
NEAREST = 8
SPACED = frozenset("\u2018\u2019\u201c\u201d\u2014\u2026\u00b7\u00d7")


class Run(NamedTuple):
    """Characters that stand close together on one line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    type: Type
    bold: bool = False
    upright: bool = True

    @property
    def size(self) -> float:
        """The size of the type in points."""
        return self.type.size

    @property
    def middle(self) -> float:
        """The height of the middle of the line on the page."""
        return (self.top + self.bottom) / 2


class Line(NamedTuple):
    """A line of text. `left`, `right`: the margins of its column, `column`: its number on the page."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    type: Type
    bold: bool = False
    left: float = 0.0
    right: float = 0.0
    column: int = 0
    upright: bool = True

    @property
    def size(self) -> float:
        """The size of the type in points."""
        return self.type.size


Row = tuple[Run, ...]


def is_han(char: str) -> bool:
    """Whether no space belongs beside the character: Han characters and full-width punctuation."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\uff00" or char in SPACED


def runs(chars: Iterable[Char]) -> Iterator[Run]:
    """Characters that follow each other on one line without a wide gap."""
    current: list[Char] = []
    gap = False
    for char in chars:
        if char.generated:
            gap = True
            continue
        if current and (_parted(current, char) if gap else _ended(current[-1], char)):
            yield from _run(current)
            current = []
        current.append(char)
        gap = False
    yield from _run(current)


def _parted(current: Sequence[Char], char: Char) -> bool:
    """Whether a gap that pdfium saw is more than the room that justified lines or digits have around them."""
    last = current[-1]
    if len(current) == 1 and _are_halves(last.text, char.text):
        return True
    near = WORDS if is_han(last.text[-1]) or is_han(char.text[0]) else TIGHT
    em = (last.type or _own(last)).size
    return not (_is_level(last, char) and -0.1 * em < char.x0 - last.x1 < near * em)


def _ended(last: Char, char: Char) -> bool:
    return (char.apart and not _beside(last, char)) or _away(last, char)


def _is_level(last: Char, char: Char) -> bool:
    return abs(char.top + char.bottom - last.top - last.bottom) < 0.4 * max(last.bottom - last.top, 1.0)


def _beside(last: Char, char: Char) -> bool:
    """A break that pdfium saw where there is none: the next character stands right behind the last one."""
    em = max(last.bottom - last.top, 1.0)
    return _is_level(last, char) and -0.1 * em < char.x0 - last.x1 < 0.3 * em and char.upright == last.upright


def _away(last: Char, char: Char) -> bool:
    em = max(last.bottom - last.top, char.bottom - char.top, 1.0)
    gap = char.x0 - last.x1
    other_line = abs(char.top + char.bottom - last.top - last.bottom) > em
    return other_line or gap > GAP * em or gap < -max(STEP * em, min(last.x1 - last.x0, em) + 1)


def _run(chars: Sequence[Char]) -> Iterator[Run]:
    inked = [char for char in chars if char.text != " " and char.text != "\u3000"]
    if not inked:
        return
    if len(chars) == 1:
        yield _lone(inked[0])
        return
    yield Run(
        "".join(char.text for char in chars).strip(" \u3000"),
        inked[0].x0,
        min(char.top for char in inked),
        max(char.x1 for char in inked),
        max(char.bottom for char in inked),
        _type(inked),
        all(char.bold for char in inked),
        inked[0].upright,
    )


def _lone(char: Char) -> Run:
    text = char.text.strip(" \u3000")
    return Run(text, char.x0, char.top, char.x1, char.bottom, char.type or _type([char]), char.bold, char.upright)


def _type(chars: Sequence[Char]) -> Type:
    """The type of most of the characters, of the Han characters where there are any."""
    best = max((char.type for char in chars if char.type), default=None)
    if best and (best.exact or len(chars) == 1):
        return best
    types = [char.type or _own(char) for char in chars]
    exact = max(types).exact
    weighed = [type_ for type_ in types if type_.exact == exact for _ in range(type_.letters)]
    size, base = median(type_.size for type_ in weighed), median(type_.base for type_ in weighed)
    return Type(exact, len(weighed), round(size, 1), base)


def _own(char: Char) -> Type:
    """A Han character is as wide as its type is high; the boxes of other characters are higher than that."""
    size = (char.bottom - char.top) / BOX
    if "\u4e00" <= char.text <= "\u9fff":
        return Type(True, 1, char.x1 - char.x0, char.bottom - BELOW * size)
    return Type(False, 1, size, char.bottom - BELOW * size)


@dataclass(slots=True)
class _Level:
    """The runs found so far on one line, from left to right, and the heights that all of them reach over."""

    runs: list[Run]
    top: float
    bottom: float

    def takes(self, run: Run) -> bool:
        """Whether a run stands on this line: the middles lie within each other, and nothing stands upon it."""
        overlap = min(self.bottom, run.bottom) - max(self.top, run.top)
        if overlap <= 0.5 * min(self.bottom - self.top, run.bottom - run.top):
            return False
        # Those that begin before it ends; all but the last ones end long before it.
        end = bisect_left(self.runs, run.x1 - 1, key=_start)
        return all(run.x0 >= one.x1 - 1 for one in self.runs[max(0, end - NEAREST) : end])

    def add(self, run: Run) -> None:
        insort(self.runs, run, key=_start)
        self.top, self.bottom = max(self.top, run.top), min(self.bottom, run.bottom)


def rows(found: Iterable[Run]) -> list[Row]:
    """The runs of a page by their height on it, those beside each other from left to right."""
    grouped: list[_Level] = []
    for run in sorted(found, key=lambda run: ((run.top + run.bottom) / 2, run.x0)):
        if grouped and grouped[-1].takes(run):
            grouped[-1].add(run)
        else:
            grouped.append(_Level([run], run.top, run.bottom))
    return [_merged(level.runs) if len(level.runs) > 1 else (level.runs[0],) for level in grouped]


def _start(run: Run) -> float:
    return run.x0


def _merged(row: Sequence[Run]) -> Row:
    """The runs of a row, those that stand close to each other made one (another font may have parted them)."""
    merged = [row[0]]
    for run in row[1:]:
        if run.x0 - merged[-1].x1 < WORDS * run.size:
            merged[-1] = _one(merged[-1], run)
        else:
            merged.append(run)
    return tuple(merged)


def _are_halves(one: str, other: str) -> bool:
    """Whether two texts may be the halves of a title, which take the same room, with a space between them."""
    return len(one) == len(other) >= HALF and HANS.fullmatch(one + other) is not None


def _one(last: Run, run: Run) -> Run:
    gap = run.x0 - last.x1
    han = is_han(last.text[-1]) or is_han(run.text[0])
    tight = gap < TIGHT * run.size or (han and not (gap > SPACE * run.size and _are_halves(last.text, run.text)))
    return Run(
        last.text + run.text if tight else f"{last.text} {run.text}",
        last.x0,
        min(last.top, run.top),
        max(last.x1, run.x1),
        max(last.bottom, run.bottom),
        max(last.type, run.type),
        last.bold and run.bold,
        last.upright,
    )


def joined(page: int, row: Row, left: float = 0.0, right: float = 0.0, column: int = 0) -> Line:
    """A row as one line of a column; runs apart from each other are set apart by a space."""
    run = row[0]
    if len(row) == 1:
        text, top, x1, bottom, type_, bold = run.text, run.top, run.x1, run.bottom, run.type, run.bold
    else:
        text, x1, bold = " ".join(run.text for run in row), row[-1].x1, all(run.bold for run in row)
        top, bottom = min(run.top for run in row), max(run.bottom for run in row)
        type_ = max(run.type for run in row)
    return Line(text, page, run.x0, top, x1, bottom, type_, bold, left, right, column, run.upright)
