"""JSON as it is published: UTF-8 that every reader takes, the same bytes for the same value."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, count
from math import isfinite
from typing import IO, Any

import orjson

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
STRICT = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
INDENT = STRICT | orjson.OPT_INDENT_2
OPENS, CLOSES = b"\n  {", b"\n  }"  # an object of a list of the whole, as it stands where all is indented by one
AT_ONCE = 1 << 20  # bytes that are read of a long file


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


def in_parts(whole: dict[str, Any], name: str, objects: Iterable[Any]) -> Iterator[bytes]:
    """The bytes of `whole` with some objects in its list of that name, all indented by one, in parts: of thousands of
    objects no two are held at once.
    """
    listed = iter(objects)
    if (first := next(listed, None)) is None:
        yield dumps({**whole, name: []}, indent=1)
        return
    begin, _, end = dumps({**whole, name: [{}]}, indent=1).partition(OPENS + b"}")
    yield begin
    for number, one in enumerate(chain([first], listed)):
        data = dumps({**whole, name: [one]}, indent=1)
        yield (b"," if number else b"") + data[len(begin) : len(data) - len(end)]
    yield end


def read_parts(file: IO[bytes]) -> Iterator[Any]:
    """The objects that `in_parts` wrote, one after another. Raises ValueError."""
    rest = b""
    while data := file.read(AT_ONCE):
        *closed, rest = (rest + data).split(CLOSES)
        for one in closed:
            yield orjson.loads(b"{" + one.partition(OPENS)[2] + b"}")


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
