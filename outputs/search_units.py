"""The units by which search ranks: characters, pairs of characters and classes of words of like meaning.

A unit is told by a number: a pair by both code points, a character by its own with nothing behind it, a class by its
place in the lexicon. What the texts of a block of entries say is counted with numpy, a block at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from outputs.search_text import BREAK
from outputs.search_words import long_words, short_words

FIELDS: Mapping[str, int] = {"title": 4, "practices": 2, "problems": 2, "body": 1}
K1, B = 1.5, 0.6
BITS = 21  # of a code point
NUMBERS = 1 << 16  # of the entries of a block
TOGETHER = NUMBERS // len(FIELDS)  # entries that are counted at once
PLACE = np.uint64(NUMBERS - 1)
MANY = (1 << 16) - 1  # times; who says something more often says no more by it
FULL = 255  # an impact of 1 in a byte

Codes = NDArray[np.uint64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an entry says, as it is kept: the length of its body, its units (uint64, little-endian, in order), and how
    often it holds each of them (uint16) beside its body, by the weights of the fields, and in its body.
    """

    length: int
    units: bytes
    beside: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Postings:
    """The entries of a block that hold a unit, by their places in it, and how much each says of it: 0 to 255."""

    unit: int
    places: NDArray[np.uint16]
    impacts: NDArray[np.uint8]


def unit(text: str) -> int:
    """The number of a character or a pair."""
    return ord(text[0]) << BITS | (ord(text[1]) if len(text) > 1 else 0)


def is_unit(text: str) -> bool:
    """Whether a searchable text is a unit by itself, so that its postings are all that hold it; Latin letters and
    digits count in pairs alone.
    """
    return text.isalnum() and (len(text) == 2 or (len(text) == 1 and ord(text) > 127))


def pairs(term: str) -> list[str]:
    """The pairs of letters of a searchable term."""
    return [two for two in map("".join, pairwise(term)) if two.isalnum()]


def singles(term: str) -> list[str]:
    """The characters of a searchable term that count by themselves."""
    return [char for char in term if is_unit(char)]


@cache
def _members() -> tuple[tuple[Codes, Codes], ...]:
    """The pairs that are words of classes, in the order of their numbers, with the classes'."""
    known = [sorted((unit(word), number) for word, number in words.items()) for words in short_words()]
    return tuple((np.array(codes, np.uint64), np.array(numbers, np.uint64)) for codes, numbers in map(_columns, known))


def _columns(rows: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [code for code, _ in rows], [number for _, number in rows]


def _letters(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    known = np.unique(points)
    table = np.zeros(int(known[-1]) + 1, np.bool_)
    table[known] = [chr(point).isalnum() for point in known.tolist()]
    return table[points]


def _counted(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """Units with the place of the text that holds them (the lower 16 bits), and how often."""
    joined = BREAK.join(text.replace(" ", "") for text in texts)
    points = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
    if not points.size:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    lengths = [len(text) - text.count(" ") + 1 for text in texts]
    owner = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)[: points.size]
    letter, wide = _letters(points), points.astype(np.uint64) << np.uint64(BITS)
    alone, both = letter & (points > 127), letter[:-1] & letter[1:]
    one = wide[alone] << np.uint64(16) | owner[alone]
    two = (wide[:-1] | points[1:].astype(np.uint64))[both] << np.uint64(16) | owner[:-1][both]
    at, numbers = long_words(points)
    return np.unique(np.concatenate((one, two, numbers << np.uint64(16) | owner[at])), return_counts=True)


def _with_classes(keys: Codes, often: Counts) -> tuple[Codes, Counts]:
    """What is held with the classes of the pairs among it."""
    all_keys, all_often = [keys], [often]
    units = keys >> np.uint64(16)
    for codes, numbers in _members():
        at = np.minimum(np.searchsorted(codes, units), len(codes) - 1)
        held = codes[at] == units
        all_keys.append(numbers[at[held]] << np.uint64(16) | keys[held] & PLACE)
        all_often.append(often[held])
    return np.concatenate(all_keys), np.concatenate(all_often)


def _counts(entries: Sequence[Mapping[str, str]]) -> tuple[Codes, Counts]:
    """Units with the place of the entry that holds them, and their weights: of a column in all fields but the body, and
    of one in the body.
    """
    many = np.uint64(len(FIELDS))
    keys, often = _with_classes(*_counted([fields[name] for fields in entries for name in FIELDS]))
    order = np.argsort(keys, kind="stable")
    keys, often = keys[order], often[order]
    place, field = np.divmod(keys & PLACE, many)
    held = keys & ~PLACE | place
    heads = np.flatnonzero(np.concatenate(([True], held[1:] != held[:-1]))) if held.size else held.astype(np.intp)
    weights = np.array([[weight * (name != "body"), name == "body"] for name, weight in FIELDS.items()])
    told = np.add.reduceat(weights[field] * often[:, None], heads) if held.size else np.empty((0, 2))
    return held[heads], np.minimum(told, MANY).astype("<u2")


def weighed(entries: Sequence[Mapping[str, str]]) -> Iterator[Weighed]:
    """What each of some entries, at most TOGETHER, says by its searchable fields."""
    keys, often = _counts(entries)
    places = (keys & PLACE).astype(np.uint16)
    order = np.argsort(places, kind="stable")
    ends = np.searchsorted(places[order], np.arange(len(entries)), side="right")
    for fields, some in zip(entries, np.split(order, ends[:-1]), strict=True):
        beside, body = (often[some, column].tobytes() for column in (0, 1))
        yield Weighed(len(fields["body"]), (keys[some] >> np.uint64(16)).astype("<u8").tobytes(), beside, body)


def postings(block: Sequence[Weighed], length: float) -> Iterator[Postings]:
    """The postings of a block of at most 65,536 entries, given the mean length of a body; by BM25F, where a long body
    needs more (Robertson, Zaragoza 2009).
    """
    units = np.frombuffer(b"".join(one.units for one in block), "<u8")
    if not units.size:
        return
    places = np.repeat(np.arange(len(block)), [len(one.units) // 8 for one in block])
    norm = 1 - B + B * np.array([one.length for one in block]) / length
    beside = np.frombuffer(b"".join(one.beside for one in block), "<u2")
    body = np.frombuffer(b"".join(one.body for one in block), "<u2")
    often = beside + body / norm[places]
    impacts = np.maximum(np.rint(FULL * often / (often + K1)), 1).astype(np.uint8)
    order = np.argsort(units, kind="stable")
    yield from _split(units[order], places[order].astype("<u2"), impacts[order])


def _split(units: Codes, places: NDArray[np.uint16], impacts: NDArray[np.uint8]) -> Iterator[Postings]:
    cuts = np.flatnonzero(np.diff(units)) + 1
    starts, ends = [0, *cuts.tolist()], [*cuts.tolist(), len(units)]
    for unit_, start, end in zip(units[starts].tolist(), starts, ends, strict=True):
        yield Postings(unit_, places[start:end], impacts[start:end])
