"""Ids of cases and documents over builds of one catalogue, and what is said to have changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from outputs.catalogue import build_catalogue
from outputs.changes import LINKS
from outputs.model import DocumentRecord
from outputs.publish import publish
from tests.outputs.builders import record

VINEGAR = """酱坊村办起合作社
青栗县酱坊村党支部领办食醋合作社，带动农户86户，年产值320万元。
针对销路不畅，合作社与超市签订供货协议，开设网店，农户收入增加。
村里又请来师傅教酿醋，年轻人愿意回来学手艺，老作坊重新冒起了热气，来参观的客人一年比一年多，路边的摊子也摆满了。"""
ORCHARD = """桃园村的夜间课堂
云澜县桃园村开设夜间课堂，请农技员讲果树修剪，全年授课42次。
过去学用脱节，现在把课堂搬到果园，边学边做，优果率提高到九成。"""
SQUARE = """望湖社区的议事广场
望湖社区每周五在广场议事，居民代表商量停车、绿化和养犬，当场定办法。"""

Files = dict[str, str]
FIRST: Files = {"m/醋.txt": VINEGAR, "m/果.txt": ORCHARD, "m/议.txt": SQUARE}


class Catalogues:
    """One catalogue folder, built again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changes: Any = {}

    def build(self, files: Files) -> dict[str, tuple[str, str]]:
        """Name of each file -> the id of its case and its own."""
        records: list[DocumentRecord] = [record(name, text) for name, text in files.items()]
        self.changes = publish(build_catalogue(records), self.folder / "out", self.folder / "state").changes
        listed = json.loads((self.folder / "out/documents.json").read_bytes())["documents"]
        return {one["name"]: (one["cases"][0], one["id"]) for one in listed}


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    return Catalogues(tmp_path)


@pytest.mark.parametrize("name", ["a/a.txt", "m/a.txt", "z/z.txt"])
def test_a_copy_takes_no_id_wherever_it_sorts(catalogues: Catalogues, name: str) -> None:
    before = catalogues.build(FIRST)
    after = catalogues.build(FIRST | {name: VINEGAR})
    assert {file: after[file] for file in FIRST} == before
    assert len({ids for pair in after.values() for ids in pair}) == 8
    assert catalogues.changes["cases"]["added"] == [after[name][0]]
    assert catalogues.changes["cases"]["removed"] == catalogues.changes["cases"]["updated"] == []


@pytest.mark.parametrize("name", ["a/a.txt", "z/z.txt"])
def test_a_fuller_copy_takes_no_id(catalogues: Catalogues, name: str) -> None:
    before = catalogues.build(FIRST)
    after = catalogues.build(FIRST | {name: f"{VINEGAR}\n合作社去年又添两条灌装线，添置冷库。"})
    assert {file: after[file] for file in FIRST} == before


def test_ids_hold_over_moves_and_new_names(catalogues: Catalogues) -> None:
    before = catalogues.build(FIRST | {"m/醋2.txt": VINEGAR})
    after = catalogues.build({"z/1.txt": VINEGAR, "a/2.txt": ORCHARD, "m/议.txt": SQUARE, "m/醋2.txt": VINEGAR})
    assert after == {
        "z/1.txt": before["m/醋.txt"],
        "a/2.txt": before["m/果.txt"],
        "m/议.txt": before["m/议.txt"],
        "m/醋2.txt": before["m/醋2.txt"],
    }
    moved = catalogues.changes["cases"]
    assert moved["added"] == moved["removed"] == []
    assert {id_: set(names) - set(LINKS) for id_, names in moved["fields"].items()} == {
        before[name][0]: {"document"} for name in ("m/醋.txt", "m/果.txt")
    }


def test_another_report_under_an_old_name_has_another_id(catalogues: Catalogues) -> None:
    before = catalogues.build(FIRST)
    after = catalogues.build(FIRST | {"m/醋.txt": VINEGAR.replace("酱坊", "柳坝")[:90]})
    assert after["m/醋.txt"][0] != before["m/醋.txt"][0]


@pytest.mark.parametrize(
    ("old", "new"),
    [("86户", "91户"), ("320万元", "1.2亿元"), ("老作坊重新", "老作坊又"), ("酱坊村办起合作社", "酱坊村的醋香")],
)
def test_ids_hold_over_corrections_beside_a_copy(catalogues: Catalogues, old: str, new: str) -> None:
    files = FIRST | {"a/抄.txt": VINEGAR}
    before = catalogues.build(files)
    after = catalogues.build(files | {"m/醋.txt": VINEGAR.replace(old, new)})
    assert {name: ids[0] for name, ids in after.items()} == {name: ids[0] for name, ids in before.items()}
    assert after["m/醋.txt"][1] != before["m/醋.txt"][1]
    cases = catalogues.changes["cases"]
    assert (cases["added"], cases["removed"], cases["updated"]) == ([], [], [before["m/醋.txt"][0]])
    assert {"text", "document"} <= set(cases["fields"][before["m/醋.txt"][0]])
    assert catalogues.changes["documents"]["fields"] == {"m/醋.txt": ["sha256"]}


def test_a_correction_and_a_copy_of_the_old_words_at_once(catalogues: Catalogues) -> None:
    before = catalogues.build(FIRST)
    after = catalogues.build(FIRST | {"m/醋.txt": VINEGAR.replace("86户", "91户"), "a/抄.txt": VINEGAR})
    assert after["m/醋.txt"][0] == before["m/醋.txt"][0] != after["a/抄.txt"][0]


def test_what_went_and_came_back_has_its_id_again(catalogues: Catalogues) -> None:
    files = FIRST | {"a/抄.txt": VINEGAR}
    catalogues.build(FIRST)
    before = catalogues.build(files)
    without = catalogues.build({name: text for name, text in files.items() if name != "m/醋.txt"})
    assert without == {name: ids for name, ids in before.items() if name != "m/醋.txt"}
    assert catalogues.changes["cases"]["removed"] == [before["m/醋.txt"][0]]
    assert catalogues.build(files) == before
    assert catalogues.changes["cases"]["added"] == [before["m/醋.txt"][0]]


def test_no_old_id_is_left_anywhere(catalogues: Catalogues) -> None:
    copied = FIRST | {"z/抄.txt": VINEGAR, "z/换.txt": VINEGAR.replace("青栗县酱坊村", "云澜县桐花村")}
    catalogues.build(copied)
    ids = catalogues.build({"z/抄.txt": VINEGAR} | {f"a/{name}": text for name, text in copied.items()})
    known = {case for case, _ in ids.values()}
    for path in (catalogues.folder / "out/cases").glob("*.json"):
        case = json.loads(path.read_bytes())
        named = {case["id"], *case["duplicates"], *(one["id"] for one in case["similar"])}
        named |= {id_ for one in case["passages"] for id_ in one["where"]} | {case["duplicate_of"]} - {None}
        assert named <= known
    clusters = json.loads((catalogues.folder / "out/clusters.json").read_bytes())["clusters"]
    assert {id_ for one in clusters for id_ in one["cases"]} <= known


def test_without_a_record_of_identity_ids_are_made_afresh(catalogues: Catalogues) -> None:
    before = catalogues.build(FIRST)
    (catalogues.folder / "out/identity.json").write_text("{", encoding="utf-8")
    assert catalogues.build(FIRST) == before
