"""The blocks of a PDF in reading order: heads, paragraphs line by line, rows of tables, footnotes, feet."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from statistics import median
from typing import NamedTuple

from corpus.model import Box, Provenance
from corpus.readers import ocr
from corpus.readers.drafts import Draft, plain
from corpus.readers.pdf_chars import Type
from corpus.readers.pdf_columns import gutters, lines
from corpus.readers.pdf_floats import parted
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

    `image`: what was recognised in the image that the page is. `asides`: what stands on it in another direction, each
    as a page of its own, so wide and high, turned by so many degrees (clockwise) from this one. `hidden`: what is not
    to be seen. `lost`: the share of its characters that are drawn and have no meaning in the file; `missing`: how many
    inside words □ stands for; `cut`: whether it has a line that is too long to be read whole.
    """

    number: int
    height: float
    rows: tuple[Row, ...]
    tables: tuple[TableRow, ...]
    state: str
    image: ocr.Recognised | None = None
    width: float = 0.0
    turn: int = 0
    asides: tuple["PageContent", ...] = ()
    hidden: tuple[Row, ...] = ()
    lost: float = 0.0
    missing: int = 0
    cut: bool = False


class _Set(NamedTuple):
    """How the pages are set, each list with an entry for each: what is no body with its kind, lines and rows of the
    body in reading order, footnotes; and the usual steps from line to line.
    """

    outside: list[list[tuple[Line, str]]]
    bodies: list[list[Line | Numbered]]
    notes: list[list[Line]]
    steps: Steps


def drafts(pages: Sequence[PageContent]) -> Iterator[Draft]:
    """The blocks of all pages: heads, then lines and rows from top to bottom, then feet.

    Asides, footnotes, and figures and tables at the page end stand behind the paragraph that goes on over it.
    """
    asides = [aside for page in pages for aside in page.asides]
    found = _set([*pages, *asides])
    beside = _beside(asides, found, len(pages))
    bodies, floats = parted(found.bodies[: len(pages)], found.steps)
    flowing = iter(_flowing(bodies, found.steps))
    waiting: list[Draft] = []
    for page, outside, body, between, below in zip(pages, found.outside, bodies, floats, found.notes, strict=False):
        waiting += _flowing([between], found.steps)
        yield from (_furniture(line, kind, page) for line, kind in outside if line.top < page.height / 2)
        for draft in islice(flowing, len(body)):
            if waiting and not draft.continues:
                yield from waiting
                waiting = []
            yield _turned_back(draft, page) if page.turn else draft
        waiting += [*beside[page.number], *(_turned_back(note, page) for note in _notes(below, found.steps))]
        yield from (_furniture(line, kind, page) for line, kind in outside if line.top >= page.height / 2)
    yield from waiting


def _set(pages: Sequence[PageContent]) -> _Set:
    sizes = {page.number: median(row[0].size for row in page.rows) for page in pages if page.asides and page.rows}
    edges = [
        PageLines(n, p.height, tuple(joined_row(p.number, r) for r in p.rows), bool(p.tables), sizes.get(p.number, 0.0))
        for n, p in enumerate(pages)
    ]
    kinds = furniture(edges)
    kept = [_with_tables(n, page, kinds) for n, page in enumerate(pages)]
    known = gutters(kept)
    ordered = [lines(page.number, found, known) for page, found in zip(pages, kept, strict=True)]
    steps = steps_of([line for found in ordered for line in found if not line.text.startswith(TABLE)])
    ordered, notes = _parted_notes(ordered, steps.body)
    words = [[line for line in found if not line.text.startswith(TABLE)] for found in ordered]
    placed = with_margins([*words, *notes], [page.height for page in pages] * 2)
    tables = connected([(page.height, page.tables) for page in pages])
    outside = [[(line, kinds[n, i]) for i, line in enumerate(e.lines) if (n, i) in kinds] for n, e in enumerate(edges)]
    for page, some in zip(pages, outside, strict=True):
        some += [(joined_row(page.number, row), "hidden") for row in page.hidden]
    return _Set(outside, list(map(_merged, ordered, placed[: len(words)], tables)), placed[len(words) :], steps)


def _beside(asides: Sequence[PageContent], found: _Set, first: int) -> dict[int, list[Draft]]:
    """What the asides hold, the first of them being so many pages behind, by the numbers of their pages."""
    beside: dict[int, list[Draft]] = defaultdict(list)
    for n, aside in enumerate(asides, first):
        words = (*_flowing(found.bodies[n : n + 1], found.steps), *_notes(found.notes[n], found.steps))
        beside[aside.number] += [_turned_back(draft, aside) for draft in words]
        beside[aside.number] += [_furniture(line, kind, aside) for line, kind in found.outside[n]]
    return beside


def _turned_back(draft: Draft, page: PageContent) -> Draft:
    """The draft with its box as it stands on the page that this one is turned from."""
    if draft.where.box is None or not page.turn:
        return draft
    x0, top, x1, bottom = draft.where.box
    width, height = page.width, page.height
    box = {
        90: (top, width - x1, bottom, width - x0),
        180: (width - x1, height - bottom, width - x0, height - top),
        270: (height - bottom, x0, height - top, x1),
    }[page.turn]
    left, above, right, below = (round(at, 1) for at in box)
    return draft._replace(where=draft.where._replace(box=(left, above, right, below)))


def _parted_notes(pages: Sequence[list[Line]], body: float) -> tuple[list[list[Line]], list[list[Line]]]:
    """The lines of each page without footnotes, and the footnotes; `body`: the size of its type."""
    below = [feet(page, body) for page in pages]
    words = [[line for at, line in enumerate(page) if at not in out] for page, out in zip(pages, below, strict=True)]
    return words, [[page[at] for at in sorted(out)] for page, out in zip(pages, below, strict=True)]


def _notes(found: Sequence[Line], steps: Steps) -> Iterator[Draft]:
    """Footnotes, to stand behind the paragraph that goes on over the page end."""
    for draft in _paragraphs(found, steps):
        yield draft._replace(kind="note", continues=draft.continues and not MARK.match(draft.text))


def _with_tables(n: int, page: PageContent, kinds: dict[tuple[int, int], str]) -> list[Row]:
    """The rows of the body from top to bottom, and each table as a row that names it."""
    kept = [row for index, row in enumerate(page.rows) if (n, index) not in kinds]
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
    _, page, x0, top, x1, bottom, *_ = line
    return Provenance(page, (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)))


def _furniture(line: Line, kind: str, page: PageContent) -> Draft:
    draft = Draft(plain(line.text), where=_where(line), furniture=kind, size=line.size, bold=line.bold)
    return _turned_back(draft, page)


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
