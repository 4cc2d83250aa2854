"""What it costs to clean, segment and extract: ms of one core for 1,000 characters, and what twice the text costs.

Run: python -m bench.extract [FILE...]   (without files: the text samples of the project)
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from corpus.document import prepare_text
from corpus.model import RejectionError
from corpus.readers import read
from extractors.extract import EXTRACTORS, in_order
from extractors.practice_particulars import particulars
from extractors.quantity_owners import owned

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
RUNS = 7
LEAST = 20_000

Result = TypeVar("Result")


def _text(paths: list[Path]) -> str:
    """The texts of all files that can be read, end to end."""
    texts = []
    for path in paths:
        try:
            texts.append(read(path.read_bytes(), path.name).text)
        except RejectionError as error:
            print(f"left out {path.name}: {error.code}", file=sys.stderr)
    return "\n".join(texts)


def _forget() -> None:
    """Empty the caches of a bounded size: what they hold of a text must not make the next run cheaper."""
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] in ("corpus", "extractors")]
    for kept in (value for module in modules for value in vars(module).values()):
        if callable(getattr(kept, "cache_parameters", None)) and kept.cache_parameters()["maxsize"] is not None:
            kept.cache_clear()


def _run(text: str) -> dict[str, float]:
    """The milliseconds of processor time of each step, one after the other as `extract` takes them."""
    _forget()
    costs = dict[str, float]()

    def timed(step: str, work: Callable[[], Result]) -> Result:
        start = time.process_time()
        result = work()
        costs[step] = (time.process_time() - start) * 1000
        return result

    document = timed("clean and segment", lambda: prepare_text(text))
    found = {kind: timed(kind, lambda find=find: in_order(find(document))) for kind, find in EXTRACTORS}  # type: ignore[misc]
    timed("owners", lambda: owned(document, found["quantities"]))  # type: ignore[arg-type]
    timed("particulars", lambda: particulars(document, found["practices"], found["quantities"]))  # type: ignore[arg-type]
    return costs | {"in all": sum(costs.values())}


def _steps(text: str) -> dict[str, float]:
    """The least cost of each step over the runs: what disturbs a run only adds to it."""
    runs = [_run(text) for _ in range(RUNS)]
    return {step: min(run[step] for run in runs) for step in runs[0]}


def main() -> None:
    """Print one table."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(SAMPLES.rglob("*.txt"))
    text = _text(paths)
    text *= -(-LEAST // max(1, len(text)))
    single, double = _steps(text), _steps(text * 2)
    print(f"{len(text):,} characters; least of {RUNS} runs")
    print(f"{'step':<20}{'ms / 1,000 chars':>18}{'twice the text':>16}")
    for name, cost in single.items():
        print(f"{name:<20}{cost / len(text) * 1000:>18.2f}{double[name] / cost:>15.2f}x")


if __name__ == "__main__":
    main()
