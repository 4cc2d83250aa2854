"""Quantities (数量): numbers with unit, what they count and the words that change their meaning."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from corpus.model import Document, Span
from extractors.amounts import Amount
from extractors.base import Mention, Quantity
from extractors.cells import cell_quantities, heads
from extractors.clauses import clauses, sentences
from extractors.counted import things
from extractors.dates import date_spans
from extractors.dimensions import converted
from extractors.governing_times import governing_times
from extractors.guards import counts_nothing, names
from extractors.ranges import amounts
from extractors.tokens import words

_DIGITS = re.compile(r"[\d.,]")
_WIDE_COMMA = re.compile(r"(?<=[0-9])，(?=[0-9])")


def _matchable(document: Document) -> str:
    """The folded text, with full-width commas between half-width digits kept: they may separate numbers."""
    folded, pieces, at = document.folded, [], 0
    for match in _WIDE_COMMA.finditer(document.text):
        pieces += [folded[at : match.start()], "，"]
        at = match.end()
    return "".join((*pieces, folded[at:]))


@cache
def _qualifier_pattern() -> re.Pattern[str]:
    longest = sorted(words().qualifiers.before, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)))


def _qualifiers(text: str, amount: Amount, begin: int) -> tuple[str, ...]:
    """The words around the amount that change its meaning, in the order of the text."""
    earlier = _qualifier_pattern().findall(text, begin, amount.start)
    own = text[amount.start : amount.number] + "".join(amount.vague) + _tail(text, amount)
    touching = [word for word in words().qualifiers.touching if word in own] if own else []
    close = [word for word in words().qualifiers.after if text.startswith(word, amount.end)]
    covered = [word for word in touching if not any(word in other and word != other for other in touching)]
    return tuple(dict.fromkeys((*earlier, *covered, *close)))


def _tail(text: str, amount: Amount) -> str:
    """What follows the numeral inside the span, without the unit: 余 in 200余人, 以上 in 5个以上."""
    return (
        _DIGITS.sub("", text[amount.number : amount.end])
        if amount.style == "arabic"
        else text[amount.stop : amount.end]
    )


def _quantity(
    document: Document, amount: Amount, counted: str | None, qualifier: tuple[str, ...], time: Span | None
) -> Quantity:
    period = Mention(time.start, time.end, time.of(document.text)) if time else None
    return Quantity(
        amount.start,
        amount.end,
        document.text[amount.start : amount.end],
        amount.kind,
        amount.value,
        amount.high,
        amount.unit,
        counted,
        qualifier,
        amount.style == "mask",
        *converted(amount.kind, amount.unit, amount.value, amount.high),
        period=period,
    )


def _inside(spans: list[tuple[int, int]], amount: Amount) -> bool:
    at = bisect_right(spans, (amount.number, amount.number)) - 1
    return any(spans[i][0] < amount.number < spans[i][1] for i in range(max(0, at), min(len(spans), at + 1)))


def _kept(document: Document, text: str) -> tuple[Amount, ...]:
    """The amounts that count something: not in names, not in frames and set phrases."""
    named = sorted(names(text))
    found = amounts(text, document.text, date_spans(document.folded))
    return tuple(amount for amount in found if not _inside(named, amount) and not counts_nothing(text, amount))


def _cell(text: str, clause: Span, offset: int) -> Span:
    """The part of a clause between tabs: cells of a row have nothing to do with each other."""
    start = max(clause.start, text.rfind("\t", clause.start, offset) + 1)
    end = text.find("\t", offset, clause.end)
    return Span(start, end if end >= 0 else clause.end)


def _around(document: Document, pieces: Sequence[Span], places: Sequence[int]) -> list[Span]:
    """The sentence or clause around each place, the whole text for marks between two."""
    starts, whole = [piece.start for piece in pieces], Span(0, len(document.text))
    found = [bisect_right(starts, place) - 1 for place in places]
    return [
        pieces[at] if at >= 0 and place < pieces[at].end else whole for at, place in zip(found, places, strict=True)
    ]


def _running(document: Document) -> Iterable[Quantity]:
    """The quantities that have their unit with them."""
    text = _matchable(document)
    found, columns = _kept(document, text), heads(document)
    places = [amount.number for amount in found]
    clause = [
        _cell(text, piece, at) for piece, at in zip(_around(document, clauses(document), places), places, strict=True)
    ]
    sentence = _around(document, sentences(document), places)
    spans = things(text, found, date_spans(document.folded), clause, sentence)
    periods = governing_times(document.folded, [Span(a.start, a.end) for a in found], clause, sentence)
    for i, amount in enumerate(found):
        begin = max(clause[i].start, found[i - 1].end if i else 0)
        thing = spans[i]
        counted = document.text[thing.start : thing.end] if thing else columns.get(Span(amount.start, amount.end))
        yield _quantity(document, amount, counted, _qualifiers(text, amount, begin), periods[i])


def extract(document: Document) -> Iterable[Quantity]:
    """The quantities of a document in the order of the text."""
    return sorted((*_running(document), *cell_quantities(document)), key=lambda quantity: quantity.start)
