"""Heads that offices print: forms that were filled in (申报表, 推荐表), whose labels tell title and body, and mastheads
of briefs (简报), under which the report's own title follows.
"""

import re
from collections.abc import Iterator

from corpus.layout import Page
from corpus.model import Span

HEAD = 24  # lines in which a form tells who did what
LABEL_END = r"\s{0,3}(?::|\t)\s{0,3}"
VALUE = r"(?:(?P<value>[^\n\t]{2,80}?)[\s。;]{0,4}(?=\t|$)|$)"
TITLE = re.compile(
    r"(?:^|\t)\s{0,4}[(\[【]?(?:(?:典型|优秀|创新|实践|示范|参评|申报|党建|工作|治理|经验|改革)?"
    r"(?:案例|项目|材料|经验|品牌|做法|成果|课题|作品)(?:申报|创建)?(?:名称|题目|标题|主题)|(?:案例|材料|文章|报告)(?:名|题))[)\]】]?"
    rf"{LABEL_END}{VALUE}"
)
# Who did it; whoever recommends or passes it on (推荐单位) did not.
BODY = re.compile(
    r"(?:^|\t)\s{0,4}[(\[【]?(?:申报|报送|填报|申请|实施|创建|案例|参评|参赛|上报|提供)(?:案例)?(?:单位|主体|地区)(?:名称|全称)?"
    rf"(?:\([^()]{{1,8}}\))?[)\]】]?{LABEL_END}{VALUE}"
)
MASTHEAD = re.compile(
    r"^[^,。:;\n]{2,24}(?:简报|动态|信息|快报|专报|通讯|交流|参考|要情|内参|情况反映|简讯|之窗|文萃|工作情况)(?:\([^()]{1,10}\)|专刊|专报)?$"
)
ISSUE = re.compile(r"^[(\[]?\s{0,4}(?:\d{4}年)?\s{0,4}(?:第|总第)\s{0,4}[\d一二三四五六七八九十百]{1,4}\s{0,4}期|^增刊")
ISSUE_LINES = 4  # in which a masthead tells its number
LEAST, LINE = 5, 60  # characters of a title
SEAL = re.compile(r"\s{0,3}\([^()]{0,4}(?:章|公章|盖章)\)?$")


def _told(page: Page, label: re.Pattern[str]) -> Iterator[tuple[int, Span]]:
    """Number of the line and range of what stands behind a label or on the line below, each time it is filled in."""
    for number, paragraph in enumerate(page.paragraphs[:HEAD]):
        told = label.search(page.folded[paragraph.start : paragraph.end])
        if told and told["value"]:
            at = paragraph.start + told.start("value")
            yield number, _unsealed(page, Span(at, paragraph.start + told.end("value")))
        elif told and number + 1 < len(page.paragraphs):
            below = page.paragraphs[number + 1]
            if LEAST <= below.end - below.start <= LINE:
                yield number + 1, _unsealed(page, Span(below.start, below.end))


def _unsealed(page: Page, span: Span) -> Span:
    """Without the place for a seal behind it."""
    seal = SEAL.search(span.of(page.folded))
    return Span(span.start, span.start + seal.start()) if seal else span


def masthead(page: Page) -> int:
    """How many lines the masthead of a brief takes up, with the number of its issue; 0 where there is none."""
    lines = [page.folded[one.start : one.end].strip() for one in page.paragraphs[: ISSUE_LINES + 1]]
    named = next((at for at, words in enumerate(lines[:2]) if MASTHEAD.match(words)), None)
    numbered = next((at for at, words in enumerate(lines) if ISSUE.match(words)), None)
    return 0 if named is None or numbered is None else max(named, numbered) + 1


def form_title(page: Page) -> tuple[int, Span] | None:
    """The name under which a form tells its case (案例名称:…), with the number of its line."""
    return next((told for told in _told(page, TITLE) if told[1].end - told[1].start >= LEAST), None)


def form_body(page: Page) -> Span | None:
    """Who tells the case of a form (申报单位:…)."""
    return next((span for _, span in _told(page, BODY)), None)
