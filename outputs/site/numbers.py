"""The figures, told apart by unit and by what they count, so that the same thing can be compared across places."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from corpus.fold import fold
from extractors.base import Quantity
from outputs.jsonfile import fragment
from outputs.leaves import Leaf
from outputs.model import CatalogueCase
from outputs.record import Json
from outputs.site.checks import home
from outputs.site.scripts import Named, Raw
from outputs.site.shelf import Shelf

THINGS = 2000  # of one unit that are listed, those with the most figures
PACK = 600  # figures in a file, more where one thing has more
BINS = 14  # of a distribution
STEEP = 50  # times the smallest value from which on a distribution is shown by powers
UNTOLD = "（未注明）"


@lru_cache(maxsize=1 << 14)  # the same few are written again and again
def _alike(words: str) -> str:
    return fold(words)


class Figure(NamedTuple):
    """A figure as it is listed: unit and what it counts, alike in both scripts, its value in the unit that the text
    gives (nobody looks for 亩 among square metres), the place of its case, and its row.
    """

    unit: str
    counted: str
    value: float
    place: str | None
    row: bytes


def figure_piece(leaf: Leaf) -> list[Figure]:
    """The figures of one document that have a value; those of copies of a case are left out."""
    homes = {(one.start, one.end): case for case in leaf.cases for one in case.quantities}
    told = ((one, homes.get((one.start, one.end))) for one in leaf.record.findings.quantities if one.value is not None)
    return [_figure(one, case, leaf) for one, case in told if case is None or case.duplicate_of is None]


def _figure(one: Quantity, case: CatalogueCase | None, leaf: Leaf) -> Figure:
    row = {
        "value": float(one.value or 0),
        "text": one.text,
        "qualifier": list(one.qualifier),
        "period": one.period.text if one.period else None,
        "owner": one.owner.text if one.owner else None,
        "start": one.start,
        "end": one.end,
        **home(case, leaf),
    }
    place = case.case.place if case else None
    return Figure(_alike(one.unit), _alike(one.counted or UNTOLD), row["value"], place, fragment(row))


def _bins(values: Sequence[float]) -> list[int]:
    """How many values, given in order, lie in each of BINS steps from the smallest to the greatest, of equal width or
    equal ratio.
    """
    if values[0] == values[-1]:
        return [len(values)]
    found = np.array(values)
    if found[0] > 0 and found[-1] > STEEP * found[0]:
        found = np.log(found)
    below = np.searchsorted(found, np.linspace(found[0], found[-1], BINS + 1)[1:-1])
    return list(map(int, np.diff(below, prepend=0, append=len(found))))


def _thing(counted: str, found: Sequence[Figure], file: str) -> Json:
    values = sorted(one.value for one in found)
    return {
        "counted": counted,
        "figures": len(found),
        "places": len({one.place for one in found if one.place}),
        "least": values[0],
        "median": (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2,
        "most": values[-1],
        "bins": _bins(values),
        "file": file,
    }


def _packs(found: Sequence[tuple[str, Sequence[Figure]]]) -> Iterator[list[tuple[str, Sequence[Figure]]]]:
    """The things of a unit in packs of some PACK figures."""
    held: list[tuple[str, Sequence[Figure]]] = []
    figures = 0
    for one in found:
        held.append(one)
        figures += len(one[1])
        if figures >= PACK:
            yield held
            held, figures = [], 0
    if held:
        yield held


def _by_unit(shelf: Shelf) -> dict[str, dict[str, list[Figure]]]:
    units: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for one in (one for _, piece in shelf.rows.of("figures") for one in piece):
        units[one.unit][one.counted].append(one)
    return units


def _listed(held: Sequence[tuple[str, Sequence[Figure]]]) -> Raw:
    """The figures of some things by what they count."""
    things = (fragment(counted) + b":[" + b",".join(one.row for one in found) + b"]" for counted, found in sorted(held))
    return Raw(b"{" + b",".join(things) + b"}")


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
            yield file, _listed(held)
            pack += 1
        yield f"numbers/{number}", rows
        listed.append({"unit": unit, "things": len(things), "figures": sum(len(found) for _, found in things)})
    yield "numbers", listed
