"""What surrounds the content: site notes, menus, credits, stamps, spam; found by features, place and repetition."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from corpus.beginnings import begun
from corpus.contents import contents
from corpus.debris import marks
from corpus.fields import field_rows
from corpus.forum import chatter
from corpus.inline import inline_details, inline_page_marks
from corpus.lines import Line
from corpus.model import Removed, Span
from corpus.phrases import phrase_runs
from corpus.repeats import doubtful, repeated_credits, repeated_marks
from corpus.rules import Pairs, Rule, pairs_of, read_rules, rule_list
from corpus.sitetalk import COUNTED, RULE_LENGTH, known_rule
from corpus.sitewords import reports, site_words

MENU_WORD = 8
FEW = 12  # lines at either end of a text without any running text
TAIL_LINE = 150
TOLD_LINE = 70
SENTENCE = re.compile(r"[。!?](?!$)|。$")
TAIL_SHARE = 0.4
LONGEST_TAIL = 60
TAIL_KINDS = ("download_site_note", "navigation")
SITE_KINDS = ("download_site_note", "navigation", "share_line", "copyright", "tag_line")
NAME_LENGTH = 12
SITE = re.compile(r"(网|网站|平台|门户|频道|在线|数据库|系统|资讯|文库|论坛|图书馆|云)$")
HAN = re.compile(r"[\u4e00-\u9fff]")
PLAIN = re.compile(r"[^\w]")
COLUMN = re.compile(r"^[^>»›]{1,12}\s[>»›]{1,2}\s")
COPY_END = re.compile(
    r"(\((?:\d{1,2}|全文\d{1,6}字|[共精选推荐最新通用]{1,4}\s?[\d一二三四五六七八九十]{1,3}\s?篇)\)|\.(docx?|pdf|wps|txt)"
    r"|[_|\-—]{1,2}[^_|\-—]{2,12}(网|报|在线|频道|门户|平台|文库))$"
)
ROWED_LINE = 60  # characters of a line beside whose row of fields there is text
LISTED = re.compile(r"[○●•◆■◇□▪※]")  # an entry of a list of what follows
BRACKETED = re.compile(r"^[【\[]([^【】\[\]]{2,12})[】\]]")
MENU = re.compile(
    r"^(网站|本站)?(首页|主页|登录|注册|搜索|导航|菜单|新闻(中心|动态)?|要闻|政务公开|信息公开|通知公告|公告|党建|专题(专栏)?|互动(交流)?"
    r"|网页|贴吧|知道|文库|百科|音乐|地图|资讯|采购|论坛|博客|客户端|小程序|公众号|办事(服务)?|服务|下载(中心|专区)?|图片|视频|联系我们|关于我们|留言|评论|更多|返回|打印|关闭|分享|收藏|举报|正文)[>»]{0,2}$"
)
SIGNATURE = re.compile(r"^\(?\d{4}年\d{1,2}月|[〇○]年|作者|供稿|记者|执笔|^附(件)?[:\d]|^\(.{4,60}\)$")
# Fields of a line of details under a title. What a field says of the author is content.
FIELD = begun(
    r"(?P<editor_credit>(?:信息|文章|稿件)?来源|稿源|(?:责任)?编辑|责编|校对|审核|初审|复审|终审|发布(?:人|者|单位|机构)|录入)"
    r"|(?P<time_stamp>(?:发布|发表|更新|添加|成文)?(?:时间|日期)|(?:点击|浏览|阅读|访问)(?:次数|数|量)?|人气|字数)"
    r"|(?P<share_line>字[号体]|分享(?:到)?|打印|扫一扫)"
    r"|(?P<content>作\s{0,4}者|记者|通讯员|撰稿(?:人)?|供稿(?:单位|人)?|执笔|文|摄影)"
)
CONTACT = re.compile(r"电话|热线|传真|手机|邮编|邮箱")
LABEL = begun(rf"(?<![^\W\d])(?:{FIELD.pattern})\s?[:]")
LONE_STAMP = re.compile(r"^[\s\[(【]{0,3}\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s{1,3}\d{1,2}:\d{2}(?::\d{2})?)?")
CREDIT_AT_END = re.compile(
    r"[\[(【]\s?(?:本文|本期)?(?:责任编辑|责编|编辑|校对|编校|责任校对|审核|编审|(?:信息|文章|稿件)来源)\s?:[^\[\]()【】。\n]{1,30}[\])】]\s*$"
)


@dataclass(frozen=True)
class Page:
    """The lines that are left, with the range of those that are content for certain."""

    lines: Sequence[Line]

    @cached_property
    def body(self) -> Span:
        """Numbers of the first line of running text and of the one after the last; empty where there is none."""
        numbers = range(self._tail())
        first = next((n for n in numbers if self._is_prose(n)), None)
        if first is None:
            return Span(0, 0)
        return Span(first, next(n for n in reversed(numbers) if self._is_prose(n)) + 1)

    @cached_property
    def head(self) -> range:
        """Numbers of the lines before the running text; without any running text, of the first few."""
        return range(self.body.start) if self.body.end else range(min(len(self.lines), FEW))

    @cached_property
    def foot(self) -> range:
        """Numbers of the lines after the running text; without any running text, of the last few."""
        return range(self.body.end or max(0, len(self.lines) - FEW), len(self.lines))

    @cached_property
    def pairs(self) -> Pairs:
        """What the lines hold of two characters in a row: a rule is tried where one of its hints is among them."""
        return pairs_of(line.words for line in self.lines)

    @cached_property
    def anywhere(self) -> tuple[Rule | None, ...]:
        """For each line the first rule that knows it, wherever it stands."""
        live = rule_list("clean_rules.yml").live(self.pairs)
        known: dict[str, Rule | None] = {}  # the same words stand in a file many times
        for line in self.lines:
            if line.words not in known:
                known[line.words] = known_rule(live, line.words)
        return tuple(known[line.words] for line in self.lines)

    @cached_property
    def rows(self) -> tuple[Removed, ...]:
        """Rows of a site's fields, wherever they stand."""
        return tuple(field_rows(self.lines, self.pairs))

    @cached_property
    def rowed(self) -> frozenset[int]:
        """Where lines begin that hold such rows beside their own words."""
        starts = [line.start for line in self.lines]
        return frozenset(starts[bisect_right(starts, row.start) - 1] for row in self.rows)

    @cached_property
    def ruled(self) -> tuple[Rule | None, ...]:
        """For each line the first rule that knows it and holds where it stands."""
        return tuple(self._rule_at(number) for number in range(len(self.lines)))

    def kind(self, number: int) -> str | None:
        """What the rules take a line for where it stands."""
        rule = self.ruled[number]
        return rule.kind if rule else None

    def _tail(self) -> int:
        """Where a site's own matter begins behind the text: its first note with but short lines and little text
        after it.
        """
        total = sum(len(line.words) for line in self.lines)
        tail, after = len(self.lines), 0
        for number in range(len(self.lines) - 1, max(0, len(self.lines) - LONGEST_TAIL), -1):
            after += len(self.lines[number].words)
            if self.tells(number) or after > total * TAIL_SHARE:
                break
            rule = self.anywhere[number]
            if rule and rule.kind in TAIL_KINDS:
                tail = number
        return tail

    def tells(self, number: int) -> bool:
        """Whether a line is too long for a site's own matter, or a paragraph of several sentences."""
        words = self.lines[number].words
        return (
            len(words) >= TAIL_LINE
            or reports(words)
            or (len(words) >= TOLD_LINE and len(SENTENCE.findall(words)) > 1 and self._is_prose(number))
        )

    def _is_prose(self, number: int) -> bool:
        return self.anywhere[number] is None and self.lines[number].is_prose

    def _rule_at(self, number: int) -> Rule | None:
        known = self.anywhere[number]
        if known is None or known.where == "any":
            return known
        places = {"any"}
        if number in self.head:
            places |= {"edge", "head"}
        if number in self.foot:
            places |= {"edge", "foot"}
        return _rule_for(self.lines[number], _rules_for(frozenset(places)))


Step = Callable[[Page], Iterator[Removed]]


@cache
def _rules_for(places: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in read_rules("clean_rules.yml") if rule.where in places)


def _rule_for(line: Line, rules: Sequence[Rule]) -> Rule | None:
    if len(line.words) > RULE_LENGTH:
        return None
    words = line.words
    for rule in rules:  # a plain loop: it runs for every line of a file
        if rule.find(words):
            return rule
    return None


def _gone(line: Line, kind: str) -> Removed:
    return Removed(line.start, line.end, kind)


def debris(page: Page) -> Iterator[Removed]:
    """What mark-up has left between words."""
    return marks(page.lines)


def ruled_lines(page: Page) -> Iterator[Removed]:
    """Whole lines that a rule knows, where the rule holds."""
    alone = len(page.lines) == 1  # a text that is a file's name is a title at least
    for line, rule in zip(page.lines, page.ruled, strict=True):
        if (
            rule
            and not (alone and rule.kind == "title_filename")
            and not (line.start in page.rowed and len(line.words) > ROWED_LINE)
        ):
            yield from site_words(line, rule)


def details(page: Page) -> Iterator[Removed]:
    """Fields of a line of details (source, time, visits, editors) and credits in brackets at the end of a paragraph."""
    for line in page.lines:
        tail = line.words[-60:]
        if found := CREDIT_AT_END.search(tail):
            if found.start() > 0 or len(line.words) > len(tail):
                start = line.end - len(tail) + found.start()
                if "来源" not in found.group() or re.search(r"网|报|社|台|刊", found.group()):
                    yield Removed(start, line.end, "editor_credit")
        elif len(line.words) <= 200:
            yield from _fields(line)


def _sources(page: Page) -> Iterator[Removed]:
    yield from inline_page_marks(page.lines)
    yield from inline_details(page.lines)


def repeated_lines(page: Page) -> Iterator[Removed]:
    """What stands under every article of a file, and a site's mark between its paragraphs."""
    yield from repeated_credits(page.lines, page.anywhere)
    yield from repeated_marks(page.lines)


def doubts(page: Page, removed: Iterable[Removed]) -> Iterator[str]:
    """A warning for each line that a rule knows and that stays all the same, unless a paper ends so (抄送:…)."""
    starts = sorted(r.start for r in removed)
    kept = [n for n, line in enumerate(page.lines) if bisect_left(starts, line.start) == bisect_left(starts, line.end)]
    rules = [
        None if rule and rule.where == "doubt" and n in page.foot else rule for n, rule in enumerate(page.anywhere)
    ]
    return doubtful(page.lines, kept, rules)


def _fields(line: Line) -> Iterator[Removed]:
    labels = list(LABEL.finditer(line.words))
    stamp = LONE_STAMP.search(line.words)
    first = labels[0].start() if labels else 0
    opening = line.words[:first].strip(" \t[(【|")
    if len(labels) + bool(stamp) < 2 or (opening and not stamp):
        return
    if stamp and stamp.end() <= first:
        yield Removed(line.start, line.start + first, "time_stamp")
    yield from _labelled(line, labels)


def _labelled(line: Line, labels: list[re.Match[str]]) -> Iterator[Removed]:
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        kind = label.lastgroup or "content"
        end = following.start() if following else len(line.words)
        if kind != "content" or not line.words[label.end() : end].strip():
            yield Removed(line.start + label.start(), line.start + end, kind.replace("content", "page_detail"))
        elif cut := re.search(r"\s+(?:\d{4}[-/年]|【|\[|\|)", line.words[label.end() : end]):
            yield Removed(line.start + label.end() + cut.start(), line.start + end, "time_stamp")


def menus(page: Page) -> Iterator[Removed]:
    """Runs of three or more short lines at the edges of which one is a word that only menus have."""
    for zone in (page.head, page.foot):
        run: list[Line] = []
        for number in [*zone, -1]:
            if number >= 0 and len(page.lines[number].words) <= MENU_WORD:
                run.append(page.lines[number])
                continue
            words = [n for n, line in enumerate(run) if MENU.match(line.words)]
            if len(run) >= 3 and len(words) >= 2:
                yield from (_gone(line, "navigation") for line in run[words[0] : words[-1] + 1])
            run = []


def _key(words: str) -> str:
    """A title without what differs between its copies: punctuation, a file's ending, a site's name behind a bar."""
    return PLAIN.sub("", COPY_END.sub("", COLUMN.sub("", words)))


def repeated_titles(page: Page) -> Iterator[Removed]:
    """Earlier copies of a title; the one next to the running text is content."""
    head = [page.lines[number] for number in page.head]
    last = {_key(line.words): number for number, line in enumerate(head)}
    for number, line in enumerate(head):
        if LISTED.match(line.words):
            continue
        if len(key := _key(line.words)) >= 6 and last[key] > number and HAN.search(key):
            yield _gone(line, "repeated_title")


def after_markers(page: Page) -> Iterator[Removed]:
    """What follows a site's note or a heading of links behind the text, unless it signs it or is a long paragraph. With
    a numbered heading the text goes on: the note stood between its pages. A telephone number ends papers too, with
    annexes behind it; rows of a table are none of a site's.
    """
    marked = None
    for number in page.foot:
        line = page.lines[number]
        if page.kind(number) in SITE_KINDS:
            marked = None if CONTACT.search(line.words) else page.kind(number)
        elif COUNTED.match(line.words):
            marked = None
        elif marked and not (SIGNATURE.search(line.words) or "\t" in line.words or page.tells(number)):
            yield _gone(line, marked)


def site_names(page: Page) -> Iterator[Removed]:
    """Short lines among the menus before the text (a site's name), and lists of words before them (spam)."""
    menu = [n for n in page.head if page.kind(n) in ("navigation", "breadcrumb")]
    if not menu:
        return
    later = [page.lines[n] for n in range(menu[-1] + 1, page.body.start) if not page.kind(n)]
    titled = any(len(line.words) >= MENU_WORD for line in later)
    for number in range(menu[-1]):
        line = page.lines[number]
        foreign = len(line.words) <= NAME_LENGTH or _is_word_list(line)
        if not page.kind(number) and foreign and (titled or len(line.words) < MENU_WORD or SITE.search(line.words)):
            yield _gone(line, "seo_spam" if _is_word_list(line) else "site_name")


def _is_word_list(line: Line) -> bool:
    parts = re.split(r"[,_|、\s]+", line.words)
    return len(line.words) > 24 and len(parts) >= 4 and not line.stops


def column_tags(page: Page) -> Iterator[Removed]:
    """A short line before the text that repeats a part of a menu, of a tag line or of the bracket before the title."""
    known = _column_names(page)
    for number in page.head:
        line = page.lines[number]
        if len(line.words) <= NAME_LENGTH and _key(line.words) in known:
            yield _gone(line, "column_tag")


def _names_part(title: str) -> bool:
    """Whether bracketed words say what a part of a report is for: 【主要做法】 is a heading."""
    return any(rule.hits(title) for rule in read_rules("roles.yml"))


def _column_names(page: Page) -> frozenset[str]:
    names: set[str] = set()
    for number in (*page.head, *page.foot):
        words = page.lines[number].words
        if page.kind(number) in ("navigation", "breadcrumb", "tag_line"):
            names.update(_key(part) for part in re.split(r"[|>»›:/,\s]+", words))
        elif (bracket := BRACKETED.match(words)) and not _names_part(bracket.group(1)):
            names.add(_key(bracket.group(1)))
    return frozenset(name for name in names if len(name) >= 2)


def lone_words(page: Page) -> Iterator[Removed]:
    """Single words of a site, several in a row or next to a line of its phrases."""
    return phrase_runs(page.lines, [rule if rule and rule.where == "any" else None for rule in page.anywhere])


def rows(page: Page) -> Iterator[Removed]:
    """Rows of a site's fields, wherever they stand."""
    yield from page.rows


def posts(page: Page) -> Iterator[Removed]:
    """What a forum puts between the articles of a thread."""
    return chatter(page.lines)


def listed_contents(page: Page) -> Iterator[Removed]:
    """The list of contents before the text."""
    return contents(page.lines)


def running_lines(page: Page) -> Iterator[Removed]:
    """Bare page numbers that count up through the file."""
    numbered = [
        (int(line.words), line)
        for line in page.lines
        if line.words.isascii() and line.words.isdigit() and len(line.words) < 4
    ]
    values = [value for value, _ in numbered]
    if len(values) >= 3 and all(b - a == 1 for a, b in pairwise(values)):
        yield from (_gone(line, "page_mark") for _, line in numbered)


# Every step sees the same lines; where two want the same range, the earlier one has it.
STEPS: tuple[Step, ...] = (
    debris,
    listed_contents,
    repeated_titles,
    ruled_lines,
    lone_words,
    rows,
    posts,
    details,
    _sources,
    repeated_lines,
    menus,
    column_tags,
    site_names,
    after_markers,
    running_lines,
)
