"""Which cases are parts of others: an article that is a case, and those it tells of."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from outputs.model import CatalogueCase


def _overlapping(cases: Sequence[CatalogueCase]) -> Iterator[frozenset[str]]:
    """Pairs of one document, each looked at from the one that begins first; those begun and ended are left behind."""
    open_: list[CatalogueCase] = []
    for case in sorted(cases, key=lambda case: (case.case.start, -case.case.end, case.id)):
        open_ = [one for one in open_ if one.case.end > case.case.start]
        yield from (frozenset((one.id, case.id)) for one in open_)
        open_.append(case)


def nested(cases: Sequence[CatalogueCase]) -> frozenset[frozenset[str]]:
    """Pairs of cases of which one is part of the other: they share words, but neither is a copy. What it costs grows
    with the cases and the pairs that there are."""
    homes: dict[str, list[CatalogueCase]] = defaultdict(list)
    for case in cases:
        homes[case.record.source.name].append(case)
    return frozenset(pair for home in homes.values() for pair in _overlapping(home))
