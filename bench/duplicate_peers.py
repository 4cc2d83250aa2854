"""Peers of the search for copies, a few lines each: rensa alone, Jaccard of raw shingles, and a simhash."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash
from scipy.sparse import csr_matrix

SHINGLE = 5
Likeness = NDArray[np.float64]


def _shingles(text: str) -> list[str]:
    return [text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))]


def _minhash(text: str) -> list[int]:
    sketch = RMinHash(num_perm=128, seed=1)
    sketch.update(_shingles(text))
    return list(sketch.digest())


def by_rensa(texts: list[str]) -> Likeness:
    """The part of 128 rows that two texts have in common."""
    rows = np.array([_minhash(text) for text in texts], dtype=np.uint32)
    return np.array([(rows == row).mean(axis=1) for row in rows])


def by_jaccard(texts: list[str]) -> Likeness:
    """Shared shingles of all shingles, exactly."""
    numbers: dict[str, int] = {}
    held = [sorted({numbers.setdefault(one, len(numbers)) for one in _shingles(text)}) for text in texts]
    ends = np.cumsum([0, *map(len, held)])
    matrix = csr_matrix((np.ones(ends[-1]), np.concatenate(held), ends), shape=(len(texts), len(numbers)))
    shared, sizes = (matrix @ matrix.T).toarray(), np.diff(ends)
    return np.asarray(shared / (sizes[:, None] + sizes[None, :] - shared), dtype=np.float64)


def _simhash(text: str) -> NDArray[np.int8]:
    counts = Counter(_shingles(text))
    data = b"".join(hashlib.blake2b(one.encode("utf-8", "replace"), digest_size=8).digest() for one in counts)
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8)).reshape(-1, 64).astype(np.int64) * 2 - 1
    weighted = bits * np.array(list(counts.values()))[:, None]
    return np.asarray(weighted.sum(axis=0) > 0, dtype=np.int8)


def by_simhash(texts: list[str]) -> Likeness:
    """The part of 64 bits that two texts have in common."""
    signs = np.array([_simhash(text) for text in texts])
    return np.array([(signs == one).mean(axis=1) for one in signs])


PEERS = {"rensa alone": by_rensa, "raw shingles, Jaccard": by_jaccard, "simhash": by_simhash}
THRESHOLDS = {
    "rensa alone": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "raw shingles, Jaccard": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "simhash": (0.7, 0.75, 0.8, 0.85, 0.9, 0.95),
}


def _linked(like: Likeness, threshold: float) -> Iterator[tuple[int, int]]:
    one, other = np.nonzero(np.triu(like >= threshold, 1))
    yield from zip(one.tolist(), other.tolist(), strict=True)


def grouped(ids: list[str], like: Likeness, threshold: float) -> dict[str, str]:
    """Id -> an id that stands for its group: whatever is linked by pairs above the threshold."""
    lead = list(range(len(ids)))

    def root(at: int) -> int:
        while lead[at] != at:
            lead[at] = lead[lead[at]]
            at = lead[at]
        return at

    for one, other in _linked(like, threshold):
        lead[root(other)] = root(one)
    return {id_: ids[root(at)] for at, id_ in enumerate(ids)}


def together(groups: Mapping[str, str]) -> set[frozenset[str]]:
    """Every pair of ids that stand in one group."""
    members: dict[str, list[str]] = {}
    for id_, lead in groups.items():
        members.setdefault(lead, []).append(id_)
    return {frozenset(pair) for ids in members.values() for pair in combinations(ids, 2)}
