"""Compound files (OLE): the container in which Office 97–2003 and WPS keep a document as named streams.

Only as much is followed as tells what the file is, whether it is whole, and whether it is protected by a password.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from struct import error, unpack_from
from sys import byteorder

from corpus.model import RejectionError
from corpus.zipguard import CUT_OFF

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
# Numbers of sectors and entries from here on are marks: free, end of a chain, none.
MARKS = 0xFFFF_FFFA
ENTRY = 128
# A document with thousands of others in it has some ten entries for each.
MOST_ENTRIES = 100_000
STREAM = 2
WORD = "WordDocument"
# In the head of a Word document: where its flags stand, the one for a password, and which stream holds its tables.
FLAGS = 10
PASSWORD = 0x0100
TABLES = {0: "0Table", 0x0200: "1Table"}
# Word 97 and later keep their tables in a stream of their own.
WORD_97 = 0xA5EC
# Where the head tells how many characters the text, the notes, the page heads and the boxes have.
COUNTS, MANY = 0x4C, 8
# Names are compared without regard to case.
NAMED_WORD = re.compile(b"".join(re.escape(letter.encode("utf-16-le")) for letter in WORD), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of the outermost storage: its first sector and its bytes; `small` ones share the sectors of the root."""

    first: int
    size: int
    small: bool


class Compound:
    """The sectors of a compound file and the streams of its outermost storage by their names in upper case; raises
    RejectionError `damaged`.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            shift, small_shift = unpack_from("<HH", data, 30)
            if not (7 <= shift <= 16 and 4 <= small_shift < shift):
                raise _damaged()
            self._sector: int = 1 << shift
            self._small_sector: int = 1 << small_shift
            self._next = self._table(self._table_sectors())
            self._next_small = self._table(self._chain(unpack_from("<I", data, 60)[0], self._next))
            self._shared: tuple[int, ...] = ()
            self.streams = self._streams(unpack_from("<I", data, 48)[0], unpack_from("<I", data, 56)[0])
        except error as short:
            raise _damaged() from short

    def head(self, name: str, count: int) -> bytes:
        """The first bytes of a stream."""
        found = b""
        for start, end in self._ranges(self.streams[name.upper()]):
            found += self._data[start:end]
            if len(found) >= count:
                break
        return found[:count]

    def whole(self, name: str) -> bool:
        """Whether all the bytes that a stream should have are in the file."""
        stream = self.streams[name.upper()]
        try:
            return sum(max(0, min(end, len(self._data)) - start) for start, end in self._ranges(stream)) >= stream.size
        except RejectionError:
            return False

    def _at(self, sector: int) -> int:
        return max(HEADER, self._sector) + sector * self._sector

    def _table_sectors(self) -> Iterator[int]:
        """The sectors that hold the table of sectors: the first ones stand in the header, others in a chain."""
        found = unpack_from("<109I", self._data, 76)
        following, seen = unpack_from("<I", self._data, 68)[0], set[int]()
        while True:
            yield from (sector for sector in found if sector < MARKS)
            if following >= MARKS or following in seen:
                return
            seen.add(following)
            numbers = unpack_from(f"<{self._sector // 4}I", self._data, self._at(following))
            found, following = numbers[:-1], numbers[-1]

    def _table(self, sectors: Iterator[int]) -> "array[int]":
        """For each sector the one that follows it."""
        table = array("I")
        most = len(self._data) // self._sector + 1
        for count, sector in enumerate(sectors):
            if count > most:
                raise _damaged()
            numbers = self._data[self._at(sector) : self._at(sector) + self._sector]
            table.frombytes(numbers[: len(numbers) // table.itemsize * table.itemsize])
        if byteorder == "big":
            table.byteswap()
        return table

    def _chain(self, first: int, following: "array[int]", size: int | None = None) -> Iterator[int]:
        """The sectors, of `size` bytes, of a chain; it may have no more than the file, else it runs in a circle."""
        sector, steps = first, 0
        most = min(len(following), len(self._data) // (size or self._sector) + 1)
        while sector < MARKS:
            yield sector
            steps += 1
            if sector >= len(following) or steps > most:
                raise _damaged()
            sector = int(following[sector])

    def _streams(self, first: int, cutoff: int) -> dict[str, Stream]:
        entries = list(islice(self._entries(first), MOST_ENTRIES + 1))
        if not 0 < len(entries) <= MOST_ENTRIES:
            raise _damaged()
        self._shared = tuple(self._chain(entries[0].first, self._next))
        found: dict[str, Stream] = {}
        waiting, seen = [entries[0].child], set[int]()
        while waiting:
            number = waiting.pop()
            if number < len(entries) and number not in seen:
                seen.add(number)
                entry = entries[number]
                waiting += entry.left, entry.right
                if entry.kind == STREAM:
                    found[entry.name.upper()] = Stream(entry.first, entry.size, entry.size < cutoff)
        return found

    def _entries(self, first: int) -> Iterator["Entry"]:
        for sector in self._chain(first, self._next):
            start = self._at(sector)
            for at in range(start, start + self._sector, ENTRY):
                length, kind, left, right, child = unpack_from("<HBxIII", self._data, at + 64)
                begin, size = unpack_from("<II", self._data, at + 116)
                name = self._data[at : at + min(64, max(0, length - 2))].decode("utf-16-le", "replace")
                yield Entry(name, kind, left, right, child, begin, size)

    def _ranges(self, stream: Stream) -> Iterator[tuple[int, int]]:
        """Where the bytes of a stream stand in the file."""
        step = self._small_sector if stream.small else self._sector
        rest = stream.size
        for sector in self._chain(stream.first, self._next_small if stream.small else self._next, step):
            start = self._small_at(sector) if stream.small else self._at(sector)
            yield start, start + min(step, rest)
            rest -= step
            if rest <= 0:
                return

    def _small_at(self, sector: int) -> int:
        shared, at = divmod(sector * self._small_sector, self._sector)
        if shared >= len(self._shared):
            raise _damaged()
        return self._at(self._shared[shared]) + at


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the directory; `left`, `right` and `child` are numbers of others."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    first: int
    size: int


def is_word(data: bytes) -> bool:
    """Whether a compound file is a Word document that can be opened, and does not only embed one.

    Raises RejectionError: `encrypted`, `damaged` where a part of it is missing.
    """
    if not NAMED_WORD.search(data):
        return False
    found = Compound(data)
    if WORD.upper() not in found.streams:
        return False
    head = found.head(WORD, 128)
    if len(head) < 128:
        raise _damaged()
    identity, flags = unpack_from("<H", head)[0], unpack_from("<H", head, FLAGS)[0]
    if flags & PASSWORD:
        raise RejectionError("encrypted", "The document is protected by a password. Take the password off and save it.")
    if not found.whole(WORD) or (identity == WORD_97 and not _in_order(found, head, TABLES[flags & 0x0200])):
        raise _damaged()
    return True


def _in_order(found: Compound, head: bytes, tables: str) -> bool:
    """Whether a document of Word 97 or later has its tables, and no more characters than there are bytes."""
    counts = unpack_from(f"<{MANY}i", head, COUNTS)
    fitting = min(counts) >= 0 and sum(counts) <= found.streams[WORD.upper()].size
    return fitting and tables.upper() in found.streams and found.whole(tables)


def _damaged() -> RejectionError:
    return RejectionError("damaged", CUT_OFF)
