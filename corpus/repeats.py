"""What repeats through a file: heads of pages between the halves of a sentence, a site's lines under every article."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.lines import Line
from corpus.model import Removed
from corpus.rules import Rule

LONGEST = 40  # characters of a head of a page
CUT = 20  # characters of a line that a head of a page cuts in two
OFTEN = 3
CREDITS = ("editor_credit", "time_stamp", "share_line", "tag_line", "download_site_note", "copyright")
DIGITS = re.compile(r"\d+")
FOREIGN = re.compile(r"(?i:www\.|https?:|\.com|\.cn|@|app)|公众号|文库|扫码|二维码|版权|下载|网$|网站|客服|微信号")
TRAILING = re.compile(r"(?<=[\u4e00-\u9fff,、])\s{1,6}(\d{1,3})$")
NUMBER = re.compile(r"[\[(【<·\s-]{0,3}\d{1,4}[\])】>·\s-]{0,3}$")
NUMBER_LINE = 10
SHORTEST_HEAD = 6
LONGEST_TITLE = 60
MOST_PAGES = 3  # pages from one head of a page to the next
COUNTED = re.compile(
    r"(?P<number>\d{1,4})\s{1,8}(?P<title>[^\s\d][^\d]{4,30}[^\s\d])$"
    r"|(?P<head>[^\s\d][^\d]{4,30}?[^\s\d.…])[\s·—|-]{1,8}(?:第\s?)?(?P<page>\d{1,4})(?:\s?页)?[\s·—|-]{0,3}$"
)
OPENS = re.compile(r"[一二三四五六七八九十]{1,3}[、.是]|\(|\d{1,2}[、.)]|第[一二三四五六七八九十]|[①-⑳•●■*]")


def _groups(lines: Sequence[Line]) -> list[list[int]]:
    """Numbers of the short lines that are alike but for their digits, where there are several."""
    alike: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if 2 <= len(line.words) <= LONGEST and "\t" not in line.words and not OPENS.match(line.words):
            alike[DIGITS.sub("0", line.words)].append(number)
    return [numbers for numbers in alike.values() if len(numbers) > 1]


def running_heads(lines: Sequence[Line]) -> Iterator[Removed]:
    """Repeated short lines that mostly stand between the two halves of a sentence."""
    for numbers in _groups(lines):
        cutting = [n for n in numbers if _cuts(lines, n)]
        if len(cutting) > 1 and len(cutting) * 2 > len(numbers):
            yield from (Removed(lines[n].start, lines[n].end, "running_head") for n in numbers)


def marked_heads(lines: Sequence[Line], marks: Sequence[Removed]) -> Iterator[Removed]:
    """Lines that stand next to marks of pages again and again; once they may stand elsewhere, as the title."""
    starts = {mark.start for mark in marks}
    beside = {n for n, line in enumerate(lines) if line.start in starts}
    for numbers in _groups(lines) if beside else []:
        near = [n for n in numbers if n - 1 in beside or n + 1 in beside]
        if len(near) > 1 and len(numbers) - len(near) <= 1 and len(lines[near[0]].words) >= SHORTEST_HEAD:
            yield from (Removed(lines[n].start, lines[n].end, "running_head") for n in near)


def counting_heads(lines: Sequence[Line]) -> Iterator[Removed]:
    """A title with the page's number before or behind it, three times and more, the numbers counting up."""
    alike: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for line in lines:
        if len(line.words) <= LONGEST and (found := COUNTED.match(line.words)):
            alike[found["title"] or found["head"]].append((int(found["number"] or found["page"]), line))
    for counted in alike.values():
        if len(counted) >= OFTEN and all(0 < b - a <= MOST_PAGES for (a, _), (b, _) in pairwise(counted)):
            yield from (Removed(line.start, line.end, "running_head") for _, line in counted)


def cutting_numbers(lines: Sequence[Line]) -> Iterator[Removed]:
    """Lone numbers, in brackets or not, between the two halves of a sentence."""
    for number, line in enumerate(lines):
        if len(line.words) <= NUMBER_LINE and NUMBER.match(line.words) and _cuts(lines, number):
            yield Removed(line.start, line.end, "page_mark")


def trailing_numbers(lines: Sequence[Line]) -> Iterator[Removed]:
    """Numbers of pages at the end of lines that break off in a sentence, where two and more count up."""
    found = [
        (int(m.group(1)), line.start + m.start(), line.end) for line in lines if (m := TRAILING.search(line.words))
    ]
    values = [value for value, _, _ in found]
    if len(values) > 1 and all(b - a in (1, 2) for a, b in pairwise(values)):
        yield from (Removed(start, end, "page_mark") for _, start, end in found)


def _cuts(lines: Sequence[Line], number: int) -> bool:
    if not 0 < number < len(lines) - 1:
        return False
    before, after = lines[number - 1], lines[number + 1]
    return len(before.words) >= CUT and not before.stops and len(after.words) >= CUT and not OPENS.match(after.words)


def repeated_credits(lines: Sequence[Line], ruled: Sequence[Rule | None]) -> Iterator[Removed]:
    """Lines that one rule for the edges of a page knows three times and more: they stand under every article."""
    known: dict[str, list[int]] = defaultdict(list)
    for number, rule in enumerate(ruled):
        if rule and rule.kind in CREDITS and len(lines[number].words) <= 2 * LONGEST:
            known[rule.pattern].append(number)
    for numbers in known.values():
        if len(numbers) >= OFTEN:
            yield from (Removed(lines[n].start, lines[n].end, _kind(ruled[n])) for n in numbers)


def _kind(rule: Rule | None) -> str:
    return rule.kind if rule else ""


def repeated_marks(lines: Sequence[Line]) -> Iterator[Removed]:
    """Short lines with a site's address or words that stand three times and more in a file (a watermark)."""
    for numbers in _groups(lines):
        if len(numbers) >= OFTEN and FOREIGN.search(lines[numbers[0]].words):
            yield from (Removed(lines[n].start, lines[n].end, "watermark") for n in numbers)


def doubtful(lines: Sequence[Line], numbers: Sequence[int], ruled: Sequence[Rule | None]) -> Iterator[str]:
    """A warning for each line that reads like a site's own words and yet stays; `numbers` are those that stay."""
    for number in numbers:
        if rule := ruled[number]:
            words = lines[number].words
            shown = words if len(words) <= LONGEST else words[:LONGEST] + "…"
            yield f"Kept, though it may be no content ({rule.kind}): {shown}"


def doubled_titles(lines: Sequence[Line], removed: Sequence[Removed]) -> Iterator[Removed]:
    """Titles that stand again behind what a site put under them; the copy next to the text stays."""
    starts = [r.start for r in removed]
    for line, following in pairwise(lines):
        if SHORTEST_HEAD <= len(line.words) <= LONGEST_TITLE and following.words.startswith(line.words):
            parted = bisect_left(starts, line.end) < bisect_left(starts, following.start)
            if parted and not line.stops:
                yield Removed(line.start, line.end, "repeated_title")
