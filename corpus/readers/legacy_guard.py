"""Stands between us and LibreOffice: bounds its memory and disk, and ends it when we are gone.

Started as `python -m corpus.readers.legacy_guard MEGABYTES COMMAND...`; its standard input is a pipe that we hold open
and never write to: the system closes it, however we end.
"""

import os
import subprocess
import sys
import threading

from corpus.system import adopt_orphans, end_own_group, limit_files, limit_memory, wait_for_orphans

FILE_BYTES = 2**29
NOT_STARTED = 127
OF_SIGNAL = 128
TIDY_SECONDS = 5


def bound(megabytes: int) -> None:
    """Limit the memory and the size of files of all that is started from here; not every system has these limits."""
    limit_memory(megabytes * 2**20)
    limit_files(FILE_BYTES)


def _end_with_parent() -> None:
    """When our parent ends or asks for it, end all that was started here."""
    sys.stdin.buffer.read()
    end_own_group()


def main() -> int:
    """Run the command within the limits; its exit code, as shells count: 128 and the signal that ended it."""
    bound(int(sys.argv[1]))
    adopt_orphans()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        code = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, check=False).returncode
    except OSError:
        return NOT_STARTED
    wait_for_orphans(TIDY_SECONDS)
    return code if code >= 0 else OF_SIGNAL - code


if __name__ == "__main__":
    # Not sys.exit: the thread that waits for standard input would hold the end up.
    os._exit(main() & 0xFF)
