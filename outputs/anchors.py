"""Where words that somebody marked stand now: in the file that they were marked in, in another of the same content, or
in one that was moved and edited.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.characters import code_points
from outputs.corrections import DocumentRef, Place, Words
from outputs.document_ids import plain_id
from outputs.model import DocumentRecord

NEAR = 8  # characters on each side that tell one place from others like it
LEAST = 8  # characters that can tell a place
SIZES = (64, 32, 12)  # characters by which all documents are looked through at once, the most that there are
SENTENCE = re.compile(r"[。；！？;!?\n]")
FIGURE = re.compile(r"[\d.]{1,16}")
CLAUSE = re.compile(r"[。；！？;!?\n，、,：:]")
MIX = 0x9E3779B97F4A7C15
UNMIX = pow(MIX, -1, 1 << 64)
SLOTS = np.uint64(0xFFFFF)  # the bits of a number that are looked at first

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Found:
    """A range of a document of this build."""

    record: DocumentRecord
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Look:
    """The words around a quote that must stand there too, and whether they tell which one is meant where they stand
    in several places: then the nearest is.
    """

    before: str
    after: str
    nearest: bool


def _last(pattern: re.Pattern[str], before: str) -> str:
    """What stands behind the last mark, that mark included."""
    marks = list(pattern.finditer(before))
    return before[marks[-1].start() :] if marks else before


def _first(pattern: re.Pattern[str], after: str) -> str:
    mark = pattern.search(after)
    return after[: mark.end()] if mark else after


def _looks(words: Words, opens: bool) -> Iterator[_Look]:
    """Ever fewer words around a quote: all that are known, its sentence, a few, its clause. `opens`: the text opens
    with them.
    """
    before, after = ("\n" if opens else "") + words.before, words.after
    yield _Look(before, after, nearest=True)
    sentence = _last(SENTENCE, before), _first(SENTENCE, after)
    yield _Look(*sentence, nearest=True)
    yield _Look(sentence[0][-NEAR:], sentence[1][:NEAR], nearest=True)
    yield _Look(_last(CLAUSE, before), _first(CLAUSE, after), nearest=False)


def every(text: str, words: str) -> list[int]:
    """Where some words stand in a text."""
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def place_in(text: str, words: Words, same: bool = False) -> int | None:
    """Where a quote begins in a text, None where it is gone or its sentence another. `same`: it is the text in which
    it was marked.
    """
    if same and text.startswith(words.quote, words.start):
        return words.start
    padded = f"\n{text}\n"  # a paragraph's edge is one at both ends of the text too
    for look in _looks(words, opens=words.start <= len(words.before)):
        whole = look.before + words.quote + look.after
        found = every(padded, whole) if len(whole) >= LEAST else []
        if len(found) == 1 or (found and look.nearest):
            offset = len(look.before) - 1
            return min((at + offset for at in found), key=lambda at: (abs(at - words.start), at))
    return _among_other_figures(padded, words)


def _figures_aside(context: str) -> str:
    """A pattern for some words in which a figure may be another."""
    return FIGURE.pattern.join(map(re.escape, FIGURE.split(context)))


def _among_other_figures(padded: str, words: Words) -> int | None:
    """Where a quote begins whose sentence has other figures around it, if that is one place alone."""
    before, after = _last(SENTENCE, words.before)[-NEAR:], _first(SENTENCE, words.after)[:NEAR]
    if not FIGURE.search(before + after) or len(before + words.quote + after) < LEAST:
        return None
    whole = re.compile(f"{_figures_aside(before)}({re.escape(words.quote)}){_figures_aside(after)}")
    found = [one.start(1) - 1 for one in whole.finditer(padded)]
    return found[0] if len(found) == 1 else None


class Shelf:
    """The documents of a build, as marks find them."""

    def __init__(self, records: Iterable[DocumentRecord]) -> None:
        self.records = [one for one in records if one.has_text]
        self._named = {one.source.name: one for one in self.records}
        self._alike: dict[str, list[DocumentRecord]] = defaultdict(list)
        for one in self.records:
            self._alike[one.source.sha256].append(one)
            self._alike[plain_id(one)].append(one)

    def named(self, name: str) -> DocumentRecord | None:
        """The document of that name."""
        return self._named.get(name)

    def likely(self, document: DocumentRef) -> Iterator[DocumentRecord]:
        """The documents that can be meant: the one of that name, then those of that content, of the same file name
        first.
        """
        own = self._named.get(document.name)
        if own is not None:
            yield own
        base = document.name.rpartition("/")[2]
        alike = self._alike.get(document.sha256 or (document.id or "").partition("-")[0], ())
        yield from sorted(
            (one for one in alike if one is not own),
            key=lambda one: (one.source.name.rpartition("/")[2] != base, one.source.name),
        )

    def copies(self, found: Found) -> Iterator[Found]:
        """The same place in the other documents of the same content and text."""
        record, document = found.record, found.record.document
        for one in self._alike[record.source.sha256]:
            if one is not record and document and one.document and one.document.text == document.text:
                yield Found(one, found.start, found.end)

    def find(self, place: Place) -> Found | None:
        """Where the words of a file that is known stand."""
        for record in self.likely(place.document):
            if found := _in(record, place):
                return found
        return None


def _in(record: DocumentRecord, place: Place) -> Found | None:
    assert record.document is not None
    same = place.document.sha256 == record.source.sha256
    start = place_in(record.document.text, place, same)
    return None if start is None else Found(record, start, start + len(place.quote))


def _needle(place: Place) -> str:
    return place.before + place.quote + place.after


def _powers(base: int, length: int) -> Hashes:
    """The first powers of a number, in 64 bits."""
    found = np.full(length, base, dtype=np.uint64)
    found[:1] = 1
    powers: Hashes = np.cumprod(found, dtype=np.uint64)
    return powers


class Grams:
    """Numbers for the runs of characters of a text: runs of the same characters have the same."""

    def __init__(self, text: str) -> None:
        codes = code_points(text).astype(np.uint64)
        self._sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _powers(MIX, len(codes)))])
        self._back = _powers(UNMIX, len(codes))

    def of(self, size: int) -> Hashes:
        """Those of the runs of a length, in their order."""
        runs = self._sums[size:] - self._sums[:-size]
        found: Hashes = runs * self._back[: len(runs)]
        return found


class _Wanted:
    """What is looked for by the first characters of its words, so many for all."""

    def __init__(self, size: int, needles: Mapping[int, str]) -> None:
        self._size = size
        self._numbers: dict[int, list[int]] = defaultdict(list)
        for number, needle in needles.items():
            self._numbers[int(Grams(needle[:size]).of(size)[0])].append(number)
        self._likely = np.zeros(int(SLOTS) + 1, dtype=np.bool_)
        self._likely[np.array(sorted(self._numbers), dtype=np.uint64) & SLOTS] = True

    def within(self, grams: Grams) -> list[int]:
        """The numbers of what begins as something in a text does."""
        hashes = grams.of(self._size)
        there = self._numbers.keys() & set(hashes[self._likely[hashes & SLOTS]].tolist())
        return [number for key in there for number in self._numbers[key]]


def _by_size(needles: Sequence[str]) -> list[_Wanted]:
    sizes: dict[int, dict[int, str]] = defaultdict(dict)
    for number, needle in enumerate(needles):
        if size := next((size for size in SIZES if size <= len(needle)), None):
            sizes[size][number] = needle
    return [_Wanted(size, ones) for size, ones in sizes.items()]


def elsewhere(shelf: Shelf, places: Sequence[Place]) -> Mapping[int, Found]:
    """Number of each place whose words, with those around them, stand in one place of all documents alone -> where."""
    found = defaultdict[int, list[Found]](list)
    wanted = _by_size([_needle(place) for place in places])
    for record in shelf.records if wanted else ():
        text = record.text
        grams = Grams(text)
        for number in (number for one in wanted for number in one.within(grams)):
            found[number] += _standing(record, text, places[number])
    return {number: ones[0] for number, ones in found.items() if len(ones) == 1}


def _standing(record: DocumentRecord, text: str, place: Place) -> list[Found]:
    starts = (at + len(place.before) for at in every(text, _needle(place)))
    return [Found(record, start, start + len(place.quote)) for start in starts]
