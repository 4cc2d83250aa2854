"""A workbook while it is written: what does not fit on a sheet goes on in the next, and what gets no link is told."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from outputs.book import Column, Columns, Row
from outputs.book_frame import PARTS, RELATIONS, SITE, Page, frame, letter
from outputs.book_rows import STRETCH, SheetRows, Stretch, leads
from outputs.zipped import Piece, deflated, write_zipped

MOST_ROWS = 1_048_575  # what a sheet holds below its titles
MOST_LINKS = 65_000  # Excel opens no more hyperlinks on a sheet
BLOCK = 5_000  # links that are deflated together
NO_CHOICES: Mapping[str, str] = MappingProxyType({})
Stretches = Callable[[], Iterable[Stretch]]
Count = tuple[int, int]  # rows and links of a stretch


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its columns, its rows, and how many rows more may be filled in. `made`: rows that are made
    already, with how many rows and links each stretch of them has; `files` are what links lead to beside the site.
    """

    name: str
    columns: Columns
    rows: Iterable[Row] = ()
    spare: int = 0
    hidden: bool = False
    made: tuple[Sequence[Count], Stretches] | None = None
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One sheet of the file: its rows, as a run of stretches."""

    page: Page
    stretches: Stretches
    first: int
    end: int
    linked: int

    def __iter__(self) -> Iterator[Stretch]:
        return islice(iter(self.stretches()), self.first, self.end)

    @property
    def told(self) -> str | None:
        """What is said of its links where it has too many."""
        if self.linked <= MOST_LINKS:
            return None
        return (
            f"“{self.page.name}”表有 {self.linked} 个链接,一张表至多 {MOST_LINKS} 个:每个案例(案例之外的,每个文件)"
            "只有第一行带链接;其余按编号在站点里查。"
        )


def _runs(counts: Sequence[Count], most: int) -> Iterator[tuple[int, int, int, int]]:
    """Stretches, told by their rows and links, as sheets: the first, the one behind the last, rows and links."""
    first = rows = links = 0
    for at, (more, linked) in enumerate(counts):
        if rows and rows + more > most:
            yield first, at, rows, links
            first, rows, links = at, 0, 0
        rows, links = rows + more, links + linked
    yield first, len(counts), rows, links


def _fewer(links: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The first of the links of a column that lead to the same page one after the other."""
    before: dict[int, str] = {}
    for row, column, route in links:
        page = route.partition("?")[0]
        if before.get(column) != page:
            before[column] = page
            yield row, column, route


def _placed(kept: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, int, str]]:
    """Row of the sheet, column and route of each link; `kept`: the row at which each stretch begins, and its links."""
    return ((first + row, column, route) for first, links in kept for row, column, route in leads(links))


def _link_pieces(links: Iterator[tuple[int, int, str]], files: Sequence[str]) -> Iterator[Piece]:
    """Links as they stand behind the rows; what they lead to is told by a number, and the site's is 1."""
    leads = {file: f'rId{number}"/>' for number, file in enumerate(files, 2)}
    while some := list(islice(links, BLOCK)):
        told = (
            f'<hyperlink ref="{letter(at)}{row}" r:id="' + (leads.get(route) or f'rId1" location="{route}"/>')
            for row, at, route in some
        )
        yield deflated("".join(told).encode())


class Book:
    """A workbook while it is put together; `told` says of which sheets not all stands on one, or leads to the site.
    `choices`: title of a column of the sheet of choices -> the cells that hold them; `site`: the site as the workbook
    reaches it.
    """

    def __init__(self, rows: int = MOST_ROWS, choices: Mapping[str, str] = NO_CHOICES, site: str = SITE) -> None:
        self.told: list[str] = []
        self._rows, self._choices, self._site = rows, choices, site
        self._parts: list[_Part] = []

    def add(self, sheet: Sheet) -> None:
        """Put a sheet behind the others."""
        columns = [Column(*one) for one in sheet.columns]
        counts, made = sheet.made or self._made(columns, sheet.rows)
        runs = list(_runs(counts, self._rows))
        names = [sheet.name, *(f"{sheet.name}({number})" for number in range(2, len(runs) + 1))]
        for name, (first, end, rows, linked) in zip(names, runs, strict=True):
            page = Page(name, columns, rows, sheet.spare, sheet.hidden, sheet.files)
            self._parts.append(_Part(page, made, first, end, linked))
        self.told.extend(one.told for one in self._parts[-len(runs) :] if one.told)
        if more := "、".join(f"“{name}”" for name in names[1:]):
            self.told.append(f"“{sheet.name}”表放不下全部 {sum(run[2] for run in runs)} 行,后面的列在{more}表。")

    def _made(self, columns: Columns, rows: Iterable[Row]) -> tuple[Sequence[Count], Stretches]:
        kept = list(SheetRows(columns).stretches(rows, min(STRETCH, self._rows)))
        return [(one.rows, one.linked) for one in kept], lambda: kept

    def write(self, path: Path) -> None:
        """Write the workbook; the same sheets give the same bytes. Raises TooLargeError, OSError."""
        with path.open("wb") as file:
            self.write_to(file, path.parent)

    def write_to(self, file: BinaryIO, folder: Path) -> None:
        """Write the workbook into an open file; `folder` is where something may lie in between."""
        write_zipped(file, self._files(folder))

    def _files(self, folder: Path) -> Iterator[tuple[str, Iterable[Piece]]]:
        made = frame([part.page for part in self._parts], self._choices, folder, self._site)
        sheets = {f"{PARTS}{number}.xml": part for number, part in enumerate(self._parts, 1)}
        bare = {RELATIONS.format(number) for number, part in enumerate(self._parts, 1) if not part.linked}
        for name, data in made.files.items():
            if name in sheets:
                yield name, _sheet(sheets[name], made.ends(name, sheets[name].page, bool(sheets[name].linked)))
            elif name not in bare:
                yield name, [deflated(data)]


def _sheet(part: _Part, ends: tuple[bytes, bytes, bytes]) -> Iterator[Piece]:
    """A sheet of the file, bit by bit; its links stand behind its rows."""
    before, between, behind = map(deflated, ends)
    yield before
    yield SheetRows(part.page.columns).head()
    linked, first = list[tuple[int, bytes]](), 2
    for one in part:
        yield one.piece
        linked.append((first, one.links))
        first += one.rows
    yield between
    links = _placed(linked)
    yield from _link_pieces(islice(_fewer(links) if part.told else links, MOST_LINKS), part.page.files)
    yield behind
