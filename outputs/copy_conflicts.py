"""Where copies of one report do not agree: a figure that stands at the same place of both with another value."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from extractors.base import Quantity
from outputs.copied_figures import Place, place_of
from outputs.kept_results import Kept, nothing_kept, of_records
from outputs.model import CatalogueCase, CopyConflict
from outputs.wording import letter_places, wording

Told = tuple[int, int, str]  # range and words of a figure
Differing = tuple[tuple[Told, Told], ...]
Placed = tuple[str, Place, str]  # the unit as well, so that only like is held against like


def _unit(one: Quantity) -> str:
    return one.unit if one.base_value is None else one.base_unit or ""


def _values(one: Quantity) -> tuple[object, ...]:
    converted = one.base_value is not None
    return (one.base_value, one.base_value_max) if converted else (one.value, one.value_max)


def _figures(case: CatalogueCase) -> dict[Placed, Quantity]:
    """The figures of a case by the letters around them, masked ones left out, and those that cannot be told apart."""
    letters, offsets, start = wording(case.text), letter_places(case.text), case.case.start
    told = [one for one in case.quantities if not one.masked and one.value is not None]
    placed = [
        ((one.kind, place_of(letters, offsets, one.start - start, one.end - start), _unit(one)), one) for one in told
    ]
    counts = Counter(place for place, _ in placed)
    return {place: one for place, one in placed if counts[place] == 1}


def _differing(lead: Mapping[Placed, Quantity], copy: Mapping[Placed, Quantity]) -> Differing:
    """Pairs of figures that do not agree, in the order of the leading copy."""
    pairs = ((one, copy[place]) for place, one in lead.items() if place in copy)
    return tuple((_told(one), _told(other)) for one, other in pairs if _values(one) != _values(other))


def _told(one: Quantity) -> Told:
    return one.start, one.end, one.text


def copy_conflicts(cases: Sequence[CatalogueCase], kept: Kept = nothing_kept) -> dict[str, tuple[CopyConflict, ...]]:
    """Id of each case -> its figures that the copy which leads its group, or those that it leads, give otherwise."""
    groups: dict[str, list[CatalogueCase]] = defaultdict(list)
    for case in cases:
        if case.duplicate_of:
            groups[case.duplicate_of].append(case)
    found: dict[str, list[CopyConflict]] = defaultdict(list)
    for lead in cases:
        for id_, conflict in _of_group(lead, groups.get(lead.id, ()), kept):
            found[id_].append(conflict)
    return {id_: tuple(sorted(those, key=lambda one: (one.start, one.other))) for id_, those in found.items()}


def _of_group(lead: CatalogueCase, copies: Iterable[CatalogueCase], kept: Kept) -> Iterator[tuple[str, CopyConflict]]:
    """What the leading copy and each of the others say differently, once for either."""
    mine = cache(lambda: _figures(lead))
    for copy in copies:
        ranges = (str(at) for one in (lead, copy) for at in (one.case.start, one.case.end))
        compare = partial(lambda one: _differing(mine(), _figures(one)), copy)
        for here, there in of_records(kept, "conflicts", (lead.record, copy.record), ranges, compare):
            yield lead.id, CopyConflict(copy.id, *here, *there)
            yield copy.id, CopyConflict(lead.id, *there, *here)
