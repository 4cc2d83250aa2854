"""Cases: which articles, and which parts of them, tell of one place's or organisation's experience."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.compilations import COMPILATION
from corpus.model import Article, Document, Section, Span
from extractors.base import Findings, Practice
from extractors.places import Place, bare_place, places
from outputs.model import Case

SHORTEST = 250  # characters of an article that can be a case …
SHORT = 400  # … of one whose title names no place
SHORTER = 80  # … and of one among several in a file
FEWEST = 2  # practices of a case
PART = 80
SIGNATURE = 60  # characters at the end
FEW = 4  # characters, such as a mark or a number, before the first words of a body
OPENING = 500  # characters in which an article names its place
NO_CASE = re.compile(
    r"(通知|公告|通告|公示|批复|复函|决定|条例|规定|细则|办法|方案|意见|要点|讲话|致辞|倡议书|申请(书|表)?|试题|问卷|名单|纪要|议程|招聘|预案|规划|计划|安排|提纲|大纲|答案|试卷|反馈|通报|须知|指南|合同|协议书|决议|试行\)?)$"
)
TELLS_NO_CASE = re.compile(
    r"现将[^。]{2,60}(通知|印发|公布|通报|反馈|公告)(给你们)?(如下|,)|会议(听取了|研究了|审议|由[^。]{2,20}主持)|向[^。]{2,30}(党委|党组|党总支|支部)[^。]{0,10}反馈"
    r"|(名词解释|简答题|论述题|材料分析题|参考答案|答题要点|采分点)|各(乡镇|县区|市县|区县|街道|单位)[^。\n]{0,40}:\s"
)
DEED = re.compile(
    r"建立|组建|成立|设立|推行|推出|开展|实施|打造|整合|整治|栽下|栽种|办起|开办|建起|建成|聘请|选聘|选派|投入|召开|实行|组织|引进|培训|制定|出台|编印|议定"
    r"|抽调|抽出|配备|配上|装上|评出|对接|引来|引进|编成|编印|印成|改装|改建|选出|选定|聘用|公开|晒出|领办|认领|试种|牵头"
    r"|解决|修建|新建|改造|探索|推广|设置|搭建|划分|流转|签订|签下|拿出|请来|邀请|腾出|盘活|创办|写进|纳入|结对|走访|排查|化解"
    r"|[把将](?!近)[^,。;]{2,24}(?:改|变|建|编|划|搬|送|放|纳|列|定|分|办|装|折|交|请|派|压|降)|由[^,。;]{2,20}(?:牵头|负责|担任|召集|带|包|配合|组成|决定)"
    r"|每[^,。;]{1,8}(?:配|设|派|发|建|联系|负责)|给[^,。;]{2,16}(?:配|发|补助|奖励)"
)
DEEDS = 2  # deeds that make a case of an article among several
COUNTED = re.compile(
    r"(模式|做法|案例|经验|路径|探索|实践|典型|样本)之?[一二三四五六七八九十\d]|^[^,]{0,12}之[一二三四五六七八九十][:、\s]"
)
OWN = re.compile(
    r"(?:^|[。\n])\s{0,4}(?P<bare>[省市县区镇乡村])(?=委|深入|认真|坚持|紧紧|以|把|积极|坐落|位于)|[我全](?P<own>[省市县区镇乡村])|(?P<party>[县市区镇乡])委"
)
VENUE = re.compile(
    r"[—-]{0,2}\(?在[^。\n]{2,40}(会|班|论坛|活动|仪式)上?的?(交流|典型|主旨|表态)?(发言|讲话|汇报|致辞|报告)"
)
BODIES = ("企业", "高校")  # organisations whose experience is their own, not their place's
UPPER = {"乡": "镇"}


def assemble(document: Document, findings: Findings) -> tuple[Case, ...]:
    """One case for each article that reports practices of a place or an organisation, and one for each part of such
    an article that tells of another place."""
    done = sorted(findings.practices, key=lambda practice: practice.start)
    return tuple(case for article in document.articles for case in _cases(document, article, done))


def _cases(document: Document, article: Article, practices: Sequence[Practice]) -> Iterator[Case]:
    if not _may_be_case(document, article) or not _has_deeds(document, article, practices):
        return
    place, level, organisation = _whose(document, article)
    parts = list(_parts(document, article, practices, place))
    if level and not (parts and COMPILATION.search(article.title or "")):
        start = _line_start(document, article) if article.heading else article.start
        yield Case(_title(document, article), place, level, organisation, start, article.end)
    yield from parts


def _has_deeds(document: Document, article: Article, practices: Sequence[Practice]) -> bool:
    """Whether enough is told that was done; an abstract among several may tell it in words no practice is found in."""
    inside = _within(practices, article.start, article.end)
    if len(document.articles) > 1:
        return len(inside) >= FEWEST or len(DEED.findall(document.folded, article.start, article.end)) >= DEEDS
    open_ones = sum(practice.status != "done" for practice in inside)
    return len(inside) >= FEWEST and open_ones < len(inside)


def _line_start(document: Document, article: Article) -> int:
    """Where the line of the title starts (what stands before the title on it is part of the case)."""
    at = article.heading.start if article.heading else article.start
    paragraph = document.paragraph_at(at)
    return max(article.start, paragraph.start) if paragraph else at


def _may_be_case(document: Document, article: Article) -> bool:
    """Whether an article is long enough, and neither a notice nor a speech by its title."""
    length = article.end - article.start
    if TELLS_NO_CASE.search(document.folded, article.start, min(article.end, article.start + OPENING)):
        return False
    if article.heading is None:
        return length >= 2 * SHORT
    title = re.sub(r"\([^()]{0,10}\)$", "", article.heading.of(document.folded))
    if len(document.articles) > 1:
        return length >= SHORTER and not NO_CASE.search(title)
    start, stop = article.heading.start, article.heading.end
    led = any(not place.is_organisation for place in places(document, start, stop))
    led = led or bare_place(document, start, stop, article.end) is not None
    return length >= (SHORTEST if led else SHORT) and not NO_CASE.search(title)


def _within(practices: Sequence[Practice], start: int, end: int) -> Sequence[Practice]:
    first = bisect_left(practices, start, key=lambda practice: practice.start)
    return practices[first : bisect_left(practices, end, key=lambda practice: practice.start)]


def _title(document: Document, article: Article) -> str:
    """The article's title, or the first clause of a text without one."""
    if article.title:
        return article.title
    opening = document.text[article.start : article.start + 60]
    return re.split(r"[，。；：,;:\n]", opening)[0].strip()


def _whose(document: Document, article: Article) -> tuple[str | None, str, str | None]:
    """Place, its level (empty where there is neither place nor organisation) and organisation of an article."""
    found = _named(document, article)
    if found is None:
        return _unnamed(document, article)
    if not found.is_organisation:
        return found.text, found.level, article.organisation
    inside = [p for p in places(document, found.start, found.end) if not p.is_organisation]
    return (inside[0].text if inside else None), found.level, found.text


def _named(document: Document, article: Article) -> Place | None:
    """The first place or organisation of the title and the lines under it, else of the opening or the signature."""
    for span in _title_lines(document, article):
        if found := places(document, span.start, span.end):
            foremost = _foremost(found)
            whole = span == article.heading or foremost.level in BODIES
            chosen = foremost if whole else _first_place(found)
            return _nearer(document, article, chosen) if chosen else None
    if article.heading and (bare := bare_place(document, article.heading.start, article.heading.end, article.end)):
        return bare
    body = article.heading.end if article.heading else article.start
    zones = Span(body, min(article.end, body + OPENING)), Span(max(body, article.end - SIGNATURE), article.end)
    rest = [place for span in zones for place in places(document, span.start, span.end)]
    first = _first_place(rest)
    return None if first and first.is_organisation and _own_level(document, article) else first


def _nearer(document: Document, article: Article, named: Place) -> Place:
    """The place with which the body opens where it says more than the title (芦汀县 … 芦汀县花桥镇是…)."""
    body = article.heading.end if article.heading else article.start
    opening = next(iter(places(document, body, min(article.end, body + OPENING))), None)
    if opening is None or not opening.text.startswith(named.text) or opening.is_organisation:
        return named
    before = document.text[body : opening.start].strip()
    return opening if len(before) <= FEW and not named.is_organisation else named


def _first_place(found: Sequence[Place]) -> Place | None:
    """The first place, or the first organisation where there is none."""
    return next((place for place in found if not place.is_organisation), found[0] if found else None)


def _title_lines(document: Document, article: Article) -> Iterator[Span]:
    if article.heading:
        yield article.heading
    first = bisect_left(document.paragraphs, article.start, key=lambda paragraph: paragraph.start)
    for paragraph in document.paragraphs[first : first + 5]:
        told = VENUE.match(document.folded, paragraph.start, paragraph.end)
        if paragraph.kind in ("title", "byline") and paragraph.start < article.end and not told:
            yield Span(paragraph.start, paragraph.end)


def _foremost(found: Sequence[Place]) -> Place:
    """The first place; an organisation that begins with it goes before it."""
    first = found[0]
    return next((p for p in found if p.is_organisation and p.start == first.start), first)


def _unnamed(document: Document, article: Article) -> tuple[str | None, str, str | None]:
    """Where the name was left out (县深入贯彻…, 我县): only its level."""
    word = _own_level(document, article)
    if not word:
        return None, "不明" if article.organisation else "", article.organisation
    return word, UPPER.get(word, word), article.organisation


def _own_level(document: Document, article: Article) -> str | None:
    """The word with which an article most often speaks of its own place without naming it."""
    found = Counter(
        own["bare"] or own["own"] or own["party"] for own in OWN.finditer(document.folded, article.start, article.end)
    )
    return min(found, key=lambda word: (-found[word], word)) if found else None


def _parts(document: Document, article: Article, practices: Sequence[Practice], place: str | None) -> Iterator[Case]:
    """Sections that are cases of their own: counted ones (模式之一：…), and those that name different places."""
    inside = [s for s in document.sections if article.start < s.start and s.end <= article.end]
    for section, found in _own_sections(document, inside, place):
        if section.end - section.start >= PART and _within(practices, section.start, section.end):
            name = found.text if found else place
            organisation = found.text if found and found.is_organisation else None
            level = found.level if found else "不明"
            yield Case(section.title, name, level, organisation, section.start, section.end)


def _own_sections(
    document: Document, sections: Sequence[Section], place: str | None
) -> list[tuple[Section, Place | None]]:
    named = [(s, found[0]) for s in sections if (found := _opening_place(document, s))]
    counted = [s for s in sections if COUNTED.match(s.heading.of(document.folded))]
    if len(counted) >= FEWEST:
        return [(s, next(iter(places(document, s.start, min(s.end, s.start + 120))), None)) for s in counted]
    different = {found.text for _, found in named} - {place}
    return list(named) if len(different) >= FEWEST else []


def _opening_place(document: Document, section: Section) -> tuple[Place, ...]:
    """The place with which a section's title begins."""
    start = section.heading.end - len(section.title)
    found = places(document, start, section.heading.end)
    return tuple(p for p in found[:1] if p.start == start)
