"""Folding for matching alone: width, quotes, script and radicals made one, the length and every offset kept."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import cycle

from opencc import OpenCC

from corpus.characters import Characters, same

LONGEST_KNOWN = 500  # characters of a line that is kept in mind
LONGEST_RECENT = 200_000  # … of a text of several lines
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
QUOTES = str.maketrans({**dict.fromkeys("「『﹁﹃‘〝", "“"), **dict.fromkeys("」』﹂﹄’〞", "”")})


def _widths() -> dict[int, str]:
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return wide | {0x3000: " ", 0xA0: " ", 0xFFE5: "¥", 0xFE6A: "%", ord("\t"): "\t"}


def _ideographs() -> dict[int, str]:
    """Radicals and compatibility ideographs that stand for one unified ideograph."""
    codes = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    folded = {code: unicodedata.normalize("NFKC", chr(code)) for code in codes}
    return {code: char for code, char in folded.items() if len(char) == 1 and char != chr(code)}


TABLE = _widths() | _ideographs() | QUOTES | {ord("著"): "着"}


@cache
def _characters() -> Characters:
    codes = same()
    codes[list(TABLE)] = list(map(ord, TABLE.values()))
    return Characters(codes)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _converted(text: str) -> str:
    return str(_converter().convert(LONE_SURROGATE.sub("\ufffd", text)))  # OpenCC takes valid Unicode alone


def _simplified(line: str) -> str:
    """OpenCC reads phrases; should one ever change the length, the line is converted character by character."""
    if line.isascii():
        return line
    whole = _converted(line)
    if len(whole) == len(line):
        return whole
    line = LONE_SURROGATE.sub("\ufffd", line)
    return "".join(one if len(one := str(_converter().convert(char))) == 1 else char for char in line)


def _all_simplified(text: str) -> str:
    """The lines of a text at once, which takes a fifth of the time; each by itself where one changed its length, and in
    a long text, of which OpenCC would hold every word.
    """
    lines = text.split("\n")
    if len(text) <= LONGEST_RECENT:
        whole = _converted(text)
        if [*map(len, whole.split("\n"))] == [*map(len, lines)]:
            return whole
    return "\n".join(map(_simplified, lines))


def _paired(line: str) -> str:
    """Straight quotes open and close in turn within a line."""
    if '"' not in line:
        return line
    marks = cycle("“”")
    return "".join(next(marks) if char == '"' else char for char in line)


def _folded(line: str) -> str:
    return _paired(_simplified(_characters().of(line)))


_known = lru_cache(maxsize=1024)(_folded)  # the words of a finding are asked for again and again


def _fold(text: str) -> str:
    return "\n".join(map(_paired, _all_simplified(_characters().of(text)).split("\n")))


_recent = lru_cache(maxsize=4)(_fold)  # each is asked for several times in a row


def fold(text: str) -> str:
    """The text as it is matched: half width, simplified, one kind of quotes; as long as `text`, character for
    character.
    """
    if "\n" in text:
        return _recent(text) if len(text) <= LONGEST_RECENT else _fold(text)
    return _known(text) if len(text) <= LONGEST_KNOWN else _folded(text)
