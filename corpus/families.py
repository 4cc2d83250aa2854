"""Families of openings: many articles in a row that all begin alike (青石镇:题, 【青石县】题。, ○ 题) or end alike.

One such opening says little; several of a form of which each names another place are the articles of a digest.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.model import Paragraph, Span

FEWEST = 3
SHORTEST = 50  # characters of an article
TITLE = 40
UNIT = (
    r"(?:省|市(?![场民])|县|区|州|旗|镇|乡(?![村土亲愁贤])|街道|(?<![农乡])村|社区|公司|集团|大学|学院|学校|中学|小学"
    r"|医院|局|厂|中心|支部|支队|法院|银行)"
)
NAME = rf"[\u4e00-\u9fffXx×*]{{1,10}}?{UNIT}"
LED = re.compile(rf"(?:在|针对|位于|今年以来,|近年来,|近日,)?(?P<name>{NAME})(?!在内)")
NO_NAME = re.compile(r"[全我本各该此每多一二两三几]")
CREDIT = (
    r"\((?:来源|作者|文|撰稿|执笔|供稿|记者|通讯员)\s?[:/]?[^()\n]{2,40}\)"
    r"|\([^()\n]{2,40}(?:供稿|报送|选送|推荐|整理|来稿)\)"
)
BOUNDARY = r"(?:^|(?<=[。!?…)”\]】]))\s{0,6}"
FORMS = {
    "a name and a colon": re.compile(rf"{BOUNDARY}(?P<start>(?P<name>{NAME})(?:[^\s。:,;]{{0,6}})?:\s?)", re.MULTILINE),
    "a name in brackets": re.compile(
        rf"{BOUNDARY}(?P<start>[【〖\[](?P<name>{NAME})[】〗\]][:\s]{{0,3}})", re.MULTILINE
    ),
    "a sign before the title": re.compile(rf"{BOUNDARY}(?P<start>[○●◆■★▲※◎☆□△◇▶►◈❖][ \t]{{0,3}})", re.MULTILINE),
}
CLOSED = re.compile(rf"(?:{CREDIT})[ \t]{{0,4}}(?=[^\s(])")
TITLE_END = re.compile(r"[\s。!?]|——(?=[\u4e00-\u9fff]{2,8}(?:省|市|县|区|镇|乡))")


@dataclass(frozen=True, slots=True)
class Member:
    """Where an article and its words begin, its paragraph, its title (None: it runs into its sentence), its form."""

    start: int
    paragraph: int
    title: Span | None
    words: int
    evidence: str
    name: str = ""


def families(folded: str, paragraphs: Sequence[Paragraph]) -> list[Member]:
    """The openings of all families of a text, in its order."""
    starts = [paragraph.start for paragraph in paragraphs]
    found: dict[int, Member] = {}
    for form, pattern in FORMS.items():
        members = [one for one in _members(folded, paragraphs, starts, form, pattern) if one.name or form[0] == "a"]
        if _is_family(members, folded):
            found.update((one.start, one) for one in members if one.start not in found)
    closed = list(_closed(folded, paragraphs, starts, found))
    if len(closed) >= FEWEST or (closed and found):
        found.update((one.start, one) for one in closed)
    return _apart(sorted(found.values(), key=lambda one: one.start))


def _members(
    folded: str, paragraphs: Sequence[Paragraph], starts: Sequence[int], form: str, pattern: re.Pattern[str]
) -> Iterator[Member]:
    for place in pattern.finditer(folded):
        number = bisect_right(starts, place.start("start")) - 1
        if number < 0 or paragraphs[number].kind == "row":
            continue
        title = _title(folded, place.end())
        name = place["name"] if "name" in pattern.groupindex else _name_in(folded, place.end(), title)
        if NO_NAME.match(name):
            continue
        begin = place.end() if "sign" in form else place.start("start")
        shown = Span(begin, title) if title else None
        if title or folded.find(name[:2], place.end(), place.end() + TITLE) > 0:
            yield Member(place.start("start"), number, shown, begin, f"one of several with {form}", name)


def _title(folded: str, start: int) -> int:
    """Where a title ends that a blank, a line break or a full stop parts from its text; 0 if nothing does."""
    end = TITLE_END.search(folded, start + 4, start + TITLE + 1)
    words = folded[start : end.start()] if end else ""
    parted = end and words.count(",") <= 1 and not re.search(r"[;:]", words)
    if not end or not parted:
        return 0
    # 审批少跑腿 服务到田头: the second half of a couplet belongs to the title
    more = re.compile(r"[ \t]([^\s。,;:]{4,16})(?=[\s])").match(folded, end.start())
    return more.end() if more and abs(len(more[1]) - len(words)) <= 2 else end.start()


def _name_in(folded: str, start: int, title: int) -> str:
    """The place with which the title or the text behind it begins."""
    at = re.compile(r"[\s。!?]{0,4}").match(folded, title) if title else None
    for place in (start, at.end() if at else start):
        if name := opening_name(folded[place : place + 24]):
            return name
    return ""


def opening_name(words: str) -> str:
    """The name of a place or an organisation with which a text begins, or nothing."""
    named = LED.match(words)
    return named["name"] if named and not NO_NAME.match(named["name"]) else ""


def _is_family(members: Sequence[Member], folded: str) -> bool:
    """Whether there are several, most of another place, with enough text each."""
    if len(members) < FEWEST:
        return False
    named = {one.name[:3] for one in members if one.name}
    lengths = [b.start - a.start for a, b in pairwise(members)]
    return len(named) * 3 >= len(members) * 2 and median(lengths) >= SHORTEST


def _closed(
    folded: str, paragraphs: Sequence[Paragraph], starts: Sequence[int], found: dict[int, Member]
) -> Iterator[Member]:
    """What begins behind the credit of an article, in the middle of a line."""
    for credit in CLOSED.finditer(folded):
        number = bisect_right(starts, credit.start()) - 1
        at = credit.end()
        if number >= 0 and paragraphs[number].end - at >= SHORTEST and at not in found:
            yield Member(at, number, None, at, "behind the credit of another article")


def _apart(members: Sequence[Member]) -> list[Member]:
    """Without those that stand in the title or the first words of the one before."""
    kept: list[Member] = []
    for one in members:
        if not kept or one.start - kept[-1].start >= SHORTEST:
            kept.append(one)
    return kept
