"""Outcomes as analysts read them: the kind, the reason and the warnings in Chinese."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from corpus.model import Outcome
from extractors.lexicon import Strict, read_lexicon

OUTCOMES = Path(__file__).parent / "outcomes.yml"
# What stands behind a sentence; a reason that ends a sentence may bring a full stop of its own.
END = re.compile(r"\.{0,2}(?: |\Z)")
LEADS = "："


class Told(Strict):
    """An English sentence that readers say, without its full stop, and what it says in Chinese.

    `match` are sentences that it must tell, `no_match` such that it must not.
    """

    pattern: re.Pattern[str]
    words: str
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()


class Wording(BaseModel):
    """What outcomes.yml holds."""

    kinds: dict[str, str]
    reasons: dict[str, str]
    warnings: tuple[Told, ...]
    kept: dict[str, str]


@cache
def wording() -> Wording:
    """The names of kinds, the sentences of codes, and those of warnings."""
    return read_lexicon(OUTCOMES, Wording)


def kind_name(outcome: Outcome) -> str:
    """完整读取, 部分读取, 未能读取 or 略过."""
    return wording().kinds[outcome.kind]


def reason(outcome: Outcome) -> str:
    """Why, in Chinese; of a code without a sentence, and of a document read in part, what the reader said."""
    said = outcome.reason or ""
    if sentence := wording().reasons.get(outcome.status.partition(":")[2]):
        return sentence
    told = warning(said)
    return told if told == said else f"{told}。"


def warning(words: str) -> str:
    """What a warning or a reader's reason says, in Chinese without a full stop; sentences that the table does not know
    stay as they are.
    """
    pieces = list(_pieces(words))
    if not any(chinese for _, chinese in pieces):
        return words
    told = ""
    for piece, _ in pieces:
        told += piece if not told or told.endswith(LEADS) else f"；{piece}"
    return told


def _pieces(words: str) -> Iterator[tuple[str, bool]]:
    """The sentences in their order, and whether each is told in Chinese."""
    at = 0
    while at < len(words):
        found = _told(words, at)
        if found:
            yield found[0], True
            at = found[1]
        else:
            end = words.find(". ", at)
            end = len(words) if end < 0 else end + 1
            yield words[at:end].strip(), False
            at = end + 1


def _told(words: str, at: int) -> tuple[str, int] | None:
    """What the sentence that begins here says in Chinese, and where the next one begins."""
    for one in wording().warnings:
        found = one.pattern.match(words, at)
        end = found and END.match(words, found.end())
        if found and end:
            values = {name: _value(name, value) for name, value in found.groupdict(default="").items()}
            return one.words.format(**values), end.end()
    return None


def _value(name: str, value: str) -> str:
    """What a group of a pattern holds, as Chinese writes it."""
    if name == "pages":
        return value.replace(", ", "、")
    if name == "quoted":
        return value.replace("”, …", "”等").replace("”, ", "”、")
    return wording().kept.get(value, value) if name == "kind" else value
