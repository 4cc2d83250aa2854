"""Figures of a report held against each other: sums, shares, growth, the same thing twice, tables."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from corpus.model import Document
from extractors.base import Findings, Mention, Quantity
from outputs.checks_bound import bounded
from outputs.checks_figures import Check, Rule, joined, lines
from outputs.checks_growth import growth
from outputs.checks_lists import listed
from outputs.checks_named import named
from outputs.checks_products import products
from outputs.checks_scale import differing, scales
from outputs.checks_shares import shares
from outputs.checks_sums import additions, sums
from outputs.checks_table_rates import rates
from outputs.checks_tables import grids, totals
from outputs.checks_twice import in_table, slips, twice
from outputs.model import DocumentRecord

PER_LINE = (sums, shares, growth, products)


def checks(document: Document, findings: Findings) -> tuple[Check, ...]:
    """All checks of a document, in the order of the text."""
    found: dict[tuple[Rule, tuple[Mention, ...]], Check] = {}
    for check in _found(document, findings.quantities):
        found.setdefault((check.rule, check.spans), check)
    told = sorted(_clear(found.values()), key=lambda one: (one.spans[-1].start, one.spans[0].start, one.rule))
    return bounded(document, told)


def _clear(found: Collection[Check]) -> Iterator[Check]:
    """The checks without those that cannot tell of a figure what another one tells of it."""
    decided = {(one.rule, one.spans[-1]) for one in found if one.verdict != "cannot tell"}
    for one in found:
        if one.verdict != "cannot tell" or (one.rule, one.spans[-1]) not in decided:
            yield one


def _found(document: Document, quantities: Sequence[Quantity]) -> Iterator[Check]:
    yield from additions(document)
    yield from listed(document)
    yield from slips(document, quantities)
    yield from twice(document, quantities)
    yield from scales(document, quantities)
    yield from differing(document, quantities)
    for grid in grids(document):
        yield from totals(document, grid)
        yield from rates(document, grid)
    outside = [one for one in quantities if not in_table(document, one)]
    told = list(lines(document, outside))
    yield from named(document, quantities, told)
    for line in told:
        for rule in PER_LINE:
            yield from rule(line)
    for line in joined(document, outside):
        yield from sums(line)
        yield from growth(line)


def record_checks(record: DocumentRecord) -> tuple[Check, ...]:
    """The checks of a record, made now where they were not made with it; none where it has no text."""
    if record.checks is not None:
        return record.checks
    return checks(record.document, record.findings) if record.document else ()


def within(found: Iterable[Check], start: int, end: int) -> tuple[Check, ...]:
    """The checks all of whose figures stand in a range."""
    return tuple(c for c in found if all(start <= span.start and span.end <= end for span in c.spans))
