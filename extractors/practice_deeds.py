"""Deeds by the build of their clause: counted at its end, disposed of (把……), treated (对……), set up or taken away."""

import re

import rjieba

from corpus.beginnings import begun
from corpus.model import Span
from extractors.practice_clauses import blocked, is_concrete, is_vague, opens
from extractors.practice_words import COUNT, adverbs, may_end_in_count, no_names, pattern, without_counts, words

TAIL = re.compile(rf"(?P<count>{COUNT}(?:以上|以内|左右)?)(?:\([^)\n]{{0,20}}\))?$")
# How far from the start of its clause, in characters, a verb of work may stand.
REACH = 24
# How many characters are looked at for a verb that the list does not know.
WINDOW = 12
# No count with its brackets is longer.
LONGEST = 40
SHARE = re.compile(r"\d\s?%|百分点|百分之|成$|倍$")
ADVERBIAL = re.compile(r"(?:的|所|地|是|要求|希望|为了|通过|使|有|比|相|针|面|绝|反|校|核)$")
DISPOSING = re.compile("[把将]")
TREATING = re.compile(r"[^,。对]{0,8}对(?![于此比照标应策口]|外(?![埠地来出籍商资聘省县村包]))")
# States, and names in quotes, which are found as such.
NO_OBJECT = re.compile(r"^面临|得到|得以|^而|^“[^”]*”$|[少多大小重难高低强弱]$")
TURNED = re.compile("变[为成]|转[为变]|升级为")
# What a thing may turn into that one can walk into or stand on.
PLACE = re.compile(r"[园院馆站店坊厂厅亭吧场田林山湖池路街巷楼房室屋区廊苑墙角]$|农家乐$|[基阵产营绿菜果草湿]地$")
# Thinking, talking and judging do nothing yet.
THOUGHT = begun(
    r"从[^,]{1,14}[到至]$|总结|探讨|分析|研究|思考|表态|表示|介绍|说明|阐述|讲解|调研|考虑|转化|统筹|(?:工作|过程|实践|活动|建设|发展|生活)之?[中里][去来]?$"
)


def counted(folded: str, part: Span, starts: frozenset[int]) -> Span | None:
    """Verb and object of a clause that ends with a count (补种秋菜1900亩), or None."""
    text = part.of(folded)
    tail = TAIL.search(text, max(0, len(text) - LONGEST)) if text.endswith(")") or may_end_in_count(text) else None
    if tail is None or SHARE.search(tail[0]) or pattern("result_verbs").search(text):
        return None
    bare = without_counts(text)
    verb = _work_verb(folded, Span(part.start, part.start + len(bare)), starts)
    return (
        Span(verb, part.start + len(bare))
        if verb is not None and _is_thing(text[verb - part.start : len(bare)])
        else None
    )


def _is_thing(deed: str) -> bool:
    return (
        3 <= len(deed) <= 30
        and not is_vague(deed)
        and not THOUGHT.search(deed)
        and not deed.endswith(("的", "了", "为", "到", "出", "是", "共", "有", "成功", "完毕"))
    )


def _work_verb(folded: str, span: Span, starts: frozenset[int]) -> int | None:
    """Where a verb of work stands: one of the list anywhere, or what opens the clause as a verb by the dictionary."""
    for verb in pattern("work_verbs").finditer(folded, span.start, span.end):
        alone = verb.end() == span.end and len(verb[0]) < 4
        if not alone and verb.start() - span.start <= REACH and opens(folded, span, verb, starts):
            return verb.start()
    return _verb_by_dictionary(folded, span)


def _verb_by_dictionary(folded: str, span: Span) -> int | None:
    """Where a verb of two characters with an object opens a clause."""
    opening = adverbs().match(folded, span.start, span.end)
    start = opening.end() if opening else span.start
    tagged = rjieba.tag(folded[start : span.end][:WINDOW])
    opens_clause = len(tagged) > 1 and tagged[0][1] == "v" and len(tagged[0][0]) > 1
    told = opens_clause and tagged[0][0] != "累计" and tagged[0][0] not in words("state_verbs")
    acts = told and tagged[-1][1] not in ("v", "vn", "d")
    return start if acts else None


def _may_precede(before: str) -> bool:
    quoted = before.count("“") > before.count("”") or before.count("(") > before.count(")")
    return not quoted and not blocked(before) and not before.endswith(("的", "是"))


def disposed(folded: str, part: Span) -> Span | None:
    """把 or 将, the thing and what becomes of it (把支部建在作业线上), or None."""
    first = DISPOSING.search(folded, part.start, part.end)
    if first is None:
        return None
    text = part.of(folded)
    for found in DISPOSING.finditer(text, first.start() - part.start):
        rest, before = text[found.end() :], text[: found.start()]
        if len(before) > 14 or before.count("“") > before.count("”"):
            return None
        becomes = pattern("disposal_verbs").search(rest, 2)
        said = becomes and (_is_attitude(rest, becomes.start()) or _is_turn(rest, becomes))
        if becomes and not said and _may_precede(before):
            return _ended(part, found.start(), text)
    return None


def _is_attitude(rest: str, verb: int) -> bool:
    """Whether an idea is disposed of, or the thing is only given a place among one's cares."""
    return is_vague(rest[:verb]) or bool(pattern("attitudes").search(rest, verb))


def _is_turn(rest: str, becomes: re.Match[str]) -> bool:
    """Whether a way of doing things turns into another (把单干变成合伙干): what is said to have come of it, no deed."""
    if "像" in rest[: becomes.start()]:
        return True
    result = without_counts(rest[becomes.end() :].lstrip("了"))
    return bool(TURNED.match(becomes[0])) and not (PLACE.search(result) or is_concrete(result))


def treated(folded: str, part: Span) -> Span | None:
    """对 with whom or what, and how it is treated (对后进村实行挂牌整顿), or None."""
    text = part.of(folded)
    found = TREATING.match(text)
    if found is None:
        return None
    verb = pattern("treatment_verbs").search(text, found.end() + 2)
    before = text[: found.end() - 1]
    if (
        verb is None
        or ADVERBIAL.search(before)
        or not _may_precede(before)
        or text[verb.end() : verb.end() + 1] == "的"
    ):
        return None
    span = _ended(part, len(before), text)
    return None if span is None or is_vague(span.of(folded)) else span


def _ended(part: Span, start: int, text: str) -> Span | None:
    bare = without_counts(text)
    # What it becomes may be a count (压减为三个).
    bare = text if bare.endswith(("为", "成", "到", "至")) else bare
    if SHARE.search(text):
        return None
    fits = 6 <= len(bare) - start <= 45 and not THOUGHT.search(bare, start)
    return Span(part.start + start, part.start + len(bare)) if fits else None


def set_up(folded: str, part: Span, starts: frozenset[int]) -> Span | None:
    """A verb that always sets something up or takes it away (办起, 拆除) with any object that is no abstraction."""
    first = pattern("sure_verbs").search(folded, part.start, part.end)
    if first is None:
        return None
    end = part.start + len(without_counts(part.of(folded)))
    for verb in pattern("sure_verbs").finditer(folded, first.start(), end):
        obj = folded[verb.end() : end].lstrip("了过起")
        if verb[0] in words("event_openers") and "的" in obj:
            continue
        if opens(folded, part, verb, starts) and 2 <= len(obj) <= 24 and not is_vague(obj) and not _is_figure(obj):
            return Span(verb.start(), end)
    return None


def _is_figure(obj: str) -> bool:
    """Whether an object is a state, a name that is found as such, or a figure of speech (打通“最后一公里”)."""
    quoted = re.search(r"“([^”]*)”$", obj)
    return bool(NO_OBJECT.search(obj)) or (quoted is not None and quoted[1] in no_names())
