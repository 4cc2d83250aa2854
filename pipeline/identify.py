"""Who a file is, whatever its name: its hash and size."""

import os
from hashlib import file_digest

from corpus.discover import Found
from corpus.model import Source


def identify(found: Found) -> Source:
    """The source of a file without holding it in memory; no hash where it cannot be opened."""
    try:
        with found.path.open("rb") as file:
            return Source(found.name, file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size)
    except OSError:
        return Source(found.name, "", 0)
