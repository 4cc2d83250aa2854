"""What is deployed: when it runs, with which parameters, and the form that asks for them."""

from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.flows import build_catalogue
from pipeline.schedule import Schedule

PROPERTIES = build_catalogue.parameters.properties


def schedule(**given: Any) -> Schedule:
    whole: dict[str, Any] = {"name": "n", "sources": (Path("in"),), "out": Path("out/c"), "jobs": None}
    return Schedule(**whole | {"cron": "0 2 * * *", "timezone": "Asia/Shanghai"} | given)


def test_a_night_is_that_of_the_time_zone() -> None:
    times = schedule().times
    assert (times.cron, times.timezone) == ("0 2 * * *", "Asia/Shanghai")


def test_an_interval_counts_from_a_midnight_of_the_time_zone() -> None:
    times = schedule(every=timedelta(hours=6)).times
    assert (times.interval, times.timezone, times.cron) == (timedelta(hours=6), "Asia/Shanghai", None)
    assert times.anchor_date.isoformat() == "2024-01-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("given", "now", "next_run"),
    [
        ({}, "2026-03-01T17:59:59+00:00", "2026-03-02T02:00:00+08:00"),
        ({}, "2026-03-01T18:00:00+00:00", "2026-03-03T02:00:00+08:00"),
        ({"timezone": "UTC"}, "2026-03-01T17:59:59+00:00", "2026-03-02T02:00:00+00:00"),
        ({"every": timedelta(hours=6)}, "2026-03-01T17:59:59+00:00", "2026-03-02T06:00:00+08:00"),
        ({"every": timedelta(days=1)}, "2026-03-01T15:59:59+00:00", "2026-03-02T00:00:00+08:00"),
    ],
)
def test_the_next_run_is_told_in_the_time_zone(given: dict[str, Any], now: str, next_run: str) -> None:
    assert schedule(**given).next_run(datetime.fromisoformat(now)).isoformat() == next_run


def test_a_worker_is_told_whole_paths() -> None:
    told = schedule(taxonomy=Path("words"), corrections=(Path("c.json"),)).parameters
    assert told["sources"] == [str(Path.cwd() / "in")]
    assert (told["out"], told["taxonomy"]) == (str(Path.cwd() / "out/c"), str(Path.cwd() / "words"))
    assert told["corrections"] == [str(Path.cwd() / "c.json")]


def test_the_form_says_what_each_parameter_is() -> None:
    assert list(PROPERTIES) == ["sources", "out", "jobs", "taxonomy", "corrections", "profile"]
    assert [name for name, one in PROPERTIES.items() if not one.get("description")] == []
    assert PROPERTIES["profile"]["anyOf"][0]["enum"] == ["full", "public"]
    assert PROPERTIES["jobs"]["anyOf"][0] == {"minimum": 1, "maximum": 256, "type": "integer"}
    assert (PROPERTIES["sources"]["minItems"], PROPERTIES["out"]["minLength"]) == (1, 1)


def test_prefect_yaml_deploys_the_same_flow(pytestconfig: pytest.Config) -> None:
    told = yaml.safe_load((pytestconfig.rootpath / "prefect.yaml").read_text(encoding="utf-8"))
    (one,) = told["deployments"]
    module, _, name = one["entrypoint"].rpartition(".")
    assert getattr(import_module(module), name) is build_catalogue
    assert one["parameters"].keys() <= PROPERTIES.keys()
    assert one["schedules"] == [{"cron": "0 2 * * *", "timezone": "Asia/Shanghai"}]
    assert f"prefect-version: {import_module('prefect').__version__}" in (
        pytestconfig.rootpath / "prefect.yaml"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["deploy", "serve"])
@pytest.mark.parametrize(
    ("option", "value"),
    [("--every", "6"), ("--every", "0h"), ("--every", "hourly"), ("--cron", "nightly"), ("--timezone", "Mars/Olympus")],
)
def test_times_that_are_none_are_refused_at_once(command: str, option: str, value: str) -> None:
    told = CliRunner().invoke(app, [command, "in", option, value])
    assert told.exit_code == 2
    assert option in told.output


def test_a_folder_that_can_take_none_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    told = CliRunner().invoke(app, ["deploy", str(tmp_path), "--out", str(tmp_path)])
    assert (told.exit_code, "no catalogue of jingyan" in told.output) == (2, True)
