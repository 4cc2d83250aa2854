"""Dimensions (量纲) of units and their base units: 12.4万亩 is an area of 82,666,666.67 square metres."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from corpus.fold import fold
from extractors.base import Quantity, QuantityKind
from extractors.numerals import Number
from extractors.units import UnitTable, unit_table

DIGITS = 9  # decimals of a value in its base unit


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a unit measures, the unit that others of its kind convert to, and the factor from one to the other."""

    name: str
    base_unit: str
    factor: Fraction


@cache
def _dimensions() -> dict[str, Dimension]:
    table: UnitTable = unit_table()
    return {
        word: Dimension(entry.dimension, entry.base, Fraction(factor))
        for entry in table.dimensions
        for word, factor in entry.units.items()
    }


def dimension_of(unit: str) -> Dimension | None:
    """The dimension of a unit as written, in either script; None where nothing converts."""
    return _dimensions().get(unit) or (None if unit.isascii() else _dimensions().get(fold(unit)))


def in_base(value: Number | None, dimension: Dimension) -> Number | None:
    """The value in the base unit; None where masked."""
    if value is None:
        return None
    if isinstance(value, int) and dimension.factor.denominator == 1:
        return value * dimension.factor.numerator
    exact = Fraction(str(value)) * dimension.factor
    return int(exact) if exact.denominator == 1 else round(float(exact), DIGITS)


_CONVERTED = frozenset({"measure", "money", "duration"})


class Converted(NamedTuple):
    """The dimension of a quantity and its values in the base unit; nothing where its unit does not convert."""

    dimension: str | None = None
    base_unit: str | None = None
    base_value: Number | None = None
    base_value_max: Number | None = None


NOTHING = Converted()


def converted(kind: QuantityKind, unit: str, low: Number | None, high: Number | None) -> Converted:
    """What the values of a quantity, the second that of the end of a range, are in the base unit."""
    found = dimension_of(unit) if kind in _CONVERTED else None
    return Converted(found.name, found.base_unit, in_base(low, found), in_base(high, found)) if found else NOTHING


def measured(quantity: Quantity) -> Quantity:
    """The quantity with its dimension and its value in the base unit, where its unit converts."""
    found = converted(quantity.kind, quantity.unit, quantity.value, quantity.value_max)
    return quantity if found is NOTHING else replace(quantity, **found._asdict())
