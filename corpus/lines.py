"""The lines of a reading as cleaning looks at them: folded words with their place, and what stands between them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.fold import fold
from corpus.model import Reading, Removed, Span

BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
STOP = re.compile(r"[。!?;:…][”)》】]{0,2}$|(?<=[\u4e00-\u9fff”)%])\.[”)]?$")
PROSE_LENGTH = 30


class Line(NamedTuple):
    """One block without the white space around it. `words` is folded, character for character as long as the range.

    `indent` counts the blanks before it, `after_blank` says whether an empty line stands before it.
    """

    start: int
    end: int
    words: str
    block: int
    indent: int = 0
    after_blank: bool = False

    @property
    def span(self) -> Span:
        """The range in the text of the reading."""
        return Span(self.start, self.end)

    @property
    def stops(self) -> bool:
        """Whether it ends as a sentence does."""
        return STOP.search(self.words[-4:]) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it reads like running text, not like a title or a menu."""
        long_enough = len(self.words) >= PROSE_LENGTH
        return long_enough and (self.stops or bool(re.search(r"[。;]|,.{4,60},", self.words[:600])))


def lines_of(reading: Reading) -> tuple[Line, ...]:
    """The lines of a reading that hold something."""
    folded = fold(reading.text)
    made, at = [], 0
    for number, block in enumerate(reading.blocks):
        line = _line(folded, number, max(at, block.start), block.end, folded[at : block.start])
        if line:
            made.append(line)
            at = line.end
    return tuple(made)


def _line(folded: str, number: int, start: int, end: int, gap: str) -> Line | None:
    words = folded[start:end]
    left = len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        return None
    blank = len(BREAK.findall(gap.replace("\r\n", "\n"))) > 1
    return Line(start + left, start + left + len(words), words, number, left, blank)


def without(lines: Sequence[Line], removed: Iterable[Removed]) -> tuple[Line, ...]:
    """The lines that are left when the removed ranges are taken out; what is cut inside a line stays in its words."""
    gone = sorted(removed, key=lambda r: r.start)
    starts = [r.start for r in gone]
    return tuple(line for line in lines if not _covered(line, gone, bisect_left(starts, line.start + 1)))


def _covered(line: Line, gone: Sequence[Removed], after: int) -> bool:
    return after > 0 and gone[after - 1].start <= line.start and gone[after - 1].end >= line.end
