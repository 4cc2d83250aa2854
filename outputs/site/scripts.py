"""Data as scripts: `fetch` is barred on file://, so each file of data calls the page with its name and value."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from outputs.jsonfile import fragment
from outputs.record import Json

Named = tuple[str, object]  # a file below data/, without suffix, and the value that it hands to the page

# What could end a script or a line of it inside a string of JSON.
UNSAFE = {one.encode(): f"\\u{ord(one):04x}".encode() for one in ("<", ">", "&", "\u2028", "\u2029")}


CLOSED = b"]);\n"


class Raw(bytes):
    """A value that was made JSON before."""


def _body(value: object) -> bytes:
    """A value as JSON; a list may hold such as were made JSON before."""
    if isinstance(value, Raw):
        return value
    if isinstance(value, list) and any(isinstance(one, Raw) for one in value):
        return b"[" + b",".join(map(_body, value)) + b"]"
    return fragment(value)


def safe(text: bytes) -> bytes:
    """JSON that cannot end a script in which it stands."""
    for char, escape in UNSAFE.items():
        text = text.replace(char, escape)
    return text


def opened(name: str) -> bytes:
    """What stands in a script before the value that it hands to the page under a name."""
    return b"jingyanData(...[" + safe(fragment(name)) + b","


def script(name: str, value: object) -> bytes:
    """A script that hands a value to the page under a name; nothing in the value can end the script."""
    return opened(name) + safe(_body(value)) + CLOSED


def packed(numbers: Iterable[int], kind: str) -> str:
    """Numbers as the base64 of a little-endian array of a kind (`u1`, `u2`, `u4`), for `unpack` in the page."""
    return base64.b64encode(np.fromiter(numbers, dtype=f"<{kind}").tobytes()).decode()


def column(values: Sequence[Sequence[int]]) -> Json:
    """A column of which each row has any number of values below 65,536: how many, and all of them end to end."""
    return {"counts": packed(map(len, values), "u2"), "values": packed((v for row in values for v in row), "u2")}


def shards(name: str, rows: Iterable[object], size: int) -> Iterator[Named]:
    """A long list in files of `size` rows: name/0, name/1 …; an empty one has no file."""
    left = iter(rows)
    for number, group in enumerate(iter(lambda: list(islice(left, size)), [])):
        yield f"{name}/{number}", group
