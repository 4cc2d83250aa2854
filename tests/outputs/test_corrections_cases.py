"""Cases that analysts split and mend: their ids hold, with a catalogue before and without one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outputs.catalogue import build_catalogue
from outputs.corrected import corrected
from outputs.corrections import Correction, Known
from outputs.corrections_read import ONE
from outputs.model import DocumentRecord
from outputs.publish import publish
from tests.outputs.builders import Told, record
from tests.outputs.marked_words import placed

VINEGAR = """酱坊村办起合作社
青栗县酱坊村党支部领办食醋合作社，带动农户86户，年产值320万元。
桃园村的夜间课堂
云澜县桃园村开设夜间课堂，请农技员讲果树修剪，全年授课42次，学员都说学得会用得上，优果率提高到九成。
望湖社区的议事广场
望湖社区每周五在广场议事，居民代表商量停车、绿化和养犬，当场定办法。"""
OTHER = "石桥镇的集市窗口\n石桥镇在集市上设窗口，群众赶集时顺便办事，三年来办件1200件。"
FILES = {"m/三村.txt": VINEGAR, "m/石桥.txt": OTHER}
WHOLE = {"title": "酱坊村办起合作社", "at": "【酱坊村办起合作社】"}


def _records(files: Mapping[str, str] = FILES) -> dict[str, DocumentRecord]:
    return {name: record(name, text, place="青栗县") for name, text in files.items()}


def _entry(act: str, case: Mapping[str, str], name: str = "m/三村.txt", **more: Any) -> Correction:
    """A correction of a case, told by its first words; `where` marks the cuts."""
    one = _records()[name]
    told: dict[str, Any] = {"act": act, "case": placed(one, case["at"]) | {"title": case["title"]}}
    if "end" in case:
        told["case"]["end"] = int(case["end"])
    if "where" in more:
        cuts = [{**placed(one, at), "title": title} for at, title in more.pop("where")]
        told["where"] = [{name: cut[name] for name in ("quote", "before", "after", "start", "title")} for cut in cuts]
    return ONE.validate_python({**told, **more})


SPLIT = _entry(
    "split_case", WHOLE, where=[("【桃园村的夜间课堂】", "桃园村的夜间课堂"), ("【望湖社区的议事广场】", None)]
)
MEND = _entry("mend_case", WHOLE, value={"title": "酱坊村：合作社", "place": "酱坊村", "place_level": "村"})


class Folder:
    """A catalogue built again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, corrections: Sequence[Correction], files: Mapping[str, str] = FILES) -> dict[str, Any]:
        """Id -> file of each case."""
        records, replayed = corrected(_records(files).values(), Known(tuple(corrections)))
        made = replace(build_catalogue(records), corrections=replayed)
        self.states = [one.state for one in replayed]
        self.changes = publish(made, self._folder / "out", self._folder / "state").changes
        paths = sorted((self._folder / "out/cases").glob("*.json"))
        return {path.stem: json.loads(path.read_bytes()) for path in paths}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "a")


def _titles(cases: Mapping[str, Any]) -> dict[str, str]:
    return {case["title"]: id_ for id_, case in cases.items()}


def test_a_mended_case_keeps_its_id_with_and_without_a_catalogue_before(folder: Folder, tmp_path: Path) -> None:
    before = _titles(folder.build([]))
    after = folder.build([MEND])
    assert _titles(after)["酱坊村：合作社"] == before["酱坊村办起合作社"]
    case = after[before["酱坊村办起合作社"]]
    assert (case["place"], case["place_level"], case["place_code"]) == ("酱坊村", "村", None)
    assert not folder.changes["cases"]["added"]
    assert Folder(tmp_path / "b").build([MEND]).keys() == after.keys()


def test_a_split_case_keeps_its_id_and_the_others_hold(folder: Folder, tmp_path: Path) -> None:
    before = _titles(folder.build([]))
    split = folder.build([SPLIT])
    titles = _titles(split)
    assert sorted(titles) == sorted(["酱坊村办起合作社", "桃园村的夜间课堂", "望湖社区的议事广场", "石桥镇的集市窗口"])
    assert titles["酱坊村办起合作社"] == before["酱坊村办起合作社"]
    whole = sorted(
        (case for case in split.values() if case["document"]["name"] == "m/三村.txt"), key=lambda c: c["start"]
    )
    assert "".join(case["text"] for case in whole) == VINEGAR
    assert folder.build([SPLIT]).keys() == split.keys()
    assert Folder(tmp_path / "b").build([SPLIT]).keys() == split.keys()
    assert folder.build([]).keys() == set(before.values())  # taken back, the whole is there again


def test_a_part_has_the_place_that_it_names(folder: Folder) -> None:
    split = folder.build([SPLIT])
    places = {case["title"]: case["place"] for case in split.values()}
    assert places["桃园村的夜间课堂"] == "桃园村"
    assert places["望湖社区的议事广场"] == "望湖社区"
    assert places["酱坊村办起合作社"] == "青栗县"


def test_a_part_is_mended_and_split_again(folder: Folder) -> None:
    once = _entry("split_case", WHOLE, where=[("【桃园村的夜间课堂】", None)])
    part = {"title": "桃园村的夜间课堂", "at": "【桃园村的夜间课堂】", "end": str(len(VINEGAR))}
    again = _entry("split_case", part, where=[("【望湖社区的议事广场】", None)])
    mended = _entry("mend_case", part, value={"title": "夜校"})
    ids = _titles(folder.build([once, again]))
    cases = folder.build([mended, once, again])
    assert folder.states == ["held", "held", "held"]
    assert _titles(cases) == {("夜校" if title == "桃园村的夜间课堂" else title): id_ for title, id_ in ids.items()}


def test_the_file_was_edited_before_the_cut(folder: Folder) -> None:
    edited = FILES | {"m/三村.txt": VINEGAR.replace("320万元", "320多万元，比上年多出一大截")}
    ids = set(folder.build([SPLIT, MEND]))
    assert set(folder.build([SPLIT, MEND], edited)) == ids
    assert folder.states == ["held", "held"]


@pytest.mark.parametrize(
    ("edited", "states"),
    [
        (VINEGAR.replace("桃园村的夜间课堂\n", "又及：\n"), ["text_changed", "held"]),
        (VINEGAR.replace("酱坊村办起合作社\n", "合作社的故事\n"), ["text_changed", "text_changed"]),
    ],
)
def test_the_words_that_tell_a_case_are_gone(folder: Folder, edited: str, states: list[str]) -> None:
    folder.build([SPLIT, MEND], FILES | {"m/三村.txt": edited})
    assert folder.states == states


def test_a_later_word_on_the_same_field_holds(folder: Folder) -> None:
    title = _entry("mend_case", WHOLE, value={"title": "甲"})
    other = _entry("mend_case", WHOLE, value={"title": "乙"})
    place = _entry("mend_case", WHOLE, value={"place": "酱坊村"})
    assert "乙" in _titles(folder.build([title, place, other]))
    assert folder.states == ["overridden", "held", "held"]


@pytest.mark.parametrize("value", [{"place_level": "州"}, {"place_code": "12"}, {"title": ""}])
def test_what_no_case_can_be_is_invalid(folder: Folder, value: dict[str, str]) -> None:
    before = folder.build([])
    assert folder.build([_entry("mend_case", WHOLE, value=value)]) == before
    assert folder.states == ["invalid"]


@pytest.mark.parametrize(
    ("marked", "told"),
    [("【6户，年产值】", "goes through the finding “86户”"), ("【订办法。】", ""), ("【。】", "no words")],
)
def test_a_cut_tears_no_finding_and_leaves_no_part_without_words(marked: str, told: str) -> None:
    text = "酱坊村办起合作社\n酱坊村办起合作社，带动农户86户，年产值320万元，议定办法，当场订办法。"
    one = record("m/三村.txt", text, Told(quantities=[("86户", 86, "户")]))
    cuts = [
        {name: placed(one, at)[name] for name in ("quote", "before", "after", "start")} for at in ("【议定】", marked)
    ]
    case = placed(one, "【酱坊村办起合作社】")
    split = ONE.validate_python({"act": "split_case", "case": case, "where": cuts})
    after, (replayed,) = corrected([one], Known((split,)))
    assert replayed.state == ("invalid" if told else "held")
    assert told in replayed.reason
    assert len(after[0].cases) == (1 if told else 3)  # all cuts or none


def test_the_parts_have_the_findings_that_stand_in_them(folder: Folder) -> None:
    split = folder.build([SPLIT])
    for case in split.values():
        for one in case["quantities"]:
            assert case["start"] <= one["start"]
            assert one["end"] <= case["end"]


def test_a_case_that_is_no_case_by_now_is_told() -> None:
    one = replace(_records()["m/三村.txt"], cases=())
    after, replayed = corrected([one], Known((SPLIT, MEND)))
    assert [each.state for each in replayed] == ["text_changed", "text_changed"]
    assert all("no case" in each.reason.lower() for each in replayed)
    assert after[0].cases == ()
