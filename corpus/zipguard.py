"""Opening a zip container with care: what it declares is checked before anything is inflated, then a cap holds."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from itertools import pairwise
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from corpus.encodings import utf8
from corpus.limits import in_force
from corpus.model import RejectionError

# Small parts may compress better than the ratio: an empty table repeats itself.
RATIO_FROM = 2**20
# A directory with more bytes for each entry that it may have holds too many, whatever it says; it is not parsed.
ENTRY_BYTES = 600
END = b"PK\5\6"
END_SIZE = 22
COMMENT = 0xFFFF
# The record for large archives and what points to it, both right before the end record.
LOCATOR = b"PK\6\7"
LOCATOR_SIZE = 20
LARGE_END = b"PK\6\6"
LARGE_END_SIZE = LOCATOR_SIZE + 56
TOLD_ELSEWHERE = 0xFFFF_FFFF
UTF8_FLAG = 0x800
UNICODE_PATH = 0x7075
LOCAL_HEADER = 30
LOCAL = b"PK\3\4"
STEP = 2**18
# What zipfile stumbles over in a broken entry; a place before the start of the file is a ValueError.
STUMBLES = (BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
CHANGED = "The archive changed while it was being read. Wait until it is copied completely and try again."
CUT_OFF = "The file is damaged or was not copied completely (its container is broken). Copy it again, or save it anew."


def open_zip(data: bytes) -> ZipFile:
    """The container of a document, once its directory is found to be in order; the caller closes it.

    Raises RejectionError: `damaged`, `entries`, `duplicate`, `overlap`, `ratio`, `too_large`, `encrypted`,
    `unsupported`.
    """
    package = _opened(BytesIO(data))
    for entry in package.infolist():
        check_entry(entry)
    _check_entries(package.infolist(), in_force().unpacked_bytes)
    names = {entry.filename.lower() for entry in package.infolist()}
    if len(names) < len(package.infolist()):
        raise RejectionError(
            "duplicate", "The file holds two parts of one name, so readers differ on what it says. Save it anew."
        )
    return package


def open_archive(file: BinaryIO, most: int) -> ZipFile:
    """A container of which names may repeat and single entries may be unreadable; only its directory is read.

    `most`: bytes that all of it may have when unpacked. Raises RejectionError: `damaged`, `duplicate`, `entries`,
    `overlap`, `too_large`.
    """
    package = _opened(file)
    _check_entries(package.infolist(), most)
    return package


def _opened(file: BinaryIO) -> ZipFile:
    _check_directory(file)
    try:
        return ZipFile(file)
    except (BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
        raise RejectionError("damaged", CUT_OFF) from error


def entry_name(entry: ZipInfo) -> str:
    """The name of an entry, `/` between its folders; what is neither UTF-8 nor GB18030 is written with backslashes.

    Many programs write names in the encoding of their system and do not say so.
    """
    if entry.flag_bits & UTF8_FLAG:
        return entry.orig_filename.replace("\\", "/")
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # another program than zipfile made the entry
        return entry.orig_filename.replace("\\", "/")
    return _unicode_path(entry.extra, raw) or _decoded(raw)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name that Info-ZIP writes beside the other, where it belongs to it."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        field = extra[at + 4 : at + 4 + size]
        if kind == UNICODE_PATH and field[:1] == b"\1" and field[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return field[5:].decode("utf-8", "backslashreplace").replace("\0", "")
        at += 4 + size
    return None


def _decoded(raw: bytes) -> str:
    text = utf8(raw)
    if text is None:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.replace(b"\\", b"/").decode("utf-8", "backslashreplace")
    return text.replace("\\", "/")


def read_entry(package: ZipFile, name: str | ZipInfo, most: int | None = None) -> bytes:
    """The bytes of an entry; the cap holds whatever its header says. `most`: bytes, else as many as a part may have.

    Raises RejectionError `damaged` or `too_large`.
    """
    data, limit = bytearray(), in_force().part_bytes if most is None else most
    try:
        with package.open(name) as entry:
            # In steps: a read of any size inflates so much, whatever the entry declares.
            while len(data) <= limit and (step := entry.read(STEP)):
                data += step
    except STUMBLES as error:
        raise RejectionError("damaged", CUT_OFF) from error
    if len(data) > limit:
        raise _too_large(in_force().unpacked_bytes)
    return bytes(data)


@dataclass(frozen=True, slots=True)
class Packed:
    """Where the bytes of an entry are in its container, and what the directory says of them. The directory need not be
    read again for each of thousands of entries. `name`: its bytes, with `/` between folders.
    """

    name: bytes
    at: int
    method: int
    packed: int
    size: int
    crc: int


def packed_of(entry: ZipInfo) -> Packed:
    """What it takes to read an entry."""
    # As zipfile decoded it by the flag in the directory; the one before the entry's bytes may lack it.
    name = entry.orig_filename.encode("utf-8" if entry.flag_bits & UTF8_FLAG else "cp437", "replace")
    at, method = entry.header_offset, entry.compress_type
    return Packed(_slashed(name), at, method, entry.compress_size, entry.file_size, entry.CRC)


def _slashed(name: bytes) -> bytes:
    """A name as it is compared: some programs write the two that an entry has with different slashes."""
    return name.replace(b"\\", b"/")


def read_packed(file: BinaryIO, entry: Packed, limit: int) -> bytes:
    """The bytes of an entry; the cap holds whatever the directory says.

    Raises RejectionError: `damaged`, `too_large`, `unreadable` where the container is another than it was.
    """
    data = bytearray()
    for step in _unpacked(file, entry):
        data += step
        if len(data) > limit:
            raise _too_large(limit)
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        raise RejectionError("damaged", CUT_OFF)
    return bytes(data)


def head_of(file: BinaryIO, entry: Packed, count: int) -> bytes:
    """The first bytes of an entry, as far as it can be unpacked."""
    data = bytearray()
    try:
        for step in _unpacked(file, entry):
            data += step
            if len(data) >= count:
                break
    except RejectionError:
        return b""
    return bytes(data[:count])


def _unpacked(file: BinaryIO, entry: Packed) -> Iterator[bytes]:
    """The bytes of an entry in steps, no more than it declares."""
    _find(file, entry)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if entry.method == ZIP_DEFLATED else None
    left, wanted, rest = entry.packed, entry.size, b""
    while wanted > 0 and (left or rest):
        if not rest:
            rest = file.read(min(STEP, left))
            left = left - len(rest) if rest else 0
        try:
            step = inflate.decompress(rest, min(STEP, wanted)) if inflate else rest[:wanted]
        except zlib.error as error:
            raise RejectionError("damaged", CUT_OFF) from error
        rest = inflate.unconsumed_tail if inflate else b""
        wanted -= len(step)
        yield step
        if inflate and inflate.eof:
            return


def _find(file: BinaryIO, entry: Packed) -> None:
    """Go to the first byte of an entry."""
    if entry.at < 0:  # zipfile reckons so where the directory is not where it says
        raise RejectionError("damaged", CUT_OFF)
    file.seek(entry.at)
    header = file.read(LOCAL_HEADER)
    name = file.read(int.from_bytes(header[26:28], "little"))
    if not header.startswith(LOCAL) or _slashed(name) != entry.name:
        raise RejectionError("unreadable", CHANGED)
    file.seek(entry.at + LOCAL_HEADER + len(name) + int.from_bytes(header[28:30], "little"))


def _check_directory(file: BinaryIO) -> None:
    """zipfile parses the whole directory before one can ask for its size: look at the end record first."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - END_SIZE - COMMENT - LARGE_END_SIZE))
    tail = file.read()
    at = tail.rfind(END, max(0, len(tail) - END_SIZE - COMMENT))
    if at < 0 or at + END_SIZE > len(tail):
        raise RejectionError("damaged", CUT_OFF)
    ends = (match.start() for match in re.finditer(re.escape(END), tail))
    if any(one != at and _reaches_to(tail, one) for one in ends):
        raise RejectionError(
            "duplicate", "The file has two directories, so readers differ on what it says. Save or pack it anew."
        )
    limit = in_force().entries
    if any(one > limit * ENTRY_BYTES for one in _directory_sizes(tail, at)):
        raise _too_many(limit)


def _reaches_to(tail: bytes, at: int) -> bool:
    """Whether an end record and its comment go on to the very end."""
    return at + END_SIZE + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail)


def _directory_sizes(tail: bytes, at: int) -> Iterator[int]:
    """The bytes that the directory has by the end record, and by the record for large archives right before it, which
    tells where that does not.
    """
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    large = at - LARGE_END_SIZE
    if not tail[max(0, at - LOCATOR_SIZE) : at].startswith(LOCATOR):
        yield size
        return
    if large < 0 or not tail.startswith(LARGE_END, large):
        raise RejectionError("damaged", CUT_OFF)
    yield int.from_bytes(tail[large + 40 : large + 48], "little")
    if size != TOLD_ELSEWHERE:
        yield size


def _check_entries(entries: list[ZipInfo], most: int) -> None:
    limit = in_force().entries
    if len(entries) > limit:
        raise _too_many(limit)
    if sum(entry.file_size for entry in entries) > most:
        raise _too_large(most)
    _check_overlaps(entries)


def check_entry(entry: ZipInfo) -> None:
    """Refuse an entry for what the directory says of it. Raises RejectionError: `encrypted`, `unsupported`, `ratio`."""
    if entry.flag_bits & 1:
        raise RejectionError(
            "encrypted", "The file is protected by a password. Take the password off and save it anew."
        )
    # Office programs write no others, and the unpackers for them cannot be stopped at a size.
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise RejectionError(
            "unsupported",
            "A part of the file is compressed in a way that Office programs do not use. Save or pack it anew.",
        )
    if entry.file_size > RATIO_FROM and entry.file_size > (most := in_force().ratio) * entry.compress_size:
        raise RejectionError(
            "ratio",
            f"A part of the file grows more than {most} times when unpacked, as in a zip bomb. It was not opened; "
            "JINGYAN_RATIO raises the limit.",
        )


def _check_overlaps(entries: list[ZipInfo]) -> None:
    """Entries that share compressed bytes make a bomb of a small file, and Python 3.11 does not look for them."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(ordered):
        if entry.header_offset + LOCAL_HEADER + entry.compress_size > following.header_offset:
            raise RejectionError("overlap", "Parts of the file overlap, as in a zip bomb. It was not opened.")


def _too_many(most: int) -> RejectionError:
    return RejectionError(
        "entries",
        f"The file holds more than {most:,} parts, which no document needs. It was not opened; "
        "JINGYAN_ENTRIES raises the limit.",
    )


def _too_large(most: int) -> RejectionError:
    part = in_force().part_bytes
    return RejectionError(
        "too_large",
        f"Unpacked, the file has more than {most >> 20} MB, or a part over {part >> 20} MB. "
        "Split it into parts, or raise JINGYAN_UNPACKED_MB or JINGYAN_PART_MB.",
    )
