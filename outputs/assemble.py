"""Cases: which articles, and which parts of them, tell of one place's or organisation's experience."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from corpus.compilations import COMPILATION
from corpus.model import Article, Document, Section, Span
from corpus.names import opening_name
from extractors.about import About
from extractors.base import Findings, Practice
from extractors.places import Place, bare_place, places
from extractors.relative_dates import RelativeDate
from outputs.case_titles import case_title
from outputs.case_words import sign
from outputs.model import Case
from outputs.period import Told, period
from outputs.place_codes import place_code
from outputs.whereabouts import UNKNOWN, sender, whose

SHORT = 400  # characters of an article that can be a case, twice as many of one without a title …
LED = 250  # … of one whose title names a place
SHORTEST = 180  # … of one that tells so many …
RICH = 4  # … deeds, twice as many where it has no title
SHORTER = 60  # characters of one among several in a file
FEWEST = 2  # practices of a case
NAMED = 24  # characters in which a name opens a text
DEEDS = 2  # deeds that make a case of an article among several that names nobody
PART = 60  # characters of a part
OPENING = 500  # characters in which a notice shows that it is one
PART_OPENING = 120  # characters in which a counted part names its place
# What keeps an article from being a case: what kind of paper it is, its length, or that little was done in it.
Hindrance = Literal["orders", "short", "deeds"]
MASKED = re.compile(r"某|[Xx×*○]")


def assemble(
    document: Document, findings: Findings, abouts: Sequence[About], relative: Sequence[RelativeDate]
) -> tuple[Case, ...]:
    """One case for each article that reports practices of a place or an organisation, and one for each part of such
    an article that tells of another place; `abouts` tells what each article says of itself, `relative` holds the
    relative dates of all of them in the order of the text.
    """
    done = sorted(findings.practices, key=lambda practice: practice.start)
    told = Told(findings.dates, relative, done, None)
    pairs = zip(document.articles, abouts, strict=True) if document.articles else ()
    return tuple(case for article, said in pairs for case in _told(document, article, said, told))


def _told(document: Document, article: Article, said: About, told: Told) -> Iterator[Case]:
    """The cases of an article with the codes of their places and their periods."""
    told = replace(told, written=said.date.value if said.date else None)
    for case in _cases(document, article, told.practices):
        yield _placed(document, article, replace(case, period=period(document, Span(case.start, case.end), told)), said)


def _placed(document: Document, article: Article, case: Case, said: About) -> Case:
    found = place_code(document, article, case, said)
    return replace(case, place_code=found.code, place_code_revision=found.revision) if found else case


def _cases(document: Document, article: Article, practices: Sequence[Practice]) -> Iterator[Case]:
    if hindrance(document, article, practices):
        return
    place, level, organisation = whose(document, article)
    if not level and len(document.articles) > 1 and _tells_of_somebody(document, article):
        level = UNKNOWN
    start = _line_start(document, article) if article.heading else article.start
    whole = Case(case_title(document, article), place, level or UNKNOWN, organisation, start, article.end)
    parts = list(_parts(document, article, practices, whole))
    if level and not (parts and COMPILATION.search(article.title or "")):
        yield whole
    yield from parts


def hindrance(document: Document, article: Article, practices: Sequence[Practice]) -> Hindrance | None:
    """What keeps an article from being a case, before it is asked whose experience it tells; `practices` in order."""
    if _orders(document, article):
        return "orders"
    if not _is_long_enough(document, article):
        return "short"
    return None if _has_deeds(document, article, practices) else "deeds"


def _has_deeds(document: Document, article: Article, practices: Sequence[Practice]) -> bool:
    """Whether enough is told that was done; an abstract among several may tell it in words no practice is found in."""
    inside = _within(practices, article.start, article.end)
    body = (article.heading.end if article.heading else article.start, article.end)
    if len(document.articles) > 1:
        return bool(inside) or _deeds(document, article) > 0 or sign("acted").search(document.folded, *body) is not None
    open_ones = sum(practice.status != "done" for practice in inside)
    return len(inside) >= FEWEST and open_ones < len(inside)


def _tells_of_somebody(document: Document, article: Article) -> bool:
    """Whether a short piece whose place is not known opens with a name, or tells enough of what was done."""
    title = article.heading or Span(article.start, article.start)
    starts = (title.start, title.end)
    named = any(opening_name(document.folded[at : at + NAMED].lstrip(" :。\n◆●○★")) for at in starts)
    return named or _deeds(document, article) >= DEEDS


def _deeds(document: Document, article: Article) -> int:
    """How many deeds an article tells."""
    return sum(1 for _ in sign("deed").finditer(document.folded, article.start, article.end))


def _line_start(document: Document, article: Article) -> int:
    """Where the line of the title starts (what stands before the title on it is part of the case)."""
    at = article.heading.start if article.heading else article.start
    paragraph = document.paragraph_at(at)
    return max(article.start, paragraph.start) if paragraph else at


def _orders(document: Document, article: Article) -> bool:
    """Whether an article is a notice, a speech or a paper by its title or its opening."""
    if sign("no_case_text").search(document.folded, article.start, min(article.end, article.start + OPENING)):
        return True
    shown = re.sub(r"\s", "", article.heading.of(document.folded)) if article.heading else ""
    title = re.sub(r"\([^()]{0,10}\)$", "", shown)
    if sign("no_case_title").search(title):
        return True
    return len(document.articles) > 1 and sign("essay_title").search(title) is not None


def _is_long_enough(document: Document, article: Article) -> bool:
    if len(document.articles) > 1:
        return article.end - article.start >= SHORTER
    if article.heading is None:
        return _is_rich(document, article, 2)
    return _is_rich(document, article, 1) or _is_led(document, article, article.heading)


def _is_rich(document: Document, article: Article, times: int) -> bool:
    """Whether an article is so long, or tells so many deeds, that it is no stub."""
    length = article.end - article.start
    if not SHORTEST <= length < times * SHORT:
        return length >= times * SHORT
    return _deeds(document, article) >= times * RICH


def _is_led(document: Document, article: Article, heading: Span) -> bool:
    """Whether an article that is not quite as long has a place in its title, or is a form that somebody filled in."""
    if article.end - article.start < LED:
        return False
    if sender(document, article):
        return True
    led = any(not place.is_organisation for place in places(document, heading.start, heading.end))
    return led or bare_place(document, heading.start, heading.end, article.end) is not None


def _within(practices: Sequence[Practice], start: int, end: int) -> Sequence[Practice]:
    first = bisect_left(practices, start, key=lambda practice: practice.start)
    return practices[first : bisect_left(practices, end, key=lambda practice: practice.start)]


def _parts(document: Document, article: Article, practices: Sequence[Practice], whole: Case) -> Iterator[Case]:
    """Sections that are cases of their own: counted ones (模式之一：…), and those that name different places."""
    inside = [s for s in document.sections if article.start < s.start and s.end <= article.end]
    for section, found in _own_sections(document, inside, whole.place):
        if _tells_enough(document, section, practices):
            yield replace(_of_part(section, found, whole), title=section.title, start=section.start, end=section.end)


def _tells_enough(document: Document, section: Section, practices: Sequence[Practice]) -> bool:
    """Whether a part is no mere mention, and tells of something done."""
    if section.end - section.start < PART:
        return False
    done = sign("deed").search(document.folded, section.start, section.end)
    return bool(done or _within(practices, section.start, section.end))


def _of_part(section: Section, found: Place | None, whole: Case) -> Case:
    """A case of the place that a part names, else of the article's."""
    if found is None:
        return replace(whole, organisation=None)
    organisation = found.text if found.is_organisation else None
    return Case(section.title, found.text, found.level, organisation, section.start, section.end)


def _own_sections(
    document: Document, sections: Sequence[Section], place: str | None
) -> list[tuple[Section, Place | None]]:
    named = [(s, found[0]) for s in sections if (found := _opening_place(document, s))]
    counted = [s for s in sections if sign("counted").match(s.heading.of(document.folded))]
    if len(counted) >= FEWEST:
        return [(s, next(iter(places(document, s.start, min(s.end, s.start + PART_OPENING))), None)) for s in counted]
    # Masked names (某镇) are written alike and mean different places.
    different = [found for _, found in named if found.text != place and MASKED.search(found.text)]
    if len({found.text for _, found in named} - {place}) >= FEWEST or len(different) >= FEWEST:
        return list(named)
    return []


def _opening_place(document: Document, section: Section) -> tuple[Place, ...]:
    """The place with which a section's title begins."""
    start = section.heading.end - len(section.title)
    found = places(document, start, section.heading.end)
    return tuple(p for p in found[:1] if p.start == start)
