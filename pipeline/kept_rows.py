"""Rows on disk that outlive a build and may be lost at any time: bodies by key, and what failed."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outputs.state_files import OURS_ALONE

KEPT = "kept.sqlite"  # in the state folder
LAYOUT = 1
AT_ONCE = 64  # rows between two writes: what a build that is killed loses
BUILDS = 5  # a row that so many builds in a row did not use goes
TABLES = """
CREATE TABLE body (key BLOB PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE used (key BLOB PRIMARY KEY, build INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE failure (key BLOB PRIMARY KEY, times INTEGER NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL)
    WITHOUT ROWID;
"""
# Exclusive: no second process has any business here, and so none of the memory that WAL shares, which some shared
# folders lack, is needed.
PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "auto_vacuum=INCREMENTAL",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "journal_size_limit=0",
)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """How often a document ended its reader, and what was said of it the last time."""

    times: int
    code: str
    reason: str


class Rows:
    """One file of rows, used by one process and any of its threads. Whatever the disk does, it raises nothing: what is
    damaged is thrown away, and where nothing can be written nothing is kept; `say` is told so in a line.
    """

    def __init__(self, path: Path, say: Say) -> None:
        self._path, self._say = path, say
        self._lock = threading.Lock()
        self._waiting: dict[bytes, bytes] = {}
        self._touched: set[bytes] = set()
        self._database: sqlite3.Connection | None = None
        with self._lock, self._guarded():
            self._open()

    def body(self, keys: Sequence[bytes]) -> tuple[bytes, bytes] | None:
        """The first of some keys that there is, and its body."""
        with self._lock, self._guarded():
            for key in keys:
                body = self._waiting.get(key) or self._one("SELECT body FROM body WHERE key = ?", key)
                if isinstance(body, bytes):
                    return key, body
        return None

    def put(self, key: bytes, body: bytes) -> None:
        """Keep a body; it is written with others."""
        with self._lock:
            self._touched.add(key)
            self._waiting[key] = body
            if len(self._waiting) >= AT_ONCE:
                self._write()

    def touch(self, *keys: bytes) -> None:
        """These keys are in use, whether there is a body to them or not."""
        with self._lock:
            self._touched.update(keys)

    def failure(self, key: bytes) -> Failure | None:
        """What is known of a failure."""
        with self._lock, self._guarded():
            row = self._row("SELECT times, code, reason FROM failure WHERE key = ?", key)
            self._touched.add(key)
            return Failure(*row) if row and isinstance(row[0], int) else None
        return None

    def failed(self, key: bytes, failure: Failure) -> None:
        """Keep what is known of a failure, at once: the next one may end the program."""
        row = (key, failure.times, failure.code, failure.reason)
        with self._lock, self._guarded():
            self._touched.add(key)
            self._execute("INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)", row)

    def forget_failures(self) -> None:
        """All that failed may be tried again."""
        with self._lock, self._guarded():
            self._execute("DELETE FROM failure")

    def finish(self) -> None:
        """A build is whole: what it used stays, what no build used for a while goes."""
        with self._lock:
            self._write()
            with self._guarded():
                self._finish()

    def close(self) -> None:
        """Write what waits, and close the file."""
        with self._lock:
            self._write()
            if self._database:
                with suppress(sqlite3.Error):
                    self._database.close()
            self._database = None

    def _open(self) -> None:
        """Open the file, made anew where it is none of ours or of another layout; raises sqlite3.Error and OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, OURS_ALONE))
        self._database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=5)
        # No power cut can spoil a catalogue: each body holds a sum of its own, and what is damaged is not used.
        for pragma in PRAGMAS:
            self._database.execute(f"PRAGMA {pragma}")
        if (layout := self._one("PRAGMA user_version")) != LAYOUT:
            if layout:
                raise sqlite3.DatabaseError("it is of another version")
            self._database.executescript(f"BEGIN; {TABLES} PRAGMA user_version={LAYOUT}; COMMIT")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """What goes wrong with the file ends its use, and nothing else."""
        try:
            yield
        except sqlite3.OperationalError as error:  # no room, no permission, somebody else's lock
            self._give_up(f"{self._path} cannot be used, every document is read anew: {error}")
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # words about damage may be damaged too
            self._give_up(f"{self._path} was damaged and is thrown away, every document is read anew: {error}")
            with suppress(OSError, sqlite3.Error):
                self._throw_away()
                self._open()
        except OSError as error:
            self._give_up(f"{self._path} cannot be used, every document is read anew: {error.strerror}")

    def _give_up(self, why: str) -> None:
        if self._database:
            with suppress(sqlite3.Error):
                self._database.close()
        self._database = None
        self._say(" ".join(why.split()))

    def _throw_away(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _execute(self, statement: str, values: Sequence[object] = ()) -> None:
        if self._database:
            self._database.execute(statement, values)

    def _row(self, statement: str, *values: object) -> Any:
        return self._database.execute(statement, values).fetchone() if self._database else None

    def _one(self, statement: str, *values: object) -> object:
        row = self._row(statement, *values)
        return row[0] if row else None

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, {}
        with self._guarded():
            self._many("INSERT OR REPLACE INTO body VALUES (?, ?)", waiting.items())

    def _many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        if self._database:
            self._database.execute("BEGIN")
            self._database.executemany(statement, rows)
            self._database.execute("COMMIT")

    def _finish(self) -> None:
        if not self._database:
            return
        last = self._one("SELECT coalesce(max(build), 0) FROM used")
        build = last + 1 if isinstance(last, int) else 1
        self._many("INSERT OR REPLACE INTO used VALUES (?, ?)", ((key, build) for key in sorted(self._touched)))
        self._execute("DELETE FROM used WHERE build <= ?", (build - BUILDS,))
        for table in ("body", "failure"):
            self._execute(f"DELETE FROM {table} WHERE key NOT IN (SELECT key FROM used)")
        self._database.executescript("PRAGMA incremental_vacuum")  # execute frees a single page
