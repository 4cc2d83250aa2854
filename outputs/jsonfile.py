"""JSON as it is published: UTF-8 that every reader takes, the same bytes for the same value."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from math import isfinite
from typing import IO, Any

import orjson

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
STRICT = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
INDENT = STRICT | orjson.OPT_INDENT_2


def dumps(value: Any, *, indent: int | None = None) -> bytes:
    """The bytes of a value: keys sorted, no NaN (ValueError), lone surrogates made U+FFFD, which keeps offsets."""
    data = _encoded(value, indent)
    if b"null" in data and not _finite(value):  # which the encoder makes of NaN
        raise ValueError("JSON has no NaN and nothing infinite")
    return data + b"\n"


def checked(value: Any) -> bytes:
    """The same of a value that keeps to its schema: none of them takes NaN, which is not looked for again."""
    return _encoded(value) + b"\n"


def fragment(value: Any) -> bytes:
    """The bytes of a value as they stand inside of a longer one; it was checked, or is made of what was."""
    return _encoded(value)


def in_lines(name: str, around: bytes, values: Iterable[bytes], rest: Callable[[], dict[str, Any]]) -> Iterator[bytes]:
    """The bytes of an object in parts: some values in the list or object of a name, each on a line of its own, so that
    of thousands no two are held at once; then the `rest`, which is asked for in the end and is not empty. `around` are
    the brackets of the values.
    """
    yield b"{" + fragment(name) + b":" + around[:1]
    for number, one in enumerate(values):
        yield (b",\n" if number else b"\n") + one
    yield b"\n" + around[1:] + b"," + fragment(rest())[1:] + b"\n"


def read_lines(file: IO[bytes]) -> Iterator[Any]:
    """The values of a list that `in_lines` wrote, one after another. Raises ValueError."""
    file.readline()
    for line in file:
        if line.startswith(b"]"):
            return
        yield orjson.loads(line.rstrip(b",\n"))


def _encoded(value: Any, indent: int | None = None) -> bytes:
    try:
        data = orjson.dumps(value, option=INDENT if indent else STRICT)
    except orjson.JSONEncodeError:  # lone surrogates, or numbers of more than 64 bits
        marks = (",", ": ") if indent else (",", ":")
        told = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=indent, separators=marks)
        return LONE_SURROGATE.sub("\ufffd", told).encode()
    return _indented(data, indent) if indent else data


def _indented(data: bytes, indent: int) -> bytes:
    """JSON that is indented by two blanks a level, by another number of them; the deepest level first. No text of it
    holds a line break or a carriage return as it is.
    """
    deepest = next(level for level in count() if b"\n  " + b"  " * level not in data)
    for level in range(deepest, 0, -1):
        data = data.replace(b"\n" + b"  " * level, b"\r" + b" " * indent * level)
    return data.replace(b"\r", b"\n")


def _finite(value: Any) -> bool:
    """Whether JSON can hold all numbers of a value."""
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_finite, value))
    return not isinstance(value, float) or isfinite(value)
