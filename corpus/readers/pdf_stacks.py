"""Upright columns (竖排) on a PDF page: characters one below the other, columns from right to left."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from corpus.readers.pdf_chars import ABOVE, BELOW, BOX, Char

# In em: how far one character of a column stands below the other, and how far off its middle.
STEPS = 0.6, 1.6
OFF = 0.35
# How many characters make a column, and how many on average a page of columns.
STACK = 4
LONG = 6
# So many lone characters may be a page of columns drawn from left to right; so much further apart are those.
MANY = 40
FAR = 1.15
# How wide (em) what stands level within a column is at most, and how many digits: a short number.
ABREAST, DIGITS = 1.6, 3
# How far (em) a letter or digit that lies on its side stands below what it follows: as far as it is wide.
LYING_STEP = 0.25
# Heights agree within this share of the type; a column of which this share has such neighbours is one of a table.
LEVEL = 0.15
NEIGHBOURS = 0.5


def stacks(pieces: Sequence[Char]) -> list[list[Char]]:
    """The upright columns among the pieces of a page, from however they are drawn."""
    lone = [piece for piece in pieces if len(piece.text) == 1 and is_han(piece.text)]
    if len(lone) < STACK:
        return []
    inked = [piece for piece in pieces if not piece.generated and piece.text.strip()]
    found = _stacked(inked, inked)
    if found or len(lone) < MANY or 2 * len(lone) < len(inked):
        return found
    across = _stacked(sorted(inked, key=lambda piece: (-round(piece.x0 / _size(lone[0])), piece.top)), inked)
    return across if _are_far(across) else []


def _stacked(pieces: Sequence[Char], page: Sequence[Char]) -> list[list[Char]]:
    found: list[list[Char]] = [[]]
    for piece in pieces:
        if found[-1] and _is_below(found[-1][-1], piece):
            found[-1].append(piece)
        else:
            found.append([piece])
    long = [stack for stack in found if len(stack) >= STACK]
    words = sorted((piece for piece in page if len(piece.text) > 1), key=_height) if long else []
    return [stack for stack in long if _is_column(stack, words)]


def _are_far(found: Sequence[Sequence[Char]]) -> bool:
    """Whether columns stand further apart than their characters, as they do not where level lines are set wide."""
    columns = sorted({round(stack[0].x0) for stack in found})
    steps = [below.top - above.top for stack in found for above, below in pairwise(stack)]
    return len(columns) > 1 and median(b - a for a, b in pairwise(columns)) > FAR * median(steps)


def is_han(text: str) -> bool:
    """Whether a text begins with a Han character."""
    return "\u4e00" <= text[0] <= "\u9fff"


def is_stacked_page(found: Sequence[Sequence[Char]], characters: int) -> bool:
    """Whether most characters of a page stand in upright columns."""
    held = sum(len(piece.text) for stack in found for piece in stack)
    return 2 * held > characters and median(map(len, found)) >= LONG


def parted(pieces: Sequence[Char], found: Sequence[Sequence[Char]]) -> tuple[list[Char], tuple[Char, ...]]:
    """The pieces of a page of columns: what stands in them, also in short ones or on its side, and what stands beside
    them.
    """
    top, bottom = min(stack[0].top for stack in found), max(stack[-1].bottom for stack in found)
    em = median(_size(piece) for stack in found for piece in stack if is_han(piece.text))
    sure = {piece.place for stack in found for piece in stack}
    columns: list[Char] = []
    beside: list[Char] = []
    for piece in pieces:
        held = piece.place in sure or _is_short(piece, top, bottom, em)
        (columns if held and not piece.generated else beside).append(piece)
    return columns, tuple(beside)


def turned_level(piece: Char, width: float) -> Char:
    """A character of a column as if the page, so wide, was turned for the column to be a line."""
    size = _size(piece)
    middle, base = (piece.top + piece.bottom) / 2, width - (piece.x0 + piece.x1) / 2 + size / 2
    room = piece.bottom - piece.top if lies(piece) else size
    x0, x1 = middle - room / 2, middle + room / 2
    return Char(piece.text, x0, base - ABOVE * size, x1, base + BELOW * size, bold=piece.bold, place=piece.place)


def lies(piece: Char) -> bool:
    """Whether a letter, digit or mark of a column lies on its side: it takes less room below than across."""
    return len(piece.text) == 1 and not is_han(piece.text) and piece.bottom - piece.top < piece.x1 - piece.x0


def _size(piece: Char) -> float:
    if is_han(piece.text) or lies(piece):
        return piece.x1 - piece.x0
    return (piece.bottom - piece.top) / BOX


def _is_short(piece: Char, top: float, bottom: float, em: float) -> bool:
    inside = top < piece.bottom and piece.top < bottom
    return inside and piece.x1 - piece.x0 < ABREAST * max(em, _size(piece)) and _is_single(piece)


def _is_single(piece: Char) -> bool:
    """Whether a piece is a character of a column, or a short number level in it."""
    if len(piece.text) == 1:
        return piece.upright or lies(piece)
    return piece.upright and len(piece.text) <= DIGITS and piece.text.isascii()


def _is_below(last: Char, piece: Char) -> bool:
    if not _is_single(piece):
        return False
    em = max(_size(last), _size(piece))
    off = abs(piece.x0 + piece.x1 - last.x0 - last.x1) / 2
    step = (piece.top + piece.bottom - last.top - last.bottom) / 2
    least = LYING_STEP if lies(last) or lies(piece) else STEPS[0]
    return off < OFF * em and least * em < step < STEPS[1] * em and piece.x1 - piece.x0 < ABREAST * em


def _is_column(stack: Sequence[Char], words: Sequence[Char]) -> bool:
    """Whether characters below each other are words, and no column of a table: none of the words of the page, by their
    height on it, stands level with most.
    """
    if 2 * sum(is_han(piece.text) for piece in stack) < len(stack):
        return False
    beside = sum(_stands_beside(char, words) for char in stack)
    return beside < NEIGHBOURS * len(stack)


def _stands_beside(char: Char, words: Sequence[Char]) -> bool:
    """Whether a word stands on the line of a character."""
    off = 2 * LEVEL * _size(char)
    first = bisect_right(words, _height(char) - off, key=_height)
    # One of them may be the character itself.
    level = (word for word in words[first : first + 2] if _height(word) < _height(char) + off)
    return any(word.place != char.place for word in level)


def _height(piece: Char) -> float:
    return piece.top + piece.bottom
