"""Trains the weights of `extractors.problem_category` on the taxonomy: python -m extractors.problem_training.

Run it after every change of problems.yml; a test says so where it was forgotten. Extraction needs no scikit-learn.
"""

import base64
import json
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from extractors.problem_category import WEIGHTS, digest, features, samples
from extractors.problem_patterns import Taxonomy, taxonomy

STRENGTH = 20.0
ROUNDS = 500


def train(lexicon: Taxonomy, path: Path = WEIGHTS) -> None:
    """Fit the model and write it; the same taxonomy gives the same file on the same version of scikit-learn."""
    from sklearn.linear_model import LogisticRegression

    pairs = [(words, category.id) for category in lexicon.categories for words in samples(category)]
    grams = sorted({gram for words, _ in pairs for gram in features(words)})
    idf, table = _table([words for words, _ in pairs], grams)
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS).fit(table, [label for _, label in pairs])
    scale = float(np.abs(model.coef_).max()) / 127
    matrix = np.round(model.coef_.T / scale).astype(np.int8)
    stored = {
        "digest": digest(lexicon),
        "categories": [str(label) for label in model.classes_],
        "scale": round(scale, 6),
        "bias": [round(float(value), 4) for value in model.intercept_],
        "features": grams,
        "idf": [round(float(value), 3) for value in idf],
        "matrix": base64.b64encode(zlib.compress(matrix.tobytes(), 9)).decode(),
    }
    path.write_text(json.dumps(stored, ensure_ascii=False) + "\n", encoding="utf-8")


def _table(phrases: Sequence[str], grams: Sequence[str]) -> tuple[NDArray[np.float64], csr_matrix]:
    """Inverse document frequencies, and the phrases as rows of length one."""
    place = {gram: at for at, gram in enumerate(grams)}
    counts = [features(words) for words in phrases]
    rows = [row for row, count in enumerate(counts) for _ in count]
    columns = [place[gram] for count in counts for gram in count]
    seen = np.bincount(columns, minlength=len(grams))
    idf = np.log((1 + len(phrases)) / (1 + seen)) + 1
    values = np.array([1 + np.log(number) for count in counts for number in count.values()]) * idf[columns]
    lengths = np.sqrt(np.bincount(rows, weights=values**2))
    return idf, csr_matrix((values / lengths[rows], (rows, columns)), shape=(len(phrases), len(grams)))


if __name__ == "__main__":
    train(taxonomy())
