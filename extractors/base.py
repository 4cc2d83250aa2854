"""What an extractor yields: mentions, each a span of the document's text with a reading."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from corpus.model import Document

QuantityKind = Literal["count", "percent", "money", "measure", "duration", "ratio"]
PracticeForm = Literal["heading", "item", "action", "slogan"]
PracticeStatus = Literal["done", "planned", "proposed"]
ProblemStatus = Literal["present", "solved", "warned", "general"]
Certainty = Literal["set", "high", "low"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A range of `Document.text` and its words: `document.text[start:end] == text`, always."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quantity(Mention):
    """A number with its unit. `value` is in `unit` with the magnitude folded in (近5亿元 -> 500000000 元); None
    where masked.

    `base_value` is the value in `base_unit`; both and `dimension` are None where the unit does not convert exactly.
    `period` is the time phrase that governs the number, `owner` the place, body or group whose figure it is.
    """

    kind: QuantityKind
    value: float | int | None
    value_max: float | int | None
    unit: str
    counted: str | None
    qualifier: tuple[str, ...]
    masked: bool
    dimension: str | None = None
    base_unit: str | None = None
    base_value: float | int | None = None
    base_value_max: float | int | None = None
    period: Mention | None = None
    owner: Mention | None = None


@dataclass(frozen=True, slots=True)
class Date(Mention):
    """A date; `value` is ISO 8601 cut to what is known (2018-09; --05-09 without a year), None for a span of years."""

    value: str | None


@dataclass(frozen=True, slots=True)
class Practice(Mention):
    """What somebody does or set up (做法); `theme` is an id of the practice taxonomy.

    `actors` are those who do it, `quantities` the ranges of the figures that belong to it, `results` the clauses that
    tell what came of it; each in the order of the text, empty where the text does not say.
    """

    theme: str
    form: PracticeForm
    status: PracticeStatus
    actors: tuple[Mention, ...] = ()
    quantities: tuple[tuple[int, int], ...] = ()
    results: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """An id of a taxonomy and how likely a model holds it to be right, from 0 to 1."""

    id: str
    chance: float


@dataclass(frozen=True, slots=True)
class Problem(Mention):
    """A problem (问题); `category` is an id of the problem taxonomy.

    `certainty` is "set" where a set phrase names the category, else how far the model is to be trusted; `likeliest` are
    then the model's guesses, the best first, also where none was good enough and the category is Z0.
    """

    category: str
    status: ProblemStatus
    certainty: Certainty = "set"
    likeliest: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one document, each kind in the order of the text."""

    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Date, ...] = ()
    practices: tuple[Practice, ...] = ()
    problems: tuple[Problem, ...] = ()


Extractor = Callable[[Document], Iterable[Mention]]
