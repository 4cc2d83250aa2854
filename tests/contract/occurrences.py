"""Which properties and which values of enumerations real files hold, by where the schemas tell of them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tests.contract.closed import Family, Schema

KINDS: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def fits(family: Family, schema: Schema, value: Any) -> bool:
    """Whether an alternative is about values of this kind."""
    said = [one["type"] for one in family.resolved(schema) if "type" in one]
    kinds = said[0] if said and isinstance(said[0], list) else said
    return not kinds or any(isinstance(value, KINDS[kind]) for kind in kinds)


class Occurrences:
    """Counts over files: places are `name/…` below a schema or below the definition that a reference names."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.properties: dict[str, set[str]] = defaultdict(set)
        self.values: dict[str, set[Any]] = defaultdict(set)

    def add(self, value: Any) -> None:
        """Look at a file, which names its schema."""
        name = value["schema"].split(":")[-2]
        self._see(self.family.schemas[name], value, name)

    def _see(self, schema: Schema, value: Any, at: str) -> None:
        if "$ref" in schema:
            reference = schema["$ref"]
            self._see(self.family.at(reference), value, place_of(reference))
        if "enum" in schema:
            self.values[at].add(value)
        for number, part in enumerate(schema.get("allOf", [])):
            self._see(part, value, f"{at}/allOf/{number}")
        for number, part in enumerate(schema.get("anyOf", [])):
            if fits(self.family, part, value):
                self._see(part, value, f"{at}/anyOf/{number}")
        if isinstance(value, dict):
            self._see_object(schema, value, at)
        elif isinstance(value, list) and "items" in schema:
            for one in value:
                self._see(schema["items"], one, f"{at}/items")

    def _see_object(self, schema: Schema, value: dict[str, Any], at: str) -> None:
        named = schema.get("properties", {})
        for key in named.keys() & value.keys():
            self.properties[at].add(key)
            self._see(named[key], value[key], f"{at}/{key}")
        rest = schema.get("additionalProperties")
        if isinstance(rest, dict):
            for key in value.keys() - named.keys():
                self._see(rest, value[key], f"{at}/*")


def place_of(reference: str) -> str:
    """`urn:jingyan:schema:mention:1#/$defs/practice` -> `mention/practice`."""
    id_, _, pointer = reference.partition("#")
    return "/".join([id_.split(":")[-2], *(step for step in pointer.split("/")[1:] if step != "$defs")])


def told(family: Family) -> Iterator[tuple[str, Schema]]:
    """Every schema of an object or of an enumeration, with its place."""
    for name, schema in family.schemas.items():
        yield from _told(schema, name)
        for key, one in schema.get("$defs", {}).items():
            yield from _told(one, f"{name}/{key}")


def _told(schema: Schema, at: str) -> Iterator[tuple[str, Schema]]:
    yield at, schema
    for key, one in schema.get("properties", {}).items():
        yield from _told(one, f"{at}/{key}")
    for kind in ("allOf", "anyOf"):
        for number, one in enumerate(schema.get(kind, [])):
            yield from _told(one, f"{at}/{kind}/{number}")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _told(schema["additionalProperties"], f"{at}/*")
    if "items" in schema:
        yield from _told(schema["items"], f"{at}/items")
