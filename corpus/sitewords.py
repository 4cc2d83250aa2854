"""A site's own sentences inside a paragraph: what stands before and after them is text."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from corpus.lines import Line
from corpus.model import Removed
from corpus.rules import Rule

# A blank before a long unbroken stretch parts a note from the text that goes on in the same line.
FULL_STOP = re.compile(r"[。!?]{1,3}(?!$)|\s(?=[^\s。]{20})")
FEWEST_TOLD_AFTER = 30
FEWEST_TOLD = 10
SITE_WORDS = re.compile(
    r"文档|资源|资料|下载|本站|网友|网络|小编|感谢|谢谢|阅读|范文|模板|本号|本网|本平台|侵权|版权|转载|参考|观点|联系|删除|责任|客服|编辑|公众号|关注|本文|导语|上传|会员|收藏|(?i:word|ppt)"
)

# Who and what reports are about: a sentence with these is content, whatever else it speaks of (村民可免费下载电子书。).
REPORTED = re.compile(
    r"村民|群众|居民|党员|干部|职工|师生|农户|老人|贫困户|[全我各][省市县区镇乡村局院校]|[镇乡村]里|社区|园区|满意率|整改率"
    r"|受理|带动|增收|累计|共(?:开展|回收|收集|收到|接待|受理|化解|举办)|动员|每月|去年|今年"
)
# … unless it speaks of the page: a note can name a report whose title has those words.
OF_THE_PAGE = re.compile(
    r"文档|文库|本站|本网|本文|网友|会员|范文|珍藏版|小编|转载|来源网络|删除|(?i:docx?|pdf|pptx?|wps|vip)|公众号|点击|扫码|阅读原文"
)
CLAUSES = re.compile(r"[,。;]")
SHORTEST = 10  # characters of such a sentence


def reports(words: str) -> bool:
    """Whether folded words are a sentence of a report."""
    told = len(words) >= SHORTEST and CLAUSES.search(words) is not None and REPORTED.search(words) is not None
    return told and OF_THE_PAGE.search(words) is None


def site_words(line: Line, rule: Rule) -> Iterator[Removed]:
    """The line, or of a paragraph the sentences in which a site speaks of itself."""
    found = rule.find(line.words)
    ends = [stop.end() for stop in FULL_STOP.finditer(line.words)]
    if not found or not ends or rule.kind != "download_site_note":
        yield Removed(line.start, line.end, rule.kind)
        return
    at, after = bisect_left(ends, found.start() + 1), bisect_left(ends, found.end())
    if reports(line.words[ends[at - 1] if at else 0 : ends[after] if after < len(ends) else len(line.words)]):
        return
    start = ends[at - 1] if at and _is_told(line.words[: ends[at - 1]], FEWEST_TOLD) else 0
    sentences = [
        (a, b)
        for a, b in pairwise([*ends, len(line.words)])
        if a >= (ends[after] if after < len(ends) else len(line.words))
    ]
    end = next((a for a, b in sentences if _is_told(line.words[a:b], FEWEST_TOLD_AFTER)), len(line.words))
    yield Removed(line.start + start, line.start + end, rule.kind)


def _is_told(words: str, fewest: int) -> bool:
    """Whether the words are enough for text, and none of a site's own."""
    return (len(words) >= fewest and SITE_WORDS.search(words) is None) or reports(words)
