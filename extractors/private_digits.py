"""Digits that are written otherwise than 0 to 9, made such for matching alone: ①③⑨, 𝟏𝟑𝟗, 一三九, 幺三九."""

import re
import sys
import unicodedata
from functools import cache

# What people and converters put between the digits of a number.
GAP = "[ \u2000-\u200b\u2010-\u2015-]{0,2}"
BREAK = f"{GAP}(?:\n{GAP})?"
# Other marks between groups of digits; a point or a stroke may as well be that of a decimal or a fraction.
MARK = r" {0,2}(?:[\u2010-\u2015-]{1,3}|[._/·•・‧∙|~*]) {0,2}"
# All that stands in a number, however it is written.
WITHIN = r"\dXx \u2000-\u200b\u2010-\u2015\n._/·•・‧∙|~*\-"
UNSEEN = dict.fromkeys((0xAD, 0x200C, 0x200D, 0x2060, 0xFEFF), "\u200b")
HAN_DIGITS = {**dict(zip("零一二三四五六七八九", "0123456789", strict=True)), "〇": "0", "○": "0", "幺": "1"}
SPOKEN = "".join(HAN_DIGITS)
TABLE = str.maketrans(HAN_DIGITS)
# So many in a row are no number of anything, unless a number word stands beside them.
IN_WORDS = re.compile(
    rf"(?<![十百千万亿第{SPOKEN}])[{SPOKEN}](?:{GAP}[·.]?[{SPOKEN}]){{10,19}}(?!{GAP}[{SPOKEN}十百千万亿点])"
)


@cache
def _ascii_digits() -> dict[int, str]:
    """Characters of one digit (ringed, with a full stop, mathematical, of other scripts), each with its ASCII digit."""
    beyond = filter(str.isdigit, map(chr, range(0x80, sys.maxunicode + 1)))
    return UNSEEN | {ord(char): str(unicodedata.digit(char)) for char in beyond}


@cache
def _odd_digit() -> re.Pattern[str]:
    """Any of them, or what else stands beyond the first 65,536 characters: those are quicker to look for together."""
    near = "".join(chr(code) for code in _ascii_digits() if code < 0x10000)
    return re.compile(f"[{near}\U00010000-\U0010ffff]")


def plain(folded: str) -> str:
    """The folded text with every digit that stands in a number as an ASCII digit; as long, character for character."""
    if _odd_digit().search(folded):
        folded = folded.translate(_ascii_digits())
    return IN_WORDS.sub(lambda found: found[0].translate(TABLE), folded)
