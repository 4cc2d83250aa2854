"""Portions of documents on their way through the pool."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future

from corpus.discover import Found
from outputs.model import DocumentRecord
from pipeline.conversions import Conversions
from pipeline.identify import unread
from pipeline.plan import Batch
from pipeline.pool import ReaderPool

Observer = Callable[[DocumentRecord], None]
Reading = tuple[Future[DocumentRecord], ...]


def ignored_records(found: Iterable[Found]) -> tuple[DocumentRecord, ...]:
    """The records of the files that are no documents."""
    return tuple(DocumentRecord(unread(f), f.ignored) for f in found if f.ignored is not None)


def start_batch(pool: ReaderPool, conversions: Conversions, batch: Batch, observe: Observer) -> Reading:
    """Hand a batch to the pool, and what must be converted first to LibreOffice; `observe` is told of each record as it
    comes, in any order.
    """
    futures = conversions.followed(batch, pool.submit_all(batch))
    for future in futures:
        future.add_done_callback(lambda done: None if done.cancelled() or done.exception() else observe(done.result()))
    return futures


def finish_batch(futures: Iterable[Future[DocumentRecord]]) -> tuple[DocumentRecord, ...]:
    """Wait for a batch; its records in the order of its files."""
    return tuple(future.result() for future in futures)
