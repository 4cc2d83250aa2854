"""Finds the sheets of a workbook that came back, by their names or by their columns, and tells what it lacks: a mark
must not get lost because somebody renamed a sheet, deleted a column or wrote a letterhead above the titles.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from python_calamine import CalamineSheet, CalamineWorkbook

from outputs.workbook_cells import Line, Value
from outputs.workbook_words import ANCHOR, marks_of, words

HEADS = 1000  # rows in which the titles may stand: something may have been written above them
SURE = 2  # titles of ours by which their row is known, where the hidden column is gone


@dataclass(frozen=True, slots=True)
class Head:
    """The row of titles of a sheet: its number, each title with the place of its column, those that stand twice."""

    row: int
    titles: Mapping[str, int]
    twice: frozenset[str] = frozenset()


def expected(sheet: str) -> tuple[str, ...]:
    """The titles that one of our sheets must have for its marks to be read."""
    if sheet not in words().marks:
        return words().known[sheet]
    return marks_of(sheet) if sheet == "补充" else (*marks_of(sheet), ANCHOR)


def _titles(number: int, row: Sequence[Value]) -> Head:
    """A row as titles; the first of several of one name counts."""
    named = [("".join(value.split()), at) for at, value in enumerate(row) if isinstance(value, str)]
    found: dict[str, int] = {}
    for title, at in named:
        if title:
            found.setdefault(title, at)
    times = Counter(title for title, _ in named)
    return Head(number, found, frozenset(title for title, count in times.items() if count > 1))


def _is_head(sheet: str, titles: Mapping[str, int]) -> bool:
    own = {*expected(sheet), *words().known[sheet]}
    return ANCHOR in titles or len(own & titles.keys()) >= min(SURE, len(own))


class Sheets:
    """The sheets of one workbook; `faults` are what it lacks, known once its sheets were read."""

    def __init__(self, book: CalamineWorkbook) -> None:
        self._book = book
        self._names: dict[str, list[str]] = {sheet: [] for sheet in words().known}
        self._heads: dict[tuple[str, str], Head] = {}
        for name in book.sheet_names:
            if found := name if name in self._names else self._by_columns(name):
                self._names[found].append(name)

    def _by_columns(self, name: str) -> str | None:
        """Which of our sheets one of another name is: somebody renamed or copied it."""
        if name in words().unmarked:
            return None
        for at, row in enumerate(islice(self._book.get_sheet_by_name(name).iter_rows(), HEADS)):
            titles = _titles(at, row).titles.keys()
            if found := next((one for one, known in words().known.items() if titles >= set(known)), None):
                return found
        return None

    def lines(self, sheet: str) -> Iterator[Line]:
        """The rows below the titles of one of our sheets, whatever it is called now, and of its copies."""
        for name in self._names[sheet]:
            yield from self._of(sheet, name)

    def names(self, sheet: str) -> Sequence[str]:
        """What one of our sheets and its copies are called."""
        return self._names[sheet]

    def _of(self, sheet: str, name: str) -> Iterator[Line]:
        page = self._book.get_sheet_by_name(name)
        # The library leaves out the empty columns before the first, but not the rows.
        read, before = enumerate(page.iter_rows(), start=1), page.start[1] if page.start else 0
        heads = (_titles(number, row) for number, row in islice(read, HEADS))
        head = next((one for one in heads if _is_head(sheet, one.titles)), None)
        if head is None:
            return
        self._heads[sheet, name] = head
        columns = {title: before + at + 1 for title, at in head.titles.items()}
        merged = _merged(page, head, {columns[one]: one for one in expected(sheet) if one in columns})
        for number, row in read:
            cells = {title: row[at] for title, at in head.titles.items() if at < len(row) and row[at] != ""}
            if cells:
                yield Line(number, cells, columns, name, merged.get(number, ""))

    @property
    def ours(self) -> bool:
        """Whether any sheet is one of ours."""
        return bool(self._heads)

    @property
    def open(self) -> bool:
        """Whether there are columns of marks at all: the workbook of a catalogue for everybody has none."""
        marks = ((set(marks_of(sheet)), head) for (sheet, _), head in self._heads.items() if sheet in words().marks)
        return any(titles & head.titles.keys() for titles, head in marks)

    def lacks(self) -> Iterator[str]:
        """The sheets and columns that hold marks and are not there, or of which it is not clear which is meant."""
        for sheet in self._wanted():
            if not self._names[sheet]:
                yield f"sheet {sheet}: it is missing, or its titles are others now. {_back(sheet)}"
            for name in self._names[sheet]:
                yield from self._lacks(sheet, name)

    def _wanted(self) -> Iterable[str]:
        """The sheets of marks; of one workbook of several those that stand in such a one."""
        return next((sheets for one, sheets in words().spread.items() if self._names[one]), words().marks)

    def _lacks(self, sheet: str, name: str) -> Iterator[str]:
        if (head := self._heads.get((sheet, name))) is None:
            yield f"sheet {name}: the row of titles is missing. {_back(sheet)}"
            return
        for title in expected(sheet):
            if title not in head.titles and title != ANCHOR:  # told with each row that needs it
                yield f"sheet {name}, row {head.row}: the column {title} is missing. Write its title as it was."
            if title in head.twice:
                yield f"sheet {name}, row {head.row}: two columns are called {title}. Rename the one that is yours."


def _back(sheet: str) -> str:
    return f"Give it its titles back ({', '.join(expected(sheet))}), or copy the sheet anew from the catalogue."


def _merged(page: CalamineSheet, head: Head, columns: Mapping[int, str]) -> dict[int, str]:
    """Row -> a column of marks in which its cell is one with those of other rows: which are meant?."""
    found: dict[int, str] = {}
    for (first, left), (last, right) in page.merged_cell_ranges or ():
        title = next((one for at, one in columns.items() if left < at <= right + 1), None)
        if title and first < last and first >= head.row:
            found[first + 1] = title
    return found
