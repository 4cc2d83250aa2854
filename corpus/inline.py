"""A site's own words inside a line of text: sources with their dates, links to the whole text, stamps, counters."""

import re
from collections.abc import Iterator, Sequence

from corpus.beginnings import begun
from corpus.lines import Line
from corpus.model import Removed

DATE = r"\d{4}(?:[-/.年])\d{1,2}(?:[-/.月])\d{1,2}日?(?:\s{1,3}\d{1,2}:\d{2}(?::\d{2})?)?"
MEDIUM = (
    r"[^\s:。;,()\[\]【】|“”]{0,14}?(?:日报|晚报|早报|晨报|时报|导报|周报|快报|商报|报(?!告|道|送)|网(?!格|络|点)|在线|客户端|公众号"
    r"|杂志|周刊|月刊|月报|频道|电视台|融媒体中心|通讯社|新华社|头条)"
)
CREDITED = r"(?:文章|信息|稿件|新闻|内容)?(?:来源|稿源|出处|转自|摘自|原载)\s?:\s?"
NAME = rf"(?:{MEDIUM}|[^\s:。;,()\[\]【】|]{{2,16}}?(?=[\s|]{{0,3}}{DATE}))"
DATED = rf"{DATE}[\s,]{{0,3}}{MEDIUM}|(?:{CREDITED})?{MEDIUM}[\s,]{{0,3}}{DATE}|{CREDITED}{MEDIUM}"
LINK = (
    r"[\[(【<]{0,2}(?:点击)?(?:查看|阅读|展开|浏览|点击)(?:全文|原文|详情|更多|全部|详细内容)[\])】>»…]{0,3}"
    r"|[\[(【](?:全文|详细|详情|更多|原文)[\])】>»]{1,3}"
)
PIECES = (
    ("editor_credit", rf"{CREDITED}{NAME}(?:[\s|·,]{{0,3}}{DATE})?"),
    ("editor_credit", rf"[(\[【](?:{DATED})[)\]】]"),
    ("editor_credit", r"[(\[【]?(?:责任编辑|责编|编辑|校对|审核)\s?:\s?[\u4e00-\u9fff]{2,4}(?=[\s)\]】|]|$)[)\]】]?"),
    ("navigation", LINK),
    ("time_stamp", rf"(?:发布|发表|更新|成文|入库)?(?:时间|日期)\s?:\s?{DATE}"),
    ("time_stamp", r"\d{4}(?:-\d{1,2}-|/\d{1,2}/)\d{1,2}(?:\s\d{1,2}:\d{2}(?::\d{2})?)?(?![\d-])"),
    ("time_stamp", r"(?:浏览|阅读|点击|访问|下载)(?:次数|量|数)?\s?[:(]\s?\d{1,9}(?:次|人次)?\)?"),
    ("share_line", r"(?:收藏|分享|点赞|打印|举报)(?=[\s|\])】]|$)"),
)
PIECE = begun("|".join(f"(?P<{kind}_{n}>{pattern})" for n, (kind, pattern) in enumerate(PIECES)))
TOLD = begun(r"来源|稿源|出处|摘自|转自|原载|编辑|责编|审核|校对|全文|[详原][情细文]|更多|\d[-/年:.]\d")
OF_PAGES = r"[(\[【]?第\s?\d{1,4}\s?页[\s,/]{0,3}[(]?共\s?\d{1,4}\s?页[)]?[)\]】]?"
MARK = begun(
    rf"(?<=[^。.!?;:”)\s])\s{{0,3}}{OF_PAGES}\s{{0,3}}(?=\S)|{OF_PAGES}"
    r"|(?<=[\u4e00-\u9fff,、])\s{1,3}[—-]{1,2}\s?\d{1,3}\s?[—-]{1,2}\s{1,3}(?=[\u4e00-\u9fff])"
)
STRONG = ("editor_credit", "navigation")
AFTER = re.compile(r"[。!?;…)”》\]】.\s|]$")
GAP = re.compile(r"[\s|·,]{0,4}")
SHORTEST_LINE = 24  # shorter lines are for the rules about whole lines


def inline_page_marks(lines: Sequence[Line]) -> Iterator[Removed]:
    """Marks of pages in the middle of a line; in mid-sentence with the blanks around them."""
    for line in lines:
        if "页" in line.words or "-" in line.words or "—" in line.words:
            yield from (
                Removed(line.start + m.start(), line.start + m.end(), "page_mark") for m in MARK.finditer(line.words)
            )


def inline_details(lines: Sequence[Line]) -> Iterator[Removed]:
    """Runs of such pieces behind a sentence; a run counts where it names a source or a link, or ends its line."""
    for line in lines:
        if len(line.words) < SHORTEST_LINE or not TOLD.search(line.words):
            continue
        for run in _runs(line):
            strong = any(kind in STRONG for kind, _, _ in run)
            if strong or run[-1][2] >= len(line.words):
                yield from (Removed(line.start + start, line.start + end, kind) for kind, start, end in run)


def _runs(line: Line) -> Iterator[list[tuple[str, int, int]]]:
    run: list[tuple[str, int, int]] = []
    for found in PIECE.finditer(line.words):
        if run and GAP.fullmatch(line.words, run[-1][2], found.start()):
            run.append(_piece(found))
        elif _stands_behind(line.words, found.start()):
            if run:
                yield run
            run = [_piece(found)]
    if run:
        yield run


def _piece(found: re.Match[str]) -> tuple[str, int, int]:
    return (found.lastgroup or "").rpartition("_")[0], found.start(), found.end()


def _stands_behind(words: str, at: int) -> bool:
    return AFTER.search(words[max(0, at - 2) : at]) is not None
