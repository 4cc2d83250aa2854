"""Opening a zip container with care: what it declares is checked before anything is inflated, then a cap holds."""

import zlib
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from corpus.model import RejectionError

ENTRIES = 5_000
PART_BYTES = 64 * 2**20
TOTAL_BYTES = 256 * 2**20
RATIO = 100
# Small parts may compress better than the ratio: an empty table repeats itself.
RATIO_FROM = 2**20
# A directory larger than this holds too many entries, whatever it says; it is not parsed.
DIRECTORY_BYTES = ENTRIES * 600
END = b"PK\5\6"
END_SIZE = 22
COMMENT = 0xFFFF
LOCAL_HEADER = 30
STEP = 2**18
CUT_OFF = "The file is damaged or was not copied completely (its container is broken). Copy it again, or save it anew."


def open_zip(data: bytes) -> ZipFile:
    """The container, once its directory is found to be in order; the caller closes it.

    Raises RejectionError: `damaged`, `entries`, `duplicate`, `overlap`, `ratio`, `too_large`, `encrypted`,
    `unsupported`.
    """
    _check_directory(data)
    try:
        package = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
        raise RejectionError("damaged", CUT_OFF) from error
    _check_entries(package.infolist())
    return package


def read_entry(package: ZipFile, name: str, limit: int = PART_BYTES) -> bytes:
    """The bytes of an entry; the cap holds whatever its header says. Raises RejectionError `damaged` or `too_large`."""
    data = bytearray()
    try:
        with package.open(name) as entry:
            # In steps: a read of any size inflates so much, whatever the entry declares.
            while len(data) <= limit and (step := entry.read(STEP)):
                data += step
    except (BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, zlib.error) as error:
        raise RejectionError("damaged", CUT_OFF) from error
    if len(data) > limit:
        raise _too_large()
    return bytes(data)


def _check_directory(data: bytes) -> None:
    """zipfile parses the whole directory before one can ask for its size: look at the end record first."""
    at = data.rfind(END, max(0, len(data) - END_SIZE - COMMENT))
    if at < 0 or at + END_SIZE > len(data):
        raise RejectionError("damaged", CUT_OFF)
    if int.from_bytes(data[at + 12 : at + 16], "little") > DIRECTORY_BYTES:
        raise _too_many()


def _check_entries(entries: list[ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise _too_many()
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):
        raise RejectionError(
            "duplicate", "The file holds two parts of one name, so readers differ on what it says. Save it anew."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise RejectionError(
            "encrypted", "The file is protected by a password. Take the password off and save it anew."
        )
    # Office programs write no others, and the unpackers for them cannot be stopped at a size.
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise RejectionError(
            "unsupported", "A part of the file is compressed in a way that Office programs do not use. Save it anew."
        )
    _check_sizes(entries)
    _check_overlaps(entries)


def _check_sizes(entries: list[ZipInfo]) -> None:
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > RATIO * entry.compress_size:
            raise RejectionError(
                "ratio",
                f"A part of the file grows more than {RATIO} times when unpacked, as in a zip bomb. It was not opened.",
            )
    if sum(entry.file_size for entry in entries) > TOTAL_BYTES:
        raise _too_large()


def _check_overlaps(entries: list[ZipInfo]) -> None:
    """Entries that share compressed bytes make a bomb of a small file, and Python 3.11 does not look for them."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(ordered):
        if entry.header_offset + LOCAL_HEADER + entry.compress_size > following.header_offset:
            raise RejectionError("overlap", "Parts of the file overlap, as in a zip bomb. It was not opened.")


def _too_many() -> RejectionError:
    return RejectionError(
        "entries", f"The file holds more than {ENTRIES:,} parts, which no document needs. It was not opened."
    )


def _too_large() -> RejectionError:
    return RejectionError(
        "too_large",
        f"Unpacked, the file has more than {TOTAL_BYTES >> 20} MB, or a part over {PART_BYTES >> 20} MB.",
    )
