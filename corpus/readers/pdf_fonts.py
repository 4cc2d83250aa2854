"""What stands in for the fonts that a PDF names and does not bring: one font in which every character is a bar.

Words need no shapes, only room. No two machines have the same fonts, and on one without Chinese ones pdfium drops
lines of the same words, for it takes characters without a shape to stand in one place.
"""

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pypdfium2 import raw

# In units of a thousand to the em. No character is narrower than the bar: boxes stay those that the PDF tells.
EM = 1000
ASCENT, DESCENT = 880, -120
WIDTH = 250
BOUNDS = 0, DESCENT, WIDTH, ASCENT
TRUETYPE = 0x00010000
MAGIC = 0x5F0F3CF5
WHOLE_FILE = 0
# The Latin fonts that pdfium has with it: their widths need not stand in a file.
LATIN = 0
OWN = (b"Helvetica", b"Arial", b"Times", b"Courier")


def _font() -> bytes:
    """A TrueType font of two glyphs: nothing, and the bar that all characters of Unicode share.

    The bar is a line there and back: it has a box and leaves no ink. See the OpenType specification for the tables.
    """
    points = struct.pack(">HH2B4h", 1, 0, 1, 1, 0, WIDTH, DESCENT, ASCENT - DESCENT)
    glyph = struct.pack(">5h", 1, *BOUNDS) + points
    many_to_one = struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, ord(" "), 0x10FFFF, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + many_to_one,
        b"glyf": glyph,
        b"head": struct.pack(">4I2H2Q", TRUETYPE, 0, 0, MAGIC, 0, EM, 0, 0)
        + struct.pack(">9h", *BOUNDS, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">I3hH11hH", TRUETYPE, ASCENT, DESCENT, 0, EM, *[0] * 11, 2),
        b"hmtx": struct.pack(">HhHh", EM, 0, EM, 0),
        b"loca": struct.pack(">3I", 0, 0, len(glyph)),
        b"maxp": struct.pack(">I14H", TRUETYPE, 2, 4, 1, 0, 0, 1, *[0] * 7, 0),
    }
    return _file(tables)


def _file(tables: dict[bytes, bytes]) -> bytes:
    directory, body = b"", b""
    for tag, table in sorted(tables.items()):
        directory += struct.pack(">4s3I", tag, 0, 12 + 16 * len(tables) + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return struct.pack(">I4H", TRUETYPE, len(tables), 64, 2, 16 * len(tables) - 64) + directory + body


FONT = _font()


def _give(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    """How large the file is; it is written where there is room for it."""
    if table != WHOLE_FILE:
        return 0
    if buffer and size >= len(FONT):
        ctypes.memmove(buffer, FONT, len(FONT))
    return len(FONT)


def _map(_info: Any, _weight: int, _italic: int, charset: int, _pitch: int, name: Any, _exact: Any) -> int:
    """A handle of the stand-in, or none where pdfium has the font itself."""
    face = ctypes.string_at(name)
    return 0 if charset == LATIN and face.startswith(OWN) and b"Unicode" not in face else 1


def _stand_in() -> raw.FPDF_SYSFONTINFO:
    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    info.EnumFonts = kinds["EnumFonts"](lambda *_: None)
    info.MapFont = kinds["MapFont"](_map)
    info.GetFontData = kinds["GetFontData"](_give)
    info.DeleteFont = kinds["DeleteFont"](lambda *_: None)
    return info


# pdfium keeps hold of it.
STAND_IN = _stand_in()


@contextmanager
def without_system_fonts() -> Iterator[None]:
    """Let pdfium look for no fonts on this machine meanwhile; documents are to be closed before the end."""
    raw.FPDF_SetSystemFontInfo(STAND_IN)
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(raw.FPDF_GetDefaultSystemFontInfo())
