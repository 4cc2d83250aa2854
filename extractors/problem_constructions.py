"""Problems by the way they are said: degree negation, lack, difficulty, contrast …, and lists before 等问题."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from corpus.beginnings import begun
from corpus.model import Span
from extractors.problem_figures import illustrates
from extractors.problem_keys import Keyed
from extractors.problem_patterns import Construction, any_of, patterns, spelled
from extractors.problem_spans import (
    coordinated_end,
    object_end,
    phrase_start,
    subject_start,
    trims,
    unquoted,
    without_tail,
)

LIST_LIMIT = 80
# Right of 问题: it exists, or something became of it; no opener is needed then.
OUTCOME = re.compile(r"(?:得到|尚未|还没|依然|仍|普遍|突出|比较突出|较为突出|十分突出|日益|时有|屡|长期|较多|不少|已)")
# 与先进地区相比还有差距 says nothing of what is lacking.
COMPARED = re.compile(r"(?:与|同|离|距|对照|对标)|.{0,120}(?:相比|工作$|[中上]$|来看$)")
MEMBER_LIMIT = 24
SIBLING_LIMIT = 8
# No construction takes in the end of a sentence; what stands behind is looked at, two characters at most.
SENTENCE = re.compile(r"[^。!?;\n]+")
BEHIND = 2
LONE_LEAST = 4
# Order candidates as their spans order themselves, three times as fast.
SPAN = attrgetter("span.start", "span.end")
CORE = attrgetter("core.start", "core.end", "source")
MEMBER_LEAST = 3


class Candidate(NamedTuple):
    """What may be a problem: its span, the words that make it one, and where it comes from.

    `source` is the id of a construction, `governed`, or `phrase`; `labels` are the categories that a set phrase allows.
    """

    span: Span
    core: Span
    source: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rules:
    never: re.Pattern[str]
    frame: re.Pattern[str]
    opener: re.Pattern[str]
    list_opener: re.Pattern[str]
    siblings: re.Pattern[str]
    empty: re.Pattern[str]
    counted: re.Pattern[str]
    warners: re.Pattern[str]
    not_warned: re.Pattern[str]


@cache
def constructions() -> tuple[tuple[Construction, str], ...]:
    """The constructions of the lexicon with their patterns, the lists of words put in."""
    found = patterns()
    return tuple((one, spelled(one.pattern, found.words)) for one in found.constructions)


@cache
def _compiled(at: int) -> re.Pattern[str]:
    """The pattern of a construction by its place in the lexicon: few documents have need of all."""
    return begun(constructions()[at][1])


@cache
def _keyed() -> Keyed:
    return Keyed(pattern for _, pattern in constructions())


def possible(folded: str, sentences: Sequence[Span]) -> Iterator[list[int]]:
    """The places in the lexicon of the constructions that each sentence of a folded text may hold."""
    return _keyed().possible(folded, sentences)


@cache
def _rules() -> _Rules:
    found = patterns()
    return _Rules(
        never=begun("|".join(found.never)),
        frame=re.compile(any_of(found.governed.frames)),
        opener=re.compile(any_of(found.governed.openers)),
        list_opener=re.compile(any_of((*found.governed.openers, *found.governed.openers_of_lists))),
        siblings=re.compile(
            any_of(found.governed.openers_of_siblings)
            + r"(?:了|各种|各类|一些|以往|过去|原来)?(?P<list>[^,;:。!?\n\t]{2,80})"
        ),
        empty=begun(f"(?:{any_of((*found.governed.empty, '的', '地', '和', '等', '与', '及'))})+"),
        counted=re.compile(found.counted),
        warners=re.compile(found.governed.warners),
        not_warned=re.compile(found.governed.not_warned),
    )


def constructed(folded: str) -> list[Candidate]:
    """All problems that a construction finds in the text, overlapping ones too, by start of their core; none that only
    gives a figure for another one.
    """
    sentences = [Span(*found.span()) for found in SENTENCE.finditer(folded)]
    found = [
        candidate
        for sentence, which in zip(sentences, possible(folded, sentences), strict=True)
        for construction, core in matches(folded, sentence, which)
        if (candidate := _candidate(folded, construction, core))
    ]
    found = list(_allowed(folded, found))
    places = {at for one in found for at in range(one.core.start, one.core.end)}
    found = [one for one in found if not illustrates(folded, one.core, places)]
    cores = {at for one in found for at in range(one.core.start, one.core.end)}
    return sorted((_with_coordinated(folded, one, cores) for one in found), key=CORE)


def _allowed(folded: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Those that hold nothing of what is never a problem; each line is looked at by itself."""
    for start, told in groupby(found, lambda one: folded.rfind("\n", 0, one.core.start) + 1):
        end = folded.find("\n", start)
        never = _rules().never.finditer(folded, start, end if end >= 0 else len(folded))
        places = {at for match in never for at in range(*match.span())}
        yield from (one for one in told if places.isdisjoint(range(one.core.start, one.core.end)))


def matches(folded: str, sentence: Span, which: Iterable[int]) -> Iterator[tuple[Construction, Span]]:
    """Where the patterns of constructions, given by their places in the lexicon, match in a sentence."""
    for at in which:
        construction, _ = constructions()[at]
        for match in _compiled(at).finditer(folded, sentence.start, sentence.end + BEHIND):
            if match.start() < sentence.end:
                yield construction, Span(*match.span("core"))


def _candidate(folded: str, construction: Construction, core: Span) -> Candidate | None:
    start = core.start if construction.left == "none" else subject_start(folded, core.start)
    if (construction.left == "required" and start == core.start) or _denied(folded, construction, core):
        return None
    if construction.id == "gap" and COMPARED.match(folded[phrase_start(folded, core.start) : core.start]):
        return None
    if construction.names == "subject" and folded[start : core.start] in patterns().words["frame"]:
        return None
    if construction.names == "subject":
        return Candidate(unquoted(folded, Span(start, core.start)), Span(start, core.start), construction.id)
    end = object_end(folded, core.end) if construction.right == "object" else core.end
    return Candidate(unquoted(folded, Span(start, end)), core, construction.id)


def _denied(folded: str, construction: Construction, core: Span) -> bool:
    """不满足于已有成绩 and 满意不满意 are no problems, nor is little of a burden."""
    before = folded[max(0, core.start - 12) : core.start]
    words = core.of(folded)
    if words[0] == "不":
        return any(before.endswith(words[1 : size + 1]) for size in (1, 2))
    if before.endswith(("不", "没", "未", "非", "无", "不是")) and words[0] not in "没未无尚仍还":
        return True
    if construction.unless_after is None:
        return False
    return trims().adverbs.sub("", before).endswith(patterns().words[construction.unless_after])


def _with_coordinated(folded: str, one: Candidate, cores: set[int]) -> Candidate:
    """缺少办法、制度、机制 is one lack; 缺少办法、效果不好 are two problems."""
    if not one.source.startswith(("lack", "short_of")) or folded[one.span.end : one.span.end + 1] != "、":
        return one
    end = coordinated_end(folded, one.span.end, cores)
    return Candidate(Span(one.span.start, end), one.core, one.source)


def governed(folded: str) -> Iterator[Candidate]:
    """The members of lists that end in 等问题 and the like."""
    for frame in _rules().frame.finditer(folded):
        if _rules().counted.match(folded[frame.end() : frame.end() + MEMBER_LIMIT]):
            continue
        sure = bool(OUTCOME.match(folded, frame.end()))
        start = _list_start(folded, frame.start(), frame[0].startswith("等") or sure)
        if start is not None:
            yield from _members(folded, start, frame, "asserted" if sure else "governed")


def siblings(folded: str, taken: set[int]) -> Iterator[Candidate]:
    """The members of a list behind a verb such as 克服 whose first is a problem already (its places are `taken`)."""
    for found in _rules().siblings.finditer(folded):
        members = list(_pieces(found["list"], found.start("list")))
        known = [member for member in members if not taken.isdisjoint(range(member.start, member.end))]
        if known and known[0] == members[0]:
            fresh = (
                unquoted(folded, member)
                for member in members
                if member not in known and member.end - member.start <= SIBLING_LIMIT
            )
            yield from (Candidate(span, span, "sibling") for span in fresh if _says_something(folded, span))


def warned_of(folded: str, taken: set[int]) -> Iterator[Candidate]:
    """What stands behind 防止 and the like, each member of a list, unless it holds a problem already (`taken`
    places).
    """
    for found in _rules().warners.finditer(folded):
        for member in _pieces(found["list"], found.start("list")):
            span = unquoted(folded, Span(member.start, without_tail(folded, member.start, member.end)))
            if (
                MEMBER_LEAST <= span.end - span.start <= MEMBER_LIMIT
                and taken.isdisjoint(range(member.start, member.end))
                and not _rules().not_warned.match(folded, span.start)
            ):
                yield Candidate(span, span, "warned")


def _pieces(words: str, at: int) -> Iterator[Span]:
    for piece in words.split("、"):
        yield Span(at, at + len(piece))
        at += len(piece) + 1


def _list_start(folded: str, end: int, listed: bool) -> int | None:
    """Where the list before a frame begins: behind its opener; a list with 等 needs none and begins with its clause."""
    start = phrase_start(folded, end)
    while start > 0 and folded[start - 1] == "、" and end - start < LIST_LIMIT:
        start = phrase_start(folded, start - 1)
    opener = _rules().list_opener if listed else _rules().opener
    openers = list(opener.finditer(folded, start, end))
    if openers:
        first = next((one for one in openers if "、" in folded[one.end() : end]), openers[-1])
        return first.end()
    return start if listed else None


def _members(folded: str, start: int, frame: re.Match[str], source: str) -> Iterator[Candidate]:
    members = list(_pieces(folded[start : frame.start()], start))
    for member in members:
        span = _trimmed(folded, member)
        if len(members) == 1 and frame[0] != "问题" and span.end - span.start < LONE_LEAST:
            continue
        if _says_something(folded, span):
            named = Span(span.start, frame.end()) if frame[0] == "问题" and len(members) == 1 else span
            yield Candidate(span, named, source)


def _trimmed(folded: str, span: Span) -> Span:
    start = subject_start(folded, span.end) if span.end - span.start > 1 else span.start
    return unquoted(folded, Span(max(start, span.start), without_tail(folded, span.start, span.end)))


def _says_something(folded: str, span: Span) -> bool:
    words = span.of(folded)
    return 2 <= len(words) <= MEMBER_LIMIT and not _rules().empty.fullmatch(words)
