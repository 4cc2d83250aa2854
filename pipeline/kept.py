"""Unchanged documents cost nothing: what a reader yielded and what was found in it are kept from build to build.

Contents and versions decide, never a time. A document that is as it was has its record at once; where the lexicons, the
extractors or its name changed, it is looked at again, but not read again; one that ended its reader twice is left
alone.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol, Self

from corpus.discover import Found
from corpus.model import Outcome, Source
from outputs.aside import laid, packed
from outputs.model import DocumentRecord
from outputs.spool import Spool
from pipeline.identify import identify
from pipeline.kept_rows import Failure, Rows
from pipeline.seen import How, Packed
from pipeline.versions import Beside, Versions, beside_of

# What a document may do to its reader: by itself, or because the machine had much to do that night.
FAILURES = frozenset({"rejected:crashed", "rejected:memory", "rejected:timeout"})
# What is no property of a document: it is read anew each time.
PASSING = frozenset({"rejected:disk", "rejected:internal", "rejected:interrupted", "rejected:unreadable"})
NEEDS_OFFICE = "rejected:needs_office"
MOST_FAILURES = 2
LEFT_ALONE = "What fails so twice is read again only by 'jingyan retry'."


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document before it is read: its source; its record, or at least a packed reading of it."""

    source: Source
    record: DocumentRecord | None = None
    how: How = "read"
    reading: bytes | None = None


class Memory(Protocol):
    """What a pool asks before it reads a document, and tells when it has."""

    def look(self, found: Found) -> Known:
        """What is known of a file by what stands in it now."""

    def keep(self, found: Found, record: DocumentRecord, made: Packed | None = None) -> None:
        """Keep the record of a file, and what its reader yielded, if it is one that the next build would make too."""

    def told(self, found: Found, record: DocumentRecord, times: int) -> DocumentRecord:
        """The record as it is told; where it tells of a failure, that is counted. `times`: how often it failed now."""


class Kept:
    """The records and readings of one catalogue, for any number of threads. `again`: what was rejected is read anew.
    Into `spool` goes what is heavy of the records.
    """

    def __init__(self, rows: Rows, versions: Versions, again: bool = False, spool: Spool | None = None) -> None:
        self._rows = rows
        self._spool = spool
        self._versions = versions
        self._again = again
        if again:
            self._rows.forget_failures()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def look(self, found: Found) -> Known:
        """What is known of a file by what stands in it now."""
        source = identify(found)
        if not source.sha256:
            return Known(source)
        if record := self._record(source):
            return Known(source, record, "kept")
        failure = self._rows.failure(self._failure_key(source))
        if failure and failure.times >= MOST_FAILURES:
            return Known(source, DocumentRecord(source, Outcome(failure.code, failure.reason)), "quarantined")
        return Known(source, reading=self._reading(source))

    def keep(self, found: Found, record: DocumentRecord, made: Packed | None = None) -> None:
        """Keep the record of a file, and what its reader yielded, if it is one that the next build would make too."""
        status, sha256 = record.outcome.status, record.source.sha256
        if not sha256 or status in PASSING | FAILURES or (status == NEEDS_OFFICE and self._versions.has_office):
            return
        made, beside = made or Packed(packed(record)), self._digest_of(beside_of(record.media_type))
        self._rows.put(self._record_key(sha256, found.name, beside), made.record)
        if made.reading:
            self._rows.put(self._reading_key(sha256, beside), made.reading)

    def told(self, found: Found, record: DocumentRecord, times: int) -> DocumentRecord:
        """The record as it is told; where it tells of a failure, that is counted. `times`: how often it failed now.

        What is told is the same the first time and the third, so that a catalogue does not tell how often it was built.
        """
        if record.outcome.status not in FAILURES:
            return record
        outcome = Outcome(record.outcome.status, f"{record.outcome.reason} {LEFT_ALONE}")
        if record.source.sha256:
            key = self._failure_key(record.source)
            before = self._rows.failure(key)
            in_all = times + (before.times if before else 0)
            self._rows.failed(key, Failure(in_all, outcome.status, outcome.reason or ""))
        return replace(record, outcome=outcome)

    def finish(self) -> None:
        """A build is whole: what no build used for a while goes."""
        self._rows.finish()

    def _record(self, source: Source) -> DocumentRecord | None:
        keys = {self._record_key(source.sha256, source.name, beside): beside for _, beside in self._versions.beside}
        if (row := self._rows.body(tuple(keys))) is None:
            return None
        try:
            record = laid(row[1], self._spool)
            if record.source.sha256 != source.sha256:
                return None
        except (AttributeError, TypeError, ValueError):  # damaged, or no record at all
            return None
        if self._again and record.outcome.status.startswith("rejected:"):
            return None
        # Its reading is not needed now, but stays for the day when the lexicons change.
        self._rows.touch(row[0], self._reading_key(source.sha256, keys[row[0]]))
        return record

    def _reading(self, source: Source) -> bytes | None:
        row = self._rows.body([self._reading_key(source.sha256, beside) for _, beside in self._versions.beside])
        if row is None:
            return None
        self._rows.touch(row[0])
        return row[1]

    def _digest_of(self, beside: Beside) -> str:
        return dict(self._versions.beside)[beside]

    def _record_key(self, sha256: str, name: str, beside: str) -> bytes:
        return _key("record", self._versions.extraction, beside, sha256, name)

    def _reading_key(self, sha256: str, beside: str) -> bytes:
        return _key("reading", self._versions.reading, beside, sha256)

    def _failure_key(self, source: Source) -> bytes:
        beside = self._digest_of("all")
        return _key("failure", self._versions.extraction, beside, self._versions.limits, source.sha256)


def _key(*parts: str) -> bytes:
    return sha256("\n".join(parts).encode()).digest()
