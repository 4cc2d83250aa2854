"""The TypeScript types are those of the schemas, and the files of a real catalogue have them."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from outputs.schemas import schemas
from tests.contract.conftest import want_typescript
from tests.contract.typescript import TYPES, bundle, tool, types

pytestmark = pytest.mark.usefixtures("typescript")
OPTIONS = ("--strict", "--noEmit", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2022,dom")
RIGHT = """
import type { CatalogueFile, Case, Shard } from "./jingyan";
export function titles(shard: Shard): string[] {
  return shard.cases.map(row => `${row.title}（${row.place ?? "地方不明"}）`);
}
export function said(one: Case): string[] {
  return one.problems.map(p => one.text.slice(p.utf16[0] - one.utf16[0], p.utf16[1] - one.utf16[0]));
}
export function kind(file: CatalogueFile): number {
  return file.schema === "urn:jingyan:schema:case:1" ? file.practices.length : 0;
}
"""
# Each is wrong in one way, which the compiler names.
WRONG = {
    "a name that is not there": ("one.titel", "'titel' does not exist"),
    "null is not looked for": ("one.place.length", "'one.place' is possibly 'null'"),
    "a value that is not there": ('one.problems[0]?.status === "gone"', "have no overlap"),
    "a number is no text": ("one.start.trim()", "'trim' does not exist"),
    "a pair has no third": ("one.utf16[2]", "has no element at index '2'"),
    "a file of another kind": ("one.documents", "'documents' does not exist"),
}


def compiled(folder: Path, program: str, *more: str) -> str:
    """What the compiler says of a program beside the types; nothing where it is right."""
    (folder / "jingyan.d.ts").write_bytes(TYPES.read_bytes())
    (folder / "program.ts").write_text(program, encoding="utf-8")
    command = [*tool("tsc"), *OPTIONS, *more, "program.ts"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False).stdout


def test_the_types_are_those_of_the_schemas() -> None:
    assert TYPES.read_text("utf-8") == types(schemas()), "make types writes them"


def test_no_two_definitions_have_one_name() -> None:
    named = [key for schema in schemas().values() for key in ({"type"} & schema.keys() | set(schema.get("$defs", {})))]
    assert len(bundle(schemas())["$defs"]) == len(named)


def test_the_types_stand_in_the_catalogue(built: Path) -> None:
    assert (built / "schema" / "jingyan.d.ts").read_bytes() == TYPES.read_bytes()


def test_every_file_of_a_real_catalogue_has_its_type(values: dict[str, Any], tmp_path: Path) -> None:
    """Written as literals the files must have all that the types say, and nothing else."""
    told = [
        f"export const f{number}: jingyan.{schemas()[one['schema'].split(':')[-2]]['title']} = {json.dumps(one)};"
        for number, one in enumerate(values.values())
    ]
    assert len(told) > 50
    assert compiled(tmp_path, "\n".join(['import type * as jingyan from "./jingyan";', *told])) == ""


def test_a_program_that_reads_a_catalogue_compiles(tmp_path: Path) -> None:
    assert compiled(tmp_path, RIGHT) == ""


def test_wrong_programs_do_not(tmp_path: Path) -> None:
    lines = [f"export const w{n} = (one: Case) => {words};" for n, (words, _) in enumerate(WRONG.values())]
    said = compiled(tmp_path, "\n".join(['import type { Case } from "./jingyan";', *lines])).splitlines()
    found = {int(at[1]): one for one in said if (at := re.match(r"program\.ts\((\d+),", one))}
    assert sorted(found) == list(range(2, len(WRONG) + 2))
    asked = {line: told for line, (_, told) in enumerate(WRONG.values(), 2)}
    assert [found[line] for line, told in asked.items() if told not in found[line]] == []


def test_without_the_compiler_the_tests_are_skipped_and_fail_on_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.contract.typescript.MODULES", Path("nowhere"))
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="wants a system tool: json2ts"):
        want_typescript()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="wants a system tool: json2ts"):
        want_typescript()
