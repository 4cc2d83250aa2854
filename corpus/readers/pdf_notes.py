"""Footnotes of a PDF: small type at the foot of a column that begins with a mark."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.readers.pdf_layout import Line

# How large footnotes are at most, beside the body.
SMALL = 0.92
# Bare numbers are marks where they count nothing: no date, no figure, no item of a list.
MARK = re.compile(
    r"[①-⑳❶-❿]|[*＊†‡※]{1,3}|[\[〔［]\d{1,3}[\]〕］]"
    r"|\d{1,2}(?:[ \u3000](?=[^\d\s])|(?=[^\W\d年月日时个人次名户万]|[《“（]))"
)


def feet(found: Sequence[Line], body: float) -> frozenset[int]:
    """Which lines of a page, in reading order, are footnotes; `body`: the size of the type of the document."""
    out: set[int] = set()
    for _, group in groupby(enumerate(found), lambda item: item[1].column):
        out |= _foot([*group], body)
    return frozenset(out)


def _foot(column: Sequence[tuple[int, Line]], body: float) -> set[int]:
    """From the first mark among the small lines at the end of a column; none where all of it is small."""
    small = list(_small_at_end(column, body))
    first = next((at for at, line in reversed(small) if MARK.match(line.text)), None)
    if first is None or len(small) == len(column):
        return set()
    return {at for at, _ in small if at >= first}


def _small_at_end(column: Sequence[tuple[int, Line]], body: float) -> Iterator[tuple[int, Line]]:
    """The small lines below the last one of another size, from the bottom up."""
    for at, line in reversed(column):
        if line.size > SMALL * body:
            return
        yield at, line
