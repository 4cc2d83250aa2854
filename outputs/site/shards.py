"""Postings in shards: files small enough to be loaded while somebody types, cut so that a page knows which to load.

A shard is bytes: how many pairs it has, then for each pair how far it lies behind the one before, then for each pair
how many bytes its places take, then the places of each pair, as the first one and the steps from one to the next; all
of them varints. A pair too frequent for one shard has several of its own, one behind the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from outputs.site.postings import Group, Keys, Places
from outputs.site.varints import Bytes, encoded, widths

SHARD = 64_000  # bytes


@dataclass(frozen=True, slots=True)
class Shard:
    """The bytes of a shard, and the first pair and place in it."""

    pair: int
    place: int
    content: bytes


def _steps(places: Keys, heads: Places) -> Keys:
    """From each place to the next; at the heads the place itself."""
    steps = places.copy()
    steps[1:] -= places[:-1]
    steps[heads] = places[heads]
    return steps


def _cuts(heads: Places, sizes: Places, total: int) -> Places:
    """Where shards begin: whole pairs as long as they fit; what is too long for a shard is cut evenly."""
    cuts, held = {0}, 0
    ends = np.append(heads[1:], total)
    for head, end, size in zip(heads.tolist(), ends.tolist(), sizes.tolist(), strict=True):
        if size > SHARD:
            parts = -(-size // SHARD)
            cuts.update(head + (end - head) * part // parts for part in range(parts))
            held = SHARD
            continue
        if held + size > SHARD:
            cuts.add(head)
            held = 0
        held += size
    return np.array(sorted(cuts), np.int64)


def _content(pairs: Keys, sizes: Places, places: Bytes) -> bytes:
    count = encoded(np.array([pairs.size], np.uint64))
    gaps = encoded(np.diff(pairs, prepend=np.uint64(0)))
    return b"".join(one.tobytes() for one in (count, gaps, encoded(sizes.astype(np.uint64)), places))


def _shards(group: Group) -> Iterator[Shard]:
    pairs, places = group.pairs(), group.places()
    heads = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    sizes = np.add.reduceat(widths(_steps(places, heads)), heads, dtype=np.int64)
    cuts = _cuts(heads, sizes, places.size)
    heads = np.union1d(heads, cuts)
    steps = _steps(places, heads)
    limits = np.append(cuts, places.size)
    for low, high in zip(limits[:-1].tolist(), limits[1:].tolist(), strict=True):
        own = heads[np.searchsorted(heads, low) : np.searchsorted(heads, high)]
        sizes = np.add.reduceat(widths(steps[low:high]), own - low, dtype=np.int64)
        content = _content(pairs[own], sizes, encoded(steps[low:high]))
        yield Shard(int(pairs[low]), int(places[low]), content)


def shards(groups: Iterable[Group]) -> Iterator[Shard]:
    """All groups in shards, in order."""
    return chain.from_iterable(map(_shards, groups))
