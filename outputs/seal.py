"""Seals: the digest of a record, made once by the process that read the document."""

import hashlib
from dataclasses import fields, replace

from outputs.model import DocumentRecord
from outputs.outline import Seal
from outputs.packed import pack

OUTSIDE = ("kept_id", "sketches", "seal", "aside")  # what follows from the rest, and the id, which is given later


def _parts(record: DocumentRecord) -> tuple[object, ...]:
    return tuple(getattr(record, field.name) for field in fields(record) if field.name not in OUTSIDE)


def sealed(record: DocumentRecord) -> DocumentRecord:
    """A record with the digest of all that it holds."""
    parts = _parts(record)
    digest = hashlib.sha256(pack(parts)).hexdigest()
    return replace(record, seal=Seal(digest, parts))


def seal_of(record: DocumentRecord) -> str | None:
    """The digest of a record that is still what was sealed; None once anything in it is another, as corrections make
    it, or where it was never sealed.
    """
    seal = record.seal
    if record.aside:  # it lies as it was sealed
        return seal.digest if seal else None
    if seal is None or len(seal.parts) != len(parts := _parts(record)):
        return None
    return seal.digest if all(one is other for one, other in zip(seal.parts, parts, strict=True)) else None
