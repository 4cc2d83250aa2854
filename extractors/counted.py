"""What a number counts: the noun phrase on the side of the number where the clause has it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.model import Span
from extractors.amounts import Amount
from extractors.phrases import Left, is_transitive, left_of, subject_of
from extractors.phrases_behind import Right, right_of
from extractors.tokens import is_person, word_set, words

BARE = 3  # no longer phrase is a verb alone
FAR = 12  # a number does not go on about what stands more amounts back than this


class Place(NamedTuple):
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
    if right.governs and not left.place:
        return noun  # 土地3500亩发展特色种植
    if at.amount.unit == "人" and is_person(noun.of(at.text)) and not is_person(right.span.of(at.text)):
        return noun  # 退休教师等53人组建宣讲队
    if _fits(noun, at) or (right.fills and not left.place):
        return noun
    dimension = at.amount.kind == "measure" and right.genitive and not left.place
    return noun if dimension or (at.amount.kind == "duration" and (left.linked or not right.genitive)) else right.span


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
    if at.amount.kind == "ratio" and at.left.linked and at.right.span is None:
        return True  # 是2018年的2.1倍
    return at.amount.kind in ("percent", "ratio") and any(word in window for word in words().change)


_QUESTION = re.compile(r"(?P<thing>[^。!?;\n]{2,24}?)(?:是|为|有)?(?:多少|几)[一-龥]{0,3}\?\s?\Z")
_LABEL = re.compile(r"(?P<label>[^。!?;,:、\n]{2,16}):[^。!?;:\n]{0,60}\Z")
_GLUED = re.compile(r"[、,或/ ]?")


def _asked(text: str, start: int) -> Span | None:
    """What the question right before asks for: 雨露计划补助多少?"""
    found = _QUESTION.search(text, max(0, start - 30), start)
    return left_of(text, found.start("thing"), found.end("thing"), None).span if found else None


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


# The head is left out behind 的: 抽查的90份档案中,手续不全的有17份.
_HEADLESS = re.compile(
    r"(?:的|其中|[一-龥]中)(?:(?:还|尚|也|只|仅|就|约|已|共)?有|达到?|还|只|仅|就|约|近|不足|占|为){0,2}\Z"
)
_OF_WHOLE = re.compile(r"(?:^|[,、])(?:只|仅|约|已|就|还)?占[^,。;]{1,14}的\Z")
_LEADS = re.compile(r"由|从|达|至|到|突破|超|有|剩|为|是|降|升|减|增|压|翻|占|每[年月天人户亩]|走|来|共")


def _sibling(found: Sequence[Amount], spans: Sequence[Span | None], start: int) -> Span | None:
    """What the last amount with the same measure word counts; shares take that of any count."""
    this = found[len(spans)]
    for i in range(len(spans) - 1, max(-1, len(spans) - FAR), -1):
        if found[i].start < start:
            return None
        alike = found[i].unit == this.unit if this.kind == "count" else found[i].kind == "count"
        if spans[i] and alike:
            return spans[i]
    return None


def _headless(at: Place) -> bool:
    """Whether the noun is left out, behind 的 or 其中 before the number or behind its verb."""
    if at.amount.kind not in ("count", "ratio") or not (at.right.span is None or at.right.verb):
        return False
    return bool(_HEADLESS.search(at.text[max(at.begin, at.amount.start - 8) : at.amount.start]))


def _disposed(at: Place, sibling: Span) -> bool:
    """Whether a verb says what became of a part of the things before: 受理89件,办成76件; 34座小水电站关停了19座."""
    own = at.left.span
    if own is None or not at.left.verb or at.right.span is not None or at.amount.kind != "count":
        return False
    bare = own.end - own.start <= BARE
    return at.amount.unit not in word_set("turns") and (bare or own.start == sibling.start)


def _bare_verb(at: Place, own: Span | None) -> bool:
    """Whether nothing but a verb of one character stands for the thing: 三年走了11人."""
    return own is not None and at.left.verb and own == at.left.span and own.end - own.start == 1


def _topic(at: Place, sentence: Span) -> Span | None:
    """The subject of the clause before, where the number's own has none: 覆盖面不断扩大,由4个增加到19个."""
    first = max(sentence.start, at.amount.start - _FAR)
    marks = [mark.start() for mark in _MARK.finditer(at.text, first, at.amount.start)]
    if not marks:
        return None
    stop = marks[-1]
    if not _LEADS.search(at.text, stop, at.amount.start) or at.amount.kind == "duration":
        return None
    begin = marks[-2] + 1 if len(marks) > 1 else first
    if re.search(r"\d", at.text[begin:stop]):
        return None
    subject = subject_of(at.text, begin, stop)
    return _of_figure(at, subject) if subject else None


def _of_figure(at: Place, subject: Span) -> Span | None:
    """Counts are of the thing whose figure the subject names: 养老驿站 of 养老驿站覆盖面."""
    figure = _FIGURE.search(subject.of(at.text)) if at.amount.kind == "count" else None
    kept = Span(subject.start, subject.start + figure.start()) if figure else subject
    return kept if kept.end - kept.start > 1 else None


_MARK = re.compile(r"[,:]")
_FAR = 200  # characters before a number in which its subject is looked for
_BARE_FIGURE = frozenset({"总额", "总数", "总量", "数量", "人数", "占比", "比例", "比重", "规模"})
_FIGURE = re.compile(r"(?<=[一-龥]{2})(?:覆盖面|总数|人数|数量|规模|队伍|数)\Z")


def _no_thing(words_of: str, unit: str) -> bool:
    """Whether the phrase is but a time or a verb: 去年同期, 建议(300户以上的小区……), 立案审查调查12人."""
    proposed = words_of in word_set("proposing") and unit not in word_set("speech_units")
    disciplined = unit in ("人", "名", "位") and is_transitive(words_of)
    return proposed or disciplined or words_of in word_set("never")


def _stated(at: Place, last: Span | None) -> Span | None:
    """What the words beside the number say it counts; `last` is what the one before it counts."""
    own = _own(at)
    if at.amount.kind == "money" and not _is_money(at.text, own):
        own = _labelled(at.text, at.amount.start) or own
    if own is None and at.before and _GLUED.fullmatch(at.text, at.before.end, at.amount.start):
        return last  # 新增大棚1360座44.9万平方米
    return own


def _thing(at: Place, last: Span | None, sibling: Span | None, sentence: Span) -> Span | None:
    """What one amount counts; `last` is what the one before it counts, `sibling` the last of its measure word."""
    if _inherits(at):
        return last
    if sibling and (_headless(at) or _of_whole(at) or _disposed(at, sibling)):
        return sibling
    own = _stated(at, last)
    if own is not None and not _bare_verb(at, own):
        if own.of(at.text) in _BARE_FIGURE and at.text[own.start - 1 : own.start] in ("", ",", ":"):
            return _topic(at, sentence) or own  # 负债沉重,总额达312万元
        return None if _no_thing(own.of(at.text), at.amount.unit) else own
    asked = _asked(at.text, sentence.start) if at.before is None else None
    return asked or _topic(at, sentence) or own


def _of_whole(at: Place) -> bool:
    """Whether a clause without a subject says what share of a whole the last ones are: 占职工总数的26.3%."""
    shared = at.amount.kind in ("percent", "ratio")
    return shared and bool(_OF_WHOLE.search(at.text[max(at.begin, at.amount.start - 20) : at.amount.start]))


_SHARE = re.compile(r"(?:只|仅|约|已|就|还)?占(?!比)[^,。;占]{1,14}的(?:近|约|超)?\Z")


def _left(text: str, amount: Amount, before: Amount | None, clause: Span, unit: str | None) -> Left:
    """The phrase before the number; of a share the part, not the whole (女职工占职工总数的43%)."""
    begin = max(clause.start, before.end) if before else clause.start
    window = max(begin, amount.start - 20)
    shared = _SHARE.search(text[window : amount.start]) if amount.kind in ("percent", "ratio") else None
    if shared and window + shared.start() > begin:
        return left_of(text, begin, window + shared.start(), unit)._replace(linked=True)
    left = left_of(text, begin, amount.start, unit)
    if left.span is None and left.linked and _lasting(before, clause):
        return left_of(text, clause.start, before.start, unit)  # type: ignore[union-attr]  # as _lasting says
    return left


def _lasting(before: Amount | None, clause: Span) -> bool:
    """Whether a time stands between the thing and its figure: 达标率连续三年保持100%."""
    return before is not None and before.kind == "duration" and before.start >= clause.start


def _place(text: str, found: Sequence[Amount], i: int, clause: Span, sentence: Span) -> Place:
    amount = found[i]
    before = found[i - 1] if i and found[i - 1].start >= sentence.start else None
    after = found[i + 1] if i + 1 < len(found) and found[i + 1].start < clause.end else None
    begin = max(clause.start, before.end) if before else clause.start
    unit = amount.unit if amount.kind == "count" else None
    left = _left(text, amount, before, clause, unit)
    right = right_of(text, amount.end, clause.end, after.start if after else None, unit)
    return Place(text, amount, before, after, begin, left, right)


def _complete(places: Sequence[Place], spans: list[Span | None]) -> None:
    """1个省级和6个市级重点实验室, 两个千亩中草药园: the head stands behind the next number."""
    for i in range(len(places) - 2, -1, -1):
        at, after = places[i], places[i].after
        if after is None or spans[i + 1] is None:
            continue
        adjacent = at.amount.end == after.start
        if adjacent or (
            (spans[i] is None or places[i].left.verb) and at.right.open and after.start - at.amount.end <= 8
        ):
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
        sibling = _sibling(found, spans, sentence[i].start) if place.before else None
        spans.append(_thing(place, last, sibling, sentence[i]))
    _complete(places, spans)
    return spans


def _without(text: str, dates: Sequence[tuple[int, int]]) -> str:
    """The text with blanks for dates, as long as before."""
    pieces, at = [], 0
    for start, end in dates:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join((*pieces, text[at:]))
