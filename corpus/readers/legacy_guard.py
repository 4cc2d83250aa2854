"""Stands between us and LibreOffice: bounds its memory and disk, and ends it when we are gone.

Started as `python -m corpus.readers.legacy_guard MEGABYTES COMMAND...`; its standard input is a pipe that we hold open
and never write to: the system closes it, however we end.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

FILE_BYTES = 2**29
NOT_STARTED = 127
OF_SIGNAL = 128
PR_SET_CHILD_SUBREAPER = 36
TIDY_SECONDS = 5


def bound(megabytes: int) -> None:
    """Limit the memory and the size of files of all that is started from here; not every system has these limits."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _adopt() -> None:
    """On Linux, be the parent of what LibreOffice leaves behind: in a container nobody else may take care of that."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    except (AttributeError, OSError, TypeError):
        return


def _end_with_parent() -> None:
    """When our parent ends or asks for it, end all of our group; we leave that first where we can, to tidy up."""
    sys.stdin.buffer.read()
    group = os.getpgrp()
    with suppress(OSError):
        os.setpgid(0, os.getpgid(os.getppid()))
    os.killpg(group, signal.SIGKILL)


def _tidy() -> None:
    """Wait for what has ended, so that no trace of it stays."""
    until = time.monotonic() + TIDY_SECONDS
    with suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.02)


def main() -> int:
    """Run the command within the limits; its exit code, as shells count: 128 and the signal that ended it."""
    bound(int(sys.argv[1]))
    _adopt()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        code = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, check=False).returncode
    except OSError:
        return NOT_STARTED
    _tidy()
    return code if code >= 0 else OF_SIGNAL - code


if __name__ == "__main__":
    # Not sys.exit: the thread that waits for standard input would hold the end up.
    os._exit(main() & 0xFF)
