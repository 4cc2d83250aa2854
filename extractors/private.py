"""What a document holds in confidence (隐私): persons' numbers, and their names in complaints and relief lists."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Document
from extractors.base import Mention
from extractors.private_context import KINDS, PrivateKind, Spot, settled
from extractors.private_digits import plain
from extractors.private_names import STRONG, Name, distinct, known, mentions, variants
from extractors.private_numbers import numbers
from extractors.private_parties import bearers, parties
from extractors.private_people import and_more, people
from extractors.private_rows import rows

__all__ = ["KINDS", "Private", "PrivateKind", "Spot", "persons", "private", "private_spots"]


@dataclass(frozen=True, slots=True)
class Private(Mention):
    """A range that holds something of a person that is not for everybody."""

    kind: PrivateKind


def _found(folded: str) -> tuple[list[Spot], list[Name]]:
    in_rows, told = rows(folded), numbers(folded)
    names = [
        *people(folded),
        *parties(folded),
        *bearers(folded, told),
        *(one for one in in_rows if isinstance(one, Name)),
    ]
    named = [one for one in names if not known(folded[one.start : one.end])]
    return [*told, *(one for one in in_rows if isinstance(one, Spot))], named


def persons(folded: str) -> frozenset[str]:
    """The names of private persons in a folded text that stand for them wherever they are written."""
    written = plain(folded)
    return _distinct(written, _found(written)[1])


def _distinct(folded: str, names: Iterable[Name]) -> frozenset[str]:
    written = (words.replace(" ", "") for name in names for words in variants(folded, name))
    return frozenset(words for words in written if distinct(words))


def private_spots(folded: str, others: frozenset[str] = frozenset()) -> tuple[list[Spot], frozenset[str]]:
    """All that is private in a folded text, in its order, and the names that it is; `others` are names known
    besides.
    """
    folded = plain(folded)
    found, names = _found(folded)
    first = _distinct(folded, names) | others
    beside = [other for one in mentions(folded, first) for other in and_more(folded, Name(*one, STRONG))]
    names += [one for one in beside if not known(folded[one.start : one.end])]
    all_names = _distinct(folded, names) | others
    told = [Spot(one.start, one.end, "person") for one in names]
    again = [Spot(start, end, "person") for start, end in mentions(folded, all_names)]
    return settled([*found, *told, *again]), all_names


def private(document: Document) -> tuple[Private, ...]:
    """What a document holds in confidence, in the order of its text."""
    spots, _ = private_spots(document.folded)
    return tuple(Private(one.start, one.end, document.text[one.start : one.end], one.kind) for one in spots)
