"""What would break a reader: where files that keep to the new schemas may not keep to the old ones.

Fields and files may be added, and values may be told more narrowly. Nothing may go, become optional, or take values
that it could not take. An enumeration may grow only where its description already said so.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.contract.closed import Family, Schema

OPEN = "Others may be added."
SAYS_NOTHING = {"title", "description", "$comment", "$schema", "$id", "$defs", "$ref", "allOf", "examples"}
LEAST = ("minimum", "minItems", "minLength")
MOST = ("maximum", "maxItems", "maxLength")
CONDITIONS = ("if", "then", "else")
EXACT = ("const", "pattern", "format", "uniqueItems", *CONDITIONS)
UNDERSTOOD = {
    *SAYS_NOTHING,
    *LEAST,
    *MOST,
    *EXACT,
    *("type", "enum", "properties", "required", "items", "additionalProperties", "anyOf"),
}
READ_BACK = "corrections"  # others write it too: it may not ask for more than it did
NOT_FOR_READERS = {"identity"}  # what the next build knows the cases by

Rule = Callable[["Comparison", Schema, Schema, str], Iterator[str]]


def breaks(old: Family, new: Family) -> list[str]:
    """What of the new schemas would break a reader of the old ones, each with its place."""
    return [said for name in sorted(old.schemas.keys() - NOT_FOR_READERS) for said in breaks_in(old, new, name)]


def breaks_in(old: Family, new: Family, name: str) -> Iterator[str]:
    """What breaks a reader of one kind of file."""
    if name not in new.schemas:
        yield f"{name}: the schema is gone"
        return
    before, after = old.schemas[name], new.schemas[name]
    if before["$id"] != after["$id"]:
        yield f"{name}: $id changed"
    compared = Comparison(old, new)
    yield from compared.of(before, after, name)
    for key, one in before.get("$defs", {}).items():  # types have their names
        if key not in after.get("$defs", {}):
            yield f"{name}/{key}: the definition is gone"
        else:
            yield from compared.of(one, after["$defs"][key], f"{name}/{key}")


class Comparison:
    """Two families of schemas, compared place by place."""

    def __init__(self, old: Family, new: Family) -> None:
        self.old, self.new = old, new

    def of(self, old: Schema, new: Schema, at: str) -> list[str]:
        """What breaks at one place and below it: each thing that is written now must be one that was told."""
        before, after = alternatives(self.old, old), alternatives(self.new, new)
        return [said for one in after for said in self._nearest(before, one, at)]

    def _nearest(self, known: list[Schema], new: Schema, at: str) -> list[str]:
        """What breaks against the alternative that is the least broken; empty where one holds it."""
        said = [[one for rule in RULES for one in rule(self, old, new, at)] for old in known]
        return min(said, key=lambda broken: (_other_kind(broken), len(broken)))


def _other_kind(broken: list[str]) -> bool:
    return any(": may be " in one for one in broken[:1])


def alternatives(family: Family, schema: Schema) -> list[Schema]:
    """A schema as schemas of one type each, of which a value keeps to one."""
    said = whole(family, schema)
    rest = {key: value for key, value in said.items() if key != "anyOf"}
    apart = [{**rest, **one} for part in said.get("anyOf", [{}]) for one in _deeper(family, part)]
    return [{**one, **kind} for one in apart for kind in _each_type(one)]


def _deeper(family: Family, part: Schema) -> list[Schema]:
    return alternatives(family, part) if part else [{}]


def _each_type(schema: Schema) -> list[Schema]:
    said = schema.get("type", [])
    return [{"type": one} for one in said] if isinstance(said, list) and said else [{}]


def whole(family: Family, schema: Schema) -> Schema:
    """A schema with all that its references and allOf say of the same value."""
    found: Schema = {}
    for part in family.resolved(schema):
        for key, value in part.items():
            if key in CONDITIONS:
                found[key] = [*found.get(key, []), value]
            else:
                found[key] = _both(key, found[key], value) if key in found else value
    return found


def _both(key: str, one: Any, other: Any) -> Any:
    if key == "properties":
        shared = {name: {"allOf": [one[name], other[name]]} for name in one.keys() & other.keys()}
        return {**one, **other, **shared}
    return sorted({*one, *other}) if key == "required" else one


def _types(_: Comparison, old: Schema, new: Schema, at: str) -> Iterator[str]:
    before, after = old.get("type"), new.get("type")
    if before and not after and not {"const", "enum"} & new.keys():
        yield f"{at}: may be of any type"
    elif before and after and before != after and (before, after) != ("number", "integer"):
        yield f"{at}: may be {after}"


def _values(_: Comparison, old: Schema, new: Schema, at: str) -> Iterator[str]:
    if "enum" not in old:
        return
    if "enum" not in new and "const" not in new:
        yield f"{at}: takes any value"
    given = new.get("enum", [new["const"]] if "const" in new else [])
    more = [one for one in given if one not in old["enum"]]
    if more and (None in more or OPEN not in old.get("description", "")):
        yield f"{at}: takes new values: {json.dumps(more, ensure_ascii=False)}"


def _properties(compared: Comparison, old: Schema, new: Schema, at: str) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name, one in before.items():
        if name not in after:
            yield f"{at}/{name}: is gone"
        else:
            yield from compared.of(one, after[name], f"{at}/{name}")
    for name in sorted(set(old.get("required", [])) - set(new.get("required", []))):
        yield f"{at}/{name}: is no longer required"
    if at.startswith(f"{READ_BACK}/") and before:
        yield from (
            f"{at}/{name}: is required" for name in new.get("required", []) if name not in old.get("required", [])
        )


def _held(compared: Comparison, old: Schema, new: Schema, at: str) -> Iterator[str]:
    for key, below in (("items", "items"), ("additionalProperties", "*")):
        one, other = old.get(key), new.get(key)
        if isinstance(one, dict) and isinstance(other, dict):
            yield from compared.of(one, other, f"{at}/{below}")
        elif isinstance(one, dict):
            yield f"{at}/{below}: is no longer told"


def _bounds(_: Comparison, old: Schema, new: Schema, at: str) -> Iterator[str]:
    yield from (f"{at}: {key} is loosened" for key in LEAST if key in old and new.get(key, old[key] - 1) < old[key])
    yield from (f"{at}: {key} is loosened" for key in MOST if key in old and new.get(key, old[key] + 1) > old[key])
    yield from (f"{at}: {key} is another" for key in EXACT if key in old and new.get(key) != old[key])


def _understood(_: Comparison, old: Schema, new: Schema, at: str) -> Iterator[str]:
    for key in sorted((old.keys() | new.keys()) - UNDERSTOOD):
        if old.get(key) != new.get(key):
            yield f"{at}: {key} differs, and what that means is not known"


RULES: tuple[Rule, ...] = (_types, _values, _properties, _held, _bounds, _understood)
