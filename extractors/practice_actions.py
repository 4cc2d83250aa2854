"""Concrete actions: predicates of doing or setting something up, reported, planned or asked for."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Document, Span
from extractors.practice_clauses import Sentence, is_concrete, is_vague, opens
from extractors.practice_deeds import counted, disposed, set_up, treated
from extractors.practice_frames import framed, shared
from extractors.practice_spans import SPAN, Area, Candidate
from extractors.practice_status import by_heading
from extractors.practice_words import COUNT, action, pattern, without_counts, words
from extractors.word_cuts import cuts

COUNTED = re.compile(COUNT)
QUOTED = re.compile(r"“[^”\n]{0,60}”")
# 支持龙头企业发展 supports the firms.
GROWTH = re.compile(r"(?<=[^,。\n]{4})发展$")
SHARE = re.compile(r"\d\s?%|百分点|百分之|[一二三四五六七八九]成")
SETTING = (
    *("后", "时", "以来", "年来", "之初", "过程中", "同时", "之际", "期间"),
    *("基础上", "前提下", "影响下", "作用下", "精神", "号召", "起"),
)
PURPOSE = re.compile(
    r"自(?:从|\d|[一二]九)|为了|由于|因为|虽然|尽管|如果|假如|只有|只要|即使|既|"
    r"为[^,]{0,3}(?:进一步|深入|切实|确保|解决|破解|贯彻|加强|加快|推动|做好|提升|提高|全面|有效|更好)"
)
# A figure of outcome (36个百分点), or a clause of its own.
NO_THING = re.compile(r"^轻|针对|围绕|由于|按照|根据|为了|关于|百分点$")
GROWN = re.compile(
    r"[从由]\d[^,。]{1,8}(?:扩大|增加|提高|提升|上升|下降|增长|减少|缩短|降低|升|降|涨|增|减|压减|压缩)[到至为]"
)
EACH = re.compile(r"每[^,。]{1,6}?\d|每[半年月季周日天个村户人名学期两三]")
PEOPLE = re.compile(r"\d\s?[余多]?[名人位]")
# What a report calls itself behind its subject; a title without closing mark runs on into the first sentence.
TITLED = re.compile(r"的(?:实践|做法|探索|思考|启示|体会|调查)(?:与|和|及)[一-龥]{2}|的(?:调研|考察|调查)报告")
TOLD_OF = re.compile(r"的(?:实践|做法|探索|尝试)(?=[一-龥])")
STANDS = re.compile(r"地处|位于|坐落")
# What makes the clause before it a topic (开展移风易俗，意义重大).
IMPORTANT = re.compile(",(?:意义|事关|关系着?到?|是|对于|有利于|有助于)")
SECOND = re.compile(r"并(?=[^,]{2})|从而|以便|用于|进而|供")
FOUNDING = ("成立", "组建", "制定", "印发", "建立", "设立")
COMPLETE = re.compile("完成了?")
ASPECT = re.compile(r"[了过起着]{0,2}")


def _parts(folded: str, chunk: Span) -> Iterator[Span]:
    """A clause, without the title that runs into it, cut at 、 before another verb of setting up."""
    titled = TITLED.search(folded, chunk.start, chunk.end)
    at = start = titled.end() if titled else chunk.start
    mark = folded.find("、", start, chunk.end)
    while mark >= 0:
        place = mark + 1
        before = folded[start:place]
        verb = action().match(folded, place, chunk.end) or folded.startswith("统一", place)
        if verb and before.count("“") == before.count("”"):
            yield Span(at, mark)
            at = place
        mark = folded.find("、", place, chunk.end)
    yield Span(at, chunk.end)


def _object_end(folded: str, start: int, chunk: Span) -> int:
    """Where the object ends: before a second predicate, without counts at its end."""
    told_of = TOLD_OF.search(folded, start, chunk.end)
    end = told_of.start() if told_of else chunk.end
    for mark in SECOND.finditer(folded, start, end):
        if action().match(folded, mark.end()) or len(mark[0]) > 1:
            end = mark.start()
            break
    return start + len(without_counts(folded[start:end]))


def _is_object(folded: str, verb: str, obj: str, rest: Span) -> bool:
    """Whether verb and object are concrete: counted, finished (成立了……) or a thing that one sets up; no vague noun.

    `rest` is the clause after the verb.
    """
    obj = GROWTH.sub("", obj)
    if not 2 <= len(obj) <= 40 or is_vague(obj) or NO_THING.search(obj) or STANDS.search(obj):
        return False
    tail = QUOTED.sub("", rest.of(folded))
    sound = verb not in words("uncounted_verbs")
    figured = sound and bool(COUNTED.search(tail)) and not SHARE.search(tail)
    finished = sound and tail[:1] in ("了", "起") and verb in words("setup_verbs")
    moved = verb == "组织" and PEOPLE.search(tail) and not obj.endswith(("输出", "就业", "务工", "体检"))
    return (figured and not moved) or finished or is_concrete(obj)


def _predicate(folded: str, chunk: Span, starts: frozenset[int]) -> Span | None:
    """The first concrete predicate of a clause."""
    for verb in action().finditer(folded, chunk.start, chunk.end):
        if not opens(folded, chunk, verb, starts):
            continue
        after = ASPECT.match(folded, verb.end(), chunk.end)
        start = after.end() if after else verb.end()
        end = _object_end(folded, start, chunk)
        if _is_object(folded, verb[0], folded[start:end], Span(verb.end(), chunk.end)):
            return Span(verb.start(), end)
    return None


def _elaborations(document: Document, heads: Sequence[Candidate]) -> Iterator[tuple[Span, bool, bool]]:
    """Where a text elaborates a heading or an item: from each to the end of its paragraph or the next one below it;
    whether it is a mere label (产业帮扶:), whose words are all detail; and whether it looks forward.
    """
    for at, head in enumerate(heads):
        if head.body is None:
            continue
        paragraph = document.paragraph_at(head.span.start)
        following = heads[at + 1].span.start if at + 1 < len(heads) else head.body.end
        end = min(paragraph.end, following) if paragraph else following
        label = head.form == "item" and document.folded.startswith(":", head.span.end)
        yield (
            Span(head.span.start, following if following < head.body.end else end),
            label,
            _looks_forward(document, head),
        )


def _is_setting(clause: str) -> bool:
    """Whether a clause gives time, aim or cause, or tells how far something went (从2亩扩大到6亩)."""
    return bool(clause.endswith(SETTING) or PURPOSE.match(clause) or GROWN.search(clause))


def _completed(folded: str, part: Span, starts: frozenset[int]) -> Span | None:
    """What has a beginning and an end and was brought to it (完成村级组织换届), or None."""
    if folded.find("完成", part.start, part.end) < 0:
        return None
    for verb in COMPLETE.finditer(folded, part.start, part.end):
        end = part.start + len(without_counts(part.of(folded)))
        whole = pattern("completions", after="$").search(folded, verb.end() + 2, end)
        if whole and end - verb.end() <= 24 and opens(folded, part, verb, starts):
            return Span(verb.start(), end)
    return None


def _done(folded: str, part: Span, starts: frozenset[int]) -> Span | None:
    """What is done in a clause: with or for somebody, by its verb, or by the build of the clause."""
    return (
        _completed(folded, part, starts)
        or shared(folded, part, starts)
        or _predicate(folded, part, starts)
        or disposed(folded, part)
        or treated(folded, part)
        or counted(folded, part, starts)
        or set_up(folded, part, starts)
        or framed(folded, part, starts)
    )


def _told(document: Document, sentence: Sentence, starts: frozenset[int]) -> Iterator[tuple[Candidate, bool]]:
    """The actions of a sentence, and whether each is counted."""
    folded = document.folded
    for chunk in sentence.clauses:
        for part in _parts(folded, chunk):
            idle = _is_setting(part.of(folded)) or IMPORTANT.match(folded, part.end)
            span = None if idle else _done(folded, part, starts)
            if span:
                yield Candidate(span, "action", sentence.span), _is_figured(part.of(folded))


def _own_work(
    folded: str, sentence: Sentence, told: Iterable[tuple[Candidate, bool]]
) -> Iterator[tuple[Candidate, bool]]:
    """The actions of a sentence without those that tell how its author looked into things: reading files, asking."""
    told = tuple(told)
    if not told:
        return
    marks = {mark[0] for mark in pattern("procedure").finditer(folded, sentence.span.start, sentence.span.end)}
    for deed, figured in told:
        words_of = deed.span.of(folded)
        if len(marks) < 2 or words_of.startswith(FOUNDING) or not pattern("procedure").search(words_of):
            yield deed, figured


def _is_figured(clause: str) -> bool:
    """Whether a clause counts what was done; how often or for each of whom (每季度一次, 每村2名) is a rule."""
    return bool(COUNTED.search(clause)) and not EACH.search(clause)


def _looks_forward(document: Document, head: Candidate) -> bool:
    """Whether a heading stands in a part on what is planned or proposed: there each measure counts by itself."""
    sections = document.sections_at(head.span.start)
    return head.form == "heading" and by_heading(document, sections, head.span) is not None


def _distinct(told: Sequence[tuple[Candidate, bool]], within: Span, every: bool) -> Iterator[Candidate]:
    """The actions that are more than detail of what a stretch elaborates: all of them where one or more is counted, or
    in any case.
    """
    first, last = (bisect_left(told, at, key=lambda pair: pair[0].span.start) for at in (within.start, within.end))
    inside = told[first:last]
    yield from (action for action, _ in inside if every or any(figured for _, figured in inside))


def actions(document: Document, sentences: Sequence[Sentence], heads: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Concrete actions in the order of the text; what elaborates a heading or item counts where it reports figures."""
    starts = frozenset(cuts(document.folded)[0])
    told: list[tuple[Candidate, bool]] = []
    for sentence in sentences:
        if not pattern("far_subjects").search(document.folded, sentence.span.start, sentence.span.end):
            found = _told(document, sentence, starts)
            told.extend(_own_work(document.folded, sentence, found))
    stretches = tuple(_elaborations(document, heads))
    elaborated = Area.of(stretch for stretch, _, _ in stretches)
    free = {action for action, _ in told if not elaborated.touches(action.span)}
    for stretch, label, every in stretches:
        free.update(() if label else _distinct(told, stretch, every))
    return tuple(sorted(free, key=SPAN))
