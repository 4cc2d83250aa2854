"""What a run tells a log: a line of JSON for its start, for each document, and for its end."""

import json
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

STDERR = "-"
"""The name of a log that goes to standard error, where a service manager collects it."""


def line(told: Mapping[str, Any]) -> str:
    """A line of JSON that nothing in a name can break or colour: what does not print is written as its code."""
    text = json.dumps(told, ensure_ascii=False, allow_nan=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Log:
    """Lines for a file, for standard error (`-`) or for nobody (None); told from several threads. A log that cannot be
    written is said once and never fails a run.
    """

    def __init__(self, to: str | None, say: Callable[[str], None] = lambda _: None) -> None:
        self._to, self._say = to, say
        self._lock = threading.Lock()

    def tell(self, event: str, **told: Any) -> None:
        """Add a line."""
        if self._to is None:
            return
        said = line({"time": _now(), "event": event, **told}) + "\n"
        with self._lock:
            try:
                self._write(self._to, said)
            except OSError as error:
                self._say(f"The log {self._to} cannot be written: {error.strerror}. The run goes on without it.")
                self._to = None

    def _write(self, to: str, said: str) -> None:
        """In one piece, at the end of the file as it is then: another may have put a new one in its place."""
        if to == STDERR:
            sys.stderr.write(said)
            sys.stderr.flush()
            return
        with Path(to).open("ab", buffering=0) as file:
            file.write(said.encode())
