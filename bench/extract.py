"""What it costs to clean, segment and extract: ms of one core for 1,000 characters, and what twice the text costs.

Run: python -m bench.extract [FILE...]   (without files: the text samples of the project)
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from corpus.document import prepare_text
from corpus.model import Document, RejectionError
from corpus.readers import read
from extractors.extract import EXTRACTORS

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
RUNS = 7
LEAST = 20_000


def _text(paths: list[Path]) -> str:
    """The texts of all files that can be read, end to end."""
    texts = []
    for path in paths:
        try:
            texts.append(read(path.read_bytes(), path.name).text)
        except RejectionError as error:
            print(f"left out {path.name}: {error.code}", file=sys.stderr)
    return "\n".join(texts)


def _cost(work: Callable[[], object]) -> float:
    """The least milliseconds of processor time over the runs: what disturbs a run only adds to it."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return min(taken)


def _steps(text: str) -> dict[str, float]:
    document: Document = prepare_text(text)
    costs = {"clean and segment": _cost(lambda: prepare_text(text))}
    for name, find in EXTRACTORS:
        costs[name] = _cost(lambda find=find: tuple(find(document)))  # type: ignore[misc]
    return costs | {"in all": sum(costs.values())}


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
