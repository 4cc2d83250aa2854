"""What a range of text is about: logistic regression over characters, pairs of characters and words.

The weights are a data file beside the lexicon, trained by `extractors.practice_training` on its phrases and applied
with numpy alone. The features of a document are looked up once; a range then costs one sum over its characters.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from corpus.fold import fold
from corpus.model import Span
from extractors.gram_rows import ABSENT, GramRows, codes_of, kept
from extractors.lexicon import FOLDER, Strict, read_lexicon, unique
from extractors.practice_lexicon import Theme, themes
from extractors.quantised import unpack
from extractors.word_cuts import cuts

WEIGHTS = FOLDER / "practice_weights.json"
# Marks and figures tell nothing of a theme, and pairs reach over them.
IGNORED = frozenset("“”、, ·()《》:;0123456789\n\t")
_REMOVED = str.maketrans(dict.fromkeys(IGNORED))
WORD = "w:"


class Sample(Strict):
    """Phrases of one theme."""

    id: str
    phrases: tuple[str, ...]


class Samples(Strict):
    """The file practice_phrases.yml."""

    themes: tuple[Sample, ...]

    @model_validator(mode="after")
    def _distinct(self) -> "Samples":
        unique("theme", (sample.id for sample in self.themes))
        for sample in self.themes:
            unique(f"{sample.id}: phrase", sample.phrases)
        return self


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: `matrix` is features x themes, already times `idf`, one number a feature; `bias` one a theme.

    `grams` has the row of each character and pair, `words` that of each word.
    """

    digest: str
    themes: tuple[str, ...]
    grams: GramRows
    words: dict[str, int]
    idf: NDArray[np.float32]
    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]


def features(phrase: str) -> list[str]:
    """The characters, pairs and words of a folded phrase, repeated ones as often as they occur."""
    chars = phrase.translate(_REMOVED)
    pairs = (chars[at : at + 2] for at in range(len(chars) - 1))
    return [*chars, *pairs, *(WORD + word for word in cuts(phrase)[1] if len(word) > 1)]


def phrases(theme: Theme, samples: Samples) -> tuple[str, ...]:
    """What a theme is learnt from, folded: its phrases, its cues and its examples."""
    written = next((sample.phrases for sample in samples.themes if sample.id == theme.id), ())
    return tuple(fold(phrase) for phrase in (*written, *theme.strong, *theme.cues, *theme.match))


def samples() -> Samples:
    """The phrases of all themes."""
    return read_lexicon("practice_phrases.yml", Samples)


def digest(taxonomy: Iterable[Theme], written: Samples) -> str:
    """A fingerprint of all that the weights depend on."""
    listed = [[theme.id, *phrases(theme, written)] for theme in taxonomy]
    return hashlib.sha256(json.dumps(listed, ensure_ascii=False).encode()).hexdigest()


@cache
def weights() -> Weights:
    """The stored weights, read once per process. Raises ValueError where they were trained on other phrases."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if stored["digest"] != digest(themes(), samples()):
        raise ValueError("practice_weights.json does not fit the lexicon: run python -m extractors.practice_training")
    grams: list[str] = stored["features"]
    steps = unpack(stored["matrix"], len(grams), len(stored["themes"]))
    matrix = steps.astype(np.float32) * stored["scale"]
    idf = np.array(stored["idf"], dtype=np.float32)
    return Weights(
        digest=stored["digest"],
        themes=tuple(stored["themes"]),
        grams=GramRows({gram: at for at, gram in enumerate(grams) if not gram.startswith(WORD)}),
        words={gram.removeprefix(WORD): at for at, gram in enumerate(grams) if gram.startswith(WORD)},
        idf=idf,
        matrix=np.asarray(matrix * idf[:, None], dtype=np.float32),
        bias=np.array(stored["bias"], dtype=np.float32),
    )


@dataclass(frozen=True, slots=True)
class Topics:
    """The features of a document. `rows` has three columns for each character that counts: the character, the pair that
    it opens and the word that it opens, as rows of the matrix or -1; `places` are its code points.
    """

    rows: NDArray[np.int32]
    places: NDArray[np.intp]

    def chances(self, asked: Sequence[Sequence[Span]]) -> NDArray[np.float64]:
        """The logarithm of each theme's chance, one row for all ranges of one question together, in the order of
        `weights().themes`; zeros where nothing is known.
        """
        model = weights()
        found, sizes = self._features(asked)
        known = np.flatnonzero(sizes)
        scores = np.zeros((len(asked), len(model.themes)))
        if len(known):
            first = (np.cumsum(sizes) - sizes)[known]
            lengths = np.sqrt(np.add.reduceat(model.idf[found] ** 2, first))
            judged = np.add.reduceat(model.matrix[found], first, axis=0) / lengths[:, None] + model.bias
            scores[known] = _log_shares(judged.astype(np.float64))
        return scores

    def _features(self, asked: Sequence[Sequence[Span]]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
        """The rows of the matrix that the ranges of all questions have, and how many each question has."""
        edges = np.array([(span.start, span.end) for spans in asked for span in spans], dtype=np.intp).reshape(-1, 2)
        question = np.repeat(np.arange(len(asked)), [len(spans) for spans in asked])
        first, last = np.searchsorted(self.places, edges.T)
        lengths = np.maximum(last - first, 0)
        ends = np.cumsum(lengths)
        found = self.rows[np.arange(lengths.sum()) + np.repeat(first - ends + lengths, lengths)]
        found[ends[lengths > 0] - 1, 1] = -1  # that pair ends outside
        known = found >= 0
        sizes = np.bincount(np.repeat(question, lengths), weights=known.sum(axis=1), minlength=len(asked))
        return found[known], sizes.astype(np.intp)


def _log_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), dtype=np.float64)


def topics(folded: str) -> Topics:
    """Look up the features of a folded text."""
    model, codes = weights(), codes_of(folded)
    counts = kept(codes, IGNORED)
    chars, places = codes[counts], np.flatnonzero(counts)
    starts, words = cuts(folded)
    opened = np.full(len(folded), ABSENT, dtype=np.int32)
    opened[np.array(starts, dtype=np.intp)] = list(map(model.words.get, words, repeat(ABSENT)))
    rows = np.full((len(chars), 3), ABSENT, dtype=np.int32)
    rows[:, 0] = model.grams.of_chars(chars)
    rows[:-1, 1] = model.grams.of_pairs(chars[:-1], chars[1:])
    rows[:, 2] = opened[places]
    return Topics(rows, places)
