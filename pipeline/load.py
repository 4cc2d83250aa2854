"""The bytes of a document, wherever it lies."""

import stat
import time
from pathlib import Path

from corpus.archives import Member, read_member
from corpus.limits import check_size
from corpus.model import RejectionError

TRIES = 3


def load(path: Path, member: Member | None = None) -> bytes:
    """The bytes of a file, or of a member of the archive there. A share that stumbles is asked again; what is over the
    limit is refused before it is read. Raises RejectionError.
    """
    for attempt in range(TRIES):
        try:
            told = path.stat()
            if not stat.S_ISREG(told.st_mode):
                raise RejectionError("unreadable", "This is no regular file.")
            if member is not None:
                return read_member(path, member)
            check_size(told.st_size)
            return path.read_bytes()
        except OSError as error:
            if attempt == TRIES - 1 or isinstance(error, FileNotFoundError | PermissionError):
                raise RejectionError("unreadable", f"The file cannot be opened: {error.strerror or error}.") from error
            time.sleep(0.2 * 2**attempt)
    raise AssertionError("unreachable")
