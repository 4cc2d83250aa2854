"""The time phrase that governs a number: of its clause, else of an earlier clause of its sentence."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Span
from extractors.clauses import START
from extractors.dates import date_spans
from extractors.relative_dates import matches as relative

# Rhythms govern their own clause alone.
_RHYTHM = re.compile(r"每(?:年|月|季度|季|周|天|日|学期|学年|逢)|[年月日]均|常年|历年(?:来)?|累计")
_UNTIL = re.compile(r"(?:截[至止]到?|到|至)\Z")
_COMPARED = re.compile(r"(?:较|比|与|和|同|跟|于|超过)\Z|(?:较|比)[一-龥]{0,4}\Z")
# 2019年成立的合作社, 去年印发的通知: the time is of the deed that marks the thing.
_OF_DEED = re.compile(r"[^,。;、\d]{0,8}?[成建创入出毕启制组修引印下签发颁评获起投立办][^,。;、\d的]{0,5}的(?!\d)")
_NAMED = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,30}”")


SUMMED = "累计"  # says that there is a time, and is taken for it where no other is named


@dataclass(frozen=True, slots=True)
class Time:
    """A time phrase. `bound`: it belongs to the next number alone (2014年的126户); `local`: to its clause alone."""

    start: int
    end: int
    bound: bool
    local: bool


def _until(text: str, start: int) -> int:
    """Where the phrase begins with the word for until in front of it: 截至2023年底."""
    found = _UNTIL.search(text, max(0, start - 3), start)
    return found.start() if found else start


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """All dates, relative dates and rhythms; whether each is a rhythm."""
    dates = date_spans(text)
    yield from ((start, end, False) for start, end in dates)
    for matches, rhythm in ((relative(text), False), (_RHYTHM.finditer(text), True)):
        for match in matches:
            at = bisect_left(dates, (match.end(), 0)) - 1
            if at < 0 or dates[at][1] <= match.start():
                yield match.start(), match.end(), rhythm


def _governs(text: str, start: int, end: int) -> bool:
    """Whether the phrase is no part of a name, a comparison or the mark of a thing."""
    compared = _COMPARED.search(text, max(0, start - 6), start)
    return not (compared and not _UNTIL.search(text, max(0, start - 3), start)) and not _OF_DEED.match(text, end)


# Asked once for the text and once for every number in it.
@lru_cache(maxsize=4)
def times(text: str) -> tuple[Time, ...]:
    """The time phrases of a folded text that can govern numbers, in order, none overlapping."""
    named = [match.span() for match in _NAMED.finditer(text)]
    kept: list[Time] = []
    for start, end, rhythm in sorted(_spans(text)):
        inside = bisect_left(named, (start + 1, 0)) - 1
        hidden = inside >= 0 and named[inside][1] > start
        if not hidden and (not kept or start >= kept[-1].end) and _governs(text, start, end):
            kept.append(Time(_until(text, start), end, text.startswith("的", end), rhythm))
    return tuple(kept)


def governing_time(text: str, number: Span, clause: Span, sentence: Span) -> Span | None:
    """The time phrase that governs a number of the folded text, or None where its sentence names none."""
    found = times(text)
    at = bisect_left(found, number.start, key=START)
    summed = None
    for time in reversed(found[:at]):
        if time.start < sentence.start:
            break
        if time.end > number.start or not _reaches(text, time, number, clause):
            continue
        if text[time.start : time.end] != SUMMED:
            return Span(time.start, time.end)
        summed = summed or Span(time.start, time.end)
    return summed


def _reaches(text: str, time: Time, number: Span, clause: Span) -> bool:
    """Whether the phrase governs the number and not only one before it or its own clause."""
    if time.bound:
        return number.start - time.end <= 4
    return not time.local or time.start >= clause.start


def governing_times(
    text: str, numbers: Sequence[Span], clause: Sequence[Span], sentence: Sequence[Span]
) -> list[Span | None]:
    """The time phrase of each number."""
    return [governing_time(text, *places) for places in zip(numbers, clause, sentence, strict=True)]
