"""The same thing told twice in a report: with one value, with two, or with one that lacks its 万."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from operator import itemgetter

from corpus.model import Document, Span
from extractors.base import Quantity
from extractors.clauses import clause_at, sentence_at
from outputs.checks_figures import WAN, Check, alike, exact, told, unit, value
from outputs.checks_sums import spans
from outputs.checks_words import sign

Key = tuple[int, str, str, str, str]
AROUND = 12  # characters between the words of all and the number
REACH = 40
LEAST_DIGITS = 2
PAIR = re.compile(r"[^\W\d_年月]{2}")
LEAST_SLIP = 12  # smaller numbers have no two digits to change about


def twice(document: Document, quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Figures of which the text says that they are all of one thing of one owner, each against the one before."""
    owned = (one for one in quantities if one.owner is not None and one.value is not None and one.kind != "percent")
    for same in alike(owned, lambda one: (one.owner and one.owner.text, unit(one))):
        keys = ((key, one) for one in same if (key := _key(document, one)) is not None)
        for found in alike(keys, itemgetter(0)):
            yield from (_check(first, last) for (_, first), (_, last) in pairwise(found))


def _key(document: Document, one: Quantity) -> Key | None:
    """Article, owner, words of all, thing and unit; None where the text leaves any of them open."""
    if one.value_max is not None or one.masked or one.owner is None:
        return None
    if sign("shared_owner").search(one.owner.text) or sign("approximate").search(f"{one.text}{''.join(one.qualifier)}"):
        return None
    clause, sentence = clause_at(document, one.start), sentence_at(document, one.start)
    if clause is None or sentence is None or in_table(document, one):
        return None
    found = _all_of(document, clause, one)  # hardly any figure is one
    if not found or not _timeless(document, sentence, one):
        return None
    return article_at(document, one), one.owner.text, *found, unit(one)


def article_at(document: Document, one: Quantity) -> int:
    """Which article a figure stands in, their number behind all."""
    return bisect_right(document.articles, one.start, key=lambda article: article.end)


def _all_of(document: Document, clause: Span, one: Quantity) -> tuple[str, str] | None:
    """The words that say that all is counted and the thing, where nothing else stands between them and the number:
    下辖行政村186个, 下辖186个行政村.
    """
    before, behind = (
        document.folded[max(clause.start, one.start - REACH) : one.start],
        document.folded[one.end : clause.end],
    )
    for cut in range(len(before), max(0, len(before) - AROUND) - 1, -1):
        cue = sign("stock").search(before[:cut])
        thing = before[cut:]
        if cue and (thing or behind):
            return cue[0], thing or re.split(r"[、和及与,(]", behind)[0]
    return None


def _timeless(document: Document, sentence: Span, one: Quantity) -> bool:
    period = one.period.text if one.period else ""
    return period in ("", "累计") and not sign("other_time").search(sentence.of(document.folded))


def in_table(document: Document, one: Quantity) -> bool:
    """Whether a figure stands in a table."""
    at = bisect_right(document.tables, one.start, key=lambda table: table.start) - 1
    return at >= 0 and one.start < document.tables[at].end


def _check(first: Quantity, last: Quantity) -> Check:
    where, a, b = spans((first, last)), value(first), value(last)
    owner = last.owner.text if last.owner else ""
    if a == b:
        return Check("twice", "consistent", where, b, a, last.unit, f"{owner}:两处都是{last.text}")
    if _lacks_scale(a, b):
        note = f"{owner}:前为{first.text},后为{last.text},疑为“万”字多写或漏写"
        return Check("unit", "conflict", where, b, a, last.unit, note)
    note = f"{owner}:同一事项前为{first.text},后为{last.text}(相差{told(abs(a - b))}{last.unit})"
    grows = last.qualifier + first.qualifier
    return Check("twice", "cannot tell" if "累计" in grows else "conflict", where, b, a, last.unit, note)


def _lacks_scale(a: float, b: float) -> bool:
    digits = str(int(max(a, b))).rstrip("0")
    return abs(max(a, b) - WAN * min(a, b)) <= 1e-6 * max(a, b) and len(digits) >= LEAST_DIGITS


def slips(document: Document, quantities: Sequence[Quantity]) -> Iterator[Check]:
    """The same deed and thing in one year, or in the title and the text, with the digits of one number changed about
    (建成充电桩1260个, 建成公共充电桩1620个).
    """
    counts = (one for one in quantities if one.kind == "count" and one.counted and (one.value or 0) >= LEAST_SLIP)
    for same in alike(counts, lambda one: (unit(one), "".join(sorted(str(value(one)))))):
        plain = (one for one in same if exact(document, one))
        for first, last in chain.from_iterable(map(pairwise, alike(plain, lambda one: article_at(document, one)))):
            if value(first) != value(last) and _same_deed(document, first, last):
                note = f"同一事项前为{first.text},后为{last.text},疑为数字颠倒"
                yield Check("twice", "conflict", spans((first, last)), value(last), value(first), last.unit, note)


def _same_deed(document: Document, first: Quantity, last: Quantity) -> bool:
    a, b = first.counted or "", last.counted or ""
    named = min(len(a), len(b)) > 1 and (a.endswith(b) or b.endswith(a))
    article = document.articles[at] if (at := article_at(document, first)) < len(document.articles) else None
    titled = bool(article and article.heading and first.start in article.heading)
    timed = first.period is not None and last.period is not None and first.period.text == last.period.text
    if not named or in_table(document, last) or not (titled or timed):
        return False
    return bool(_deeds(document, first) & _deeds(document, last))


def _deeds(document: Document, one: Quantity) -> set[str]:
    """The pairs of characters before the thing that a figure counts, in its clause."""
    clause = clause_at(document, one.start)
    words = document.folded[max(clause.start if clause else 0, one.start - AROUND) : one.start]
    counted = one.counted or ""
    named = {counted[at : at + 2] for at in range(len(counted))}
    return {words[at : at + 2] for at in range(len(words) - 1) if PAIR.fullmatch(words, at, at + 2)} - named
