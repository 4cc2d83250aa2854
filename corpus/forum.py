"""Threads of a forum: the heads of posts are fields, what posters say to one another between articles is chatter."""

import re
from collections.abc import Iterator, Sequence

from corpus.lines import Line
from corpus.model import Removed
from corpus.rules import DATE, Rule, read_rules

HEAD = re.compile(
    rf"(?:发表|回复|发布)于\s?:?\s?(?:{DATE}|昨天|今天|前天|\d{{1,3}}\s?(?:分钟|小时|天|个月)前)"
    rf"|^[^\s。,]{{1,20}}\s{{1,4}}(?:\d{{1,4}}\s?[楼#]\s{{1,4}})?{DATE}(?:\s{{1,4}}(?:回复|只看|来自|\d{{1,4}}\s?[楼#]))"
)
HEAD_LINE = 90
NAME_LINE = 16
POST = 40  # letters of a post that holds no article
WORD_LINE = 24  # letters of each of its lines
CHATTER_LINE = 70
FEWEST = 2


def chatter(lines: Sequence[Line]) -> Iterator[Removed]:
    """Short posts, and what a poster says of a post beside the articles in it."""
    heads = [n for n, line in enumerate(lines) if len(line.words) <= HEAD_LINE and HEAD.search(line.words)]
    if len(heads) < FEWEST:
        return
    rules = read_rules("forum.yml")
    yield from _names(lines, heads)
    yield from (_gone(lines[number]) for number in heads)
    for first, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        post = [line for line in lines[first + 1 : end] if not _is_furniture(line, rules)]
        lengths = [len(line.words) for line in post]
        short = sum(lengths) <= POST and max(lengths, default=0) <= WORD_LINE
        yield from (_gone(line) for line in post if short or _is_chatter(line, rules))
    yield from (_gone(line) for line in lines if _is_furniture(line, rules))


def _names(lines: Sequence[Line], heads: Sequence[int]) -> Iterator[Removed]:
    """The poster's name on a line of its own before the time of the post."""
    for number in heads:
        before = lines[number - 1] if number else None
        if before and lines[number].words[:2] in ("发表", "回复", "发布") and len(before.words) <= NAME_LINE:
            yield from () if before.stops or re.search(r"[,、:]", before.words) else [_gone(before)]


def _gone(line: Line) -> Removed:
    return Removed(line.start, line.end, "forum_chatter")


def _is_chatter(line: Line, rules: Sequence[Rule]) -> bool:
    return len(line.words) <= CHATTER_LINE and any(r.kind == "chatter" and r.hits(line.words) for r in rules)


def _is_furniture(line: Line, rules: Sequence[Rule]) -> bool:
    return len(line.words) <= CHATTER_LINE and any(r.kind == "furniture" and r.hits(line.words) for r in rules)
