"""The tokens by which texts are compared, words and pairs of characters, and how often each stands in a text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import rjieba
from numpy.typing import NDArray

from corpus.characters import code_points

HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
FIRST, LAST = 0x4E00, 0x9FFF
SPAN = LAST - FIRST + 1

Numbers = NDArray[np.int64]


class Bag(NamedTuple):
    """How often each token stands in a text: pairs of characters as numbers, words with a line break between."""

    pairs: bytes
    pair_counts: bytes
    words: str
    word_counts: bytes

    def pair_numbers(self) -> NDArray[np.uint32]:
        """The pairs in their order."""
        return np.frombuffer(self.pairs, dtype=np.uint32)

    def listed(self) -> list[str]:
        """The words in their order."""
        return self.words.split("\n") if self.words else []


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """How often tokens stand in texts: for each token of a text the number of the token and how often; those of text i
    from `begins[i]` to `begins[i + 1]`. Numbers of tokens are in the order of the tokens, and less than `known`."""

    begins: Numbers
    tokens: Numbers
    counts: NDArray[np.float32]
    known: int

    @property
    def texts(self) -> int:
        """How many there are."""
        return len(self.begins) - 1


def words(text: str) -> list[str]:
    """The Chinese words of two and more characters."""
    return [word for word in rjieba.cut(text, True) if len(word) > 1 and HAN_WORD.fullmatch(word)]


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
        np.minimum(counts, 0xFFFF).astype(np.uint16).tobytes(),
        "\n".join(word for word, _ in said),
        np.array([min(count, 0xFFFF) for _, count in said], dtype=np.uint16).tobytes(),
    )


def _begins(sizes: Iterable[int]) -> Numbers:
    return np.cumsum([0, *sizes])


def _of_pairs(begins: Numbers, numbers: Numbers, counts: NDArray[np.float32]) -> Counted:
    """Pairs numbered by the characters that there are."""
    there = np.zeros(SPAN, dtype=np.int64)
    first, second = np.divmod(numbers, SPAN)
    there[first] = there[second] = 1
    place, number = np.cumsum(there) - 1, int(there.sum())  # few thousand characters are in use
    return Counted(begins, place[first] * number + place[second], counts, number**2)


def _of_words(said: Iterable[Sequence[str]], counts: Iterable[NDArray[Any]]) -> Counted:
    """Words numbered in their order; `said` and `counts` are in step."""
    known: dict[str, int] = defaultdict(count().__next__)
    numbers = [np.fromiter(map(known.__getitem__, some), np.int64, len(some)) for some in said]
    place = np.empty(len(known), dtype=np.int64)
    place[[known[word] for word in sorted(known)]] = np.arange(len(known))
    whole = place[np.concatenate([np.zeros(0, np.int64), *numbers])]
    return Counted(_begins(map(len, numbers)), whole, _joined(counts), len(known))


def _joined(parts: Iterable[NDArray[Any]]) -> NDArray[np.float32]:
    return np.concatenate([np.zeros(0, np.float32), *(part.astype(np.float32) for part in parts)])


def of_bags(bags: Sequence[Bag]) -> tuple[Counted, Counted]:
    """Pairs and words of some texts."""
    pairs = [one.pair_numbers() for one in bags]
    numbers = np.concatenate([np.zeros(0, np.uint32), *pairs]).astype(np.int64)
    counts = _joined(np.frombuffer(one.pair_counts, np.uint16) for one in bags)
    told = (np.frombuffer(one.word_counts, np.uint16) for one in bags)
    return _of_pairs(_begins(map(len, pairs)), numbers, counts), _of_words((one.listed() for one in bags), told)


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
    told = (np.array([*some.values()]) for some in said)
    counted = _of_pairs(begins, pairs % SPAN**2, times.astype(np.float32))
    return counted, _of_words([[*some] for some in said], told)
