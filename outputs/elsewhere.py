"""Whether two texts of much the same words tell of different places or bodies, as the reports of two counties do.

The texts are laid side by side at the 5-grams that both hold; between two such anchors stands what differs. A
template filled in twice differs in its names and always in the same way; an edited copy differs anywhere.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold
from extractors.gazetteer import divisions
from outputs.wording import bare

Grams = NDArray[np.uint64]

GRAM = 5
MIX = np.uint64(0x9E3779B97F4A7C15)
WIDEST = 12  # letters of what differs; more is no name
SUFFIX = (
    "街道|社区|公司|集团|大学|学院|中学|小学|学校|医院|合作社|法庭|法院|煤矿|林场|农场|车站|码头|派出所|供电所"
    "|[省市县区州旗镇乡村局厂]"
)
SITE = re.compile(SUFFIX)
NAMED = re.compile(rf"[\u4e00-\u9fff]{{2,8}}(?:{SUFFIX})")
NAME = re.compile(rf"[\u4e00-\u9fff]{{2}}(?:{SUFFIX})")
UNNAMED = re.compile(r"[某本我该全各这那此贵个等农新乡城]")
NO_NAMES = re.compile("开发|技术|管理|地区|族")
LONGEST = 4  # letters of a name before such a word
STRANGE = 1  # of the letters of two names may be one that no county bears
FEW, CLEAN, SOME = 0.5, 0.12, 0.25  # of the differences are names: one, one whole, several


@cache
def name_letters() -> frozenset[str]:
    """The letters that counties and cities are named with: of 青石 and 柳坝 every one, of 绳拴 none."""
    names = (bare(fold(one.name)) for one in divisions() if not NO_NAMES.search(one.name))
    return frozenset(letter for name in names for letter in SITE.sub("", name))


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands in one text where the other has something else, either may be empty; `after` follows in both."""

    mine: str
    theirs: str
    after: str

    @property
    def clean(self) -> bool:
        """Whether one name stands whole for the other, as edits of a letter here and there hardly leave them."""
        whole = {len(self.mine), len(self.theirs)} <= {2, 3} and not set(self.mine) & set(self.theirs)
        return whole and sum(letter not in name_letters() for letter in self.mine + self.theirs) <= STRANGE

    @property
    def named(self) -> bool:
        """Whether both are as long as a name and either a word for a place or body follows, or both end in one."""
        if min(len(self.mine), len(self.theirs)) < 2 or UNNAMED.match(self.mine[-1]) or UNNAMED.match(self.theirs[-1]):
            return False
        ends = NAMED.fullmatch(self.mine) and NAMED.fullmatch(self.theirs)
        return bool(ends or (SITE.match(self.after) and max(len(self.mine), len(self.theirs)) <= LONGEST))


def _numbered(grams: Grams) -> Grams:
    """The first, second, third time that a 5-gram stands in a text told apart."""
    order = np.argsort(grams, kind="stable")
    ordered = grams[order]
    first = np.searchsorted(ordered, ordered)
    with np.errstate(over="ignore"):
        ordered = ordered + (np.arange(len(grams)) - first).astype(np.uint64) * MIX
    numbered = np.empty_like(grams)
    numbered[order] = ordered
    return numbered


def _anchors(one: Grams, other: Grams) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the 5-grams of both texts stand, in the order of the first; their beginnings and ends are anchors too."""
    _, here, there = np.intersect1d(_numbered(one), _numbered(other), return_indices=True)
    order = np.argsort(here)
    return (
        np.concatenate([[-GRAM], here[order], [len(one) + GRAM - 1]]),
        np.concatenate([[-GRAM], there[order], [len(other) + GRAM - 1]]),
    )


def _trimmed(mine: str, theirs: str, before: str, after: str) -> Difference:
    """Less what both begin or end with; of 青石 and 青山 the whole name stays."""
    while mine and theirs and mine[-1] == theirs[-1]:
        mine, theirs, after = mine[:-1], theirs[:-1], mine[-1] + after
    while mine and theirs and mine[0] == theirs[0]:
        before, mine, theirs = before + mine[0], mine[1:], theirs[1:]
    if min(len(mine), len(theirs)) == 1 and SITE.match(after[1:]):
        mine, theirs, after = mine + after[0], theirs + after[0], after[1:]
    elif min(len(mine), len(theirs)) == 1 and before:
        mine, theirs = before[-1] + mine, before[-1] + theirs
    return Difference(mine, theirs, after)


def differences(one: str, one_grams: Grams, other: str, other_grams: Grams) -> Iterator[Difference]:
    """What differs between anchors that follow each other closely in both texts."""
    here, there = _anchors(one_grams, other_grams)
    mine, theirs = np.diff(here) - GRAM, np.diff(there) - GRAM
    close = (np.maximum(mine, theirs) > 0) & (mine <= WIDEST) & (theirs <= WIDEST) & (np.diff(there) > 0)
    for at in np.flatnonzero(close & (mine != theirs) | close & (mine > 0)).tolist():
        i, j, i2, j2 = int(here[at]) + GRAM, int(there[at]) + GRAM, int(here[at + 1]), int(there[at + 1])
        back = max(0, i - i2, j - j2)  # where anchors overlap in one text, something was put in or left out
        yield _trimmed(one[i - back : i2], other[j - back : j2], one[max(0, i - back - 2) : i - back], one[i2 : i2 + 4])


def _keeps_naming(one: str, other: str) -> bool:
    """Whether a text names a place or body more than once that the other does not know."""
    named = Counter(NAME.findall(one))
    return any(number > 1 and name not in other for name, number in named.items())


def other_places(one: str, one_grams: Grams, other: str, other_grams: Grams) -> bool:
    """Whether names that only one text knows stand where the other has names of its own.

    A mask is no name, a truncated copy has no names of its own, and an edit leaves the name somewhere else in the text.
    """
    found = [diff for diff in differences(one, one_grams, other, other_grams) if diff.mine != diff.theirs]
    named = [diff for diff in found if diff.named]
    if any(number > 1 for number in Counter((diff.mine[-2:], diff.theirs[-2:]) for diff in named).values()):
        return True
    if _keeps_naming(one, other) and _keeps_naming(other, one):
        return True
    unknown = [diff for diff in named if diff.mine[-2:] not in other and diff.theirs[-2:] not in one]
    clean = any(diff.clean for diff in unknown)
    return len(unknown) >= (SOME if len(unknown) > 1 else CLEAN if clean else FEW) * len(found) > 0
