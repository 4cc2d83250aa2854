"""Offsets in UTF-16 code units, as JavaScript, Java and C# count them: a character beyond U+FFFF (𠮷, 𬭭, an emoji) is
two of them, so that from the first of these on they differ from code points.
"""

import re
from bisect import bisect_left

WIDE = re.compile("[\U00010000-\U0010ffff]")


class Units:
    """The UTF-16 offsets of a text."""

    def __init__(self, text: str) -> None:
        self._wide = [found.start() for found in WIDE.finditer(text)]

    def range(self, start: int, end: int) -> list[int]:
        """A range of code points as one of UTF-16 code units."""
        wide = self._wide
        return [start + bisect_left(wide, start), end + bisect_left(wide, end)] if wide else [start, end]
