"""The category of a problem that no set phrase settles: a linear model over characters and words of like meaning.

The weights are a data file beside the taxonomy, trained by `extractors.problem_training` and applied with numpy alone:
importing scikit-learn takes longer than a document.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from corpus.model import Span
from extractors.base import Certainty, Guess
from extractors.lexicon import FOLDER
from extractors.problem_grams import Grams, Learnt, learnt
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
NEAR = 16
SENTENCE = re.compile(r"[。;!?\n]")


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: `matrix` is features x categories, `idf` one number a feature, `bias` one a category.

    The last row of both stands for all features that were never learnt: like no category.
    """

    digest: str
    categories: tuple[str, ...]
    learnt: Learnt
    idf: NDArray[np.float64]
    matrix: NDArray[np.int8]
    scale: float
    bias: NDArray[np.float32]

    @property
    def unknown(self) -> int:
        """The row of what was never learnt."""
        return len(self.idf) - 1


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
    return judgement(probabilities(words, context), allowed)


def judgement(chances: NDArray[np.float64], allowed: Sequence[str] = ()) -> Judgement:
    """The same from the chances of the categories."""
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


def around(folded: str, span: Span) -> Span:
    """A problem with what stands around it in its sentence, at most `NEAR` characters on each side."""
    left, right = folded[max(0, span.start - NEAR) : span.start], folded[span.end : span.end + NEAR]
    return Span(span.start - len(SENTENCE.split(left)[-1]), span.end + len(SENTENCE.split(right)[0]))


def probabilities(words: str, context: str = "") -> NDArray[np.float64]:
    """The chance of each category, in the order of `weights().categories`."""
    own, told = Span(0, len(words)), Span(len(words), len(words) + len(context))
    return np.asarray(chances(words + context, [(own, told)])[0], dtype=np.float64)


def chances(folded: str, asked: Sequence[tuple[Span, Span]]) -> NDArray[np.float64]:
    """The chance of each category (columns, as in `weights().categories`) for each problem of a text (rows) with what
    stands around it, which may be nothing.
    """
    if not asked:
        return np.zeros((0, len(weights().categories)))
    scores = _scores(folded, asked)
    powers = np.exp(SHARPNESS * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def _scores(folded: str, asked: Sequence[tuple[Span, Span]]) -> NDArray[np.float64]:
    """How well each category fits each problem and what stands around it together, each by its share; where nothing is
    known, none fits better.
    """
    model = weights()
    phrases = [span for pair in asked for span in pair if span.start < span.end or span is pair[0]]
    shares = [share for pair in asked for share in _shares(pair)]
    first = np.cumsum([0, *(len(_shares(pair)) for pair in asked)])
    number, rows, times = Grams(folded, model.learnt).of(phrases)
    learnt = rows < model.unknown
    weighed = _weighed(number, np.where(learnt, rows, model.unknown), times, model)
    number, rows, weighed = number[learnt], rows[learnt], weighed[learnt]
    known = np.zeros(len(phrases))
    known[number] = np.array(shares)[number]
    weighed *= known[number]
    bounds = np.searchsorted(number, first)
    fits = [weighed[a:b] @ model.matrix.take(rows[a:b], axis=0).astype(np.float64) for a, b in pairwise(bounds)]
    shared = np.add.reduceat(known, first[:-1])
    return np.asarray(np.stack(fits) * model.scale + shared[:, None] * model.bias, dtype=np.float64)


def _shares(pair: tuple[Span, Span]) -> tuple[float, ...]:
    """How much a problem and what stands around it count."""
    return (1 / (1 + AROUND), AROUND / (1 + AROUND)) if pair[1].start < pair[1].end else (1.0,)


def _weighed(
    number: NDArray[np.intp], rows: NDArray[np.intp], times: NDArray[np.intp], model: Weights
) -> NDArray[np.float64]:
    """How much each feature of each phrase weighs; what was never learnt takes from the others, once however often."""
    values = model.idf[rows]
    again = np.flatnonzero((times > 1) & (rows < model.unknown))
    values[again] *= 1 + np.log(times[again])
    first = np.flatnonzero(np.diff(number, prepend=-1))
    lengths = np.sqrt(np.add.reduceat(values * values, first))
    return np.asarray(values / np.repeat(lengths, np.diff(first, append=len(values))), dtype=np.float64)


@cache
def weights() -> Weights:
    """The stored weights, read once per process. Raises ValueError where they were trained on other lexicons."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if stored["digest"] != digest(taxonomy()):
        raise ValueError("problem_weights.json does not fit the lexicons: run python -m extractors.problem_training")
    grams: list[str] = stored["features"]
    rows = {gram: at for at, gram in enumerate(grams)}
    categories = tuple(stored["categories"])
    idf = np.array(stored["idf"], dtype=np.float32).astype(np.float64)
    matrix = unpack(stored["matrix"], len(grams), len(categories))
    return Weights(
        digest=stored["digest"],
        categories=categories,
        learnt=learnt(rows, stored["classes"]),
        idf=np.append(idf, sqrt(STRANGE) * idf.max()),
        matrix=np.pad(matrix, ((0, 1), (0, 0))),
        scale=float(stored["scale"]),
        bias=np.array(stored["bias"], dtype=np.float32),
    )
