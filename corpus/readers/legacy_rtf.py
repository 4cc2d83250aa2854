"""RTF as LibreOffice takes it: it opens no file that breaks off, and takes the last paragraph out of its list."""

import re

BRACES = re.compile(rb"\\[\\{}]|[{}]")
# What may follow the last brace.
PADDING = b"\0\r\n\t \x1a"
LAST = b"\\par\\pard\\par"


def is_cut_off(data: bytes) -> bool:
    """Whether an RTF file breaks off: a whole one ends with a brace."""
    return not data.rstrip(PADDING).endswith(b"}")


def closed(data: bytes) -> bytes:
    """The RTF with the braces that its end lacks, and an empty paragraph behind the last one."""
    depth: int = sum((brace == b"{") - (brace == b"}") for brace in BRACES.findall(data))
    whole = data.rstrip(PADDING)
    if depth > 0:
        # A control word that was cut in the middle must not join what follows.
        return whole + b" " + b"}" * (depth - 1) + LAST + b"}"
    return whole[:-1] + LAST + b"}" if whole.endswith(b"}") else data
