"""What is too much to be held at once, laid aside in a temporary file and taken up again in another order."""

from array import array
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from types import TracebackType
from typing import Self

Place = tuple[int, int]  # where it begins, and its length, in bytes
HELD = 1 << 23  # bytes that are held before they are laid aside


class Spool:
    """Bytes laid aside, by any thread; `folder` is where the file lies, which nobody sees there."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed on leaving
        self._end, self._at = 0, 0
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, data: bytes) -> Place:
        """Lay some bytes aside."""
        with self._lock:
            self._go(self._end)
            self._file.write(data)
            place, self._at = (self._end, len(data)), self._end + len(data)
            self._end = self._at
            return place

    def get(self, place: Place) -> bytes:
        """Take some bytes up."""
        with self._lock:
            self._go(place[0])
            self._at += place[1]
            return self._file.read(place[1])

    def _go(self, place: int) -> None:
        """To go where one is already would cost what is held to be written."""
        if self._at != place:
            self._file.seek(place)
            self._at = place


class Gathered:
    """Bytes that come in any order, gathered by what they belong to; of many few are held."""

    def __init__(self, spool: Spool, held: int = HELD) -> None:
        self._spool, self._most, self._size = spool, held, 0
        self._held: dict[object, bytearray] = defaultdict(bytearray)
        # Of many keys each has many places: as pairs of numbers in a list they would outweigh what is held.
        self._aside: dict[object, array[int]] = defaultdict(lambda: array("Q"))

    def add(self, key: object, data: bytes) -> None:
        """Put some bytes behind those of the same key."""
        self._held[key] += data
        self._size += len(data)
        if self._size >= self._most:
            for one, gathered in self._held.items():
                self._aside[one].extend(self._spool.add(bytes(gathered)))
            self._held.clear()
            self._size = 0

    def of(self, key: object) -> bytes:
        """All bytes of a key."""
        told = iter(self._aside.get(key, ()))
        return b"".join((*map(self._spool.get, zip(told, told, strict=True)), self._held.get(key, b"")))
