"""How far a problem reaches in folded text: its subject on the left, its object on the right, quotes kept in pairs."""

import re
from dataclasses import dataclass
from functools import cache

from corpus.beginnings import begun
from corpus.model import Span
from extractors.lexicon import QUOTES
from extractors.problem_patterns import any_of, patterns

SUBJECT_LIMIT = 14
SEARCH_LIMIT = 60
OBJECT_LIMIT = 40
INSIDE = "“”%-"
LAST_MARK = re.compile(r"(?s:.*)(?:[^\w%-]|_)")
# Some type a full stop for 。.
STOPPED = "”."
LEAD = begun(
    r"(?:[一几]些|[一几两数][个块条项种类批道股大]|对|在|[一二三四五六七八九十]是|第[一二三四五六七八九十]+(?:是)?|首先是?|其次是?|再次是?|最后是?|其[一二三四]是?|此外|另外|同时|但是|但|然而|而且|并且|且|以及|"
    r"及|和(?!谐|睦|解)|与(?!会)|或|也|还(?!款|贷|债|林|建|田)|又|就(?!近|业|医|学|地|读|餐|诊|职|任|座)|则|如|即|而|使(?!用|命)|让(?!利|座)"
    r"|令|因(?!素|地|人)|其(?!他|它)|是|有(?!效|机|关|限|序|线|偿)|对于|着|了(?!解)|的|更(?!新|换|替|正|改)|都(?!市)|被(?!动|征)|将(?!来)|尚|仍"
    r"|从(?!业|事)|尤其|特别)"
)
PLACE = re.compile(r"^(?:在|于)[^上中下里时内后]{1,16}?(?:过程中|方面|领域|环节|上|中|下|里|时|内|后)")
QUANTIFIED = re.compile(
    r"(?:大部分|绝大多数|大多数|多数|部分|个别|极少数|少数|有的|有些|一些|不少|许多|很多|某些|若干|全体|广大|各)$"
)
TAIL = begun(
    r"(?:等(?:方面|诸多|一系列|突出|各类|新|老)?)?的?(?:突出)?(?:问题|现象)$|(?:等(?:方面|诸多|一系列|突出|各类|新|老)?的?|的)(?:突出)?(?:局面|情况|状况|困境|难题|倾向|"
    r"情形|弊端|行为|困局|窘境|怪圈|矛盾)$|等{1,9}$|[的了]$"
)
STOP = begun(
    r"的(?=[0-9])|(?:怎么|如何|怎样|咋)[办解破治]|导致|造成|致使|使得|从而|而且|以至|引发|进而|等(?:突出)?(?:问题|现象|情况)|的(?:问题|现象|局面|情况|状况|困境|难题|倾向|情形|状态)"
)
COORDINATED = re.compile(r"、(?!少)[^、,;:。!?\n\t不无没未难缺]{1,10}(?![^、,;:。!?\n\t])")


@dataclass(frozen=True, slots=True)
class Trims:
    """Word lists as patterns."""

    cut: re.Pattern[str]
    bearer: re.Pattern[str]
    last_bearer: re.Pattern[str]
    adverbs: re.Pattern[str]
    bare: frozenset[str]


@cache
def trims() -> Trims:
    """The patterns for trimming, compiled once per process."""
    found = patterns()
    bearers = any_of(found.bearers)
    return Trims(
        cut=re.compile(any_of(word for word in found.cut_after if len(word) > 1)),
        bearer=re.compile(f"(?:[一-龥]{{0,4}}?){bearers}(?=[一-龥“]{{2}})"),
        last_bearer=re.compile(f"{bearers}(?=[一-龥“]{{2}})"),
        adverbs=begun(f"(?:{any_of(found.words['adverb'])}){{1,4}}$"),
        bare=frozenset(found.bare_heads),
    )


def _word(char: str) -> bool:
    return char.isalnum() or char in INSIDE


def phrase_start(folded: str, at: int) -> int:
    """The start of the phrase that runs up to `at`: behind the last mark, or the last quote without partner."""
    near = folded[max(0, at - SEARCH_LIMIT) : at]
    if QUOTES[0] not in near and QUOTES[1] not in near:
        mark = LAST_MARK.match(near)
        return at - len(near) + (mark.end() if mark else 0)
    start, closed = at, 0
    while start > 0 and at - start < SEARCH_LIMIT and _word(folded[start - 1]):
        closed += (folded[start - 1] == QUOTES[1]) - (folded[start - 1] == QUOTES[0])
        if closed < 0:
            break
        start -= 1
    return start if closed <= 0 else start + folded[start:at].index(QUOTES[1]) + 1


def phrase_end(folded: str, at: int) -> int:
    """The end of the phrase that begins at `at`: the next mark outside quotes, or the next quote without partner."""
    end, opened = at, 0
    while (
        end < len(folded) and end - at < OBJECT_LIMIT and (_word(folded[end]) or (opened > 0 and folded[end] in "、,"))
    ):
        opened += (folded[end] == QUOTES[0]) - (folded[end] == QUOTES[1])
        if opened < 0:
            break
        end += 1
    return end


def subject_start(folded: str, core: int, least: int = 0) -> int:
    """Where the subject before `core` begins, not before `least`; `core` itself where there is none."""
    start = max(least, phrase_start(folded, core))
    start = _cut(folded, start, core)
    start = _lead(folded, start, core)
    start = _modifier(folded, start, core)
    if core - start > SUBJECT_LIMIT:
        start = _last_bearer(folded, start, core)
    bare = trims().adverbs.sub("", folded[start:core]).strip(QUOTES)
    return start if bare else core


def _cut(folded: str, start: int, core: int) -> int:
    """Behind the last word that ends what belongs to others; behind who has the problem, after a quantifier."""
    ends = list(trims().cut.finditer(folded, start, core))
    if not ends:
        return start
    end = ends[-1]
    if end.end() == core and trims().adverbs.fullmatch(end[0]):
        return _before(folded, start, end.start())
    return _owner(folded, end.end(), core) if QUANTIFIED.search(end[0]) else end.end()


def _before(folded: str, start: int, last: int) -> int:
    """An adverb at the very end cuts nothing off (普遍 in 设备普遍老化): the word before it counts."""
    found = [one for one in trims().cut.finditer(folded, start, last) if not trims().adverbs.fullmatch(one[0])]
    if not found:
        return start
    return _owner(folded, found[-1].end(), last) if QUANTIFIED.search(found[-1][0]) else found[-1].end()


def _owner(folded: str, start: int, core: int) -> int:
    found = trims().bearer.match(folded, start, core)
    return found.end() if found else start


def _lead(folded: str, start: int, core: int) -> int:
    for _ in range(3):
        found = PLACE.match(folded[start:core]) or LEAD.match(folded[start:core])
        if not found or core - start - found.end() < 0:
            break
        start += found.end()
    return start


def _modifier(folded: str, start: int, core: int) -> int:
    """Behind the last 的 that leaves a noun which says enough."""
    places = [at for at in range(start, core) if folded[at] == "的"]
    for at in reversed(places):
        rest = trims().adverbs.sub("", folded[at + 1 : core])
        if len(rest) >= 2 and rest not in trims().bare:
            return at + 1
    return start


def _last_bearer(folded: str, start: int, core: int) -> int:
    ends = [found.end() for found in trims().last_bearer.finditer(folded, start, core)]
    return max((end for end in ends if core - end >= 2), default=start)


def object_end(folded: str, core: int) -> int:
    """Where the object behind `core` ends: with its phrase, before what it leads to, without 等问题 and the like."""
    end = phrase_end(folded, core)
    stop = STOP.search(folded, core, end)
    return without_tail(folded, core, stop.start() if stop else end)


def without_tail(folded: str, start: int, end: int) -> int:
    """The end before 等问题, 的现象 and the like."""
    tail = TAIL.search(folded[start:end])
    return start + tail.start() if tail and tail.start() > 0 else end


def coordinated_end(folded: str, end: int, taken: set[int]) -> int:
    """The end behind further objects (、组织生活制度、人才共育机制), as long as none is a problem (`taken`)."""
    while found := COORDINATED.match(folded, end):
        if not taken.isdisjoint(range(end, found.end())):
            break
        end = without_tail(folded, end, found.end())
        if end < found.end():
            break
    return end


def unquoted(folded: str, span: Span) -> Span:
    """The span without quotes around it and with the quotes inside in pairs."""
    start, end = span.start, span.end
    if folded.endswith(STOPPED, start, end):
        end -= 1
    while (
        start < end
        and folded[start] in QUOTES + " "
        and (folded[start] != QUOTES[0] or _pairs(folded, start, end) != "inner")
    ):
        start += 1
    while start < end and folded[end - 1] in QUOTES + " " and _pairs(folded, start, end) != "inner":
        end -= 1
    inside = folded[start:end]
    if inside.count(QUOTES[0]) > inside.count(QUOTES[1]) and folded[end : end + 1] == QUOTES[1]:
        end += 1
    return Span(start, end)


def _pairs(folded: str, start: int, end: int) -> str:
    """`inner` where the quotes of a stretch belong together and do not enclose the whole of it."""
    inside = folded[start:end]
    whole = inside.startswith(QUOTES[0]) and inside.endswith(QUOTES[1]) and inside.count(QUOTES[0]) == 1
    even = inside.count(QUOTES[0]) == inside.count(QUOTES[1])
    return "inner" if even and not whole and inside.count(QUOTES[0]) else "outer"
