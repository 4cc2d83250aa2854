"""Trains the weights of `extractors.practice_topics` on the phrases of each theme: make lexicons, or
python -m extractors.practice_training.

Run it after every change of practice_phrases.yml or practice_themes.yml; a test says so where it was forgotten.
Extraction needs no scikit-learn.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from extractors.practice_lexicon import Theme, themes
from extractors.practice_topics import WEIGHTS, Samples, digest, features, phrases, samples
from extractors.quantised import pack

STRENGTH = 20.0
ROUNDS = 500
STEPS = 127


def train(taxonomy: Sequence[Theme], written: Samples, path: Path = WEIGHTS) -> None:
    """Fit the model and write it; the same lexicon gives the same file on the same version of scikit-learn."""
    from sklearn.linear_model import LogisticRegression

    pairs = [(features(phrase), theme.id) for theme in taxonomy for phrase in phrases(theme, written)]
    grams = sorted({gram for found, _ in pairs for gram in found})
    idf, table = _table([found for found, _ in pairs], grams)
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS).fit(table, [label for _, label in pairs])
    scale, matrix = pack(model.coef_, STEPS)
    stored = {
        "digest": digest(taxonomy, written),
        "themes": [str(label) for label in model.classes_],
        "scale": round(scale, 6),
        "bias": [round(float(value), 4) for value in model.intercept_],
        "features": grams,
        "idf": [round(float(value), 3) for value in idf],
        "matrix": matrix,
    }
    path.write_text(json.dumps(stored, ensure_ascii=False) + "\n", encoding="utf-8")


def _table(found: Sequence[Sequence[str]], grams: Sequence[str]) -> tuple[NDArray[np.float64], csr_matrix]:
    """Inverse document frequencies, and the phrases as rows whose occurrences have length one together."""
    place = {gram: at for at, gram in enumerate(grams)}
    seen = Counter(gram for phrase in found for gram in set(phrase))
    idf = np.array([np.log((1 + len(found)) / (1 + seen[gram])) + 1 for gram in grams])
    rows = [row for row, phrase in enumerate(found) for _ in phrase]
    columns = [place[gram] for phrase in found for gram in phrase]
    values = idf[columns]
    lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(found)))
    return idf, csr_matrix((values / lengths[rows], (rows, columns)), shape=(len(found), len(grams)))


if __name__ == "__main__":
    train(themes(), samples())
