"""Texts as vectors, one view of them a way to compare: pairs of characters, words and, where installed, meaning.

Characters see what words miss (names of initiatives, new coinages), words what characters blur. The extra `semantic`
adds what neither sees: that 帮扶 and 结对 are of one kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from outputs.tokens import Counted

SMALL = 60  # texts; up to here every token counts
VOCABULARY = 20_000
DIMENSIONS = 128
FITTED = 2_000  # texts, evenly drawn, that tell in which directions texts differ; more would tell no more
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
    """TF-IDF of tokens."""
    telling = _telling(found)
    if not len(telling):  # no text holds any token
        return np.zeros((found.texts, 1), dtype=np.float32)
    columns = np.full(found.known, -1, dtype=np.int32)
    columns[telling] = np.arange(len(telling))
    column = columns[found.tokens]
    kept = column >= 0
    begins = np.concatenate([[0], np.cumsum(kept)])[found.begins]
    whole = csr_matrix((found.counts[kept], column[kept], begins), shape=(found.texts, len(telling)))
    rows: csr_matrix = TfidfTransformer(sublinear_tf=True).fit_transform(whole)
    return rows


def _cut(rows: Matrix) -> Dense:
    """The same rows in DIMENSIONS numbers each, of length one again."""
    if not issparse(rows):
        return np.asarray(rows, dtype=np.float32)
    if rows.shape[1] <= DIMENSIONS:
        return np.asarray(rows.toarray(), dtype=np.float32)
    drawn = np.arange(min(FITTED, rows.shape[0])) * rows.shape[0] // min(FITTED, rows.shape[0])
    reduced = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=0).fit(rows[drawn]).transform(rows)
    return np.asarray(normalize(np.round(reduced, 5)), dtype=np.float32)


def views(told: tuple[Counted, Counted], meant: Dense | None = None) -> tuple[View, ...]:
    """All views of some texts by their pairs and words; `meant` are their meanings where a model read them."""
    found = tuple(View(_tfidf(one)) for one in told)
    return found if meant is None else (*found, View(meant, SEMANTIC_WEIGHT))


def merged(seen: Sequence[View]) -> Dense:
    """One dense row a text; the product of two rows is the mean of the views' cosines by their weights."""
    whole = sum(view.weight for view in seen)
    return np.hstack([_cut(view.rows) * np.float32((view.weight / whole) ** 0.5) for view in seen])
