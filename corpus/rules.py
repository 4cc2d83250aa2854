"""Rules that people write: named patterns in YAML, each with examples that it must match and must not."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[\sT]{1,3}\d{1,2}:\d{2}(?::\d{2})?)?"
NAMED = {"{date}": DATE}  # what a pattern may hold by name

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Rule(BaseModel):
    """A pattern over folded text. `where` says where it holds, `weight` how much it tells; what values they take is the
    reader's matter. Of `hints` (in lower case) every match holds at least one, so that a search may be spared.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    pattern: re.Pattern[str]
    where: str = "any"
    weight: int = 1
    hints: tuple[str, ...] = ()
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()

    def hits(self, words: str) -> bool:
        """Whether the pattern is found in folded words."""
        return self.pattern.search(words) is not None


Live = tuple[Rule, tuple[str, ...]]


def held_by(words: Iterable[str]) -> str:
    """All that lines of folded words hold, in lower case."""
    return "\n".join(dict.fromkeys(words)).lower()


def live_rules(rules: Iterable[Rule], held: str) -> tuple[Live, ...]:
    """The rules that may hit lines of these words, with those of their hints that stand in them."""
    chars = frozenset(held)  # nearly all hints have one that is not among them
    found = ((rule, tuple(hint for hint in rule.hints if chars.issuperset(hint) and hint in held)) for rule in rules)
    return tuple((rule, hints) for rule, hints in found if hints or not rule.hints)


def first_hit(live: Sequence[Live], words: str) -> Rule | None:
    """The first rule that hits folded words."""
    lower = words.lower()
    for rule, hints in live:  # plain loops: they run for every line of a file
        for hint in hints or ("",):
            if hint in lower:
                if rule.pattern.search(words):
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
