"""Whether a file is there to its end. What is being copied may have its full size already, the rest filled with zeros;
most formats end with a mark, and that comes last.
"""

import re
from collections.abc import Callable
from pathlib import Path

from corpus.compound import SIGNATURE as COMPOUND
from corpus.compound import Compound
from corpus.limits import in_force
from corpus.model import RejectionError
from corpus.readers.legacy_rtf import is_cut_off
from corpus.sniff import HEAD, HEADER_WITHIN, ZIPS

# The mark of a ZIP stands before its comment, which may have 64 KB.
ZIP_END, ZIP_END_SIZE, COMMENT = b"PK\5\6", 22, 2**16
TAIL = ZIP_END_SIZE + COMMENT
# How far behind the mark junk may stand: of a PDF as readers allow it, of a JPEG what cameras add.
PDF_JUNK, JPEG_JUNK = 1024, 256
# Saved pages and mail.
PARTED = re.compile(rb"content-type:\s{0,9}multipart/", re.IGNORECASE)
PARTING = re.compile(rb"boundary\s{0,9}=\s{0,9}\"?([^\s\";]{1,70})", re.IGNORECASE)
# No text ends with so many of them; UTF-16 may end with one.
ZEROS = b"\0" * 16
# The last sector of a compound file may be filled up with zeros, more of it hardly.
SECTORS_OF_ZEROS = b"\0" * 8_192


def _zip(_: bytes, tail: bytes) -> bool:
    at = tail.rfind(ZIP_END)
    rest = tail[at:] if at >= 0 else b""
    return len(rest) >= ZIP_END_SIZE + int.from_bytes(rest[20:22], "little") and len(rest) >= ZIP_END_SIZE


def _parted(head: bytes, tail: bytes) -> bool:
    found = PARTING.search(head)
    return found is None or b"--" + found[1] + b"--" in tail


def _page(_: bytes, tail: bytes) -> bool:
    lower = tail.lower()
    return b"</html" in lower or b"</body" in lower


End = Callable[[bytes, bytes], bool]
# How a format begins, and whether such a file has its end, from its first and its last bytes.
FORMATS: tuple[tuple[Callable[[bytes], bool], End], ...] = (
    (lambda head: head.startswith(ZIPS), _zip),
    (lambda head: b"%PDF-" in head[:HEADER_WITHIN], lambda _, tail: b"%%EOF" in tail[-PDF_JUNK:]),
    (lambda head: head.startswith(b"{\\rtf"), lambda _, tail: not is_cut_off(tail)),
    (lambda head: head.startswith(b"\x89PNG\r\n"), lambda _, tail: b"IEND" in tail[-JPEG_JUNK:]),
    (lambda head: head.startswith(b"\xff\xd8\xff"), lambda _, tail: b"\xff\xd9" in tail[-JPEG_JUNK:]),
    (lambda head: head.startswith(b"GIF8"), lambda _, tail: tail.rstrip(b"\0").endswith(b";")),
    (lambda head: PARTED.search(head) is not None, _parted),
    (lambda head: b"<html" in head.lower(), _page),
)
# Pictures without a mark, which may well end with zeros.
UNMARKED = (b"II*\0", b"MM\0*", b"BM")


def ended(head: bytes, tail: bytes) -> bool | None:
    """Whether a file with these first `HEAD` and last `TAIL` bytes is there to its end; None where its format has no
    mark that tells.
    """
    for begins, ends in FORMATS:
        if begins(head):
            return ends(head, tail)
    if not head or (tail.endswith(ZEROS) and not head.startswith(UNMARKED)):
        return False
    return None


def is_ended(path: Path) -> bool | None:
    """Whether a file is there to its end, as its format tells; None where that has no mark. What cannot be opened is
    not there yet: some systems keep a file to themselves while they copy it. None as well where there is not enough
    memory to tell: the process that reads the file will.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            size = file.seek(0, 2)
            file.seek(0 if head.startswith(COMPOUND) else max(0, size - TAIL))
            tail = file.read(min(size, in_force().file_bytes))
        return _compound(tail) if head.startswith(COMPOUND) else ended(head, tail)
    except OSError:
        return False
    except MemoryError:
        return None


def _compound(data: bytes) -> bool:
    """These have no mark, but their directory tells which streams there must be and how long."""
    if data.endswith(SECTORS_OF_ZEROS):
        return False
    try:
        found = Compound(data)
        # Streams share no bytes: who says that they do would have all of them looked at again and again.
        fitting = bool(found.streams) and sum(stream.size for stream in found.streams.values()) <= len(data)
        return fitting and all(map(found.whole, found.streams))
    except RejectionError:
        return False
