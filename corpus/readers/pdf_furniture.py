"""Running heads and page numbers: what stands at the edge of page after page, by place and by what repeats."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.pdf_layout import Line
from corpus.readers.pdf_paragraphs import OPENING

# How deep the zones at the top and bottom are, as a share of the page, and how many lines of a page may stand in each.
ZONE = 0.14
DEPTH = 3
# Heads of the same words stand at the same height, within so many points, on at least this share of the pages.
DRIFT = 4.0
SHARE = 0.4
NUMERAL = r"(?:\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7}|[一二三四五六七八九十百〇零]{1,7})"
DASH = r"[-–—―－─·•‧∙~～|＊*=]"
THIS = rf"第 {{0,4}}{NUMERAL} {{0,4}}[页頁]"
ALL = rf"[共总總] {{0,4}}{NUMERAL} {{0,4}}[页頁]"
# A number that may be anything by itself, and what is the number of a page wherever it stands at an edge.
BARE = rf"{DASH}{{0,3}} {{0,2}}{NUMERAL} {{0,2}}{DASH}{{0,3}}"
COUNTED = (
    rf"(?:{THIS}(?: {{0,4}}[,，/、（(|]? {{0,4}}{ALL}[)）]?)?|{ALL} {{0,4}}[,，]? {{0,4}}{THIS}"
    rf"|{NUMERAL} {{0,2}}[/／] {{0,2}}{NUMERAL}|{DASH}{{1,3}} {{0,2}}{NUMERAL} {{0,2}}{DASH}{{1,3}}"
    rf"|(?:Page|PAGE|page|P\.?|页码[:：，]?) {{0,2}}{NUMERAL}(?: {{0,2}}(?:of|/) {{0,2}}{NUMERAL})?"
    rf"|{NUMERAL} of {NUMERAL}|[\[【〔]{NUMERAL}[\]】〕])"
)
NUMBER = re.compile(rf"{BARE}|{COUNTED}")
# A heading too, so it counts as the number of a page only outside or below, where other pages have theirs as well.
SPELLED = re.compile("[一二三四五六七八九十百〇零]{1,7}")
# A head or foot with the number of the page before or behind its words.
WITH_NUMBER = re.compile(
    rf"(?:{COUNTED}|{BARE} ) {{0,9}}(?P<behind>\D.{{0,99}})|(?P<before>.{{0,99}}\D)(?:{COUNTED}| {BARE})"
)
# What a browser or an office program prints around a page: date, time and title above, address and number below.
DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
TIME = r"(?:[上下]午)? ?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?"
PRINTED = re.compile(
    rf"(?:{COUNTED} )?{DAY},? {{0,2}}{TIME}(?: .{{1,200}})?"
    rf"|(?:.{{1,120}} )?(?:https?|file)://\S{{1,300}}(?: {{1,4}}(?:{COUNTED}|{DAY}))?"
    rf"|打印(?:日期|时间|于|人)[:： ].{{1,40}}"
)
# A line this far (in its own sizes) from the next one stands apart from the body, and so many times as far as lines
# of the body from each other.
APART, TIMES = 0.6, 1.3
# From so many gaps on the usual one is told.
FEW = 4
# In the outer margins, as a share of the height, no body stands.
OUTER = 0.075
# A head that nothing repeats (one page): above this share of the page, where no body begins, so far from the body.
HEAD = 0.065
HEAD_APART = 1.0
HEAD_LENGTH = 40
LARGER, SMALLER = 1.1, 0.95
# A line that ends so is part of a sentence, and two pages may well begin with the same words of it.
RUNNING = frozenset("。，；：、！？,;")


Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class PageLines:
    """The rows of a page as lines, from top to bottom, before columns are told apart, and whether it has tables too.

    `size`: the size of the type of its body, where other lines tell it.
    """

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: bool = False
    size: float = 0.0


def furniture(pages: Sequence[PageLines]) -> dict[tuple[int, int], str]:
    """What is no body text: kind by the number of the page and the number of the line on it."""
    found = {(page.number, index): "watermark" for page in pages for index in _slanted(page)}
    edges = {(page.number, index): (page, line) for page in pages for index, line in _edge(page)}
    repeated = _repeated(edges.values(), len(pages))
    changing = _changing(edges.values(), len(pages))
    for key, (page, line) in edges.items():
        if _is_number(page, line, repeated):
            found[key] = "page_number"
        elif _is_head(page, line, repeated, changing):
            found[key] = "running_head"
    return _heads_given_back(found, pages)


def _is_number(page: PageLines, line: Line, repeated: frozenset[Key]) -> bool:
    if not is_page_number(line.text):
        return False
    if SPELLED.fullmatch(line.text) and OUTER * page.height < line.bottom < page.height / 2:
        return False
    return _near(line, repeated) or (_apart(page, line) and not SPELLED.fullmatch(line.text))


def _is_head(page: PageLines, line: Line, repeated: frozenset[Key], changing: frozenset[int]) -> bool:
    if PRINTED.fullmatch(line.text) and _apart(page, line):
        return True
    if is_page_number(line.text) or not _may_run(page, line):
        return False
    if _near(line, repeated):
        return _is_outside(page, line, repeated)
    if not _is_lone_head(page, line):
        return False
    if OPENING.match(line.text):
        return _as_heads(line, repeated)
    return line.size < SMALLER * _size(page) or _height(line) in changing


def _heads_given_back(found: dict[tuple[int, int], str], pages: Sequence[PageLines]) -> dict[tuple[int, int], str]:
    """Heads run above a body: what stands alone on most pages is the body, however much the pages are alike."""
    filled = [page for page in pages if page.tables or page.lines]
    bare = {
        p.number for p in filled if not p.tables and all((p.number, index) in found for index in range(len(p.lines)))
    }
    heads = {number for (number, _), kind in found.items() if kind == "running_head"} & bare
    if 2 * len(heads) <= len(filled):
        return found
    return {key: kind for key, kind in found.items() if kind != "running_head" or key[0] not in heads}


def is_page_number(text: str) -> bool:
    """Whether a line holds nothing but the number of the page, as it is written in some way."""
    return NUMBER.fullmatch(text.strip()) is not None


def _slanted(page: PageLines) -> Iterator[int]:
    return (index for index, line in enumerate(page.lines) if not line.upright)


def _edge(page: PageLines) -> Iterator[tuple[int, Line]]:
    """The lines nearest to the top and bottom edges."""
    upright = [(index, line) for index, line in enumerate(page.lines) if line.upright]
    for index, line in upright[:DEPTH]:
        if line.bottom < ZONE * page.height:
            yield index, line
    for index, line in upright[DEPTH:][-DEPTH:] if len(upright) > DEPTH else []:
        if line.top > (1 - ZONE) * page.height:
            yield index, line
    if len(upright) <= DEPTH:
        yield from ((index, line) for index, line in upright if line.top > (1 - ZONE) * page.height)


def _key(line: Line) -> Key:
    """The words of a line without the number of the page, and its height."""
    if is_page_number(line.text):
        return "", _height(line)
    numbered = WITH_NUMBER.fullmatch(line.text)
    words = (numbered["behind"] or numbered["before"]) if numbered else line.text
    return words.replace(" ", ""), _height(line)


def _height(line: Line) -> int:
    return round(line.top / DRIFT)


def _near(line: Line, repeated: frozenset[Key]) -> bool:
    """Whether the same words repeat here or a hair higher or lower."""
    words, height = _key(line)
    return any((words, height + step) in repeated for step in (-1, 0, 1))


def _as_heads(line: Line, repeated: frozenset[Key]) -> bool:
    """Whether words repeat on other pages at the height of a line: chapters run above left pages, say."""
    return any(words and abs(height - _height(line)) <= 1 for words, height in repeated)


def _repeated(edges: Iterable[tuple[PageLines, Line]], pages: int) -> frozenset[Key]:
    """Words and heights of lines that stand on enough pages, or on pages that follow each other: left and right pages
    may differ, and chapters.
    """
    where: dict[Key, set[int]] = defaultdict(set)
    for page, line in edges:
        where[_key(line)].add(page.number)
    return frozenset(key for key, found in where.items() if _often(found, pages) or _follow(found))


def _often(found: set[int], pages: int) -> bool:
    return len(found) >= 2 and len(found) >= SHARE * pages


def _follow(found: set[int]) -> bool:
    """Whether pages follow each other, or left ones do, or right ones."""
    return any(number + step in found for number in found for step in (1, 2))


def _changing(edges: Iterable[tuple[PageLines, Line]], pages: int) -> frozenset[int]:
    """The heights at which lines stand alone above the body of many pages: heads whose words change."""
    where: dict[int, set[int]] = defaultdict(set)
    for page, line in edges:
        if not is_page_number(line.text) and _may_run(page, line) and _is_lone_head(page, line):
            for step in (-1, 0, 1):
                where[_height(line) + step].add(page.number)
    return frozenset(height for height, found in where.items() if _often(found, pages))


def _may_run(page: PageLines, line: Line) -> bool:
    """Whether a line may be a running head at all: no part of a sentence, no larger than the body."""
    return line.text[-1] not in RUNNING and line.size < LARGER * _size(page)


def _size(page: PageLines) -> float:
    return page.size or median(other.size for other in page.lines)


def _is_outside(page: PageLines, line: Line, repeated: frozenset[Key]) -> bool:
    """Whether a line that repeats stands outside of the body: in the outer margin, or off from what is the body."""
    middle = (line.top + line.bottom) / 2
    if not OPENING.match(line.text) and not OUTER * page.height < middle < (1 - OUTER) * page.height:
        return True
    body = [other for other in page.lines if other is line or not _near(other, repeated)]
    gap = _gap(line, body, page.height)
    return gap > max(APART * line.size, TIMES * _usual_gap(body))


def _is_lone_head(page: PageLines, line: Line) -> bool:
    """Whether a short line stands in the margin above the body."""
    if (line.top + line.bottom) / 2 > HEAD * page.height or len(line.text) > HEAD_LENGTH:
        return False
    return _gap(line, page.lines, page.height) > max(HEAD_APART * line.size, TIMES * _usual_gap(page.lines))


def _apart(page: PageLines, line: Line) -> bool:
    """Whether a line at the edge stands off from the body."""
    return _gap(line, page.lines, page.height) > APART * line.size


def _gap(line: Line, others: Iterable[Line], height: float) -> float:
    """How far the body is from a line."""
    gaps = (
        (max(other.top - line.bottom, line.top - other.bottom), other.text)
        for other in others
        if other is not line and other.upright
    )
    return next((gap for gap, text in sorted(gaps) if not is_page_number(text)), height)


def _usual_gap(found: Sequence[Line]) -> float:
    """How far the lines of a page are from each other; nothing where they are few."""
    level = sorted((line.top, line.bottom) for line in found if line.upright)
    gaps = [below[0] - above[1] for above, below in pairwise(level)]
    return max(median(gaps), 0.0) if len(gaps) >= FEW else 0.0
