"""Offsets in UTF-16 code units, as JavaScript, Java and C# count them: a character beyond U+FFFF (𠮷, 𬭭, an emoji) is
two of them, so that from the first of these on they differ from code points.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

WIDE = re.compile("[\U00010000-\U0010ffff]")


def wide(text: str) -> list[int]:
    """Where the characters stand that are two units."""
    return [found.start() for found in WIDE.finditer(text)]


class Units:
    """The UTF-16 offsets of a text, by the places of its `wide` characters."""

    def __init__(self, wide: Sequence[int]) -> None:
        self._wide = wide

    def range(self, start: int, end: int) -> list[int]:
        """A range of code points as one of UTF-16 code units."""
        wide = self._wide
        return [start + bisect_left(wide, start), end + bisect_left(wide, end)] if wide else [start, end]
