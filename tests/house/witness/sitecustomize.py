"""Python imports this on start where its folder is on PYTHONPATH: every address that the process asks for is written
down in the file WITNESS, and none beyond this machine is reached.
"""

import os
import sys
from pathlib import Path
from typing import Any

ASKING = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
HERE = ("127.", "::1", "localhost", "/", "\0")  # loopback, and sockets that are files


def _host(name: str, given: tuple[Any, ...]) -> str:
    """Which host a call of that name asks for; nothing where it does not say."""
    told = given[0] if name in {"socket.getaddrinfo", "socket.gethostbyname"} else given[-1]
    if isinstance(told, tuple):
        told = told[0]
    return os.fsdecode(told) if isinstance(told, str | bytes) else ""


def _witness(name: str, given: tuple[Any, ...]) -> None:
    if name not in ASKING:
        return
    host = _host(name, given)
    with Path(os.environ["WITNESS"]).open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{name} {host}\n")
    if host and not host.startswith(HERE):
        raise ConnectionRefusedError(f"{name} {host}: nothing beyond this machine is reached in this test")


if "WITNESS" in os.environ:
    sys.addaudithook(_witness)
