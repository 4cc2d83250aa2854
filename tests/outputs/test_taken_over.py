"""What is kept for the next build is trusted no further than it can be: names lead nowhere else, damage costs time."""

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from outputs.catalogue import build_catalogue
from outputs.folder import Folder
from outputs.lists import Lists, kept_lists
from outputs.packed import compressed
from outputs.publish import LISTS, RENDERED, publish
from outputs.rendering_rows import NO_ROWS, kept_rows
from outputs.swap import NOTE, recover
from outputs.target import lies_inside
from tests.folders import contents
from tests.outputs.builders import record
from tests.outputs.sample import REPORT, TOLD

SECRET = b"what stands beside the catalogue"


@pytest.mark.parametrize("name", ["a", "a.json", "cases/c1.json", "site/data/a..b.js", "说明.txt"])
def test_names_of_files_in_a_folder(name: str) -> None:
    assert lies_inside(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "/etc/passwd",
        "../a",
        "a/../../b",
        "a/..",
        "a//b",
        "./a",
        "C:/a",
        r"..\a",
        r"a\..\b",
        "a\0b",
        7,
        None,
    ],
)
def test_names_that_lead_elsewhere(name: object) -> None:
    assert not lies_inside(name)


def told(name: object) -> dict[str, Any]:
    return {"path": name, "bytes": len(SECRET), "sha256": hashlib.sha256(SECRET).hexdigest()}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A new folder; the catalogue before it, and what lies beside that."""
    (tmp_path / "before").mkdir()
    for place in ("before/a.json", "secret.txt"):
        (tmp_path / place).write_bytes(SECRET)
    (tmp_path / "state" / "publish" / "new").mkdir(parents=True)
    return Folder(tmp_path / "state" / "publish" / "new", tmp_path / "before")


@pytest.mark.parametrize(
    "entry",
    [
        told("../secret.txt"),
        told(str(Path(__file__))),
        told(None),
        told("a.json") | {"bytes": str(len(SECRET))},
        told("a.json") | {"sha256": 1},
        {"path": "a.json"},
        {"path": "a.json", "bytes": len(SECRET)},
        "a.json",
        None,
    ],
)
def test_only_files_of_the_catalogue_before_are_taken_over(folder: Folder, tmp_path: Path, entry: Any) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert not folder.take_over([told("a.json"), entry])
    assert folder.held(entry) is None
    assert sorted(tmp_path.rglob("*")) == before
    assert folder.take_over([told("a.json")])
    assert folder.held(told("a.json")) == SECRET


def as_folder(path: Path) -> None:
    path.unlink()
    (path / "more").mkdir(parents=True)


def as_pipe(path: Path) -> None:
    path.unlink()
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes")
    os.mkfifo(path)


def as_json(path: Path) -> None:
    path.write_bytes(json.dumps({"key": "", "files": [{}], "shards": [], "fresh": []}).encode())


def as_other_value(path: Path) -> None:
    path.write_bytes(compressed({"key": 1}))


def with_a_bit_changed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", [LISTS, RENDERED])
@pytest.mark.parametrize("spoil", [as_folder, as_pipe, as_json, as_other_value, with_a_bit_changed])
def test_whatever_stands_there_the_same_is_published(tmp_path: Path, spoil: Callable[[Path], None], name: str) -> None:
    small, state = build_catalogue([record("a.txt", REPORT, TOLD)]), tmp_path / "state"
    publish(small, tmp_path / "out", state)
    before = contents(tmp_path / "out", {"changes.json"})
    spoil(state / name)
    for left in (LISTS, RENDERED):
        (state / f"{left}.new" / "more").mkdir(parents=True)
    publish(small, tmp_path / "out", state)
    assert contents(tmp_path / "out", {"changes.json"}) == before
    assert sorted(one.name for one in state.iterdir()) == [LISTS, RENDERED]
    assert all(one.is_file() and one.stat().st_mode & 0o077 == 0 for one in state.iterdir())


@pytest.mark.parametrize("part", ["site", "problem_bodies", "shards"])
def test_where_rows_are_damaged_all_are_made_anew(tmp_path: Path, part: str) -> None:
    small, state = build_catalogue([record("a.txt", REPORT, TOLD)]), tmp_path / "state"
    publish(small, tmp_path / "out", state)
    before, kept = contents(tmp_path / "out", {"changes.json"}), state / RENDERED
    with closing(kept_rows(kept) or NO_ROWS) as rows:
        start, length, _ = rows.index["a.txt"].rows[part]
    data = bytearray(kept.read_bytes())
    for at in range(start, start + length):
        data[at] ^= 1
    kept.write_bytes(data)
    (state / LISTS).unlink()  # or none of the rows would be read
    publish(small, tmp_path / "out", state)
    assert contents(tmp_path / "out", {"changes.json"}) == before


@pytest.mark.parametrize("spoil", [as_folder, as_pipe, as_json, as_other_value])
def test_lists_that_are_none(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = tmp_path / LISTS
    path.write_bytes(compressed(Lists("key", [], [], {}, [])))
    assert kept_lists(path) == Lists("key", [], [], {}, [])
    spoil(path)
    assert kept_lists(path) is None


@pytest.mark.parametrize("name", ["../../outside", "/outside", "1/../../..", "²", 7])
def test_a_note_of_a_move_names_nothing_outside(tmp_path: Path, name: object) -> None:
    stage = tmp_path / "state" / "publish"
    (stage / "new").mkdir(parents=True)
    (stage / "new" / "catalogue.json").write_text("{}", encoding="utf-8")
    (stage / NOTE).write_text(json.dumps({"leaves": [1], "came_from": name}), encoding="utf-8")
    recover(tmp_path / "out", stage)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["state"]
