"""What reading and extracting one document costs, by format and step, in this process.

Run: python -m bench.build_steps FOLDER [NUMBER]
"""

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corpus.discover import Found
from corpus.model import Document
from outputs.aside import packed
from pipeline.documents import work_on

# Step -> the module whose name for the function is used where the step is taken, and that name.
STEPS = {
    "read": ("pipeline.documents", "read"),
    "prepare": ("pipeline.withhold", "prepare"),
    "clean": ("corpus.document", "clean"),
    "segment": ("corpus.document", "segment"),
    "private": ("pipeline.withhold", "look"),
    "owners": ("extractors.extract", "owned"),
    "particulars": ("extractors.extract", "particulars"),
    "about": ("pipeline.documents", "of_articles"),
    "relative": ("pipeline.documents", "dates_of_articles"),
    "assemble": ("pipeline.documents", "assemble"),
    "checks": ("pipeline.documents", "checks"),
    "sketch": ("pipeline.documents", "sketched"),
}
WITHIN = {"clean": "prepare", "segment": "prepare"}  # part of another step, from which it is taken
WARM = 2  # documents that are read before
COUNTS = ("letters", "number")
Work = Callable[..., Any]


def timed(step: str, work: Work, spent: dict[str, float]) -> Work:
    """The function, the CPU seconds that it takes added to its step."""

    def run(*given: Any, **named: Any) -> Any:
        before = time.process_time()
        try:
            return work(*given, **named)
        finally:
            took = time.process_time() - before
            spent[step] += took
            if step in WITHIN:
                spent[WITHIN[step]] -= took

    return run


def _whole(find: Work, document: Document) -> tuple[Any, ...]:
    """All that an extractor finds: it may look for it only as it is asked for the next one."""
    return tuple(find(document))


@contextmanager
def timing(spent: dict[str, float]) -> Iterator[None]:
    """Count what each step takes into `spent`."""
    extraction = import_module("extractors.extract")
    extractors = tuple((kind, timed(kind, partial(_whole, work), spent)) for kind, work in extraction.EXTRACTORS)
    with ExitStack() as stack:
        for step, (module, name) in STEPS.items():
            found = import_module(module)
            stack.enter_context(patch.object(found, name, timed(step, getattr(found, name), spent)))
        stack.enter_context(patch.object(extraction, "EXTRACTORS", extractors))
        yield


def _one(path: Path, spent: dict[str, float]) -> int:
    """Read one document, its CPU seconds added by step; how many letters it has."""
    counted: dict[str, float] = defaultdict(float)
    before = time.process_time()
    with timing(counted):
        record = work_on(Found(path.name, path)).record
    counted["rest"] = time.process_time() - before - sum(counted.values())
    before = time.process_time()
    packed(record)
    counted["pack"] = time.process_time() - before
    gc.collect()
    for step, seconds in counted.items():
        spent[step] += seconds
    return len(record.document.text) if record.document else 0


def measured(paths: Sequence[Path]) -> dict[str, dict[str, float]]:
    """Format -> step -> CPU milliseconds of a document, and its letters and number under names of their own."""
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for path in paths[-WARM:]:  # the lexicons and models are loaded before the clock runs
        work_on(Found(path.name, path))
    gc.freeze()
    gc.disable()  # as the workers have it
    for path in paths[:-WARM]:
        found = sums[path.suffix[1:]]
        letters = _one(path, found)
        found["letters"] += letters
        found["number"] += 1
    return {kind: _means(found) for kind, found in sums.items()}


def _means(found: Mapping[str, float]) -> dict[str, float]:
    """Milliseconds of each step and letters, of a document; and how many there were."""
    number = found["number"]
    each = {step: value / number * (1 if step in COUNTS else 1000) for step, value in found.items()}
    return each | {"number": number}


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """Steps down, formats across; the last lines are sums and letters."""
    kinds = sorted(found)
    steps = [step for step in next(iter(found.values())) if step not in COUNTS]
    lines = ["CPU ms a document" + "".join(f"{kind:>9}" for kind in kinds)]
    lines += [f"{step:<17}" + "".join(f"{found[kind].get(step, 0):>9.2f}" for kind in kinds) for step in steps]
    sums = [sum(value for step, value in found[kind].items() if step in steps) for kind in kinds]
    lines.append(f"{'sum':<17}" + "".join(f"{one:>9.2f}" for one in sums))
    return "\n".join([*lines, *(f"{name:<17}" + "".join(f"{found[k][name]:>9.0f}" for k in kinds) for name in COUNTS)])


def main() -> None:
    """Print the table for some documents of each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int, nargs="?", default=15, help="documents of each format")
    given = parser.parse_args()
    kinds = sorted({path.suffix for path in given.folder.rglob("*.*") if path.is_file()})
    paths = [path for kind in kinds for path in sorted(given.folder.rglob(f"*{kind}"))[: given.number]]
    print(table(measured(paths + paths[:WARM])))


if __name__ == "__main__":
    main()
