"""JSON as it is published: UTF-8 that every reader takes, the same bytes for the same value."""

import json
import re
from typing import Any

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def dumps(value: Any, *, indent: int | None = None) -> bytes:
    """The bytes of a value: keys sorted, no NaN (ValueError), lone surrogates made U+FFFD, which keeps offsets."""
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=indent, separators=separators)
    try:
        return (text + "\n").encode()
    except UnicodeEncodeError:
        return (LONE_SURROGATE.sub("\ufffd", text) + "\n").encode()


def fragment(value: Any) -> bytes:
    """The bytes of a value as they stand inside of a longer one."""
    return dumps(value)[:-1]
