"""Rules that people write: named patterns in YAML, each with examples that it must match and must not."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from corpus.beginnings import begun, is_anchored
from corpus.characters import code_points

BITS = 18
NONE = "\0"
Pairs = NDArray[np.bool_]
DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[\sT]{1,3}\d{1,2}:\d{2}(?::\d{2})?)?"
NAMED = {"{date}": DATE}  # what a pattern may hold by name

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Rule(BaseModel):
    """A pattern over folded text. `where` says where it holds, `weight` how much it tells; what values they take is the
    reader's matter. Of `hints` (in lower case) every match holds at least one, so that a search may be spared.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    pattern: str
    where: str = "any"
    weight: int = 1
    hints: tuple[str, ...] = ()
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()

    @cached_property
    def find(self) -> Callable[[str], re.Match[str] | None]:
        """What finds the pattern in folded words."""
        return re.compile(self.pattern).match if is_anchored(self.pattern) else begun(self.pattern).search

    def hits(self, words: str) -> bool:
        """Whether the pattern is found in folded words."""
        return self.find(words) is not None


Live = tuple[Rule, Sequence[str]]


class RuleList:
    """Rules in their order, made ready for the files of which they are to be tried on each line."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._hints = [(number, hint) for number, rule in enumerate(self._rules) for hint in rule.hints]
        self._places = _places("".join(hint[:2].ljust(2, NONE) for _, hint in self._hints))[::2]

    def live(self, pairs: Pairs) -> tuple[Live, ...]:
        """Those that may hit lines which hold the pairs of characters, with those of their hints that they may hold."""
        found = defaultdict[int, list[str]](list)
        for at in np.flatnonzero(pairs[self._places]).tolist():
            number, hint = self._hints[at]
            found[number].append(hint)
        return tuple((rule, found.get(n, ())) for n, rule in enumerate(self._rules) if n in found or not rule.hints)


def _places(words: str) -> NDArray[np.uint32]:
    """The place of each two characters in a row."""
    codes = code_points(words)
    return _place(codes[:-1], codes[1:])


def _place(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    mixed: NDArray[np.uint32] = first * np.uint32(0x9E3779B1) + second * np.uint32(0x85EBCA6B)
    return np.right_shift(mixed, np.uint32(32 - BITS))


def pairs_of(words: Iterable[str]) -> Pairs:
    """Which places are taken by what lines of folded words hold, in lower case, of two in a row and of single
    characters, which count as two of which the second is NONE; hardly two pairs have the same place.
    """
    found = np.zeros(1 << BITS, dtype=np.bool_)
    lower = "\n".join(dict.fromkeys(words)).lower()
    codes = code_points(lower)
    found[_place(codes[:-1], codes[1:])] = found[_place(codes, np.zeros_like(codes))] = True
    return found


def first_hit(live: Sequence[Live], words: str) -> Rule | None:
    """The first rule that hits folded words."""
    lower = words.lower()
    for rule, hints in live:  # plain loops: they run for every line of a file
        for hint in hints or ("",):
            if hint in lower:
                if rule.find(words):
                    return rule
                break
    return None


@cache
def read_rules(name: str) -> tuple[Rule, ...]:
    """The rules of a YAML file beside this module, in its order."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    for placeholder, pattern in NAMED.items():
        text = text.replace(placeholder, pattern)
    content = yaml.load(text, Loader=_Loader)
    return tuple(Rule.model_validate(entry) for entry in content)


@cache
def rule_list(name: str) -> RuleList:
    """The rules of a YAML file, made ready."""
    return RuleList(read_rules(name))
