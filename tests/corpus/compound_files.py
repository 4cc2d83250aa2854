"""Small compound files (OLE) for tests: streams of the outermost storage, and Word documents that hold no text."""

from collections.abc import Mapping
from struct import pack

from corpus.compound import SIGNATURE

SECTOR = 512
END, FREE, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
FAT = 0xFFFFFFFD
PASSWORD, SECOND_TABLE = 0x0100, 0x0200


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file; every stream has 4,096 bytes at least, so that none is a small one."""
    table, body, entries = [FAT], b"", []
    directory = -(-(len(streams) + 1) // 4)
    table += [*range(2, directory + 1), END]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(4096, b"\0")
        sectors = -(-len(padded) // SECTOR)
        first = len(table)
        table += [*range(first + 1, first + sectors), END]
        body += padded.ljust(sectors * SECTOR, b"\0")
        entries.append(_entry(name, 2, number + 1 if number < len(streams) else NONE, NONE, first, len(padded)))
    lines = [_entry("Root Entry", 5, NONE, 1, END, 0), *entries]
    listed = b"".join(lines).ljust(directory * SECTOR, b"\0")
    return _header() + pack("<128I", *table, *[FREE] * (128 - len(table))) + listed + body


def word(flags: int = SECOND_TABLE, **more: bytes) -> bytes:
    """A Word document in its outer form."""
    head = pack("<6H", 0xA5EC, 0xC1, 0, 0, 0, flags)
    return compound({"WordDocument": head, "1Table": b"t", **more})


def _header() -> bytes:
    versions = pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    counts = pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    return SIGNATURE + bytes(16) + versions + counts + pack("<109I", 0, *[FREE] * 108)


def _entry(name: str, kind: int, right: int, child: int, first: int, size: int) -> bytes:
    wide = name.encode("utf-16-le")
    links = pack("<HBBIII", len(wide) + 2, kind, 1, NONE, right, child)
    return wide.ljust(64, b"\0") + links + bytes(36) + pack("<IQ", first, size)
