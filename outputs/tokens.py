"""The tokens by which texts are compared, words and pairs of characters, and how often each stands in a text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple, TypeVar

import numpy as np
import rjieba
from numpy.typing import NDArray

from corpus.characters import code_points

HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
A_LINE_EACH = re.compile(f"^{HAN_WORD.pattern}$", re.MULTILINE)
FIRST, LAST = 0x4E00, 0x9FFF
SPAN = LAST - FIRST + 1
AT_ONCE = 1 << 20  # tokens that are looked at together: of thousands of texts there are tens of millions

Numbers = NDArray[np.int64]
Tokens = NDArray[np.uint32]
Number = TypeVar("Number", np.uint16, np.uint32)


class Bag(NamedTuple):
    """How often each token stands in a text: pairs of characters as numbers, words with a line break between."""

    pairs: bytes
    pair_counts: bytes
    words: bytes
    word_counts: bytes

    def listed(self) -> list[str]:
        """The words in their order."""
        return self.words.decode().split("\n") if self.words else []


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """How often tokens stand in texts: for each token of a text the number of the token and how often; those of text i
    from `begins[i]` to `begins[i + 1]`. Numbers of tokens are in the order of the tokens, and less than `known`."""

    begins: Numbers
    tokens: Tokens
    counts: NDArray[np.uint16]
    known: int

    @property
    def texts(self) -> int:
        """How many there are."""
        return len(self.begins) - 1


def words(text: str) -> list[str]:
    """The Chinese words of two and more characters."""
    return A_LINE_EACH.findall("\n".join(rjieba.cut(text, True)))


def _pairs(text: str) -> tuple[Numbers, NDArray[np.int64]]:
    """A number for each pair of Chinese characters that stand next to each other, and where it stands."""
    codes = code_points(text).astype(np.int64)
    han = (codes >= FIRST) & (codes <= LAST)
    at = np.flatnonzero(han[:-1] & han[1:])
    return (codes[at] - FIRST) * SPAN + codes[at + 1] - FIRST, at


def bag(text: str) -> Bag:
    """The tokens of a folded text."""
    pairs, counts = np.unique(_pairs(text)[0], return_counts=True)
    said = sorted(Counter(words(text)).items())
    return Bag(
        pairs.astype(np.uint32).tobytes(),
        _few(counts).tobytes(),
        "\n".join(word for word, _ in said).encode(),
        _few(np.array([count for _, count in said], dtype=np.int64)).tobytes(),
    )


def _few(counts: Numbers) -> NDArray[np.uint16]:
    """How often, in 16 bits: more than these hold is said of nothing."""
    return np.minimum(counts, 0xFFFF).astype(np.uint16)


def _begins(sizes: Iterable[int]) -> Numbers:
    return np.cumsum([0, *sizes])


def some_at_once(numbers: NDArray[Number]) -> Iterator[NDArray[Number]]:
    """Numbers of tokens, or how often these stand, AT_ONCE of them at a time."""
    return (numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE))


class _Growing:
    """Tokens of one text after another, in as little memory as they take."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._tokens, self._counts = bytearray(), bytearray()

    def add(self, tokens: bytes, counts: bytes) -> None:
        """Take in the next text: numbers of 32 bits, and of 16 bits how often each stands in it."""
        self._tokens += tokens
        self._counts += counts
        self._sizes.append(len(counts) // 2)

    def taken(self, known: int) -> Counted:
        """All texts, by the numbers that were given, which may be put right in place; nothing of them stays here."""
        tokens, counts = np.frombuffer(self._tokens, np.uint32), np.frombuffer(self._counts, np.uint16)
        sizes, self._sizes, self._tokens, self._counts = self._sizes, [], bytearray(), bytearray()
        return Counted(_begins(sizes), tokens, counts, known)


def _of_pairs(found: Counted) -> Counted:
    """Pairs numbered by the characters that there are."""
    there = np.zeros(SPAN, dtype=np.uint32)
    for tokens in some_at_once(found.tokens):
        first, second = np.divmod(tokens, SPAN)
        there[first] = there[second] = 1
    place, number = np.cumsum(there, dtype=np.uint32) - 1, int(there.sum())  # few thousand characters are in use
    for tokens in some_at_once(found.tokens):
        first, second = np.divmod(tokens, SPAN)
        tokens[:] = place[first] * number + place[second]
    return replace(found, known=number**2)


class _Words:
    """Numbers of words, in the order in which they come."""

    def __init__(self) -> None:
        self._known: dict[str, int] = defaultdict(count().__next__)

    def numbers(self, said: Sequence[str]) -> bytes:
        """The numbers of some words."""
        return np.fromiter(map(self._known.__getitem__, said), np.uint32, len(said)).tobytes()

    def in_order(self, found: Counted) -> Counted:
        """Words numbered in their order."""
        known = self._known
        place = np.empty(len(known), dtype=np.uint32)
        place[[known[word] for word in sorted(known)]] = np.arange(len(known))
        for tokens in some_at_once(found.tokens):
            tokens[:] = place[tokens]
        return replace(found, known=len(known))


def of_bags(bags: Iterable[Bag]) -> Iterator[Counted]:
    """Pairs and words of some texts, each let go before the next is looked at; so are the pairs before the words."""
    pairs, words_, known = _Growing(), _Growing(), _Words()
    for one in bags:
        pairs.add(one.pairs, one.pair_counts)
        words_.add(known.numbers(one.listed()), one.word_counts)
    yield _of_pairs(pairs.taken(SPAN**2))
    yield known.in_order(words_.taken(0))


def of_texts(texts: Sequence[str], cut: Sequence[Sequence[str]] | None = None) -> tuple[Counted, Counted]:
    """The same straight from folded texts: all at once, as there may be a great many short ones; `cut` are their words
    where these are known.
    """
    numbers, at = _pairs("\n".join(texts))
    ends = np.cumsum([len(text) + 1 for text in texts])
    rows = np.searchsorted(ends, at, side="right")
    # Each pair of a text once: text and pair as one number, which numbers of texts below ten thousand million allow.
    pairs, times = np.unique(rows * SPAN**2 + numbers, return_counts=True)
    begins = np.searchsorted(pairs, np.arange(len(texts) + 1) * SPAN**2)
    said = [Counter(some) for some in (map(words, texts) if cut is None else cut)]
    counted = Counted(begins, (pairs % SPAN**2).astype(np.uint32), _few(times), SPAN**2)
    words_, known = _Growing(), _Words()
    for some in said:
        words_.add(known.numbers([*some]), _few(np.array([*some.values()], dtype=np.int64)).tobytes())
    return _of_pairs(counted), known.in_order(words_.taken(0))
