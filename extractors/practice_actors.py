"""Who does a practice: the subject of its clause, or the one that an earlier clause of its sentence opens with."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from operator import attrgetter

from corpus.model import Document, Span
from extractors.base import Mention
from extractors.clauses import clauses, piece_at, sentences
from extractors.practice_results import is_result
from extractors.practice_words import action, adverbs, measure, particular, pattern

# Numbers and times before the subject; the words among them stand in the lexicon.
TIME = (
    r"(?:(?:自|从)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|起|初|底|末|开始|春|夏|秋|冬)?|"
    r"\d{1,2}月(?:\d{1,2}日|份|初|底|以来)?|[一二三四五六七八九十两几]{1,2}[年月]来|[一二三四五六七八九十]是|由)"
)
AND = r"(?:、|和|与|及|会同|联合)"
ANOTHER = re.compile(AND)
JOINED = re.compile("会同|联合")
# What no name of a body or person begins with.
NO_NAME = re.compile(
    r"[在从对把将以按为给让使据随当自因依通经向针围根有是也还要应用其这那每于比与和同等被到]|通过|其中|全面|主要|深入|.$|"
    r".{0,60}(?:下设|设有|现有|共有|拥有|成立|组建|组成|设立|建立|开展|召开|认识|[既是]|要(?!素|道))"
)
START = attrgetter("start")
# Verbs that open names (组织部, 服务中心).
NAME_VERBS = ("组织部", "服务", "发展", "监督", "建设", "联合", "改革", "创新")


@cache
def _skipped() -> re.Pattern[str]:
    return particular("circumstances", before=f"(?:{TIME}|", after="|[, ]){0,3}")


@cache
def _follow() -> str:
    """What must come after a subject: adverbs, then a verb or a preposition."""
    told = pattern("work_verbs", "naming_verbs").pattern
    verbs = f"{measure().pattern}|{told}|{particular('relations').pattern}"
    return f"(?:{adverbs().pattern}|{particular('predicates').pattern}){{0,3}}(?:{verbs})"


@cache
def _one(people: bool) -> re.Pattern[str]:
    """One subject up to the last noun that a predicate or another subject follows."""
    groups = ("bodies", "places", "people") if people else ("bodies", "places")
    name = particular(*groups, before=r"(?:“[^”\n]{1,16}”|[^\W_的了]){0,24}?").pattern
    return re.compile(f"(?P<name>{name})(?:\\([^)\\n]{{0,12}}\\))?(?={AND}|$|{_follow()})")


def _names(folded: str, at: int, end: int, people: bool) -> Iterator[Span]:
    """The subjects that open a range, joined by 、 and the like."""
    while found := _one(people).match(folded, at, end):
        span = Span(*found.span("name"))
        if not _may_act(span.of(folded)):
            return
        yield span
        more = ANOTHER.match(folded, found.end(), end)
        if more is None:
            return
        at = more.end()


def _may_act(name: str) -> bool:
    """Whether a name opens neither with a verb (组织党员) nor with a preposition."""
    verb = action().match(name) or pattern("work_verbs").match(name)
    named = name.startswith(NAME_VERBS) and bool(particular("bodies", after="$").search(name))
    return not NO_NAME.match(name) and (verb is None or named)


def _opening(folded: str, clause: Span, end: int, people: bool) -> tuple[Span, ...]:
    """The subjects at the start of a clause, read up to `end`."""
    skipped = _skipped().match(folded, clause.start, end)
    return tuple(_names(folded, skipped.end() if skipped else clause.start, end, people))


def _candidates(document: Document, own: Span, body: Span, headed: bool) -> Iterator[tuple[Span, int, bool]]:
    """The clauses that may open with the subject, nearest first: where to read to, and whether people may act there."""
    pieces = clauses(document)
    if headed:
        first = tuple(_first_sentence(document, own, body))
        yield from ((piece, piece.end, piece is first[0]) for piece in first if not is_result(document.folded, piece))
        return
    sentence = piece_at(sentences(document), own.start)
    home = piece_at(pieces, own.start)
    if sentence is None or home is None:
        return
    # A partner may stand in the practice itself (县局会同乡政府设立……).
    yield home, home.end if JOINED.match(document.folded, own.start) else own.start, True
    begin = bisect_left(pieces, sentence.start, key=START)
    end = bisect_left(pieces, home.start, key=START)
    yield from ((piece, piece.end, False) for piece in reversed(pieces[begin:end]))


def _first_sentence(document: Document, own: Span, body: Span) -> Iterator[Span]:
    """The clauses of the first sentence under a heading or item."""
    below = sentences(document)
    at = bisect_left(below, own.end, key=START)
    if at < len(below) and below[at].start < body.end:
        pieces, first = clauses(document), below[at]
        yield from pieces[bisect_left(pieces, first.start, key=START) : bisect_left(pieces, first.end, key=START)]


def subjects(document: Document, own: Span, body: Span, headed: bool) -> tuple[Mention, ...]:
    """Who does the practice, as words of the text; empty where the text does not say."""
    for clause, end, people in _candidates(document, own, body, headed):
        found = _opening(document.folded, clause, end, people)
        if found:
            return tuple(Mention(span.start, span.end, span.of(document.text)) for span in found)
    return ()
