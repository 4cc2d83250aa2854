"""A record in parts: its head, which stays at hand, and what is heavy, which lies aside, packed, until it is asked for.

Thousands of records fit into little memory so, and what no build asks for is never made into values again.
"""

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate
from typing import Any, Protocol, TypeVar

from outputs.briefs import brief
from outputs.finding_ids import KINDS
from outputs.model import CatalogueCase, DocumentRecord
from outputs.outline import HEAVY, TEXTS, Outline
from outputs.packed import DamagedError, compressed, pack, restored, squeezed
from outputs.promise import faults
from outputs.recent import recent
from outputs.sketch import sketched, sketches
from outputs.spool import Place
from outputs.utf16 import wide

SUM, SIZES = struct.Struct("<I"), struct.Struct("<4I")  # a sum that tells damage; the bytes of each part
RECENT = 16  # bodies and texts that are at hand
HEAD = tuple(one.name for one in fields(DocumentRecord) if one.name not in (*HEAVY, "aside"))
BODY = tuple(name for name in HEAVY if name != "sketches")
SEALED = tuple(name for name in HEAD if name != "kept_id")  # the id is given later

Values = tuple[Any, ...]
Value = TypeVar("Value")
Result = TypeVar("Result")


class Bytes(Protocol):
    """Where records lie."""

    def add(self, data: bytes) -> Place:
        """Lay some bytes aside."""

    def get(self, place: Place) -> bytes:
        """Take some bytes up."""


class _AtHand:
    """Bytes that are held."""

    def __init__(self) -> None:
        self._data = b""

    def add(self, data: bytes) -> Place:
        place, self._data = (len(self._data), len(data)), self._data + data
        return place

    def get(self, place: Place) -> bytes:
        return self._data[place[0] : sum(place)]


@dataclass(frozen=True, slots=True, eq=False)
class Lying:
    """The heavy parts of a record where they lie."""

    outline: Outline
    where: Bytes
    texts: Place
    sketches: Place
    body: Place

    def part(self, name: str) -> Any:
        """One of the parts, by the name of its field."""
        if name == "sketches":
            return self.where.get(self.sketches)
        return (_texts if name in TEXTS else _body)(self)[name]

    def reduced(self, record: DocumentRecord) -> tuple[Any, ...]:
        """How the record is pickled: whole, but for its sketches, which none asks for who is handed it."""
        return _opened, (_fields(record, HEAD), self.where.get(self.body))


@recent(RECENT)
def _texts(lying: Lying) -> dict[str, Any]:
    return dict(zip(TEXTS, restored(lying.where.get(lying.texts)), strict=True))


@recent(RECENT)
def _body(lying: Lying) -> dict[str, Any]:
    return dict(zip(BODY, restored(lying.where.get(lying.body)), strict=True))


def _fields(record: DocumentRecord, names: Iterable[str]) -> Values:
    return tuple(getattr(record, name) for name in names)


def _opened(head: Values, body: bytes) -> DocumentRecord:
    values = dict(zip(HEAD, head, strict=True)) | dict(zip(BODY, restored(body), strict=True))
    return DocumentRecord(**values)


def _lying(head: Values, aside: Lying) -> DocumentRecord:
    record = object.__new__(DocumentRecord)
    for name, value in (*zip(HEAD, head, strict=True), ("aside", aside)):
        object.__setattr__(record, name, value)
    return record


def counted(record: DocumentRecord) -> Mapping[str, int]:
    """How many findings of each kind a document has."""
    if record.aside:
        return record.aside.outline.findings
    return {kind: len(getattr(record.findings, kind)) for kind in KINDS}


def _outline(record: DocumentRecord, seal: str) -> Outline:
    """What is asked of every record, made of a whole one."""
    document, broken, counts = record.document, tuple(faults(record)), counted(record)
    if document is None:
        return Outline(seal, findings=counts, faults=broken)
    return Outline(
        seal,
        has_text=True,
        wide=tuple(wide(document.text)),
        articles=tuple(one.end for one in document.articles),
        findings=counts,
        pages=document.pages,
        warnings=document.warnings,
        digests=tuple(one.digests for one in sketches(record)) if record.sketches else (),
        briefs=tuple(brief(CatalogueCase("", case, record)) for case in record.cases),
        faults=broken,
    )


def found_in(records: Iterable[DocumentRecord]) -> dict[str, int]:
    """How many findings of each kind there are."""
    told = list(map(counted, records))
    return {kind: sum(one[kind] for one in told) for kind in KINDS}


def in_order(
    listed: Sequence[Value], record: Callable[[Value], DocumentRecord], make: Callable[[Value], Result]
) -> list[Result]:
    """What is made of each of some values, which is done document by document, so that none is fetched twice."""
    order = sorted(range(len(listed)), key=lambda at: record(listed[at]).source.name)
    found = {at: make(listed[at]) for at in order}
    return [found[at] for at in range(len(listed))]


def packed(record: DocumentRecord) -> bytes:
    """A record as it is kept."""
    whole = record if record.sketches else sketched(record)
    body = pack(_fields(whole, BODY))
    seal = hashlib.sha256(pack(_fields(whole, SEALED)) + body).hexdigest()
    head = compressed((_fields(whole, HEAD), _outline(whole, seal)))
    # Sketches are as good as random, and are asked for again and again.
    parts = head, compressed((whole.text, whole.folded)), whole.sketches, squeezed(body)
    data = SIZES.pack(*map(len, parts)) + b"".join(parts)
    return SUM.pack(zlib.crc32(data)) + data


def laid(data: bytes, spool: Bytes | None = None) -> DocumentRecord:
    """The record that was packed, with what is heavy laid into a spool, or left as it is. Raises DamagedError."""
    if len(data) < SUM.size + SIZES.size or SUM.unpack_from(data)[0] != zlib.crc32(memoryview(data)[SUM.size :]):
        raise DamagedError
    begin, (first, *sizes) = SUM.size + SIZES.size, SIZES.unpack_from(data, SUM.size)
    head, told = restored(data[begin : begin + first])
    where = spool or _AtHand()
    at, _ = where.add(data[begin + first :])
    return _lying(head, Lying(told, where, *zip(accumulate(sizes[:-1], initial=at), sizes, strict=True)))


def laid_like(record: DocumentRecord, other: DocumentRecord) -> DocumentRecord:
    """A record laid aside where another one lies that it was made of; as it is where that lies nowhere."""
    if not isinstance(other.aside, Lying) or record.aside is not None:
        return record
    return laid(packed(record), other.aside.where)


def with_kept_id(record: DocumentRecord, id_: str | None) -> DocumentRecord:
    """A record with the id that its document had in the catalogue before; what lies aside stays there."""
    if not isinstance(record.aside, Lying):
        return replace(record, kept_id=id_)
    head = tuple(id_ if name == "kept_id" else getattr(record, name) for name in HEAD)
    return _lying(head, record.aside)
