"""Places, passages and sayings as rows of one value and a few numbers: of thousands of documents there are hundreds of
thousands, and as tuples each would take several times as much memory.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, chain, pairwise
from struct import Struct
from typing import Any, Generic, Self, TypeVar, overload

Row = TypeVar("Row")
Place = tuple[str, int, int]
"""Id of a case, and a range of its document."""
NUMBER, RANGE, COUNTED = Struct("<I"), Struct("<2I"), Struct("<3I")
PARTS = "\x1e"


def joined(parts: Iterable[str]) -> bytes:
    """Texts in one; bytes are loaded without being looked at."""
    return PARTS.join(parts).encode("utf-8", "surrogatepass")


def parted(data: bytes) -> list[str]:
    """Texts as they were joined, one at least: none are the same as one that is empty."""
    return data.decode("utf-8", "surrogatepass").split(PARTS)


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a document's text that other reports share word for word: how many do at least (1 to 5, 10, 20, 50 and
    so on), and ids of the first few.
    """

    start: int
    end: int
    reports: int
    where: tuple[str, ...]


class _Made(Generic[Row]):
    """Rows that are made when they are asked for."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Row]:
        """Each row."""
        raise NotImplementedError

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return tuple(self)[at]


@dataclass(frozen=True, slots=True, repr=False)
class _Rows(_Made[Row]):
    """The value of each row, and the numbers of all, packed."""

    values: tuple[Any, ...] = ()
    numbers: bytes = b""

    def __len__(self) -> int:
        return len(self.values)

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

    def cut(self, first: int, end: int) -> Self:
        """Some of them, by their numbers."""
        return type(self)(self.values[first:end], self.numbers[RANGE.size * first : RANGE.size * end])


@dataclass(frozen=True, slots=True)
class Saying:
    """A practice as cases tell of it in the same words: its folded text, and where, as case, start and end."""

    id: str
    text: str
    where: Places


@dataclass(frozen=True, slots=True, repr=False)
class Sayings(_Made[Saying]):
    """The sayings of a cluster: their ids, a space between; their texts, joined and compressed; which of all places is
    the first after those of each; and all these places.
    """

    ids: str
    texts: bytes
    ends: bytes
    where: Places

    @classmethod
    def of(cls, rows: Iterable[Saying]) -> Self:
        """Some sayings; no id has a space in it."""
        told = tuple(rows)
        values = tuple(chain.from_iterable(one.where.values for one in told))
        return cls(
            " ".join(one.id for one in told),
            zlib.compress(joined(one.text for one in told), 1),
            b"".join(map(NUMBER.pack, accumulate(len(one.where) for one in told))),
            Places(values, b"".join(one.where.numbers for one in told)),
        )

    def __iter__(self) -> Iterator[Saying]:
        """Each saying."""
        ends = (end for (end,) in NUMBER.iter_unpack(self.ends))
        texts = parted(zlib.decompress(self.texts)) if self.ids else ()
        for id_, text, (first, end) in zip(self.ids.split(), texts, pairwise(chain((0,), ends)), strict=True):
            yield Saying(id_, text, self.where.cut(first, end))

    def __len__(self) -> int:
        return len(self.ends) // NUMBER.size

    def __repr__(self) -> str:
        """A digest: a build asks of all clusters at once what they hold."""
        told = self.ids, self.texts, self.ends, self.where.values, self.where.numbers
        return f"Sayings({sha256(repr(told).encode()).hexdigest()})"


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
