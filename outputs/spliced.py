"""JSON objects in which the values of some fields can be put in anew, without the others being made again: of a case
that is as it was, what stands beside it may be another.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from outputs.jsonfile import fragment
from outputs.record import Json

Gap = tuple[str, int, int]  # a field, and where its value begins and ends, in bytes
Gaps = tuple[Gap, ...]  # in their order


def spliced(
    value: Json, fields: Collection[str], start: int = 0, encode: Callable[[Any], bytes] = fragment
) -> tuple[bytes, Gaps]:
    """An object as `encode` writes it, and the gaps of some fields in a file in which it stands at `start`."""
    made, gaps = bytearray(b"{"), list[Gap]()
    for field in sorted(value):
        made += (b"," if len(made) > 1 else b"") + encode(field) + b":"
        begin = len(made)
        made += encode(value[field])
        if field in fields:
            gaps.append((field, start + begin, start + len(made)))
    return bytes(made + b"}"), tuple(gaps)


def filled(data: bytes, gaps: Gaps, values: Mapping[str, bytes]) -> tuple[bytes, Gaps]:
    """A file with other values in its gaps, and where these are now."""
    made, found, at = bytearray(), list[Gap](), 0
    for field, begin, end in gaps:
        made += data[at:begin]
        found.append((field, len(made), len(made) + len(values[field])))
        made += values[field]
        at = end
    return bytes(made + data[at:]), tuple(found)
