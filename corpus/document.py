"""From a reading to a document: clean, fold, segment, tables."""

import gc
import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import PurePosixPath

from corpus.clean import Cleaned, clean
from corpus.contents import listed_titles
from corpus.fold import fold
from corpus.layout import Page
from corpus.looks import looks
from corpus.model import Document, Paragraph, Reading, Source, Table
from corpus.readers.text import lines
from corpus.segment import segment
from corpus.sniff import TEXT


def _table(cleaned: Cleaned, reading: Reading, rows: tuple[Paragraph, ...]) -> Table:
    page = reading.blocks[rows[0].block].where.page
    cells = tuple(tuple(cleaned.text[row.start : row.end].split("\t")) for row in rows)
    return Table(rows[0].start, rows[-1].end, page, cells)


def _tables(cleaned: Cleaned, reading: Reading) -> tuple[Table, ...]:
    rows = (p for p in cleaned.paragraphs if reading.blocks[p.block].table is not None)
    grouped = groupby(rows, key=lambda p: reading.blocks[p.block].table)
    return tuple(_table(cleaned, reading, tuple(group)) for _, group in grouped)


# Asked for twice of all that a reader found.
@lru_cache(maxsize=2)
def fold_lines(text: str) -> str:
    """Folded, and every line break a `\\n`: a file of an old Mac has carriage returns alone."""
    return LINE_BREAK.sub("\n", fold(text))


ENDING = re.compile(r"\.\w{2,5}$")
LINE_BREAK = re.compile("[\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029]")


TITLED = ("title_filename", "repeated_title")


def _known_titles(source: Source, reading: Reading, cleaned: Cleaned) -> tuple[str, ...]:
    """Folded titles that the file bears outside its text: in its properties, its name, lines that were removed."""
    removed = (reading.text[r.start : r.end] for r in cleaned.removed if r.kind in TITLED)
    names = (reading.title or "", PurePosixPath(source.name).name, *removed)
    bare = (ENDING.sub("", fold(name)).strip() for name in names)
    return tuple(dict.fromkeys(name for name in bare if len(name) >= 6))


def _listed(reading: Reading, cleaned: Cleaned) -> tuple[str, ...]:
    """Folded titles of the list of contents that was taken out."""
    return listed_titles([fold(reading.text[r.start : r.end]) for r in cleaned.removed if r.kind == "contents"])


SEAM_KINDS = (
    *("editor_credit", "time_stamp", "navigation", "share_line", "forum_chatter", "tag_line", "download_site_note"),
)


def _seams(cleaned: Cleaned) -> tuple[int, ...]:
    """Places of the cleaned text before which a source, a stamp or a link was taken out, in its order."""
    offsets = cleaned.offsets
    gone = (r.end for r in cleaned.removed if r.kind in SEAM_KINDS)
    pieces = (bisect_left(offsets.source, end) for end in gone)
    found = {offsets.clean[piece] for piece in pieces if 0 < piece < len(offsets.clean)}
    return tuple(sorted(_behind_break(cleaned.text, at) for at in found))


def _behind_break(text: str, at: int) -> int:
    """The first character at or behind `at` that is no white space."""
    return at + len(text[at : at + 8]) - len(text[at : at + 8].lstrip())


def page(source: Source, reading: Reading, cleaned: Cleaned) -> Page:
    """What segmentation is given of a cleaned reading."""
    return Page(
        cleaned.text,
        fold_lines(cleaned.text),
        cleaned.paragraphs,
        _known_titles(source, reading, cleaned),
        _seams(cleaned),
        looks(cleaned.paragraphs, reading.blocks),
        _listed(reading, cleaned),
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: what is made lives to the end, and going through it again and again makes twice the
    text cost more than twice the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def prepare(source: Source, reading: Reading) -> Document:
    """The cleaned and segmented document of a reading."""
    with _uncollected():
        cleaned = clean(reading)
        given = page(source, reading, cleaned)
        structure = segment(given)
    return Document(
        source=source,
        media_type=reading.media_type,
        text=cleaned.text,
        folded=given.folded,
        offsets=cleaned.offsets,
        addressing=reading.addressing,
        blocks=reading.blocks,
        paragraphs=structure.paragraphs,
        sections=structure.sections,
        tables=_tables(cleaned, reading),
        articles=structure.articles,
        removed=cleaned.removed,
        pages=reading.pages,
        encoding=reading.encoding,
        partial=reading.partial,
        warnings=(*reading.warnings, *cleaned.warnings),
    )


def text_reading(text: str) -> Reading:
    """The reading of a plain text."""
    return Reading(text, tuple(lines(text)), "offset", TEXT)


def prepare_text(text: str, name: str = "text.txt") -> Document:
    """The document of a plain text, as if it had been read from a file in UTF-8."""
    data = text.encode("utf-8", "surrogatepass")
    return prepare(Source(name, hashlib.sha256(data).hexdigest(), len(data)), text_reading(text))
