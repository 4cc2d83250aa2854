"""The column of rates of a table (接种率, 占比, 增长率) against the two columns that most of its rows give it from."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from corpus.model import Document
from extractors.base import Mention
from outputs.checks_figures import Check, Verdict, told
from outputs.checks_tables import Cell
from outputs.checks_words import sign

WIDEST = 16  # columns; pairs of them are tried
FITTING = 3  # rows that show from which columns a rate is made
MOST_OFF = 0.34  # of the rows; a pair of columns that more of them do not fit is not the right one
PERCENT = re.compile(r"(\d{1,7}(?:\.(\d{1,4}))?)%?")
Reckon = Callable[[float, float], float]
RECKONED: tuple[tuple[str, Reckon, str], ...] = (
    ("rate_column", lambda whole, part: 100 * part / whole, "{part}占{whole}的{given}%"),
    ("growth_column", lambda first, last: 100 * (last - first) / first, "由{whole}到{part},变化{given}%"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A row's rate, the two figures that give it, what they give, and how far off the rate may be by its writing."""

    rate: Cell
    whole: Cell
    part: Cell
    stated: float
    given: float
    loose: float

    @property
    def fits(self) -> bool:
        """Whether the rate is what the figures give."""
        return abs(self.given - self.stated) <= self.loose


def rates(document: Document, grid: Sequence[Sequence[Cell]]) -> Iterator[Check]:
    """Each rate of a table, where most rows of its column show what it is made from."""
    columns = list(zip(*grid, strict=True))
    if len(columns) > WIDEST:
        return
    for at, column in enumerate(columns):
        for name, reckon, words in RECKONED:
            if any(sign(name).search(cell.words) for cell in column[:2]):
                others = [one for number, one in enumerate(columns) if number != at]
                yield from _column(document, _best(column, others, reckon), words)


def _best(rate: Sequence[Cell], others: Sequence[Sequence[Cell]], reckon: Reckon) -> list[Told]:
    """The rows by the pair of columns that the most of them fit."""
    found = [list(_rows(rate, whole, part, reckon)) for whole, part in permutations(others, 2)]
    return max(found, key=lambda rows: sum(row.fits for row in rows), default=[])


def _rows(rate: Sequence[Cell], whole: Sequence[Cell], part: Sequence[Cell], reckon: Reckon) -> Iterator[Told]:
    for cell, a, b in zip(rate, whole, part, strict=True):
        written = PERCENT.fullmatch(cell.words)
        if written and a.number and b.number:
            place = 10.0 ** -len(written[2] or "")
            yield Told(cell, a, b, float(written[1]), reckon(a.number, b.number), place * 1.01)


def _column(document: Document, rows: Sequence[Told], words: str) -> Iterator[Check]:
    off = [row for row in rows if not row.fits]
    if len(rows) - len(off) < FITTING or len(off) > MOST_OFF * len(rows):
        return
    for row in rows:
        verdict: Verdict = "consistent" if row.fits else "cannot tell"
        if abs(row.given - row.stated) > 2 * row.loose:
            verdict = "conflict"
        cells = (row.whole, row.part, row.rate)
        where = tuple(Mention(cell.start, cell.end, document.text[cell.start : cell.end]) for cell in cells)
        given = told(round(row.given, 2))
        note = f"{words.format(part=row.part.words, whole=row.whole.words, given=given)},表中写{row.rate.words}"
        yield Check("share", verdict, where, row.stated, round(row.given, 4), "%", note)
