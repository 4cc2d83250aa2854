"""What is told of each document as it comes: its record, how that was come by, and in what time."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from outputs.model import DocumentRecord

How = Literal["read", "extracted", "kept", "quarantined"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A record and the milliseconds that it took, those of waiting for its turn left out. `how`: read from the bytes of
    the file, extracted anew from what was read before, kept as it was; or not tried, for it ended its reader twice.
    """

    record: DocumentRecord
    how: How = "read"
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as it is kept, and what its reader yielded; the reading is empty where there is none."""

    record: bytes
    reading: bytes = b""


Observer = Callable[[Seen], None]


def both(*observers: Observer) -> Observer:
    """One observer for several."""

    def tell(seen: Seen) -> None:
        for one in observers:
            one(seen)

    return tell


@dataclass(frozen=True, slots=True)
class Figures:
    """How many documents were come by in which way."""

    read: int = 0
    extracted: int = 0
    kept: int = 0
    quarantined: int = 0


class Tally:
    """Counts what is seen, from any thread, and passes it on to an observer."""

    def __init__(self, observe: Observer) -> None:
        self._observe = observe
        self._lock = threading.Lock()
        self._counted: Counter[str] = Counter()

    def __call__(self, seen: Seen) -> None:
        with self._lock:
            self._counted[seen.how] += 1
        self._observe(seen)

    def figures(self) -> Figures:
        """What was counted so far."""
        with self._lock:
            return Figures(**self._counted)
