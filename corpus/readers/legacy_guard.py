"""Stands between us and LibreOffice: bounds its memory and disk, and ends it when we are gone.

Started as `python -m corpus.readers.legacy_guard MEGABYTES COMMAND...`; its standard input is a pipe that we hold open
and never write to: the system closes it, however we end.
"""

import os
import signal
import subprocess
import sys
import threading

FILE_BYTES = 2**29
NOT_STARTED = 127


def bound(megabytes: int) -> None:
    """Limit the memory and the size of files of all that is started from here; not every system has these limits."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main() -> int:
    """Run the command within the limits; its exit code."""
    bound(int(sys.argv[1]))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        return subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, check=False).returncode
    except OSError:
        return NOT_STARTED


if __name__ == "__main__":
    # Not sys.exit: the thread that waits for standard input would hold the end up.
    os._exit(main() & 0xFF)
