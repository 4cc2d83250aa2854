"""RTF as LibreOffice takes it: it opens no file that breaks off, and takes the last paragraph out of its list."""

# What may follow the last brace.
PADDING = b"\0\r\n\t \x1a"
LAST = b"\\par\\pard\\par"
# No text nests groups deeper than that; what does is made to exhaust whoever reads it.
DEEPEST = 1_000


def is_cut_off(data: bytes) -> bool:
    """Whether an RTF file breaks off: a whole one ends with a brace."""
    return not data.rstrip(PADDING).endswith(b"}")


def closed(data: bytes) -> bytes:
    """The RTF with the braces that its end lacks, if they can be real, and an empty paragraph behind the last one."""
    depth = _depth(data)
    whole = data.rstrip(PADDING)
    if depth > DEEPEST:
        return data
    if depth > 0:
        # A control word that was cut in the middle must not join what follows.
        return whole + b" " + b"}" * (depth - 1) + LAST + b"}"
    return whole[:-1] + LAST + b"}" if whole.endswith(b"}") else data


def _depth(data: bytes) -> int:
    """How many groups are open at the end. Counted and not matched one by one: a file may be all braces."""
    plain = data.replace(b"\\\\", b"  ")
    return plain.count(b"{") - plain.count(b"}") - plain.count(b"\\{") + plain.count(b"\\}")
