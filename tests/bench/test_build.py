"""What bench.build tells: costs of whole trees of processes, what a rebuild wrote, goals from the figures."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.build_figures import Figures, goals, shown
from bench.build_process import FailedError, measured
from bench.build_runs import Run, all_runs, rewritten, shape
from bench.corpora import corpus

CHILD = "import time\nheld = bytearray(300_000_000)\nwhile time.process_time() < 1: pass\n"
PARENT = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {CHILD!r}], check=True)\n"


def test_a_cost_counts_the_processes_below(tmp_path: Path) -> None:
    cost = measured([sys.executable, "-c", PARENT], tmp_path / "log")
    assert cost.cpu >= 1
    assert cost.peak_mb >= 280
    assert 0 < cost.main_mb < 200
    assert cost.processes == 2
    assert "bytearray" in cost.largest


def test_a_command_that_fails_is_told_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="no such thing"):
        measured([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path / "log")


def entry(wall: float, cpu: float, peak: float = 100, **more: object) -> dict[str, object]:
    same = {"began": "a", "code": "c", "corpus": "d", "load": 0.1, "order": [1, 1, 0], "processes": 2, "main_mb": 50.0}
    return same | {"wall": wall, "cpu": cpu, "peak_mb": peak} | more


def test_goals_come_from_the_runs_that_were_made() -> None:
    figures = Figures(
        {
            (100, "plain"): entry(20, 20),
            (100, "cold1"): entry(10, 10),
            (100, "cold2"): entry(5, 11),
            (100, "one1"): entry(1, 0.5),
            (100, "cold2-prefect"): entry(6, 11.55),
            (10_000, "cold1"): entry(1500, 1600, 650),
        }
    )
    found = {goal.what: (round(goal.value, 3), goal.met) for goal in goals(figures)}
    assert found == {
        "100: CPU of cold1 / plain script": (0.5, True),
        "100: two processes, times as fast": (2.0, True),
        "100: Prefect / local, cpu, 2 jobs": (1.05, True),
        "100: Prefect / local, wall, 2 jobs": (1.2, False),
        "100: one changed / cold, CPU, 1 jobs": (0.05, False),
        "growth of CPU, 100 to 10000": (1.102, False),
        "10000: peak MB of a process": (650, False),
    }


def test_it_is_said_when_figures_do_not_belong_together() -> None:
    alike = {(100, "plain"): entry(20, 20), (100, "cold1"): entry(10, 10)}
    assert "combine" not in shown(Figures(alike))
    apart = {**alike, (100, "cold1"): entry(10, 10, began="b", load=4.0)}
    assert "several invocations" in shown(Figures(apart))
    assert "not quiet" in shown(Figures(apart))


def test_what_a_rebuild_wrote_is_told_apart_from_what_it_linked(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    for name in ("linked", "rewritten", "other"):
        (old / name).write_text(name)
    before = shape(old)
    os.link(old / "linked", new / "linked")
    (new / "rewritten").write_text("rewritten")
    (new / "other").write_text("words")
    assert rewritten(before, shape(new)) == {"files": 3, "written": 2, "changed": 1}
    assert rewritten({}, before) == {"files": 3}


def test_runs_come_after_those_that_they_go_on_from() -> None:
    names = [run.name for run in all_runs([10], [1, 2], ["local", "prefect"])]
    assert names[:6] == ["plain", "cold1", "warm1", "one1", "words1", "cold2"]
    assert names[-1] == "words2-prefect"
    orders = [run.order for run in all_runs([10], [1, 2], ["local", "prefect"])]
    assert orders == sorted(set(orders))
    assert Run(10, "one", 2, "local").name == "one2"


@pytest.mark.slow
def test_the_bench_from_end_to_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.build", "10", "--work", str(tmp_path)]
    names = ["plain", "cold1", "warm1", "one1", "words1"]
    said = subprocess.run([*command, "--only", ",".join(names)], check=True, capture_output=True, text=True).stdout
    assert "FAILED" not in said
    entries = {one["run"]: one for one in json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))}
    assert list(entries) == names
    assert entries["cold1"]["processes"] >= 2
    assert entries["cold1"]["files"] > 50
    assert entries["one1"]["changed"] > 0
    assert all(entry["cpu"] > 0 for entry in entries.values())
    # The corpus that all runs share is as it was made.
    standing = shape(tmp_path / "corpora" / "10")
    assert {name: hash_ for name, (_, hash_) in standing.items()} == {
        name: hash_ for name, (_, hash_) in shape(corpus(tmp_path / "again", 10, 1)).items()
    }
    again = subprocess.run([*command, "--show"], check=True, capture_output=True, text=True).stdout
    assert "CPU of cold1 / plain script" in again
