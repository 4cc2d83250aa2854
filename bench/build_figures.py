"""The figures of bench.build beside its goals."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.reading_figures import Goal

Entry = Mapping[str, Any]
COLUMNS = ("docs/s", "s", "CPU s", "CPU ms/doc", "peak MB", "main MB", "processes", "load")
STEPS = ("read", "catalogue", "publish")
MOST_MB, MOST_LOAD = 600, 0.5  # a machine with more to do before a run begins is no quiet one


@dataclass(slots=True)
class Figures:
    """What was measured: (size, run) -> entry. `asked`: the keys whose figures a goal was reckoned from."""

    found: Mapping[tuple[int, str], Entry]
    asked: list[tuple[int, str]] = field(default_factory=list)

    @property
    def sizes(self) -> list[int]:
        """All sizes, the smallest first."""
        return sorted({size for size, _ in self.found})

    def of(self, size: int, run: str, what: str) -> float | None:
        """A figure of a run, if it was made."""
        entry = self.found.get((size, run))
        if entry is None:
            return None
        self.asked.append((size, run))
        return float(entry[what])

    def ratio(self, size: int, over: tuple[str, str], under: tuple[str, str]) -> float | None:
        """A figure of one run by one of another: (run, what) each."""
        above, below = self.of(size, *over), self.of(size, *under)
        return above / below if above is not None and below else None

    def growth(self, run: str, first: int, last: int) -> float | None:
        """The exponent of CPU between two sizes."""
        small, large = self.of(first, run, "cpu"), self.of(last, run, "cpu")
        if small is None or large is None or first == last:
            return None
        return math.log(large / small) / math.log(last / first)


def table(figures: Figures) -> Iterable[str]:
    """A line for each run."""
    yield f"{'documents':>9} {'run':<14}" + "".join(f"{name:>12}" for name in COLUMNS) + "   CPU s of the steps; files"
    for (size, name), entry in sorted(figures.found.items(), key=lambda item: (item[0][0], item[1]["order"])):
        cells = (
            f"{size / entry['wall']:.2f}",
            f"{entry['wall']:.1f}",
            f"{entry['cpu']:.1f}",
            f"{entry['cpu'] / size * 1000:.0f}",
            f"{entry['peak_mb']:.0f}",
            f"{entry['main_mb']:.0f}",
            str(entry["processes"]),
            f"{entry['load']:.1f}",
        )
        yield f"{size:>9} {name:<14}" + "".join(f"{cell:>12}" for cell in cells) + f"   {_steps(entry)}{_files(entry)}"


def _steps(entry: Entry) -> str:
    steps = entry.get("steps") or {}
    return " ".join(f"{name} {steps[name][1]:.1f}" for name in STEPS if name in steps)


def _files(entry: Entry) -> str:
    if "written" not in entry:
        return f"; {entry['files']} files" if "files" in entry else ""
    return f"; {entry['written']} of {entry['files']} files written, {entry['changed']} with other bytes"


def goals(figures: Figures) -> list[Goal]:
    """The goals of a whole build as far as their runs were made: at each size, and over all sizes."""
    found = [one for size in figures.sizes for one in _of_size(figures, size)]
    first, last = figures.sizes[0], figures.sizes[-1]
    found.append((f"growth of CPU, {first} to {last}", figures.growth("cold1", first, last), "<=", 1.1, "plain"))
    peaks = [figures.of(last, name, "peak_mb") for name in ("cold1", "cold2")]
    found.append((f"{last}: peak MB of a process", max((p for p in peaks if p), default=None), "<=", MOST_MB, ""))
    grown = figures.growth("plain", first, last)
    return [
        Goal(what, value, sign, bound, grown if peer == "plain" else None)
        for what, value, sign, bound, peer in found
        if value is not None
    ]


Row = tuple[str, float | None, str, float, str]


def _of_size(figures: Figures, size: int) -> Iterable[Row]:
    cpu, wall = "cpu", "wall"
    yield f"{size}: CPU of cold1 / plain script", figures.ratio(size, ("cold1", cpu), ("plain", cpu)), "<=", 1, ""
    yield f"{size}: two processes, times as fast", figures.ratio(size, ("cold1", wall), ("cold2", wall)), ">=", 1.7, ""
    for jobs in (1, 2):
        cold = f"cold{jobs}"
        for what in (cpu, wall):
            over = figures.ratio(size, (f"{cold}-prefect", what), (cold, what))
            yield f"{size}: Prefect / local, {what}, {jobs} jobs", over, "<=", 1.1, ""
        share = figures.ratio(size, (f"one{jobs}", cpu), (cold, cpu))
        yield f"{size}: one changed / cold, CPU, {jobs} jobs", share, "<=", 0.03, ""


def shown(figures: Figures) -> str:
    """All of it as text."""
    lines = [*table(figures), ""]
    listed = goals(figures)
    for goal in listed:
        peer = "" if goal.peer is None else f"   (plain script: {goal.peer:.2f})"
        missed = "" if goal.met else "   missed"
        lines.append(f"{goal.what:<44}{goal.value:>9.3f}{goal.sign:>4}{goal.bound:>7g}{missed}{peer}")
    return "\n".join([*lines, *_doubts(figures, figures.asked)])


def _doubts(figures: Figures, keys: Sequence[tuple[int, str]]) -> Iterable[str]:
    """What is to be known before the ratios are believed."""
    entries = [figures.found[key] for key in dict.fromkeys(keys)]
    if len({entry["began"] for entry in entries}) > 1:
        yield "The ratios combine figures of several invocations (see `began` in the file of results)."
    if len({entry["code"] for entry in entries}) > 1:
        yield "Some figures were taken of other code than others (see `code`): measure these again."
    if len({entry["corpus"] for entry in entries}) > 1:
        yield "Some figures were taken on other corpora than others (see `corpus`): measure these again."
    if busy := [entry["load"] for entry in entries if entry["load"] > MOST_LOAD]:
        yield f"The machine was not quiet (load up to {max(busy):.1f}): seconds and speed-ups say little."
