"""What a number counts: the noun phrase on the side of the number where the clause has it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Span
from extractors.amounts import Amount
from extractors.phrases import Left, Right, left_of, right_of, word_set, words

FAR = 12  # a number does not go on about what stands more amounts back than this


@dataclass(frozen=True, slots=True)
class Place:
    """An amount in its clause, with the phrases on both sides.

    `text` is the text without dates, `before` the last amount of the sentence, `after` the next of the clause;
    `begin` is where the phrase on the left may begin.
    """

    text: str
    amount: Amount
    before: Amount | None
    after: Amount | None
    begin: int
    left: Left
    right: Right


def _fits(span: Span, at: Place) -> bool:
    """Whether the phrase ends in the measure word itself: 农户6.29万户."""
    return bool(at.amount.unit) and at.text[span.end - 1] == at.amount.unit[-1]


def _is_money(text: str, span: Span | None) -> bool:
    return span is not None and span.of(text).endswith(words().money_heads)


def _choose_money(at: Place) -> Span | None:
    """Money is what stands before it (总投资3万元), unless a word for money stands behind it alone (3万元补贴)."""
    own = at.left.span if not at.left.verb or _is_money(at.text, at.left.span) else None
    behind = at.right.span if not at.right.fills and _is_money(at.text, at.right.span) else None
    if behind and not _is_money(at.text, own):
        return behind
    return own or (at.right.span if at.right.genitive else None) or at.left.span


def _choose_share(at: Place) -> Span | None:
    """Shares and multiples are of what stands before; else of what stands behind."""
    if at.right.span and at.right.genitive and not (at.left.span and at.left.linked and not at.left.verb):
        return at.right.span
    if at.left.span and not at.left.place:
        return at.left.span
    return at.right.span or at.left.span


def _whole_place(at: Place) -> bool:
    """Whether the phrase in front only says where: 全村, 该县."""
    return at.left.span is not None and at.left.span.of(at.text).startswith(("全", "该", "我", "本", "各"))


def _choose_count(at: Place) -> Span | None:
    """Things counted one by one stand behind the number, or right before it with nothing behind."""
    left, right = at.left, at.right
    noun = left.span if left.span and not left.verb else None
    if right.span is None:
        return None if left.place and (left.linked or _whole_place(at)) else left.span  # 全村共220户
    if noun is None:
        return left.span if right.fills and left.span else right.span
    if _fits(noun, at) or (right.fills and not left.place):
        return noun
    dimension = at.amount.kind == "measure" and right.genitive and not left.place
    return noun if dimension or (at.amount.kind == "duration" and not right.genitive) else right.span


def _own(at: Place) -> Span | None:
    if at.amount.kind == "money":
        return _choose_money(at)
    return _choose_share(at) if at.amount.kind in ("percent", "ratio") else _choose_count(at)


def _inherits(at: Place) -> bool:
    """Whether the number goes on about what the last one counted: 由82%提升到96.5%, 同比增长8%."""
    if at.before is None or at.left.span is not None or at.right.genitive:
        return False
    if at.before.kind == at.amount.kind and at.left.linked and at.right.span is None:
        return True
    window = at.text[at.begin : at.amount.start]
    return at.amount.kind in ("percent", "ratio") and any(word in window for word in words().change)


_QUESTION = re.compile(r"(?P<thing>[^。!?;\n]{2,24}?)(?:是|为|有)?(?:多少|几)[一-龥]{0,3}\?\s?\Z")
_LABEL = re.compile(r"(?P<label>[^。!?;,:、\n]{2,16}):[^。!?;:\n]{0,60}\Z")
_GLUED = re.compile(r"[、,或/ ]?")


def _asked(text: str, start: int) -> Span | None:
    """What the question right before asks for: 雨露计划补助多少?"""
    found = _QUESTION.search(text, max(0, start - 30), start)
    return left_of(text, found.start("thing"), found.end("thing")).span if found else None


def _labelled(text: str, start: int) -> Span | None:
    """The label that the sentence opens with, where it is one for money: 生活费:小学1250元,初中1500元."""
    found = _LABEL.search(text, max(0, start - 80), start)
    span = Span(*found.span("label")) if found else None
    return span if _is_money(text, span) else None


def _last(found: Sequence[Amount], spans: Sequence[Span | None], start: int) -> Span | None:
    """What the last amount of the sentence counts; times are passed over unless this is one (`found[len(spans)]`)."""
    times = found[len(spans)].kind == "duration"
    for i in range(len(spans) - 1, max(-1, len(spans) - FAR), -1):
        if found[i].start < start:
            return None
        if spans[i] and (times or found[i].kind != "duration"):
            return spans[i]
    return None


def _no_thing(words_of: str, unit: str) -> bool:
    """Whether the phrase is but a time or a verb: 去年同期, 建议(300户以上的小区……)."""
    proposed = words_of in word_set("proposing") and unit not in word_set("speech_units")
    return proposed or words_of in word_set("never")


def _thing(at: Place, last: Span | None, sentence: Span) -> Span | None:
    """What one amount counts; `last` is what the one before it counts."""
    if _inherits(at):
        return last
    own = _own(at)
    if at.amount.kind == "money" and not _is_money(at.text, own):
        own = _labelled(at.text, at.amount.start) or own
    if own is None and at.before and _GLUED.fullmatch(at.text, at.before.end, at.amount.start):
        return last  # 新增大棚1360座44.9万平方米
    if own is not None and _no_thing(own.of(at.text), at.amount.unit):
        return None
    return own or (_asked(at.text, sentence.start) if at.before is None else None)


def _place(text: str, found: Sequence[Amount], i: int, clause: Span, sentence: Span) -> Place:
    amount = found[i]
    before = found[i - 1] if i and found[i - 1].start >= sentence.start else None
    after = found[i + 1] if i + 1 < len(found) and found[i + 1].start < clause.end else None
    begin = max(clause.start, before.end) if before else clause.start
    left = left_of(text, begin, amount.start)
    right = right_of(text, amount.end, after.start if after else clause.end, after.start if after else None)
    return Place(text, amount, before, after, begin, left, right)


def _complete(places: Sequence[Place], spans: list[Span | None]) -> None:
    """1个省级和6个市级重点实验室, 两个千亩中草药园: the head stands behind the next number."""
    for i in range(len(places) - 2, -1, -1):
        at, after = places[i], places[i].after
        if after is None or spans[i + 1] is None:
            continue
        adjacent = at.amount.end == after.start
        if adjacent or (spans[i] is None and at.right.open and after.start - at.amount.end <= 8):
            spans[i] = spans[i + 1]


def things(
    text: str,
    found: Sequence[Amount],
    dates: Sequence[tuple[int, int]],
    clause: Sequence[Span],
    sentence: Sequence[Span],
) -> list[Span | None]:
    """What each amount counts, as a range of the folded text; `clause` and `sentence` are those of each amount."""
    blank = _without(text, dates)
    places = [_place(blank, found, i, clause[i], sentence[i]) for i in range(len(found))]
    spans: list[Span | None] = []
    for i, place in enumerate(places):
        last = _last(found, spans, sentence[i].start) if place.before else None
        spans.append(_thing(place, last, sentence[i]))
    _complete(places, spans)
    return spans


def _without(text: str, dates: Sequence[tuple[int, int]]) -> str:
    """The text with blanks for dates, as long as before."""
    pieces, at = [], 0
    for start, end in dates:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join((*pieces, text[at:]))
