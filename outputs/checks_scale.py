"""The same deed told twice with the same digits but ten, a hundred or ten thousand times as much, and things told twice
with two numbers of which the text does not say how they differ.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.model import Document
from extractors.base import Quantity
from extractors.clauses import clause_at, sentence_at
from outputs.checks_figures import WAN, Check, alike, exact, unit, value
from outputs.checks_sums import spans
from outputs.checks_twice import article_at, in_table
from outputs.checks_words import sign

DEED = 4  # characters of the words before a number that name deed and thing: 带动就业
THING = 4  # characters of a name that can be taken for that of one thing
LEAST = 10  # equal numbers below are chance
BACK = 10  # figures among which the owner of a sentence without one is sought
TIMES = (10, 100, 1000, WAN)
AUXILIARY = re.compile(r"(?:共有|共计|共|了|有|已达|达到|达|为|是)$")
WORDS = re.compile(r"[\u4e00-\u9fff]{1,20}$")
ADVERBS = re.compile(r"^(?:全年|今年以来|近年来|一共|总共|共|已经|已|先后)?")
TIME = re.compile(r"(?:19|20)\d\d|[去前上今本当]年|[一二三四五六七八九十\d]{1,2}(?:月|期|季度|批)|[上下]半年")


def scales(document: Document, quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Figures of one deed, thing and unit with the same leading digits, each against the one before it."""
    numbers = (at for at, one in enumerate(quantities) if one.kind not in ("percent", "duration") and _digits(one))
    for same in alike(numbers, lambda at: (unit(quantities[at]), _digits(quantities[at]))):
        told = (at for at in same if _tells_deed(document, quantities[at]))
        for found in alike(told, lambda at: (article_at(document, quantities[at]), _deed(document, quantities[at]))):
            for first, last in pairwise(found):
                yield from _scaled(document, quantities, first, last)


def _tells_deed(document: Document, one: Quantity) -> bool:
    """Whether a figure is written as one plain number, in running text, and says what was done and nothing more."""
    told = exact(document, one) and not in_table(document, one) and len(_deed(document, one)) == DEED
    return told and not _apart(document, one)


def _digits(one: Quantity) -> str:
    """The digits of a number without the zeros around them; none for a number of which they could be chance."""
    digits = f"{one.value:.10g}".replace(".", "").strip("0") if one.value is not None and one.value >= 1 else ""
    return digits if len(digits) > 1 else ""


def _before(document: Document, one: Quantity) -> str:
    """The words between the last mark and a figure, without those that only tie the number to them."""
    clause = clause_at(document, one.start)
    found = WORDS.search(document.folded[max(clause.start if clause else 0, one.start - 20) : one.start])
    return AUXILIARY.sub("", found[0]) if found else ""


def _deed(document: Document, one: Quantity) -> str:
    return _before(document, one)[-DEED:]


def _apart(document: Document, one: Quantity) -> bool:
    """Whether a figure says that it is one of a part, of each, of a plan, or of growth."""
    clause = clause_at(document, one.start)
    start, end = (clause.start, clause.end) if clause else (one.start, one.end)
    return sign("apart").search(document.folded[start:end]) is not None


def _scaled(document: Document, quantities: Sequence[Quantity], first: int, last: int) -> Iterator[Check]:
    a, b = quantities[first], quantities[last]
    low, high = sorted((value(a), value(b)))
    times = next((one for one in TIMES if abs(high - one * low) <= 1e-9 * high), None)
    if times is None or not _one_time(document, a, b):
        return
    beside = _beside(document, quantities, first, last)
    if beside or _one_owner(document, quantities, first, last):
        note = f"同一事项前为{a.text},后为{b.text},相差{'一万' if times == WAN else times}倍"
        yield Check("unit" if times == WAN else "twice", "conflict", spans((a, b)), value(b), value(a), b.unit, note)
    if beside:
        note = f"两处都是{beside[1].text}"
        yield Check("twice", "consistent", spans(beside), value(beside[1]), value(beside[0]), beside[1].unit, note)


def _one_time(document: Document, a: Quantity, b: Quantity) -> bool:
    """Whether no two times are told of two figures."""
    periods = [one.period.text if one.period else "" for one in (a, b)]
    times = [set(TIME.findall(period + _sentence(document, one))) for period, one in zip(periods, (a, b), strict=True)]
    return times[0] == times[1] or not times[0] or not times[1]


def _sentence(document: Document, one: Quantity) -> str:
    found = sentence_at(document, one.start)
    return found.of(document.folded) if found else ""


def _beside(
    document: Document, quantities: Sequence[Quantity], first: int, last: int
) -> tuple[Quantity, Quantity] | None:
    """The figures next to two others that tell one thing with one value: both sentences tell the same."""
    if not _owners_agree(quantities[first], quantities[last]):
        return None
    for step in (-1, 1):
        if first + step >= 0 and last + step < len(quantities):
            a, b = quantities[first + step], quantities[last + step]
            near = _sentence(document, a) == _sentence(document, quantities[first])
            if near and _sentence(document, b) == _sentence(document, quantities[last]) and _equal(document, a, b):
                return a, b
    return None


def _equal(document: Document, a: Quantity, b: Quantity) -> bool:
    same = a.value == b.value and unit(a) == unit(b) and a.counted == b.counted is not None
    return same and exact(document, a) and exact(document, b) and value(a) >= LEAST


def _owners_agree(a: Quantity, b: Quantity) -> bool:
    """Whether two figures are of one owner, as far as the text tells: 全县 may be any that it speaks of before."""
    names = [one.owner.text for one in (a, b) if one.owner]
    return len(set(names)) < 2 or any(name.startswith("全") for name in names)


def _one_owner(document: Document, quantities: Sequence[Quantity], first: int, last: int) -> bool:
    a, b = quantities[first], quantities[last]
    owner = _owner(document, quantities, first)
    if owner is None or owner != _owner(document, quantities, last) or _behind(document, a) != _behind(document, b):
        return False
    sentences = (_sentence(document, one).replace("全年", "") for one in (a, b))
    return not any(sign("dated").search(words) for words in sentences)


def _behind(document: Document, one: Quantity) -> str:
    """The words of its clause behind a figure."""
    clause = clause_at(document, one.start)
    return document.folded[one.end : clause.end] if clause else ""


def _owner(document: Document, quantities: Sequence[Quantity], at: int) -> tuple[str, str] | None:
    """Whose deed a figure tells, and all the words of the deed: those behind the owner, or behind the start of a
    sentence that has none and goes on with the last one of its paragraph.
    """
    one, sentence = quantities[at], sentence_at(document, quantities[at].start)
    if sentence is None:
        return None
    own = one.owner is not None and one.owner.start >= sentence.start
    start = one.owner.end if own and one.owner else sentence.start
    deed = ADVERBS.sub("", AUXILIARY.sub("", document.folded[start : one.start]))
    line = document.folded.rfind("\n", 0, one.start)
    told = (q.owner.text for q in reversed(quantities[max(0, at - BACK) : at]) if q.owner and q.start > line)
    owner = one.owner.text if own and one.owner else next(told, None)
    return (owner, deed) if owner and WORDS.fullmatch(deed) else None


def differing(document: Document, quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Things counted twice in an article, with two numbers of which nothing says that they differ."""
    counts = (one for one in quantities if one.kind == "count" and one.counted and len(one.counted) >= THING)
    outside = (one for one in counts if not in_table(document, one))
    for found in alike(outside, lambda one: (article_at(document, one), unit(one), one.counted)):
        if len(found) == 2 and _open(document, *found):
            a, b = found
            note = f"{a.counted}前为{a.text},后为{b.text},未写明是否同一时间、同一范围"
            yield Check("twice", "cannot tell", spans(found), value(b), value(a), b.unit, note)


def _open(document: Document, a: Quantity, b: Quantity) -> bool:
    told = exact(document, a) and exact(document, b) and min(value(a), value(b)) > 1 and a.value != b.value
    apart = _apart(document, a) or _apart(document, b) or _sentence(document, a) == _sentence(document, b)
    return told and not apart and _owners_agree(a, b) and _one_time(document, a, b)
