"""Whose a figure is: the place, body or group that is the subject of its clause or, where that has none, of an earlier
clause of its sentence; in a table the head of the row.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from corpus.model import Document, Span
from extractors.base import Mention, Quantity
from extractors.cells import lines
from extractors.clauses import clauses, sentences
from extractors.owner_phrases import Holder, Opening, any_word, kind_of, opening, subjectless, words

# The place right before a number has what the number counts: 覆盖全县12个乡镇.
_WHOLE = re.compile(r"[全我本该][省市县区州旗镇乡村校院局厂矿](?:共有?|所有|现有)?\Z")
_NEAR = 8
_CLOSEST = 6


@cache
def _each() -> re.Pattern[str]:
    """每户, 每个党支部."""
    heads = any_word("places", "bodies", "people")
    return re.compile(rf"每(?!{any_word('not_each')})(?:一?[个名位家所支])?(?:[^\W\d的]{{0,3}}?{heads}|[户人家校])")


@cache
def _causing() -> re.Pattern[str]:
    return re.compile(any_word("causing"))


@cache
def _averages() -> re.Pattern[str]:
    return re.compile(any_word("averages"))


def _counts(raw: str, holder: Holder, quantity: Quantity) -> bool:
    """Whether the phrase is what the number counts, not whose it is: 党支部46个."""
    counted = quantity.counted
    phrase = raw[holder.start : holder.end]
    if not counted or (
        holder.one and (holder.kind == "place" or (holder.kind == "body" and phrase[0] in words("determiners")))
    ):
        return False
    return phrase.endswith(counted) or counted.endswith(phrase)


def _hidden(text: str, holder: Holder, quantity: Quantity) -> bool:
    """Whether a kind of places or bodies only marks the thing counted: 基层党组织设置不规范的问题有17个."""
    between = text.find("的", holder.end + 1, quantity.start) >= 0
    return between and not holder.one


def _fitting(said: "Sentence", holders: Sequence[Holder], quantity: Quantity) -> Holder | None:
    """The longest of the holders that is not what the number counts."""
    found = (one for one in reversed(holders) if one.end <= quantity.start)
    return next(
        (one for one in found if not _counts(said.raw, one, quantity) and not _hidden(said.text, one, quantity)), None
    )


def _kept(holders: Sequence[Holder]) -> Holder:
    """The holder that goes on to the next clauses: a place or body rather than the people of it."""
    bodies = [one for one in holders if one.kind != "people"]
    return (bodies or holders)[-1]


class Clause(NamedTuple):
    """A clause of a sentence with its numbers."""

    span: Span
    numbers: tuple[Quantity, ...]


@dataclass(slots=True)
class Sentence:
    """What a sentence has said so far: its subject and the group that was helped (带动贫困户就业,户均增收……)."""

    text: str
    raw: str
    subject: Holder | None = None
    helped: Holder | None = None
    last: tuple[str | None, Holder | None] = (None, None)


def _near(text: str, begin: int, quantity: Quantity) -> Holder | None:
    """Whose the number is by the words right before it: 覆盖全县12个乡镇, 平均每户增收2000元."""
    if text.find("每", begin, quantity.start) >= 0:
        each = [match.span() for match in _each().finditer(text, begin, quantity.start)]
        if each:
            return Holder(*each[-1], "people", False)
    if quantity.kind in ("percent", "ratio"):
        return None
    whole = _WHOLE.search(text, max(begin, quantity.start - _NEAR), quantity.start)
    return Holder(whole.start(), whole.start() + 2, "place", True) if whole else None


def _caused(said: Sentence, begin: int, quantity: Quantity) -> tuple[Holder | None, bool]:
    """The holder behind the last verb of causing before a number, and whether the number is of each of a group."""
    text = said.text
    verbs = list(_causing().finditer(text, begin, quantity.start))
    if not verbs:
        return None, False
    found = opening(text, verbs[-1].end(), quantity.start)
    holder = _fitting(said, found.holders, quantity)
    if holder is None or (holder.end == quantity.start and not holder.one):
        return None, False
    return holder, bool(_averages().search(text, holder.end, quantity.start))


def _paired(text: str, found: Opening, numbers: Sequence[Quantity]) -> Sequence[Holder | None]:
    """One owner for each number where the clause says so (青山镇、花桥镇分别选派12名、8名), else none."""
    if len(found.members) != len(numbers) or len(numbers) < 2:
        return ()
    return found.members if "分别" in text[found.members[-1].end : numbers[0].start] else ()


def _between(said: Sentence, start: int, quantity: Quantity) -> Holder | None:
    """The place named between two numbers of a list: 青山镇12个、花桥镇8个."""
    text, begin = said.text, start
    while begin < quantity.start and text[begin] in "、和与及以, ":
        begin += 1
    if (
        begin == start
        or kind_of(text[max(begin, quantity.start - _CLOSEST) : quantity.start].rstrip("共有达为")) is None
    ):
        return None
    holder = _fitting(said, opening(text, begin, quantity.start).holders, quantity)
    return holder if holder and holder.one and holder.kind != "people" else None


def _clause_owners(said: Sentence, clause: Clause) -> Iterator[Holder | None]:
    """The owner of each number of a clause; the sentence learns what the clause says."""
    text, numbers = said.text, clause.numbers
    found = opening(text, clause.span.start, numbers[0].start if numbers else clause.span.end)
    own = _learn(said, found, numbers)
    pairs = _paired(text, found, numbers)
    at = clause.span.start
    for i, quantity in enumerate(numbers):
        listed = _between(said, at, quantity) if i else None
        own = listed or own
        holder = pairs[i] if pairs else _of_number(said, own, found, quantity, at, i == 0)
        said.last = quantity.counted, holder
        at = quantity.end
        yield holder


def _learn(said: Sentence, found: Opening, numbers: Sequence[Quantity]) -> Holder | None:
    """The subject of a clause for its numbers: its own, or the one that the sentence has."""
    if found.foreign:
        said.subject = said.helped = None
        return None
    fits = _fitting(said, found.holders, numbers[0]) if numbers else _kept(found.holders) if found.holders else None
    if fits is None or (found.within and said.subject):
        return said.subject
    if fits.kind == "people" and said.subject:
        said.helped = fits
        return said.subject
    if not found.part and any(one.kind != "people" for one in found.holders):
        said.subject = _kept([one for one in found.holders if one.end <= fits.end])
    return fits


def _of_number(
    said: Sentence, own: Holder | None, found: Opening, quantity: Quantity, begin: int, first: bool
) -> Holder | None:
    """The owner of one number: by the nearest words, else the subject."""
    text = said.text
    near = _near(text, begin, quantity)
    if near:
        return near
    caused, average = _caused(said, begin, quantity)
    if caused and caused.kind != "people":
        return caused
    said.helped = caused or said.helped
    if said.helped and (average or (not found.holders and _averages().search(text, begin, quantity.start))):
        return said.helped
    if own and own.kind == "people" and _counts(said.raw, own, quantity):
        return None
    if first and not found.holders and quantity.counted and quantity.counted == said.last[0]:
        return said.last[1]
    return own


def _sentence_owners(said: Sentence, pieces: Iterable[Span], numbers: Sequence[Quantity]) -> Iterator[Holder | None]:
    """The owners of the numbers of one sentence, in their order."""
    starts = [quantity.start for quantity in numbers]
    for piece in pieces:
        inside = numbers[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
        if piece.start > starts[-1]:
            return
        yield from _clause_owners(said, Clause(piece, tuple(inside)))


def _row_head(text: str, row: Sequence[Span], columns: Sequence[str]) -> tuple[Span, str] | None:
    """The first cell of a row that holds words, without blanks around it, and the head of its column."""
    for cell, column in zip(row, columns, strict=False):
        words = text[cell.start : cell.end]
        start = cell.start + len(words) - len(words.lstrip())
        if not re.fullmatch(r"[\d.,%\s-]*", words):
            return Span(start, start + len(words.strip())), column
    return None


def _names_owner(text: str, head: Span, column: str) -> bool:
    """Whether the head of a row names a place or body: by its own words or by the head of its column."""
    phrase = head.of(text)
    if phrase in words("sums") or "\n" in phrase:
        return False
    found = opening(text, head.start, head.end).holders
    whole = bool(found) and found[-1].end == head.end and found[-1].kind != "people"
    return whole or column.strip() in words("listed")


def _row_owners(document: Document) -> Iterator[tuple[Span, Span | None]]:
    """Each row of each table below its first, and its owner."""
    text = document.folded
    for table in document.tables:
        head, *body = lines(document, table)
        columns = [cell.of(text) for cell in head]
        for row in body:
            found = _row_head(text, row, columns)
            yield Span(row[0].start, row[-1].end), found[0] if found and _names_owner(text, *found) else None


def _in_rows(document: Document, numbers: Sequence[Quantity]) -> dict[int, Span | None]:
    """The owners of the numbers in tables, by their place in the list; those in the first row of a table have none."""
    starts = [quantity.start for quantity in numbers]
    owners = dict[int, Span | None]()
    for table in document.tables:
        owners |= dict.fromkeys(range(bisect_left(starts, table.start), bisect_left(starts, table.end)))
    for row, owner in _row_owners(document) if owners else ():
        for i in range(bisect_left(starts, row.start), bisect_left(starts, row.end)):
            owners[i] = owner if owner and owner.end <= starts[i] else None
    return owners


class _Told:
    """The subjects of the sentences of a text, for those that go on without one of their own."""

    def __init__(self, document: Document) -> None:
        self.text, self.raw = document.folded, document.text
        self.whole, self.pieces = sentences(document), clauses(document)
        self._starts = [piece.start for piece in self.pieces]
        self._ends = dict[int, Holder | None]()

    def clauses_of(self, at: int) -> Sequence[Span]:
        sentence = self.whole[at]
        return self.pieces[bisect_left(self._starts, sentence.start) : bisect_left(self._starts, sentence.end)]

    def owners(self, at: int, numbers: Sequence[Quantity]) -> list[Holder | None]:
        """The owners of the numbers of a sentence."""
        said = Sentence(self.text, self.raw, subject=self._before(at))
        found = list(_sentence_owners(said, self.clauses_of(at), numbers))
        self._ends[at] = said.subject
        return found

    def _before(self, at: int) -> Holder | None:
        """The subject that a sentence takes over: it begins without one, and the one before in its line had one."""
        own, earlier = self.whole[at], self.whole[at - 1] if at else None
        if earlier is None or "\n" in self.text[earlier.end : own.start]:
            return None
        last = self._ends[at - 1] if at - 1 in self._ends else _subject_of(self.text, earlier)
        if last is None or last.kind == "people":
            return None
        return last if subjectless(self.text, own.start, own.end) else None


def _subject_of(text: str, sentence: Span) -> Holder | None:
    """The subject with which a sentence without numbers opens."""
    found = opening(text, sentence.start, sentence.end)
    return _kept(found.holders) if found.holders else None


def _in_sentences(document: Document, numbers: Sequence[Quantity]) -> Iterator[Span | None]:
    """The owners of numbers in running text, in their order."""
    told = _Told(document)
    starts = [piece.start for piece in told.whole]
    for at, group in groupby(numbers, key=lambda quantity: bisect_right(starts, quantity.start) - 1):
        for holder in told.owners(at, list(group)):
            yield Span(holder.start, holder.end) if holder else None


def owned(document: Document, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The quantities, in the order of the text, with their owners."""
    owners = _in_rows(document, quantities)
    running = [i for i in range(len(quantities)) if i not in owners]
    owners |= zip(running, _in_sentences(document, [quantities[i] for i in running]), strict=True)
    return tuple(_with(document, one, owners[i]) for i, one in enumerate(quantities))


_OTHERS = attrgetter(*(field.name for field in fields(Quantity) if field.name != "owner"))


def _with(document: Document, quantity: Quantity, owner: Span | None) -> Quantity:
    """The quantity with its owner; `replace` would take three times as long."""
    if owner is None:
        return quantity
    values: tuple[Any, ...] = (*_OTHERS(quantity), Mention(owner.start, owner.end, owner.of(document.text)))
    return Quantity(*values)
