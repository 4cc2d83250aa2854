"""The heads of pictures of a size, as far as finding them looks; and whole ones of one colour."""

import struct
import zlib


def png(width: int, height: int) -> bytes:
    """A white picture."""
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, (b"IHDR", b"IDAT", b"IEND"), (head, rows, b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg_head(width: int, height: int) -> bytes:
    """What a JPEG of a camera begins with: notes first, then its size."""
    notes = b"\xff\xe1" + struct.pack(">H", 5000) + b"x" * 4998
    return b"\xff\xd8" + notes + b"\xff\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width) + b"\3" + b"\0" * 9


def gif_head(width: int, height: int) -> bytes:
    """What a GIF begins with."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0" * 6


def bmp_head(width: int, height: int) -> bytes:
    """What a BMP begins with whose rows run downwards."""
    return b"BM" + b"\0" * 12 + struct.pack("<Iii", 40, width, -height) + b"\0" * 24
