"""What a range of text is about: logistic regression over characters, pairs of characters and words.

The weights are a data file beside the lexicon, trained by `extractors.practice_training` on its phrases and applied
with numpy alone. The features of a document are looked up once; a range then costs one sum over its characters.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import rjieba
from numpy.typing import NDArray
from pydantic import model_validator

from corpus.fold import fold
from corpus.model import Span
from extractors.lexicon import FOLDER, Strict, read_lexicon, unique
from extractors.practice_lexicon import Theme, themes
from extractors.quantised import unpack

WEIGHTS = FOLDER / "practice_weights.json"
# Marks and figures tell nothing of a theme, and pairs reach over them.
IGNORED = frozenset("“”、, ·()《》:;0123456789\n\t")
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
    """A linear model: `matrix` is features x themes, already times `idf`, one number a feature; `bias` one a theme."""

    digest: str
    themes: tuple[str, ...]
    features: dict[str, int]
    idf: NDArray[np.float32]
    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]


def bare(folded: str) -> tuple[str, list[int]]:
    """The characters that count, and where they stand."""
    places = [at for at, char in enumerate(folded) if char not in IGNORED]
    return "".join(folded[at] for at in places), places


def words(folded: str) -> list[tuple[int, str]]:
    """The words of two and more characters and where they start, by the dictionary."""
    out, base = [], 0
    for line in folded.split("\n"):
        at = base
        for word in rjieba.cut(line):
            if len(word) > 1:
                out.append((at, word))
            at += len(word)
        base += len(line) + 1
    return out


def features(phrase: str) -> list[str]:
    """The characters, pairs and words of a folded phrase, repeated ones as often as they occur."""
    chars, _ = bare(phrase)
    pairs = (chars[at : at + 2] for at in range(len(chars) - 1))
    return [*chars, *pairs, *(WORD + word for _, word in words(phrase))]


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
        features={gram: at for at, gram in enumerate(grams)},
        idf=idf,
        matrix=np.asarray(matrix * idf[:, None], dtype=np.float32),
        bias=np.array(stored["bias"], dtype=np.float32),
    )


@dataclass(frozen=True, slots=True)
class Topics:
    """The features of a document. `rows` has three columns for each character that counts: the character, the pair that
    it opens and the word that it opens, as rows of the matrix or -1; `places` are its code points. `judged` keeps what
    is asked again and again: titles and headings.
    """

    rows: NDArray[np.int32]
    places: list[int]
    judged: dict[Span, NDArray[np.float64]] = field(default_factory=dict)

    def of_heading(self, span: Span) -> NDArray[np.float64]:
        """The same as `chances`, kept for the next time."""
        if span not in self.judged:
            self.judged[span] = self.chances(span)
        return self.judged[span]

    def chances(self, *spans: Span) -> NDArray[np.float64]:
        """The logarithm of each theme's chance, in the order of `weights().themes`; zeros where nothing is known."""
        found = np.concatenate([self._rows(span) for span in spans]) if spans else np.zeros(0, dtype=np.int32)
        model = weights()
        if not len(found):
            return np.zeros(len(model.themes))
        idf = model.idf[found]
        scores = (model.matrix[found].sum(axis=0) / np.sqrt(idf @ idf) + model.bias).astype(np.float64)
        scores -= scores.max()
        return np.asarray(scores - np.log(np.exp(scores).sum()), dtype=np.float64)

    def _rows(self, span: Span) -> NDArray[np.int32]:
        first, last = bisect_left(self.places, span.start), bisect_left(self.places, span.end)
        found = self.rows[first:last].copy()
        if last > first:
            found[-1, 1] = -1  # that pair ends outside
        return np.asarray(found[found >= 0])


def topics(folded: str) -> Topics:
    """Look up the features of a folded text."""
    known = weights().features
    chars, places = bare(folded)
    pairs = (known.get(chars[at : at + 2], -1) for at in range(len(chars)))
    opened = {at: known.get(WORD + word, -1) for at, word in words(folded)}
    columns = (
        [known.get(char, -1) for char in chars],
        list(pairs),
        [opened.get(at, -1) for at in places],
    )
    return Topics(np.array(columns, dtype=np.int32).T.reshape(-1, 3), places)
