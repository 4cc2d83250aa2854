"""The values of answers: which practice answers which problem, how close they stand, how the text says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from extractors.base import Practice, Problem

Link = Literal["sentence", "section", "case", "document"]
Evidence = Literal["targeted", "result", "headed", "numbered", "counterpart"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A practice that answers a problem, how close the two stand, and how the text says so (None where it does not)."""

    practice: Practice
    problem: Problem
    link: Link
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a case; `left` counts for each category the practices of the case that are not among them."""

    kept: tuple[Answer, ...]
    left: Mapping[str, int]
