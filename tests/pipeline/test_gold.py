"""Quality is gated: F1 of each extractor over the labelled texts stays above its floor."""

from pathlib import Path

import pytest
import yaml

from pipeline.evaluate import Json, evaluate_folder
from pipeline.settings import Settings

GOLD = Path(__file__).parents[1] / "gold"
FLOORS: dict[str, float] = yaml.safe_load((GOLD / "floors.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def report() -> dict[str, Json]:
    return evaluate_folder(GOLD, Settings(jobs=2))


@pytest.mark.parametrize("kind", FLOORS)
def test_f1_is_above_its_floor(report: dict[str, Json], kind: str) -> None:
    assert report[kind]["f1"] >= FLOORS[kind], report[kind]


def test_every_kind_has_a_floor(report: dict[str, Json]) -> None:
    assert set(report) == set(FLOORS)
