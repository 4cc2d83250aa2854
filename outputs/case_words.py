"""The words of cases.yml: what tells a case from other texts, and what time it tells of."""

import re
from functools import cache
from pathlib import Path

from extractors.lexicon import Strict, read_lexicon

FILE = Path(__file__).with_name("cases.yml")


class Sign(Strict):
    """Patterns of one meaning, with texts in which one of them is found and texts in which none is."""

    id: str
    meaning: str
    any: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class Signs(Strict):
    """What cases.yml holds."""

    patterns: tuple[Sign, ...]


@cache
def signs() -> tuple[Sign, ...]:
    """All entries of cases.yml."""
    return read_lexicon(FILE, Signs).patterns


@cache
def sign(id_: str) -> re.Pattern[str]:
    """The patterns of an entry as one. Raises KeyError."""
    return {one.id: re.compile("|".join(one.any)) for one in signs()}[id_]
