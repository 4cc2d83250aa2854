"""Outcomes as analysts read them: the kind and the reason in Chinese."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel

from corpus.model import Outcome
from extractors.lexicon import read_lexicon

OUTCOMES = Path(__file__).parent / "outcomes.yml"


class Wording(BaseModel):
    """What outcomes.yml holds."""

    kinds: dict[str, str]
    reasons: dict[str, str]


@cache
def wording() -> Wording:
    """The names of kinds and the sentences of codes."""
    return read_lexicon(OUTCOMES, Wording)


def kind_name(outcome: Outcome) -> str:
    """完整读取, 部分读取, 未能读取 or 略过."""
    return wording().kinds[outcome.status.partition(":")[0]]


def reason(outcome: Outcome) -> str:
    """Why, in Chinese; of a code without a sentence, and of a document read in part, what the reader said."""
    return wording().reasons.get(outcome.status.partition(":")[2], outcome.reason or "")
