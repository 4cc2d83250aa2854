"""Trains the weights of `extractors.problem_category` on the lexicons: python -m extractors.problem_training.

Run it after every change of problems.yml or of the files that `extractors.problem_samples` reads; a test says so
where it was forgotten. Extraction needs no scikit-learn.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from extractors.problem_category import WEIGHTS
from extractors.problem_grams import Classes, by_start, features
from extractors.problem_patterns import Taxonomy, taxonomy
from extractors.problem_samples import digest, samples, word_classes
from extractors.quantised import pack

STRENGTH = 1.0
ROUNDS = 5000
STEPS = 63  # each way from zero: fine enough for the ranking, coarse enough to compress


def train(lexicon: Taxonomy, path: Path = WEIGHTS) -> None:
    """Fit the model and write it; the same lexicons give the same file on the same version of scikit-learn."""
    from sklearn.svm import LinearSVC

    lessons, listed = samples(lexicon), word_classes()
    classes = by_start(listed)
    grams = sorted({gram for lesson in lessons for gram in features(lesson.words, classes)})
    idf, table = _table([lesson.words for lesson in lessons], grams, classes)
    model = LinearSVC(C=STRENGTH, max_iter=ROUNDS, random_state=0).fit(
        table, [lesson.label for lesson in lessons], sample_weight=[lesson.weight for lesson in lessons]
    )
    scale, matrix = pack(model.coef_, STEPS)
    stored = {
        "digest": digest(lexicon),
        "categories": [str(label) for label in model.classes_],
        "classes": listed,
        "scale": round(scale, 6),
        "bias": [round(float(value), 4) for value in model.intercept_],
        "features": grams,
        "idf": [round(float(value), 2) for value in idf],
        "matrix": matrix,
    }
    path.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _table(phrases: Sequence[str], grams: Sequence[str], classes: Classes) -> tuple[NDArray[np.float64], csr_matrix]:
    """Inverse document frequencies, and the phrases as rows of length one."""
    place = {gram: at for at, gram in enumerate(grams)}
    counts = [features(words, classes) for words in phrases]
    rows = [row for row, count in enumerate(counts) for _ in count]
    columns = [place[gram] for count in counts for gram in count]
    seen = np.bincount(columns, minlength=len(grams))
    idf = np.log((1 + len(phrases)) / (1 + seen)) + 1
    values = np.array([1 + np.log(number) for count in counts for number in count.values()]) * idf[columns]
    lengths = np.sqrt(np.bincount(rows, weights=values**2))
    return idf, csr_matrix((values / lengths[rows], (rows, columns)), shape=(len(phrases), len(grams)))


if __name__ == "__main__":
    train(taxonomy())
