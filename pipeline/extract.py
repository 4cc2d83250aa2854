"""`jingyan extract`: the records of some files, in their order, nothing written."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from corpus.discover import Found, opened
from extractors.overlay import Overlay
from outputs.model import DocumentRecord
from outputs.record import Json, record_json
from pipeline.batches import finish_batch, ignored_records, start_batch
from pipeline.conversions import Conversions, check_disk
from pipeline.pool import ReaderPool
from pipeline.settings import Settings
from pipeline.withhold import public_records


def records_of(files: Sequence[Path], settings: Settings) -> Iterator[Json]:
    """One JSON record a file or member of an archive, as soon as it and those before it are read.

    Raises OverlayError at once.
    """
    return map(record_json, read_files(files, settings))


def read_files(files: Sequence[Path], settings: Settings) -> Generator[DocumentRecord, None, None]:
    """The records of some files in their order, one a member for archives; raises OverlayError before any is read, and
    DiskError after the last where the disk had no room to convert some. Close it where it is not read to its end.
    """
    return _read(files, settings, settings.overlay())


def _read(files: Sequence[Path], settings: Settings, overlay: Overlay) -> Generator[DocumentRecord, None, None]:
    with settings.limiting():
        found = tuple(file for path in files for file in opened(Found(str(path), path)))
        yield from _records(found, settings, overlay)


def _records(found: Sequence[Found], settings: Settings, overlay: Overlay) -> Generator[DocumentRecord, None, None]:
    documents = tuple(file for file in found if not file.ignored)
    few = settings.model_copy(update={"jobs": max(1, min(settings.jobs, len(documents)))})
    with ReaderPool(few, overlay) as pool, Conversions(pool) as conversions:
        futures = start_batch(pool, conversions, documents, lambda _: None)
        waiting = iter(futures)
        for file in found:
            records = ignored_records((file,)) if file.ignored else finish_batch([next(waiting)])
            yield from public_records(records) if settings.profile == "public" else records
        check_disk(finish_batch(futures))
