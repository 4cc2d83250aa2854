"""Who wrote and issued a document, its number and its date: from its head, its signature, brackets at its end."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from corpus.model import Span
from extractors.about_fragments import Credit, dated, fragment, labelled, named, number_at
from extractors.about_page import DOCUMENT_NUMBER, RED_HEAD, Line, Page, Stated, rest_of
from extractors.about_words import is_body, labels, signing
from extractors.base import Date

BRACKET = re.compile(r"\(([^()\n]{2,80})\)[。\s]{0,2}$")
BRACKET_REACH = 100
LAST = 3  # lines at the end that may sign
TAIL = 6  # lines at the end among which a lone date is the document's
SIGNERS = 4  # bodies that sign together
PRINTED = re.compile(r"印发|印$")
WIDE = re.compile(r" {4,80}")
EARLY = 3  # lines of the text among which a late byline may stand
SHORT = 40  # characters of such a line
GLUED = re.compile(r"\(([^()\n]{6,20})\)\s{0,4}(?:同志们|各位|尊敬的)")
GLUED_REACH = 200


def credits_of(page: Page, headline: Stated | None) -> list[Credit]:
    """All that is stated, best first within each field."""
    found = [
        *_of_form(page),
        *_of_head(page, headline),
        *_of_title(page, headline),
        *_of_signature(page),
        *_of_brackets(page),
    ]
    return sorted(found, key=lambda credit: credit.rank)


def _of_form(page: Page) -> Iterator[Credit]:
    """Who filled in a form, and when."""
    if body := page.form.body:
        yield Credit("issuer", page.stated(body.value.start, body.value.end, "byline"), 0)
    if date := page.form.date:
        yield from dated(page, page.dates_in(date.value.start, date.value.end), "byline", 0)


def _of_head(page: Page, headline: Stated | None) -> Iterator[Credit]:
    for line in _filled(page):
        if headline is None or line.end <= headline.start:
            yield from _above(page, line)
        elif line.start >= headline.end:
            yield from fragment(page, line, "byline", 2)
    for line in page.body[:EARLY]:
        if (
            len(line.words) <= SHORT
            and (label := labels().match(line.words))
            and (label["author"] or label["reporter"])
        ):
            yield from labelled(page, line, "byline", 2)
    yield from _glued(page)


def _filled(page: Page) -> Iterator[Line]:
    """The lines of the head; a label whose field stands on the next line is put together with it."""
    lines = iter(page.head)
    for line in lines:
        label = labels().fullmatch(line.words)
        following = next(lines, None) if label else None
        if following and not labels().match(following.words):
            yield Line(line.start, following.end, page.document.folded[line.start : following.end])
        else:
            yield from (part for one in (line, following) if one for part in _parted(page, one))


def _parted(page: Page, line: Line) -> Iterator[Line]:
    """The parts of a line that wide blanks divide (issuer and date of a brief), or the line."""
    told = labels().search(line.words) or page.dates_in(line.start, line.end)
    gaps = [gap.span() for gap in WIDE.finditer(line.words)] if told else []
    for start, end in pairwise([0, *chain(*gaps), len(line.words)]):
        if line.words[start:end].strip():
            yield Line(line.start + start, line.start + end, line.words[start:end])


def _glued(page: Page) -> Iterator[Credit]:
    """The line under the title of a speech where all lines of the head have run together."""
    start = page.body[0].start if page.body else page.end
    found = GLUED.search(page.document.folded, start, min(page.end, start + GLUED_REACH))
    if found:
        yield from dated(page, page.dates_in(found.start(1), found.end(1)), "byline", 3)
        before = page.document.folded[start : found.start()].rstrip()
        words = before[max(before.rfind(mark) for mark in " ,。\n") + 1 :]
        at = start + len(before) - len(words)
        if people := named(page, Line(at, at + len(words), words), "byline"):
            yield Credit("author", people, 3)


def _above(page: Page, line: Line) -> Iterator[Credit]:
    red = RED_HEAD.fullmatch(line.words)
    if red and is_body(red["issuer"]):
        start = line.start + red.start("issuer")
        yield Credit("issuer", page.stated(start, line.start + red.end("issuer"), "red_head"), 0)
    elif not page.is_brief_name(line):
        yield from fragment(page, line, "byline", 1)


def _of_title(page: Page, headline: Stated | None) -> Iterator[Credit]:
    """A number in brackets behind the title, a body before 关于."""
    if headline is None:
        return
    end = max(headline.end, page.lines[page.line_at(headline.start)].end)
    if found := DOCUMENT_NUMBER.search(page.document.folded, headline.end, end):
        yield number_at(page, Span(*found.span()), "title", 0)
    words = page.document.folded[headline.start : headline.end]
    at = words.find("关于")
    if at > 0 and is_body(words[:at]):
        yield Credit("issuer", page.stated(headline.start, headline.start + at, "title"), 4)


def _of_signature(page: Page) -> Iterator[Credit]:
    """Bodies and dates in lines of their own behind the text: signatures, the print line, a lone date near the end."""
    first = len(page.head)
    seen = -1
    for date in page.dates_in(page.lines[first].start if first < len(page.lines) else page.end, page.end):
        number = page.line_at(date.start)
        if number != seen and len(page.lines[number].words) <= 60:
            seen = number
            yield from _signed(page, number)
    yield from _unsigned(page)


def _signed(page: Page, number: int) -> Iterator[Credit]:
    line = page.lines[number]
    dates = page.dates_in(line.start, line.end)
    rest = rest_of(line, dates)
    if not rest:
        yield from _over(page, number, dates)
    elif (found := signing().fullmatch(rest)) and is_body(found["issuer"]):
        rank = 3 if PRINTED.search(rest) else 0
        yield from dated(page, dates, "signature", rank)
        start = line.start + line.words.find(found["issuer"])
        if start >= line.start:  # a date in the middle parts a name
            yield Credit("issuer", page.stated(start, start + len(found["issuer"]), "signature"), rank)


def _over(page: Page, number: int, dates: Sequence[Date]) -> Iterator[Credit]:
    """A lone date with those who sign above it."""
    first = number
    while first > len(page.head) and number - first < SIGNERS and is_body(page.lines[first - 1].words):
        first -= 1
    if first < number:
        yield Credit("issuer", _bodies(page, page.lines[first:number]), 0)
    elif number > len(page.head) and (people := named(page, page.lines[number - 1], "signature")):
        yield Credit("author", people, 2)
    if first < number or number >= len(page.lines) - TAIL:
        yield from dated(page, dates, "signature", 0 if first < number else 1)


def _bodies(page: Page, lines: Sequence[Line]) -> Stated:
    words = "、".join(page.document.text[line.start : line.end] for line in lines)
    return page.stated(lines[0].start, lines[-1].end, "signature", re.sub(r"\s", "", words))


def _unsigned(page: Page) -> Iterator[Credit]:
    """A body as the last line, without a date."""
    if len(page.body) > 1 and is_body(page.body[-1].words) and page.body[-2].words.endswith(("。", "!")):
        yield Credit("issuer", page.stated(page.body[-1].start, page.body[-1].end, "signature"), 2)


def _of_brackets(page: Page) -> Iterator[Credit]:
    """Credits in labelled lines at the end, and in brackets there; where a bracket does not end the text it has to
    be labelled, for one body alone may be whose task a measure is.
    """
    for line in reversed(page.body[-LAST:]):
        if len(line.words) <= SHORT and labels().match(line.words):
            yield from labelled(page, line, "signature", 3)
        elif (bracket := _bracket(line)) and (labels().search(bracket.words) or _may_sign(page, line, bracket)):
            yield from fragment(page, bracket, "signature", 3)


def _may_sign(page: Page, line: Line, bracket: Line) -> bool:
    return line is page.body[-1] and "、" not in bracket.words


def _bracket(line: Line) -> Line | None:
    """What stands in brackets at the end of a line."""
    offset = max(0, len(line.words) - BRACKET_REACH)
    found = BRACKET.search(line.words[offset:])
    if found is None:
        return None
    bare = found.group(1).strip()
    start = line.start + offset + found.start(1) + found.group(1).index(bare)
    return Line(start, start + len(bare), bare)
