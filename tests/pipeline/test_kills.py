"""Builds that are killed at random moments: the old catalogue stands, the next build is as if nothing had been.

KILLS=200 in the environment (make kills) kills so many; 20 where nothing is said.
"""

import os
import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.pipeline.killed import Kill, Place, Reference, broken, tree

KILLS = int(os.environ.get("KILLS", "20"))
IN_A_ROUND = (1, 2, 1, 3)
TRIES = 3

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs to see all processes of a session (Linux)"),
]


def rounds(kills: int) -> Iterator[tuple[int, int]]:
    """Number of each round, and how many builds are killed in it before one is let be."""
    for number, many in enumerate(cycle(IN_A_ROUND)):
        if kills <= 0:
            return
        yield number, min(many, kills)
        kills -= many


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reference, Reference]:
    """Undisturbed builds over a catalogue of the night before, and where there was none."""
    folder = tmp_path_factory.mktemp("undisturbed")
    none = Place.new(folder / "none")
    first = none.copy(folder / "first")
    first.build()
    for place in (none, first):
        place.change()
    return Reference.made(first, folder / "over"), Reference.made(none, folder / "anew")


def _killed(place: Place, usual: Reference, chance: random.Random, engine: str = "local") -> None:
    """Kill a build; one that was too fast for that is started once more."""
    for _ in range(TRIES):
        kill = Kill(place, usual, chance, engine)
        code = kill.run()
        stands = tree(place.out) if place.out.exists() else {}
        assert stands in (usual.before, usual.after, usual.again), f"{kill}: what stands is neither old nor new"
        assert not stands or broken(place.out) == [], str(kill)
        assert code in (None, 0) or kill.victim == "worker", f"{kill}: {place.said()}"
        if code is None or kill.victim == "worker":
            return


@pytest.mark.parametrize(("number", "kills"), list(rounds(KILLS)))
def test_killed_builds_leave_the_old_catalogue_and_nothing_else(
    number: int, kills: int, references: tuple[Reference, Reference], tmp_path: Path
) -> None:
    chance = random.Random(number)
    usual = references[number % 4 == 3]
    place = usual.start.copy(tmp_path / "place")
    for _ in range(kills):
        _killed(place, usual, chance)
    _is_as_if_nothing_had_been(place, usual)


@pytest.mark.parametrize("number", [1001, 1002])
def test_builds_by_prefect_are_killed_as_well(
    number: int, references: tuple[Reference, Reference], tmp_path: Path
) -> None:
    place = references[0].start.copy(tmp_path / "place")
    _killed(place, references[0], random.Random(number), "prefect")
    _is_as_if_nothing_had_been(place, references[0])


def _is_as_if_nothing_had_been(place: Place, usual: Reference) -> None:
    """The next build, which nobody disturbs, gives what it would have given, and tidies up."""
    stood = tree(place.out) if place.out.exists() else {}
    place.build()
    assert tree(place.out) == (usual.after if stood == usual.before else usual.again)
    assert broken(place.out) == []
    assert place.litter(usual.end) == []
    kept = place.state / "catalogues"
    folders = sorted(kept.iterdir()) if kept.exists() else []
    assert [folder.name for folder in folders if broken(folder)] == []
    assert len(folders) <= Settings().keep
