"""Shards hold every case once, under a name that tells their content, and one case more alters one of them."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from outputs.catalogue import build_catalogue
from outputs.identity import digest
from outputs.publish import publish
from outputs.schemas import schemas
from outputs.shards import MOST, split
from outputs.views import REVISION, VERSION
from tests.outputs.sample import catalogue, records


def ids(number: int) -> list[str]:
    return sorted(f"c{digest(str(at))}" for at in range(number))


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_bytes())


@pytest.mark.parametrize("number", [0, 1, MOST, MOST + 1, 5000])
def test_every_id_is_in_the_shard_of_its_prefix(number: int) -> None:
    parts = list(split(ids(number)))
    assert [id_ for _, part in parts for id_ in part] == ids(number)
    assert all(id_[1:].startswith(prefix) for prefix, part in parts for id_ in part)
    assert all(0 < len(part) <= MOST for _, part in parts)
    assert len(parts) <= max(1, number)


def test_one_more_alters_one_shard() -> None:
    before = {prefix: tuple(part) for prefix, part in split(ids(5000))}
    after = {prefix: tuple(part) for prefix, part in split(sorted([*ids(5000), "c0123456789ab"]))}
    assert len([prefix for prefix in before if after.get(prefix) != before[prefix]]) == 1


def test_cases_that_no_digit_tells_apart_stay_together() -> None:
    alike = ["c0123456789ab", *sorted(f"c0123456789ab-{number}" for number in range(2, MOST + 50))]
    assert list(split(alike)) == [("0123456789ab", alike)]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shards")
    publish(catalogue(), folder / "out", folder / "state")
    return folder / "out"


def rows(folder: Path) -> list[Any]:
    return [row for shard in read(folder, "catalogue.json")["shards"] for row in read(folder, shard["path"])["cases"]]


def test_the_manifest_lists_the_shards_by_content(out: Path) -> None:
    manifest = read(out, "catalogue.json")
    files = {one["path"]: one for one in manifest["files"]}
    assert {name for name in files if name.startswith("shards/")} == {one["path"] for one in manifest["shards"]}
    for one in manifest["shards"]:
        data = (out / one["path"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(data).hexdigest() == files[one["path"]]["sha256"]
        assert Path(one["path"]).name.split(".")[1] == one["sha256"][:16]
        assert one["bytes"] == len(data)
        assert (one["cases"], one["prefix"]) == (len(json.loads(data)["cases"]), json.loads(data)["prefix"])


def test_a_row_says_what_its_case_says(out: Path) -> None:
    found = rows(out)
    assert [row["id"] for row in found] == [case.id for case in catalogue().cases]
    for row in found:
        data = (out / row["file"]).read_bytes()
        case = json.loads(data)
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        for key in ("title", "place", "place_level", "place_code", "organisation", "period", "cluster", "about"):
            assert row[key] == case[key]
        for key in ("duplicate_of", "own_share", "start", "end", "utf16"):
            assert row[key] == case[key]
        for kind in ("practices", "problems"):
            assert row["counts"][kind] == len(case[kind])
            assert row[kind] == [{key: one[key] for key in row[kind][0]} for one in case[kind]]
        assert row["document"] == {key: case["document"][key] for key in ("id", "name")}


def test_an_opening_begins_behind_the_title(out: Path) -> None:
    row = next(row for row in rows(out) if row["document"]["name"] == "企业/港务.txt")
    assert row["opening"].startswith("针对党建业务两张皮")
    assert all(len(row["opening"]) <= 201 and "\n" not in row["opening"] for row in rows(out))


def test_rows_have_the_values_that_the_facets_count(out: Path) -> None:
    listed = [row for row in rows(out) if row["duplicate_of"] is None]
    facets = read(out, "facets.json")["facets"]
    assert any(facet["values"] for facet in facets)
    for facet in facets:
        for value in facet["values"]:
            having = [row for row in listed if value["key"] in row["facets"].get(facet["key"], [])]
            assert len(having) == value["count"]
    known = {(facet["key"], value["key"]) for facet in facets for value in facet["values"]}
    assert {(key, value) for row in listed for key, values in row["facets"].items() for value in values} == known


def test_another_content_has_another_name(out: Path, tmp_path: Path) -> None:
    publish(build_catalogue(records()[:-4]), tmp_path / "out", tmp_path / "state")
    first, second = (read(folder, "catalogue.json")["shards"] for folder in (out, tmp_path / "out"))
    assert not {one["path"] for one in first} & {one["path"] for one in second}


def test_the_revision_is_that_of_the_schemas(out: Path) -> None:
    manifest = read(out, "catalogue.json")
    assert (manifest["schema_version"], manifest["schema_revision"]) == (VERSION, REVISION)
    assert {schema["$comment"] for schema in schemas().values()} == {f"version {VERSION}.{REVISION}"}
