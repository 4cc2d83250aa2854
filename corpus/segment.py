"""Segmentation: headings, the sections under them and what these are for, articles, and the kinds of paragraphs."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.articles import lay_out
from corpus.beginnings import begun
from corpus.brackets import bracketed
from corpus.headings import Heading, marks
from corpus.ladder import numbered
from corpus.layout import Layout, Page
from corpus.looks import Look
from corpus.measures import names_measure
from corpus.model import Article, Paragraph, Role, Section, Span
from corpus.rules import read_rules
from corpus.slogans import plain_lines, slogans

ITEM = 4
ROW = 3  # headings with one paragraph each, after which the next paragraph belongs to none of them
CLOSING_WORDS = begun(
    r"\s{0,4}(总的|总之|综上|如今|目前|现在|截至|通过(以上|上述|这些|一系列|一年|几年|近)|经过|下一?步|下一阶段|今后|接下来|我们将|同志们|以上|实践证明|回顾|展望|这些|由于|据|“|(\(|作者|供稿|中共))"
)
# Words with which a text sums up or owns to what is left: they end the last of several items wherever they open a
# paragraph, as long as no item before it has such a paragraph of its own.
SUMMING_UP = begun(
    r"\s{0,4}(?:总的(?:来?看|来?说)|总体(?:上|来?看)|总之|综上|下一?步|下一阶段|今后[,一]|接下来|不足之处|实践证明"
    r"|(?:当前|目前|现阶段)?,?(?:还|仍|也)?存在的?(?:主要|突出|一些)?(?:问题|不足|困难|差距|短板)(?:是|有|在|:|,|和|与)"
    r"|(?:通过|经过)(?:以上|上述|这些|一系列|[^,。;]{1,20}的?(?:努力|治理|整治|实践|探索|攻坚|运行)),)"
)
LEAD = re.compile(r"([^。!?;:,\n]{2,40})[:,。]\s{0,6}$")
ANNOUNCED = re.compile(r"[:,]\s*$|以下|如下|方面|存在|主要|[几两三四五六]个|有[一二三四五六]")
LEAD_LENGTH = 60
STOPS = ("。", "!", "?")
ROLES: dict[str, Role] = {
    "background": "background",
    "problem": "problem",
    "practice": "practice",
    "result": "result",
    "outlook": "outlook",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Structure:
    """What segmentation finds."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    articles: tuple[Article, ...]


def segment(page: Page) -> Structure:
    """Sections and articles of a cleaned text."""
    text, folded, paragraphs, shown = page.text, page.folded, page.paragraphs, page.shown
    found = list(marks(folded, paragraphs))
    counted = numbered(folded, paragraphs, found)
    layout = lay_out(page, found)
    headings = _headings(folded, paragraphs, counted, layout, shown)
    return Structure(
        tuple(_kinds(paragraphs, headings, layout)),
        tuple(_sections(text, folded, paragraphs, headings, layout.articles)),
        layout.articles,
    )


def _headings(
    folded: str, paragraphs: Sequence[Paragraph], counted: Sequence[Heading], layout: Layout, shown: Sequence[Look]
) -> list[Heading]:
    """All headings in the order of the text; titles of articles are none."""
    titled = {article.start for article in layout.articles if article.heading}
    headings = [
        h
        for h in sorted((*counted, *bracketed(folded, paragraphs)), key=lambda h: h.start)
        if h.start not in titled and h.paragraph not in layout.titles | layout.bylines
    ]
    taken = {h.paragraph for h in headings if h.start == paragraphs[h.paragraph].start} | layout.titles | layout.bylines
    free = [n for n in range(len(paragraphs)) if n not in taken and paragraphs[n].kind != "row"]
    plain = list(plain_lines(folded, paragraphs, free, shown))
    headings = sorted((*headings, *plain), key=lambda h: h.start)
    opened = {h.paragraph for h in plain}
    for after_heading, region in _regions(paragraphs, headings, layout, [n for n in free if n not in opened]):
        headings.extend(slogans(folded, paragraphs, region, after_heading))
    return sorted(headings, key=lambda h: h.start)


def _regions(
    paragraphs: Sequence[Paragraph], headings: Sequence[Heading], layout: Layout, free: Sequence[int]
) -> Iterator[tuple[bool, list[int]]]:
    """The unnumbered paragraphs under each heading of rank 1 to 3, and whether the first stands right under it."""
    cuts = sorted(
        {h.paragraph for h in headings if h.level < 4} | {_paragraph_at(paragraphs, a.start) for a in layout.articles}
    )
    lines = {h.paragraph for h in headings if h.level == 1 and not h.run_in}
    regions: dict[int, list[int]] = {}
    for number in free:
        regions.setdefault(bisect_right(cuts, number), []).append(number)
    for at, region in regions.items():
        heading = cuts[at - 1] if at else -1
        yield heading in lines and region[0] == heading + 1, region


def _paragraph_at(paragraphs: Sequence[Paragraph], offset: int) -> int:
    return bisect_right(paragraphs, offset, key=lambda p: p.start) - 1


def _kinds(paragraphs: Sequence[Paragraph], headings: Sequence[Heading], layout: Layout) -> Iterator[Paragraph]:
    lines = {h.paragraph: h.level for h in headings if not h.run_in and h.start == paragraphs[h.paragraph].start}
    for number, paragraph in enumerate(paragraphs):
        if number in lines:
            yield replace(paragraph, kind="heading", level=lines[number])
        elif number in layout.titles:
            yield replace(paragraph, kind="title")
        elif number in layout.bylines:
            yield replace(paragraph, kind="byline")
        else:
            yield replace(paragraph, kind="text") if paragraph.kind == "heading" else paragraph


def _ends(
    headings: Sequence[Heading], paragraphs: Sequence[Paragraph], articles: Sequence[Article], folded: str
) -> list[int]:
    """Where each section ends: before the next heading of its rank or above, with its article or only paragraph."""
    ends, open_ones = [paragraphs[-1].end if paragraphs else 0] * len(headings), list[int]()
    for number, heading in enumerate(headings):
        while open_ones and headings[open_ones[-1]].level >= heading.level:
            ends[open_ones.pop()] = heading.start
        open_ones.append(number)
    closing = _closing(headings, paragraphs, folded)
    for number, heading in enumerate(headings):
        own = paragraphs[heading.paragraph].end if number in closing else ends[number]
        ends[number] = min(ends[number], own, _border(heading.start, articles))
    for number, end in list(_summed_up(headings, ends, paragraphs, folded)):
        ends[number] = end
    return ends


def _summed_up(
    headings: Sequence[Heading], ends: Sequence[int], paragraphs: Sequence[Paragraph], folded: str
) -> Iterator[tuple[int, int]]:
    """The last of several headings that open their paragraphs, with where the paragraph ends before the words that sum
    them all up.
    """
    summing = [n for n, one in enumerate(paragraphs) if SUMMING_UP.match(folded, one.start, one.end)]
    last: dict[tuple[int, str], int] = {}
    for number, heading in enumerate(headings if summing else ()):
        last = {key: before for key, before in last.items() if key[0] <= heading.level}
        before = last.get((heading.level, heading.style), -1)
        last[heading.level, heading.style] = number
        at = bisect_right(summing, heading.paragraph)
        if before < 0 or at == len(summing) or paragraphs[summing[at]].start >= ends[number]:
            continue
        own = bisect_right(summing, headings[before].paragraph) < at  # the item before has such words as well
        if _opens_text(heading, paragraphs, folded) and not own:
            yield number, paragraphs[summing[at] - 1].end


def _opens_text(heading: Heading, paragraphs: Sequence[Paragraph], folded: str) -> bool:
    """Whether a heading opens its paragraph, or is the sentence of which the paragraph consists."""
    paragraph = paragraphs[heading.paragraph]
    return heading.run_in or (heading.level == ITEM and folded.endswith(STOPS, paragraph.start, paragraph.end))


def _border(start: int, articles: Sequence[Article]) -> int:
    """Where the article after the one around `start` begins."""
    at = bisect_right(articles, start, key=lambda article: article.start)
    return articles[at].start if at < len(articles) else sys.maxsize


def _closing(headings: Sequence[Heading], paragraphs: Sequence[Paragraph], folded: str) -> set[int]:
    """Headings that head their paragraph alone: items inside one, and the last of several that opened one each.

    What follows these are the closing words of the text: after three headings with one paragraph each, or where the
    words say so.
    """
    inside = {n for n, h in enumerate(headings) if h.level == ITEM and h.start > paragraphs[h.paragraph].start}
    last: dict[tuple[int, str], tuple[int, int]] = {}
    closing: dict[int, None] = {}
    for number, heading in enumerate(headings):
        last = {key: run for key, run in last.items() if key[0] <= heading.level}
        before, length = last.get((heading.level, heading.style), (-1, 0))
        closing.pop(before, None)
        adjacent = before >= 0 and headings[before].paragraph == heading.paragraph - 1
        follows = adjacent and _opens_text(heading, paragraphs, folded)
        length = length + 1 if follows else 1
        if follows and (length >= ROW or _closes(folded, paragraphs, heading.paragraph + 1)):
            closing[number] = None
        last[heading.level, heading.style] = number, length
    return inside | set(closing)


def _closes(folded: str, paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether a paragraph begins with the words that close a text."""
    return number < len(paragraphs) and bool(CLOSING_WORDS.match(folded, paragraphs[number].start))


def _sections(
    text: str, folded: str, paragraphs: Sequence[Paragraph], headings: Sequence[Heading], articles: Sequence[Article]
) -> Iterator[Section]:
    above: list[Section] = []
    lead: Role | None = None
    for heading, end in zip(headings, _ends(headings, paragraphs, articles, folded), strict=True):
        while above and (above[-1].level >= heading.level or above[-1].end <= heading.start):
            above.pop()
        shown = text[heading.title : heading.end].strip()
        title = shown.strip("【】〖〗[]") or shown
        lead = _lead_role(folded, heading, lead) if heading.level == ITEM else None
        words = folded[heading.title : heading.end].strip("【】〖〗[]")
        role = lead or _role(words, heading.level, above[-1].role if above else None)
        end = heading.end + len(text[heading.end : end].rstrip())
        section = Section(
            heading.level,
            title,
            Span(heading.start, heading.end),
            heading.start,
            end,
            heading.run_in,
            role,
            heading.evidence,
        )
        above.append(section)
        yield section


def _lead_role(folded: str, heading: Heading, before: Role | None) -> Role | None:
    """The role of a list of items by the clause that announces it (…存在以下问题:一是…), the same for all of them."""
    if heading.value > 1:
        return before
    lead = LEAD.search(folded, max(0, heading.start - LEAD_LENGTH), heading.start)
    if lead and not ANNOUNCED.search(lead.group()):
        lead = None
    found = _own_role(lead.group(1)) if lead else None
    return found if found in ("problem", "outlook", "practice") else None


def _own_role(title: str) -> Role | None:
    kind = next((rule.kind for rule in read_rules("roles.yml") if rule.hits(title)), None)
    return ROLES.get(kind) if kind else None


def _role(title: str, level: int, above: Role | None) -> Role:
    """By its own words, else that of the section above, else practice for a measure; items look above first."""
    inherited = above if above != "other" else None
    own = _own_role(title)
    role = (inherited or own) if level == ITEM or own == "other" else (own or inherited)
    return role or ("practice" if names_measure(title) else "other")
