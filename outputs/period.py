"""The period (时段) of a case: from the earliest to the latest time that it names for what was done and reached.

Years of policies, laws, meetings of those above, plans and founding dates do not count, nor do years of titles and
bylines or after the day of writing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpus.model import Document, Span
from extractors.base import Date, Mention, Practice
from extractors.clauses import clause_at, sentence_at
from extractors.relative_dates import RelativeDate
from outputs.case_words import sign
from outputs.model import Period

FIRST = "1949"
YEAR = re.compile(r"(?:19|20)\d\d")
MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")
LAST_MONTHS = ("11", "12")  # of a year, in which reports on it are written
FURNITURE = ("title", "byline", "note")
Found = TypeVar("Found", bound=Mention)


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of time that a case names, months or years; `last` is None where it goes on, `first` empty where the
    words (目前) only say when it was still going on.
    """

    first: str
    last: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the time of a document's words; each kind in the order of the text."""

    dates: Sequence[Date]
    relative: Sequence[RelativeDate]
    practices: Sequence[Practice]
    written: str | None


def period(document: Document, where: Span, told: Told) -> Period | None:
    """The period of the case that stands in a range; None where it names no time of what it tells as done."""
    named = (*_inside(told.dates, where), *_inside(told.relative, where))
    kept = [one for one in named if _is_of_deeds(document, one, told)]
    times = [time for one in kept for time in _times(document, one) if _is_past(time, told.written)]
    goes_on = any(isinstance(one, RelativeDate) and not one.value and sign("now").match(one.text) for one in kept)
    return _hull(times, goes_on) if any(time.first for time in times) else None


def _inside(mentions: Sequence[Found], where: Span) -> Sequence[Found]:
    first, last = (bisect_left(mentions, at, key=lambda one: one.start) for at in (where.start, where.end))
    return mentions[first:last]


def _hull(times: Sequence[Time], goes_on: bool) -> Period:
    first = min((time.first for time in times if time.first), key=lambda value: (_opening(value), value))
    ends = sorted((time.last for time in times if time.last), key=lambda value: (_close(value), value))
    later = [time for time in times if time.last is None and (not ends or _close(time.first) >= _close(ends[-1]))]
    return Period(first, None if goes_on or later else ends[-1])


def _opening(value: str) -> str:
    return value if len(value) > 4 else f"{value}-01"


def _close(value: str) -> str:
    return value if len(value) > 4 else f"{value}-12"


def _is_past(time: Time, written: str | None) -> bool:
    """Whether a time lies between the founding of the country and the day of writing."""
    latest = time.last or time.first
    return (time.first or latest) >= FIRST and (not written or latest[:7] <= _close(written[:7]))


def _is_of_deeds(document: Document, one: Mention, told: Told) -> bool:
    """Whether a time is said of something done or reached, in running text."""
    paragraph, section = document.paragraph_at(one.start), document.section_at(one.start)
    clause, sentence = clause_at(document, one.start), sentence_at(document, one.start)
    if (
        not (paragraph and clause and sentence)
        or paragraph.kind in FURNITURE
        or (section and section.role == "outlook")
    ):
        return False
    around = clause.of(document.folded)
    following = document.folded[clause.end + 1 : sentence.end].partition(",")[0]  # 2017年10月,党的十九大提出…
    if any(sign(kind).search(around) for kind in ("plan", "background")) or sign("policy").search(around + following):
        return False
    before, after = document.folded[sentence.start : one.start], document.folded[one.end : sentence.end]
    aside = any(sign(kind).search(before) for kind in ("plan", "compared", "founded"))
    if aside or _is_basis(document, one, sentence):
        return False
    done = any(practice.status == "done" for practice in _inside(told.practices, sentence))
    return _tells(after) or _tells(before) or done


def _is_basis(document: Document, one: Mention, sentence: Span) -> bool:
    """Whether a year is only what another is compared with (在去年工作的基础上, 由去年的31个减少到9个)."""
    found = sign("basis").finditer(document.folded, max(sentence.start, one.start - 1), sentence.end)
    return any(basis.start() <= one.start < basis.end() for basis in found)


def _tells(words: str) -> bool:
    return bool(sign("deed").search(words) or sign("told").search(words) or sign("since").match(words))


def _times(document: Document, one: Mention) -> Iterator[Time]:
    after, before = document.folded[one.end : one.end + 4], document.folded[max(0, one.start - 1) : one.start]
    goes_on = bool(sign("since").match(after) or sign("from_on").search(before))
    if isinstance(one, RelativeDate):
        yield from _of_relative(one, goes_on)
    elif isinstance(one, Date):
        first, last = _of_date(one, document.folded[one.start : one.end])
        if first:
            yield Time(first, None if goes_on and first == last else last)


def _of_relative(one: RelativeDate, goes_on: bool) -> Iterator[Time]:
    if one.value:
        first, last = _opened(one), (one.value_to or one.value)[:7]
        is_day = sign("this_day").match(one.text) and not one.value_to
        yield Time("" if is_day else first, None if goes_on and first == last else last)


def _opened(one: RelativeDate) -> str:
    """The month or year in which a relative time begins: years counted back from the end of a year are whole ones."""
    value = str(one.value)[:7]
    counted = one.text.endswith("年来") and one.value_to and value[5:] == one.value_to[5:7] and value[5:] in LAST_MONTHS
    return f"{int(value[:4]) + 1}-01" if counted else value


def _of_date(one: Date, folded: str) -> tuple[str | None, str | None]:
    """First and last month or year of a date, or of a span of time (2016—2020年, 2018年9月至12月)."""
    if one.value:
        value = one.value[:7] if YEAR.match(one.value) else None
        return value, value
    years, months = YEAR.findall(folded), MONTH.findall(folded)
    if "年代" in folded or not years:
        return None, None
    if len(years) == 1 and len(months) == 2:
        return f"{years[0]}-{int(months[0]):02d}", f"{years[0]}-{int(months[1]):02d}"
    return years[0], years[-1]
