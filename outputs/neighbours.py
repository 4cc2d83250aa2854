"""Which cases are near each other: nearest neighbours over character and word TF-IDF.

Characters see what words miss (names of initiatives, new coinages), words what characters blur; each gives half
of the likeness.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import rjieba
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from corpus.fold import fold
from outputs.model import CatalogueCase

SMALL = 60  # cases; up to here every token counts
LARGE = 600  # cases; beyond, words are cut to DIMENSIONS by SVD, which sees words of one meaning together
MANY = 8000  # cases; beyond, characters are too, for time
VOCABULARY = 20_000
DIMENSIONS = 128
BLOCK = 512
SLIGHTEST = 0.03  # below, two texts share set phrases at most
HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")

Matrix = csr_matrix | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest neighbours of a case, nearest first, as ids with their likeness (0 to 1)."""

    id: str
    neighbours: tuple[tuple[str, float], ...]


def topic_text(case: CatalogueCase) -> str:
    """What a case is about: title and practices count twice; its place is left out, or it would count as a topic."""
    whole = "\n".join((case.case.title, *(practice.text for practice in case.practices), case.text))
    folded = fold(whole).lower()
    for name in sorted(
        {fold(name) for name in (case.case.place, case.case.organisation) if name}, key=len, reverse=True
    ):
        folded = folded.replace(name, "")
    return folded


def words(text: str) -> list[str]:
    """The Chinese words of two and more characters."""
    return [word for word in rjieba.cut(text, True) if HAN_WORD.fullmatch(word)]


def _pairs(text: str) -> list[str]:
    """Pairs of Chinese characters that stand next to each other."""
    return [run[at : at + 2] for run in HAN_WORD.findall(text) for at in range(len(run) - 1)]


def _view(texts: Sequence[list[str]], most: int) -> Matrix:
    """TF-IDF of tokens, rows of length one; cut to DIMENSIONS for more than `most` texts.

    In a large catalogue a token of a single text links nothing, and one of half the texts tells nothing.
    """
    many = len(texts) > SMALL
    bounds = {"min_df": 2, "max_df": 0.5, "max_features": VOCABULARY} if many else {}
    vectors = TfidfVectorizer(analyzer=_as_they_are, sublinear_tf=True, **bounds)
    try:
        found: csr_matrix = vectors.fit_transform(texts)
    except ValueError:  # no text holds any token
        return np.zeros((len(texts), 1))
    if len(texts) <= most or found.shape[1] <= DIMENSIONS:
        return found
    reduced = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=0).fit_transform(found)
    scaled: NDArray[np.float64] = normalize(reduced)
    return scaled


def _as_they_are(tokens: list[str]) -> list[str]:
    return tokens


def _likeness(views: Sequence[Matrix]) -> Iterator[NDArray[np.float64]]:
    """Rows of the likeness of all with all: the mean of the views' cosines, rounded so that no last bit decides."""
    for at in range(0, views[0].shape[0], BLOCK):
        blocks = [view[at : at + BLOCK] @ view.T for view in views]
        dense = [block if isinstance(block, np.ndarray) else block.toarray() for block in blocks]
        likeness: NDArray[np.float64] = np.round(sum(dense) / len(dense), 5)
        yield from likeness


def count(cases: int) -> int:
    """How many neighbours a case has: few, and more as the corpus grows."""
    return min(cases - 1, max(3, round(math.log2(max(cases, 2)))))


def neighbours(cases: Sequence[CatalogueCase]) -> tuple[Near, ...]:
    """The nearest neighbours of each case, in the order of the ids; who shares nothing but the genre is none."""
    ordered = sorted(cases, key=lambda case: case.id)
    if len(ordered) < 2:
        return tuple(Near(case.id, ()) for case in ordered)
    texts = [topic_text(case) for case in ordered]
    views = (_view([_pairs(text) for text in texts], MANY), _view([words(text) for text in texts], LARGE))
    most, ids = count(len(ordered)), [case.id for case in ordered]
    return tuple(_near(at, row, ids, most) for at, row in enumerate(_likeness(views)))


def _near(at: int, row: NDArray[np.float64], ids: Sequence[str], most: int) -> Near:
    row[at] = -1.0
    order = np.argsort(-row, kind="stable")[:most]
    return Near(ids[at], tuple((ids[other], float(row[other])) for other in order.tolist() if row[other] >= SLIGHTEST))
