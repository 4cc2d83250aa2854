"""RTF as LibreOffice takes it: it opens no file that breaks off, and takes the last paragraph out of its list; files of
this machine that an RTF names as its pictures or parts it would take in.
"""

import re

# What may follow the last brace.
PADDING = b"\0\r\n\t \x1a"
LAST = b"\\par\\pard\\par"
# No text nests groups deeper than that; what does is made to exhaust whoever reads it.
DEEPEST = 1_000
# Fields that stand for what is in another file, and a word for which LibreOffice passes over a whole group.
FIELD = re.compile(rb"\\fldinst(?![a-z])")
FETCHES = re.compile(rb"INCLUDE|IMPORT|DDE|(?<![A-Z])LINK(?![A-Z])")
PASSED_OVER = rb"\*\jynone"
# So much of an instruction is looked at. Letters may be written as \'49 or \u73?, and marks may stand inside of words.
INSTRUCTION = 2_000
BRACE = re.compile(rb"\\[{}\\]|[{}]")
SIGN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}])?|\\[a-z]{1,32}-?\d{0,10} ?|\\[^a-z]|[{}\r\n]"
)


def is_cut_off(data: bytes) -> bool:
    """Whether an RTF file breaks off: a whole one ends with a brace."""
    return not data.rstrip(PADDING).endswith(b"}")


def closed(data: bytes) -> bytes:
    """The RTF with the braces that its end lacks, if they can be real, an empty paragraph behind the last one, and
    without the fields that stand for other files.
    """
    data = FIELD.sub(_kept_inside, data)
    depth = _depth(data)
    whole = data.rstrip(PADDING)
    if depth > DEEPEST:
        return data
    if depth > 0:
        # A control word that was cut in the middle must not join what follows.
        return whole + b" " + b"}" * (depth - 1) + LAST + b"}"
    return whole[:-1] + LAST + b"}" if whole.endswith(b"}") else data


def _kept_inside(match: re.Match[bytes]) -> bytes:
    """The word that begins an instruction, unless that would have another file opened."""
    told = SIGN.sub(_sign, _instruction(match.string, match.end()))
    return PASSED_OVER if FETCHES.search(told.upper()) else match[0]


def _instruction(data: bytes, start: int) -> bytes:
    """What stands in a group from there on."""
    depth = 1
    for brace in BRACE.finditer(data, start, start + INSTRUCTION):
        depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
        if not depth:
            return data[start : brace.start()]
    return data[start : start + INSTRUCTION]


def _sign(match: re.Match[bytes]) -> bytes:
    """The letter that an escape stands for; nothing for marks."""
    code = int(match[1], 16) if match[1] else int(match[2]) if match[2] else 0
    return bytes((code,)) if 0x20 < code < 0x7F else b""


def _depth(data: bytes) -> int:
    """How many groups are open at the end. Counted and not matched one by one: a file may be all braces."""
    plain = data.replace(b"\\\\", b"  ")
    return plain.count(b"{") - plain.count(b"}") - plain.count(b"\\{") + plain.count(b"\\}")
