"""Phrases that only sites, programs and printers write: a line that holds nothing else is no content."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.lines import Line
from corpus.model import Removed
from corpus.rules import Rule

FILE = Path(__file__).with_name("phrases.yml")
LONGEST = 100  # characters of a line that holds phrases alone
PREFIX = 2
SLOT = ".{0,24}"
NUMBER = r"\d{1,12}(?:\.\d)?[万千k+]?"
MARKS = re.compile(r"[^\w:]+")
PARTS = re.compile(r"[\s|/·•,、;>»()\[\]【】《》“”]+")
PLAIN = re.compile(r"[\d:.\-/年月日万+]{1,20}|[a-z]{1,3}")  # what may stand among phrases
SENTENCE_INSIDE = re.compile(r"[。!?;](?=[^。!?;)\]】”\s])")
EXCLAIMED = 12  # characters of a line that may hold an exclamation inside
FEWEST_BESIDE = 3

Weight = Literal["tells", "beside", "plain"]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Phrases(BaseModel):
    """The phrases of one kind of page; `match` and `no_match` are whole lines."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: str
    kind: str
    tells: tuple[str, ...]
    beside: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule that lines of these phrases count as."""
        return Rule(kind=self.kind, pattern=re.escape(self.page), match=self.match)


@dataclass(frozen=True)
class Lexicon:
    """All phrases: plain ones by their letters, those with slots by their first two, words that count beside others and
    those that may stand among them.
    """

    plain: Mapping[str, Rule]
    slotted: Mapping[str, Sequence[tuple[str, Rule]]]
    beside: Mapping[str, Rule]
    among: frozenset[str]

    def told(self, words: str) -> Rule | None:
        """The rule of the phrase that folded words in lower case are."""
        key = MARKS.sub("", words).strip(":")
        bare = key.replace(":", "")
        found = self.plain.get(bare)
        return found or self._slotted(key) or (self._slotted(bare) if len(bare) < len(key) else None)

    def _slotted(self, key: str) -> Rule | None:
        for prefix in (key[:PREFIX], key[:1], "#" if key[:1].isdigit() else "", "*"):
            for phrase, rule in self.slotted.get(prefix, ()):
                if _compiled(phrase).fullmatch(key):
                    return rule
        return None


@cache
def read_phrases() -> tuple[Phrases, ...]:
    """The phrases by the kind of page."""
    return tuple(Phrases.model_validate(entry) for entry in yaml.load(FILE.read_text(encoding="utf-8"), Loader=_Loader))


@cache
def lexicon() -> Lexicon:
    """The phrases as they are looked up; of two that are alike the first counts."""
    plain: dict[str, Rule] = {}
    beside: dict[str, Rule] = {}
    slotted: dict[str, list[tuple[str, Rule]]] = defaultdict(list)
    for phrases in read_phrases():
        rule = phrases.rule
        for phrase in phrases.tells:
            if set(phrase) & set("*#"):
                slotted[_prefix(phrase)].append((phrase.lower(), rule))
            else:
                plain.setdefault(MARKS.sub("", phrase).lower(), rule)
        for word in phrases.beside:
            beside.setdefault(word.lower(), rule)
    among = frozenset(word.lower() for phrases in read_phrases() for word in phrases.among)
    return Lexicon(plain, slotted, beside, among)


def _prefix(phrase: str) -> str:
    """What a phrase with slots is found by: its first two characters, or the slot that it begins with."""
    start = phrase[:PREFIX].lower()
    return start[0] if set(start) & set("*#") else start


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    """What a phrase with slots matches; most are never asked for."""
    marks = {"*": SLOT, "#": NUMBER}
    return re.compile("".join(marks.get(char) or re.escape(char) for char in phrase))


def phrase_rule(words: str) -> Rule | None:
    """The rule of a line that is a phrase, or a row of phrases of which one tells or three stand beside each other."""
    if len(words) > LONGEST or "\t" in words or (len(words) > EXCLAIMED and SENTENCE_INSIDE.search(words)):
        return None
    lower = words.lower()
    return lexicon().told(lower) or _row(lower)


def _row(lower: str) -> Rule | None:
    parts = [part for part in PARTS.split(lower) if MARKS.sub("", part).strip(":")]
    if len(parts) < 2:
        return None
    told: list[tuple[Weight, Rule | None]] = []
    for part in parts:  # most lines fail at their first part
        found = _weighed(part)
        if found is None:
            return None
        told.append(found)
    return _counted(told)


def _weighed(part: str) -> tuple[Weight, Rule | None] | None:
    known = lexicon()
    if rule := known.told(part):
        return "tells", rule
    key = MARKS.sub("", part).strip(":")
    if rule := known.beside.get(key) or known.beside.get(re.sub(r":?\d{1,9}$", "", key)):
        return "beside", rule
    return ("plain", None) if key in known.among or PLAIN.fullmatch(key) else None


def _counted(told: Iterable[tuple[Weight, Rule | None]]) -> Rule | None:
    rules: dict[Weight, list[Rule]] = defaultdict(list)
    for weight, rule in told:
        if rule:
            rules[weight].append(rule)
    if rules["tells"]:
        return rules["tells"][0]
    return rules["beside"][0] if len(rules["beside"]) >= FEWEST_BESIDE else None


def phrase_runs(lines: Sequence[Line], known: Sequence[Rule | None]) -> Iterator[Removed]:
    """Lines of one such word each, three in a row or next to a line of phrases."""
    words = lexicon().beside
    told = [(words.get(line.words.lower()), rule) for line, rule in zip(lines, known, strict=True)]
    for of_site, run in groupby(zip(lines, told, strict=True), key=lambda entry: any(entry[1])):
        yield from _run(list(run)) if of_site else ()


def _run(run: Sequence[tuple[Line, tuple[Rule | None, Rule | None]]]) -> Iterator[Removed]:
    single = [(line, word) for line, (word, rule) in run if word and not rule]
    if len(single) >= FEWEST_BESIDE or len(single) < len(run):
        yield from (Removed(line.start, line.end, word.kind) for line, word in single)
