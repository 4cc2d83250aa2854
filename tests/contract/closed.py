"""The published schemas, which are open for those who read, closed for those who write: a field that no schema names
fails.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry

from outputs.schemas import schemas

Schema = dict[str, Any]
IN_PLACE = ("allOf", "anyOf", "oneOf")  # these speak of the value itself, the others of what it holds
OF_EACH = ("properties", "patternProperties")
OF_ALL = ("items", "additionalProperties")


def close(schema: Schema) -> Schema:
    """A copy that allows no property but those it names, through references and alternatives too."""
    return {**_inside(schema), **_lid(schema)}


def _lid(schema: Schema) -> Schema:
    """What closes an object. A reference is closed where it stands, so that two may be joined by allOf."""
    told = {"properties", "$ref", *IN_PLACE} & schema.keys() or schema.get("type") == "object"
    return {"unevaluatedProperties": False} if told and "additionalProperties" not in schema else {}


def _inside(schema: Schema) -> Schema:
    return {key: _closed_part(key, value) for key, value in schema.items()}


def _closed_part(key: str, value: Any) -> Any:
    if key == "$defs":
        return {name: _inside(one) for name, one in value.items()}
    if key in OF_EACH:
        return {name: close(one) for name, one in value.items()}
    if key in OF_ALL and isinstance(value, dict):
        return close(value)
    if key in IN_PLACE:
        return [_inside(one) for one in value]
    return value


def _absolute(part: Any, id_: str) -> Any:
    """A copy whose references into the same file name the file."""
    if isinstance(part, dict):
        own = {"$ref": id_ + part["$ref"]} if str(part.get("$ref", "")).startswith("#") else {}
        return {key: _absolute(value, id_) for key, value in part.items()} | own
    return [_absolute(one, id_) for one in part] if isinstance(part, list) else part


def unnamed(folder: Path) -> dict[str, list[str]]:
    """Name of each JSON file of a catalogue -> what it holds that none of today's schemas names."""
    closed = Family(schemas()).closed()
    faults = {
        path.relative_to(folder).as_posix(): closed.faults(json.loads(path.read_bytes()))[:3]
        for path in sorted(folder.rglob("*.json"))
        if path.parent.name != "schema"
    }
    return {name: said for name, said in faults.items() if said}


class Family:
    """Schemas that refer to each other by `$id`."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self.schemas: dict[str, Schema] = {name: _absolute(one, one["$id"]) for name, one in schemas.items()}
        self.by_id = {schema["$id"]: schema for schema in self.schemas.values()}
        registry = Registry(list(self.by_id.items()))
        self.validator: Callable[[str], Draft202012Validator] = cache(
            lambda name: Draft202012Validator(self.schemas[name], registry=registry)
        )

    def at(self, reference: str) -> Schema:
        """The schema that a reference names: `urn:…#/$defs/name`."""
        id_, _, pointer = reference.partition("#")
        found = self.by_id[id_]
        for step in pointer.split("/")[1:]:
            found = found[step]
        return found

    def resolved(self, schema: Schema) -> Iterator[Schema]:
        """A schema without its references: all that speak of the same value, alternatives apart."""
        yield schema
        if "$ref" in schema:
            yield from self.resolved(self.at(schema["$ref"]))
        for part in schema.get("allOf", []):
            yield from self.resolved(part)

    def closed(self) -> "Family":
        """The same schemas, closed."""
        return Family({name: close(schema) for name, schema in self.schemas.items()})

    def faults(self, value: Any) -> list[str]:
        """What a file of a catalogue says that its schema does not allow, with the place."""
        name = value["schema"].split(":")[-2]
        return [
            f"{'/'.join(map(str, error.instance_path))}: {error.message[:200]}"
            for error in self.validator(name).iter_errors(value)
        ]
