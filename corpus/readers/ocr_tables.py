"""Tables on a page that is an image: the rules found in it, and the lines parted at them, for the finder of tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.readers.ocr_image import Rect
from corpus.readers.ocr_ink import Ruled
from corpus.readers.ocr_marks import Spelled
from corpus.readers.pdf_chars import Char
from corpus.readers.pdf_layout import Run, is_han
from corpus.readers.pdf_rules import Edge

# How far apart (em) the middles of two characters of one cell stand at most.
GAP = 2.2
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A line in the straightened picture: where each character stands (pixels), and the box of its ink."""

    text: str
    score: float
    rect: Rect
    places: tuple[float, ...]

    @property
    def spelled(self) -> Spelled:
        """The text and the places of its characters."""
        return Spelled(self.text, self.places)


def parted(line: Found, rules: Ruled, em: float) -> Iterator[Found]:
    """The parts of a line that wide gaps or upright rules part."""
    middle = (line.rect.top + line.rect.bottom) / 2
    walls = [(rule.x0 + rule.x1) / 2 for rule in rules.upright if rule.top <= middle <= rule.bottom]
    cuts = [
        at
        for at, (last, here) in enumerate(pairwise(line.places), 1)
        if here - last > GAP * em or any(last < wall < here for wall in walls)
    ]
    for first, end in pairwise([0, *cuts, len(line.text)]):
        x0 = line.rect.x0 if first == 0 else round(line.places[first] - HALF * em)
        x1 = line.rect.x1 if end == len(line.text) else round(line.places[end - 1] + HALF * em)
        text = line.text[first:end]
        if text.strip():
            kept = slice(first + len(text) - len(text.lstrip()), first + len(text.rstrip()))
            rect = line.rect._replace(x0=x0, x1=max(x0 + 1, x1))
            yield replace(line, text=line.text[kept], rect=rect, places=line.places[kept])


@dataclass(frozen=True, slots=True)
class Pieces:
    """Lines of a picture as the finder of tables asks for the characters of a page, in points."""

    runs: Sequence[Run]
    lines: Sequence[Found]

    @property
    def pieces(self) -> tuple[Char, ...]:
        """One piece for each line."""
        return tuple(
            Char(run.text, run.x0, run.top, run.x1, run.bottom, place=at, type=run.type)
            for at, run in enumerate(self.runs)
        )

    def letters(self, piece: Char) -> Iterator[Char]:
        """A piece character by character."""
        line = self.lines[piece.place]
        if piece.text != line.text:
            yield piece
            return
        point = (piece.x1 - piece.x0) / max(1, line.rect.x1 - line.rect.x0)
        size = piece.type.size if piece.type else piece.bottom - piece.top
        for char, at in zip(line.text, line.places, strict=True):
            middle, half = piece.x0 + (at - line.rect.x0) * point, HALF * size * (1.0 if is_han(char) else HALF)
            yield piece._replace(text=char, x0=middle - half, x1=middle + half)


def as_run(piece: Char) -> Run:
    """A piece that stands in no table as a run of its row."""
    assert piece.type is not None
    return Run(piece.text, piece.x0, piece.top, piece.x1, piece.bottom, piece.type)


def edges_of(rules: Ruled, point: float, shift: tuple[float, float]) -> list[Edge]:
    """The rules in points, as those that a PDF draws."""
    placed = [_placed(rule, point, shift) for rule in (*rules.level, *rules.upright)]
    level, upright = placed[: len(rules.level)], placed[len(rules.level) :]
    across = [Edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2) for x0, top, x1, bottom in level]
    return across + [Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom) for x0, top, x1, bottom in upright]


def _placed(rule: Rect, point: float, shift: tuple[float, float]) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = rule
    return (x0 - shift[0]) * point, (top - shift[1]) * point, (x1 - shift[0]) * point, (bottom - shift[1]) * point
