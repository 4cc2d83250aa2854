"""Findings as analysts say they are: made anew, or with some fields otherwise."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from extractors.base import (
    Date,
    Findings,
    Mention,
    Practice,
    PracticeForm,
    PracticeStatus,
    Problem,
    ProblemStatus,
    Quantity,
    QuantityKind,
)
from extractors.dimensions import measured
from extractors.units import units
from outputs.corrections import FIELDS, LEAST, Json, Kind
from outputs.taxonomy import category_names, theme_names

ISO = re.compile(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?|--(?:0[1-9]|1[0-2])-\d\d)")
LEAP = 2000
LONGEST = 500  # characters of a finding
LISTS: Mapping[Kind, str] = {
    "quantity": "quantities",
    "date": "dates",
    "practice": "practices",
    "problem": "problems",
}
"""Kind -> its field of `Findings`."""


class UnfitError(ValueError):
    """A value that no finding can have; the message says why."""


def values_of(kind: Kind, finding: Mention) -> Json:
    """The fields of a finding that an analyst may set."""
    return {name: getattr(finding, name) for name in sorted(FIELDS[kind])}


def _one_of(word: Any, allowed: tuple[str, ...], what: str) -> str:
    if word not in allowed:
        raise UnfitError(f"There is no {what} {word!r}; there is {', '.join(allowed)}.")
    return str(word)


def _id(word: Any, names: Mapping[str, str], what: str) -> str:
    """An id of a taxonomy, which may be given by its name."""
    if word in names:
        return str(word)
    found = next((id_ for id_, name in names.items() if name == word), None)
    if found is None:
        raise UnfitError(f"The taxonomy has no {what} {word!r}.")
    return found


def _number(value: Any) -> float | int | None:
    if value is not None and (isinstance(value, bool | str) or not isinstance(value, int | float)):
        raise UnfitError(f"{value!r} is no number.")
    return value


def _in_calendar(value: str) -> bool:
    """Whether there is such a day; a day of no year may be one of a leap year."""
    year, month, day = (f"{LEAP}{value[1:]}" if value.startswith("--") else f"{value}-01-01").split("-")[:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _date(value: Any) -> str | None:
    if value is not None and not (isinstance(value, str) and ISO.fullmatch(value) and _in_calendar(value)):
        raise UnfitError(f"{value!r} is no date; write 2018, 2018-09 or 2018-09-30.")
    return value


def _unit(value: Any) -> str:
    if not isinstance(value, str):
        raise UnfitError("A quantity has a unit, which may be empty.")
    return value


def _counted(value: Any) -> str | None:
    return str(value) if value else None


def checked(kind: Kind, name: str, value: Any) -> Any:
    """A value that an analyst gave for a field, ids for names; raises UnfitError."""
    if name == "theme":
        return _id(value, theme_names(), "theme")
    if name == "category":
        return _id(value, category_names(), "category")
    if name == "form":
        return _one_of(value, get_args(PracticeForm), "form")
    if name == "kind":
        return _one_of(value, get_args(QuantityKind), "kind of quantity")
    if name == "status":
        return _one_of(value, get_args(PracticeStatus if kind == "practice" else ProblemStatus), "status")
    if name == "unit":
        return _unit(value)
    if name == "counted":
        return _counted(value)
    return _date(value) if kind == "date" else _number(value)


def usable(kind: Kind, said: Json | None) -> Json:
    """What the system once said of a finding, as far as it can still be said of one."""
    kept = {}
    for name in FIELDS[kind] & (said or {}).keys():
        try:
            kept[name] = checked(kind, name, (said or {})[name])
        except UnfitError:
            continue
    return kept


def _ordered(least: Any, most: Any) -> None:
    if least is not None and most is not None and least > most:
        raise UnfitError(f"From {least} to {most} is no range: the first is larger.")


def _quantity(at: tuple[int, int, str], values: Json) -> Quantity:
    unit = values["unit"]
    known = units().get(unit)
    kind = values.get("kind") or (known.kind if known else "percent" if unit in ("%", "％") else "count")
    value = values.get("value")
    _ordered(value, values.get("value_max"))
    return measured(
        Quantity(*at, kind, value, values.get("value_max"), unit, values.get("counted"), (), masked=value is None)
    )


def made(kind: Kind, at: tuple[int, int, str], values: Json) -> Mention:
    """A finding that the system did not make: its start, end and words, and its fields; raises UnfitError."""
    if LEAST[kind] not in values:
        raise UnfitError("The program finds nothing here by now, and the correction does not say what it was.")
    if kind == "practice":
        return Practice(*at, values["theme"], values.get("form", "action"), values.get("status", "done"))
    if kind == "problem":
        return Problem(*at, values["category"], values.get("status", "present"))
    return _quantity(at, values) if kind == "quantity" else Date(*at, values["value"])


def altered(finding: Mention, at: tuple[int, int, str], values: Json) -> Mention:
    """A finding with some fields, and maybe its range, otherwise."""
    start, end, text = at
    now = replace(finding, start=start, end=end, text=text, **values)
    if isinstance(now, Problem) and values.get("category", now.category) != getattr(finding, "category", None):
        return replace(now, certainty="set", likeliest=())  # no guess of a model's
    if isinstance(now, Quantity) and values.keys() & {"value", "value_max", "unit", "kind"}:
        _ordered(now.value, now.value_max)
        bare = replace(now, dimension=None, base_unit=None, base_value=None, base_value_max=None)
        return measured(replace(bare, masked=bare.value is None))
    return now


def fit_range(text: str) -> None:
    """Raise UnfitError for words that no finding can have."""
    if "\n" in text or len(text) > LONGEST:
        raise UnfitError(f"A finding stands in one paragraph or row of a table, and has {LONGEST} characters at most.")
    if not any(map(str.isalnum, text)):
        raise UnfitError("There is no word or figure in it.")


def all_found(findings: Findings) -> list[tuple[Kind, Mention]]:
    """Every finding with its kind."""
    return [(kind, one) for kind, name in LISTS.items() for one in getattr(findings, name)]
