"""All amounts of a text: single ones, ranges that two numbers make, and amounts in words (一半, 翻番)."""

import re
from collections.abc import Iterable, Iterator

from corpus.beginnings import begun
from extractors.amounts import Amount, amount_of, end_of, signed, start_of
from extractors.numerals import Number, Numeral, numerals, whole
from extractors.units import unit_at

_WHOLE_WORDS = begun(
    r"(?P<half>(?<!多)一半(?!功)|半数)|(?P<twice>翻番)"
    r"|(?P<slash>(?<=[占近约了达有为过的])(?P<top>[1-9])/(?P<bottom>[2-9]|10)(?![\d/年月日]))"
    r"|(?P<span>(?<![上下前后大过一两二三四五六七八九十\d多])"
    r"半(?:个多?月|个小时|小时|个世纪|天(?!然)|年(?!度|来|报|终))|半(?:个月|个小时|小时|天|年)(?=之?内))"
)
# 从3个到5个 is a change, no range.
_FROM = re.compile(r"[从由自] ?\Z")
_JOIN = re.compile(r" ?(?:[-—–~～]{1,2}|至|到|或) ?(?:近|约)?\Z")


def _worded(text: str) -> Iterator[Amount]:
    """一半, 翻番, 半年, 1/3: amounts that are more than a numeral and a unit."""
    for match in _WHOLE_WORDS.finditer(text):
        start, end = match.span()
        if match["span"]:
            unit = unit_at(text, start + 1)
            word = unit.word if unit else match[0][1:]
            yield Amount(start, end_of(text, end), start, end, "han", 0.5, None, word, "duration")
        else:
            near = start_of(text, Numeral(start, end, "han", None))
            value: Number = 2 if match["twice"] else 0.5
            if match["slash"]:
                value = whole(int(match["top"]) / int(match["bottom"]))
            unit_word = "倍" if match["twice"] else ""
            yield Amount(near, end_of(text, end), start, end, "han", value, None, unit_word, "ratio")


def _rises(amount: Amount) -> bool:
    return amount.value is not None and amount.high is not None and amount.value < amount.high


def _joined(text: str, left: Numeral, right: Amount, first: Amount | None) -> Amount | None:
    """The range that two numbers make (3—5个, 20%至30%, 5-8万元), or None."""
    if first is not None and (first.unit != right.unit or _FROM.search(text, max(0, first.start - 2), first.start)):
        return None
    if left.style == "mask" or right.style == "mask":
        start = first.start if first else start_of(text, left)
        return right._replace(start=start, number=left.start, style="mask", value=None, high=None)
    if left.value is None or right.value is None or right.high is not None:
        return None
    # 5-8万元: the magnitude is shared; 5000-1万元 has one of its own.
    share = first is None and left.scale == 1 and left.value * right.scale <= right.value
    own = first.value if first and first.high is None else None
    low = whole(left.value * (right.scale if share else 1)) if own is None else own
    start = first.start if first else start_of(text, left)
    joined = right._replace(start=start, number=left.start, value=low, high=right.value)
    joined = joined if first else signed(text, left, joined)
    return joined if _rises(joined) else None


def _ranged(text: str, found: list[tuple[Numeral, Amount | None]]) -> Iterator[Amount]:
    """Amounts with ranges joined; the left number of a range needs no unit of its own."""
    held: tuple[Numeral, Amount | None] | None = None
    for numeral, amount in found:
        if held and amount:
            edge = held[1].end if held[1] else held[0].end
            gap = text[edge : max(edge, amount.number)]
            near = len(gap) <= 6 and _JOIN.fullmatch(gap)
            joined = _joined(text, held[0], amount, held[1]) if near else None
            if joined:
                held = (numeral, joined)
                continue
        if held and held[1]:
            yield held[1]
        held = (numeral, amount)
    if held and held[1]:
        yield held[1]


def _scanned(text: str, original: str, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[Numeral, Amount | None]]:
    """Every numeral outside the taken ranges, with its amount."""
    zones = iter(sorted(taken))
    zone = next(zones, None)
    edge = 0
    for numeral in numerals(text):
        while zone and zone[1] <= numeral.start:
            zone = next(zones, None)
        if numeral.start < edge or (zone and zone[0] < numeral.end):
            continue
        amount = amount_of(text, original, numeral)
        edge = amount.stop if amount else 0
        yield numeral, amount


def amounts(text: str, original: str, taken: Iterable[tuple[int, int]] = ()) -> tuple[Amount, ...]:
    """The amounts in a folded text, in order, none overlapping.

    `original` is the text before folding, `taken` are ranges to leave out.
    """
    ranged = _ranged(text, list(_scanned(text, original, taken)))
    found = sorted((*ranged, *_worded(text)), key=lambda amount: (amount.start, -amount.end))
    kept: list[Amount] = []
    for amount in found:
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return tuple(kept)
