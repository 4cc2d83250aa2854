"""The files of the working state, for one user alone: they hold texts that a public catalogue leaves out. What is no
plain file was not written by us and gives way.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

OURS_ALONE = 0o600


def ours_alone(path: str, flags: int) -> int:
    """An opener for `open`: what it makes is for this user alone."""
    return os.open(path, flags, OURS_ALONE)


def discard(path: Path) -> None:
    """Have nothing stand in a place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def put(new: Path, path: Path) -> None:
    """Let a file take its place, whatever stands there."""
    if path.is_dir():
        discard(path)
    new.replace(path)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a small file in one step: it is there whole or as it was, also where this raises OSError."""
    new = path.with_name(f"{path.name}.new")
    try:
        with open(new, "wb", opener=ours_alone) as file:
            file.write(content.encode() if isinstance(content, str) else content)
        put(new, path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
