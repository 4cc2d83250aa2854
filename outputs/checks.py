"""Figures of a report held against each other: sums, shares, growth, the same thing twice, tables."""

from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Document
from extractors.base import Findings, Quantity
from outputs.checks_figures import Check, lines
from outputs.checks_growth import growth
from outputs.checks_shares import shares
from outputs.checks_sums import additions, products, sums
from outputs.checks_tables import tables
from outputs.checks_twice import in_table, twice
from outputs.model import DocumentRecord

ORDER = {"conflict": 0, "cannot tell": 1, "consistent": 2}
PER_LINE = (sums, shares, growth, products)


def checks(document: Document, findings: Findings) -> tuple[Check, ...]:
    """All checks of a document, in the order of the text."""
    found = {(check.rule, check.spans): check for check in _found(document, findings.quantities)}
    return tuple(sorted(found.values(), key=lambda one: (one.spans[-1].start, one.spans[0].start, one.rule)))


def _found(document: Document, quantities: Sequence[Quantity]) -> Iterator[Check]:
    yield from additions(document)
    yield from twice(document, quantities)
    yield from tables(document)
    outside = [one for one in quantities if not in_table(document, one)]
    for line in lines(document, outside):
        for rule in PER_LINE:
            yield from rule(line)


def record_checks(record: DocumentRecord) -> tuple[Check, ...]:
    """The checks of a record; none where it has no text."""
    return checks(record.document, record.findings) if record.document else ()


def within(found: Iterable[Check], start: int, end: int) -> tuple[Check, ...]:
    """The checks all of whose figures stand in a range."""
    return tuple(c for c in found if all(start <= span.start and span.end <= end for span in c.spans))
