"""Short lines that speak of the page they stand on: words of sites cover them, and one at least is decisive."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.phrases import phrase_rule
from corpus.rules import Live, Rule, first_hit
from corpus.sitewords import FULL_STOP, reports

FILE = Path(__file__).with_name("sitetalk.yml")
SPOKEN = frozenset(("download_site_note", "share_line", "navigation"))  # in sentences, not in fields or names
COUNTED = re.compile(r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)")  # a heading
RULE_LENGTH = 400  # longer lines are running text, whatever they hold
LONGEST = 60
COVERED = 0.8  # of the letters that are no digits
LABELLED = re.compile(r"[:|丨]\s?[^\s:|丨,。;]{1,12}")  # a value behind a label is covered, whatever it is
LETTER = re.compile(r"[a-z\u4e00-\u9fff“”]")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    decisive: tuple[str, ...]
    common: tuple[str, ...]
    glue: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]


@dataclass(frozen=True)
class _Talk:
    decisive: re.Pattern[str]
    known: re.Pattern[str]


@cache
def site_talk() -> _Words:
    """The words of pages, with lines that they make and lines that they do not."""
    return _Words.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=_Loader))


@cache
def _talk() -> _Talk:
    words = site_talk()
    decisive = _any(words.decisive)
    known = _any((*words.decisive, *words.common, *words.glue))
    return _Talk(decisive, known)


@cache
def _rule(kind: str) -> Rule:
    return Rule(kind=kind, pattern=_talk().decisive.pattern, match=site_talk().match)


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


def talk_rule(words: str, kind: str | None = None) -> Rule | None:
    """The rule of a folded line that speaks of its page; `kind` is what a rule for a page's edges takes it for."""
    if len(words) > LONGEST or "\t" in words:
        return None
    lower = words.lower()
    talk = _talk()
    speaks = talk.decisive.search(lower) is not None and _is_covered(lower, talk.known)
    return _rule(kind or site_talk().kind) if speaks else None


def _is_covered(lower: str, known: re.Pattern[str]) -> bool:
    labelled = LABELLED.sub(" ", lower) if known.match(lower) else lower
    total = len(LETTER.findall(labelled))
    left = len(LETTER.findall(known.sub("", labelled)))
    return total == 0 or total - left >= COVERED * total


def known_rule(live: Sequence[Live], words: str) -> Rule | None:
    """What a line is known for; words of the page that cover it make a rule for its edges hold anywhere."""
    if len(words) > RULE_LENGTH or COUNTED.match(words):
        return None
    found = phrase_rule(words) or first_hit(live, words)
    if found and found.kind in SPOKEN and not FULL_STOP.search(words) and reports(words):
        return None
    if found and found.where in ("any", "doubt"):
        return found
    return talk_rule(words, found.kind if found else None) or found
