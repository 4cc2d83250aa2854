"""A large first letter of a PDF (首字下沉) with two lines or more beside it: it opens the first of them."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.pdf_chars import ABOVE, BELOW, BOX
from corpus.readers.pdf_layout import Row, Run

# Times the size of the lines: what is larger may be such a letter, what is as large is a heading.
LARGE, HEADING = 1.7, 1.3
# In em: how far behind it lines begin, and how far their middles may stand over its ends.
BEHIND, OVER = 1.5, 0.3
# So many lines stand beside it.
LEAST = 2


def with_initials(found: Sequence[Row]) -> list[Row]:
    """The rows of a column; a letter drawn large stands in the first line beside it, and all of them begin with it."""
    heights = [row[0].bottom - row[0].top for row in found]
    if max(heights, default=0.0) <= LARGE * min(heights, default=0.0):
        return [*found]
    pairs = enumerate(pairwise(found))
    tall = [at for at, (row, below) in pairs if row[0].bottom - row[0].top > LARGE * BOX * below[0].size]
    out = [*found]
    for at in reversed(tall):
        out = _with_initial(out, at)
    return out


def _with_initial(found: list[Row], at: int) -> list[Row]:
    """The rows, the letter at the head of one of them given to the lines beside it."""
    parted = _parted(found[at], found[at + 1][0].size)
    if parted is None:
        return found
    letter, rest = parted
    rows = [*found[:at], *([rest] if rest else []), *found[at + 1 :]]
    beside = [number for number, row in enumerate(rows) if _is_beside(row[0], letter)]
    if len(beside) < LEAST:
        return found
    for number in beside:
        run = rows[number][0]
        text = letter.text + run.text if number == beside[0] else run.text
        rows[number] = (run._replace(text=text, x0=letter.x0), *rows[number][1:])
    return rows


def _parted(row: Row, size: float) -> tuple[Run, Row] | None:
    """The letter that a row begins with and the rest, set in the size of the lines; None where it is a heading."""
    first = row[0]
    if len(first.text) == 1:
        return first, row[1:]
    if first.size > HEADING * size:
        return None
    end, base = first.x0 + (first.bottom - first.top) / BOX, first.type.base
    rest = first._replace(text=first.text[1:].lstrip(), x0=end, top=base - ABOVE * size, bottom=base + BELOW * size)
    return first._replace(text=first.text[0], x1=end), (rest, *row[1:])


def _is_beside(run: Run, letter: Run) -> bool:
    over = OVER * run.size
    level = letter.top - over < run.middle < letter.bottom + over
    return level and -over < run.x0 - letter.x1 < BEHIND * run.size
