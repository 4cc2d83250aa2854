"""Files of corrections: what is told of bad ones, and how many files become one list that loses nothing."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

from outputs import corrections_read
from outputs.catalogue import build_catalogue
from outputs.corrected import corrected
from outputs.corrections import Correction, Known
from outputs.corrections_read import (
    EMPTY,
    ONE,
    CorrectionsError,
    filled_in,
    kept_in,
    known_corrections,
    merged,
    read_corrections,
)
from outputs.publish import PublishError, publish
from outputs.schemas import check
from tests.outputs.builders import Told, record
from tests.outputs.marked_words import correction

TEXT = "存在责任不清的问题。\n存在学用脱节的问题。"
FOUND = Told(problems=(("责任不清", "A1_awareness"), ("学用脱节", "A1_awareness")))
RECORDS = {"a.txt": record("a.txt", TEXT, FOUND)}


def _one(act: str, at: str = "【责任不清】", **value: Any) -> Correction:
    return correction(RECORDS, {"act": act, "in": "a.txt", "kind": "problem", "at": at, "value": value})


WRONG, OTHER = _one("wrong"), _one("changed", category="A3_dependence")
SECOND = _one("right", "【学用脱节】")
BACK = ONE.validate_python({"act": "withdrawn", "of": WRONG.xid})


def _file(folder: Path, name: str, corrections: Sequence[Correction | dict[str, Any]]) -> Path:
    told = [one if isinstance(one, dict) else one.body for one in corrections]
    value = {"schema": "urn:jingyan:schema:corrections:1", "corrections": told}
    (folder / name).write_text(json.dumps(value), encoding="utf-8")
    return folder / name


FINDING = WRONG.body["finding"]
PLACE = {name: FINDING[name] for name in ("document", "start", "end", "quote")}


def _figure(value: float) -> dict[str, Any]:
    return {"act": "changed", "finding": {**FINDING, "kind": "quantity"}, "value": {"value": value}}


FAULTS = {
    "no JSON": ("{", "no JSON"),
    "no UTF-8": (b"\xff\xfe\x00", "not UTF-8"),
    "a list": ("[]", "whole"),
    "another schema": ({"schema": "urn:jingyan:schema:case:1", "corrections": []}, "schema"),
    "no finding": ([{"act": "right"}], "corrections[0].finding: Field required"),
    "no such act": ([WRONG.body, {"act": "maybe"}], "corrections[1]"),
    "a field that there is not": ([{**WRONG.body, "whom": "王"}], "corrections[0].whom: Extra inputs"),
    "a field of another kind": (
        [{"act": "changed", "finding": FINDING, "value": {"theme": "T01"}}],
        "corrections[0]: a problem has no theme",
    ),
    "nothing changed": ([{"act": "changed", "finding": FINDING, "value": {}}], "nothing is changed"),
    "half a range": ([{"act": "changed", "finding": FINDING, "value": {"start": 1}}], "a better range needs its words"),
    "no category": ([{"act": "added", "finding": FINDING, "value": {"status": "solved"}}], "needs its category"),
    "no such id": ([{"act": "withdrawn", "of": "c123"}], "corrections[0].of"),
    "into itself": (
        [{"act": "merge_clusters", "cluster": {"id": "k1"}, "into": {"id": "k1"}}],
        "cannot be merged into itself",
    ),
    "an act without end": ([{"act": "啊" * 5000}], "…"),
    "a field without end": ([{**WRONG.body, "x" * 5000: 1}], "…"),
    "not forward": ([{"act": "wrong", "finding": {**FINDING, "end": FINDING["start"]}}], "ends before it begins"),
    "far away": ([{"act": "wrong", "finding": {**FINDING, "start": 10**10}}], "finding.start"),
    "half a character": ([{"act": "wrong", "finding": {**FINDING, "quote": "\ud800a"}}], "finding.quote"),
    "a long quote": ([{"act": "wrong", "finding": {**FINDING, "quote": "长" * 2001}}], "at most 2000 characters"),
    "a long note": ([{**WRONG.body, "note": "长" * 5001}], "note: String should have at most 5000"),
    "a signature with a bell": ([{**WRONG.body, "by": "\a"}], "by: line breaks and control characters"),
    "a blank label": ([{"act": "rename_cluster", "cluster": {"id": "k1"}, "label": "　 "}], "only blanks"),
    "a label of two lines": ([{"act": "rename_cluster", "cluster": {"id": "k1"}, "label": "a\nb"}], "line breaks"),
    "a long label": ([{"act": "rename_cluster", "cluster": {"id": "k1"}, "label": "a" * 201}], "at most 200"),
    "a blank title": ([{"act": "mend_case", "case": PLACE, "value": {"title": "\t"}}], "value.title"),
    **{f"a figure {value}": ([_figure(value)], "no figure of a sensible size") for value in (inf, -inf, nan, 10**400)},
}


@pytest.mark.parametrize(("content", "said"), FAULTS.values(), ids=list(FAULTS))
def test_a_bad_file_is_told_with_its_entry(tmp_path: Path, content: Any, said: str) -> None:
    path = tmp_path / "c.json"
    if isinstance(content, list):
        path = _file(tmp_path, "c.json", content)
    else:
        data = content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content))
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(CorrectionsError) as error:
        read_corrections(path)
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)
    assert len(str(error.value)) < 1000


def _nested(depth: int) -> Any:
    found: Any = "T01"
    for _ in range(depth):
        found = {"theme": found}
    return found


@pytest.mark.parametrize("said", [_nested(900), {"category": ["x"], "status": {}}, {"a": "\ud800"}, {"\ud800": 1}])
def test_what_the_system_cannot_have_said_is_left_out(builds: "Builds", said: Any) -> None:
    path = _file(builds.folder, "a.json", [{"act": "right", "finding": {**FINDING, "said": said}}])
    right = read_corrections(path).corrections[0]
    assert right.body["finding"]["said"] == {}
    assert builds.build(path) == {right.xid: "held"}


def test_many_faults_are_told_in_few_lines(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError) as error:
        read_corrections(_file(tmp_path, "c.json", [{"act": "right"}] * 100))
    assert str(error.value).endswith("95 faults more")


@pytest.mark.parametrize("name", ["c.txt", "gone.json"])
def test_what_is_no_file_of_corrections(tmp_path: Path, name: str) -> None:
    (tmp_path / "c.txt").write_text("{}", encoding="utf-8")
    with pytest.raises(CorrectionsError, match=name):
        read_corrections(tmp_path / name)


@pytest.mark.parametrize("name", ["zero", "zero.json", "zero.xlsx"])
def test_what_never_ends_is_not_read(tmp_path: Path, name: str) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("there are no devices")
    (tmp_path / name).symlink_to(endless)
    with pytest.raises(CorrectionsError, match=r"this is no file|are read from"):
        read_corrections(tmp_path / name)


def test_a_file_is_read_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text(EMPTY, encoding="utf-8")
    monkeypatch.setattr(corrections_read, "MOST_BYTES", len(EMPTY))
    assert read_corrections(path).corrections == ()
    monkeypatch.setattr(corrections_read, "MOST_BYTES", len(EMPTY) - 1)
    with pytest.raises(CorrectionsError, match="more than"):
        read_corrections(path)


def test_who_said_it_and_when_makes_no_other_correction(tmp_path: Path) -> None:
    signed = ONE.validate_python({**WRONG.body, "by": "王", "at": "2026-01-01", "note": "见第三页"})
    assert signed.xid == WRONG.xid
    assert len({one.xid for one in (WRONG, OTHER, SECOND, BACK)}) == 4
    path = _file(tmp_path, "c.json", [signed])
    again = read_corrections(path).corrections[0]
    assert again.body == signed.body
    check(json.loads(path.read_bytes()), "c.json")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([[WRONG], [WRONG]], [WRONG]),
        ([[WRONG, SECOND], [SECOND, WRONG]], [WRONG, SECOND]),
        ([[WRONG], [OTHER]], [WRONG, OTHER]),
        ([[WRONG, OTHER], [WRONG]], [OTHER, WRONG]),  # said anew, after something else was said
        ([[WRONG, BACK], [WRONG]], [BACK, WRONG]),
        ([[WRONG, BACK], [SECOND]], [WRONG, BACK, SECOND]),
    ],
)
def test_files_become_one_list(tmp_path: Path, files: list[list[Correction]], expected: list[Correction]) -> None:
    paths = [_file(tmp_path, f"{number}.json", ones) for number, ones in enumerate(files)]
    found = merged(map(read_corrections, paths)).corrections
    assert [one.xid for one in found] == [one.xid for one in expected]


class Builds:
    """A catalogue built again and again, as the command line does it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"

    def build(self, *files: Path) -> dict[str, str]:
        """Id -> state of each correction."""
        known = known_corrections(self.out, files)
        records, replayed = corrected(RECORDS.values(), known)
        made = replace(build_catalogue(records), corrections=replayed, corrections_read=known.read)
        publish(made, self.out, self.folder / "state")
        value = json.loads((self.out / "corrections.json").read_bytes())
        return {one["id"]: one["state"] for one in value["corrections"]}


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path)


def test_a_catalogue_keeps_its_corrections(builds: Builds) -> None:
    first = builds.build(_file(builds.folder, "a.json", [WRONG, SECOND]))
    data = (builds.out / "corrections.json").read_bytes()
    assert first == {WRONG.xid: "held", SECOND.xid: "held"}
    assert builds.build() == first
    assert builds.build(builds.folder / "a.json") == first
    assert (builds.out / "corrections.json").read_bytes() == data
    assert kept_in(builds.out).read == (hashlib.sha256((builds.folder / "a.json").read_bytes()).hexdigest(),)


def test_a_file_given_every_night_does_not_undo_what_was_said_since(builds: Builds) -> None:
    every_night = _file(builds.folder, "a.json", [WRONG])
    builds.build(every_night)
    later = builds.build(every_night, _file(builds.folder, "b.json", [OTHER]))
    assert later == {WRONG.xid: "overridden", OTHER.xid: "held"}
    assert builds.build(every_night) == later
    back = ONE.validate_python({"act": "withdrawn", "of": OTHER.xid})
    taken = builds.build(every_night, _file(builds.folder, "c.json", [back]))
    assert taken == {WRONG.xid: "held", OTHER.xid: "withdrawn", back.xid: "held"}
    assert builds.build(_file(builds.folder, "d.json", [OTHER, SECOND]))[OTHER.xid] == "held"


def test_what_was_taken_back_is_marked_again_and_taken_back_again(builds: Builds) -> None:
    builds.build(_file(builds.folder, "a.json", [WRONG]))
    back = builds.build(_file(builds.folder, "b.json", [BACK]))
    assert back == {WRONG.xid: "withdrawn", BACK.xid: "held"}
    again = builds.build(_file(builds.folder, "c.json", [WRONG, SECOND]))
    assert again == {BACK.xid: "overridden", WRONG.xid: "held", SECOND.xid: "held"}
    assert builds.build() == again
    once_more = builds.build(_file(builds.folder, "d.json", [BACK, SECOND]))
    assert once_more == {WRONG.xid: "withdrawn", SECOND.xid: "held", BACK.xid: "held"}


def test_a_catalogue_of_another_folder_can_be_given(builds: Builds, tmp_path: Path) -> None:
    first = builds.build(_file(tmp_path, "a.json", [WRONG, SECOND]))
    (tmp_path / "other").mkdir()
    assert Builds(tmp_path / "other").build(builds.out / "corrections.json") == first


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[:-20],
    "another encoding": lambda data: data.decode().encode("gbk"),
    "no such act": lambda data: data.replace(b'"wrong"', b'"?"'),
    "no such field": lambda data: data.replace(b'"act":', b'"whom": 1, "act":', 1),
    "before the text": lambda data: data.replace(b'"start": 2', b'"start": -1', 1),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=list(SPOILT))
def test_what_cannot_be_read_whole_is_not_replaced(builds: Builds, spoil: Callable[[bytes], bytes]) -> None:
    builds.build(_file(builds.folder, "a.json", [WRONG, SECOND]))
    path = builds.out / "corrections.json"
    spoilt = spoil(path.read_bytes())
    assert spoilt != path.read_bytes()
    path.write_bytes(spoilt)
    with pytest.raises(CorrectionsError, match="To build without it, move it elsewhere") as error:
        builds.build()
    assert str(error.value).startswith(str(path))
    assert path.read_bytes() == spoilt


def test_a_file_that_is_gone_is_told_and_an_empty_one_taken(builds: Builds) -> None:
    builds.build(_file(builds.folder, "a.json", [WRONG, SECOND]))
    (builds.out / "corrections.json").unlink()
    with pytest.raises(CorrectionsError, match="the file is gone"):
        builds.build()
    (builds.out / "corrections.json").write_text(EMPTY, encoding="utf-8")
    assert builds.build() == {}
    manifest = json.loads((builds.out / "catalogue.json").read_bytes())
    manifest["files"] = [one for one in manifest["files"] if one["path"] != "corrections.json"]
    (builds.out / "catalogue.json").write_text(json.dumps(manifest), encoding="utf-8")
    (builds.out / "corrections.json").unlink()
    assert builds.build() == {}  # the catalogue of a version that knew of none


@pytest.mark.parametrize("name", ["catalogue.xlsx", "corrections.json"])
def test_what_is_written_while_a_catalogue_is_built_is_not_replaced(builds: Builds, name: str) -> None:
    builds.build(_file(builds.folder, "a.json", [WRONG]))
    seen = known_corrections(builds.out, ()).seen
    made = build_catalogue(RECORDS.values())
    path = builds.out / name
    path.write_bytes(b"saved meanwhile")
    with pytest.raises(PublishError, match="build again"):
        publish(made, builds.out, builds.folder / "state", seen=seen)
    assert path.read_bytes() == b"saved meanwhile"
    read = hashlib.sha256(b"saved meanwhile").hexdigest()
    publish(made, builds.out, builds.folder / "state", seen=(*seen, read))
    assert path.read_bytes() != b"saved meanwhile"


@pytest.mark.parametrize(
    ("later", "noted"),
    [
        ({}, {"by": "王", "note": "见第三页"}),
        ({"note": "见第五页"}, {"by": "王", "note": "见第五页"}),
        ({"note": None, "by": "李"}, {"by": "李", "note": None}),
        ({"note": ""}, {"by": "王", "note": ""}),
    ],
)
def test_what_was_noted_last_holds(builds: Builds, later: dict[str, Any], noted: dict[str, Any]) -> None:
    builds.build(_file(builds.folder, "a.json", [{**WRONG.body, "by": "王", "note": "见第三页"}, SECOND]))
    states = builds.build(_file(builds.folder, "b.json", [{**WRONG.body, **later}]))
    assert list(states.items()) == [(WRONG.xid, "held"), (SECOND.xid, "held")]
    one = kept_in(builds.out).corrections[0].body
    assert {name: one[name] for name in ("by", "note")} == noted


def test_a_workbook_that_nobody_wrote_in_is_not_read(builds: Builds) -> None:
    assert filled_in(builds.out) == ()
    builds.build()
    assert filled_in(builds.out) == ()
    (builds.out / "catalogue.xlsx").write_bytes(b"another")
    assert filled_in(builds.out) == (builds.out / "catalogue.xlsx",)
    with pytest.raises(CorrectionsError, match=r"catalogue\.xlsx"):
        known_corrections(builds.out, ())


def test_what_was_said_of_a_finding_stands_in_its_json(builds: Builds) -> None:
    builds.build(_file(builds.folder, "a.json", [SECOND, OTHER]))
    case = json.loads(next((builds.out / "cases").glob("*.json")).read_bytes())
    assert [one["review"] for one in case["problems"]] == [
        {"verdict": "changed", "correction": OTHER.xid},
        {"verdict": "right", "correction": SECOND.xid},
    ]


def test_thousands_of_corrections_are_replayed_where_they_belong() -> None:
    told = Told(problems=(("责任不清", "A1_awareness"),))
    records = [record(f"{number}.txt", f"第{number}村的材料\n存在责任不清的问题。", told) for number in range(300)]
    by_name = {one.source.name: one for one in records}
    marks = [{"act": "wrong", "in": one.source.name, "kind": "problem", "at": "【责任不清】"} for one in records]
    given = Known(tuple(correction(by_name, mark) for mark in marks))
    moved = [
        record(f"新/{one.source.name}", f"{one.document.text}\n新添一段。", told) for one in records if one.document
    ]
    after, replayed = corrected(moved, given)
    assert {one.state for one in replayed} == {"held"}
    assert [one.name for one in replayed] == [one.source.name for one in moved]
    assert not any(one.findings.problems for one in after)
