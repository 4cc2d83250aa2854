"""The bare wording of a text: folded letters without figures, masks and marks; a corrected figure changes nothing."""

import re

from corpus.fold import fold

NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
VARIANTS = str.maketrans("澂", "澄")  # 澄江 is 澂江 in the other script, which folding does not take back
MASKS = re.compile(r"[某×*○□■▇]+|(?<![a-z])x+(?![a-z])")


def wording(text: str) -> str:
    """The letters of a text in folded lower case; numerals, masks (某, ××, xxx), marks and blanks are gone."""
    return bare(fold(text))


def bare(folded: str) -> str:
    """The wording of a text that is folded already."""
    words = MASKS.sub(" ", folded.lower())
    return "".join(char for char in words.translate(VARIANTS) if char.isalpha() and char not in NUMERALS)


def letter_places(text: str) -> list[int]:
    """Where in a text each letter of its wording stands."""
    words = MASKS.sub(lambda mask: " " * len(mask[0]), fold(text).lower())
    return [at for at, char in enumerate(words) if char.isalpha() and char not in NUMERALS]
