"""Which texts are near each other: the nearest neighbours over all views of them.

Up to MANY texts each is compared with each, token by token; beyond, by their vectors; and of VERY_MANY an index of
vectors (HNSW) finds nearly all of the same neighbours in time that grows with the number of texts. One thread builds it
in the order of the ids, or no two runs would agree.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from voyager import Index, Space

from outputs.kept_results import Kept, nothing_kept, of_cases
from outputs.model import CatalogueCase
from outputs.semantic import case_gist, is_reading, meanings
from outputs.sketch import sketch
from outputs.tokens import Counted, of_bags, of_texts
from outputs.vectors import Dense, View, merged, views

MANY = 3_000  # texts; beyond, their vectors are compared
VERY_MANY = 30_000  # texts; beyond, neighbours are looked up in an index
MOST = 20  # neighbours of a text
BLOCK = 512
SLIGHTEST = 0.03  # below, two texts share set phrases at most
LINKS, CARE_BUILDING, CARE_ASKING = 16, 100, 100  # of the index; recall of the neighbours is .998 at 10,000 texts
SEED = 1


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest neighbours of a case, nearest first, as ids with their likeness (0 to 1)."""

    id: str
    neighbours: tuple[tuple[str, float], ...]


def count(texts: int) -> int:
    """How many neighbours a text has: few, and more as the corpus grows (4 of 20, 12 of 330, 20 of 2,000 and more)."""
    doublings = math.log2(max(texts, 2))
    return min(texts - 1, MOST, max(3, round(max(doublings, 3 * doublings - 13))))


def nearest(
    texts: Mapping[str, str],
    meant: Dense | None = None,
    slightest: float = SLIGHTEST,
    cut: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Near, ...]:
    """The nearest neighbours of each text (id -> folded text), in the order of the ids; who shares nothing has none.

    `meant` are the rows of outputs.semantic, in the order of the ids; what is less alike than `slightest` is no
    neighbour; `cut` are the words of each where these are known.
    """
    ids = sorted(texts)
    told = of_texts([texts[id_] for id_ in ids], [cut[id_] for id_ in ids] if cut else None)
    return _nearest(ids, told, meant, slightest)


def _nearest(ids: Sequence[str], told: Iterable[Counted], meant: Dense | None, slightest: float) -> tuple[Near, ...]:
    if len(ids) < 2:
        return tuple(Near(id_, ()) for id_ in ids)
    seen, most = views(told, meant), count(len(ids))
    if len(ids) > MANY:
        rows = merged(seen)
        found = _by_index(rows, most) if len(ids) > VERY_MANY else _by_vectors(rows, most)
    else:
        found = _by_all(tuple(seen), most)
    return tuple(_near(at, ids, *pair, slightest) for at, pair in enumerate(found))


def neighbours(cases: Sequence[CatalogueCase], kept: Kept = nothing_kept) -> tuple[Near, ...]:
    """The nearest neighbours of each case."""
    ordered = sorted(cases, key=lambda case: case.id)
    return of_cases(kept, f"near {is_reading()}", ordered, lambda: _of_cases(ordered))


def _of_cases(ordered: Sequence[CatalogueCase]) -> tuple[Near, ...]:
    told = of_bags(sketch(case).topic for case in ordered)
    meant = meanings([case_gist(case) for case in ordered]) if is_reading() else None
    return _nearest([case.id for case in ordered], told, meant, SLIGHTEST)


Row = tuple[NDArray[np.int64], NDArray[np.float64]]


def _by_all(seen: Sequence[View], most: int) -> Iterator[Row]:
    """Places and likenesses of the nearest of each row: the mean of the views' cosines, rounded so that no last bit
    decides."""
    whole = sum(view.weight for view in seen)
    for at in range(0, seen[0].rows.shape[0], BLOCK):
        blocks = [(view.rows[at : at + BLOCK] @ view.rows.T, view.weight / whole) for view in seen]
        likeness = sum(np.asarray(b if isinstance(b, np.ndarray) else b.toarray(), np.float64) * w for b, w in blocks)
        for row in np.round(likeness, 5):
            order = np.argsort(-row, kind="stable")[: most + 1]
            yield order, row[order]


def _by_vectors(rows: Dense, most: int) -> Iterator[Row]:
    for at in range(0, len(rows), BLOCK):
        likeness = np.round(rows[at : at + BLOCK] @ rows.T, 5)
        places = np.argpartition(-likeness, most + 1, axis=1)[:, : most + 1]
        yield from zip(places, np.take_along_axis(likeness, places, 1).astype(np.float64), strict=True)


def _by_index(rows: Dense, most: int) -> Iterator[Row]:
    index = Index(Space.InnerProduct, rows.shape[1], M=LINKS, ef_construction=CARE_BUILDING, random_seed=SEED)
    index.add_items(rows, num_threads=1)
    for at in range(0, len(rows), BLOCK):
        asked = rows[at : at + BLOCK]
        places, _ = index.query(asked, most + 1, num_threads=1, query_ef=CARE_ASKING)
        found = places.astype(np.int64)
        likeness = np.round(np.einsum("ij,ikj->ik", asked, rows[found], dtype=np.float64), 5)
        yield from zip(found, likeness, strict=True)


def _near(
    at: int, ids: Sequence[str], places: NDArray[np.int64], likeness: NDArray[np.float64], slightest: float
) -> Near:
    others = (places != at) & (likeness >= slightest)
    places, likeness = places[others], likeness[others]
    nearest_ = np.lexsort((places, -likeness))[: count(len(ids))]
    listed = zip(places[nearest_].tolist(), likeness[nearest_].tolist(), strict=True)
    return Near(ids[at], tuple((ids[place], like) for place, like in listed))
