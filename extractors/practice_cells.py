"""Practices in tables and forms: what stands in the rows below 整改措施, and behind 办法: at a paragraph's head."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.beginnings import begun
from corpus.model import Document, Span
from extractors.practice_spans import Candidate
from extractors.practice_words import adverbs, opener, pattern, without_counts

CLAUSE = re.compile(r"[^,。;:!?\n\t]{1,120}")
NUMBER = re.compile(r"(?:\(?\d{1,2}[)、.]|[①-⑳]|[一二三四五六七八九十]{1,2}[是、])?\s{0,9}")
REMEDY_LABEL = begun(
    r"\s{0,9}(?:[(【\[]?[\d一二三四五六七八九十]{1,3}[)】\]、.]{1,2})?[【\[]?(?:主要|具体|整改|解决|改进|应对|工作|落实|采取|破解)?的?"
    r"(?:措施|举措|办法|对策|做法|方法|整改情况|落实情况|整改|药方|处方|路径|方案|对症下药)[之(]?[\d一二三四五六七八九十]{0,3}[)】\]]?[:】]"
)
# One remedy of several in a cell or point: 聘请第三方鉴定;符合条件的纳入搬迁.
PART = re.compile(r"[^;。!?\n\t]{4,400}")
# The heading of a point that only names what was found: 关于“账外设账”问题.
TITLED = begun(
    r"\s{0,4}(?:[(\d一二三四五六七八九十、.)]{1,5})?\s{0,2}(?:关于|针对|对于|就)[^。;\n]{2,60}"
    r"(?:问题|现象|情况|不足|意见)(?:的?整改(?:落实)?(?:情况|进展)?)?[”:。]?$"
)
SHORTEST, LONGEST = 4, 45


def tables(document: Document) -> Iterator[tuple[tuple[Span, ...], ...]]:
    """The rows of each table as the ranges of their cells; of plain text, lines of three cells and more in a row."""
    for table in document.tables:
        yield tuple(_rows(document, table.start, table.end))
    ranges = [(table.start, table.end) for table in document.tables]
    for tabbed, lines in groupby(document.paragraphs, lambda one: document.text.count("\t", one.start, one.end) > 1):
        found = list(lines) if tabbed else []
        if found and not any(start <= found[0].start < end for start, end in ranges):
            yield tuple(row for one in found for row in _rows(document, one.start, one.end))


def _rows(document: Document, start: int, end: int) -> Iterator[tuple[Span, ...]]:
    at = start
    for line in document.text[start:end].split("\n"):
        row, left = [], at
        for cell in line.split("\t"):
            row.append(Span(left, left + len(cell)))
            left += len(cell) + 1
        yield tuple(row)
        at += len(line) + 1


def columns(document: Document, head: Sequence[Span], group: str) -> tuple[int, ...]:
    """The columns whose head ends in a word of the group."""
    named = pattern(group, after="$")
    return tuple(at for at, cell in enumerate(head) if named.search(cell.of(document.folded).strip()))


def cells(document: Document) -> Iterator[Candidate]:
    """The first clause of each part of a cell in a column of remedies, without number, 要 and counts at its end."""
    for rows in tables(document):
        wanted = columns(document, rows[0], "remedy_columns") if len(rows) > 1 else ()
        for row in rows[1:]:
            for at in (at for at in wanted if at < len(row)):
                yield from _parts(document.folded, row[at])


def labelled(document: Document) -> Iterator[Candidate]:
    """The first clause of each paragraph that opens with 整改措施: and the like."""
    for paragraph in document.paragraphs:
        label = REMEDY_LABEL.match(document.folded, paragraph.start, paragraph.end)
        body = Span(label.end(), paragraph.end) if label else None
        if body and (span := _deed(document.folded, body)):
            yield Candidate(span, "item", body)


def titled(document: Document) -> Iterator[Span]:
    """The text under each heading that only names a problem."""
    for section in document.sections:
        if TITLED.match(section.heading.of(document.folded)):
            yield Span(section.heading.end, section.end)


def _parts(folded: str, body: Span) -> Iterator[Candidate]:
    for part in PART.finditer(folded, body.start, body.end):
        if span := _deed(folded, Span(*part.span())):
            yield Candidate(span, "item", body)


def _deed(folded: str, cell: Span) -> Span | None:
    start = cell.start
    for skipped in (NUMBER, opener(), adverbs()):
        found = skipped.match(folded, start, cell.end)
        start = found.end() if found else start
    clause = CLAUSE.match(folded, start, cell.end)
    words = without_counts(clause[0].rstrip()) if clause else ""
    return Span(start, start + len(words)) if SHORTEST <= len(words) <= LONGEST else None
