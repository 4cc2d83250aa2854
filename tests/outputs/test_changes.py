"""What changes.json says between two catalogues of one folder is all that a follower needs to come along."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Source
from outputs.catalogue import build_catalogue
from outputs.model import DocumentRecord
from outputs.publish import publish
from tests.outputs.builders import Told, record, rejected
from tests.outputs.sample import REPORT, TOLD, catalogue, records
from tests.outputs.test_kept_ids import ORCHARD, SQUARE, VINEGAR


class Builds:
    """One catalogue folder, built again and again."""

    def __init__(self, folder: Path) -> None:
        self.out, self.state = folder / "out", folder / "state"

    def build(self, *records: DocumentRecord) -> Any:
        """What changed."""
        return publish(build_catalogue(records), self.out, self.state).changes

    def files(self) -> dict[str, str]:
        """Path -> hash, as the manifest has them, but for shards and the site."""
        listed = json.loads((self.out / "catalogue.json").read_bytes())["files"]
        return {one["path"]: one["sha256"] for one in listed if not one["path"].startswith(("shards/", "site/"))}

    def sum(self) -> str:
        return hashlib.sha256((self.out / "catalogue.json").read_bytes()).hexdigest()


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path)


def test_a_moved_file_is_neither_added_nor_removed(builds: Builds) -> None:
    builds.build(record("a/醋.txt", VINEGAR), record("果.txt", ORCHARD))
    found = builds.build(record("b/老作坊.txt", VINEGAR), record("果.txt", ORCHARD), record("议.txt", SQUARE))
    documents = found["documents"]
    assert documents["moved"] == [{"from": "a/醋.txt", "to": "b/老作坊.txt"}]
    assert (documents["added"], documents["removed"], documents["updated"]) == (["议.txt"], [], [])


def test_of_several_the_first_goes_with_the_first(builds: Builds) -> None:
    builds.build(record("a.txt", VINEGAR), record("b.txt", VINEGAR), record("c.txt", VINEGAR))
    found = builds.build(record("x.txt", VINEGAR), record("b.txt", VINEGAR))["documents"]
    assert (found["moved"], found["added"], found["removed"]) == ([{"from": "a.txt", "to": "x.txt"}], [], ["c.txt"])


def test_a_file_that_can_be_read_now_has_not_moved(builds: Builds) -> None:
    builds.build(rejected("a.pdf"), record("果.txt", ORCHARD))
    found = builds.build(rejected("b.pdf", "rejected:damaged"), record("果.txt", ORCHARD))["documents"]
    assert (found["moved"], found["added"], found["removed"]) == ([], ["b.pdf"], ["a.pdf"])


def test_files_that_could_not_be_opened_have_not_moved(builds: Builds) -> None:
    def closed(name: str) -> DocumentRecord:
        return replace(rejected(name, "rejected:unreadable"), source=Source(name, "", 0))

    builds.build(closed("a.pdf"))
    found = builds.build(closed("b.pdf"))["documents"]
    assert (found["moved"], found["added"], found["removed"]) == ([], ["b.pdf"], ["a.pdf"])


def test_removed_cases_say_what_took_their_place(builds: Builds) -> None:
    def case_of(name: str) -> str:
        listed = json.loads((builds.out / "documents.json").read_bytes())["documents"]
        return next(str(one["cases"][0]) for one in listed if one["name"] == name)

    builds.build(record("醋.txt", f"{VINEGAR}\n添了一句。"), record("转.txt", VINEGAR), record("果.txt", ORCHARD))
    lead, copy, alone = case_of("醋.txt"), case_of("转.txt"), case_of("果.txt")
    found = builds.build(record("醋.txt", f"{VINEGAR}\n添了一句。"))["cases"]
    assert found["removed"] == sorted([copy, alone])
    assert found["superseded_by"] == {copy: lead, alone: None}


def test_the_files_are_all_that_differ(builds: Builds) -> None:
    assert builds.build(record("醋.txt", VINEGAR), record("果.txt", ORCHARD))["before"] is None
    before, told = builds.files(), builds.sum()
    found = builds.build(record("醋.txt", VINEGAR.replace("86", "88")), record("议.txt", SQUARE))
    after = builds.files()
    assert (found["before"], found["after"]) == (told, builds.sum())
    assert found["files"]["added"] == sorted(after.keys() - before.keys())
    assert found["files"]["removed"] == sorted(before.keys() - after.keys())
    assert found["files"]["updated"] == sorted(name for name in after if before.get(name, after[name]) != after[name])
    assert set(found["cases"]["updated"]) == {
        name.removeprefix("cases/").removesuffix(".json")
        for name in found["files"]["updated"]
        if name.startswith("cases/")
    }


def test_changes_name_what_is_new_gone_and_different(tmp_path: Path) -> None:
    publish(catalogue(), tmp_path / "out", tmp_path / "state")
    before = {case.record.source.name: case.id for case in catalogue().cases}
    figures = REPORT.replace("36个", "38个")
    told = Told(TOLD.practices, TOLD.problems, [("38个", 38, "个")])
    kept = [one for one in records() if one.source.name not in ("企业/港务.txt", "转载/港务(1).txt", "鹿亭.txt")]
    title = "港务公司党建与业务融合的做法"
    after = [*kept, record("企业/港务.txt", figures, told, title), record("新.txt", "新河村办食堂\n老人吃饭不愁。")]
    found = publish(build_catalogue(after), tmp_path / "out", tmp_path / "state").changes
    assert found == json.loads((tmp_path / "out/changes.json").read_bytes())
    documents = found["documents"]
    assert (documents["added"], documents["removed"]) == (["新.txt"], ["转载/港务(1).txt", "鹿亭.txt"])
    assert (documents["updated"], documents["fields"]) == (["企业/港务.txt"], {"企业/港务.txt": ["sha256"]})
    assert before["鹿亭.txt"] in found["cases"]["removed"]
    assert len(found["cases"]["added"]) == 1
    assert len(found["cases"]["updated"]) == 1
