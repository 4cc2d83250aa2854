"""The title of a page as it is shown above the article; what the page declares has the name of its site in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from corpus.readers.html_main import is_prose

DECLARING = ("articletitle", "og:title", "twitter:title")
LEAST, LONGEST = 6, 80
# An element of more parts is no line.
PARTS = 8
HEADINGS = frozenset({"h1", "h2", "h3"})
CLASSES = re.compile(r"(?:^|[\s_-])(?:title|tit|bt|biaoti|headline|subject)\d?(?:$|[\s_-])", re.IGNORECASE)
UNREAD = frozenset({"a", "title", "script", "style", "head", "meta", "html", "body", "option", "textarea"})
BOLD = frozenset({"b", "strong"})
SITE = re.compile(
    r"(?:网|网站|平台|门户|频道|在线|政府|委员会|委|部|局|厅|办|办公室|首页|主页|中心|党建|先锋|日报|导报|内容|正文|页)$"
)
NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
FIELD = re.compile(
    r"(?:来源|作者|时间|日期|点击|浏览|阅读|字体|字号|位置|编辑|人气|次数)[^:：]{0,4}[:：]|首页|\d{4}[-/.]\d|\d{4}年\d{1,2}月\d{1,2}日"
)
ENDS = ("。", "，", "；", "：", ":", "!", "！")
SUBTITLE = re.compile(r"——|—|(?:本报|本刊|特约)?(?:记者|通讯员)[\s:：]|(?:作者|撰稿|执笔|文)\s?[:：/]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line above the article; `heading` where the page sets it as one, `strong` where it is set off at least."""

    words: str
    heading: bool
    strong: bool


def shown_title(tree: html.HtmlElement, declared: str | None, part: html.HtmlElement) -> tuple[str, ...]:
    """The title of the article that stands in `part`, and the subtitle and names of authors shown below it.

    Empty where there is none. A title that is shown nowhere is taken as it is declared.
    """
    above = list(_above(tree, part))
    names = [name for name in (*_declared(tree), declared or "") if name]
    at = _matching(above, names)
    if at is None and all(map(SITE.search, names)):
        at = _standing_out(above)
    if at is None:
        return (declared,) if declared else tuple(names[:1])
    found = above[at].words
    below = (line.words for line in above[at + 1 :])
    under = [words for words in below if SUBTITLE.match(words) and not FIELD.search(words[3:])]
    return (found, *dict.fromkeys(words for words in under if words != found))


def _declared(tree: html.HtmlElement) -> Iterator[str]:
    for meta in tree.iter("meta"):
        name = str(meta.get("name") or meta.get("property") or "").lower()
        if name in DECLARING and (words := " ".join(str(meta.get("content", "")).split())):
            yield words


def _above(tree: html.HtmlElement, part: html.HtmlElement) -> Iterator[Shown]:
    """The lines of a page before the first prose of its article, in order."""
    inside = set(part.iter("*"))
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        piece = element.text if event == "start" else element.tail
        holder = element if event == "start" else element.getparent()
        if piece and holder in inside and holder.tag not in UNREAD and is_prose(piece.strip()):
            return
        if event == "start" and (line := _line(element)) is not None:
            yield line


def _line(element: html.HtmlElement) -> Shown | None:
    """An element as a line, unless it is a link, in the head of the page, or holds more than a line."""
    if element.tag in UNREAD:
        return None
    parts = list(islice(element.iterdescendants("*"), PARTS))
    if len(parts) == PARTS or any(inner.tag in ("script", "style", "a", "input") for inner in parts):
        return None
    words = " ".join(element.text_content().split())
    if not 2 <= len(words) <= LONGEST or element.getparent() is None or element.getparent().tag == "a":
        return None
    return Shown(words, _is_heading(element), any(one.tag in BOLD for one in (element, *parts)))


def _is_heading(element: html.HtmlElement) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    large = element.tag == "font" and str(element.get("size", "")).strip("+") in ("4", "5", "6", "7")
    parent = element.getparent()
    in_heading = element.tag in HEADINGS or (parent is not None and parent.tag in HEADINGS)
    return in_heading or large or CLASSES.search(named) is not None or str(element.tag).endswith("-title")


def _matching(above: list[Shown], names: list[str]) -> int | None:
    """The line that a declared title holds; of several the one that is set as a heading, and then the longest."""
    bare = ["".join(name.split()) for name in names]
    fitting = [n for n, line in enumerate(above) if any(_fits("".join(line.words.split()), name) for name in bare)]
    return max(fitting, key=lambda n: (above[n].heading, len(above[n].words), n), default=None)


def _fits(words: str, name: str) -> bool:
    return words == name or (len(words) >= LEAST and words in name)


def _standing_out(above: list[Shown]) -> int | None:
    """The last line above the article that is set as a title."""
    titles = [n for n, line in enumerate(above) if (line.heading or line.strong) and _is_title_like(line.words)]
    return max(titles, key=lambda n: (above[n].heading, n), default=None)


def _is_title_like(words: str) -> bool:
    return (
        len(words) >= LEAST
        and not words.endswith(ENDS)
        and not NUMBERED.match(words)
        and not FIELD.search(words)
        and not SITE.search(words)
    )
