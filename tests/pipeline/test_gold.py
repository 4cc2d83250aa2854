"""Quality is gated: what is measured over the labelled texts stays above its floor, or below its ceiling."""

from pathlib import Path

import pytest
import yaml

from outputs.record import Json
from pipeline.evaluate import evaluate_folder
from pipeline.settings import Settings

GOLD = Path(__file__).parents[1] / "gold"
LIMITS: dict[str, dict[str, float]] = yaml.safe_load((GOLD / "floors.yml").read_text("utf-8"))
FLOORS, CEILINGS = LIMITS["floors"], LIMITS["ceilings"]


@pytest.fixture(scope="module")
def report() -> dict[str, Json]:
    return evaluate_folder(GOLD, Settings(jobs=2))


def _figure(report: dict[str, Json], name: str) -> tuple[float, Json]:
    """The figure that a limit names, and all of its kind to show where it fails."""
    kind, _, figure = name.partition(".")
    shown = {key: value for key, value in report[kind].items() if isinstance(value, int | float)}
    return shown[figure or "f1"], shown


@pytest.mark.parametrize("name", FLOORS)
def test_a_figure_is_above_its_floor(report: dict[str, Json], name: str) -> None:
    value, shown = _figure(report, name)
    assert value >= FLOORS[name], shown


@pytest.mark.parametrize("name", CEILINGS)
def test_a_figure_is_below_its_ceiling(report: dict[str, Json], name: str) -> None:
    value, shown = _figure(report, name)
    assert value <= CEILINGS[name], shown


def test_every_kind_has_a_limit(report: dict[str, Json]) -> None:
    assert set(report) == {name.partition(".")[0] for name in (*FLOORS, *CEILINGS)}
