"""The figures of a text by the letters around them, and what two texts of the same words say differently.

A report of the year after, from the same template, has other years and other figures at the same places: another
edition, and no copy.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus.fold import fold
from outputs.wording import letter_places

AT_HAND = 1_024  # texts whose figures are kept
AROUND = 4  # letters before and after a figure that tell where it stands
FIGURE = re.compile(r"\d+(?:[.,]\d+)*|[一二][〇零九][〇零一二三四五六七八九]{2}(?=年)")
YEAR = re.compile(r"(?:19|20)\d\d")
DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
FEWEST = 3  # figures that are compared before two texts are of two years …
MANY = 5  # … and where no year stands at the same place of both
OTHERS = 0.5  # of these figures are others …
MOST = 0.8  # … and where no year stands at the same place of both

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Years and other figures of a text by the letters around them, as far as these stand in it once; all its years."""

    years: Mapping[Place, str]
    others: Mapping[Place, str]
    newest: str | None


def place_of(letters: str, offsets: list[int], start: int, end: int) -> Place:
    """The letters before and after a range of the text; `offsets` tells where in the text each letter stands."""
    before, after = bisect_left(offsets, start), bisect_left(offsets, end)
    return letters[max(0, before - AROUND) : before], letters[after : after + AROUND]


def _found(text: str, letters: str) -> Iterator[tuple[Place, str, bool]]:
    """Place, figure, and whether it is a year."""
    folded, offsets = fold(text), letter_places(text)
    for match in FIGURE.finditer(folded):
        figure = match[0].translate(DIGITS).replace(",", "")
        year = YEAR.fullmatch(figure) is not None and folded[match.end() : match.end() + 1] == "年"
        yield place_of(letters, offsets, match.start(), match.end()), figure, year


@lru_cache(AT_HAND)
def figures(text: str, letters: str) -> Figures:
    """The figures of a text whose bare wording is `letters`."""
    found = list(_found(text, letters))
    counts = Counter(place for place, _, _ in found)
    once = [(place, figure, year) for place, figure, year in found if counts[place] == 1]
    return Figures(
        {place: figure for place, figure, year in once if year},
        {place: figure for place, figure, year in once if not year},
        max((figure for _, figure, year in found if year), default=None),
    )


def _changed(one: Mapping[Place, str], other: Mapping[Place, str]) -> tuple[int, int]:
    """How many figures differ, of how many that stand at the same place."""
    both = one.keys() & other.keys()
    return sum(one[place] != other[place] for place in both), len(both)


def other_edition(one: Figures, other: Figures) -> bool:
    """Whether two texts of much the same words report of different years."""
    if one.newest == other.newest:
        return False
    moved, years = _changed(one.years, other.years)
    changed, compared = _changed(one.others, other.others)
    if years:
        return 2 * moved > years and compared >= FEWEST and changed >= OTHERS * compared
    return compared >= MANY and changed >= MOST * compared
