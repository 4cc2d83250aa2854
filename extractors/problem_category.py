"""The category of a problem that no set phrase settles: logistic regression over characters.

The weights are a data file beside the taxonomy, trained by `extractors.problem_training` and applied with numpy alone:
importing scikit-learn takes longer than a document.
"""

import base64
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold
from extractors.lexicon import FOLDER
from extractors.problem_patterns import Category, Taxonomy, taxonomy

WEIGHTS = FOLDER / "problem_weights.json"
UNSPECIFIED = "Z0_unspecified"
SURE = 0.07
# Keywords are learnt with words of lack behind them too: what is lacking decides, not that it is.
LACKING = (
    "不足",
    "不够",
    "不强",
    "不到位",
    "滞后",
    "单一",
    "薄弱",
    "跟不上",
    "较低",
    "过多",
    "不高",
    "问题",
    "不规范",
    "短缺",
)
IGNORED = str.maketrans(dict.fromkeys("“”、, ·()"))


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: `matrix` is features x categories, `idf` one number a feature, `bias` one a category."""

    digest: str
    categories: tuple[str, ...]
    features: dict[str, int]
    idf: NDArray[np.float32]
    matrix: NDArray[np.int8]
    scale: float
    bias: NDArray[np.float32]


def features(words: str) -> Counter[str]:
    """The characters and pairs of characters of a folded phrase, its two ends marked."""
    marked = f"^{words.translate(IGNORED).lower()}$"
    return Counter(gram for size in (1, 2) for gram in _grams(marked, size))


def _grams(marked: str, size: int) -> Iterator[str]:
    return (marked[at : at + size] for at in range(len(marked) - size + 1))


def samples(category: Category) -> tuple[str, ...]:
    """What a category is learnt from."""
    parts = category.definition.translate(str.maketrans("、,;()", "     ")).split()
    listed = (category.name, *parts, *category.variants, *category.ambiguous, *category.targets, *category.keywords)
    blends = [
        word + LACKING[(3 * at + shift) % len(LACKING)] for at, word in enumerate(category.keywords) for shift in (0, 5)
    ]
    return tuple(fold(words) for words in (*listed, *blends, *(f"缺乏{word}" for word in category.keywords)))


def digest(lexicon: Taxonomy) -> str:
    """A fingerprint of all that the weights depend on."""
    words = [[category.id, *samples(category)] for category in lexicon.categories]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def category_of(words: str, context: str = "", allowed: Sequence[str] = ()) -> str:
    """The category that fits a problem best, among the allowed ones where a set phrase names them.

    Where none fits well, the context has a say; Z0 where that says nothing either.
    """
    if len(allowed) == 1:
        return allowed[0]
    if allowed:
        chances = probabilities(context or words)
        return max(allowed, key=lambda label: chances[weights().categories.index(label)])
    chances = probabilities(words)
    if context and chances.max() < 2 * SURE:
        chances = (chances + probabilities(context)) / 2
    best = int(chances.argmax())
    return weights().categories[best] if chances[best] >= SURE else UNSPECIFIED


def probabilities(words: str) -> NDArray[np.float64]:
    """The chance of each category, in the order of `weights().categories`."""
    model = weights()
    counts = [(model.features[gram], count) for gram, count in features(words).items() if gram in model.features]
    rows = np.array([row for row, _ in counts], dtype=np.intp)
    values = (1 + np.log([count for _, count in counts])) * model.idf[rows]
    values = values / (np.linalg.norm(values) or 1)
    scores = values @ model.matrix[rows].astype(np.float64) * model.scale + model.bias
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float64)


@cache
def weights() -> Weights:
    """The stored weights, read once per process. Raises ValueError where they were trained on another taxonomy."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if stored["digest"] != digest(taxonomy()):
        raise ValueError("problem_weights.json does not fit problems.yml: run python -m extractors.problem_training")
    grams: list[str] = stored["features"]
    categories = tuple(stored["categories"])
    return Weights(
        digest=stored["digest"],
        categories=categories,
        features={gram: at for at, gram in enumerate(grams)},
        idf=np.array(stored["idf"], dtype=np.float32),
        matrix=np.frombuffer(zlib.decompress(base64.b64decode(stored["matrix"])), dtype=np.int8).reshape(
            len(grams), len(categories)
        ),
        scale=float(stored["scale"]),
        bias=np.array(stored["bias"], dtype=np.float32),
    )
