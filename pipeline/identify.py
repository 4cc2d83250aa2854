"""Who a file is, whatever its name: its hash and size."""

import stat
from hashlib import file_digest, sha256

from corpus.archives import read_member
from corpus.discover import Found
from corpus.limits import in_force
from corpus.model import RejectionError, Source


def identify(found: Found) -> Source:
    """The source of a file without holding it in memory; no hash where it is too large or cannot be opened."""
    size = size_of(found, follow=True)  # finding looked where a link leads
    if not 0 <= size <= in_force().file_bytes:
        return Source(found.name, "", max(0, size))
    try:
        if found.member:
            return Source(found.name, sha256(read_member(found.path, found.member)).hexdigest(), size)
        with found.path.open("rb") as file:
            return Source(found.name, file_digest(file, "sha256").hexdigest(), size)
    except (OSError, RejectionError):
        return Source(found.name, "", size)


def unread(found: Found) -> Source:
    """The source of a file that is not to be opened: one that is ignored may be a pipe or lead out of the folder."""
    return Source(found.name, "", max(0, size_of(found)))


def size_of(found: Found, follow: bool = False) -> int:
    """Bytes of a regular file, links not followed unless asked, or of a member of an archive; -1 for all else, which
    opening might block on.
    """
    if found.member:
        return found.member.size
    try:
        told = found.path.stat(follow_symlinks=follow)
    except (OSError, ValueError):
        return -1
    return told.st_size if stat.S_ISREG(told.st_mode) else -1
