"""Vectors that outlive a build: each text is read by the model once, and known again by the digest of what was read."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
WIDTH = 2 * DIMENSIONS  # bytes of a row
AT_ONCE = 16  # texts between two writes: what a build that is stopped loses, and how often its progress is told

Rows = NDArray[np.float16]
Progress = Callable[[int, int], None]  # texts that were read, of how many


def _opened(path: Path | None) -> sqlite3.Connection:
    """The file of vectors, made anew where it is none; in memory without a file. Prefect's tasks have threads."""
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA quick_check")
    except sqlite3.DatabaseError:
        database.close()
        path.unlink()
        return _opened(path)
    return database


class KeptVectors:
    """The vectors of a model by text; `path` is the file that keeps them, None for none. `observe` is told how far it
    is with texts that are new.
    """

    def __init__(self, path: Path | None, model: str, observe: Progress | None = None) -> None:
        self._model = model
        self._observe = observe or (lambda done, total: None)
        self._used: set[bytes] = set()
        self._database = _opened(path)
        self._database.execute("CREATE TABLE IF NOT EXISTS vector (text BLOB PRIMARY KEY, row BLOB) WITHOUT ROWID")

    def _digest(self, kind: str, text: str) -> bytes:
        return hashlib.sha256(f"{self._model}\n{kind}\n{text}".encode()).digest()

    def _known(self, digests: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        for digest in digests:
            found = self._database.execute("SELECT row FROM vector WHERE text = ?", (digest,)).fetchone()
            if found and len(found[0]) == WIDTH:
                yield digest, found[0]

    def rows(self, texts: Sequence[str], read: Callable[[Sequence[str]], Rows], kind: str = "passage") -> Rows:
        """A row for each text; `read` gives those of texts that are new. Texts read in another way are another kind."""
        digests = [self._digest(kind, text) for text in texts]
        self._used.update(digests)
        known = dict(self._known(list(dict.fromkeys(digests))))
        new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
        waiting = list(new.items())
        for at in range(0, len(waiting), AT_ONCE):
            self._observe(at, len(waiting))
            some = waiting[at : at + AT_ONCE]
            found = {one: row.tobytes() for (one, _), row in zip(some, read([text for _, text in some]), strict=True)}
            self._keep(found)
            known |= found
            self._observe(at + len(some), len(waiting))
        joined = b"".join(known[digest] for digest in digests)
        return np.frombuffer(joined, np.float16).reshape(len(digests), DIMENSIONS)

    def _keep(self, found: dict[bytes, bytes]) -> None:
        # What is kept saves time and nothing else: a disk that refuses it stops no build.
        with suppress(sqlite3.Error):
            self._database.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", found.items())

    def drop_unused(self) -> None:
        """Forget the vectors of texts that were not asked for."""
        with suppress(sqlite3.Error):
            listed = [row[0] for row in self._database.execute("SELECT text FROM vector")]
            gone = [(digest,) for digest in listed if digest not in self._used]
            self._database.executemany("DELETE FROM vector WHERE text = ?", gone)

    def close(self) -> None:
        """Close the file."""
        self._database.close()
