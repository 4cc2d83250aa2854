"""Lines and brackets that tell who wrote or issued a document, its number and its date."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.model import Span
from extractors.about_page import DOCUMENT_NUMBER, Evidence, Line, Page, Stated, rest_of
from extractors.about_words import (
    ISSUE,
    is_body,
    labels,
    names_alone,
    office_name,
    one_name,
    periodical,
    signing,
    team,
    titled_name,
)
from extractors.base import Date

Field = Literal["author", "issuer", "number", "date"]
FULL_YEAR = re.compile(r"\d{4}")
HELD = re.compile(r"[(—–\-\s]{0,3}$")
ADOPTED = re.compile(r"(?:会上|会议上|大会上|仪式上|通过|修订|发布|施行)\)?$")
STAMP = re.compile(r"\d{4}[-/.]")
TIMES = re.compile(r"^\s{0,4}\d{1,2}:\d{2}(?::\d{2})?")


@dataclass(frozen=True, slots=True)
class Credit:
    """One statement of one field; `rank` is the weight of its place, 0 first."""

    field: Field
    stated: Stated
    rank: int


def fragment(page: Page, line: Line, evidence: Evidence, rank: int) -> Iterator[Credit]:
    """What a line or bracket of credits tells."""
    yield from _number(page, line, evidence, rank)
    dates = page.dates_in(line.start, line.end)
    if labels().search(line.words):
        yield from labelled(page, line, evidence, rank)
        return
    if issue := periodical().fullmatch(line.words):
        if issue["issuer"] and is_body(issue["issuer"]):
            yield Credit("issuer", _part(page, line, issue, "issuer", evidence), rank)
        yield from dated(page, dates, evidence, rank)
        return
    if dates and _is_held(line, dates):
        yield from dated(page, dates, evidence, rank)
    yield from _signer(page, line, dates, evidence, rank)


def _is_held(line: Line, dates: Sequence[Date]) -> bool:
    """Whether a date is the document's: alone, beside a body or a name, or of the meeting that heard or passed it."""
    rest = TIMES.sub("", rest_of(line, dates)).strip(" \t()")
    opens = HELD.fullmatch(line.words[: dates[0].start - line.start])
    return not rest or _signs(rest) or bool(opens and ADOPTED.search(line.words))


def _signs(words: str) -> bool:
    signed = signing().fullmatch(words)
    return bool(
        (signed and is_body(signed["issuer"]))
        or names_alone().fullmatch(words)
        or titled_name().fullmatch(words)
        or team().fullmatch(words)
    )


def _signer(page: Page, line: Line, dates: Sequence[Date], evidence: Evidence, rank: int) -> Iterator[Credit]:
    """The person or body that a line names beside its date."""
    part = undated(line, dates)
    if people := named(page, part, evidence):
        yield Credit("author", people, rank)
    elif team().fullmatch(part.words):
        yield Credit("author", page.stated(part.start, part.end, evidence), rank)
    elif (found := signing().fullmatch(part.words)) and is_body(found["issuer"]):
        yield Credit("issuer", _part(page, part, found, "issuer", evidence), rank)


def undated(line: Line, dates: Sequence[Date]) -> Line:
    """The part of a line before or behind its dates, the longer one, without brackets and blanks."""
    parts = [Span(line.start, line.end)]
    if dates:
        parts = [Span(line.start, dates[0].start), Span(dates[-1].end, line.end)]
    part = max(parts, key=lambda span: span.end - span.start)
    words = line.words[part.start - line.start : part.end - line.start]
    bare = TIMES.sub("", words).strip(" \t()[]-—")
    start = part.start + (words.index(bare) if bare else 0)
    return Line(start, start + len(bare), bare)


def _part(page: Page, line: Line, found: re.Match[str], group: str, evidence: Evidence) -> Stated:
    return page.stated(line.start + found.start(group), line.start + found.end(group), evidence)


def named(page: Page, line: Line, evidence: Evidence) -> Stated | None:
    """The people whom a part of a line names, with or without their office; put together with 、 and without the
    blanks inside names.
    """
    forms = (names_alone(), titled_name(), office_name())
    found = next(filter(None, (form.fullmatch(line.words) for form in forms)), None)
    if found is None:
        return None
    whole = _part(page, line, found, "author", evidence)
    people = one_name().finditer(page.document.folded, whole.start, whole.end)
    names = ("".join(page.document.text[one.start() : one.end()].split()) for one in people)
    return page.stated(whole.start, whole.end, evidence, "、".join(names))


def _number(page: Page, line: Line, evidence: Evidence, rank: int) -> Iterator[Credit]:
    if found := DOCUMENT_NUMBER.search(line.words):
        yield number_at(page, Span(line.start + found.start(), line.start + found.end()), evidence, rank)
    elif found := re.search(ISSUE, line.words):
        start, end = line.start + found.start(), line.start + found.end()
        value = re.sub(r"\s|\(.*", "", found.group())
        yield Credit("number", page.stated(start, end, evidence, value), rank + 1)


def number_at(page: Page, span: Span, evidence: Evidence, rank: int) -> Credit:
    value = numbered(span.of(page.document.text))
    return Credit("number", page.stated(span.start, span.end, evidence, value), rank)


def numbered(words: str) -> str:
    """A document number in its standard form: 〔〕 around the year, half-width digits, no blanks."""
    plain = re.sub(r"[\s第]", "", words).translate({code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)})
    return re.sub(r"[^\w×*]([\dXx×*]{4})[^\w×*]", r"〔\1〕", plain)


def dated(page: Page, dates: Iterable[Date], evidence: Evidence, rank: int) -> Iterator[Credit]:
    for date in dates:
        if date.value and FULL_YEAR.match(date.value):
            stamped = evidence == "byline" and STAMP.match(page.document.folded, date.start)
            place: Evidence = "stamp" if stamped else evidence
            yield Credit("date", page.stated(date.start, date.end, place, date.value), 5 if stamped else rank)
            return


def labelled(page: Page, line: Line, evidence: Evidence, rank: int) -> Iterator[Credit]:
    """The fields of a line of details: 作者:… 来源:… 时间:…"""
    fields = list(labels().finditer(line.words))
    ends = [*(label.start() for label in fields[1:]), len(line.words)]
    found: list[Credit] = []
    for label, end in zip(fields, ends, strict=True):
        words = line.words[label.end() : end].strip(" \t\n()[]|,;")
        if words:
            start = line.start + line.words.index(words, label.end())
            found += _field(page, label, Line(start, start + len(words), words), evidence, rank)
    yield from _together(page, found)


def _together(page: Page, found: Sequence[Credit]) -> Iterator[Credit]:
    """The credits of one line, its writers as one (记者 罗敏 通讯员 何小川)."""
    writers = [credit for credit in found if credit.field == "author"]
    if writers:
        names = "、".join(credit.stated.value for credit in writers)
        first, last = writers[0].stated, writers[-1].stated
        yield replace(writers[0], stated=page.stated(first.start, last.end, first.evidence, names))
    yield from (credit for credit in found if credit.field != "author")


def _field(page: Page, label: re.Match[str], line: Line, evidence: Evidence, rank: int) -> Iterator[Credit]:
    dates = page.dates_in(line.start, line.end)
    if label["number"] and not DOCUMENT_NUMBER.search(line.words) and re.search(r"\d", line.words):
        yield Credit("number", page.stated(line.start, line.end, evidence), rank + 2)
    elif label["number"] or label["other"]:
        return
    elif label["stamp"]:
        yield from dated(page, dates, "stamp", 5)
    elif label["date"]:
        yield from dated(page, dates, evidence, rank)
    elif label["issuer"]:
        yield Credit("issuer", page.stated(line.start, line.end, evidence), rank + 1)
    else:
        yield from _writer(page, line, evidence, rank + bool(label["reporter"]))
        if dates and dates[-1].end >= line.end - 1:
            yield from dated(page, dates, evidence, rank)


def _writer(page: Page, line: Line, evidence: Evidence, rank: int) -> Iterator[Credit]:
    """Whom a label names: the names at the end, else all that stands there; a body issues what it writes."""
    part = undated(line, page.dates_in(line.start, line.end))
    if people := named(page, part, evidence):
        yield Credit("author", people, rank)
    elif is_body(part.words) and not team().fullmatch(part.words):
        yield Credit("issuer", page.stated(part.start, part.end, evidence), rank + 1)
    elif part.words and len(part.words) <= 30:
        yield Credit("author", page.stated(part.start, part.end, evidence), rank)
