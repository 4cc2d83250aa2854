"""What not every system can do, and what is done where it cannot: limits, the ends of processes, folders on disk.

All that Linux and macOS have and Windows has not, or that Linux alone has, stands here and nowhere else.
"""

import ctypes
import errno
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

STOPS = tuple(one for name in ("SIGINT", "SIGTERM", "SIGHUP") if (one := getattr(signal, name, None)))
"""What Ctrl-C, a service, a shutting system and a closed terminal send."""
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
OF_A_PIPE_NOBODY_READS = getattr(signal, "SIGPIPE", 13)
HAS_GROUPS = hasattr(os, "killpg")
OWN_GROUP: Mapping[str, Any] = (
    {"process_group": 0} if HAS_GROUPS else {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
)
"""For `Popen`: a process that can be ended with all that it starts, by `end_group`."""

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # options of glibc, see `set_malloc`
LARGE = 1 << 18  # bytes; what glibc is to map by itself, so that it goes back as soon as it is free
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # Linux
RENAME_SWAP = 2  # macOS
CANNOT_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
LOOK_SECONDS = 1.0
SYSTEM = 0  # the number of the user who may do everything anyway
OURS_ALONE, ANYBODY = 0o700, 0o777
OTHERS, OTHERS_WRITE = 0o077, 0o022


def _of_c(name: str) -> Callable[..., int] | None:
    """A function of the C library, None where it has none of that name; sets `ctypes.get_errno`."""
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (AttributeError, OSError, TypeError):
        return None
    return found


# Limits: where there are none, time alone bounds what a document may take.


def _limit(which: str, most: int) -> None:
    try:
        import resource

        resource.setrlimit(getattr(resource, which), (most, most))
    except (AttributeError, ImportError, OSError, ValueError):
        return


def limit_memory(most: int) -> None:
    """The most bytes of address space that this process and those it starts may have."""
    _limit("RLIMIT_AS", most)


def allow_more_memory(more: int) -> None:
    """Limit this process to so many bytes more than it has now, where that can be told (Linux)."""
    has = _address_space()
    try:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if has is not None:
            resource.setrlimit(resource.RLIMIT_AS, (has + more, most))
    except (ImportError, OSError, ValueError):
        return


def _address_space() -> int | None:
    """How many bytes of address space this process has; None where that cannot be told (not Linux)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


@contextmanager
def more_memory(more: int, kept: bool = False) -> Iterator[None]:
    """Allow so many bytes on top of what `allow_more_memory` set as long as the block runs; `kept`: what the block
    leaves loaded is allowed for good.
    """
    try:
        import resource
    except ImportError:
        yield
        return
    limit, most = resource.getrlimit(resource.RLIMIT_AS)
    before = _address_space()
    if limit == resource.RLIM_INFINITY or before is None:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (_within(limit + more, most), most))
    try:
        yield
    finally:
        grown = max(0, (_address_space() or before) - before) if kept else 0
        resource.setrlimit(resource.RLIMIT_AS, (_within(limit + grown, most), most))


def _within(limit: int, most: int) -> int:
    return limit if most < 0 else min(limit, most)  # no limit is a number below nought


@contextmanager
def any_memory() -> Iterator[None]:
    """Lift what `allow_more_memory` set as long as the block runs."""
    try:
        import resource
    except ImportError:
        yield
        return
    limit, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def limit_files(most: int) -> None:
    """The most bytes that a file may have which this process or those it starts write; no core is dumped."""
    _limit("RLIMIT_FSIZE", most)
    _limit("RLIMIT_CORE", 0)


def peak_memory() -> int | None:
    """The most bytes of memory that this process ever had at once; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    told = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return told if sys.platform == "darwin" else told * 1024


def set_malloc(options: Mapping[int, int]) -> None:
    """Set options of the memory allocation of glibc (`mallopt`), where it is glibc."""
    call = _of_c("mallopt")
    for option, value in options.items():
        if call:
            call(option, value)


def give_back_memory() -> None:
    """Have what memory is free taken back by the system, where the C library can (glibc): it keeps what lies between
    pieces in use, for a process that may never need it again. Python, too, lets go of the small tuples that it keeps to
    be used again only when it looks for garbage: a few of them hold on to a megabyte each.
    """
    gc.collect()
    if call := _of_c("malloc_trim"):
        call(0)


# The ends of processes.


def _end_when_orphaned(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


def end_with_parent() -> None:
    """Have this process end with the one that started it, in the middle of whatever it does: Linux sees to it, on macOS
    a thread looks each second. On Windows it ends when its input does.
    """
    call = _of_c("prctl")
    if HAS_GROUPS and (call is None or call(PR_SET_PDEATHSIG, KILL) != 0):
        threading.Thread(target=_end_when_orphaned, args=(os.getppid(),), daemon=True).start()


def adopt_orphans() -> None:
    """On Linux, be the parent of what children leave behind: in a container nobody else may take care of that."""
    if call := _of_c("prctl"):
        call(PR_SET_CHILD_SUBREAPER, 1)


def wait_for_orphans(seconds: float) -> None:
    """Wait so long at most for what was adopted and has ended, so that no trace of it stays."""
    until = time.monotonic() + seconds
    with suppress(AttributeError, ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.02)


def _end_tree(pid: int) -> None:
    """Windows: there is no group to end, but whoever was started by whom is known."""
    with suppress(OSError):
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True, check=False)


def end_group(pid: int) -> None:
    """End a process that was started with `OWN_GROUP`, and all that it started."""
    if not HAS_GROUPS:
        return _end_tree(pid)
    with suppress(PermissionError, ProcessLookupError):  # nobody of the group is left
        os.killpg(pid, KILL)
    return None


def end_own_group() -> None:
    """End all of the group that this process is in; it leaves that first where it can, to tidy up."""
    if not HAS_GROUPS:
        return _end_tree(os.getpid())
    group = os.getpgrp()
    with suppress(OSError):
        os.setpgid(0, os.getpgid(os.getppid()))
    os.killpg(group, KILL)
    return None


def runs(pid: int) -> bool | None:
    """Whether a process of this machine runs; None where it cannot be told without harm (Windows)."""
    if not HAS_GROUPS:
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def user_number() -> int | None:
    """The number of the user that this process runs for, where users have numbers."""
    return os.getuid() if hasattr(os, "getuid") else None


# Folders that nobody else may write to.


class NotOursError(PermissionError):
    """A folder that others than this user may have written to; the message says what to do."""


def make_own(folder: Path) -> None:
    """Make a folder for this user alone, or have one that is there be so; where users have no numbers (Windows) its
    place says who may look into it. Raises NotOursError, and OSError where it cannot be made.
    """
    numbered = user_number() is not None
    folder.mkdir(OURS_ALONE if numbered else ANYBODY, exist_ok=True)
    check_own(folder)
    if numbered:
        with suppress(OSError):  # it may be the system's, or on a disk that keeps no such rights
            folder.chmod(OURS_ALONE)


def check_own(folder: Path) -> None:
    """Raise NotOursError where others than this user may have written to a folder, or made the link to it. One that is
    not there is passed over, and one on a disk or share that tells the same owner or rights of all files.
    """
    user, ours = user_number(), f"One user alone builds a catalogue and keeps {folder}"
    if user is None or not folder.exists():
        return
    owners = {folder.lstat().st_uid, folder.stat().st_uid} - {user, SYSTEM}
    if owners and _tells_owners(folder, user):
        raise NotOursError(
            f"{folder} belongs to another user (number {owners.pop()}), who decides what would be read there. {ours}: "
            "let that user build, or delete the folder; all but earlier catalogues is made anew."
        )
    if folder.stat().st_mode & OTHERS_WRITE and _tells_owners(folder, user):
        raise NotOursError(
            f"{folder} may be written to by others, who decide what would be read there. {ours}: if nobody else wrote "
            f"there, run chmod -R go-w '{folder}'; or delete the folder, all but earlier catalogues is made anew."
        )


def _tells_owners(folder: Path, user: int) -> bool:
    """Whether a file that is made in a folder is said to be for this user alone, as it was made."""
    try:
        with TemporaryFile(dir=folder) as file:
            told = os.fstat(file.fileno())
    except OSError:
        return True
    return told.st_uid == user and not told.st_mode & OTHERS


# Folders on disk.


def sync(path: Path) -> None:
    """Have a file or a folder on disk; where a folder cannot be opened (Windows) its names are the system's care."""
    folder = path.is_dir()
    try:
        handle = os.open(path, os.O_RDONLY if HAS_GROUPS or folder else os.O_RDWR)
    except PermissionError:
        if folder and not HAS_GROUPS:
            return
        raise
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_disk(path: Path) -> bool:
    """Have all that was written to the disk which holds a folder there, in one go; False where the system cannot (not
    Linux). Of thousands of small files that takes a tenth of the time that one after another does.
    """
    call = _of_c("syncfs")
    if call is None:
        return False
    handle = os.open(path, os.O_RDONLY)
    try:
        if call(handle) == 0:
            return True
        failed = ctypes.get_errno()
    finally:
        os.close(handle)
    if failed == errno.ENOSYS:
        return False
    raise OSError(failed, os.strerror(failed), str(path))


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the file system cannot."""
    names, code = (os.fsencode(one), os.fsencode(other)), -1
    if call := _of_c("renameat2"):
        code = call(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    elif call := _of_c("renamex_np"):
        code = call(*names, RENAME_SWAP)
    if code == 0:
        return True
    if call is None or (failed := ctypes.get_errno()) in CANNOT_EXCHANGE:
        return False
    raise OSError(failed, os.strerror(failed), str(other))


def peak_memory_of_children() -> int | None:
    """The most bytes of memory that any process which this one started, and which has ended, ever had at once."""
    try:
        import resource
    except ImportError:
        return None
    told = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (told if sys.platform == "darwin" else told * 1024) or None


def peak_memory_of(pid: int) -> int | None:
    """The most bytes of memory that a running process ever had at once; None where that cannot be told (not Linux)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    told = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), None)
    return int(told) * 1024 if told else None


def cpu_seconds_of(pid: int) -> float | None:
    """The seconds that a running process has computed; None where that cannot be told (not Linux)."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    user, system = told.rsplit(")", 1)[1].split()[11:13]  # behind the name, which may hold anything
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
