"""Whether a practice is reported as done, planned by its author, or proposed to others."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from corpus.beginnings import begun
from corpus.model import Document, Section, Span
from extractors.base import PracticeStatus
from extractors.practice_words import COUNT, COUNT_OPENS, SHOULD, pattern, will
from extractors.problem_keys import hint

# 要 as an auxiliary: not 主要, 重要, 需求, 只要, 要求, 要素 ...
MUST = begun(
    r"(?:(?<![主重需只首纲摘提概扼机简次紧不既])要(?![求素点闻么害件道领义不])|"
    r"(?<![相反适对响供回顺])应(?![急用对届邀聘变运付该])|务必|须)"
)
INTENDED = re.compile(
    r"即将|(?:^|[,、。;\n])(?:[^,。;\n]{0,8}[年月院校所司区县市镇村])?拟(?![定议合]|[^,。;\n]{1,8}的)|(?:^|[,、。;\n并还已]|[年省市县镇村院司])(?:计划|规划)(?=[^,。;、的\n]{2}|$)|将$"
)
DONE = re.compile(rf"了|已|截至|目前|累计|先后|完成|去年|以来|过去|{COUNT}")
REPORT = re.compile(
    r"已|截至|目前|累计|先后|完成|去年|以来|"
    rf"{COUNT_OPENS}(?<!不少于)(?<!不超过)(?<!不低于)(?<!至少)(?<!每[年月周季日])(?<!每季度){COUNT}"
)
# 要 and the like at the start of a clause.
DEMAND = re.compile(r"(?:^|[,。;、:\n])(?:同时|还|也)?(?:要|应当|必须|建议)(?![求素点])")
# 可 and 宜 at the start of a clause, before the practice or what leads to it.
ADVISED = re.compile(
    r"(?:^|[,;:、\n])(?:同时|此外|另外|最后|[也还并])?,?(?:可以?|宜)"
    r"(?:$|探索|考虑|尝试|借鉴|支持|采取|采用|参照|通过|先|在|由|按|结合|适当|适度|进一步|逐步|鼓励|依托|以)"
)
# 应 after a short subject, however far before the practice.
CALLED = re.compile(rf"[^,。;:!?\n“”的不]{{0,12}}?{SHOULD}")
# A year and what is meant to be done in it: 2017年安排, 明年工作重点.
YEAR_PLAN = begun(
    r"(?:\d{4}年|[一二〇零○九]{4}年|明年|来年|下半年)[^,。\n]{0,8}(?:安排|打算|计划|重点|思路|目标|任务|设想)|(?:工作|总体|任务)安排$"
)
# What a meeting does with the matters that follow, to the end of the paragraph or the next such verb.
MEETING = re.compile(
    r"会议[^,。;:\n]{0,6}?(?P<verb>决定|同意|议定|明确|通过|商定|确定|要求|强调|指出|号召)|(?P<bid>(?:^|[。;\n])[^,。;:\n]{0,8}(?:建议|要求|强调)[:,])"
)
DECIDED = ("决定", "同意", "议定", "明确", "通过", "商定", "确定")
# What opens a sentence and governs those after it.
AHEAD = r"(?:下一?步|下一阶段|接下来|今后|明年|来年|未来)"
ANNOUNCED = re.compile(rf"(?:^|[。;]){AHEAD}[^。;]{{0,80}}[。;]")
ANNOUNCING = re.compile(AHEAD)
REPORTED = re.compile(r"了|已|目前|截至|去年|以来|过去")
EXHORTATION = re.compile(r"自觉|倡导|争做|争当|让我们|从我做起|切勿|严禁|做到")
# The last sentence before a list.
LISTING = re.compile(r"(?:^|[。!?\n])[^。!?\n]{4,120}[:。]\s*$")
START = attrgetter("start")
# How far back, in characters, a sentence is read for what governs a practice.
REACH = 300
# What opens a list within a paragraph.
FIRST = re.compile(r"一是|首先|第一[,、]|其一|\(1\)|①")
TITLE = re.compile(r"[^。;!?\n]{2,50}$")
EXAM = re.compile(r"参考答案|答题要点|作答|答案")


@dataclass(frozen=True, slots=True)
class Mood:
    """What a document says of all its practices: the status that its title gives, and whether it exhorts more than it
    reports.
    """

    status: PracticeStatus | None
    exhorts: bool


def _by_title(title: str) -> PracticeStatus | None:
    """The status that a title gives; a report keeps what it has done first (总结及2010年工作打算)."""
    if pattern("report_titles").search(title):
        return "done"
    if pattern("plan_titles", "plan_documents").search(title) or YEAR_PLAN.search(title):
        return "planned"
    return "proposed" if pattern("proposal_titles").search(title) else None


def _lead(document: Document) -> str:
    """The titles of a document, or its first line where that is no sentence."""
    titles = [document.folded[p.start : p.end] for p in document.paragraphs if p.kind == "title"]
    first = document.folded[document.paragraphs[0].start : document.paragraphs[0].end] if document.paragraphs else ""
    return "\n".join(titles) if titles else (first if TITLE.match(first) else "")


def mood(document: Document, bodies: Iterable[Span]) -> Mood:
    """The mood of a document; `bodies` are the texts below its measure headings."""
    below = "\n".join(body.of(document.folded) for body in bodies)
    asked = len(EXHORTATION.findall(below))
    exhorts = bool(EXAM.search(document.folded)) or asked > _counted(DONE, below, asked)
    return Mood(_by_title(_lead(document)), exhorts)


def _counted(told: re.Pattern[str], text: str, most: int) -> int:
    """How often a pattern matches in a text; there is no need to count further than to `most`."""
    return sum(1 for _ in islice(told.finditer(text), most))


def by_heading(document: Document, sections: tuple[Section, ...], own: Span) -> PracticeStatus | None:
    """The status that the headings above give, the innermost first."""
    above = [section for section in reversed(sections) if not section.heading.covers(own)]
    for section in above:
        title = document.folded[section.heading.start : section.heading.end]
        if pattern("plan_titles").search(title) or YEAR_PLAN.search(title):
            return "planned"
        if pattern("proposal_titles").search(title):
            return "proposed"
    return "planned" if any(section.role == "outlook" for section in above) else None


def _by_section_lead(document: Document, sections: tuple[Section, ...], own: Span) -> PracticeStatus | None:
    """The status that the text between a heading and those below it gives to them (下一步，将从以下方面整改：)."""
    for section in reversed(sections):
        below = bisect_left(document.sections, section.heading.end, key=START)
        if below == len(document.sections) or document.sections[below].start > own.start:
            continue
        end = document.sections[below].start
        said = LISTING.search(document.folded[max(section.heading.end, end - REACH) : end])
        if said:
            planned = pattern("planned_cues").search(said[0]) or will().search(said[0] + "做好")
            return "planned" if planned else ("proposed" if pattern("proposed_cues").search(said[0]) else None)
    return None


def _by_clause(document: Document, own: Span) -> PracticeStatus | None:
    """The status that the sentence gives by what stands before the practice; a plan reaches over semicolons."""
    folded = document.folded
    near = max(0, own.start - REACH)
    start = max(near, *(folded.rfind(mark, near, own.start) + 1 for mark in "。!?\n"))
    before = folded[start : own.start]
    planned = pattern("planned_cues").search(before)
    planned = planned or (INTENDED.search(before) if hint(INTENDED.pattern).search(before) else None)
    # 将 may open the practice itself (将经费纳入预算).
    planned = planned or will().search(folded, start, own.start + (0 if folded[own.start] == "将" else 4))
    asked = DEMAND.search(before)
    if planned and not (asked and asked.start() < planned.start() and planned.string is before):
        return "planned"
    sentence = before.rsplit(";", 1)[-1]
    called = CALLED.match(sentence) and not REPORTED.search(sentence)
    if (
        asked
        or called
        or pattern("proposed_cues").search(sentence)
        or MUST.search(sentence[-24:])
        or _is_advised(sentence)
    ):
        return "proposed"
    return None


def _is_advised(sentence: str) -> bool:
    """Whether a sentence says what could be done and nothing that has been."""
    return bool(ADVISED.search(sentence)) and not REPORTED.search(sentence)


# Hardly a text has any of these, or in few places; it is asked of every practice what stands before it.
@lru_cache(maxsize=8)
def _places(cue: re.Pattern[str], folded: str) -> tuple[int, ...]:
    return tuple(found.start() for found in cue.finditer(folded))


def _stands(cue: re.Pattern[str], folded: str, start: int, end: int) -> bool:
    """Whether a cue begins between two places of a text."""
    places = _places(cue, folded)
    return bisect_left(places, start) < bisect_left(places, end)


def _by_meeting(document: Document, own: Span) -> PracticeStatus | None:
    """The status that minutes give: what a meeting decides is planned, what it demands is proposed."""
    paragraph = document.paragraph_at(own.start)
    if paragraph is None or not _places(MEETING, document.folded):
        return None
    said = list(MEETING.finditer(document.folded, max(paragraph.start, own.start - 2 * REACH), own.start))
    if not said:
        return None
    return "planned" if said[-1]["verb"] in DECIDED else "proposed"


def _by_announcement(document: Document, own: Span) -> PracticeStatus | None:
    """planned where an earlier sentence of the paragraph opens with 下一步 and the like, and none reports since."""
    paragraph = document.paragraph_at(own.start)
    if paragraph is None:
        return None
    start = max(paragraph.start, own.start - REACH)
    if not _stands(ANNOUNCING, document.folded, start, own.start):
        return None
    before = document.folded[start : own.start]
    said = list(ANNOUNCED.finditer(before))
    return "planned" if said and not REPORTED.search(before, said[-1].end()) else None


def _by_lead(document: Document, own: Span) -> PracticeStatus | None:
    """The status that the sentence before a list gives to its items (今后我将做到：一是……。二是……)."""
    paragraph = document.paragraph_at(own.start)
    if paragraph is None:
        return None
    near = max(paragraph.start, own.start - 2 * REACH)
    first = FIRST.search(document.folded, near, own.start)
    if first is None:
        return None
    lead = re.split("[。!?]", document.folded[near : first.start()])
    said = lead[-1] or (lead[-2] if len(lead) > 1 else "")
    if pattern("planned_cues").search(said) or will().search(said + "做好") or INTENDED.search(said):
        return "planned"
    return "proposed" if pattern("proposed_cues").search(said) else None


def _by_body(document: Document, kind: Mood, body: Span | None) -> PracticeStatus | None:
    """The status of a heading by what stands under it: more demands than reports make a proposal.

    In a document that demands, a figure or two report nothing.
    """
    if body is None:
        return None
    text = body.of(document.folded)
    demands = (
        2 * len(DEMAND.findall(text)) + len(pattern("proposed_cues").findall(text)) + len(EXHORTATION.findall(text))
    )
    if kind.status in ("proposed", "planned") and demands:
        return "proposed"
    if kind.status == "planned":
        return None
    enough = 4 if kind.status == "proposed" else 1
    reports = _counted(REPORT, text, max(demands, enough)) + text.count("了") / 4
    return "proposed" if demands > reports else ("done" if reports >= enough else None)


def status_of(document: Document, kind: Mood, own: Span, body: Span | None) -> PracticeStatus | None:
    """done, planned or proposed, by the clause, the headings above, the list's lead and what it heads."""
    said = _by_clause(document, own) or _by_meeting(document, own)
    if said == "planned":
        return said
    sections = document.sections_at(own.start)
    above = by_heading(document, sections, own)
    if said == "proposed" and above == "planned":
        return "planned"
    led = said or above or _by_section_lead(document, sections, own)
    return led or _by_announcement(document, own) or _by_lead(document, own) or _by_body(document, kind, body)


def status_by_mood(kind: Mood) -> PracticeStatus:
    """The status of what nothing else tells."""
    return "proposed" if kind.exhorts and kind.status != "planned" else kind.status or "done"
