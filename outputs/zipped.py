"""Zip files put together from pieces that were deflated apart: what is kept of the last run is not deflated again.

Each piece begins with nothing before it and ends on a byte, so that pieces stand one behind the other in one stream
(RFC 1951, 3.2.4: an empty stored block); the checksum of the whole comes from those of the pieces.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from itertools import accumulate
from typing import BinaryIO

LEVEL = 3  # 6 makes a workbook a tenth smaller and takes twice the time
RAW = -15  # zlib: no header, the largest window
LAST = b"\x03\x00"  # an empty last block
DEFLATED = 8
VERSION = 20
UTF8 = 0x800
DAY = 0x21  # 1 January 1980
MOST = 2**32 - 2
POLYNOMIAL = 0xEDB88320
ONE = 1 << 31  # the polynomial 1, bits reflected
LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")


class TooLargeError(OSError):
    """What a plain zip file cannot hold: 4 GiB."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Deflated bytes: how many they were, their CRC-32, and what moves the CRC of what stands before past them."""

    data: bytes
    size: int
    crc: int
    shift: int


def _times(one: int, other: int) -> int:
    """Product of two polynomials modulo that of CRC-32."""
    found = 0
    for bit in range(31, -1, -1):
        if one >> bit & 1:
            found ^= other
        other = other >> 1 ^ (POLYNOMIAL if other & 1 else 0)
    return found


@cache
def _powers() -> tuple[int, ...]:
    """x to the power of 8, 16, 32 …: the bits of 1, 2, 4 … bytes."""
    return tuple(accumulate(range(31), lambda power, _: _times(power, power), initial=1 << 23))


def _shift(size: int) -> int:
    """x to the power of as many bits as `size` bytes have."""
    return reduce(_times, (power for bit, power in enumerate(_powers()) if size >> bit & 1), ONE)


def deflated(data: bytes) -> Piece:
    """Bytes as a piece."""
    squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW)
    made = squeeze.compress(data) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return Piece(made, len(data), zlib.crc32(data), _shift(len(data)))


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    at: int
    crc: int
    packed: int
    size: int

    def local(self) -> bytes:
        lengths = self.crc, self.packed, self.size, len(self.name), 0
        return LOCAL.pack(b"PK\x03\x04", VERSION, UTF8, DEFLATED, 0, DAY, *lengths) + self.name

    def central(self) -> bytes:
        lengths = self.crc, self.packed, self.size, len(self.name), 0, 0, 0, 0, 0, self.at
        return CENTRAL.pack(b"PK\x01\x02", VERSION, VERSION, UTF8, DEFLATED, 0, DAY, *lengths) + self.name


class Zipped:
    """A zip file while it is written, entry by entry; the same pieces give the same bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._entries: list[_Entry] = []

    def add(self, name: str, pieces: Iterable[Piece]) -> None:
        """Write an entry. Raises TooLargeError, OSError."""
        at, crc, packed, size = self._file.tell(), 0, len(LAST), 0
        self._file.write(_Entry(name.encode(), at, 0, 0, 0).local())
        for piece in pieces:
            self._file.write(piece.data)
            crc = _times(crc, piece.shift) ^ piece.crc
            packed, size = packed + len(piece.data), size + piece.size
        self._file.write(LAST)
        if max(size, self._file.tell()) > MOST:
            raise TooLargeError(f"{name} would have more than 4 GB")
        self._entries.append(_Entry(name.encode(), at, crc, packed, size))
        self._file.seek(at)
        self._file.write(self._entries[-1].local())
        self._file.seek(0, 2)

    def close(self) -> None:
        """Write the list of entries."""
        at = self._file.tell()
        listed = b"".join(one.central() for one in self._entries)
        self._file.write(listed)
        self._file.write(END.pack(b"PK\x05\x06", 0, 0, len(self._entries), len(self._entries), len(listed), at, 0))


def write_zipped(file: BinaryIO, entries: Iterable[tuple[str, Iterable[Piece]]]) -> None:
    """Write a zip file of entries, each by name and pieces. Raises TooLargeError, OSError."""
    written = Zipped(file)
    for name, pieces in entries:
        written.add(name, pieces)
    written.close()
