"""Clusters beside their peers on labelled Chinese texts, the number of clusters not given.

Run: python -m bench.cluster FOLDER [--vectors FOLDER] | python -m bench.cluster --scale

FOLDER holds FewCLUE's sets as that project ships them, a folder each (tnews/test_public.json, csldcp/test_public.json);
they are no part of this repository. KMeans on jieba TF-IDF is given the number of classes, the best of ten starts.
With the extra `semantic` the graph is cut with the model's view too, and where BERTopic is installed it gets the same
vectors, at several sizes of topics, its outliers as one bucket and spread over the topics. --vectors keeps what the
model makes of the texts (ten minutes) for the next run. --scale measures 5,000 and 50,000 case records.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, normalized_mutual_info_score

from bench.cluster_peers import bertopic, kmeans
from bench.cluster_scale import show
from corpus.fold import fold
from outputs.communities import communities
from outputs.neighbours import nearest
from outputs.semantic import meanings, reading
from outputs.vectors import Dense

SETS = {"tnews": ("sentence", "label_desc"), "csldcp": ("content", "label")}
FILE = "test_public.json"
OURS, WITH_MODEL = "graph alone", "graph, semantic"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with the class that people gave each."""

    name: str
    texts: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How well clusters agree with the classes, how many there are, the largest one's part, and the seconds."""

    system: str
    nmi: float
    ari: float
    ami: float
    clusters: int
    largest: float
    seconds: float

    @property
    def score(self) -> float:
        """The mean of NMI and ARI: NMI alone grows with the number of clusters."""
        return (self.nmi + self.ari) / 2


def read(folder: Path) -> Iterator[Labelled]:
    """The sets that a folder holds."""
    for name, (text, label) in SETS.items():
        path = folder / name / FILE
        if path.is_file():
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            yield Labelled(name, tuple(row[text] for row in rows), tuple(row[label] for row in rows))


def graph(texts: Sequence[str], meant: Dense | None = None) -> list[int]:
    """The number of each text's cluster; a text in none is a cluster of its own, numbered below nought."""
    ids = [f"{at:06}" for at in range(len(texts))]
    folded = {id_: fold(text).lower() for id_, text in zip(ids, texts, strict=True)}
    found = communities(nearest(folded, meant)).members
    home = {id_: at for at, members in enumerate(found) for id_ in members}
    return [home.get(id_, -1 - at) for at, id_ in enumerate(ids)]


def measured(system: str, make: Callable[[], Sequence[int]], classes: Sequence[str]) -> Result:
    """A system's clusters against the classes."""
    began = time.perf_counter()
    found = list(make())
    seconds, sizes = time.perf_counter() - began, np.unique(found, return_counts=True)[1]
    return Result(
        system,
        float(normalized_mutual_info_score(classes, found)),
        float(adjusted_rand_score(classes, found)),
        float(adjusted_mutual_info_score(classes, found)),
        int((sizes > 1).sum()),
        float(sizes.max() / len(found)),
        seconds,
    )


def vectors(one: Labelled, kept: Path | None) -> Dense | None:
    """The model's view of a set, from where it was kept if it was; None without the model."""
    path = kept / f"{one.name}.npy" if kept else None
    if path is not None and path.is_file():
        return np.asarray(np.load(path), dtype=np.float32)
    with reading():
        found = meanings([fold(text).lower() for text in one.texts])
    if path is not None and found is not None:
        np.save(path, found)
    return found


def compared(one: Labelled, kept: Path | None) -> list[Result]:
    """Every system on one set."""
    classes, number, meant = one.classes, len(set(one.classes)), vectors(one, kept)
    results = [
        measured("KMeans, k given", lambda: kmeans(one.texts, number), classes),
        measured(OURS, lambda: graph(one.texts), classes),
    ]
    if meant is None:
        print("The extra `semantic` is not installed: nothing with a model is measured.")
        return results
    results.append(measured(WITH_MODEL, lambda: graph(one.texts, meant), classes))
    results.extend(measured(name, make, classes) for name, make in bertopic(one.texts, meant))
    return results


def _print(one: Labelled, results: Sequence[Result]) -> None:
    print(f"\n{one.name}: {len(one.texts)} texts of {len(set(one.classes))} classes")
    print(f"{'':<34}{'NMI':>7}{'ARI':>7}{'AMI':>7}{'mean':>7}{'clusters':>10}{'largest':>9}{'seconds':>9}")
    for row in results:
        print(
            f"{row.system:<34}{row.nmi:>7.3f}{row.ari:>7.3f}{row.ami:>7.3f}{row.score:>7.3f}"
            f"{row.clusters:>10}{row.largest:>9.2f}{row.seconds:>9.1f}"
        )


def _best(found: Sequence[Sequence[Result]], system: str) -> tuple[float, str]:
    """The best mean over the sets of one setting of a system, and which it is."""
    settings = sorted({row.system for rows in found for row in rows if row.system.startswith(system)})
    return max((mean(row.score for rows in found for row in rows if row.system == one), one) for one in settings)


def summary(found: Sequence[Sequence[Result]]) -> None:
    """Print the mean over the sets of the mean of NMI and ARI."""
    plain, ours = _best(found, "KMeans")[0], _best(found, OURS)[0]
    print(f"\nmean of NMI and ARI over the sets: KMeans {plain:.3f}, graph {ours:.3f} ({ours / plain:.2f}x)")
    if any(row.system.startswith("BERTopic") for row in found[0]):
        score, setting = _best(found, "BERTopic")
        print(f"with the model: graph {_best(found, WITH_MODEL)[0]:.3f}, at its best {setting}: {score:.3f}")


def main() -> None:
    """Print the comparison, or with --scale the cost of size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, nargs="?", help="folder with the sets")
    options.add_argument("--vectors", type=Path, help="folder to keep the model's vectors in")
    options.add_argument("--scale", action="store_true", help="measure 5,000 and 50,000 case records")
    chosen = options.parse_args()
    if chosen.scale:
        show()
    listed = list(read(chosen.folder)) if chosen.folder else []
    if not listed and not chosen.scale:
        options.exit(2, f"None of FewCLUE's sets ({', '.join(f'{name}/{FILE}' for name in SETS)}) is in the folder.\n")
    found = []
    for one in listed:
        found.append(compared(one, chosen.vectors))
        _print(one, found[-1])
    if found:
        summary(found)


if __name__ == "__main__":
    main()
