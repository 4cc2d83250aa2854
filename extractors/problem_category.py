"""The category of a problem that no set phrase settles: a linear model over characters and words of like meaning.

The weights are a data file beside the taxonomy, trained by `extractors.problem_training` and applied with numpy alone:
importing scikit-learn takes longer than a document.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, repeat
from math import log, sqrt
from operator import add

import numpy as np
from numpy.typing import NDArray

from corpus.model import Span
from extractors.base import Certainty, Guess
from extractors.lexicon import FOLDER
from extractors.problem_patterns import taxonomy
from extractors.problem_samples import digest
from extractors.quantised import unpack

WEIGHTS = FOLDER / "problem_weights.json"
UNSPECIFIED = "Z0_unspecified"
# Below this chance the best guess is no answer (three of four are wrong on phrases left out of the training).
SURE = 0.08
# From this chance on the best guess is right three times in four on labelled reports, below it little more than every
# other time.
HIGH = 0.8
GUESSES = 3
# A set phrase within a longer wording names its category unless the whole wording speaks this clearly for another.
CONTRARY, DOUBTED = 0.8, 0.05
# What stands around a problem counts half as much as its own words.
AROUND = 0.6
# Turns scores into chances that hold on phrases left out of the training.
SHARPNESS = 5.0
# How much a feature that was never learnt takes from the others, 1 for as much as a rare one.
STRANGE = 0.5
ABSENT = -1  # the row of what was never learnt
NEAR = 16
SENTENCE = re.compile(r"[。;!?\n]")
# The first two characters -> words that begin with them and their classes of words of like meaning, longer words first.
Classes = Mapping[str, Sequence[tuple[str, str]]]
NO_WORD = (("", ""),)
IGNORED = str.maketrans(dict.fromkeys("“”、, ·()"))


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: `matrix` is features x categories, `idf` one number a feature, `bias` one a category.

    The last row of both stands for all features that were never learnt: like no category.
    """

    digest: str
    categories: tuple[str, ...]
    classes: Classes
    features: dict[str, int]
    idf: NDArray[np.float64]
    matrix: NDArray[np.int8]
    scale: float
    bias: NDArray[np.float32]


def features(words: str, classes: Classes) -> Counter[str]:
    """The characters of a folded phrase and their pairs, its ends marked, and its classes of words and their pairs."""
    bare = words.translate(IGNORED).lower()
    marked = f"^{bare}$"
    named = sorted(set(_classes(words, classes)))
    together = (f"<{one}+{other}>" for one, other in combinations(named, 2))
    return Counter((*bare, *map(add, marked, marked[1:]), *(f"<{name}>" for name in named), *together))


def _classes(words: str, classes: Classes) -> Iterator[str]:
    """The classes of the words in a phrase, the longest word from each place on."""
    at = 0
    while at < len(words):
        size, name = _word_at(words, at, classes)
        if name:
            yield name
        at += size


def _word_at(words: str, at: int, classes: Classes) -> tuple[int, str]:
    """The length and the class of the longest word from a place on, or one character and nothing."""
    for word, name in classes.get(words[at : at + 2], ()):
        if words.startswith(word, at):
            return len(word), name
    return 1, classes.get(words[at], NO_WORD)[0][1]


def by_start(classes: Mapping[str, str]) -> Classes:
    """Words and their classes by the first two characters of the words, longer words first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(classes, key=len, reverse=True):
        found.setdefault(word[:2], []).append((word, classes[word]))
    return found


@dataclass(frozen=True, slots=True)
class Judgement:
    """A category, whether a set phrase or the model names it, and the model's guesses where it does."""

    category: str
    certainty: Certainty = "set"
    likeliest: tuple[Guess, ...] = ()


def judged(words: str, context: str = "", allowed: Sequence[str] = ()) -> Judgement:
    """The category that fits a problem best, among the allowed ones where a set phrase names them; Z0 where none fits.

    `context` is the problem with what stands around it.
    """
    chances = probabilities(words, context)
    labels = weights().categories
    best = int(chances.argmax())
    if allowed:
        likeliest = max(allowed, key=lambda label: chances[labels.index(label)])
        if chances[best] < CONTRARY or chances[labels.index(likeliest)] >= DOUBTED:
            return Judgement(likeliest)
    order = (-chances).argsort(kind="stable")[:GUESSES].tolist()
    guesses = tuple(Guess(labels[at], round(float(chances[at]), 2)) for at in order)
    category = labels[best] if chances[best] >= SURE else UNSPECIFIED
    return Judgement(category, "high" if chances[best] >= HIGH else "low", guesses)


def category_of(words: str, context: str = "", allowed: Sequence[str] = ()) -> str:
    """The category of `judged` alone."""
    return judged(words, context, allowed).category


def around(folded: str, span: Span) -> str:
    """A problem with what stands around it in its sentence, at most `NEAR` characters on each side."""
    left, right = folded[max(0, span.start - NEAR) : span.start], folded[span.end : span.end + NEAR]
    return SENTENCE.split(left)[-1] + span.of(folded) + SENTENCE.split(right)[0]


def probabilities(words: str, context: str = "") -> NDArray[np.float64]:
    """The chance of each category, in the order of `weights().categories`."""
    told = ((words, 1 / (1 + AROUND)), (context, AROUND / (1 + AROUND))) if context else ((words, 1.0),)
    scores = _scores(told)
    # The methods max and sum cost twice as much on a row that short.
    powers = np.exp(SHARPNESS * (scores - np.maximum.reduce(scores)))
    return np.asarray(powers / np.add.reduce(powers), dtype=np.float64)


def _scores(told: Iterable[tuple[str, float]]) -> NDArray[np.float64]:
    """How well each category fits the phrases together, each by its share; where nothing is known, none fits better.

    The rows of all phrases are taken at once: each operation on arrays that short costs as much as a longer one.
    """
    model = weights()
    places, weighed, known = list[int](), list[NDArray[np.float64]](), 0.0
    for words, share in told:
        counted = features(words, model.classes)
        rows = list(map(model.features.get, counted, repeat(ABSENT)))
        if max(rows) > ABSENT:
            places += rows
            weighed.append(share * _weighed(rows, counted.values(), model))
            known += share
    if not places:
        return np.zeros(len(model.categories))
    taken = model.matrix.take(places, axis=0).astype(np.float64)
    return np.asarray(np.concatenate(weighed) @ taken * model.scale + known * model.bias, dtype=np.float64)


def _weighed(rows: Sequence[int], counts: Iterable[int], model: Weights) -> NDArray[np.float64]:
    """How much each feature of a phrase weighs; what was never learnt takes from the others, once however often."""
    values = model.idf.take(rows)
    for at, count in enumerate(counts):
        if count > 1 and rows[at] > ABSENT:
            values[at] *= 1 + log(count)
    return np.asarray(values / sqrt(values @ values), dtype=np.float64)


@cache
def weights() -> Weights:
    """The stored weights, read once per process. Raises ValueError where they were trained on other lexicons."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if stored["digest"] != digest(taxonomy()):
        raise ValueError("problem_weights.json does not fit the lexicons: run python -m extractors.problem_training")
    grams: list[str] = stored["features"]
    categories = tuple(stored["categories"])
    idf = np.array(stored["idf"], dtype=np.float32).astype(np.float64)
    matrix = unpack(stored["matrix"], len(grams), len(categories))
    return Weights(
        digest=stored["digest"],
        categories=categories,
        classes=by_start(stored["classes"]),
        features={gram: at for at, gram in enumerate(grams)},
        idf=np.append(idf, sqrt(STRANGE) * idf.max()),
        matrix=np.pad(matrix, ((0, 1), (0, 0))),
        scale=float(stored["scale"]),
        bias=np.array(stored["bias"], dtype=np.float32),
    )
