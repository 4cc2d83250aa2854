"""A document or one article of it as lines: those before the running text, and those at its end."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from corpus.forms import ISSUE, Form, is_masthead, read_form
from corpus.model import Document, Span
from extractors.about_words import is_body, kind_nouns, labels, names_alone, team, titled_name
from extractors.base import Date, Mention

Evidence = Literal["red_head", "title", "byline", "opening", "signature", "stamp", "text"]

HEAD_LINES = 24
HEAD_LENGTH = 60
SHORTEST = 4  # characters of a title
DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Za-z×*]{1,14}[〔\[(【〈{﹝「„][ ]?(?:19|20)[\dXx×*]{2}[ ]?[〕\])】〉}﹞」‟][ ]?"
    r"第?[ ]?[\dXx×*]{1,5}[ ]?号"
)
COUNT = "[一二三四五六七八九十]{1,3}"
MARKED = re.compile(rf"{COUNT}、|\({COUNT}\)|\d{{1,2}}[.、]|第{COUNT}(?:[章节条]|部分)")
TEXT_BEGINS = re.compile(r"(?:\[?摘[ ]{0,4}要\]?|【摘要】|内容提要|\[?关键词\]?|本报讯|本网讯|附件?)(?:[:\s]|$)")
SUBTITLE = re.compile(r"[—–\-]{1,3}")
RED_HEAD = re.compile(r"(?P<issuer>.{2,36})文件")
FURNITURE = re.compile(r"[★☆*\-—=_ ]{1,40}|(?:签发人|密级|紧急程度|缓急|特急|急件|内部资料|公开方式|此件)[^。]{0,30}")
BULLETS = " \t\u3000\xa0\r•●◆■▪"
BRACKETED = re.compile(r"\([^()]{1,58}\)")


@dataclass(frozen=True, slots=True)
class Stated(Mention):
    """Something that a document says of itself: its words, their reading, and the place that tells it."""

    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph without the blanks around it, and its folded words."""

    start: int
    end: int
    words: str

    @property
    def is_prose(self) -> bool:
        """Whether the running text begins here at the latest."""
        if len(self.words) > HEAD_LENGTH or "。" in self.words:
            return True
        return self.words.endswith((":", ";", ",")) and not labels().search(self.words)

    @property
    def is_subtitle(self) -> bool:
        """Whether the line goes on with the title before it (——在…会上的发言)."""
        return bool(SUBTITLE.match(self.words))


class Page:
    """A range of a document."""

    def __init__(self, document: Document, dates: Sequence[Date], start: int, end: int) -> None:
        self.document, self.start, self.end = document, start, end
        first, last = (bisect_left(dates, at, key=lambda date: date.start) for at in (start, end))
        self.dates = dates[first:last]
        self.lines = tuple(_lines(document, start, end))

    @cached_property
    def head(self) -> Sequence[Line]:
        """The lines before the running text."""
        return self.lines[: self._body()]

    @cached_property
    def body(self) -> Sequence[Line]:
        """The running text and what follows it."""
        return self.lines[self._body() :]

    @cached_property
    def form(self) -> Form:
        """What the labels give of a form with which the document begins, if the range does."""
        paragraphs = self.document.paragraphs
        opens = bool(paragraphs) and self.start <= paragraphs[0].start
        return read_form(self.document.folded, paragraphs if opens else ())

    def _body(self) -> int:
        for number, line in enumerate(self.lines[:HEAD_LINES]):
            if line.is_prose or MARKED.match(line.words) or TEXT_BEGINS.match(line.words):
                return number
        return min(len(self.lines), HEAD_LINES)

    @cached_property
    def has_issue(self) -> bool:
        """Whether the head counts issues, as briefs do."""
        return any(ISSUE.match(line.words) for line in self.head)

    def dates_in(self, start: int, end: int) -> Sequence[Date]:
        """The dates that begin in a range."""
        first, last = (bisect_left(self.dates, at, key=lambda date: date.start) for at in (start, end))
        return self.dates[first:last]

    def line_at(self, offset: int) -> int:
        """The number of the line that holds a character."""
        return max(0, bisect_right(self.lines, offset, key=lambda line: line.start) - 1)

    def stated(self, start: int, end: int, evidence: Evidence, value: str | None = None) -> Stated:
        """A range as a statement; its value is its words without line breaks where nothing else is given."""
        words = self.document.text[start:end]
        return Stated(start, end, words, "".join(words.split("\n")) if value is None else value, evidence)

    def is_brief_name(self, line: Line) -> bool:
        """Whether a line is the name of a periodical (政务简报) above its number."""
        words = re.sub(r"\s", "", line.words)
        return (
            self.has_issue
            and len(words) <= 16
            and (
                is_masthead(words)
                or any(kind == "brief" and words.endswith(noun) for noun, kind in kind_nouns().items())
            )
        )

    def may_be_title(self, line: Line) -> bool:
        """Whether nothing shows that a line of the head is something else than the title."""
        words = line.words
        told = any(
            pattern.fullmatch(words) for pattern in (FURNITURE, BRACKETED, RED_HEAD, names_alone(), titled_name())
        )
        begun = any(pattern.match(words) for pattern in (DOCUMENT_NUMBER, labels(), team())) or ISSUE.match(words)
        if len(words) < SHORTEST or line.is_subtitle or told or begun:
            return False
        return not self._is_dated_body(line) and not self.is_brief_name(line)

    def _is_dated_body(self, line: Line) -> bool:
        """Whether the line is a body, a date or both."""
        rest = rest_of(line, self.dates_in(line.start, line.end))
        rest = re.sub(r"(?:编|编印|印发|主办|印)$", "", rest).strip(" \t()")
        return (not rest and line.words != rest) or is_body(rest)


def rest_of(line: Line, dates: Sequence[Date]) -> str:
    """A line's words without its dates, blanks between them made one."""
    rest, at = "", line.start
    for date in dates:
        rest += line.words[at - line.start : date.start - line.start]
        at = date.end
    return re.sub(r"\s+", " ", rest + line.words[at - line.start :]).strip(" ()[]")


def _lines(document: Document, start: int, end: int) -> Iterator[Line]:
    paragraphs = document.paragraphs
    at = max(0, bisect_right(paragraphs, start, key=lambda paragraph: paragraph.start) - 1)
    while at < len(paragraphs) and paragraphs[at].start < end:
        line = _line(document, Span(max(start, paragraphs[at].start), min(end, paragraphs[at].end)))
        if line.words:
            yield line
        at += 1


def _line(document: Document, span: Span) -> Line:
    words = span.of(document.folded)
    bare = words.lstrip(BULLETS)
    start = span.start + len(words) - len(bare)
    return Line(start, start + len(bare.rstrip()), bare.rstrip())
