"""Cases or practices as labels see them, and what part of some of them has a theme or says a phrase."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from corpus.characters import code_points

TRIED = 300  # phrases of a cluster that are looked for in all texts, the most frequent
GRAM = 4  # characters of the shortest phrase that is looked for by its first ones
PRIME = np.uint32(0x9E3779B1)
HALF, LOW = np.uint64(32), np.uint64(2**32 - 1)  # a gram and its place as one number

Marks = NDArray[np.bool_]
Grams = NDArray[np.uint32]
Places = NDArray[np.int64]
Shares = dict[str, float]


@dataclass(frozen=True, slots=True)
class Told:
    """A case as labels see it: parts of its practices by theme, names in quotes, phrases of its practices and of its
    title, its words, each once, and its text.
    """

    themes: Mapping[str, float]
    slogans: frozenset[str]
    phrases: frozenset[str]
    title: frozenset[str]
    words: Collection[str]
    text: str


def _grams(codes: Grams) -> Grams:
    """A number for each four characters that follow each other, along the last axis; two may have the same."""
    found = np.zeros((*codes.shape[:-1], max(0, codes.shape[-1] - GRAM + 1)), dtype=np.uint32)
    with np.errstate(over="ignore"):
        for at in range(GRAM):
            found = (found + codes[..., at : at + found.shape[-1]]) * PRIME
            found ^= found >> np.uint32(15)
    return found


class Stock:
    """Some cases, and where in them a phrase may begin."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.told = told

    def __len__(self) -> int:
        return len(self.told)

    @cached_property
    def themes(self) -> list[str]:
        """The themes that any of them has."""
        return sorted({theme for one in self.told for theme in one.themes})

    @cached_property
    def about(self) -> NDArray[np.float64]:
        """How far each is about each theme, 0 where it has none of it: a row a case, a column a theme."""
        rows = [[one.themes.get(theme, 0.0) for theme in self.themes] for one in self.told]
        return np.array(rows, dtype=np.float64).reshape(len(self), len(self.themes))

    def saying(self, phrases: Sequence[str]) -> Marks:
        """Which of them say each phrase, a row a case: where one may begin is known for all at once, and there it is
        looked for.
        """
        found = np.zeros((len(self), len(phrases)), dtype=np.bool_)
        if phrases:
            texts, numbers = self._found(phrases)
            found[texts, numbers] = True
        for number, phrase in enumerate(phrases):
            if len(phrase) < GRAM:
                found[:, number] = [phrase in one.text for one in self.told]
        return found

    def _found(self, phrases: Sequence[str]) -> tuple[Places, Places]:
        """In which text which phrase stands; one may stand in a text more than once."""
        longest, codes = max(GRAM, *map(len, phrases)), self._codes
        sought = code_points("".join(one.ljust(longest, "\0") for one in phrases)).reshape(-1, longest)
        keys = _grams(sought[:, :GRAM])[:, 0].astype(np.uint64) << HALF
        first = np.searchsorted(self._placed, keys)
        number = np.searchsorted(self._placed, keys | LOW, side="right") - first
        phrase = np.repeat(np.arange(len(phrases)), number)
        at = np.arange(len(phrase)) + np.repeat(first - np.cumsum(number) + number, number)
        place = (self._placed[at] & LOW).astype(np.int64)
        for behind in range(longest):
            wanted = sought[phrase, behind]
            same = (wanted == 0) | (codes[np.minimum(place + behind, len(codes) - 1)] == wanted)
            phrase, place = phrase[same], place[same]
        return np.searchsorted(self._ends, place, side="right"), phrase

    @cached_property
    def _codes(self) -> Grams:
        """The characters of all texts, with a line break between each two."""
        return code_points("\n".join(one.text for one in self.told))

    @cached_property
    def _ends(self) -> Places:
        return np.cumsum([len(one.text) + 1 for one in self.told])

    @cached_property
    def _placed(self) -> NDArray[np.uint64]:
        """The grams of all texts with their places, in order."""
        grams = _grams(self._codes)
        found: NDArray[np.uint64] = np.sort(grams.astype(np.uint64) << HALF | np.arange(len(grams), dtype=np.uint64))
        return found


class Some:
    """Those of a stock that have some places in it."""

    def __init__(self, stock: Stock, places: Places) -> None:
        self.stock, self._places = stock, places
        self._said: Shares = {}

    @property
    def number(self) -> int:
        """How many they are."""
        return len(self._places)

    @cached_property
    def told(self) -> list[Told]:
        """What they tell."""
        return [self.stock.told[at] for at in self._places.tolist()]

    def about(self, themes: Iterable[str]) -> Shares:
        """How far they are about each theme in the mean."""
        return _for_each(self._about, themes)

    def having(self, themes: Iterable[str]) -> Shares:
        """What part of them has each theme."""
        return _for_each(self._having, themes)

    @cached_property
    def themes(self) -> list[str]:
        """The themes that any of them has."""
        return [theme for theme, share in self._having.items() if share > 0]

    @cached_property
    def _about(self) -> Shares:
        return self._shares(self.stock.themes, self.stock.about[self._places].sum(axis=0))

    @cached_property
    def _having(self) -> Shares:
        return self._shares(self.stock.themes, (self.stock.about[self._places] > 0).sum(axis=0))

    def saying(self, phrases: Collection[str]) -> Shares:
        """What part of them says each phrase."""
        new = [phrase for phrase in phrases if phrase not in self._said]
        self._said |= self._shares(new, self.stock.saying(new)[self._places].sum(axis=0))
        return {phrase: self._said[phrase] for phrase in phrases}

    def _shares(self, names: Sequence[str], sums: NDArray[np.float64] | NDArray[np.int64]) -> Shares:
        return dict(zip(names, (sums / max(self.number, 1)).tolist(), strict=True))

    @cached_property
    def phrases(self) -> list[str]:
        """Their phrases, the most frequent first."""
        return _often(one.phrases for one in self.told)

    @cached_property
    def slogans(self) -> list[str]:
        """Their names in quotes, the most frequent first."""
        return _often(one.slogans for one in self.told)

    @cached_property
    def titles(self) -> Counter[str]:
        """In how many of their titles each phrase stands."""
        return Counter(chain.from_iterable(one.title for one in self.told))

    @cached_property
    def words(self) -> Counter[str]:
        """In how many of them each word stands."""
        return Counter(chain.from_iterable(one.words for one in self.told))


def _for_each(known: Shares, themes: Iterable[str]) -> Shares:
    return {theme: known.get(theme, 0.0) for theme in themes}


def _often(found: Iterable[Iterable[str]]) -> list[str]:
    counts = Counter(chain.from_iterable(found))
    return sorted(counts, key=lambda one: (-counts[one], one))[:TRIED]


def whole(stock: Stock) -> Some:
    """All of a stock."""
    return Some(stock, np.arange(len(stock)))
