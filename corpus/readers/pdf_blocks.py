"""The blocks of a PDF in reading order: heads, paragraphs line by line, rows of tables, footnotes, feet."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from corpus.model import Box, Provenance
from corpus.readers import ocr
from corpus.readers.drafts import Draft, plain
from corpus.readers.pdf_chars import Type
from corpus.readers.pdf_columns import gutters, lines
from corpus.readers.pdf_furniture import PageLines, furniture
from corpus.readers.pdf_layout import Line, Row, Run
from corpus.readers.pdf_layout import joined as joined_row
from corpus.readers.pdf_notes import MARK, feet
from corpus.readers.pdf_paragraphs import Steps, continued, is_centred, mended, steps_of, with_margins
from corpus.readers.pdf_tables import Numbered, TableRow, connected

# What begins a line that stands for a table; how far (points) a table stands out over the margins at most.
TABLE = "\0"
OUTSIDE = 8.0


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page. `state`: text, image (not to be read without OCR), blank, or void (nothing is drawn).

    `image`: what was recognised in the image that the page is.
    """

    number: int
    height: float
    rows: tuple[Row, ...]
    tables: tuple[TableRow, ...]
    state: str
    image: ocr.Recognised | None = None


def drafts(pages: Sequence[PageContent]) -> Iterator[Draft]:
    """The blocks of all pages: heads, then lines and rows from top to bottom, then feet."""
    edges = [
        PageLines(p.number, p.height, tuple(joined_row(p.number, row) for row in p.rows), bool(p.tables)) for p in pages
    ]
    kinds = furniture(edges)
    kept = [_with_tables(page, kinds) for page in pages]
    known = gutters(kept)
    ordered = [lines(page.number, found, known) for page, found in zip(pages, kept, strict=True)]
    steps = steps_of([line for found in ordered for line in found if not line.text.startswith(TABLE)])
    ordered, notes = _parted_notes(ordered, steps.body)
    words = [[line for line in found if not line.text.startswith(TABLE)] for found in ordered]
    placed = with_margins([*words, *notes])
    bodies, notes = placed[: len(words)], placed[len(words) :]
    tables = connected([(page.height, page.tables) for page in pages])
    flowing = iter(_flowing(list(map(_merged, ordered, bodies, tables)), steps))
    waiting: list[Draft] = []
    for page, edge, body, found, below in zip(pages, edges, bodies, tables, notes, strict=True):
        outside = [(line, kinds[page.number, i]) for i, line in enumerate(edge.lines) if (page.number, i) in kinds]
        yield from (_furniture(line, kind) for line, kind in outside if line.top < page.height / 2)
        for draft in islice(flowing, len(body) + len(found)):
            if waiting and not draft.continues:
                yield from waiting
                waiting = []
            yield draft
        waiting += _notes(below, steps)
        yield from (_furniture(line, kind) for line, kind in outside if line.top >= page.height / 2)
    yield from waiting


def _parted_notes(pages: Sequence[list[Line]], body: float) -> tuple[list[list[Line]], list[list[Line]]]:
    """The lines of each page without footnotes, and the footnotes; `body`: the size of its type."""
    below = [feet(page, body) for page in pages]
    words = [[line for at, line in enumerate(page) if at not in out] for page, out in zip(pages, below, strict=True)]
    return words, [[page[at] for at in sorted(out)] for page, out in zip(pages, below, strict=True)]


def _notes(found: Sequence[Line], steps: Steps) -> Iterator[Draft]:
    """Footnotes, to stand behind the paragraph that goes on over the page end."""
    for draft in _paragraphs(found, steps):
        yield draft._replace(kind="note", continues=draft.continues and not MARK.match(draft.text))


def _with_tables(page: PageContent, kinds: dict[tuple[int, int], str]) -> list[Row]:
    """The rows of the body from top to bottom, and each table as a row that names it."""
    kept = [row for index, row in enumerate(page.rows) if (page.number, index) not in kinds]
    tops = [row[0].top for row in kept]
    for table, region in sorted({(row.table, row.region) for row in page.tables}, reverse=True):
        kept.insert(bisect_right(tops, region[1]), (_standing_for(table, region, kept),))
        tops = [row[0].top for row in kept]
    return kept


def _standing_for(table: int, region: Box, around: Sequence[Row]) -> Run:
    """What holds the place of a table among the words: as wide, but for what stands out over the margins."""
    left = max(region[0] + OUTSIDE, min((row[0].x0 for row in around), default=0.0))
    right = min(region[2] - OUTSIDE, max((row[-1].x1 for row in around), default=region[2]))
    return Run(f"{TABLE}{table}", left, region[1], max(right, left + 1), region[3], Type(False, 1, OUTSIDE, region[3]))


def _merged(ordered: Sequence[Line], body: Sequence[Line], found: Sequence[Numbered]) -> list[Line | Numbered]:
    """The lines and table rows of a page in reading order."""
    merged: list[Line | Numbered] = []
    words = iter(body)
    for line in ordered:
        if line.text.startswith(TABLE):
            merged += [row for row in found if row.row.table == int(line.text[1:])]
        else:
            merged.append(next(words))
    return merged


def _flowing(pages: Sequence[Sequence[Line | Numbered]], steps: Steps) -> Iterator[Draft]:
    """Drafts of all lines and rows; paragraphs go on over page ends, not over tables."""
    items = [item for page in pages for item in page]
    for is_line, group in groupby(items, lambda item: isinstance(item, Line)):
        if is_line:
            yield from _paragraphs([item for item in group if isinstance(item, Line)], steps)
        else:
            yield from (_row(item) for item in group if isinstance(item, Numbered))


def _paragraphs(found: Sequence[Line], steps: Steps) -> Iterator[Draft]:
    flags = [*continued(found, steps), False]
    for index, line in enumerate(found):
        following = found[index + 1].text if flags[index + 1] else None
        yield Draft(
            plain(mended(line.text, following)),
            where=_where(line),
            continues=flags[index],
            size=line.size,
            bold=line.bold,
            centred=is_centred(line),
        )


def _where(line: Line) -> Provenance:
    box = (round(line.x0, 1), round(line.top, 1), round(line.x1, 1), round(line.bottom, 1))
    return Provenance(page=line.page, box=box)


def _furniture(line: Line, kind: str) -> Draft:
    return Draft(plain(line.text), where=_where(line), furniture=kind, size=line.size, bold=line.bold)


def _row(found: Numbered) -> Draft:
    x0, top, x1, bottom = found.row.box
    return Draft(
        "\t".join(plain(cell) for cell in found.row.cells),
        "row",
        Provenance(page=found.row.page, box=(round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))),
        table=found.table,
        row=found.number,
        furniture="running_head" if found.repeated else None,
    )
