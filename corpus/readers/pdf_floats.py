"""Figures and tables of a PDF with their captions, where they stand between two halves of a sentence at a page end."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from corpus.readers.pdf_layout import Line
from corpus.readers.pdf_notes import SMALL
from corpus.readers.pdf_paragraphs import ENDS, Steps, continued, is_centred
from corpus.readers.pdf_tables import Numbered

Item = Line | Numbered
LENGTH = 60
CAPTION = re.compile(
    r"[续附]?[图表]\s{0,2}(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[-.－—–]\d{1,3})?(?![个年月日张幅份])"
    r"|(?:单位|资料来源|数据来源|来源|图片来源|注)\s{0,2}[:：]"
)


def parted(pages: Sequence[Sequence[Item]], steps: Steps) -> tuple[list[list[Item]], list[list[Item]]]:
    """The lines and rows of each page without what cuts a sentence in two, and that by the page on which it goes on."""
    bodies = [list(page) for page in pages]
    floats: list[list[Item]] = [[] for _ in pages]
    for number in range(1, len(bodies)):
        before, after = bodies[number - 1], bodies[number]
        tail, head = _floating(reversed(before), steps), _floating(after, steps)
        last, first = before[: len(before) - tail][-1:], after[head:][:1]
        if tail + head and last and first and _is_cut(last[0], first[0], steps):
            floats[number] = [*before[len(before) - tail :], *after[:head]]
            bodies[number - 1], bodies[number] = before[: len(before) - tail], after[head:]
    return bodies, floats


def _floating(found: Iterable[Item], steps: Steps) -> int:
    """How many rows of tables, captions and small words come first."""
    return sum(1 for _ in takewhile(lambda item: not isinstance(item, Line) or _floats(item, steps), found))


def _floats(line: Line, steps: Steps) -> bool:
    if line.size < SMALL * steps.body:
        return True
    return len(line.text) < LENGTH and is_centred(line) and CAPTION.match(line.text) is not None


def _is_cut(last: Item, first: Item, steps: Steps) -> bool:
    if not isinstance(last, Line) or not isinstance(first, Line) or last.text[-1] in ENDS:
        return False
    return continued((last, first), steps)[1]
