"""The file in which rows are kept from build to build. What a build makes is put behind what is there, in place: of
thousands of documents few change. What they had before is dead; where that is too much, a new file takes its place.
"""

import os
import pickle
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import BinaryIO, Self

from outputs.record import Json
from outputs.rendering_keys import Keys, code
from outputs.rendering_rows import TAIL, Kept, Place, Places, Rows, kept_rows
from outputs.state_files import discard, ours_alone, put, write_whole

DEAD = 1 / 3  # of the file at most
NONE: Mapping[str, Place] = MappingProxyType({})


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")


def _note(path: Path) -> Path:
    """What tells how long a file was before somebody began to write behind it."""
    return _beside(path, "was")


def _mend(path: Path) -> None:
    """Take away what a build wrote that was killed; where it cannot be told what that is, take away all."""
    discard(_beside(path, "new"))
    note = _note(path)
    if note.exists() or note.is_symlink():
        try:
            os.truncate(path, int(note.read_text("ascii")))
        except (OSError, ValueError, OverflowError):
            discard(path)
        discard(note)


def _is_worth_it(rows: Rows, size: int) -> bool:
    """Whether enough of a file is alive to write behind it."""
    alive = sum(length for kept in rows.index.values() for _, length, _ in kept.rows.values())
    return alive >= (1 - DEAD) * size


class RowsFile:
    """The file of a build that is under way, and in `before` the rows of the one before. It is kept where the block
    ends without an error; else what stands there is as it was.
    """

    def __init__(self, path: Path) -> None:
        _mend(path)
        self.before, self.index = kept_rows(path), dict[str, Kept]()
        self._path, self._end = path, path.stat().st_size if self.before else 0
        self._goes_on = self.before is not None and _is_worth_it(self.before, self._end)
        self._file = self._behind() if self._goes_on else self._new()

    def _behind(self) -> BinaryIO:
        write_whole(_note(self._path), str(self._end))
        return self._path.open("r+b")

    def _new(self) -> BinaryIO:
        self._end = 0
        return open(_beside(self._path, "new"), "w+b", opener=ours_alone)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self.before:
            self.before.close()
        if error is None and self._goes_on:
            discard(_note(self._path))
        elif error is None:
            put(_beside(self._path, "new"), self._path)
        else:
            _mend(self._path)

    def add(
        self, name: str, keys: Keys, files: Sequence[Json], rows: Mapping[str, bytes], stay: Mapping[str, Place] = NONE
    ) -> None:
        """Keep the rows of a document; `stay` are those of its rows before that are still so. Raises DamagedError."""
        places = stay if self._goes_on else {part: self._moved(place) for part, place in stay.items()}
        new = {part: self._append(data) for part, data in sorted(rows.items())}
        self.index[name] = Kept(keys, files, Places.of({**places, **new}))

    def _moved(self, place: Place) -> Place:
        assert self.before is not None
        return self._append(self.before.packed(place))

    def _append(self, data: bytes) -> Place:
        self._file.seek(self._end)
        self._file.write(data)
        place, self._end = (self._end, len(data), zlib.crc32(data)), self._end + len(data)
        return place

    def finished(self) -> Rows:
        """All rows, with their index written behind them for the next build; they end with this file."""
        if not (self._goes_on and self.before is not None and self.index == self.before.index):
            index = pickle.dumps((code(), self.index), pickle.HIGHEST_PROTOCOL)
            self._append(index + TAIL.pack(self._end, zlib.crc32(index)))
        self._file.flush()
        return Rows(self._file, self.index)
