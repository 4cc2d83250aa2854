"""The words of checks.yml: what ties the figures of a report together."""

import re
from functools import cache
from pathlib import Path

from extractors.lexicon import Strict, read_lexicon
from outputs.case_words import Sign

FILE = Path(__file__).with_name("checks.yml")


class Words(Strict):
    """What checks.yml holds."""

    patterns: tuple[Sign, ...]
    wholes: tuple[tuple[str, ...], ...]
    series: tuple[tuple[str, ...], ...]
    rises: tuple[str, ...]
    falls: tuple[str, ...]


@cache
def words() -> Words:
    """All of checks.yml."""
    return read_lexicon(FILE, Words)


@cache
def sign(id_: str) -> re.Pattern[str]:
    """The patterns of an entry as one; {up_or_down} stands for all words of change. Raises KeyError."""
    change = "|".join((*words().rises, *words().falls))
    patterns = {one.id: "|".join(one.any) for one in words().patterns}
    return re.compile(patterns[id_].replace("{up_or_down}", f"(?P<way>{change})", 1).replace("{up_or_down}", change))


def is_rise(word: str) -> bool:
    """Whether a word of change says that something grew."""
    return word in words().rises
