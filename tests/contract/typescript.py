"""TypeScript types of the published files, made from their schemas: `make types` writes them."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outputs.schemas import FOLDER, schemas
from outputs.schemas import TYPES as NAME
from tests.contract.closed import Schema

ROOT = Path(__file__).parents[2]
TYPES = FOLDER / NAME
# Beside Python's packages: tests/system_tools.sh installs what package.json lists.
MODULES = ROOT / ".venv" / "npm" / "node_modules"
HEADING = "// Types of the files of a catalogue, made from the JSON Schemas beside them: make types. Do not edit."
# What would hide a type that the language has, or says little outside of its file.
NAMES = {
    "words": "Words",
    "range": "TextRange",
    "utf16": "Utf16Range",
    "status": "FileStatus",
    "link": "AnswerLink",
    "evidence": "AnswerEvidence",
    "date": "DateMention",
    "document": "CorrectedDocument",
    "finding": "CorrectedFinding",
    "case": "CorrectedCase",
    "cluster": "CorrectedCluster",
    "cut": "CaseCut",
    "state": "CorrectionState",
    "value": "CorrectedValue",
}


UNSAID = {"$defs", "$id", "$schema", "$comment", "if", "then"}  # the last two: types know no conditions


def bundle(known: Mapping[str, Schema]) -> Schema:
    """All schemas as the definitions of one."""
    parts: dict[str, Schema] = {}
    for name, schema in known.items():
        parts |= {_type_name(key): _local(one, name) for key, one in schema.get("$defs", {}).items()}
        if "type" in schema:
            parts[schema["title"]] = _local(schema, name)
    files = [{"$ref": f"#/$defs/{schema['title']}"} for schema in known.values() if "type" in schema]
    whole = {"title": "CatalogueFile", "description": "Any file of a catalogue; `schema` tells which."}
    return {**whole, "anyOf": files, "$defs": parts}


def _type_name(key: str) -> str:
    return NAMES.get(key, key[0].upper() + key[1:])


def _local(part: Any, name: str) -> Any:
    """A schema whose references lead to the definitions of the bundle."""
    if isinstance(part, list):
        return [_local(one, name) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _local(value, name) for key, value in part.items() if key not in UNSAID}
    kept |= {"allOf": [one for one in kept["allOf"] if one]} if "allOf" in kept else {}
    if "$ref" in kept:
        kept["$ref"] = f"#/$defs/{_type_name(kept['$ref'].rpartition('/')[2])}"
    return kept


def node() -> str:
    """Node: that of the environment, else that of the system; raises FileNotFoundError where there is none."""
    own = Path(sys.executable).with_name("node")
    if found := str(own) if own.is_file() else shutil.which("node"):
        return found
    raise FileNotFoundError("Node")


def tool(name: str) -> list[str]:
    """The command that runs a tool of package.json; raises FileNotFoundError where it or Node is missing."""
    script = MODULES / ".bin" / name
    if not script.exists():
        raise FileNotFoundError(f"{name}, installed by npm")
    return [node(), str(script.resolve())]


def types(known: Mapping[str, Schema]) -> str:
    """The types of some schemas."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bundle.json"
        source.write_text(json.dumps(bundle(known), ensure_ascii=False), encoding="utf-8")
        options = ["--additionalProperties=false", "--unreachableDefinitions", "--bannerComment", HEADING]
        command = [*tool("json2ts"), "--input", str(source), *options, "--style.printWidth", "110"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


if __name__ == "__main__":
    TYPES.write_text(types(schemas()), encoding="utf-8")
