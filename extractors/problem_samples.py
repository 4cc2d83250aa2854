"""What the classifier of problem categories learns from: the taxonomy, whole phrases, words of like meaning."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from pydantic import model_validator

from corpus.fold import fold
from extractors.lexicon import FOLDER, LexiconError, Strict, read_lexicon, unique
from extractors.problem_patterns import Category, Taxonomy, taxonomy

PHRASES = ("problem_phrases_a_e.yml", "problem_phrases_f_i.yml")
WORDS = "problem_words.yml"
LONGEST = 6
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
# Whole phrases teach more than set phrases and keywords, and those more than keywords put together with a word of lack.
WORDED, LISTED, BLENDED = 1.5, 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Sample:
    """A folded phrase, its category and how much it counts."""

    words: str
    label: str
    weight: float


class _PhraseFile(Strict):
    phrases: dict[str, tuple[str, ...]]


class _WordFile(Strict):
    words: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        words = [word for listed in self.words.values() for word in listed]
        unique("word", words)
        if long := [word for word in words if not 0 < len(word) <= LONGEST]:
            raise ValueError(f"not of 1 to {LONGEST} characters: {'、'.join(long)}")
        return self


def samples(lexicon: Taxonomy) -> tuple[Sample, ...]:
    """All samples of the categories of a taxonomy, in the order of the files. Raises LexiconError."""
    worded = phrases()
    return tuple(
        sample
        for category in lexicon.categories
        for sample in (*_listed(category), *(Sample(fold(words), category.id, WORDED) for words in worded[category.id]))
    )


def _listed(category: Category) -> Iterator[Sample]:
    parts = category.definition.translate(str.maketrans("、,;()", "     ")).split()
    listed = (category.name, *parts, *category.variants, *category.ambiguous, *category.targets, *category.keywords)
    yield from (Sample(fold(words), category.id, LISTED) for words in listed)
    for at, word in enumerate(category.keywords):
        lacking = (LACKING[(3 * at + shift) % len(LACKING)] for shift in (0, 5))
        for words in (*(word + lack for lack in lacking), f"缺乏{word}"):
            yield Sample(fold(words), category.id, BLENDED)


def phrases() -> dict[str, tuple[str, ...]]:
    """Category -> its phrases. Raises LexiconError where a category is unknown, or not in exactly one of the files."""
    known = {category.id for category in taxonomy().categories}
    found: dict[str, tuple[str, ...]] = {}
    for name in PHRASES:
        listed = read_lexicon(name, _PhraseFile).phrases
        if wrong := sorted(listed.keys() - known):
            raise LexiconError(f"{name}: no such category: {'、'.join(wrong)}")
        if wrong := sorted(listed.keys() & found.keys()):
            raise LexiconError(f"{name}: phrases of {'、'.join(wrong)} stand in another file too")
        found |= listed
    if wrong := sorted(known - found.keys()):
        raise LexiconError(f"no phrases of {'、'.join(wrong)} in problem_phrases_*.yml")
    return found


def word_classes() -> dict[str, str]:
    """Word -> the class of words of like meaning. Raises LexiconError."""
    listed = read_lexicon(WORDS, _WordFile).words
    return {fold(word): name for name, words in listed.items() for word in words}


def digest(lexicon: Taxonomy) -> str:
    """A fingerprint of all that the weights depend on; comments and the layout of the files do not count."""
    told = [
        (one.id, one.name, one.definition, one.variants, one.ambiguous, one.targets, one.keywords)
        for one in lexicon.categories
    ]
    made = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode())
    for name in (*PHRASES, WORDS):
        made.update(re.sub(rb"(?m)^ *#.*$|\s", b"", (FOLDER / name).read_bytes()))
    return made.hexdigest()
