"""The figures, told apart by unit and by what they count, so that the same thing can be compared across places."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.fold import fold
from extractors.base import Quantity
from outputs.model import CatalogueCase, DocumentRecord
from outputs.record import Json
from outputs.site.scripts import Named
from outputs.site.shelf import Shelf

THINGS = 2000  # of one unit that are listed, those with the most figures
PACK = 600  # figures in a file, more where one thing has more
BINS = 14  # of a distribution
STEEP = 50  # times the smallest value from which on a distribution is shown by powers
UNTOLD = "（未注明）"


@lru_cache(maxsize=1 << 14)  # the same few are written again and again
def _alike(words: str) -> str:
    return fold(words)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the smallest case around it, if there is one."""

    quantity: Quantity
    record: DocumentRecord
    case: CatalogueCase | None

    @property
    def value(self) -> float:
        """Its value in the unit that the text gives: nobody looks for 亩 among square metres."""
        return float(self.quantity.value or 0)

    @property
    def unit(self) -> str:
        """The unit, alike in both scripts."""
        return _alike(self.quantity.unit)

    @property
    def counted(self) -> str:
        """What it counts, alike in both scripts."""
        return _alike(self.quantity.counted or UNTOLD)

    @property
    def place(self) -> str | None:
        """The place of its case."""
        return self.case.case.place if self.case else None


def figures(shelf: Shelf) -> Iterator[Figure]:
    """All figures with a value, those of copies of a case left out."""
    cases: dict[str, list[CatalogueCase]] = defaultdict(list)
    for case in shelf.cases:
        cases[case.record.source.name].append(case)
    for record in shelf.catalogue.records:
        homes = {(one.start, one.end): case for case in cases[record.source.name] for one in case.quantities}
        for one in record.findings.quantities:
            home = homes.get((one.start, one.end))
            if one.value is not None and not (home and home.duplicate_of):
                yield Figure(one, record, home)


def _bins(values: Sequence[float]) -> list[int]:
    """How many values lie in each of BINS steps from the smallest to the greatest, of equal width or equal ratio."""
    found = np.sort(np.array(values))
    if found[0] == found[-1]:
        return [len(found)]
    if found[0] > 0 and found[-1] > STEEP * found[0]:
        found = np.log(found)
    return [int(number) for number in np.histogram(found, bins=BINS)[0]]


def _thing(counted: str, found: Sequence[Figure], file: str) -> Json:
    values = sorted(one.value for one in found)
    return {
        "counted": counted,
        "figures": len(found),
        "places": len({one.place for one in found if one.place}),
        "least": values[0],
        "median": float(np.median(values)),
        "most": values[-1],
        "bins": _bins(values),
        "file": file,
    }


def _row(one: Figure, shelf: Shelf) -> Json:
    told = one.quantity
    return {
        "value": one.value,
        "text": told.text,
        "qualifier": list(told.qualifier),
        "period": told.period.text if told.period else None,
        "owner": told.owner.text if told.owner else None,
        "start": told.start,
        "end": told.end,
        **shelf.home(one.case, one.record),
    }


def _packs(found: Sequence[tuple[str, Sequence[Figure]]]) -> Iterator[list[tuple[str, Sequence[Figure]]]]:
    """The things of a unit in packs of some PACK figures."""
    held: list[tuple[str, Sequence[Figure]]] = []
    for one in found:
        held.append(one)
        if sum(len(listed) for _, listed in held) >= PACK:
            yield held
            held = []
    if held:
        yield held


def _by_unit(shelf: Shelf) -> dict[str, dict[str, list[Figure]]]:
    units: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for one in figures(shelf):
        units[one.unit][one.counted].append(one)
    return units


def numbers(shelf: Shelf) -> Iterator[Named]:
    """The units, those with the most figures first; for each the things that it counts; the figures of each thing."""
    units, listed, pack = _by_unit(shelf), [], 0
    order = sorted(units, key=lambda unit: (-sum(map(len, units[unit].values())), unit))
    for number, unit in enumerate(order):
        things = sorted(units[unit].items(), key=lambda thing: (thing[0] == UNTOLD, -len(thing[1]), thing[0]))
        rows: list[Json] = []
        for held in _packs(things[:THINGS]):
            file = f"figures/{pack}"
            rows.extend(_thing(counted, found, file) for counted, found in held)
            yield file, {counted: [_row(one, shelf) for one in found] for counted, found in held}
            pack += 1
        yield f"numbers/{number}", rows
        listed.append({"unit": unit, "things": len(things), "figures": sum(len(found) for _, found in things)})
    yield "numbers", listed
