"""The rows of all documents in one file, part by part: the lists of a catalogue are made of them without all being
held at once, and the next build takes over those of documents that are written as they were.
"""

import os
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Self

from outputs.leaves import Given
from outputs.packed import DamagedError, loads, restored
from outputs.record import Json
from outputs.rendering_keys import Keys, code

TAIL = struct.Struct(">QI")  # at the end of the file: where the index begins, and a sum that tells damage
Place = tuple[int, int, int]  # where it begins and its length, in bytes, and a sum that tells damage
PLACE = struct.Struct("<QII")


@cache
def _once(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The names of parts, one value for all documents that have the same."""
    return parts


@dataclass(frozen=True, slots=True)
class Places(Mapping[str, Place]):
    """Part -> place of its row, in the order of the parts. As a row of numbers they take an eighth of the memory."""

    parts: tuple[str, ...]
    numbers: bytes

    @classmethod
    def of(cls, rows: Mapping[str, Place]) -> Self:
        """Some places."""
        parts = _once(tuple(sorted(rows)))
        return cls(parts, b"".join(PLACE.pack(*rows[part]) for part in parts))

    def __getitem__(self, part: str) -> Place:
        """The place of a row."""
        if part not in self.parts:
            raise KeyError(part)
        start, length, told = PLACE.unpack_from(self.numbers, PLACE.size * self.parts.index(part))
        return start, length, told

    def __iter__(self) -> Iterator[str]:
        """Each part."""
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a document that was written: the keys of all that went into it, the manifest's entries of its
    files, and where its rows stand.
    """

    keys: Keys
    files: Sequence[Json]
    rows: Places


@dataclass(frozen=True, slots=True)
class Lent:
    """Some rows of a build as another process takes them while they are there: their file, where they stand in it."""

    file: str
    index: Mapping[str, Kept]


class Rows:
    """The rows of a build."""

    def __init__(self, file: BinaryIO, index: Mapping[str, Kept]) -> None:
        self._file, self.index = file, index

    def of(self, part: str) -> Iterable[tuple[str, Any]]:
        """Name of each readable document, in order, and what it gives to a part; as often as wanted."""
        return self.some(sorted(self.index))(part)

    def some(self, names: Iterable[str]) -> Given:
        """The same of some documents alone."""
        return lambda part: ((name, restored(self.packed(self.index[name].rows[part]))) for name in names)

    def lent(self, names: Iterable[str], parts: Collection[str]) -> Lent:
        """Some parts of some documents for another process."""
        of = ((name, self.index[name]) for name in names)
        told = ((name, kept, Places.of({part: kept.rows[part] for part in parts})) for name, kept in of)
        return Lent(self._file.name, {name: replace(kept, files=(), rows=rows) for name, kept, rows in told})

    def packed(self, place: Place) -> bytes:
        """A row as it is kept. Raises DamagedError."""
        start, length, told = place
        self._file.seek(start)
        data = self._file.read(length)
        if zlib.crc32(data) != told:
            raise DamagedError
        return data

    def stretch(self, name: str, part: str, place: tuple[int, int]) -> bytes:
        """Some bytes of a row of a document: where they begin in it, and their length; they tell damage themselves."""
        start, length = place
        self._file.seek(self.index[name].rows[part][0] + start)
        return self._file.read(length)

    def close(self) -> None:
        """Give the file back."""
        self._file.close()


@contextmanager
def lent_rows(lent: Lent) -> Iterator[Rows]:
    """The rows that another process lent."""
    with Path(lent.file).open("rb") as file:
        yield Rows(file, lent.index)


NO_ROWS = Rows(BytesIO(), {})


def kept_rows(path: Path) -> Rows | None:
    """The rows of the build before; None where there are none that can be read, or other code wrote them."""
    if not path.is_file():
        return None
    try:
        file = path.open("rb")
    except OSError:
        return None
    try:
        size = file.seek(-TAIL.size, os.SEEK_END)
        begin, told = TAIL.unpack(file.read())
        file.seek(begin)
        data = file.read(size - begin)
        made_by, index = loads(data) if zlib.crc32(data) == told else (None, {})
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept, all can be written anew
        made_by, index = None, {}
    if made_by == code():
        return Rows(file, index)
    file.close()
    return None
