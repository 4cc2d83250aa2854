"""What rendering one document costs, by part, in this process: its files, and the rows that it gives to the lists.

Run: python -m bench.rendering FOLDER [NUMBER]
"""

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from bench.build_steps import timed
from corpus.discover import Found
from outputs import rendering
from outputs.catalogue import build_catalogue
from outputs.leaves import Leaf, Leaves
from pipeline.documents import work_on

MADE = (
    "record_json", "case_of", "page_of", "document_view", "json_file", "document_text", "script_file", "shard_rows",
    "compressed",
)  # fmt: skip
WARM = 3  # documents that are rendered before the clock runs


@contextmanager
def timing(spent: dict[str, float]) -> Iterator[None]:
    """Count what each part takes into `spent`; what several need is counted with the first that asks for it."""
    with ExitStack() as stack:
        for name in MADE:
            stack.enter_context(patch.object(rendering, name, timed(name, getattr(rendering, name), spent)))
        rows = {name: timed(f"row {name}", piece, spent) for name, piece in rendering.ROWS.items()}
        stack.enter_context(patch.object(rendering, "ROWS", rows))
        yield


def leaves(paths: Sequence[Path]) -> list[Leaf]:
    """The leaves of the catalogue of some documents."""
    return list(Leaves(build_catalogue(work_on(Found(path.name, path)).record for path in paths)))


def measured(found: Sequence[Leaf]) -> dict[str, float]:
    """Part -> CPU milliseconds of a document, those that take most first, and their sum."""
    spent: dict[str, float] = defaultdict(float)
    for leaf in found[:WARM]:
        rendering.rendered(leaf)
    gc.collect()
    gc.freeze()
    gc.disable()  # as the workers have it
    with timing(spent):
        before = time.process_time()
        for leaf in found:
            rendering.rendered(leaf)
        spent["whole"] = time.process_time() - before
    return {part: 1000 * spent[part] / len(found) for part in sorted(spent, key=lambda part: -spent[part])}


def table(found: Mapping[str, float]) -> str:
    """One part a line."""
    return "\n".join(["CPU ms a document", *(f"{part:<24}{took:>8.2f}" for part, took in found.items())])


def main() -> None:
    """Print the table for some documents of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int, nargs="?", default=40, help="documents")
    given = parser.parse_args()
    paths = sorted(path for path in given.folder.rglob("*.*") if path.is_file())
    print(table(measured(leaves(paths[:: max(1, len(paths) // given.number)]))))


if __name__ == "__main__":
    main()
