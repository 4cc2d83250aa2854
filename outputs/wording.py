"""The bare wording of a text: folded letters without figures, masks and marks; a corrected figure changes nothing."""

import re

from corpus.fold import fold

NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
MASKS = re.compile(r"[某×*○□■▇]+|(?<![a-z])x+(?![a-z])")


def wording(text: str) -> str:
    """The letters of a text in folded lower case; numerals, masks (某, ××, xxx), marks and blanks are gone."""
    return bare(fold(text))


def bare(folded: str) -> str:
    """The wording of a text that is folded already."""
    words = MASKS.sub(" ", folded.lower())
    return "".join(char for char in words if char.isalpha() and char not in NUMERALS)
