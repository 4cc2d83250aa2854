"""Cases or practices as labels see them, and what part of some of them has a theme or says a phrase."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GRAM = 4  # characters of the shortest phrase that is looked for by its first ones
PRIME = np.uint64(0x9E3779B97F4A7C15)

Marks = NDArray[np.bool_]
Grams = NDArray[np.uint64]
Places = NDArray[np.int32]
NO_GRAMS = np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Told:
    """A case as labels see it: parts of its practices by theme, names in quotes, phrases of its practices and of its
    title, its words and its text.
    """

    themes: Mapping[str, float]
    slogans: frozenset[str]
    phrases: frozenset[str]
    title: frozenset[str]
    words: frozenset[str]
    text: str


def _grams(text: str) -> Grams:
    """A number for each four characters that follow each other, in their order."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    found = np.zeros(max(0, len(codes) - GRAM + 1), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for at in range(GRAM):
            found = found * PRIME + codes[at : at + len(found)]
    return found


class Stock:
    """Some cases; what part of them has a theme or says a phrase is worked out once for each."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.told = told
        self._places: tuple[Grams, Places] | None = None
        self._saying: dict[str, Marks] = {}
        self._about: dict[str, NDArray[np.float64]] = {}

    def __len__(self) -> int:
        return len(self.told)

    def about(self, theme: str) -> NDArray[np.float64]:
        """How far each is about a theme, 0 where it has none of it."""
        if theme not in self._about:
            self._about[theme] = np.array([one.themes.get(theme, 0.0) for one in self.told], dtype=np.float64)
        return self._about[theme]

    def saying(self, phrases: Collection[str]) -> Mapping[str, Marks]:
        """Which of them say each phrase."""
        new = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self._saying]
        if new:
            self._saying |= dict(zip(new, self._looked_up(new).T, strict=True))
        return self._saying

    def _looked_up(self, phrases: Sequence[str]) -> Marks:
        """One row a text: where a phrase may begin is known for all texts at once, and there it is looked for."""
        grams, texts = self._placed()
        begins = np.array([_grams(phrase.ljust(GRAM, "\0"))[0] for phrase in phrases])
        first, last = np.searchsorted(grams, begins), np.searchsorted(grams, begins, side="right")
        found = np.zeros((len(self.told), len(phrases)), dtype=np.bool_)
        for number, phrase in enumerate(phrases):
            some = range(len(self.told)) if len(phrase) < GRAM else texts[first[number] : last[number]].tolist()
            for at in some:
                found[at, number] = phrase in self.told[at].text
        return found

    def _placed(self) -> tuple[Grams, Places]:
        """The grams of all texts in order, each once a text, and whose they are."""
        if self._places is None:
            grams = [np.unique(_grams(one.text)) for one in self.told]
            whole, texts = np.concatenate([NO_GRAMS, *grams]), np.repeat(np.arange(len(grams)), [*map(len, grams)])
            order = np.argsort(whole)
            self._places = whole[order], texts[order].astype(np.int32)
        return self._places


@dataclass(frozen=True, slots=True)
class Some:
    """Those of a stock that are marked."""

    stock: Stock
    marked: Marks

    @property
    def number(self) -> int:
        """How many they are."""
        return int(self.marked.sum())

    def _mean(self, values: NDArray[np.float64] | Marks) -> float:
        return float(values[self.marked].sum()) / max(self.number, 1)

    def about(self, themes: Iterable[str]) -> dict[str, float]:
        """How far they are about each theme in the mean."""
        return {theme: self._mean(self.stock.about(theme)) for theme in themes}

    def having(self, themes: Iterable[str]) -> dict[str, float]:
        """What part of them has each theme."""
        return {theme: self._mean(self.stock.about(theme) > 0) for theme in themes}

    def saying(self, phrases: Collection[str]) -> dict[str, float]:
        """What part of them says each phrase."""
        said = self.stock.saying(phrases)
        return {phrase: self._mean(said[phrase]) for phrase in phrases}


def whole(told: Sequence[Told]) -> Some:
    """All of some cases."""
    return Some(Stock(told), np.ones(len(told), dtype=np.bool_))
