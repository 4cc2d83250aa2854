"""Communities that stand: nearly as good is no reason to part what stood together."""

from itertools import combinations
from pathlib import Path

import pytest

from outputs.cluster import similar
from outputs.neighbours import Near
from outputs.settled import NONE, settled, standing

Edges = dict[tuple[str, str], float]


def ties(*groups: str, weight: float = 1.0, **between: float) -> Edges:
    """Everybody of a group knows everybody in it; `between` names pairs of two letters."""
    inside = {pair: weight for group in groups for pair in combinations(sorted(group), 2)}
    return inside | {(min(pair), max(pair)): weight for pair, weight in between.items()}


def homes(**groups: str) -> dict[str, str]:
    return {letter: name for name, letters in groups.items() for letter in letters}


def cut(*groups: str) -> list[tuple[str, ...]]:
    return [tuple(group) for group in groups]


TWO = ties("abcd", "efgh", de=0.5)
EVEN = ties("abc", "def", ad=0.9, be=0.9, cf=0.9)
RING = ties("ab", "cd", "ef", bc=1.02, de=1.02, af=1.02)
"""Two ways to cut it into pairs, the one by a hair better than the other."""


@pytest.mark.parametrize(
    ("fresh", "before", "found"),
    [
        (("abcd", "efgh"), {}, ("abcd", "efgh")),
        (("abcd", "efgh"), homes(k1="abcd", k2="efgh"), ("abcd", "efgh")),
        (("abcd", "efgh"), homes(k1="ab", k2="efgh"), ("abcd", "efgh")),
        (("abcd", "efgh"), homes(k1="abcdefgh"), ("abcd", "efgh")),
    ],
    ids=["nothing stood", "as it was", "new ones joined", "clearly better"],
)
def test_a_cut_stands_where_it_is_right(fresh: tuple[str, ...], before: dict[str, str], found: tuple[str, ...]) -> None:
    assert list(settled(cut(*fresh), TWO, before, 1.0)) == cut(*found)


def test_what_is_nearly_as_good_stays() -> None:
    assert list(settled(cut("af", "bc", "de"), RING, homes(k1="ab", k2="cd", k3="ef"), 1.3)) == cut("ab", "cd", "ef")


def test_who_is_new_goes_where_most_of_its_ties_lead() -> None:
    edges = EVEN | {("c", "x"): 1.0, ("b", "x"): 1.0, ("d", "x"): 0.1}
    before = homes(k1="abc", k2="def")
    assert list(settled(cut("ad", "be", "cfx"), edges, before, 1.3)) == cut("abcx", "def")


@pytest.mark.parametrize(
    ("fresh", "found"),
    [(("ad", "be", "cf", "xyz"), ("abc", "def", "xyz")), (("ad", "be", "cfxyz"), ("abc", "def", "xyz"))],
    ids=["by themselves", "with a few others"],
)
def test_those_who_were_in_no_cluster_stay_together(fresh: tuple[str, ...], found: tuple[str, ...]) -> None:
    edges, before = EVEN | ties("xyz") | {("c", "x"): 0.1}, homes(k1="abc", k2="def")
    assert list(settled(cut(*fresh), edges, before, 1.3)) == cut(*found)


def test_who_stood_alone_stays_alone() -> None:
    before = homes(k1="abc", k2="de") | {"f": "f"}
    assert ("f",) in settled(cut("ad", "be", "cf"), EVEN, before, 1.3)


def test_no_catalogue_before(tmp_path: Path) -> None:
    assert standing(tmp_path / "none") == NONE


@pytest.mark.parametrize(
    ("before", "found"),
    [((), "abc"), (("b", "a", "c"), "bac"), (("c", "a", "b"), "abc"), (("a", "b"), "abc"), (("a", "x", "c"), "abc")],
    ids=["nothing stood", "hardly less alike", "clearly less", "one more is alike", "one is gone"],
)
def test_similar_cases_stay_while_they_are_as_alike(before: tuple[str, ...], found: str) -> None:
    near = [Near("z", (("a", 0.300), ("b", 0.299), ("c", 0.200)))]
    assert similar(near, {"z": before}) == {"z": tuple(found)}
