"""What only Linux and macOS have, or Linux alone, stands in one module; and without it all of ours works too."""

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.conftest import ROOMS

THE_ONE = Path("corpus/system.py")
MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios"}
SIGNALS = {"SIGHUP", "SIGKILL", "SIGALRM", "SIGCHLD", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGSTOP", "SIGCONT"}
CALLS = {
    *("chown", "fchmod", "fchown", "fork", "fsync", "geteuid", "getgid", "getloadavg", "getpgid", "getpgrp"),
    *("getuid", "killpg", "lchown", "mkfifo", "nice", "posix_spawn", "pthread_sigmask", "sched_getaffinity"),
    *("sched_setaffinity", "setitimer", "setpgid", "setrlimit", "setsid", "setuid", "statvfs", "uname", "waitpid"),
    *("O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "WNOHANG", "preexec_fn", "process_group", "start_new_session"),
    *("malloc_trim", "mallopt", "prctl", "renameat2", "renamex_np", "syncfs"),
}
# Prefect and Dask: on Windows builds run with --engine local.
OF_A_CLUSTER = ("pipeline.flows", "pipeline.tasks", "pipeline.dask_cluster")
SYSTEM_FOLDERS = ("/proc/", "/sys/", "/dev/")


def of_one_system(tree: ast.AST) -> Iterator[str]:
    """The names in a module that not every system has."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from [node.module] if node.module in MODULES else []
            yield from (one.name for one in node.names if one.name in SIGNALS | CALLS)
        elif isinstance(node, ast.Attribute) and node.attr in SIGNALS | CALLS:
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg in CALLS:
            yield str(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value in SIGNALS | CALLS | MODULES or node.value.startswith(SYSTEM_FOLDERS):
                yield node.value
        elif isinstance(node, ast.Call) and ast.unparse(node).startswith("ctypes.CDLL(None"):
            yield "ctypes.CDLL(None)"


def test_calls_that_not_every_system_has_stand_in_one_module(root: Path, our_code: list[Path]) -> None:
    rooms = [path for path in our_code if path.parts[0] in ROOMS and path != THE_ONE]
    found = {str(path): sorted(of_one_system(ast.parse((root / path).read_text("utf-8")))) for path in rooms}
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import resource",
        "from os import killpg",
        "os.fsync(handle)",
        "getattr(signal, 'SIGHUP')",
        "Path('/proc/self/statm')",
        "Popen([], start_new_session=True)",
        "ctypes.CDLL(None).prctl(1, 9)",
    ],
)
def test_such_calls_would_be_seen(code: str) -> None:
    assert list(of_one_system(ast.parse(code)))


# A system without all this, as Windows is; set up before any module of ours is imported, in each process.
WITHOUT = """
import ctypes, os, shutil, signal, subprocess, sys
kill = signal.SIGKILL
subprocess.Popen.kill = lambda self: self.send_signal(kill)
for name in ("resource", "grp", "pwd", "termios"):
    sys.modules[name] = None
for name in ("killpg getpgid getpgrp setpgid setsid getuid geteuid getgid getegid WNOHANG mkfifo "
             "chown lchown fchown fchmod sched_getaffinity getloadavg nice O_DIRECTORY O_NOFOLLOW").split():
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGKILL", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGCHLD"):
    delattr(signal, name)
shutil._use_fd_functions = False
library, opened, synced = ctypes.CDLL, os.open, os.fsync

class CDLL(library):
    def __init__(self, name, *others, **more):
        if name is None:
            raise TypeError("LoadLibrary() argument 1 must be str, not None")
        super().__init__(name, *others, **more)

def open_file(path, flags, *others, **more):
    if os.path.isdir(path):
        raise PermissionError(13, "Permission denied", path)
    return opened(path, flags, *others, **more)

def sync(handle):
    import fcntl
    if fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
        raise OSError(9, "Bad file descriptor")
    synced(handle)

ctypes.CDLL, os.open, os.fsync = CDLL, open_file, sync
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of a system that has none of these calls."""
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "sitecustomize.py").write_text(WITHOUT, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path / "start"), os.environ.get("PYTHONPATH", ""))))
    return dict(os.environ) | {"PYTHONPATH": path, "JINGYAN_JOBS": "1", "JINGYAN_SOFFICE": str(tmp_path / "none")}


def _ran(arguments: list[str | Path], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-P", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_every_module_is_imported_without_them(our_code: list[Path], elsewhere: dict[str, str]) -> None:
    scripts = ("extractors/problem_training.py", "extractors/practice_training.py")
    rooms = [path for path in our_code if path.parts[0] in ROOMS and path.as_posix() not in scripts]
    modules = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in rooms]
    ours = [name for name in modules if "sample" not in name and name not in OF_A_CLUSTER]
    code = f"import os\nassert not hasattr(os, 'killpg')\nfor name in {ours!r}:\n    __import__(name)"
    _ran(["-c", code], elsewhere)


@pytest.mark.slow
def test_a_catalogue_is_built_without_them(tmp_path: Path, elsewhere: dict[str, str]) -> None:
    (tmp_path / "in").mkdir()
    build: list[str | Path] = ["-m", "pipeline.cli", "build", tmp_path / "in", "--out", tmp_path / "out"]
    for words in ("12期", "30期"):
        (tmp_path / "in" / "a.txt").write_text(f"一、主要做法\n一是加强教育培训。全县举办培训班{words}。\n", "utf-8")
        _ran([*build, "--engine", "local"], elsewhere)
    last = hashlib.sha256((tmp_path / "in" / "a.txt").read_bytes()).hexdigest()
    assert last in (tmp_path / "out" / "documents.json").read_text("utf-8")
    _ran(["-m", "pipeline.cli", "rollback", "--out", tmp_path / "out"], elsewhere)
    assert sorted(path.name for path in (tmp_path / ".jingyan" / "out" / "catalogues").iterdir()) == ["000002"]
