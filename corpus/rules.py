"""Rules that people write: named patterns in YAML, each with examples that it must match and must not."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Rule(BaseModel):
    """A pattern over folded text. `where` says where it holds; what values it takes is the reader's matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    pattern: re.Pattern[str]
    where: str = "any"
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()

    def hits(self, words: str) -> bool:
        """Whether the pattern is found in folded words."""
        return self.pattern.search(words) is not None


@cache
def read_rules(name: str) -> tuple[Rule, ...]:
    """The rules of a YAML file beside this module, in its order."""
    content = yaml.load(Path(__file__).with_name(name).read_text(encoding="utf-8"), Loader=_Loader)
    return tuple(Rule.model_validate(entry) for entry in content)
