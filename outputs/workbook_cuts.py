"""The workbook of many documents: what was found in them goes to volumes, workbooks of their own, each of a run of
documents, so that each opens well, all its rows lead to the site, and a document that changes touches but one.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outputs.book import Columns, Link, Row
from outputs.book_file import Count
from outputs.target import VOLUMES

# Rows of findings. One workbook of more opens slowly; a volume of fewer than MOST has a link in each row, for half of
# them are figures and Excel opens 65,000 links on a sheet.
WHOLE = 300_000
LEAST, MEAN, MOST = 40_000, 40_000, 130_000
SHEET = "分卷"
CHANCES = 2**64


@dataclass(frozen=True, slots=True)
class Volume:
    """A workbook of what was found in some documents: their names in order, and the rows of each of its sheets."""

    names: tuple[str, ...]
    rows: tuple[int, ...]

    @property
    def file(self) -> str:
        """Its name in the catalogue, by that of its first document."""
        return f"{VOLUMES}{hashlib.sha256(_encoded(self.names[0])).hexdigest()[:12]}.xlsx"


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _ends(name: str, many: int) -> bool:
    """Whether a volume ends behind a document of so many rows: that depends on nothing else, and falls once in MEAN."""
    return int.from_bytes(hashlib.sha256(_encoded(name)).digest()[:8], "big") * MEAN < many * CHANCES


def _runs(sized: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    """Documents, told by their names and rows, as those of each volume."""
    held, size = list[str](), 0
    for name, many in sized:
        if held and size + many > MOST:
            yield held
            held, size = [], 0
        held.append(name)
        size += many
        if size >= LEAST and _ends(name, many):
            yield held
            held, size = [], 0
    if held:
        yield held


def volumes_of(counts: Iterable[tuple[str, Sequence[Count]]]) -> list[Volume]:
    """The volumes of documents, told in their order by their names and the rows of each of their sheets of findings;
    none where one workbook holds all.
    """
    rows = {name: tuple(many for many, _ in some) for name, some in counts}
    if sum(map(sum, rows.values())) <= WHOLE:
        return []
    runs = _runs((name, sum(some)) for name, some in rows.items())
    return [Volume(tuple(run), tuple(map(sum, zip(*map(rows.__getitem__, run), strict=True)))) for run in runs]


class Homes:
    """In which volume what was found in a document stands, as sheets tell it in a column; none where there are no
    volumes.
    """

    def __init__(self, volumes: Sequence[Volume]) -> None:
        self.files = [one.file for one in volumes]
        self.columns: Columns = ((SHEET, 30),) if volumes else ()
        self._of = {name: Link(one.file, one.file) for one in volumes for name in one.names}

    def cells(self, name: str) -> Row:
        """The cell of a document."""
        return (self._of.get(name),) if self.columns else ()
