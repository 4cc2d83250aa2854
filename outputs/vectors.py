"""Texts as vectors, one view of them a way to compare: pairs of characters, words and, where installed, meaning.

Characters see what words miss (names of initiatives, new coinages), words what characters blur. The extra `semantic`
adds what neither sees: that 帮扶 and 结对 are of one kind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse

from outputs.tokens import Counted, some_at_once

SMALL = 60  # texts; up to here every token counts
VOCABULARY = 20_000
DIMENSIONS = 128
SPARE, ROUNDS = 10, 4  # directions more than are kept, and rounds, by which these are found closely enough
TEXTS_AT_ONCE = 512  # whose tokens are weighed together
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


def _spread(found: Counted) -> NDArray[np.uint32]:
    """In how many texts each token stands."""
    spread = np.zeros(found.known, dtype=np.uint32)
    for tokens in some_at_once(found.tokens):
        np.add.at(spread, tokens.astype(np.intp), np.uint32(1))
    return spread


def _columns(found: Counted, telling: Numbers) -> NDArray[np.int32]:
    """For each token its place among those that count, -1 for all others."""
    columns = np.full(found.known, -1, dtype=np.int32)
    columns[telling] = np.arange(len(telling))
    return columns


def _often(found: Counted, telling: Numbers) -> NDArray[np.float64]:
    """How often each of some tokens stands in all texts."""
    columns, often = _columns(found, telling), np.zeros(len(telling))
    for tokens, counts in zip(some_at_once(found.tokens), some_at_once(found.counts), strict=True):
        column = columns[tokens]
        kept = column >= 0
        often += np.bincount(column[kept], weights=counts[kept], minlength=len(often))
    return often


def _telling(found: Counted, spread: NDArray[np.uint32]) -> Numbers:
    """Which tokens count: among many texts one of a single text links nothing, and one of half of them tells nothing;
    of very many the most frequent."""
    if found.texts <= SMALL:
        return np.flatnonzero(spread)
    telling = np.flatnonzero((spread >= 2) & (spread <= 0.5 * found.texts))
    if len(telling) > VOCABULARY:
        telling = np.sort(telling[np.argsort(-_often(found, telling), kind="stable")[:VOCABULARY]])
    return telling


def _weighed(
    found: Counted, texts: slice, columns: NDArray[np.int32], rarity: Dense
) -> tuple[Dense, NDArray[np.int32], Numbers]:
    """The tokens that count of some of the texts: what each weighs, its column, and how many each text has."""
    begins = found.begins[texts.start : texts.stop + 1]
    column = columns[found.tokens[begins[0] : begins[-1]]]
    kept = column >= 0
    column, sizes = column[kept], np.diff(np.concatenate([[0], np.cumsum(kept)])[begins - begins[0]])
    weights = (np.log(found.counts[begins[0] : begins[-1]][kept].astype(np.float32)) + 1) * rarity[column]
    rows = np.repeat(np.arange(len(sizes)), sizes)
    length = np.sqrt(np.bincount(rows, weights=weights.astype(np.float64) ** 2, minlength=len(sizes)))
    return (weights / length[rows]).astype(np.float32), column, sizes


def _tfidf(found: Counted) -> Matrix:
    """TF-IDF of tokens, as scikit-learn has it with smooth IDF and sublinear TF: to import that takes a second."""
    spread = _spread(found)
    telling = _telling(found, spread)
    if not len(telling):  # no text holds any token
        return np.zeros((found.texts, 1), dtype=np.float32)
    rarity = np.log((1 + found.texts) / (1 + spread[telling].astype(np.int64))).astype(np.float32) + 1
    whole, columns = int(spread[telling].sum()), _columns(found, telling)
    del spread
    weights, places = np.empty(whole, dtype=np.float32), np.empty(whole, dtype=np.int32)
    begins = np.zeros(found.texts + 1, dtype=np.int64)
    for first in range(0, found.texts, TEXTS_AT_ONCE):
        texts = slice(first, min(first + TEXTS_AT_ONCE, found.texts))
        weighed, column, sizes = _weighed(found, texts, columns, rarity)
        begins[texts.start + 1 : texts.stop + 1] = begins[first] + np.cumsum(sizes)
        weights[begins[first] : begins[texts.stop]] = weighed
        places[begins[first] : begins[texts.stop]] = column
    rows: csr_matrix = csr_matrix((weights, places, begins), shape=(found.texts, len(telling)))
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


def views(told: Iterable[Counted], meant: Dense | None = None) -> Iterator[View]:
    """All views of some texts by their pairs and words, each let go before the next is made; `meant` are their meanings
    where a model read them.
    """
    yield from map(View, map(_tfidf, told))
    if meant is not None:
        yield View(meant, SEMANTIC_WEIGHT)


def merged(seen: Iterable[View]) -> Dense:
    """One dense row a text; the product of two rows is the mean of the views' cosines by their weights."""
    cut = [(_cut(view.rows), view.weight) for view in seen]
    whole = sum(weight for _, weight in cut)
    return np.hstack([rows * np.float32((weight / whole) ** 0.5) for rows, weight in cut])
