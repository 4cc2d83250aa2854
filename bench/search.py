"""Search beside its peers on questions that analysts type, and what it costs at 50,000 case records.

Run: python -m bench.search [--scale] [--vectors FILE]

The questions and their answers stand in search.yml. Texts are the samples and those labelled texts that
serve; the unseen ones stay unseen. MRR@10 and recall@10 are of the answers; "exact" is the part of the entries holding
a piece of text (2 to 6 characters, drawn evenly, digits and Latin among them) that is found with that piece, by a plain
scan. With the extra `semantic` there is a row with it too; what its ranks weigh was chosen on every other question of
each kind, and the last two columns tell those few-worded ones that it was chosen on from those that it was not.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import yaml

from bench.search_peers import PEERS
from bench.search_scale import show
from outputs.catalogue import build_catalogue
from outputs.search import SearchIndex
from outputs.search_entries import Entry, entries
from outputs.search_index import write_entries
from outputs.search_pieces import given
from outputs.search_text import searchable
from outputs.search_units import FIELDS
from outputs.semantic import installed, reading
from pipeline.extract import read_files
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
QUESTIONS = Path(__file__).with_name("search.yml")
FIRST = 10
PIECES, SEED = 300, 11


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the places of the entries that answer it."""

    query: str
    answers: frozenset[int]


@dataclass(frozen=True, slots=True)
class System:
    """A way to search: places of the texts, best first, and those that are said to hold a string."""

    name: str
    ranked: Callable[[str], list[int]]
    holding: Callable[[str], set[int]]


def corpus() -> list[Entry]:
    """All that can be found in the samples and in the labelled texts that serve."""
    unseen = yaml.safe_load((GOLD / "unseen.yml").read_text(encoding="utf-8"))["unseen"]
    gold = (path for path in (GOLD / "texts").iterdir() if not any(fnmatch(path.stem, one) for one in unseen))
    samples = (path for path in (ROOT / "corpus" / "samples").rglob("*") if path.is_file())
    return list(entries(build_catalogue(read_files([*sorted(samples), *sorted(gold)], Settings()))))


def _texts(entry: Entry) -> list[str]:
    return [searchable(getattr(entry, name)).replace(" ", "") for name in FIELDS]


def questions(listed: Sequence[Entry]) -> dict[str, list[Question]]:
    """The questions of search.yml by kind. Raises ValueError where words of an answer stand nowhere."""
    bodies = [searchable(entry.body) for entry in listed]
    found: dict[str, list[Question]] = {}
    for kind, asked in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")).items():
        for one in asked:
            holds = [{at for at, body in enumerate(bodies) if searchable(words) in body} for words in one["holds"]]
            if not all(holds):
                raise ValueError(f"{one['query']}: words of an answer stand in no entry")
            found.setdefault(kind, []).append(Question(one["query"], frozenset().union(*holds)))
    return found


def pieces(listed: Sequence[Entry]) -> list[str]:
    """Pieces of the texts without blanks or ends of lines, drawn evenly."""
    draw, whole = random.Random(SEED), "\n".join("\n".join(_texts(entry)) for entry in listed)
    cuts = (whole[at : at + draw.randint(2, 6)] for at in iter(lambda: draw.randrange(len(whole)), -1))
    kept = (cut for cut in cuts if "\n" not in cut and cut.strip())
    return [next(kept) for _ in range(PIECES)]


def _ours(name: str, index: SearchIndex, listed: Sequence[Entry]) -> System:
    places = {entry.id: at for at, entry in enumerate(listed)}

    def found(query: str, limit: int) -> list[int]:
        return [places[hit["id"]] for hit in index.search(query, limit=limit)["hits"]]

    return System(name, lambda query: found(query, FIRST), lambda query: set(found(query, len(listed))))


def _reciprocal(ranked: Sequence[int], answers: frozenset[int]) -> float:
    return next((1 / rank for rank, place in enumerate(ranked[:FIRST], 1) if place in answers), 0.0)


def _recall(ranked: Sequence[int], answers: frozenset[int]) -> float:
    return len(answers & set(ranked[:FIRST])) / min(FIRST, len(answers))


def _exact(system: System, listed: Sequence[Entry]) -> float:
    held = [_texts(entry) for entry in listed]
    parts = []
    for piece in pieces(listed):
        truth = {at for at, texts in enumerate(held) if any(piece in text for text in texts)}
        parts.append(len(truth & system.holding(piece)) / len(truth))
    return mean(parts)


def _row(system: System, asked: dict[str, list[Question]], listed: Sequence[Entry]) -> str:
    ranked = {one: system.ranked(one.query) for kind in asked.values() for one in kind}
    groups = [list(ranked), *asked.values(), asked["few"][::2], asked["few"][1::2]]
    first = [f"{mean(_reciprocal(ranked[one], one.answers) for one in group):>9.3f}" for group in groups]
    recall = mean(_recall(ranked[one], one.answers) for one in ranked)
    return f"{system.name:<24}{''.join(first)}{recall:>11.3f}{_exact(system, listed):>8.3f}"


def _show_ours(
    name: str, model: AbstractContextManager[None], asked: dict[str, list[Question]], listed: Sequence[Entry]
) -> None:
    with TemporaryDirectory() as folder:
        with model:
            write_entries(given(listed), Path(folder) / "catalogue.sqlite")
        with SearchIndex(Path(folder)) as index:
            print(_row(_ours(name, index, listed), asked, listed), flush=True)


def compare(listed: Sequence[Entry], asked: dict[str, list[Question]], vectors: Path | None) -> None:
    """Print MRR@10 by kind of question, recall@10 and exact recall, a line a system."""
    counts = ", ".join(f"{len(kind)} {name}" for name, kind in asked.items())
    print(f"{len(listed)} entries; questions: {counts}; {PIECES} pieces of text")
    columns = ["MRR@10", *asked, "chosen", "other"]
    print(f"{'':<24}{''.join(f'{name:>9}' for name in columns)}{'recall@10':>11}{'exact':>8}")
    _show_ours("jingyan", nullcontext(), asked, listed)
    if installed():
        _show_ours("jingyan, semantic", reading(vectors), asked, listed)
    else:
        print("The extra `semantic` is not installed: nothing with a model is measured.")
    texts = ["\n".join(getattr(entry, name) for name in FIELDS) for entry in listed]
    for make in PEERS:
        peer = make(texts)
        print(_row(System(peer.name, peer.ranked, peer.holding), asked, listed))


def main() -> None:
    """Print the comparison, and with --scale the cost of size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", action="store_true", help="measure 5,000 and 50,000 records too (about a minute)")
    options.add_argument("--vectors", type=Path, help="a file that keeps the model's vectors for the next run")
    chosen = options.parse_args()
    listed = corpus()
    asked = questions(listed)
    compare(listed, asked, chosen.vectors)
    if chosen.scale:
        show(listed, [one.query for kind in asked.values() for one in kind])


if __name__ == "__main__":
    main()
