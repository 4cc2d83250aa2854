"""Texts as vectors, one view of them a way to compare: pairs of characters, words and, where installed, meaning.

Characters see what words miss (names of initiatives, new coinages), words what characters blur. The extra `semantic`
adds what neither sees: that 帮扶 and 结对 are of one kind.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import rjieba
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

SMALL = 60  # texts; up to here every token counts
VOCABULARY = 20_000
DIMENSIONS = 128
SEMANTIC_WEIGHT = 6.0  # against one each for characters and words; measured by bench.cluster
HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")

Dense = NDArray[np.float32]
Matrix = csr_matrix | Dense


@dataclass(frozen=True, slots=True)
class View:
    """One way to see all texts: rows of length one (or nought), and how much it says in the likeness of two texts."""

    rows: Matrix
    weight: float = 1.0


def words(text: str) -> list[str]:
    """The Chinese words of two and more characters."""
    return [word for word in rjieba.cut(text, True) if HAN_WORD.fullmatch(word)]


def pairs(text: str) -> list[str]:
    """Pairs of Chinese characters that stand next to each other."""
    return [run[at : at + 2] for run in HAN_WORD.findall(text) for at in range(len(run) - 1)]


def _tfidf(texts: Sequence[str], tokens: Callable[[str], list[str]]) -> Matrix:
    """TF-IDF of tokens; among many texts one of a single text links nothing, and one of half of them tells nothing."""
    bounds = {"min_df": 2, "max_df": 0.5, "max_features": VOCABULARY} if len(texts) > SMALL else {}
    vectors = TfidfVectorizer(analyzer=tokens, sublinear_tf=True, dtype=np.float32, **bounds)
    try:
        found: csr_matrix = vectors.fit_transform(texts)
    except ValueError:  # no text holds any token
        return np.zeros((len(texts), 1), dtype=np.float32)
    return found


def _cut(rows: Matrix) -> Dense:
    """The same rows in DIMENSIONS numbers each, of length one again."""
    if not issparse(rows):
        return np.asarray(rows, dtype=np.float32)
    if rows.shape[1] <= DIMENSIONS:
        return np.asarray(rows.toarray(), dtype=np.float32)
    reduced = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=0).fit_transform(rows)
    return np.asarray(normalize(np.round(reduced, 5)), dtype=np.float32)


def views(texts: Sequence[str], meant: Dense | None = None) -> tuple[View, ...]:
    """All views of some folded texts; `meant` are their meanings where a model read them."""
    found = (View(_tfidf(texts, pairs)), View(_tfidf(texts, words)))
    return found if meant is None else (*found, View(meant, SEMANTIC_WEIGHT))


def merged(seen: Sequence[View]) -> Dense:
    """One dense row a text; the product of two rows is the mean of the views' cosines by their weights."""
    whole = sum(view.weight for view in seen)
    return np.hstack([_cut(view.rows) * np.float32((view.weight / whole) ** 0.5) for view in seen])
