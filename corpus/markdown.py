"""Marks of Markdown in a text that is written in it: they go, the words stay."""

import re
from collections.abc import Iterator, Sequence

from corpus.lines import Line
from corpus.model import Removed

KIND = "html_debris"
HEADING = re.compile(r"#{1,6}\s{1,3}\S")
RULED = re.compile(r"\|?\s{0,3}:?-{3,60}:?(?:\s{0,9}\|\s{0,9}:?-{3,60}:?){0,40}\s{0,9}\|?")
FENCE = re.compile(r"(?:```|~~~)[\w+-]{0,20}")
ROW = re.compile(r"(\|\s{0,9})[^|].{0,2000}?(\s{0,9}\|)", re.DOTALL)
QUOTED = re.compile(r"(?:>\s?){1,3}(?=\S)")
LINK = re.compile(r"(?<!!)(\[)[^\[\]]{1,100}(\]\((?:https?://|[./#\w])[^()\s]{0,300}\))")
# Two stars alone mask the name of a place as well (**县).
BOLD = re.compile(r"(\*\*)(?![\s*省市县区镇乡村街社局厅同公])[^*]{1,300}(?<!\s)(\*\*)")
# What stands before the text of a page that a program makes of it.
FRONT = "---"
FRONT_LINES = 40
FIELD = re.compile(r"[A-Za-z][\w-]{0,30}\s?:|-\s|\[")
TITLE = re.compile(r"title\s?:\s?[\"']?(?=\S)", re.IGNORECASE)


def markdown(lines: Sequence[Line]) -> Iterator[Removed]:
    """The marks in a text that has headings, tables or code as Markdown has them; elsewhere signs are the author's."""
    if not any(HEADING.match(line.words) or _is_ruled_table(line.words) for line in lines):
        return
    front = _front(lines)
    yield from _front_marks(lines[:front], any(line.words.startswith("# ") for line in lines))
    for line in lines[front:]:
        if _is_ruled_table(line.words) or FENCE.fullmatch(line.words):
            yield Removed(line.start, line.end, KIND)
        else:
            yield from _inside(line)


def _is_ruled_table(words: str) -> bool:
    return "|" in words and RULED.fullmatch(words) is not None


def _inside(line: Line) -> Iterator[Removed]:
    """The marks in a line, from left to right."""
    if quoted := QUOTED.match(line.words):
        yield Removed(line.start, line.start + quoted.end(), KIND)
    patterns = (ROW, LINK, BOLD) if line.words.count("**") % 2 == 0 else (ROW, LINK)
    for pattern in patterns:
        found = [ROW.fullmatch(line.words)] if pattern is ROW else pattern.finditer(line.words)
        for match in filter(None, found):
            for group in (1, 2):
                yield Removed(line.start + match.start(group), line.start + match.end(group), KIND)


def _front(lines: Sequence[Line]) -> int:
    """How many lines the fields before a text take."""
    if not lines or lines[0].words != FRONT:
        return 0
    for number, line in enumerate(lines[1:FRONT_LINES], 1):
        if line.words == FRONT:
            return number + 1
        if not FIELD.match(line.words):
            return 0
    return 0


def _front_marks(front: Sequence[Line], titled: bool) -> Iterator[Removed]:
    """The fields; of the title its words stay where nothing else tells it."""
    for line in front:
        title = None if titled else TITLE.match(line.words)
        yield Removed(line.start, line.start + title.end() if title else line.end, KIND)
        if title and line.words[-1] in "\"'":
            yield Removed(line.end - 1, line.end, KIND)
