"""Batches that the machines of a cluster read: what is known of their documents is looked up here, the rest is sent."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from corpus.discover import Found
from outputs.aside import laid
from pipeline.batches import Reading, observed
from pipeline.far import Far
from pipeline.kept import Memory
from pipeline.plan import Batch, portions
from pipeline.pool import ReaderPool
from pipeline.seen import Observer, Seen
from pipeline.versions import Versions

Records = dict[Found, Future[Seen]]


@dataclass(frozen=True, slots=True)
class Spread:
    """What is to be read elsewhere, just as `versions` tells; `arrived` takes what comes back of one of the batches, in
    the order of its files.
    """

    batches: tuple[Batch, ...]
    versions: Versions
    arrived: Callable[[Batch, Iterable[Far]], None]


def spread(
    pool: ReaderPool, kept: Memory, versions: Versions, batches: Sequence[Batch], observe: Observer
) -> tuple[tuple[Reading, ...], Spread]:
    """The records of some batches as they come, and what other machines must read before they do."""
    records: Records = {found: Future() for batch in batches for found in batch}
    observed(records.values(), observe)
    with ThreadPoolExecutor(pool.settings.jobs) as threads:
        known = dict(zip(records, threads.map(partial(_known, kept), records), strict=True))
    for found, seen in known.items():
        if seen:
            records[found].set_result(seen)
    sent = portions([found for found in records if not known[found]], pool.settings.batch_size)
    readings = tuple([records[found] for found in batch] for batch in batches)
    return readings, Spread(sent, versions, partial(_arrived, pool, records))


def _known(kept: Memory, found: Found) -> Seen | None:
    """What is kept of a document; where the reading alone is, the cluster reads it anew: there are many machines."""
    known = kept.look(found)
    return Seen(known.record, known.how) if known.record else None


def _arrived(pool: ReaderPool, records: Records, batch: Batch, came: Iterable[Far]) -> None:
    for found, far in zip(batch, came, strict=True):
        seen = pool.settled(found, laid(far.packed.record, pool.spool), far.packed, far.times)
        records[found].set_result(replace(seen, milliseconds=far.milliseconds))
