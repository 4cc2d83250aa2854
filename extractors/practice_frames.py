"""Deeds told in frames: done with a partner (与……合建), for somebody (为……换药), by somebody (由……统一供苗), put on
record (计入年度考评), made of something (坡地种上油茶), rules (须经……会签, 一律停办), trips (组织……到……跟学), what each
takes on (每人包联1个村), and events that were held so often (办班26期).
"""

import re
from functools import cache

from corpus.beginnings import begun
from corpus.model import Span
from extractors.practice_clauses import blocked, is_vague
from extractors.practice_words import COUNT, NUMERAL_OPENS, may_end_in_count, particular, pattern, without_counts

# What may stand before a frame in its clause: a short subject, a time.
LEAD = r"[^,。;:!?\n“”的]{0,16}?"
CONCERNS = re.compile("[与同和给为向]|联合|携手")
PARTNER = re.compile(rf"{LEAD}(?P<deed>[与同和](?!时|比|此|其|步|意|志|样)[^,。]{{2,24}}?)")
JOINTLY = re.compile(rf"{LEAD}(?P<deed>(?:联合|会同|协同|携手)(?!行动|会|党|支部|体|国)[^,。]{{3,24}}?)")
BENEFIT = re.compile(
    rf"{LEAD}(?P<deed>[给为向](?!了|此|主|期|民|人民|何|止|上|下|前|后|好|宗旨|核心|重点)[^,。]{{2,20}}?)"
)
AGENT = re.compile(r"(?P<deed>由[^,。的]{2,14}?(?:统一|集中|逐一|分头)[^,。的]{2,20})$")
FILED = begun(
    r"(?P<deed>(?:一并|一律|同步|全部|统一)?(?:纳入|计入|列入|写入|记入|载入)[^,。的]{2,14}(?:考评|考核|绩效|档案|章程|规划|预算|名录|台账|公约|管理|清单|评价))$"
)
MADE = re.compile(
    r"(?:\d[\d.,]{0,8}[^\W\d_]{1,3}[^,。的]{1,8}?)(?P<deed>(?:种上|栽上|改成|建成|装上|捋成|编成|划成|合成|换上|办成|用上|通上)[^,。的了]{2,14})$"
)
# Help as such is nothing that one could count or see.
HELP = re.compile(r"(?:帮助|便利|方便|保障|支持|支撑|机会|条件|动力|平台|服务|依据|借鉴|参考|可能|空间|基础)$")
RULE = re.compile(r"(?P<deed>[^,。的]{2,16}一律(?:不准|不得|禁止|停办|取消|公开|上墙|简办|从简|清退)[^,。的]{0,10})$")
CLEARED = re.compile("[经由报]")
TIMES = r"(?:期|场|场次|次|趟|人次|回|轮|届|堂|节|遍)"


def shared(folded: str, part: Span, starts: frozenset[int]) -> Span | None:
    """What is done with a partner or for somebody, with those whom it concerns, or None."""
    text = part.of(folded)
    if not CONCERNS.search(text) or (pattern("result_verbs").search(text) and not COUNTED_DEED.search(text)):
        return None
    return (
        _with_verb(folded, part, starts, PARTNER, "partner_verbs")
        or _with_verb(folded, part, starts, JOINTLY, "setup_verbs")
        or _with_verb(folded, part, starts, BENEFIT, "benefit_verbs")
    )


def framed(folded: str, part: Span, starts: frozenset[int]) -> Span | None:
    """What a clause tells in one of the frames, or None."""
    text = part.of(folded)
    ruled = _ruled(folded, part, text)
    if ruled or (pattern("result_verbs").search(text) and not COUNTED_DEED.search(text)):
        return ruled
    return (
        ("由" in text and _whole(folded, part, AGENT))
        or ("组织" in text and _whole(folded, part, _trip()))
        or (NUMERAL_OPENS.search(text) and _figured(folded, part, text, starts))
        or None
    )


def _ruled(folded: str, part: Span, text: str) -> Span | None:
    """What is put on record, ruled or to be passed by somebody; most clauses lack the word that each of these has."""
    return (
        ("入" in text and _whole(folded, part, FILED))
        or ("一律" in text and _whole(folded, part, RULE))
        or ("统一" in text and _whole(folded, part, _as_one()))
        or (CLEARED.search(text) and _whole(folded, part, _cleared()))
        or None
    )


def _figured(folded: str, part: Span, text: str, starts: frozenset[int]) -> Span | None:
    """What a clause with a number tells: what was made, taken on or held."""
    return (
        _whole(folded, part, MADE)
        or _taken_on(folded, part, starts)
        or (_event(folded, part) if may_end_in_count(text) else None)
    )


COUNTED_DEED = re.compile(rf"(?:结对|合建|合办|签订|共建)[^,。]{{0,12}}{COUNT}")


@cache
def _cleared() -> re.Pattern[str]:
    """须经……会签."""
    return pattern(
        "clearing_verbs", before="(?P<deed>(?:须|必须|先|统一|一律|都要|均)(?:经|由|报)[^,。的]{2,16}?", after=")$"
    )


@cache
def _as_one() -> re.Pattern[str]:
    """统一供苗."""
    return pattern("joint_work", before="(?P<deed>统一", after="[^,。的]{0,10})$")


@cache
def _trip() -> re.Pattern[str]:
    """组织……到……跟学, 组织劳务输出."""
    return pattern("trips", before="(?P<deed>组织[^,。的]{2,14}?[到赴去][^,。]{2,14}?", after=")$")


@cache
def _each() -> re.Pattern[str]:
    """A verb of work with a count before its object."""
    return pattern("work_verbs", before="(?P<deed>", after=rf"[了]?{COUNT}[^,。的了\d]{{2,14}})$")


def _taken_on(folded: str, part: Span, starts: frozenset[int]) -> Span | None:
    """What was worked on, counted first (每人包联1个村)."""
    found = _each().search(folded, part.start, part.end)
    if found is None or found.start() not in starts or not _may_open(folded, part, found.start()):
        return None
    return _fitting(folded, Span(*found.span("deed")))


@cache
def _joined(frame: re.Pattern[str], verbs: str) -> re.Pattern[str]:
    """A preposition and those whom it concerns, before one of the verbs that go with it."""
    return re.compile(frame.pattern + pattern(verbs).pattern)


def _with_verb(folded: str, part: Span, starts: frozenset[int], frame: re.Pattern[str], verbs: str) -> Span | None:
    """A preposition, those whom it concerns, and one of the verbs that go with it to the end of the clause."""
    found = _joined(frame, verbs).match(folded, part.start, part.end)
    if found is None or not _may_open(folded, part, found.start("deed")):
        return None
    # The dictionary may take the preposition for a part of the body before it (队为).
    at, subject = found.start("deed"), particular("bodies", after="$").search(folded[part.start : found.start("deed")])
    return _fitting(folded, Span(at, part.end)) if at in starts or subject else None


def _may_open(folded: str, part: Span, at: int) -> bool:
    before = folded[part.start : at]
    return not blocked(before) and not before.endswith(("的", "是", "有", "作", "成"))


def _whole(folded: str, part: Span, frame: re.Pattern[str]) -> Span | None:
    found = frame.search(folded, part.start, part.end)
    if found is None or found.end() != part.end or not _may_open(folded, part, found.start("deed")):
        return None
    return _fitting(folded, Span(*found.span("deed")))


def _fitting(folded: str, span: Span) -> Span | None:
    bare = without_counts(span.of(folded))
    fits = (
        4 <= len(bare) <= 40
        and not is_vague(bare)
        and not HELP.search(bare)
        and not bare.endswith(("的", "了", "时", "后"))
    )
    return Span(span.start, span.start + len(bare)) if fits else None


def _event(folded: str, part: Span) -> Span | None:
    """What was held so many times (办班26期, 送戏下乡32场)."""
    found = pattern("event_verbs", before="(?P<deed>", after=rf")(?={COUNT}$)").search(folded, part.start, part.end)
    if found is None or not re.search(f"{TIMES}$", folded[part.start : part.end]):
        return None
    return Span(*found.span("deed")) if _may_open(folded, part, found.start("deed")) else None
