"""Places and passages as rows of one value and a few numbers: of thousands of documents there are hundreds of
thousands, and as tuples each would take several times as much memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any, Generic, Self, TypeVar, overload

Row = TypeVar("Row")
Place = tuple[str, int, int]
"""Id of a case, and a range of its document."""
RANGE, COUNTED = Struct("<2I"), Struct("<3I")


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a document's text that other reports share word for word: how many do at least (1 to 5, 10, 20, 50 and
    so on), and ids of the first few.
    """

    start: int
    end: int
    reports: int
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class _Rows(Generic[Row]):
    """Rows that are made when they are asked for: the value of each, and the numbers of all, packed."""

    values: tuple[Any, ...] = ()
    numbers: bytes = b""

    def __iter__(self) -> Iterator[Row]:
        """Each row."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return tuple(self)[at]

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True, repr=False)
class Places(_Rows[Place]):
    """Where cases say something."""

    @classmethod
    def of(cls, rows: Iterable[Place]) -> Self:
        """Some places."""
        told = tuple(rows)
        return cls(tuple(case for case, _, _ in told), b"".join(RANGE.pack(start, end) for _, start, end in told))

    def __iter__(self) -> Iterator[Place]:
        """Each place."""
        for case, (start, end) in zip(self.values, RANGE.iter_unpack(self.numbers), strict=True):
            yield case, start, end


@dataclass(frozen=True, slots=True, repr=False)
class Passages(_Rows[Passage]):
    """The passages of a case; the values are the ids of the reports."""

    @classmethod
    def of(cls, rows: Iterable[Passage]) -> Self:
        """Some passages."""
        told = tuple(rows)
        return cls(
            tuple(one.where for one in told), b"".join(COUNTED.pack(one.start, one.end, one.reports) for one in told)
        )

    def __iter__(self) -> Iterator[Passage]:
        """Each passage."""
        for where, (start, end, reports) in zip(self.values, COUNTED.iter_unpack(self.numbers), strict=True):
            yield Passage(start, end, reports, where)


NO_PASSAGES = Passages()
