"""Practices that stand as headings, listed items, run-in labels, and demands (要……) under a heading."""

import re
from collections.abc import Iterator

import rjieba

from corpus.beginnings import begun
from corpus.headings import OF_SPEECHES
from corpus.model import Document, Paragraph, Section, Span
from extractors.base import PracticeForm
from extractors.practice_spans import Area, Candidate, free
from extractors.practice_words import COUNT, adverbs, frame_end, measure, opener, pattern, without_counts
from extractors.problem_zones import diagnosed
from extractors.problems import names_problem

NUMBER = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,3}}[、.,:]|第[一二三四五六七八九十]{{1,2}}(?:{OF_SPEECHES})?[,、:是]|"
    r"[一二三四五六七八九十]{1,2}[是要]|"
    r"\([一二三四五六七八九十\d]{1,3}\)[、.]?|\d{1,2}[.、)](?!\d)|[①-⑳]|(?:首先|其次|再次|再者|最后|此外|另外)[,、]?|"
    r"(?:做法|模式|经验|措施|举措|对策|建议)之?[一二三四五六七八九十\d]{1,2}[:、.]?|【[^】\n]{1,8}】|[-•·●▪◆■★▲*]{1,2})?[\s:]*"
)
LABEL = re.compile(r"(?P<title>(?:“[^”\n]{1,20}”|[^,。:;!?\n\t“”]){2,24}?)(?P<mark>[:。])(?=[^\n])")
# What is put where: 支部建在产业链上, 服务送到家门口.
PLACED = re.compile(
    r"[^,。]{2,6}(?:建|落|跑|送|沉|亮|挺|嵌|融|走|搬|请|写|站|摆|扎|种|立|讲|伸|延伸|下沉)(?:在|到|进|入|上|出|向|得)"
)
# What goes with what: 支部跟着路段走, 服务围着项目转.
ALONG = re.compile(r"[^,。]{2,6}(?:跟着|围着|随着|跟|围绕|沿着|追着)[^,。]{2,8}[走转跑动]$")
# A verb with its result (搭好, 织密); not the adjectives of the same build.
RESULTATIVE = re.compile(r"(?![良美较更最友很真现确坚诚充厚丰不])[^\W\d_](?:好|实|牢|紧|准|活|优|足|密)(?=[^,。])")
# An item of a list that runs on in a paragraph: 一是……；二是……。
ORDINAL = re.compile(
    rf"(?<![^。;:,!?\n ])(?:[一二三四五六七八九十]{{1,2}}[是要]|第[一二三四五六七八九十]{{1,2}}(?:{OF_SPEECHES})?,|"
    r"(?:首先|其次|再次|最后),)"
    r"(?P<title>(?:“[^”\n]{1,20}”|[^,。:;!?\n\t“”]){3,40})"
)
LIST_START = begun(
    r"(?P<problems>(?:问题|不足|困难|短板|原因|差距|难关|难题|瓶颈|隐忧|困惑)[^。;\n]{0,8}[:,。])?\s?(?:一是|第一,|首先,)"
)
# Two halves of one build open a paragraph: 凝心聚力抓创业，精准施策促就业。
PAIR = re.compile(r"(?P<first>[^,。:;!?\n\t]{4,16}),(?P<second>[^,。:;!?\n\t]{4,16})[。](?=[^\n])")
LINE = re.compile(r"[^。;:!?\n\t ]{6,45}$")
MEANS = re.compile(r"“[^”\n]{2,12}”[^,。的]{2,12}(?:$|,)")
SPEECH = re.compile(r"“[^“”\n]{1,400}”")
QUOTED = re.compile(r"“[^”\n]{0,30}”")
QUESTION = re.compile(r"如何|怎样|怎么|为什么|为何|何以|[吗呢?]$|^[^,]*哪[里儿]$")
# What has grown hollow stands in quotes at the end (治理主体“空心化”).
QUOTED_PROBLEM = re.compile(r"“(?P<inside>[^”\n]{2,8})”$")
# A few words around the name of a section (攻坚成效, 2018年打算, 破解之策).
SHORT_FRAME = re.compile(r"(?:\d{4}年|[^,。]{0,2})$")
OF_FRAME = re.compile(r"^[^,。]{0,8}之(?:策|道|计|举|法)$")
PROBLEM_FRAME = re.compile(r"(?:注意|存在|面临|反映|突出|关注|把握)的[^,。的]{0,4}问题$")
NO_MEASURE = re.compile(r"是|有|仍|还需|还有|尚需|重[^,]{1,5}轻|存在|没有|属于|位于|我[们县市]|这|那|其|该|各级")
SIGNIFICANCE = re.compile(
    r"[,]?是[^,。]{2,40}(?:需要|要求|途径|举措|保证|保障|源泉|动力|平台|关键|基础|前提|抓手|支撑|选择|任务)$"
)
OVERVIEW = re.compile("基本情况|概况|总体情况")
# From a time up to now to the end of the paragraph.
SINCE = begun(
    r"(?:(?<=[。;\n])|(?<=[。;\n] ))"
    r"(?:今年|去年|近年|近[一二两三四五几\d]年|[一二两三四五几]年多?|\d{4}年[^,。\n]{0,8}?)以?来,[^\n]{4,600}"
)
QUIET_ROLES = ("background", "problem")


def verb_led(title: str, single: bool = True) -> bool:
    """Whether a title opens with a verb of measures; `single` lets verbs of one character count."""
    start = adverbs().match(title)
    at = start.end() if start else 0
    found = measure().match(title, at)
    return bool(found and (single or len(found[0]) > 1)) or bool(RESULTATIVE.match(title, at))


def _is_nominal(title: str) -> bool:
    """Whether the first part of a title is a measure in the form of a noun (产业帮扶, 风险防控)."""
    first = re.split("[,:]", title)[0]
    return bool(pattern("nominal_measures", after="$").search(first.rstrip("”")))


def _is_frame(title: str) -> bool:
    found = list(pattern("frames").finditer(title))
    share = sum(m.end() - m.start() for m in found) / max(1, len(title))
    led_by_frame = bool(found) and found[0].start() == 0
    short = bool(found) and found[-1].end() == len(title) and bool(SHORT_FRAME.match(title[: found[-1].start()]))
    return (
        bool(frame_end().search(title) or OF_FRAME.match(title))
        or short
        or (share >= 0.3 and (led_by_frame or not verb_led(title)))
    )


def _quotes_problem(title: str) -> bool:
    quoted = QUOTED_PROBLEM.search(title)
    return quoted is not None and bool(pattern("problem_nouns", after="$").search(quoted["inside"]))


def _says_nothing_done(title: str) -> bool:
    """Frames, questions, problems, results and significance are no measures."""
    return bool(
        not 2 < len(title) <= 70
        or _is_frame(title)
        or QUESTION.search(QUOTED.sub("", title))
        or NO_MEASURE.match(title)
        or SIGNIFICANCE.search(title)
        or PROBLEM_FRAME.search(title)
        or pattern("result_titles", after="$").search(title)
        or pattern("problem_predicates").search(title)
        or _quotes_problem(title)
        or (pattern("problem_nouns").search(title) and not (verb_led(title) or _is_nominal(title)))
        or names_problem(title)
    )


def _opens_with_verb(title: str) -> bool:
    """Whether a verb opens the title, or follows the quoted means that opens it (“多条腿走路”扩学位)."""
    if MEANS.match(title):
        return True
    tagged = rjieba.tag(title[:12])
    return bool(tagged) and tagged[0][1] in ("v", "vn", "vd") and len(tagged[0][0]) > 1


def is_measure(title: str, strict: bool, trusted: bool = False) -> bool:
    """Whether a folded title names a measure. `strict`: no one-character verbs and no guess by part of speech;
    `trusted`: its section is known to hold practices.
    """
    if _says_nothing_done(title):
        return False
    named = verb_led(title, single=not strict) or _is_nominal(title) or bool(PLACED.match(title) or ALONG.match(title))
    return named or (not strict and (trusted or _opens_with_verb(title) or any(map(verb_led, title.split(",")[1:]))))


def bare(document: Document, span: Span, item: bool) -> Span:
    """A heading's range without number, outer blanks and closing marks, and an item's without 要 and the like."""
    folded = document.folded
    start = _match_end(NUMBER, folded, span)
    if item:
        start = _match_end(opener(), folded, Span(start, span.end))
    words_of = folded[start : span.end].rstrip(" ,。:;、")
    if item:
        words_of = without_counts(words_of)
    lead = len(words_of) - len(words_of.lstrip(" ,、:"))
    return Span(start + lead, start + len(words_of)) if lead < len(words_of) else Span(start, start)


def _match_end(pattern: re.Pattern[str], folded: str, span: Span) -> int:
    found = pattern.match(folded, span.start, span.end)
    return found.end() if found else span.start


def is_numbered(document: Document, span: Span) -> bool:
    """Whether the words of a heading follow a number in its paragraph."""
    paragraph = document.paragraph_at(span.start)
    before = document.folded[max(paragraph.start, span.start - 8) : span.start] if paragraph else ""
    return bool(before.strip()) and bool(NUMBER.fullmatch(before.strip()[-6:]))


def _form(document: Document, section: Section) -> PracticeForm:
    """Numbered headings of levels 1 to 3 are headings; items are level 4 and unnumbered ones under a higher one."""
    if section.level >= 4:
        return "item"
    numbered = _match_end(NUMBER, document.folded, section.heading) > section.heading.start
    above = document.sections_at(section.start)
    inner = any(other.level < section.level and other is not section for other in above)
    return "heading" if numbered or not inner else "item"


def _label_of(document: Document, span: Span) -> Span:
    """The label alone where a heading runs on into what was done (人才振兴：选派科技特派员86名)."""
    label, colon, rest = span.of(document.folded).partition(":")
    runs_on = colon and re.search(COUNT, rest) and is_measure(label, strict=True)
    return Span(span.start, span.start + len(label)) if runs_on else span


def _headed(document: Document, quiet: Area) -> Iterator[Candidate]:
    for family in _families(document.sections):
        loud = [section for section in family if section.start not in quiet]
        named = [_is_headed_measure(document, section) for section in loud]
        # Where most of a numbered list are measures, the rest are too.
        listed = len(loud) > 2 and sum(named) * 2 >= len(loud)
        for section, sure in zip(loud, named, strict=True):
            span = _label_of(document, _own(document, section))
            if sure or (listed and is_numbered(document, span) and not _says_nothing_done(span.of(document.folded))):
                yield Candidate(span, _form(document, section), Span(section.heading.end, section.end))


def _families(sections: tuple[Section, ...]) -> Iterator[tuple[Section, ...]]:
    """Sections of one level under one parent, in the order of the text."""
    path: list[Section] = []
    families: dict[tuple[int, int], list[Section]] = {}
    for section in sections:
        while path and path[-1].level >= section.level:
            path.pop()
        families.setdefault((path[-1].start if path else -1, section.level), []).append(section)
        path.append(section)
    yield from (tuple(family) for family in families.values())


def _own(document: Document, section: Section) -> Span:
    return bare(document, section.heading, _form(document, section) == "item")


def _is_headed_measure(document: Document, section: Section) -> bool:
    span = _label_of(document, _own(document, section))
    numbered = span.start > section.heading.start
    trusted = numbered and section.role in ("practice", "outlook")
    return is_measure(span.of(document.folded), strict=not numbered and section.run_in, trusted=trusted)


def quiet_area(document: Document) -> Area:
    """Where no practices are told: speech, and sections on background or problems whose heading names no measure."""
    sections = (section for section in document.sections if section.role in QUIET_ROLES)
    quiet = (span for section in sections if not _own_measure(document, section) for span in _hushed(document, section))
    wrong = (Span(section.start, section.end) for section in diagnosed(document))
    return Area.of((*quiet, *wrong, *_speech(document.folded)))


def _hushed(document: Document, section: Section) -> Iterator[Span]:
    """A section on background or problems, without what an overview tells of the work since (今年以来，……)."""
    start = section.start
    if OVERVIEW.search(section.heading.of(document.folded)):
        for told in SINCE.finditer(document.folded, section.heading.end, section.end):
            yield Span(start, told.start())
            start = told.end()
    yield Span(start, section.end)


def _speech(folded: str) -> Iterator[Span]:
    """Quotes that hold whole sentences or follow a verb of saying."""
    for quote in SPEECH.finditer(folded):
        said = pattern("speech_verbs", after="[,:]$").search(folded, max(0, quote.start() - 6), quote.start())
        if said or re.search("[。!?;]", quote[0]):
            yield Span(quote.start(), quote.end() - 1)  # the next sentence begins with the closing mark


def _own_measure(document: Document, section: Section) -> bool:
    title = bare(document, section.heading, item=True).of(document.folded)
    return is_measure(title, strict=True)


def _label(document: Document, paragraph: Paragraph) -> tuple[Candidate, bool] | None:
    """The run-in label of a paragraph that no heading opens, and whether it is sure by itself."""
    start = _match_end(NUMBER, document.folded, Span(paragraph.start, paragraph.end))
    found = LABEL.match(document.folded, start, paragraph.end)
    if found is None:
        return _pair(document, paragraph, start)
    span = bare(document, Span(*found.span("title")), item=True)
    title = span.of(document.folded)
    if not is_measure(title, strict=True) or re.search(COUNT, title):
        return None
    sure = (found["mark"] == ":" and paragraph.kind != "title") or start > paragraph.start or len(title) <= 6
    return (Candidate(span, "item", Span(found.end(), paragraph.end)), sure) if len(title) <= 20 else None


def _pair(document: Document, paragraph: Paragraph, start: int) -> tuple[Candidate, bool] | None:
    """The slogan sentence that opens a paragraph."""
    found = PAIR.match(document.folded, start, paragraph.end)
    if found is None or re.search(rf"了|{COUNT}", found[0]):
        return None
    halves = (found["first"], found["second"])
    like = abs(len(halves[0]) - len(halves[1])) <= 4 and all(verb_led(half, single=False) for half in halves)
    return (
        (Candidate(Span(start, found.end("second")), "heading", Span(found.end(), paragraph.end)), True)
        if like
        else None
    )


def _line(document: Document, paragraph: Paragraph) -> Candidate | None:
    """A line of a list that is one measure from end to end, without closing mark."""
    start = _match_end(NUMBER, document.folded, Span(paragraph.start, paragraph.end))
    line = document.folded[start : paragraph.end]
    if paragraph is document.paragraphs[0] or not LINE.match(line) or re.search(rf"了|{COUNT}", line):
        return None
    return Candidate(Span(start, paragraph.end), "item", None) if is_measure(line, strict=True) else None


def _open_paragraphs(document: Document, quiet: Area) -> Iterator[Paragraph]:
    """Paragraphs of running text that no heading opens, outside of sections on problems and background."""
    headings = (section.heading for section in document.sections)
    # 【做法一】 numbers the label that follows it.
    headed = {heading.start for heading in headings if not NUMBER.fullmatch(heading.of(document.folded))}
    for paragraph in document.paragraphs:
        running = paragraph.kind in ("text", "list", "title")
        if running and paragraph.start not in headed and paragraph.start not in quiet:
            yield paragraph


def _labels(document: Document, quiet: Area) -> Iterator[Candidate]:
    paragraphs = tuple(_open_paragraphs(document, quiet))
    found = [label for paragraph in paragraphs if (label := _label(document, paragraph))]
    yield from (candidate for candidate, sure in found if sure or len(found) > 1)
    lines = [line for paragraph in paragraphs if (line := _line(document, paragraph))]
    yield from lines if len(lines) > 1 else ()


def _lists_problems(document: Document, paragraph: Paragraph, end: int) -> bool:
    """Whether the list that an item belongs to was announced as one of problems."""
    openings = list(LIST_START.finditer(document.folded, max(paragraph.start, end - 600), end))
    return bool(openings) and bool(openings[-1]["problems"])


def _ordinals(document: Document, quiet: Area) -> Iterator[Candidate]:
    """The measures of lists within paragraphs (一是……；二是……), each with the text up to the next.

    Where most of a list are measures, the rest are too.
    """
    lists: dict[Span, list[re.Match[str]]] = {}
    for match in ORDINAL.finditer(document.folded):
        paragraph = document.paragraph_at(match.start())
        told = paragraph is not None and paragraph.kind != "row" and match.start() not in quiet
        if paragraph and told and not _lists_problems(document, paragraph, match.end()):
            lists.setdefault(Span(paragraph.start, paragraph.end), []).append(match)
    for paragraph_span, found in lists.items():
        spans = [bare(document, Span(*match.span("title")), item=True) for match in found]
        sure = [is_measure(span.of(document.folded), strict=False) for span in spans]
        listed = len(sure) > 2 and sum(sure) * 2 >= len(sure)
        ends = [*(match.start() for match in found[1:]), paragraph_span.end]
        for match, span, known, end in zip(found, spans, sure, ends, strict=True):
            if known or (listed and is_measure(span.of(document.folded), strict=False, trusted=True)):
                yield Candidate(span, "item", Span(match.end(), end))


def headed(document: Document, quiet: Area) -> tuple[Candidate, ...]:
    """Headings, items and labels that name a measure, in the order of the text."""
    sections = tuple(sorted(_headed(document, quiet), key=_place))
    taken = (*sections, *free(_ordinals(document, quiet), sections))
    return tuple(sorted((*taken, *free(_labels(document, quiet), taken)), key=_place))


def _place(candidate: Candidate) -> Span:
    return candidate.span
