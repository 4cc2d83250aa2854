"""Archives of reports (ZIP): their members are documents of their own, one level deep. Nothing is ever written.

Only the directory of an archive is read to find its members; their bytes are read one by one, with a cap.
"""

import stat
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipInfo

from corpus.limits import check_size, in_force
from corpus.model import Outcome, RejectionError
from corpus.sniff import ZIPS, is_package
from corpus.zipguard import Packed, check_entry, entry_name, head_of, open_archive, packed_of, read_packed

# Archives of scans are large; of their members one at a time is unpacked, so that no machine is exhausted by the sum.
ARCHIVE_BYTES = 4 * 2**30
LINK = Outcome("ignored:symlink", "This is a link to another file; it is not followed.")
UNIX = 3


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there for people, without steps upwards, and where its bytes are.

    Entries may bear the same name, so they are told by number. `refused`: why it is not read, which its entry tells.
    """

    name: str
    number: int
    size: int
    packed: Packed
    refused: Outcome | None = None


def members(path: Path) -> tuple[Member, ...] | None:
    """The files in an archive, or None for any other file.

    An archive that is damaged, empty, a bomb or too large is "any other file" as well: whoever reads it as a document
    is told why that is refused.
    """
    try:
        # A pipe would be waited for.
        if not path.is_file():
            return None
        with path.open("rb") as file:
            if not file.read(4).startswith(ZIPS):
                return None
            with open_archive(file, ARCHIVE_BYTES) as archive:
                entries = archive.infolist()
    except (OSError, RejectionError):
        return None
    if is_package(entry.filename for entry in entries):
        return None
    found = [
        Member(name, number, entry.file_size, packed_of(entry), _refused(entry))
        for number, entry in enumerate(entries)
        if (name := _inside(entry_name(entry))) and not entry_name(entry).endswith("/")
    ]
    return tuple(found) or None


def _refused(entry: ZipInfo) -> Outcome | None:
    """Why a member is not read, as far as the directory tells."""
    if entry.create_system == UNIX and stat.S_ISLNK(entry.external_attr >> 16):
        return LINK
    try:
        check_entry(entry)
        check_size(entry.file_size)
    except RejectionError as error:
        return Outcome(f"rejected:{error.code}", error.reason)
    return None


def read_member(path: Path, member: Member) -> bytes:
    """The bytes of a member.

    Raises OSError, and RejectionError: `too_large`, `damaged`, `unreadable` where the archive has changed.
    """
    check_size(member.size)
    with path.open("rb") as file:
        return read_packed(file, member.packed, in_force().file_bytes)


def first_bytes(path: Path, member: Member, count: int) -> bytes:
    """What a member begins with, as far as it can be read. Raises OSError."""
    with path.open("rb") as file:
        return head_of(file, member.packed, count)


def _inside(name: str) -> str:
    """The path below the archive: no root, no drive, no step upwards or on the spot."""
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))
