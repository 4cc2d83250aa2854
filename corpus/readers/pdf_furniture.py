"""Running heads and page numbers: what stands at the edge of page after page, by place and by what repeats."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
DASH = r"[-–—―－─·•‧∙~～|]"
THIS = rf"第 {{0,2}}{NUMERAL} {{0,2}}[页頁]"
ALL = rf"[共总總] {{0,2}}{NUMERAL} {{0,2}}[页頁]"
NUMBERS = (
    re.compile(rf"{DASH}{{0,3}} {{0,2}}{NUMERAL} {{0,2}}{DASH}{{0,3}}"),
    re.compile(rf"{THIS}(?: {{0,2}}[,，/、（(]? {{0,2}}{ALL}[)）]?)?"),
    re.compile(rf"{ALL} {{0,2}}[,，]? {{0,2}}{THIS}"),
    re.compile(rf"{NUMERAL} {{0,2}}[/／] {{0,2}}{NUMERAL}"),
    re.compile(rf"(?:Page|PAGE|page|P\.?) {{0,2}}{NUMERAL}(?: {{0,2}}(?:of|/) {{0,2}}{NUMERAL})?"),
)
# What a browser prints around a page: date, time and title above, address and number below.
PRINTED = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? {0,2}(?:[上下]午)? ?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?(?: .{1,200})?"
    rf"|(?:https?|file)://[!-~]{{1,300}}(?: {{1,4}}{NUMERAL}/{NUMERAL})?"
)
DIGITS = re.compile(r"\d+")
# A line this far (in its own sizes) from the next one stands apart from the body.
APART = 0.6
# A head that nothing repeats (one page): above this share of the page, where no body begins, so far from the body.
HEAD = 0.065
HEAD_APART = 1.0
HEAD_LENGTH = 40
LARGER = 1.1
# A line that ends so is part of a sentence, and two pages may well begin with the same words of it.
RUNNING = frozenset("。，；：、！？,;")


Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class PageLines:
    """The rows of a page as lines, from top to bottom, before columns are told apart, and whether it has tables too."""

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: bool = False


def furniture(pages: Sequence[PageLines]) -> dict[tuple[int, int], str]:
    """What is no body text: kind by the number of the page and the number of the line on it."""
    found = {(page.number, index): "watermark" for page in pages for index in _slanted(page)}
    edges = {(page.number, index): (page, line) for page in pages for index, line in _edge(page)}
    repeated = _repeated([(line, page) for page, line in edges.values()], len(pages))
    for key, (page, line) in edges.items():
        if is_page_number(line.text) and (_apart(page, line) or _key(line, page) in repeated):
            found[key] = "page_number"
        elif _is_head(page, line, repeated):
            found[key] = "running_head"
    return _heads_given_back(found, pages)


def _is_head(page: PageLines, line: Line, repeated: frozenset[Key]) -> bool:
    if PRINTED.fullmatch(line.text) and _apart(page, line):
        return True
    return _may_run(page, line) and (_near(line, page, repeated) or _is_lone_head(page, line))


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
    return any(pattern.fullmatch(text.strip()) for pattern in NUMBERS)


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


def _key(line: Line, page: PageLines) -> Key:
    return DIGITS.sub("#", line.text.replace(" ", "")), round(line.top / DRIFT)


def _near(line: Line, page: PageLines, repeated: frozenset[Key]) -> bool:
    """Whether the same words repeat here or a hair higher or lower."""
    words, height = _key(line, page)
    return any((words, height + step) in repeated for step in (-1, 0, 1))


def _repeated(edges: Sequence[tuple[Line, PageLines]], pages: int) -> frozenset[Key]:
    """Words and heights of lines that stand on enough pages; left and right pages may differ."""
    where: dict[Key, set[int]] = defaultdict(set)
    for line, page in edges:
        where[_key(line, page)].add(page.number)
    counts = Counter({key: len(numbers) for key, numbers in where.items()})
    return frozenset(key for key, count in counts.items() if count >= 2 and count >= SHARE * pages)


def _may_run(page: PageLines, line: Line) -> bool:
    """Whether a line may be a running head at all: no part of a sentence, no heading, no larger than the body."""
    if line.text[-1] in RUNNING or OPENING.match(line.text):
        return False
    return line.size < LARGER * median(other.size for other in page.lines)


def _is_lone_head(page: PageLines, line: Line) -> bool:
    """Whether a short line stands in the margin above the body."""
    if (line.top + line.bottom) / 2 > HEAD * page.height or len(line.text) > HEAD_LENGTH:
        return False
    return _gap(page, line) > HEAD_APART * line.size


def _apart(page: PageLines, line: Line) -> bool:
    """Whether a line at the edge stands off from the body."""
    return _gap(page, line) > APART * line.size


def _gap(page: PageLines, line: Line) -> float:
    """How far the body is from a line."""
    gaps = (
        (max(other.top - line.bottom, line.top - other.bottom), other.text)
        for other in page.lines
        if other is not line and other.upright
    )
    return next((gap for gap, text in sorted(gaps) if not is_page_number(text)), page.height)
