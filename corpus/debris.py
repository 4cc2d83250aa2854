"""What mark-up has left inside the lines of a text."""

import re
from collections.abc import Iterator, Sequence

from corpus.lines import Line
from corpus.markdown import markdown
from corpus.model import Removed

DEBRIS = re.compile(
    r"</?(?:p|br|div|span|font|b|i|u|a|em|strong|img|table|tr|td|th|tbody|ul|li|ol|h[1-6]|menu|center|section|script|style|input|iframe|o:p|st1:\w{1,20})"
    r"(?:\s[^<>\n]{0,300})?/?>|!\[[^\[\]\n]{0,80}\]\((?:data:[^()\s]{0,60000}|[^()\s]{0,400})\)|&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|hellip|middot|ensp|emsp|#\d{2,6});|[\u200b-\u200f\u2060\ufeff\xad\ufffc\u202a-\u202e]"
)
# A line that a program set in bold or as a heading; two stars alone may mask a figure or a name (**县).
MARKDOWN = re.compile(r"^(#{1,6}\s{1,3})\S|^(\*\*)(?=[^*\n]{5,60}(\*\*)$|[^*\n]{3,60}[。:!?](\*\*))")


def marks(lines: Sequence[Line]) -> Iterator[Removed]:
    """Tags, entities, invisible characters and signs of Markdown inside lines."""
    yield from markdown(lines)
    for line in lines:
        for found in DEBRIS.finditer(line.words):
            yield Removed(line.start + found.start(), line.start + found.end(), "html_debris")
        if set_off := MARKDOWN.match(line.words):
            groups = (group for group in range(1, 5) if set_off[group])
            yield from (
                Removed(line.start + set_off.start(g), line.start + set_off.end(g), "html_debris") for g in groups
            )
