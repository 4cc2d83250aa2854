"""A reading in which everything private is found, and masked where asked: in its text, title, warnings and name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.document import fold_lines, prepare
from corpus.mask import masked, masked_reading
from corpus.model import Document, Reading, Source, Span
from extractors.private import KINDS, PrivateKind, Spot, persons, private_spots
from extractors.private_context import settled

ROUNDS = 4  # what stands beside a mask is read anew; each round masks more, or is the last

Counts = tuple[tuple[PrivateKind, int], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A document with what is private in it: how much of each kind, and the names that it tells of whoever is."""

    source: Source
    reading: Reading
    document: Document
    counts: Counts
    names: frozenset[str]


def look(source: Source, reading: Reading, document: Document) -> Held:
    """What is private in a document, in its text and in what cleaning took out of it; nothing is changed."""
    spots, names = _found(source, reading, document)
    return Held(source, reading, document, _counts(spots), names)


def withheld(source: Source, reading: Reading, document: Document) -> Held:
    """The document with all that is private masked, before anything is looked for in it."""
    counted: Counter[PrivateKind] = Counter()
    names: frozenset[str] = frozenset()
    for _ in range(ROUNDS):
        spots, found = _found(source, reading, document, names)
        names |= found
        source = replace(source, name=unnamed(source.name, names))
        if not spots:
            break
        counted.update(spot.kind for spot in spots)
        reading = masked_reading(reading, (Span(spot.start, spot.end) for spot in spots))
        reading = _with_marginal(reading, names)
        document = prepare(source, reading)
    return Held(source, reading, replace(document, source=source), _ordered(counted), names)


def unnamed(words: str, names: frozenset[str] = frozenset()) -> str:
    """Words that are shown beside a document, such as its name, with all that is private in them masked."""
    spots, _ = private_spots(fold_lines(words), names)
    return masked(words, (Span(spot.start, spot.end) for spot in spots))


def _with_marginal(reading: Reading, names: frozenset[str]) -> Reading:
    title = unnamed(reading.title, names) if reading.title else reading.title
    partial = unnamed(reading.partial, names) if reading.partial else reading.partial
    return replace(
        reading, title=title, partial=partial, warnings=tuple(unnamed(said, names) for said in reading.warnings)
    )


def _found(
    source: Source, reading: Reading, document: Document, known: frozenset[str] = frozenset()
) -> tuple[list[Spot], frozenset[str]]:
    """What is private, as ranges of the reading; the cleaned text joins what lines and pages broke in two."""
    known |= persons(fold_lines(source.name))
    cleaned, names = private_spots(document.folded, known)
    raw, all_names = private_spots(fold_lines(reading.text), names)
    if all_names != names:
        cleaned, _ = private_spots(document.folded, all_names)
    joined = [piece for spot in cleaned for piece in _in_reading(document, spot)]
    return _united([*raw, *joined]), all_names


def _in_reading(document: Document, spot: Spot) -> Iterator[Spot]:
    """A range of the cleaned text as ranges of the reading: more than one where something was taken out inside."""
    places = [document.offsets.to_source(at) for at in range(spot.start, spot.end)]
    breaks = [0, *(n for n, (one, other) in enumerate(pairwise(places), 1) if other != one + 1), len(places)]
    yield from (Spot(places[a], places[b - 1] + 1, spot.kind) for a, b in pairwise(breaks))


def _united(spots: Iterable[Spot]) -> list[Spot]:
    """Ranges that overlap as one, which is of the kind of the first of them."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: (spot.start, -spot.end)):
        if kept and spot.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(kept[-1].end, spot.end))
        else:
            kept.append(spot)
    return settled(kept)


def _counts(spots: Sequence[Spot]) -> Counts:
    return _ordered(Counter(spot.kind for spot in spots))


def _ordered(counted: Counter[PrivateKind]) -> Counts:
    return tuple((kind, counted[kind]) for kind in KINDS if counted[kind])
