"""Masking: characters of a reading give way to `*`; the length and every offset stay.

That cleaning never changes a character holds for the masked reading, too: in the public profile what is cleaned is this
one, in the full profile the file as it was read.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.model import Reading, Span

MASK = "*"
SHOWN = re.compile(r"\S")


def masked(text: str, spans: Iterable[Span]) -> str:
    """The text with every visible character of the ranges masked; blanks, tabs and line breaks stay."""
    pieces, at = [], 0
    for span in sorted(spans):
        pieces += [text[at : span.start], SHOWN.sub(MASK, text[max(at, span.start) : span.end])]
        at = max(at, span.end)
    return "".join([*pieces, text[at:]])


def masked_reading(reading: Reading, spans: Iterable[Span]) -> Reading:
    """The reading with ranges of its text masked; its title and its warnings are not looked at."""
    return replace(reading, text=masked(reading.text, spans))
