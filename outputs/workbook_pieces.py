"""What the workbook takes of one document: the rows of its practices, figures and problems, ready to be written, those
of its checks, and what its text gives to those of its cases. They depend on its leaf alone, so that they can be made
beside others and kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from outputs.book_file import Count, Sheet
from outputs.book_rows import SheetRows, Stretch
from outputs.leaves import Given, Leaf
from outputs.workbook_cases import PIECE as CASES
from outputs.workbook_cases import case_piece
from outputs.workbook_checks import PIECE as CHECKS
from outputs.workbook_checks import check_piece
from outputs.workbook_findings import SHEETS, Kind, finding_cells, finding_columns

COUNTS = "workbook"


def _counts(leaf: Leaf) -> tuple[Count, ...]:
    """Rows and links of each of SHEETS: every finding has its row, and every row leads to its page."""
    found = (len(getattr(leaf.record.findings, kind.field)) for kind in SHEETS)
    return tuple((count, count) for count in found)


def _rows(kind: Kind, leaf: Leaf) -> Stretch:
    """The rows of a sheet."""
    return SheetRows(finding_columns(kind, leaf.profile == "full")).stretch(finding_cells(kind, leaf))


def piece_of(kind: Kind) -> str:
    """The name of the piece that holds the rows of a sheet."""
    return f"{COUNTS}_{kind.field}"


PIECES: Mapping[str, Callable[[Leaf], Any]] = {
    COUNTS: _counts,
    CASES: case_piece,
    CHECKS: check_piece,
    **{piece_of(kind): partial(_rows, kind) for kind in SHEETS},
}
"""Name of a piece -> what makes it of a document."""
DEFLATED = frozenset(map(piece_of, SHEETS))
"""The pieces that are compressed as they are."""


def _stretches(pieces: Given, kind: Kind) -> Iterator[Stretch]:
    return (one for _, one in pieces(piece_of(kind)))


def finding_sheets(pieces: Given, open_: bool) -> Iterator[Sheet]:
    """The sheets of practices, figures and problems, of what each document gives to them."""
    counts = [one for _, one in pieces(COUNTS)]
    for at, kind in enumerate(SHEETS):
        made = [one[at] for one in counts], partial(_stretches, pieces, kind)
        yield Sheet(kind.sheet, finding_columns(kind, open_), made=made)


def given(leaves: Iterable[Leaf]) -> Given:
    """The pieces of some documents, where nobody has made them before."""
    kept = [(leaf.record.source.name, {name: make(leaf) for name, make in PIECES.items()}) for leaf in leaves]
    return lambda piece: ((name, pieces[piece]) for name, pieces in kept)
