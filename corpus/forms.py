"""Heads that offices print: forms that were filled in (申报表, 推荐表), whose labels tell title, body and date, and
mastheads of briefs (简报), under which the report's own title follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Paragraph, Span

ROW = 400  # characters of a line that are looked at, as a text may be one line
HEAD = 24  # lines in which a form tells who did what
COUNT = r"(?:[一二三四五六七八九十\d]{1,3}[、.]\s?|\([一二三四五六七八九十\d]{1,3}\)\s?)?"
OPENED = rf"(?:^|\t|\s{{2}})\s{{0,4}}{COUNT}[(\[【]?"
REMARK = r"(?:\([^()]{1,8}\))?"
CLOSED = r"(?:[)\]】]?\s{0,3}[:\t]\s{0,3}|[\]】]\s{0,3}|(?=\s{0,4}$))"
ANY_LABEL = rf"[(\[【]?[\u4e00-\u9fff]{{2,10}}{REMARK}\s?[:】\t]"
VALUE = rf"(?:(?P<value>[^\n\t]{{2,80}}?)[\s。;]{{0,4}}(?=\t|$|\s{{2,40}}{ANY_LABEL})|\s{{0,4}}$)"
TITLE = re.compile(
    rf"{OPENED}(?P<label>(?:典型|优秀|创新|实践|示范|参评|参赛|申报|党建|工作|治理|经验|改革|服务)?"
    r"(?:案例|项目|材料|经验|品牌|做法|成果|课题|作品|事迹|论文)(?:申报|创建)?(?:名称|题目|标题|主题)|(?:案例|材料|文章|报告|征文)(?:名|题目?|标题))"
    rf"{REMARK}{CLOSED}{VALUE}"
)
# Who did it; whoever recommends or passes it on (推荐单位) did not.
BODY = re.compile(
    rf"{OPENED}(?P<label>(?:申报|报送|填报|申请|实施|创建|案例|参评|参赛|上报|提供|选送|投稿)(?:案例)?(?:单位|主体|地区|集体|组织)(?:名称|全称)?"
    rf"|(?:单位|集体|(?:基层)?党?组织|支部)(?:名称|全称)){REMARK}{CLOSED}{VALUE}"
)
DATE = re.compile(
    rf"{OPENED}(?P<label>(?:填报|申报|填表|报送|推荐|上报|制表|提交|申请|选送|投稿)(?:日期|时间)){REMARK}{CLOSED}{VALUE}"
)
LABELLED = re.compile(rf"\s{{0,4}}{COUNT}{ANY_LABEL}")
# What a field is for that holds the report itself.
PART = re.compile(
    r"(?:简介|概况|概述|摘要|背景|做法|举措|措施|成效|成果|效果|事迹|经验|启示|亮点|内容|正文|特色|创新点|过程|体会|问题|打算|目标)(?:及成效|与成效|和成效)?$"
)
PART_LENGTH = 16
MASTHEAD = re.compile(
    r"^[^,。:;\n]{0,24}(?:简报|动态|信息|快报|专报|要报|摘报|通讯|交流|参考|参阅|要情|内参|情况反映|简讯|快讯|专递|之窗|文萃|工作情况|内刊|周报|月报)"
    r"(?:\([^()]{1,10}\)|专刊|专报|增刊)?$"
)
ISSUE = re.compile(
    r"^[(\[]?\s{0,4}(?:[〔\[(]?\d{4}[〕\])]?年?)?\s{0,4}(?:第|总第)\s{0,4}[\d一二三四五六七八九十百〇]{1,5}\s{0,4}[期号]|^[(\[]?\s{0,4}增刊"
)
ISSUE_LINES = 4  # in which a masthead tells its number
LEAST, LINE = 4, 60  # characters of a title
SEAL = re.compile(r"\s{0,3}\([^()]{0,4}(?:章|公章|盖章)\)?$")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: the number of the line that it stands on, its label and what was filled in."""

    line: int
    label: Span
    value: Span


@dataclass(frozen=True, slots=True)
class Form:
    """What the labels at the beginning of a file give; None where a form has no such field."""

    title: Field | None
    body: Field | None
    date: Field | None

    @property
    def last(self) -> int:
        """The number of the last line that one of them stands on, -1 where there is none."""
        return max((field.line for field in (self.title, self.body, self.date) if field), default=-1)


def read_form(folded: str, paragraphs: Sequence[Paragraph]) -> Form:
    """The fields of a form that opens a text; all of them None where there is none."""
    title = next((told for told in _told(folded, paragraphs, TITLE) if _length(told) >= LEAST), None)
    body, date = (next(_told(folded, paragraphs, label), None) for label in (BODY, DATE))
    return Form(title, body, date)


def _length(field: Field) -> int:
    return field.value.end - field.value.start


def _told(folded: str, paragraphs: Sequence[Paragraph], label: re.Pattern[str]) -> Iterator[Field]:
    """What stands behind a label or on the line below, each time it is filled in."""
    for number, line in enumerate(paragraphs[:HEAD]):
        told = _labelled(label, folded[line.start : min(line.end, line.start + ROW)])
        if told is None:
            continue
        at = Span(line.start + told.start("label"), line.start + told.end("label"))
        if told["value"]:
            value = Span(line.start + told.start("value"), line.start + told.end("value"))
            yield Field(number, at, _unsealed(folded, value))
        elif number + 1 < len(paragraphs) and _fills(folded, below := paragraphs[number + 1]):
            yield Field(number + 1, at, _unsealed(folded, Span(below.start, below.end)))


# Several ask for the form of one text.
@lru_cache(maxsize=128)
def _labelled(label: re.Pattern[str], row: str) -> re.Match[str] | None:
    return label.search(row)


def _fills(folded: str, line: Paragraph) -> bool:
    """Whether a line may be the field of a label above it: it is short and bears no label itself."""
    return LEAST <= line.end - line.start <= LINE and not LABELLED.match(folded, line.start, line.end)


def _unsealed(folded: str, span: Span) -> Span:
    """Without the place for a seal behind it."""
    seal = SEAL.search(span.of(folded))
    return Span(span.start, span.start + seal.start()) if seal else span


def is_part_label(words: str) -> bool:
    """Whether the folded words of a cell say that the report, or a part of it, stands in the cell beside."""
    return len(words) <= PART_LENGTH and PART.search(re.sub(r"\s", "", words)) is not None


def is_masthead(words: str) -> bool:
    """Whether a folded line may be the name of a brief."""
    return MASTHEAD.match(re.sub(r"\s", "", words)) is not None


def masthead(folded: str, paragraphs: Sequence[Paragraph]) -> int:
    """How many lines the masthead of a brief takes up, with the number of its issue; 0 where there is none."""
    heads = (Span(one.start, min(one.end, one.start + ROW)) for one in paragraphs[: ISSUE_LINES + 1])
    lines = [span.of(folded).strip() for span in heads]
    named = next((at for at, words in enumerate(lines[:2]) if is_masthead(words)), None)
    numbered = next((at for at, words in enumerate(lines) if ISSUE.match(words)), None)
    return 0 if named is None or numbered is None else max(named, numbered) + 1
