"""The lines of mail that stand before a web archive and before each of its parts; how long they may be."""

import re

# Longer than any that a browser or an office program writes; the time to take one apart grows with its square.
LONGEST = 8_192
# A line about the content of a part, with the lines that go on with it.
LONG = re.compile(
    rb"(?:^|(?<=[\r\n]))content-[a-z-]{1,40}:(?:[^\r\n]|\r\n?[ \t]|\n[ \t]){%d}" % LONGEST, re.IGNORECASE
)


def has_long_header(data: bytes) -> bool:
    """Whether a mail holds a line about its content that is too long to be taken apart."""
    return LONG.search(data) is not None
