"""Concrete actions: predicates of doing or setting something up, reported, planned or asked for."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import rjieba

from corpus.model import Document, Paragraph, Span
from extractors.clauses import sentences
from extractors.practice_heads import is_numbered
from extractors.practice_spans import Area, Candidate
from extractors.practice_words import (
    COUNT,
    UNIT,
    action,
    measure,
    opener,
    pattern,
    subject_opener,
    will,
    without_counts,
    words,
)

CHUNK = re.compile(rf"{UNIT}{{1,120}}")
COUNTED = re.compile(COUNT)
QUOTED = re.compile(r"“[^”\n]{0,60}”")
# 支持龙头企业发展 supports the firms.
GROWTH = re.compile(r"(?<=[^,。\n]{4})发展$")
SHARE = re.compile(r"\d\s?%|百分之|[一二三四五六七八九]成")
SETTING = re.compile(r"(?:后|时|以来|年来|之初|过程中|同时|之际|期间|基础上|前提下|影响下|作用下|精神|号召|起)$")
PURPOSE = re.compile(
    r"自(?:从|\d|[一二]九)|为了|由于|因为|虽然|尽管|如果|假如|只有|只要|即使|既|"
    r"为[^,]{0,3}(?:进一步|深入|切实|确保|解决|破解|贯彻|加强|加快|推动|做好|提升|提高|全面|有效|更好)"
)
NOUN_AFTER = re.compile(r"[的者率量于力性化后前时和与及到至等、]|入手|方面|以来|之初|之后|中的|期间|过程")
PREPOSITION = re.compile(r"^轻|针对|围绕|由于|按照|根据|为了|关于")
PEOPLE = re.compile(r"\d\s?[余多]?[名人位]")
ASPECT = re.compile(r"[了过起着]{0,2}")
LONG_RUN_IN = 160


@lru_cache(maxsize=8)
def _word_starts(folded: str) -> frozenset[int]:
    """Where words begin, by the dictionary."""
    starts, base = [], 0
    for line in folded.split("\n"):
        at = base
        for word in rjieba.cut(line):
            starts.append(at)
            at += len(word)
        base += len(line) + 1
    return frozenset(starts)


def _chunks(folded: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence, quotes and brackets kept whole."""
    for found in CHUNK.finditer(folded, sentence.start, sentence.end):
        yield Span(*found.span())


def _parts(folded: str, chunk: Span) -> Iterator[Span]:
    """A clause cut at 、 before another verb of setting up."""
    at = chunk.start
    for mark in re.finditer("、", folded[chunk.start : chunk.end]):
        place = chunk.start + mark.start() + 1
        before = folded[chunk.start : place]
        if action().match(folded, place, chunk.end) and before.count("“") == before.count("”"):
            yield Span(at, place - 1)
            at = place
    yield Span(at, chunk.end)


def _object_end(folded: str, start: int, chunk: Span) -> int:
    """Where the object ends: before a second predicate, without counts at its end."""
    end = chunk.end
    for mark in re.finditer(r"并(?=[^,]{2})|从而|以便|用于|进而|供", folded[start : chunk.end]):
        if action().match(folded, start + mark.end()) or len(mark[0]) > 1:
            end = start + mark.start()
            break
    return start + len(without_counts(folded[start:end]))


def _is_vague(obj: str) -> bool:
    vague = pattern("vague_objects", after="$").search(obj)
    return bool(vague) and not _is_concrete(obj)


def _is_concrete(obj: str) -> bool:
    return bool(pattern("concrete_heads", after="$").search(obj.rstrip("”》")))


def _is_object(folded: str, verb: str, obj: str, rest: Span) -> bool:
    """Whether verb and object are concrete: counted, finished (成立了……) or a thing that one sets up; no vague noun.

    `rest` is the clause after the verb.
    """
    obj = GROWTH.sub("", obj)
    if not 2 <= len(obj) <= 40 or _is_vague(obj) or PREPOSITION.search(obj):
        return False
    tail = QUOTED.sub("", rest.of(folded))
    sound = verb not in words("uncounted_verbs")
    counted = sound and bool(COUNTED.search(tail)) and not SHARE.search(tail)
    finished = sound and tail[:1] in ("了", "起") and verb in words("setup_verbs")
    moved = verb == "组织" and PEOPLE.search(tail)
    return (counted and not moved) or finished or _is_concrete(obj)


def _predicate(folded: str, chunk: Span, starts: frozenset[int]) -> Span | None:
    """The first concrete predicate of a clause."""
    text = chunk.of(folded)
    if SETTING.search(text) or PURPOSE.match(text):
        return None
    for verb in action().finditer(folded, chunk.start, chunk.end):
        if not _opens(folded, chunk, verb, starts):
            continue
        after = ASPECT.match(folded, verb.end(), chunk.end)
        start = after.end() if after else verb.end()
        end = _object_end(folded, start, chunk)
        if _is_object(folded, verb[0], folded[start:end], Span(verb.end(), chunk.end)):
            return Span(verb.start(), end)
    return None


def _opens(folded: str, chunk: Span, verb: re.Match[str], starts: frozenset[int]) -> bool:
    """Whether a verb is a predicate of its clause: at a word's start, not denied, not part of a noun."""
    before = folded[chunk.start : verb.start()]
    quoted = before.count("“") > before.count("”") or before.count("(") > before.count(")")
    return (
        verb.start() in starts
        and (verb.end() in starts or verb.end() == chunk.end)
        and not quoted
        and not pattern("blocked_before", after="$").search(before)
        and not NOUN_AFTER.match(folded, verb.end())
        and not before.endswith("的")
        and not (verb[0] in words("nounable_verbs") and pattern("noun_before", after="$").search(before))
    )


def _telling(document: Document, quiet: Area) -> Iterator[Span]:
    """The sentences that may tell actions: not rows, bylines, headings and titles, not what is quiet."""
    for sentence in sentences(document):
        paragraph = document.paragraph_at(sentence.start)
        if paragraph is not None and sentence.start not in quiet and _is_prose(document, paragraph):
            yield sentence


def _is_prose(document: Document, paragraph: Paragraph) -> bool:
    """A title that is cut up by marks is the first line of an excerpt."""
    words_of = document.folded[paragraph.start : paragraph.end]
    cut_up = paragraph.kind == "title" and bool(re.search(r"[,;。]|\.$", words_of))
    return cut_up or paragraph.kind in ("text", "list", "note")


def _zones(document: Document, heads: Sequence[Candidate]) -> tuple[Area, Area]:
    """Where actions only elaborate: where none is taken, and where only those with a count are."""
    closed: list[Span] = []
    counted: list[Span] = []
    for at, head in enumerate(heads):
        if head.body is None:
            continue
        paragraph = document.paragraph_at(head.span.start)
        following = heads[at + 1].span.start if at + 1 < len(heads) else head.body.end
        rest = Span(head.span.start, min(paragraph.end, following) if paragraph else following)
        if head.form == "item":
            closed.extend(() if _tells_much(document, head, rest) else (rest,))
        elif rest.end > head.body.start + 2:
            long = rest.end - rest.start > LONG_RUN_IN or not is_numbered(document, head.span)
            (counted if long else closed).append(rest)
        if following < head.body.end:
            counted.append(Span(head.body.start, following))
    return Area.of(closed), Area.of(counted)


def _tells_much(document: Document, head: Candidate, rest: Span) -> bool:
    """A long paragraph with figures under an item above level 4 reports more than the item; elsewhere it elaborates."""
    section = document.section_at(head.span.start)
    counts = len(COUNTED.findall(rest.of(document.folded)))
    return counts > 2 and rest.end - rest.start > LONG_RUN_IN and section is not None and section.level < 4


def demands(document: Document, quiet: Area, heads: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """What a text asks for or plans (要, 应当, 建议, 将): items under a measure heading, actions elsewhere."""
    items = Area.of(head.body for head in heads if head.form == "item" and head.body)
    bodies = Area.of(head.body for head in heads if head.form == "heading" and head.body)
    out: list[Candidate] = []
    for sentence in _telling(document, quiet):
        if not items.touches(sentence):
            out.extend(_demanded(document, sentence, bodies.touches(sentence)))
    return tuple(out)


def _demanded(document: Document, sentence: Span, below_heading: bool) -> Iterator[Candidate]:
    folded, open_list = document.folded, False
    for chunk in _chunks(folded, sentence):
        opening = _opening(folded, chunk)
        if opening is None and not (open_list and not below_heading):
            continue
        start = opening.end() if opening else chunk.start
        parts = tuple(_split(folded, Span(start, chunk.end), below_heading))
        open_list = open_list or bool(parts)
        for at, part in enumerate(parts):
            yield Candidate(part, "item" if below_heading and at == 0 else "action", sentence)


def _opening(folded: str, chunk: Span) -> re.Match[str] | None:
    """What makes a clause a demand or a plan: 要, 党支部要, 将."""
    plan = will().search(folded, chunk.start, chunk.end)
    if plan and plan.start() - chunk.start <= 14:
        return plan
    asked = opener().match(folded, chunk.start, chunk.end)
    return asked or subject_opener().match(folded, chunk.start, chunk.end)


def _split(folded: str, span: Span, whole: bool) -> Iterator[Span]:
    """The measures of a demand, split at 、 before another verb of two characters."""
    at = span.start
    if not _demand_verb(folded, at, span.end):
        return
    for mark in re.finditer("、", folded[span.start : span.end]):
        place = span.start + mark.start()
        if _demand_verb(folded, place + 1, span.end):
            yield from _trimmed(folded, Span(at, place), whole)
            at = place + 1
    yield from _trimmed(folded, Span(at, span.end), whole)


def _demand_verb(folded: str, at: int, end: int) -> bool:
    verb = measure().match(folded, at, end)
    return verb is not None and len(verb[0]) > 1 and verb[0] not in words("weak_leaders")


def _trimmed(folded: str, span: Span, whole: bool) -> Iterator[Span]:
    text = without_counts(span.of(folded))
    if 4 <= len(text) <= 40 and (whole or not _is_vague(text)):
        yield Span(span.start, span.start + len(text))


def actions(document: Document, quiet: Area, heads: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Concrete actions outside of what elaborates a heading or item, in the order of the text."""
    folded, (closed, counted) = document.folded, _zones(document, heads)
    starts = _word_starts(folded)
    out: list[Candidate] = []
    for sentence in _telling(document, quiet):
        if pattern("far_subjects").search(folded, sentence.start, sentence.end):
            continue
        for chunk in _chunks(folded, sentence):
            if closed.touches(chunk) or (counted.touches(chunk) and not COUNTED.search(chunk.of(folded))):
                continue
            found = (_predicate(folded, part, starts) for part in _parts(folded, chunk))
            out.extend(Candidate(span, "action", sentence) for span in found if span)
    return tuple(out)
