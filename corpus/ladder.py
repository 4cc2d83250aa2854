"""The numbered ladder: which numbers open headings, and where those headings end."""

import re
from collections.abc import Iterator, Sequence
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
)
from corpus.measures import opens_measure
from corpus.model import Paragraph

SENTENCE_STOP = re.compile(r"[。!?;]|(?<=[\u4e00-\u9fff%”)])\.(?!\d)| {2,}")
TOLD = re.compile(r":[^:]{10,60}[。;]\s{0,4}$")  # what a title and a colon announce, as a sentence
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
    headings: list[Heading] = []
    for mark, following in zip(accepted, [*accepted[1:], None], strict=False):
        if _is_statement(folded, paragraphs, mark, following):
            continue
        limit = paragraphs[mark.paragraph].end
        if following and following.paragraph == mark.paragraph:
            limit = following.start
        headings.extend(_headings(folded, paragraphs, mark, limit))
    return headings


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
    if (
        mark.opens_line
        and limit - mark.end <= TITLE
        and not SENTENCE_STOP.search(folded[mark.end : limit].rstrip(CLOSING))
        and not TOLD.search(folded, mark.end, limit)
    ):
        return limit
    stop = _first(STOP, folded, mark.end, limit)
    closed = CLOSED.match(folded, mark.end, stop)
    if closed and stop - closed.end() >= GLUED:
        return closed.end()
    if stop - mark.end <= SENTENCE:
        return stop
    if glued := glued_end().search(folded, mark.end, min(stop, mark.end + TITLE)):
        return glued.end()
    clause = _first(CLAUSE, folded, mark.end, limit)
    return clause if clause - mark.end <= CLAUSE_LENGTH else min(stop, mark.end + TITLE)


def _item_end(folded: str, mark: Mark, limit: int) -> int:
    """Where an item's heading ends: with its first sentence if short and more follows, else its first clause."""
    stop = _first(STOP, folded, mark.end, limit)
    clause = _first(CLAUSE, folded, mark.end, limit)
    follows = len(folded[stop:limit].strip(CLOSING)) > BODY
    whole = clause == stop or _is_couplet(folded[mark.end : stop])
    if whole and folded[stop : stop + 1] in "。:." and follows and stop - mark.end <= CLAUSE_LENGTH:
        return stop
    return min(clause, mark.end + TITLE)


def _is_couplet(sentence: str) -> bool:
    """Whether a sentence is two measures of equal build (坚持党建引领,强化组织保障)."""
    first, _, second = sentence.partition(",")
    return abs(len(first) - len(second)) <= 2 and "," not in second and opens_measure(first) and opens_measure(second)


def _first(pattern: re.Pattern[str], folded: str, start: int, limit: int) -> int:
    """Where the pattern is first found behind a title's first character, or the limit."""
    found = pattern.search(folded, min(start + 1, limit), limit)
    return found.start() if found else limit
