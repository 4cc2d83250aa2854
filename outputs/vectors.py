"""Texts as vectors, one view of them a way to compare: pairs of characters, words and, where installed, meaning.

Characters see what words miss (names of initiatives, new coinages), words what characters blur. The extra `semantic`
adds what neither sees: that 帮扶 and 结对 are of one kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse

from outputs.tokens import Counted

SMALL = 60  # texts; up to here every token counts
VOCABULARY = 20_000
DIMENSIONS = 128
SPARE, ROUNDS = 10, 4  # directions more than are kept, and rounds, by which these are found closely enough
FITTED = 2_000  # texts that tell in which directions texts differ, the first by their ids; more would tell no more
SEMANTIC_WEIGHT = 6.0  # against one each for characters and words; measured by bench.cluster

Dense = NDArray[np.float32]
Matrix = csr_matrix | Dense
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View:
    """One way to see all texts: rows of length one (or nought), and how much it says in the likeness of two texts."""

    rows: Matrix
    weight: float = 1.0


def _telling(found: Counted) -> Numbers:
    """Which tokens count: among many texts one of a single text links nothing, and one of half of them tells nothing;
    of very many the most frequent."""
    spread = np.bincount(found.tokens, minlength=found.known)
    if found.texts <= SMALL:
        return np.flatnonzero(spread)
    telling = np.flatnonzero((spread >= 2) & (spread <= 0.5 * found.texts))
    if len(telling) > VOCABULARY:
        often = np.bincount(found.tokens, weights=found.counts, minlength=found.known)[telling]
        telling = np.sort(telling[np.argsort(-often, kind="stable")[:VOCABULARY]])
    return telling


def _tfidf(found: Counted) -> Matrix:
    """TF-IDF of tokens, as scikit-learn has it with smooth IDF and sublinear TF: to import that takes a second."""
    telling = _telling(found)
    if not len(telling):  # no text holds any token
        return np.zeros((found.texts, 1), dtype=np.float32)
    columns = np.full(found.known, -1, dtype=np.int32)
    columns[telling] = np.arange(len(telling))
    column = columns[found.tokens]
    kept = column >= 0
    begins = np.concatenate([[0], np.cumsum(kept)])[found.begins]
    column = column[kept]
    spread = np.bincount(column, minlength=len(telling))
    rarity = np.log((1 + found.texts) / (1 + spread)).astype(np.float32) + 1
    weights = (np.log(found.counts[kept]) + 1) * rarity[column]
    texts = np.repeat(np.arange(found.texts), np.diff(begins))
    length = np.sqrt(np.bincount(texts, weights=weights.astype(np.float64) ** 2, minlength=found.texts))
    rows: csr_matrix = csr_matrix(
        ((weights / length[texts]).astype(np.float32), column, begins), shape=(found.texts, len(telling))
    )
    return rows


def _directions(rows: csr_matrix) -> Dense:
    """The directions in which some texts differ most, a column each, by a seeded randomised SVD (Halko et al. 2011)."""
    drawn = np.random.default_rng(0).standard_normal((rows.shape[1], DIMENSIONS + SPARE), dtype=np.float32)
    base, _ = np.linalg.qr(rows @ drawn)
    for _ in range(ROUNDS):
        across, _ = np.linalg.qr(rows.T @ base)
        base, _ = np.linalg.qr(rows @ across)
    seen = np.asarray(rows.T @ base)  # a token a row
    strength, turned = np.linalg.eigh(seen.T @ seen)
    kept = np.argsort(-strength)[:DIMENSIONS]
    found: Dense = (seen @ turned[:, kept]) / np.sqrt(np.maximum(strength[kept], np.float32(1e-12)))
    return found


def _cut(rows: Matrix) -> Dense:
    """The same rows in DIMENSIONS numbers each, of length one again."""
    if not issparse(rows):
        return np.asarray(rows, dtype=np.float32)
    if rows.shape[1] <= DIMENSIONS:
        return np.asarray(rows.toarray(), dtype=np.float32)
    reduced = np.round(np.asarray(rows @ _directions(rows[:FITTED])), 5)
    length = np.linalg.norm(reduced, axis=1, keepdims=True)
    return np.asarray(reduced / np.where(length > 0, length, 1), dtype=np.float32)


def views(told: tuple[Counted, Counted], meant: Dense | None = None) -> tuple[View, ...]:
    """All views of some texts by their pairs and words; `meant` are their meanings where a model read them."""
    found = tuple(View(_tfidf(one)) for one in told)
    return found if meant is None else (*found, View(meant, SEMANTIC_WEIGHT))


def merged(seen: Sequence[View]) -> Dense:
    """One dense row a text; the product of two rows is the mean of the views' cosines by their weights."""
    whole = sum(view.weight for view in seen)
    return np.hstack([_cut(view.rows) * np.float32((view.weight / whole) ** 0.5) for view in seen])
