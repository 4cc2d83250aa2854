"""Readers of the last released schemas can read what is written now."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.closed import Family, Schema
from tests.contract.conftest import ROOT
from tests.contract.differences import NOT_FOR_READERS, UNDERSTOOD, breaks, whole
from tests.contract.occurrences import told
from tests.contract.release import json_files, objections, releases, schemas_in, version_now

CASES = yaml.safe_load((ROOT / "tests/cases/contract.yml").read_text("utf-8"))
DEFINITIONS = {"id": {"type": "string", "pattern": "^c"}, "thing": {"type": "object", "properties": {"a": {}, "b": {}}}}


def alone(schema: Schema, id_: str = "urn:jingyan:schema:one:1") -> Family:
    """A family of one schema, which holds the given one."""
    return Family({"one": {"$id": id_, "$defs": DEFINITIONS, "properties": {"here": schema}}})


@pytest.mark.parametrize("case", CASES, ids=[case["reads"] for case in CASES])
def test_what_breaks_a_reader(case: dict[str, Any]) -> None:
    found = breaks(alone(case["old"]), alone(case["new"]))
    if case["breaks"]:
        assert found
        assert all(said.startswith("one/here") for said in found)
        assert any(case["breaks"] in said for said in found), found
    else:
        assert found == []
    assert breaks(alone(case["old"]), alone(case["old"])) == []


def test_an_id_that_changed_and_a_file_that_is_gone_break_a_reader() -> None:
    old = alone({})
    assert breaks(old, alone({}, "urn:jingyan:schema:one:2")) == ["one: $id changed"]
    assert breaks(old, Family({})) == ["one: the schema is gone"]
    assert breaks(Family({}), old) == []


def test_what_others_write_may_not_be_asked_for_more() -> None:
    one = {"$id": "urn:jingyan:schema:corrections:1", "$defs": {"act": {"properties": {"of": {}}, "required": []}}}
    more = {**one, "$defs": {"act": {"properties": {"of": {}}, "required": ["of"]}}}
    assert breaks(Family({"corrections": one}), Family({"corrections": more})) == ["corrections/act/of: is required"]


def test_the_schemas_hold_no_keyword_that_is_not_understood(family: Family) -> None:
    assert {key for _, schema in told(family) for key in whole(family, schema)} - UNDERSTOOD == set()


@pytest.fixture(scope="module")
def released() -> Family:
    return schemas_in(releases()[-1])


def test_nothing_breaks_a_reader_of_the_last_release(released: Family, family: Family) -> None:
    assert breaks(released, family) == []


def test_what_was_added_since_has_a_higher_version(released: Family, family: Family) -> None:
    """The other way round: who reads the last release's files by the schemas of now misses what was added since."""
    if version_now() == releases()[-1].name:
        assert breaks(family, released) == []


def test_a_release_is_refused_where_its_version_stands_or_a_reader_breaks(released: Family, tmp_path: Path) -> None:
    known = releases()[-1]
    shutil.copytree(known / "schema", tmp_path / known.name / "schema")
    major, revision = map(int, known.name.split("."))
    assert "raise REVISION" in objections(tmp_path, released, known.name)[0]
    assert objections(tmp_path, released, f"{major}.{revision + 1}") == []
    broken = {name: one for name, one in released.schemas.items() if name != "facets"}
    assert objections(tmp_path, Family(broken), f"{major}.{revision + 1}") == ["facets: the schema is gone"]
    assert objections(tmp_path, Family(broken), f"{major + 1}.0") == []


def test_what_is_written_now_keeps_to_the_last_release(released: Family, values: dict[str, Any]) -> None:
    known = {name: value for name, value in values.items() if value["schema"].split(":")[-2] in released.schemas}
    assert len(known) > len(released.schemas)
    assert {name: said[:2] for name, value in known.items() if (said := released.faults(value))} == {}


def kind_of(name: str) -> str:
    """`cases/c0123….json` -> `cases/*`."""
    return re.sub(r"[^/]*\d[^/]*$|(?<=shards/).*", "*", name)


def test_every_kind_of_file_is_still_written(values: dict[str, Any]) -> None:
    before = {kind_of(name) for name, _ in json_files(releases()[-1] / "catalogue")}
    assert len(before) > 10
    assert before - {f"{name}.json" for name in NOT_FOR_READERS} <= {kind_of(name) for name in values}


def test_the_released_catalogue_keeps_to_the_released_schemas(released: Family) -> None:
    closed = released.closed()
    files = dict(json_files(releases()[-1] / "catalogue"))
    assert {name: said[:2] for name, value in files.items() if (said := closed.faults(value))} == {}
