"""What a site is told of a run: its own command gets a JSON object on standard input, its web address gets it posted.

Nothing of a document reaches a command line or a shell. However a hook ends, the run ends as it would without one.
"""

import shlex
import subprocess
import threading
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from corpus.system import HAS_GROUPS, OWN_GROUP, end_group
from pipeline.told import line

WEB = ("http", "https")
STDERR = 2


def call(hook: str, told: Mapping[str, Any], seconds: float) -> str | None:
    """Tell a hook; None where it took it, or else why not, without what may be secret in an address or command."""
    data = (line(told) + "\n").encode()
    return _posted(hook, data, seconds) if _is_web(hook) else _run(hook, data, seconds)


def _is_web(hook: str) -> bool:
    try:
        return urlsplit(hook).scheme.lower() in WEB
    except ValueError:
        return False


def _run(hook: str, data: bytes, seconds: float) -> str | None:
    try:
        words = shlex.split(hook, posix=HAS_GROUPS)
    except ValueError as error:
        return f"it is no command: {error}"
    try:
        # What it prints goes where our own messages go: standard output belongs to the command that runs.
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=STDERR, **OWN_GROUP)
    except (OSError, ValueError, IndexError) as error:
        return f"{words[0] if words else 'it'} cannot be started: {error}"
    try:
        process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        return f"{words[0]} took longer than {seconds:g} s and was stopped"
    finally:
        if process.poll() is None:
            end_group(process.pid)
            process.wait()
    return None if process.returncode == 0 else f"{words[0]} ended with exit code {process.returncode}"


def _posted(address: str, data: bytes, seconds: float) -> str | None:
    """In a thread: looking a name up and an answer that comes drop by drop know no end of their own."""
    answer: list[str | None] = []
    thread = threading.Thread(target=lambda: answer.append(_post(address, data, seconds)), daemon=True)
    thread.start()
    thread.join(seconds)
    return answer[0] if answer else f"{urlsplit(address).hostname} did not answer in {seconds:g} s"


def _post(address: str, data: bytes, seconds: float) -> str | None:
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"jingyan/{version('jingyan')}"}
    try:
        request = urllib.request.Request(address, data, headers, method="POST")
        with urllib.request.urlopen(request, timeout=seconds):
            return None
    except (HTTPException, OSError, ValueError) as error:  # of a URL, a network, an answer
        return f"{urlsplit(address).hostname} could not be told: {_without(address, str(error))}"


def _without(address: str, words: str) -> str:
    """Words without the address, which may hold a password."""
    return words.replace(address, urlsplit(address).hostname or "")
