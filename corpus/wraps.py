"""Lines broken in mid-sentence: page marks of document-sharing sites, and texts wrapped to an even width."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from unicodedata import east_asian_width

from corpus.lines import Line
from corpus.model import Removed

MARK = re.compile(r"(\d{1,3})\s?、")
DOUBLED = re.compile(r"\d{1,3}\s?、\s?(?=[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
PAGE_LINE = 60  # a page of a document-sharing site is one long line
HEADING_START = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[章节编篇条部]|[一二三四五六七八九十]{1,3}[、是.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.)](?!\d)|[①-⑳•●■◆·*-]"
)
OPEN_END = re.compile(r"[,、(《“—]$")
BROKEN = 25  # characters of a line that a page's end cuts in two
WRAP_WIDTHS = range(24, 201)
SENTENCE = re.compile(r"[。;!?]")
HAN_END = re.compile(r"[\u4e00-\u9fff,、]$")
LEAST_CUT = 10  # characters of a short line that breaks off
FLOWING = 150  # characters of a line that holds many lines of a page
FEWEST_FULL = 4
BLANK = re.compile(r"(?<=[\u4e00-\u9fff,、;:。!?)”》]) (?=[\u4e00-\u9fff“《(])")
SLACK = 5  # columns by which a full line may fall short: a mark that must not open a line, a word in Latin letters
LESS = 2  # … in characters, where these are counted: an indent or such a mark


def page_marks(lines: Sequence[Line]) -> Iterator[Removed]:
    """Marks 1、 2、 3、 … that stand where a long line was cut at an even length, with the line break before them."""
    found = [(int(m.group(1)), number, m.end()) for number, line in enumerate(lines) if (m := MARK.match(line.words))]
    marks = _running(found, lines)
    for value, number, length in marks:
        line = lines[number]
        start = lines[number - 1].end if value > 1 and number else line.start
        yield Removed(start, line.start + length, "page_mark")


Mark = tuple[int, int, int]  # its number, the number of its line, its length


def doubled_numbers(lines: Sequence[Line]) -> Iterator[Removed]:
    """Marks of pages before a heading that has its own number (3、三、…)."""
    for line in lines:
        if found := DOUBLED.match(line.words):
            yield Removed(line.start, line.start + found.end(), "page_mark")


def _running(found: Sequence[Mark], lines: Sequence[Line]) -> list[Mark]:
    """The marks that count up at even distances; none unless most of them follow a line cut in mid-sentence."""
    cut = {mark for mark in found if _is_cut(lines, mark[1])}
    steps = (
        [
            lines[b[1]].start - lines[a[1]].start
            for a, b in pairwise(found)
            if b[0] == a[0] + 1 and b in cut and (a in cut or a[0] == 1)
        ]
        if len(found) < 2000
        else []
    )
    if not steps:
        return []
    step = median(steps)
    chain: list[Mark] = []
    for mark in found:
        if _fits(mark, chain, lines, step):
            if mark[0] == 1:
                chain.clear()
            chain.append(mark)
    later = [mark for mark in chain if mark[0] > 1]
    return chain if later and sum(mark in cut for mark in later) * 2 >= len(later) else []


def _is_cut(lines: Sequence[Line], number: int) -> bool:
    return number > 0 and len(lines[number - 1].words) >= PAGE_LINE and not lines[number - 1].stops


def _fits(mark: Mark, chain: list[Mark], lines: Sequence[Line], step: float) -> bool:
    if not chain:
        return mark[0] == 1 or _is_cut(lines, mark[1])
    if mark[0] == 1:
        return len(chain) == 1
    distance = lines[mark[1]].start - lines[chain[-1][1]].start
    return mark[0] == chain[-1][0] + 1 and 0.6 * step <= distance <= 1.5 * step


@dataclass(frozen=True, slots=True)
class _Wrap:
    """A line is full from `least` on, by this measure; so many lines of the text are `full`."""

    measure: Callable[[str], int]
    least: int
    full: int


def line_breaks(lines: Sequence[Line]) -> Iterator[Removed]:
    """Line breaks inside sentences."""
    wrap = _wrap(lines)
    by_indent = sum(line.indent >= 2 for line in lines) * 10 >= len(lines)
    told = False  # whether the paragraph so far holds a sentence
    for line, following in pairwise(lines):
        told = told or bool(SENTENCE.search(line.words))
        if _goes_on(line, following, wrap, by_indent) or (told and wrap and _is_unfinished(line, following)):
            yield Removed(line.end, following.start, "line_break")
        else:
            told = False


def space_breaks(lines: Sequence[Line]) -> Iterator[Removed]:
    """Blanks inside sentences at even distances: a page whose lines were put end to end."""
    for line in lines:
        if len(line.words) >= FLOWING:
            yield from _evenly_spaced(line)


def _evenly_spaced(line: Line) -> Iterator[Removed]:
    places = [found.start() for found in BLANK.finditer(line.words)]
    gaps = [_width(line.words[a:b]) for a, b in pairwise([0, *places])]
    wide = sorted(gap for gap in gaps if gap >= WRAP_WIDTHS.start)
    width = wide[len(wide) // 2] if wide else 0
    full = [place for place, gap in zip(places, gaps, strict=True) if _fills(gap, width)]
    if len(full) < FEWEST_FULL or len(full) * 2 < len(places) or width not in WRAP_WIDTHS:
        return
    for at in full:
        if not HEADING_START.match(line.words, at + 1) and line.words[at - 1] not in "。:!?":
            yield Removed(line.start + at, line.start + at + 1, "line_break")


def _fills(gap: int, width: int) -> bool:
    """Whether a stretch is a whole number of full lines (a break beside a word in Latin letters is not seen)."""
    count = round(gap / width) if width else 0
    return 1 <= count <= 3 and abs(gap - count * width) <= SLACK * count


def page_breaks(lines: Sequence[Line], removed: Sequence[Removed]) -> Iterator[Removed]:
    """Line breaks inside sentences where a page ended: its number or head was taken out between the halves."""
    ends = [r.start for r in removed if r.kind in ("page_mark", "running_head")]
    for line, following in pairwise(lines):
        at = bisect_left(ends, line.end)
        if at < len(ends) and ends[at] < following.start and _is_broken(line, following):
            yield Removed(line.end, following.start, "line_break")


def _is_broken(line: Line, following: Line) -> bool:
    return len(line.words) >= BROKEN and not line.stops and not HEADING_START.match(following.words)


def _goes_on(line: Line, following: Line, wrap: _Wrap | None, by_indent: bool) -> bool:
    if following.after_blank or "\t" in line.words or HEADING_START.match(following.words):
        return False
    if len(line.words) >= 40 and OPEN_END.search(line.words) and following.indent < 2:
        return True
    full = wrap is not None and wrap.measure(line.words) >= wrap.least
    return full and following.indent < 2 and (by_indent or not line.stops)


def _is_unfinished(line: Line, following: Line) -> bool:
    """Whether a wrapped paragraph breaks off in a short line (a page's last one)."""
    cut = HAN_END.search(line.words) is not None and not following.after_blank and following.indent < 2
    return cut and len(line.words) >= LEAST_CUT and not HEADING_START.match(following.words)


def _columns(words: str) -> int:
    return _width(words[:300])


def _characters(words: str) -> int:
    return len(words[:300])


def _width(words: str) -> int:
    return sum(map(_cells, words))


@lru_cache(maxsize=1 << 16)
def _cells(char: str) -> int:
    return 2 if east_asian_width(char) in "WFA" else 1


def _wrap(lines: Sequence[Line]) -> _Wrap | None:
    """How a text is wrapped, or None: to a width in columns, or to a number of characters whatever their width."""
    found = [wrap for wrap in (_wrapped(lines, _columns, SLACK), _wrapped(lines, _characters, LESS)) if wrap]
    return max(found, key=lambda wrap: wrap.full, default=None)


def _wrapped(lines: Sequence[Line], measure: Callable[[str], int], slack: int) -> _Wrap | None:
    widths = [measure(line.words) for line in lines]
    if len(widths) < 4:
        return None
    width = sorted(widths)[-max(1, len(widths) // 20)]
    full = [n for n, have in enumerate(widths) if width - slack <= have <= width + slack]
    cut = sum(not lines[n].stops for n in full)
    columns = max((_columns(lines[n].words) for n in full), default=0)
    wrapped = columns in WRAP_WIDTHS and len(full) >= 3 and len(full) * 3 >= len(widths) and cut * 2 > len(full)
    return _Wrap(measure, width - slack, len(full)) if wrapped else None
