"""Portions of documents on their way through the pool."""

from collections.abc import Iterable
from concurrent.futures import Future

from corpus.discover import Found
from outputs.model import DocumentRecord
from pipeline.conversions import Conversions
from pipeline.identify import unread
from pipeline.plan import Batch
from pipeline.pool import ReaderPool
from pipeline.seen import Observer, Seen

Reading = list[Future[Seen]]  # of a batch, until they are done


def ignored_records(found: Iterable[Found]) -> tuple[DocumentRecord, ...]:
    """The records of the files that are no documents."""
    return tuple(DocumentRecord(unread(f), f.ignored) for f in found if f.ignored is not None)


def start_batch(pool: ReaderPool, conversions: Conversions, batch: Batch, observe: Observer) -> Reading:
    """Hand a batch to the pool, and what must be converted first to LibreOffice; `observe` is told of each document as
    it comes, in any order.
    """
    futures = list(conversions.followed(batch, pool.submit_all(batch)))
    observed(futures, observe)
    return futures


def observed(futures: Iterable[Future[Seen]], observe: Observer) -> None:
    """Have `observe` told of each document as it comes, in any order."""
    for future in futures:
        future.add_done_callback(lambda done: None if done.cancelled() or done.exception() else observe(done.result()))


def finish_batch(futures: Reading) -> tuple[DocumentRecord, ...]:
    """Wait for a batch; its records in the order of its files. The futures are let go: thousands take much memory."""
    records = tuple(future.result().record for future in futures)
    futures.clear()
    return records
