"""A batch read wherever its files can be reached, as on a machine of a cluster: no state, no catalogue, any number of
times with the same answer.

Whoever spreads batches looks its documents up first (`Kept.look`), sends what is new, and has what comes back `told`
and kept as if it were read at home.
"""

import atexit
from contextlib import ExitStack
from dataclasses import dataclass
from socket import gethostname
from threading import Lock

from corpus.discover import Found
from corpus.model import Source
from extractors.overlay import Overlay
from outputs.aside import packed
from outputs.model import DocumentRecord
from pipeline.batches import start_batch
from pipeline.conversions import Conversions
from pipeline.kept import Known
from pipeline.plan import Batch
from pipeline.pool import ReaderPool
from pipeline.process import WorkerError
from pipeline.seen import Packed, Seen
from pipeline.settings import Settings
from pipeline.versions import Versions, versions_of


class VersionError(WorkerError):
    """A machine would read otherwise than the one that asks it to."""


@dataclass(frozen=True, slots=True)
class Far:
    """What came of a document: as it is to be kept, in how many milliseconds, and how often it was tried."""

    packed: Packed
    milliseconds: float
    times: int


class _Parcel:
    """Knows nothing, and gathers what is to be sent home."""

    def __init__(self) -> None:
        self.packed: dict[str, Packed] = {}
        self.times: dict[str, int] = {}

    def look(self, found: Found) -> Known:
        return Known(Source(found.name, "", 0))

    def keep(self, found: Found, record: DocumentRecord, made: Packed | None = None) -> None:
        self.packed[found.name] = made or Packed(packed(record))

    def told(self, found: Found, record: DocumentRecord, times: int) -> DocumentRecord:
        self.times[found.name] = times
        return record

    def of(self, found: Found, seen: Seen) -> Far:
        return Far(self.packed.pop(found.name), seen.milliseconds, self.times.pop(found.name))


class _Standing:
    """The pool that this process keeps up between batches: its workers take seconds to start."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.parcel = _Parcel()
        self._of: tuple[Settings, str] | None = None
        self._open = ExitStack()
        self._both: tuple[ReaderPool, Conversions] | None = None

    def get(self, settings: Settings, overlay: Overlay, versions: Versions) -> tuple[ReaderPool, Conversions]:
        if self._both is None or self._of != (settings, overlay.digest):
            self.close()
            _check(versions_of(settings, overlay), versions)
            self.parcel = _Parcel()
            self._open.enter_context(settings.limiting())
            pool = self._open.enter_context(ReaderPool(settings, overlay, self.parcel))
            self._both = pool, self._open.enter_context(Conversions(pool))
            self._of = settings, overlay.digest
        return self._both

    def close(self) -> None:
        self._both = None
        self._open.close()


_standing = _Standing()
atexit.register(_standing.close)


def _check(here: Versions, there: Versions) -> None:
    if here != there:
        raise VersionError(
            f"On {gethostname()} jingyan, its libraries, an extra or LibreOffice are not those of the machine that "
            "builds the catalogue; the same reports would read otherwise there. Install the same on both."
        )


def read_batch(batch: Batch, settings: Settings, overlay: Overlay, versions: Versions) -> tuple[Far, ...]:
    """Read a batch with `settings.jobs` processes of this machine, in the order of its files; one batch at a time.

    Raises VersionError where this machine would not read as `versions` tells.
    """
    with _standing.lock:
        pool, conversions = _standing.get(settings, overlay, versions)
        seen = [future.result() for future in start_batch(pool, conversions, batch, lambda _: None)]
        return tuple(_standing.parcel.of(found, one) for found, one in zip(batch, seen, strict=True))
