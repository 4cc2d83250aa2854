"""Archives of reports (ZIP): their members are documents of their own, one level deep. Nothing is ever written.

Only the directory of an archive is read to find its members; their bytes are read one by one, with a cap.
"""

from dataclasses import dataclass
from pathlib import Path

from corpus.limits import FILE_BYTES, check_size
from corpus.model import RejectionError
from corpus.sniff import ZIPS, is_package
from corpus.zipguard import entry_name, open_archive, read_entry

CHANGED = "The archive changed while it was being read. Wait until it is copied completely and try again."


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there for people, without steps upwards, and which entry it is.

    Entries may bear the same name, so they are told by number; `entry` is the name as it is written in the archive.
    """

    name: str
    number: int
    entry: str
    size: int


def members(path: Path) -> tuple[Member, ...] | None:
    """The files in an archive, or None for any other file.

    An archive that is damaged, encrypted, empty, a bomb or too large is "any other file" as well: whoever reads it as a
    document is told why that is refused.
    """
    try:
        # A pipe would be waited for.
        if not path.is_file():
            return None
        with path.open("rb") as file:
            if not file.read(4).startswith(ZIPS):
                return None
            with open_archive(file) as archive:
                entries = archive.infolist()
    except (OSError, RejectionError):
        return None
    if is_package(entry.filename for entry in entries):
        return None
    found = [
        Member(name, number, entry.orig_filename, entry.file_size)
        for number, entry in enumerate(entries)
        if (name := _inside(entry_name(entry))) and not entry_name(entry).endswith("/")
    ]
    return tuple(found) or None


def read_member(path: Path, member: Member) -> bytes:
    """The bytes of a member.

    Raises OSError, and RejectionError: `too_large`, `damaged`, `unreadable` where the archive has changed.
    """
    check_size(member.size)
    with path.open("rb") as file, open_archive(file) as archive:
        entries = archive.infolist()
        if member.number >= len(entries) or entries[member.number].orig_filename != member.entry:
            raise RejectionError("unreadable", CHANGED)
        return read_entry(archive, entries[member.number], FILE_BYTES)


def _inside(name: str) -> str:
    """The path below the archive: no root, no drive, no step upwards or on the spot."""
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))
