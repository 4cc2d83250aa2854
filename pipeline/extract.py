"""`jingyan extract`: the records of some files, in their order, nothing written."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.discover import Found
from extractors.overlay import Overlay
from outputs.model import DocumentRecord
from outputs.record import record_json
from pipeline.batches import finish_batch, start_batch
from pipeline.pool import ReaderPool
from pipeline.settings import Settings


def records_of(files: Sequence[Path], settings: Settings) -> Iterator[dict[str, Any]]:
    """One JSON record a file, as soon as it and those before it are read; raises OverlayError at once."""
    return map(record_json, read_files(files, settings))


def read_files(files: Sequence[Path], settings: Settings) -> Iterator[DocumentRecord]:
    """The records of some files in their order; raises OverlayError before any is read."""
    return _read(files, settings, settings.overlay())


def _read(files: Sequence[Path], settings: Settings, overlay: Overlay) -> Iterator[DocumentRecord]:
    found = tuple(Found(str(path), path, None) for path in files)
    few = settings.model_copy(update={"jobs": min(settings.jobs, len(found))})
    with ReaderPool(few, overlay) as pool:
        for future in start_batch(pool, found, lambda _: None):
            yield from finish_batch((future,))
