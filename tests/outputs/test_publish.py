"""A catalogue folder is whole, keeps to its schemas, has the same bytes each time, and comes into place in one step."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import outputs.publish
import outputs.swap
from extractors.base import Problem
from outputs.catalogue import build_catalogue
from outputs.jsonfile import dumps
from outputs.model import Catalogue
from outputs.publish import LISTS, RENDERED, PublishError, check_target, publish
from outputs.schemas import SchemaError, check, schemas
from outputs.search import search
from tests.folders import NEWS, OF_A_BUILD, contents
from tests.outputs.builders import record
from tests.outputs.sample import REPORT, TOLD, catalogue, records

ROOT = Path(__file__).parents[2]
CATALOGUE = catalogue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    publish(CATALOGUE, folder / "out", folder / "state", {"engine": "local"})
    return folder / "out"


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_bytes())


def small(text: str = REPORT, name: str = "a.txt") -> Catalogue:
    return build_catalogue([record(name, text, TOLD if text == REPORT else None)])


def test_the_folder_holds_what_it_should(built: Path) -> None:
    names = set(contents(built))
    expected = {"catalogue.json", "documents.json", "clusters.json", "problems.json", "changes.json", "run.json"}
    expected |= {"tombstones.json", "identity.json", "passages.json", "practices.json"}
    assert expected | {"catalogue.sqlite", "catalogue.xlsx", "phrases.json", "phrases.yml", "facets.json"} <= names
    assert {f"cases/{case.id}.json" for case in CATALOGUE.cases} == {
        name for name in names if name.startswith("cases/")
    }
    assert {f"schema/{path.name}" for path in (ROOT / "outputs/schema").iterdir()} == {
        name for name in names if name.startswith("schema/")
    }


def test_the_manifest_lists_every_file_with_its_hash(built: Path) -> None:
    manifest = read(built, "catalogue.json")
    listed = {one["path"]: (one["bytes"], one["sha256"]) for one in manifest["files"]}
    found = contents(built, {*OF_A_BUILD, "catalogue.json"})
    assert listed == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in found.items()}
    counts = manifest["counts"]
    assert counts["cases"] == len(CATALOGUE.cases)
    assert (counts["documents"], counts["rejected"], counts["ignored"]) == (len(CATALOGUE.records), 1, 1)


def test_every_json_file_keeps_to_its_schema(built: Path) -> None:
    for name, data in contents(built).items():
        if name.endswith(".json") and not name.startswith("schema/"):
            check(json.loads(data), name)
            assert data.endswith(b"\n")


def test_another_validator_agrees(built: Path) -> None:
    known = Registry[Any]().with_resources((one["$id"], Resource.from_contents(one)) for one in schemas().values())
    for name in ("catalogue", "documents", "clusters", "problems", "phrases", "changes", "run", "tombstones", "facets"):
        Draft202012Validator(schemas()[name], registry=known).validate(read(built, f"{name}.json"))
    for kind in ("case", "document", "shard", "problem_part"):
        file = next(name for name in contents(built) if name.startswith(f"{kind.removesuffix('_part')}s/"))
        Draft202012Validator(schemas()[kind], registry=known).validate(read(built, file))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_schema_is_one_and_has_a_name(name: str) -> None:
    schema = schemas()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:jingyan:schema:{name}:1"


def changed(value: Any, path: list[Any], new: Any) -> Any:
    copy = json.loads(json.dumps(value))
    at = copy
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = new
    return copy


@pytest.mark.parametrize(
    ("file", "path", "new"),
    [
        ("documents.json", ["documents", 0, "status"], "fine"),
        ("documents.json", ["documents", 0, "cases"], None),
        ("clusters.json", ["clusters", 0, "cases"], ["x"]),
        ("problems.json", ["problems", "E1_two_skins", "answers", 0, "link"], "near"),
        ("problems.json", ["problems", "E1_two_skins", "mentions", 0, "status"], "gone"),
        ("catalogue.json", ["counts", "cases"], -1),
        ("changes.json", ["cases", "added"], "all"),
        ("catalogue.json", ["schema"], "urn:other"),
    ],
)
def test_what_does_not_keep_to_a_schema_is_refused(built: Path, file: str, path: list[Any], new: Any) -> None:
    with pytest.raises(SchemaError):
        check(changed(read(built, file), path, new), file)


def test_a_case_file_says_all_of_it(built: Path) -> None:
    case = next(one for one in CATALOGUE.cases if one.record.source.name == "企业/港务.txt")
    copy = next(one for one in CATALOGUE.cases if one.record.source.name == "转载/港务(1).txt")
    lead, other = (case, copy) if case.duplicate_of is None else (copy, case)
    assert read(built, f"cases/{other.id}.json")["duplicate_of"] == lead.id
    assert read(built, f"cases/{lead.id}.json")["duplicates"] == [other.id]
    value = read(built, f"cases/{case.id}.json")
    for kind in ("practices", "problems", "quantities"):
        for one in value[kind]:
            assert value["text"][one["start"] - value["start"] : one["end"] - value["start"]] == one["text"]
            assert one["source"] == [one["start"], one["end"]]


def test_documents_tell_every_outcome(built: Path) -> None:
    told = {one["name"]: one for one in read(built, "documents.json")["documents"]}
    assert told.keys() == {one.source.name for one in CATALOGUE.records}
    assert told["锁住.pdf"]["status"] == "rejected:encrypted"
    assert told["锁住.pdf"]["file"] is None
    assert told["讲话.txt"]["cases"] == []
    assert read(built, told["讲话.txt"]["file"])["document"]["name"] == "讲话.txt"


def test_practices_said_in_one_sentence_answer_a_problem_first(tmp_path: Path) -> None:
    publish(small(), tmp_path / "out", tmp_path / "state")
    problems = read(tmp_path / "out", "problems.json")["problems"]
    answers = problems["E1_two_skins"]["answers"]
    assert [(one["text"], one["link"]) for one in answers] == [("建立双向述职制度", "sentence")]
    assert "两张皮" in answers[0]["quote"]
    assert problems["E1_two_skins"]["name"] == "党建业务两张皮"
    assert {one["link"] for one in problems["E2_linked_not_moving"]["answers"]} == {"case"}
    assert problems["E2_linked_not_moving"]["cases"] == [answers[0]["case"]]


def test_problems_outside_cases_are_told_without_a_case(built: Path) -> None:
    mentions = read(built, "problems.json")["problems"]["C1_ageing"]["mentions"]
    assert [(one["case"], one["text"]) for one in mentions] == [(None, "党员老龄化")]


BUILD = """
import sys
from pathlib import Path
from outputs.catalogue import build_catalogue
from outputs.publish import publish
from tests.outputs.sample import records
chosen = records()
if sys.argv[2] == "backwards":
    chosen.reverse()
publish(build_catalogue(chosen), Path(sys.argv[1]) / "out", Path(sys.argv[1]) / "state")
"""


def test_the_same_input_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    for seed, order in (("1", "forwards"), ("77", "backwards")):
        folder = tmp_path / order
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", BUILD, str(folder), order], check=True, env=environment, cwd=folder)
        assert contents(folder / "out", NEWS) == contents(built, NEWS)


def test_a_rebuild_over_the_old_one_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    publish(CATALOGUE, tmp_path / "out", tmp_path / "state")
    published = publish(CATALOGUE, tmp_path / "out", tmp_path / "state")
    assert contents(tmp_path / "out", NEWS) == contents(built, NEWS)
    nothing: dict[str, Any] = {"added": [], "removed": [], "updated": []}
    assert published.changes["cases"] == nothing | {"relinked": [], "fields": {}, "superseded_by": {}}
    assert published.changes["documents"] == nothing | {"moved": [], "fields": {}}
    assert published.changes["files"] == nothing
    assert published.changes["before"] == published.changes["after"]
    assert sorted(one.name for one in (tmp_path / "state").iterdir()) == [LISTS, RENDERED]


def clusters(folder: Path) -> dict[str, set[str]]:
    return {one["id"]: set(one["cases"]) for one in read(folder, "clusters.json")["clusters"]}


def test_clusters_keep_their_ids_while_most_cases_stay(tmp_path: Path) -> None:
    publish(CATALOGUE, tmp_path / "out", tmp_path / "state")
    before = clusters(tmp_path / "out")
    fewer = [one for number, one in enumerate(records()) if number % 5]
    publish(build_catalogue(fewer), tmp_path / "out", tmp_path / "state")
    after = clusters(tmp_path / "out")
    stayed = [id_ for id_, old in before.items() if any(len(old & new) * 2 > len(old) for new in after.values())]
    assert stayed
    assert all(len(before[id_] & after[id_]) * 2 > len(before[id_]) for id_ in stayed)
    cases = {
        one["id"]: one["cluster"]["id"]
        for one in map(json.loads, contents(tmp_path / "out/cases").values())
        if one["cluster"]
    }
    assert cases == {case: id_ for id_, members in after.items() for case in members}


def test_a_published_catalogue_can_be_searched(built: Path) -> None:
    assert search(built, "联而不动")["hits"][0]["title"] == "港务公司党建与业务融合的做法"


@pytest.mark.parametrize(
    "break_it",
    [
        lambda one: replace(one, text="三张皮"),
        lambda one: replace(one, start=one.start + 1),
        lambda one: replace(one, start=-3),
        lambda one: replace(one, end=10**6),
    ],
)
def test_a_finding_that_is_not_where_it_says_is_refused(tmp_path: Path, break_it: Any) -> None:
    whole = record("a.txt", REPORT, TOLD)
    problems: tuple[Problem, ...] = (break_it(whole.findings.problems[0]),)
    broken = replace(whole, findings=replace(whole.findings, problems=problems))
    with pytest.raises(PublishError, match=r"a\.txt"):
        publish(build_catalogue([broken]), tmp_path / "out", tmp_path / "state")
    assert not (tmp_path / "out").exists()


def tree(folder: Path) -> Mapping[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def refused(tmp_path: Path, out: Path, match: str) -> None:
    before = tree(tmp_path)
    with pytest.raises(PublishError, match=match):
        check_target(out)
    with pytest.raises(PublishError, match=match):
        publish(small(), out, tmp_path / "state")
    assert tree(tmp_path) == before


def test_a_folder_of_something_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.docx").write_bytes(b"years of work")
    refused(tmp_path, tmp_path / "out", "no catalogue")
    (tmp_path / "out/catalogue.json").write_text('{"schema": "something else"}', encoding="utf-8")
    refused(tmp_path, tmp_path / "out", "no catalogue")
    (tmp_path / "out/catalogue.json").write_text('{"schema": "urn:jingyan:schema:catalogue:99"}', encoding="utf-8")
    refused(tmp_path, tmp_path / "out", "another version of jingyan")


def test_a_file_and_a_place_below_a_file_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    refused(tmp_path, tmp_path / "file", "is a file")
    refused(tmp_path, tmp_path / "file/out", "file")


def test_a_catalogue_with_a_stranger_in_it_is_not_touched(tmp_path: Path) -> None:
    publish(small(), tmp_path / "out", tmp_path / "state")
    (tmp_path / "out/notes.md").write_bytes(b"mine")
    refused(tmp_path, tmp_path / "out", r"notes\.md")


def test_leavings_of_file_browsers_are_no_strangers(tmp_path: Path) -> None:
    publish(small(), tmp_path / "out", tmp_path / "state")
    for name in (".DS_Store", "Thumbs.db", "~$catalogue.xlsx"):
        (tmp_path / "out" / name).write_bytes(b"")
    check_target(tmp_path / "out")


def test_an_empty_folder_and_a_new_one_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "empty", tmp_path / "deep/er/new"):
        check_target(out)
        publish(small(), out, tmp_path / "state")
        assert (out / "catalogue.json").is_file()


def test_a_link_to_the_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    publish(small(), tmp_path / "link", tmp_path / "state")
    publish(small(), tmp_path / "link", tmp_path / "state")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real/catalogue.json").is_file()


@pytest.mark.parametrize(
    "part",
    [
        "outputs.search_index.write_entries",
        "outputs.publish.write_workbook",
        "outputs.publish.sync_all",
        "outputs.publish.changes",
    ],
)
def test_a_failure_leaves_the_old_catalogue_as_it_was(
    tmp_path: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small(), tmp_path / "out", tmp_path / "state")
    before = contents(tmp_path / "out")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(part, full)
    with pytest.raises(PublishError, match="No space left"):
        publish(small("另一个村\n另一段话。"), tmp_path / "out", tmp_path / "state")
    assert contents(tmp_path / "out") == before
    assert sorted(one.name for one in (tmp_path / "state").iterdir()) == [LISTS, RENDERED]


def test_a_system_without_exchange_swaps_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs.swap, "exchange", lambda *_: False)
    publish(small(), tmp_path / "out", tmp_path / "state")
    publish(small("另一个村\n另一段话。", "b.txt"), tmp_path / "out", tmp_path / "state")
    assert [one["name"] for one in read(tmp_path / "out", "documents.json")["documents"]] == ["b.txt"]
    assert sorted(one.name for one in (tmp_path / "state").iterdir()) == [LISTS, RENDERED]


class Killed(BaseException):
    """What a test throws where a process would die."""


def test_a_death_between_two_renames_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(small(), tmp_path / "out", tmp_path / "state")
    before = contents(tmp_path / "out")
    rename = Path.rename

    def dies(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise Killed
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(outputs.swap, "exchange", lambda *_: False)
        patch.setattr(outputs.publish, "recover", lambda *_: None)  # a process that is killed tidies nothing up
        patch.setattr(Path, "rename", dies)
        with pytest.raises(Killed):
            publish(small("另一个村\n另一段话。"), tmp_path / "out", tmp_path / "state")
    assert not (tmp_path / "out").exists()
    outputs.swap.recover(tmp_path / "out", outputs.swap.staging(tmp_path / "out", tmp_path / "state"))
    assert contents(tmp_path / "out") == before


def test_a_stage_that_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / "state/publish/new/cases").mkdir(parents=True)
    publish(small(), tmp_path / "out", tmp_path / "state")
    assert sorted(one.name for one in (tmp_path / "state").iterdir()) == [LISTS, RENDERED]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_json_knows_no_nan(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumps({"value": value})


def test_json_is_utf8_whatever_is_in_it() -> None:
    assert json.loads(dumps({"b": "\udc80", "a": "\u2028"}).decode("utf-8")) == {"a": "\u2028", "b": "\ufffd"}
    assert dumps({"b": 1, "a": 2}) == b'{"a":2,"b":1}\n'


def test_an_empty_catalogue_can_be_published(tmp_path: Path) -> None:
    publish(build_catalogue([]), tmp_path / "out", tmp_path / "state")
    assert read(tmp_path / "out", "catalogue.json")["counts"]["documents"] == 0
    assert search(tmp_path / "out", "做法")["hits"] == []
