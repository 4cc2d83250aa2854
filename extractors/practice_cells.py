"""Practices in tables and forms: what stands in the rows below 整改措施, and behind 办法: at a paragraph's head."""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Document, Span, Table
from extractors.practice_spans import Candidate
from extractors.practice_words import adverbs, opener, pattern, without_counts

CLAUSE = re.compile(r"[^,。;:!?\n\t]{1,120}")
NUMBER = re.compile(r"(?:\(?\d{1,2}[)、.]|[①-⑳]|[一二三四五六七八九十]{1,2}[是、])?\s*")
REMEDY_LABEL = re.compile(
    r"\s*(?:[(【\[]?[\d一二三四五六七八九十]{1,3}[)】\]、.]{1,2})?[【\[]?(?:主要|具体|整改|解决|改进|应对|工作|落实|采取|破解)?的?"
    r"(?:措施|举措|办法|对策|做法|方法|整改情况|落实情况|整改|药方|处方|路径|方案|对症下药)[之(]?[\d一二三四五六七八九十]{0,3}[)】\]]?[:】]"
)
SHORTEST, LONGEST = 4, 45


def rows_of(document: Document, table: Table) -> Iterator[tuple[Span, ...]]:
    """The ranges of the cells of each row."""
    at = table.start
    for line in document.text[table.start : table.end].split("\n"):
        row, start = [], at
        for cell in line.split("\t"):
            row.append(Span(start, start + len(cell)))
            start += len(cell) + 1
        yield tuple(row)
        at += len(line) + 1


def columns(document: Document, head: Sequence[Span], group: str) -> tuple[int, ...]:
    """The columns whose head ends in a word of the group."""
    named = pattern(group, after="$")
    return tuple(at for at, cell in enumerate(head) if named.search(cell.of(document.folded).strip()))


def cells(document: Document) -> Iterator[Candidate]:
    """The first clause of each cell in a column of remedies, without number, 要 and counts at its end."""
    for table in document.tables:
        rows = tuple(rows_of(document, table))
        wanted = columns(document, rows[0], "remedy_columns") if len(rows) > 1 else ()
        for row in rows[1:]:
            for at in (at for at in wanted if at < len(row)):
                if span := _deed(document.folded, row[at]):
                    yield Candidate(span, "item", row[at])


def labelled(document: Document) -> Iterator[Candidate]:
    """The first clause of each paragraph that opens with 整改措施: and the like."""
    for paragraph in document.paragraphs:
        label = REMEDY_LABEL.match(document.folded, paragraph.start, paragraph.end)
        body = Span(label.end(), paragraph.end) if label else None
        if body and (span := _deed(document.folded, body)):
            yield Candidate(span, "item", body)


def _deed(folded: str, cell: Span) -> Span | None:
    start = cell.start
    for skipped in (NUMBER, opener(), adverbs()):
        found = skipped.match(folded, start, cell.end)
        start = found.end() if found else start
    clause = CLAUSE.match(folded, start, cell.end)
    words = without_counts(clause[0].rstrip()) if clause else ""
    return Span(start, start + len(words)) if SHORTEST <= len(words) <= LONGEST else None
