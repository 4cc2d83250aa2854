"""The numbered ladder: which numbers open headings, and where those headings end."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.headings import (
    CLAUSE,
    CLAUSE_LENGTH,
    CLOSED,
    CLOSING,
    INNER,
    SENTENCE,
    STOP,
    TITLE,
    Heading,
    Mark,
    glued_end,
    words,
)
from corpus.measures import opens_measure
from corpus.model import Paragraph

SENTENCE_STOP = re.compile(r"[。!?;]|(?<=[\u4e00-\u9fff%”)])\.(?!\d)| {2,}")
TOLD = re.compile(r":[^:]{10,60}[。;]\s{0,4}$")  # what a title and a colon announce, as a sentence
AMOUNT = re.compile(
    r"\d|[一二三四五六七八九十百两]{1,4}(?:次|期|场|名|个|份|条|人|户|家|项|处|座|亩|万|元|批|部|篇|遍|轮)"
)
LABEL = re.compile(r"\s{0,3}[\u4e00-\u9fff“”、]{1,12}:.")
LIST = 3  # members of a list of short lines
SEAM = re.compile(r"(?<=[\u4e00-\u9fff”)]) (?=[\u4e00-\u9fff“(])")
SEAM_TITLE = 14  # characters of a title that only a blank parts from its text
SEAM_TEXT = 15  # characters of the clause behind the blank
QUOTED = 30  # characters between quotation marks in which a clause does not end
LISTED = ("digit3", "paren4", "circle4")
ITEMS = ("is4", "order4", "circle4", "paren4")
GLUED = 8  # characters of a sentence that is glued to its title
BODY = 3  # characters that must follow an item's opening clause for it to head anything
SET_OUT = 8  # characters of the members of a count that says no more than its clauses
STATEMENT = 24  # characters from which a sentence of several clauses is a statement, no heading
CHAIN_REACH = 4  # paragraphs over which 一是 … 二是 … may be spread out


def numbered(folded: str, paragraphs: Sequence[Paragraph], found: Sequence[Mark]) -> list[Heading]:
    """The numbered headings among the marks of a text, in its order."""
    accepted = sorted((*_ranked(found), *_items(folded, paragraphs, found)), key=lambda mark: mark.start)
    accepted = list(_chaptered(folded, accepted))
    headings: list[Heading] = []
    listed = set(_listed(folded, paragraphs, accepted))
    for mark, following in zip(accepted, [*accepted[1:], None], strict=False):
        if mark in listed:
            continue
        limit = paragraphs[mark.paragraph].end
        if following and following.paragraph == mark.paragraph:
            limit = following.start
        headings.extend(_headings(folded, paragraphs, mark, limit))
    return headings


def _chaptered(folded: str, accepted: Sequence[Mark]) -> Iterator[Mark]:
    """The marks, with 1、 2、 of rank 1 where parts 1.1 2.1 stand under them."""
    parts = [(mark.start, int(folded[mark.start : mark.end].partition(".")[0])) for mark in accepted if _is_part(mark)]
    for mark, following in zip(accepted, [*accepted[1:], None], strict=False):
        at = bisect_left(parts, (mark.start, 0))
        under = at < len(parts) and (not at or parts[at - 1][1] < mark.value) and mark.value <= parts[at][1]
        opens = following is not None and (_is_part(following) or following.value == mark.value + 1)
        if mark.style == "digit3" and mark.opens_line and under and opens:
            yield replace(mark, style="chapter1")
        else:
            yield mark


def _is_part(mark: Mark) -> bool:
    return mark.style == "decimal2" and mark.opens_line


def _listed(folded: str, paragraphs: Sequence[Paragraph], accepted: Sequence[Mark]) -> Iterator[Mark]:
    """The marks of arabic counts of which most members are statements, or lines that follow one another as a list."""
    stated = {
        mark
        for mark, following in zip(accepted, [*accepted[1:], None], strict=False)
        if _is_statement(folded, paragraphs, mark, following)
    }
    for count in _counts(accepted):
        lines = [folded[mark.end : paragraphs[mark.paragraph].end] for mark in count]
        if sum(mark in stated for mark in count) * 2 > len(count) or _is_list(count, lines):
            yield from count


def _counts(accepted: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The arabic marks of one style that count on, as far as no heading of a higher rank stands between them."""
    open_counts: dict[str, list[Mark]] = {}
    for mark in accepted:
        for style in [style for style in open_counts if int(style[-1]) > mark.level]:
            yield open_counts.pop(style)
        if mark.style in LISTED and mark.opens_line:
            count = open_counts.get(mark.style)
            if count and mark.value <= count[-1].value:
                yield open_counts.pop(mark.style)
            open_counts.setdefault(mark.style, []).append(mark)
    yield from open_counts.values()


def _is_list(count: Sequence[Mark], lines: Sequence[str]) -> bool:
    """Whether lines follow one another without any text of their own, and mostly tell how much of something."""
    adjacent = all(b.paragraph == a.paragraph + 1 for a, b in pairwise(count))
    short = all(len(line) <= TITLE and not SENTENCE_STOP.search(line.rstrip()[:-1]) for line in lines)
    told = sum(bool(AMOUNT.search(line)) or line.rstrip().endswith((";", "。")) for line in lines)
    labelled = sum(bool(LABEL.match(line)) for line in lines)  # 请进来:商户代表列席例会。
    return len(count) >= LIST and adjacent and short and told * 2 > len(count) >= labelled * 2


def _is_statement(folded: str, paragraphs: Sequence[Paragraph], mark: Mark, following: Mark | None) -> bool:
    """Whether the whole paragraph of an arabic number is one sentence of several clauses (an item of a list)."""
    paragraph = paragraphs[mark.paragraph]
    if mark.style not in LISTED or not mark.opens_line or (following and following.paragraph == mark.paragraph):
        return False
    words = folded[mark.end : paragraph.end].rstrip()
    if not words.endswith(("。", ";")) or len(words) < STATEMENT or "," not in words:
        return False
    return not SENTENCE_STOP.search(words[:-1]) and ":" not in words[:TITLE] and not _is_couplet(words[:-1])


def _ranked(found: Sequence[Mark]) -> Iterator[Mark]:
    """Numbers of the first three ranks, and named ones: at the start of a line, or in the middle as part of a count.

    A lone 1 in the middle of a paragraph counts where it is the first under a heading of a higher rank.
    """
    following = _next_values(found)
    last: dict[str, int] = {}
    for mark in (mark for mark in found if mark.style not in ITEMS):
        counts_on = mark.value == last.get(mark.style, 0) + 1 > 1
        first = mark.value == 1 and (following.get(mark.start) == 2 or _is_under(mark, last))
        if mark.opens_line or counts_on or first:
            last = {style: value for style, value in last.items() if int(style[-1]) <= mark.level} | {
                mark.style: mark.value
            }
            yield mark


def _is_under(mark: Mark, last: dict[str, int]) -> bool:
    return mark.style not in last and any(int(style[-1]) < mark.level for style in last)


def _next_values(found: Sequence[Mark]) -> dict[int, int]:
    """For each mark (by its start) the value of the next one of its style."""
    values: dict[int, int] = {}
    last: dict[str, int] = {}
    for mark in reversed(found):
        values[mark.start] = last.get(mark.style, 0)
        last[mark.style] = mark.value
    return values


def _items(folded: str, paragraphs: Sequence[Paragraph], found: Sequence[Mark]) -> Iterator[Mark]:
    """Counts such as 一是 … 二是 … of which most members say more than their opening clause."""
    for chain in _chains([mark for mark in found if mark.style in ITEMS]):
        ends = [mark.start for mark in chain[1:]]
        limits = [*ends, paragraphs[chain[-1].paragraph].end]
        full = [
            _has_body(folded, mark, min(limit, paragraphs[mark.paragraph].end))
            for mark, limit in zip(chain, limits, strict=True)
        ]
        on_lines = all(mark.opens_line for mark in chain)
        if (
            on_lines
            or _is_set_out(folded, chain)
            or sum(full) * 2 > len(full)
            or (len(chain) > 2 and sum(full[:-1]) * 2 >= len(full) - 1 > 0)
        ):
            yield from chain


def _is_set_out(folded: str, chain: Sequence[Mark]) -> bool:
    """Whether a clause announces the count and each member is a clause of its own (办好三件实事:一是…;二是…;三是…)."""
    announced = folded[max(0, chain[0].start - 2) : chain[0].start].strip().endswith(":")
    parted = all(folded[max(0, mark.start - 3) : mark.start].strip().endswith((";", "。")) for mark in chain[1:])
    long_enough = all(b.start - a.end >= SET_OUT for a, b in pairwise(chain))
    return len(chain) > 1 and announced and parted and long_enough


def _chains(items: Sequence[Mark]) -> Iterator[list[Mark]]:
    open_chains: dict[str, list[Mark]] = {}
    for mark in items:
        key = _kind(mark)
        chain = open_chains.get(key, [])
        if chain and _follows(mark, chain[-1]):
            chain.append(mark)
            continue
        if _is_chain(chain):
            yield chain
        open_chains[key] = [mark]
    yield from (chain for chain in open_chains.values() if _is_chain(chain))


def _kind(mark: Mark) -> str:
    return f"{mark.style}{mark.end - mark.start > 3 if mark.style == 'order4' else ''}"


def _follows(mark: Mark, last: Mark) -> bool:
    near = mark.paragraph - last.paragraph <= CHAIN_REACH
    return near and (mark.value == last.value + 1 or (mark.value == 99 and 1 <= last.value < 99))


def _is_chain(chain: Sequence[Mark]) -> bool:
    if not chain:
        return False
    begins = chain[0].value == 1 or chain[0].opens_line
    return begins and (len(chain) > 1 or (chain[0].opens_line and chain[0].style != "order4"))


def _has_body(folded: str, mark: Mark, limit: int) -> bool:
    clause = CLAUSE.search(folded, mark.end + 1, limit)
    return clause is not None and limit - clause.end() > BODY


def _headings(folded: str, paragraphs: Sequence[Paragraph], mark: Mark, limit: int) -> Iterator[Heading]:
    """The heading of a number, and one that is glued to its title (二、主要做法(一)抓组织…)."""
    end = (
        _item_end(folded, mark, limit) if mark.level == 4 and mark.style != "noun4" else _title_end(folded, mark, limit)
    )
    inner = INNER.search(folded, mark.end + 2, end) if mark.level < 4 else None
    if inner:
        end = inner.start()
    end = mark.end + len(folded[mark.end : end].rstrip(CLOSING))
    if end <= mark.end:
        return
    run_in = len(folded[end:limit].strip(CLOSING + "”)")) > 0 or limit < paragraphs[mark.paragraph].end
    evidence = f"number {folded[mark.start : mark.end].strip()}"
    yield Heading(mark.start, end, mark.end, mark.level, mark.paragraph, mark.style, run_in, mark.value, evidence)


def _title_end(folded: str, mark: Mark, limit: int) -> int:
    """Where the title of a heading of rank 1 to 3 ends: with its line, its sentence, or before glued text."""
    stop = _first(STOP, folded, mark.end, limit)
    if seam := _seam(folded, mark.end, stop):
        return seam
    if (
        mark.opens_line
        and limit - mark.end <= TITLE
        and not SENTENCE_STOP.search(folded[mark.end : limit].rstrip(CLOSING))
        and not TOLD.search(folded, mark.end, limit)
    ):
        return limit
    closed = CLOSED.match(folded, mark.end, stop)
    if closed and stop - closed.end() >= GLUED:
        return closed.end()
    if stop - mark.end <= SENTENCE:
        return stop
    if glued := glued_end().search(folded, mark.end, min(stop, mark.end + TITLE)):
        return glued.end()
    clause = _clause(folded, mark.end, limit)
    if clause - mark.end <= CLAUSE_LENGTH:
        return clause
    return stop if stop - mark.end <= TITLE else mark.end


def _seam(folded: str, start: int, stop: int) -> int:
    """Where a blank parts a title from the text behind it, or 0."""
    found = SEAM.search(folded, start + 2, min(stop, start + SEAM_TITLE + 6))
    if not found or CLAUSE.search(folded, start, found.start()):
        return 0
    if not CLAUSE.search(folded, found.end(), stop + 1):
        return 0  # measures with blanks between them: 强化领导 压实责任
    ends = folded[start : found.start()].endswith(words().title_ends)
    clause = _first(CLAUSE, folded, found.end(), stop)
    short = found.start() - start <= SEAM_TITLE and clause - found.end() >= SEAM_TEXT
    return found.start() if ends or short else 0


def _item_end(folded: str, mark: Mark, limit: int) -> int:
    """Where an item's heading ends: with its first sentence if short and more follows, else its first clause."""
    stop = _first(STOP, folded, mark.end, limit)
    clause = _clause(folded, mark.end, limit)
    follows = len(folded[stop:limit].strip(CLOSING)) > BODY
    whole = clause == stop or _is_couplet(folded[mark.end : stop])
    if whole and folded[stop : stop + 1] in "。:." and follows and stop - mark.end <= CLAUSE_LENGTH:
        return stop
    return min(clause, mark.end + TITLE)


def _is_couplet(sentence: str) -> bool:
    """Whether a sentence is two measures of equal build (坚持党建引领,强化组织保障)."""
    first, _, second = sentence.partition(",")
    return abs(len(first) - len(second)) <= 2 and "," not in second and opens_measure(first) and opens_measure(second)


def _clause(folded: str, start: int, limit: int) -> int:
    """Where the clause of a title ends: not inside short quotation marks."""
    for found in CLAUSE.finditer(folded, min(start + 1, limit), min(limit, start + 2 * TITLE)):
        at = found.start()
        opened = folded.count("“", start, at) > folded.count("”", start, at)
        if not opened or "”" not in folded[at : at + QUOTED]:
            return at
    return _first(CLAUSE, folded, start + 2 * TITLE, limit)


def _first(pattern: re.Pattern[str], folded: str, start: int, limit: int) -> int:
    """Where the pattern is first found behind a title's first character, or the limit."""
    found = pattern.search(folded, min(start + 1, limit), limit)
    return found.start() if found else limit
