"""What is too much to be held at once, laid aside in a temporary file and taken up again in another order."""

from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

Place = tuple[int, int]  # where it begins, and its length, in bytes


class Spool:
    """Bytes laid aside."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed on leaving
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, data: bytes) -> Place:
        """Lay some bytes aside; nothing may have been taken up yet."""
        self._file.write(data)
        place, self._end = (self._end, len(data)), self._end + len(data)
        return place

    def get(self, place: Place) -> bytes:
        """Take some bytes up."""
        self._file.seek(place[0])
        return self._file.read(place[1])
