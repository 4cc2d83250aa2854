"""The figures, told apart by unit and by what they count, so that the same thing can be compared across places."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from corpus.fold import fold
from extractors.base import Quantity
from outputs.jsonfile import fragment
from outputs.leaves import Leaf
from outputs.model import CatalogueCase
from outputs.record import Json
from outputs.rendering_rows import Rows
from outputs.site.checks import home
from outputs.site.scripts import Named, Raw
from outputs.spool import Gathered, Spool

PIECE = "figures"
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


@dataclass(slots=True)
class Thing:
    """What is counted in a unit: the values of its figures, and the places that told one. Their rows lie aside."""

    unit: str
    counted: str
    values: "array[float]" = field(default_factory=lambda: array("d"))
    places: set[str] = field(default_factory=set)

    def add(self, one: Figure) -> None:
        """Count a figure."""
        self.values.append(one.value)
        if one.place:
            self.places.add(one.place)

    def order(self) -> tuple[bool, int, str]:
        """For sorting: what has the most figures first, what is not told last."""
        return self.counted == UNTOLD, -len(self.values), self.counted


Units = dict[str, dict[str, Thing]]


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


def _thing(one: Thing, file: str) -> Json:
    values = sorted(one.values)
    return {
        "counted": one.counted,
        "figures": len(values),
        "places": len(one.places),
        "least": values[0],
        "median": (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2,
        "most": values[-1],
        "bins": _bins(values),
        "file": file,
    }


def _packs(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """The things of a unit in packs of some PACK figures."""
    held: list[Thing] = []
    figures = 0
    for one in things:
        held.append(one)
        figures += len(one.values)
        if figures >= PACK:
            yield held
            held, figures = [], 0
    if held:
        yield held


def _by_unit(figures: Iterable[Figure], rows: Gathered) -> Units:
    """The things of each unit; the rows of their figures are put into `rows`, a comma behind each."""
    units: Units = defaultdict(dict)
    for one in figures:
        things = units[one.unit]
        if one.counted not in things:
            things[one.counted] = Thing(one.unit, one.counted)
        things[one.counted].add(one)
        rows.add((one.unit, one.counted), one.row + b",")
    return units


def _listed(held: Iterable[Thing], rows: Gathered) -> Raw:
    """The figures of some things by what they count."""
    ordered = sorted(held, key=lambda one: one.counted)
    things = (fragment(one.counted) + b":[" + rows.of((one.unit, one.counted))[:-1] + b"]" for one in ordered)
    return Raw(b"{" + b",".join(things) + b"}")


def _figures(things: Iterable[Thing]) -> int:
    return sum(len(one.values) for one in things)


def _written(units: Units, gathered: Gathered) -> Iterator[Named]:
    listed, pack = [], 0
    for number, unit in enumerate(sorted(units, key=lambda unit: (-_figures(units[unit].values()), unit))):
        things = sorted(units[unit].values(), key=Thing.order)
        rows: list[Json] = []
        for held in _packs(things[:THINGS]):
            file = f"figures/{pack}"
            rows.extend(_thing(one, file) for one in held)
            yield file, _listed(held, gathered)
            pack += 1
        yield f"numbers/{number}", rows
        listed.append({"unit": unit, "things": len(things), "figures": _figures(things)})
    yield "numbers", listed


def numbers(rows: Rows) -> Iterator[Named]:
    """The units, those with the most figures first; for each the things that it counts; the figures of each thing."""
    with Spool() as spool:
        gathered = Gathered(spool)
        figures = (one for _, piece in rows.of(PIECE) for one in piece)
        yield from _written(_by_unit(figures, gathered), gathered)
