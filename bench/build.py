"""Whole builds of mixed corpora, cold and warm, on one and two processes, beside the script that a user would write.

Every run is a process of its own, with all that it starts; figures are kept in WORK/results.json, so that runs can be
made one by one (`--only cold1,plain`) and are shown together. A run is named by what changed before it (cold: nothing
was kept; warm: nothing changed; one: one document; words: the analyst's own words), by its processes, and by its engine
where that is Prefect (cold2-prefect). Settings come from the environment (JINGYAN_SEMANTIC=0).

Run: python -m bench.build [SIZES...] [--only RUNS] [--engines local,prefect] [--work DIR]
"""

import argparse
import hashlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.build_figures import Figures, shown
from bench.build_process import FailedError
from bench.build_runs import ENGINES, Run, all_runs, done
from bench.corpora import SIZES, corpus, digest

ROOMS = ("corpus", "extractors", "outputs", "pipeline")
ROOT = Path(__file__).parents[1]
THREADS = "OMP_NUM_THREADS"  # of numerical libraries: one, for the plain script too


def _code() -> str:
    """A number for the code that is measured."""
    found = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _kept(path: Path) -> dict[tuple[int, str], dict[str, Any]]:
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return {(entry["size"], entry["run"]): entry for entry in entries}


def _keep(path: Path, found: dict[tuple[int, str], dict[str, Any]]) -> None:
    path.write_text(json.dumps(list(found.values()), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _wanted(given: argparse.Namespace) -> list[Run]:
    engines, only = given.engines.split(","), given.only.split(",") if given.only else []
    runs = list(all_runs(given.sizes, [int(number) for number in given.jobs.split(",")], engines))
    return [run for run in runs if not only or run.name in only]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="numbers of documents")
    parser.add_argument("--work", type=Path, default=Path("build/bench"), help="folder to work in")
    parser.add_argument("--corpora", type=Path, help="folder of the corpora; default: WORK/corpora")
    parser.add_argument("--only", help="runs to make, such as plain,cold1; default: all")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes")
    parser.add_argument("--engines", default="local", help=f"any of {','.join(ENGINES)}")
    parser.add_argument("--show", action="store_true", help="make no run, show what is kept")
    return parser.parse_args()


def _measure(runs: Sequence[Run], given: argparse.Namespace, results: Path) -> None:
    """Make the runs, the figures of each kept as soon as they are there."""
    began = datetime.now(UTC).isoformat(timespec="seconds")
    os.environ.setdefault(THREADS, "1")
    settings = {name: value for name, value in sorted(os.environ.items()) if name.startswith("JINGYAN_")}
    marks = {"began": began, "code": _code(), "corpus": digest()[:12], "settings": settings}
    for run in runs:
        folder = corpus(given.corpora or given.work / "corpora", run.size, os.cpu_count() or 1)
        try:
            entry = done(run, folder, given.work)
        except (FailedError, FileNotFoundError) as error:
            print(f"{run.size} {run.name} FAILED: {error}", flush=True)
            continue
        found = _kept(results)
        found[run.size, run.name] = {"size": run.size, "run": run.name, "order": run.order, **marks, **entry}
        _keep(results, found)
        print(f"{run.size} {run.name}: {entry['wall']:.1f} s, CPU {entry['cpu']:.1f} s", flush=True)


def main() -> None:
    """Make the runs asked for, then show all that is kept."""
    given = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the run in hand is ended, too
    given.work.mkdir(parents=True, exist_ok=True)
    results = given.work / "results.json"
    if not given.show:
        _measure(_wanted(given), given, results)
    if found := _kept(results):
        print(shown(Figures(found)))


if __name__ == "__main__":
    main()
