"""The published JSON Schemas, and the check of every file against its own before it is published."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry, ValidationError

from outputs.record import Json
from outputs.views import schema_id

FOLDER = Path(__file__).parent / "schema"
TYPES = "jingyan.d.ts"  # TypeScript types, made from the schemas by make types


class SchemaError(ValueError):
    """A value that does not keep to its schema; the message says where."""


@cache
def schemas() -> dict[str, Json]:
    """Name -> schema."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


@cache
def _validator(name: str, whole: bool) -> Draft202012Validator:
    registry = Registry([(schema["$id"], schema) for schema in schemas().values()])
    told = {key: value for key, value in schemas()[name].items() if whole or key != "required"}
    return Draft202012Validator(told, registry=registry)


@cache
def _names() -> Mapping[str, str]:
    """The names of the schemas by what files call them."""
    return {schema_id(name): name for name in schemas()}


def _named(value: Any) -> str | None:
    named = value.get("schema") if isinstance(value, dict) else None
    return _names().get(named) if isinstance(named, str) else None


def check(value: Any, where: str, whole: bool = True) -> None:
    """Raise SchemaError unless a value keeps to the schema that it names; one that is not `whole` lacks fields."""
    name = _named(value)
    if name is None:
        raise SchemaError(f"{where}: names no schema of ours")
    validator = _validator(name, whole)
    if validator.is_valid(value):  # takes three quarters of the time that it takes to be told what is wrong
        return
    try:
        validator.validate(value)
    except ValidationError as error:
        at = ".".join(map(str, error.instance_path)) or "whole"
        raise SchemaError(f"{where}: {at}: {error.message[:300]}") from error
