"""How many things a text announces against how many it then lists: “五个一”, 三项措施:一是…二是…."""

import re
from collections.abc import Iterator

from corpus.model import Document
from extractors.base import Mention
from outputs.checks_figures import Check, Verdict
from outputs.checks_words import sign

NUMERALS = "一二三四五六七八九十"
ORDINAL = re.compile(r"(?:^|(?<=[。;:,\n]))[^\S\n]{0,4}(?P<number>[一二三四五六七八九十])是")
REACH = 6000  # characters in which the points of a list are sought
BEHIND = 160  # characters behind the last point in which the list may go on in other words
FEWEST = 2


def listed(document: Document) -> Iterator[Check]:
    """Every announced number with a list behind it that can be counted."""
    for found in sign("announced_alike").finditer(document.folded):
        yield from _alike(document, found)
    for found in sign("announced_points").finditer(document.folded):
        yield from _points(document, found)


def _number(written: str) -> int:
    return 2 if written == "两" else NUMERALS.index(written) + 1


def _mention(document: Document, start: int, end: int) -> Mention:
    return Mention(start, end, document.text[start:end])


def _alike(document: Document, found: re.Match[str]) -> Iterator[Check]:
    """Things that all have the announced word: “三个统一”,即统一规划、统一建设、统一运维."""
    same, items, at = found["same"], list[Mention](), found.start("items")
    for clause in re.split(r"(?=,)", found["items"]):
        if same not in clause:
            break
        for item in re.split(r"(?=[、,])", clause):
            start = at + len(item) - len(item.lstrip("、,"))
            at += len(item)
            if at > start:
                items.append(_mention(document, start, at))
    whole = all(same in document.folded[item.start : item.end] for item in items)
    if len(items) >= FEWEST and whole and not sign("open_list").search(found["items"]):
        yield _check(document, found, items)


def _points(document: Document, found: re.Match[str]) -> Iterator[Check]:
    """Points that are counted themselves: 一是…二是…三是…."""
    items: list[Mention] = []
    for point in ORDINAL.finditer(document.folded, found.end(), found.end() + REACH):
        if _number(point["number"]) != len(items) + 1:
            break
        items.append(_mention(document, point.start("number"), point.end()))
    rest = document.folded[items[-1].end : items[-1].end + BEHIND] if items else ""
    if len(items) >= FEWEST and (len(items) == _number(found["number"]) or not sign("list_goes_on").search(rest)):
        yield _check(document, found, items)


def _check(document: Document, found: re.Match[str], items: list[Mention]) -> Check:
    number, named = _number(found["number"]), _mention(document, found.start("number"), found.end("named"))
    same = number == len(items)
    note = f"文中说“{named.text}”,其后列出{len(items)}项"
    verdict: Verdict = "consistent" if same else "conflict"
    return Check("list", verdict, (*items, named), float(number), float(len(items)), "项", note)
