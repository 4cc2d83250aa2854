"""Data as scripts: `fetch` is barred on file://, so each file of data calls the page with its name and value."""

import base64
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from outputs.jsonfile import dumps
from outputs.record import Json

Named = tuple[str, object]  # a file below data/, without suffix, and the value that it hands to the page

# What could end a script or a line of it inside a string of JSON.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script(name: str, value: object) -> bytes:
    """A script that hands a value to the page under a name; nothing in the value can end the script."""
    text = dumps([name, value]).decode().rstrip("\n")
    for char, escape in UNSAFE.items():
        text = text.replace(char, escape)
    return f"jingyanData(...{text});\n".encode()


def packed(numbers: Iterable[int], kind: str) -> str:
    """Numbers as the base64 of a little-endian array of a kind (`u1`, `u2`, `u4`), for `unpack` in the page."""
    return base64.b64encode(np.fromiter(numbers, dtype=f"<{kind}").tobytes()).decode()


def column(values: Sequence[Sequence[int]]) -> Json:
    """A column of which each row has any number of values below 65,536: how many, and all of them end to end."""
    return {"counts": packed(map(len, values), "u2"), "values": packed((v for row in values for v in row), "u2")}


def shards(name: str, rows: Sequence[object], size: int) -> Iterator[Named]:
    """A long list in files of `size` rows: name/0, name/1 …; an empty one has no file."""
    for number, at in enumerate(range(0, len(rows), size)):
        yield f"{name}/{number}", list(rows[at : at + size])
