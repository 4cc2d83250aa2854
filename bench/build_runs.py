"""The runs of bench.build: which commands, on which source, from which state; what each of them cost and rewrote."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.build_process import Cost, measured
from bench.corpora import KINDS, file

ENGINES = ("local", "prefect")
# In this order; each after the first goes on from the state that those before it left.
CHANGES = {
    "cold": "nothing kept",
    "warm": "nothing changed",
    "one": "one document changed",
    "words": "an analyst's own words changed",
}
WORDS = "problems:\n  add:\n    E1_two_skins: [各念各的经{n}]\npractices:\n  add: {{T06_industry: [林下套种{n}]}}\n"
PLAIN = "plain"
Shape = dict[str, tuple[tuple[int, int], str]]
NOTHING = ((0, 0), "")


@dataclass(frozen=True, slots=True)
class Run:
    """A build of one size: what changed before it, by which engine, on how many processes. Its name: `cold1`,
    `one2`, `cold2-prefect`; `plain` is the script of bench.build_peers.
    """

    size: int
    change: str
    jobs: int
    engine: str

    @property
    def name(self) -> str:
        """As it is asked for and shown."""
        if self.change == PLAIN:
            return PLAIN
        return f"{self.change}{self.jobs}" + ("" if self.engine == "local" else f"-{self.engine}")

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it stands among those of its size."""
        if self.change == PLAIN:
            return (0, 0, 0)
        return (1 + ENGINES.index(self.engine), self.jobs, list(CHANGES).index(self.change))


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a run works: hard links to the corpus, a catalogue for each engine and number of processes."""

    root: Path
    run: Run

    @property
    def source(self) -> Path:
        """The documents; the corpus itself is never changed."""
        return self._own / "source"

    @property
    def out(self) -> Path:
        """The catalogue."""
        return self._own / "catalogue"

    @property
    def words(self) -> Path:
        """The analyst's own words."""
        return self._own / "words"

    @property
    def log(self) -> Path:
        """What the run said."""
        return self._own / f"{self.run.name}.log"

    @property
    def _own(self) -> Path:
        return self.root / str(self.run.size) / f"{self.run.engine}{self.run.jobs}"


def all_runs(sizes: Sequence[int], jobs: Sequence[int], engines: Sequence[str]) -> Iterator[Run]:
    """Every run in an order in which each finds the state that it goes on from."""
    for size in sizes:
        yield Run(size, PLAIN, 1, PLAIN)
        yield from (Run(size, change, number, engine) for engine in engines for number in jobs for change in CHANGES)


def done(run: Run, corpus: Path, root: Path) -> dict[str, Any]:
    """Make a run; its cost, and for a build what its run.json tells of steps and which files it wrote."""
    folders = Folders(root, run)
    _set_up(run, corpus, folders)
    if run.change == PLAIN:
        command = ["-m", "bench.build_peers", str(folders.source), str(folders.out)]
        return _told(measured([sys.executable, *command], folders.log))
    before = {} if run.change == "cold" else shape(folders.out)
    given = ["--engine", run.engine, "--jobs", str(run.jobs), "--out", str(folders.out)]
    words = ["--taxonomy", str(folders.words)] if folders.words.exists() else []
    command = ["-m", "pipeline.cli", "build", str(folders.source), *given, *words]
    cost = measured([sys.executable, *command], folders.log)
    return _told(cost) | _report(folders.out) | rewritten(before, shape(folders.out))


def _told(cost: Cost) -> dict[str, Any]:
    return {name: getattr(cost, name) for name in cost.__slots__}


def _set_up(run: Run, corpus: Path, folders: Folders) -> None:
    """The source and state that a run begins with. Raises FileNotFoundError where the run before it is missing."""
    if run.change in (PLAIN, "cold"):
        shutil.rmtree(folders.source.parent, ignore_errors=True)
        folders.source.parent.mkdir(parents=True)
        shutil.copytree(corpus, folders.source, copy_function=os.link)
    elif not folders.out.exists():
        raise FileNotFoundError(f"{run.name} goes on from cold{run.jobs}: run that first.")
    if run.change == "one":
        _change_one(run.size, folders.source)
    elif run.change == "words":
        folders.words.mkdir(exist_ok=True)
        path = folders.words / "own.yml"
        path.write_text(WORDS.format(n="又" * (_times(folders.words) + 1)), encoding="utf-8")


def _times(folder: Path) -> int:
    """How often this was asked of a folder before."""
    path = folder.with_name(f"{folder.name}.times")
    times = int(path.read_text()) if path.exists() else 0
    path.write_text(str(times + 1))
    return times


def _change_one(size: int, source: Path) -> None:
    """Another report in the place of the first one, under its name; the corpus itself stays."""
    path = source / file(0)[0]
    path.unlink()
    path.write_bytes(file(size + len(KINDS) * _times(source))[1])


def _report(out: Path) -> dict[str, Any]:
    """What run.json tells of steps, as far as it does: step -> seconds and CPU."""
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return {"steps": {one["step"]: [one["seconds"], one["cpu"]] for one in told.get("steps") or ()}}


def shape(out: Path) -> Shape:
    """Every file of a catalogue by its path: which on the disk (number and time), and its bytes as a hash."""
    paths = sorted(path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): (_which(path), _hash(path)) for path in paths}


def _which(path: Path) -> tuple[int, int]:
    """Tells a file from one that was written anew: the system gives the number of a file that is gone to the next."""
    told = path.stat()
    return told.st_ino, told.st_mtime_ns


def _hash(path: Path) -> str:
    with path.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()


def rewritten(before: Shape, after: Shape) -> dict[str, int]:
    """How many files there are, how many were written anew, and how many hold other bytes than before."""
    if not before:
        return {"files": len(after)}
    written = sum(before.get(name, NOTHING)[0] != which for name, (which, _) in after.items())
    changed = sum(before.get(name, NOTHING)[1] != hash_ for name, (_, hash_) in after.items())
    return {"files": len(after), "written": written, "changed": changed}
