"""Scheduled builds for real: a Prefect server, what is deployed there, a worker that runs it, and what is killed."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.pipeline.scheduled import Site, ask, run, served, tasks_of
from tests.processes import MOST_SECONDS, stays, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with served(tmp_path_factory.mktemp("prefect")):
        yield


@pytest.fixture
def site(api: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site of its own for each test: deployments and pools bear its name."""
    found = Site(tmp_path, str(request.node.name)[-30:].strip("_[]"))
    yield found
    found.stop_all()


def deploy(site: Site, every: str = "30d") -> None:
    options = ("--name", site.name, "--pool", site.name, "--every", every)
    assert site.call("jingyan", "deploy", site.reports, "--out", site.out, *options) == 0


def scheduled_run(site: Site) -> str | None:
    """The first run that the schedule made and that is over."""
    told = {"flow_runs": {"tags": {"all_": ["auto-scheduled", site.name]}, "state": {"type": {"any_": ["COMPLETED"]}}}}
    found = ask("/flow_runs/filter", told)
    return str(found[0]["id"]) if found else None


def test_a_schedule_is_run_by_a_worker(site: Site) -> None:
    site.readable()
    (site.reports / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    deploy(site, "20s")
    site.worker()
    wait_for(lambda: scheduled_run(site) is not None)
    done = run(str(scheduled_run(site)))
    assert (done["state_type"], done["state_name"]) == ("COMPLETED", "Partial")
    assert done["state"]["message"] == "1 ok, 0 partial, 1 rejected, 0 ignored"
    assert re.fullmatch(rf"{site.name} from in, \d{{4}}-\d\d-\d\d \d\d:\d\d", done["name"])
    assert set(done["tags"]) == {"auto-scheduled", "jingyan", site.name}
    assert set(tasks_of(done["id"]).values()) == {"Completed"}
    artifacts = ask("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [done["id"]]}}})
    assert {"rejected-documents", "catalogue-summary"} <= {one["key"] for one in artifacts}
    assert (site.out / "catalogue.json").is_file()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("profile", "secret"),
        ("jobs", 0),
        ("jobs", 1000),
        ("out", ""),
        ("sources", []),
        ("sources", "in"),
        ("taxonomy", ""),
    ],
)
def test_bad_parameters_are_refused_before_a_run(api: None, tmp_path: Path, name: str, value: object) -> None:
    site = Site(tmp_path, "refusing")
    if site.deployment() is None:
        deploy(site)
    with pytest.raises(HTTPError, match="Conflict"):
        site.ask_for_run(**{name: value})


def test_a_worker_that_is_stopped_in_mid_run_blocks_nothing(site: Site) -> None:
    site.endless()
    deploy(site)
    worker = site.worker()
    first = site.ask_for_run()
    wait_for(site.hangs)
    second = site.ended(site.ask_for_run())
    assert (second["state_type"], second["state_name"]) == ("CANCELLED", "Skipped")
    assert second["state"]["message"].startswith(f"Another build is writing to {site.out}")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(MOST_SECONDS) == 0
    site.readable()
    site.worker()
    third = site.ended(site.ask_for_run())
    assert third["state_name"] == "Completed", third["state"]["message"]
    assert run(first)["state_name"] == "Crashed"
    assert "Running" not in tasks_of(first).values()
    assert (site.out / "catalogue.json").is_file()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_is_served_can_be_stopped_and_started_again(site: Site, number: signal.Signals) -> None:
    site.endless()
    command = ("jingyan", "serve", site.reports, "--out", site.out, "--name", site.name, "--every", "30d")
    serving = site.start(*command)
    wait_for(lambda: site.deployment() is not None, lambda: serving.poll() is not None)
    first = site.ask_for_run()
    wait_for(site.hangs)
    builder = site.holder()
    serving.send_signal(number)
    assert serving.wait(MOST_SECONDS) == (0 if number == signal.SIGTERM else -signal.SIGKILL)
    if number == signal.SIGKILL:  # what it had started would go on by itself, but for a cut of power
        os.kill(builder, number)
    assert not stays(builder)
    site.readable()
    site.start(*command)
    second = site.ended(site.ask_for_run())
    assert second["state_name"] == "Completed", second["state"]["message"]
    assert run(first)["state_name"] == "Crashed"


def test_the_run_of_a_build_that_was_killed_is_closed_by_the_next(site: Site) -> None:
    site.endless()
    killed = site.start("jingyan", "build", site.reports, "--out", site.out)
    wait_for(site.hangs)
    told = {"flow_runs": {"name": {"like_": site.name}, "state": {"type": {"any_": ["RUNNING"]}}}}
    wait_for(lambda: ask("/flow_runs/filter", told))
    (ghost,) = ask("/flow_runs/filter", told)
    wait_for(lambda: "Running" in tasks_of(ghost["id"]).values())
    killed.send_signal(signal.SIGKILL)
    killed.wait(MOST_SECONDS)
    site.readable()
    assert site.call("jingyan", "build", site.reports, "--out", site.out) == 0, site.log.read_text("utf-8")
    assert run(ghost["id"])["state_name"] == "Crashed"
    assert set(tasks_of(ghost["id"]).values()) == {"Crashed"}
    assert not list((site.out.parent / ".jingyan" / site.name / "runs").iterdir())
