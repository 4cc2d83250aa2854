"""Catalogues change places: at whatever moment a process dies, each of them is there whole or was let go on purpose."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

import corpus.system
import outputs.earlier
import outputs.swap
from outputs import earlier
from outputs.jsonfile import dumps
from outputs.rollback import RollbackError, kept, rolled_back, stood
from outputs.swap import put_in_place, recover, staging
from outputs.target import THIS, PublishError, check_target, manifest_hash

MOVES = ("rename", "replace", "rmdir", "unlink", "link")
COMMON = "the same in all of them"


def made(folder: Path, says: str, profile: str = "full") -> Path:
    """A folder with all that a swap looks at: a manifest, a file of its own, one that all have."""
    folder.mkdir(parents=True)
    files = {"own.txt": says, "data/common.txt": COMMON, "catalogue.xlsx": f"sheets of {says}"}
    (folder / "data").mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    listed = [{"path": name, "sha256": hashlib.sha256(text.encode()).hexdigest()} for name, text in files.items()]
    counts = {"documents": len(says), "cases": 0}
    manifest = {"schema": THIS, "profile": profile, "counts": counts, "files": listed}
    (folder / "catalogue.json").write_bytes(dumps(manifest))
    (folder / "run.json").write_text(json.dumps({"started": f"the night of {says}"}), "utf-8")
    return folder


class House:
    """An output folder with its working state."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out, self.state = folder, folder / "out", folder / ".jingyan" / "out"
        self.stage = staging(self.out, self.state)

    def publish(self, says: str, keep: int = 2) -> None:
        made(self.stage / "new", says)
        put_in_place(self.stage / "new", self.out, self.stage, keep)

    def kept(self) -> dict[str, str]:
        place = earlier.folder_of(self.stage)
        return {name: (place / name / "own.txt").read_text("utf-8") for name in earlier.names(self.stage)}

    def says(self) -> str:
        return (self.out / "own.txt").read_text("utf-8")

    def faults(self) -> list[str]:
        place = earlier.folder_of(self.stage)
        folders = [self.out, *(place / name for name in earlier.names(self.stage))]
        return [str(folder / name) for folder in folders for name in earlier.faults(folder)]

    def litter(self) -> list[str]:
        return sorted(path.name for path in self.state.iterdir() if path.name != "catalogues")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture(params=[True, False], ids=["exchange", "two steps"])
def any_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if not request.param:
        monkeypatch.setattr(outputs.swap, "exchange", lambda *_: False)
    return bool(request.param)


@pytest.mark.usefixtures("any_system")
def test_so_many_are_kept_as_are_wanted(house: House) -> None:
    for says in "ABCD":
        house.publish(says)
    assert (house.says(), house.kept()) == ("D", {"000002": "B", "000003": "C"})
    house.publish("E", keep=1)
    assert house.kept() == {"000004": "D"}
    house.publish("F", keep=0)
    assert (house.says(), house.kept(), list(house.state.iterdir())) == ("F", {}, [])


@pytest.mark.usefixtures("any_system")
def test_one_that_says_the_same_drives_none_out(house: House) -> None:
    for says in "ABBBB":
        house.publish(says)
    assert (house.says(), house.kept()) == ("B", {"000001": "A"})


def test_what_two_have_in_common_is_there_once(house: House) -> None:
    house.publish("A")
    house.publish("B")
    before = earlier.folder_of(house.stage) / "000001"
    assert (before / "data/common.txt").samefile(house.out / "data/common.txt")
    assert not (before / "catalogue.xlsx").samefile(house.out / "catalogue.xlsx")
    assert house.faults() == []


def test_where_there_are_no_links_each_has_its_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    house.publish("A")
    house.publish("B")
    assert (house.kept(), house.faults(), house.litter()) == ({"000001": "A"}, [], [])


def test_a_full_disk_does_not_undo_what_is_published(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    house.publish("A")
    monkeypatch.setattr(outputs.earlier, "_move", full)
    house.publish("B")
    assert house.says() == "B"
    assert "No space left" in caplog.text


@pytest.mark.usefixtures("any_system")
def test_one_stands_again_and_that_is_undone(house: House) -> None:
    for says in "ABC":
        house.publish(says)
    done = rolled_back(house.out, house.state)
    assert (done.stands.started, done.left and done.left.name) == ("the night of B", "000003")
    assert (house.says(), house.kept()) == ("B", {"000001": "A", "000003": "C"})
    rolled_back(house.out, house.state)
    assert (house.says(), house.kept()) == ("C", {"000001": "A", "000004": "B"})
    rolled_back(house.out, house.state, 1)
    assert (house.says(), house.kept()) == ("A", {"000004": "B", "000005": "C"})
    assert (house.faults(), house.litter()) == ([], [])


def test_one_that_returns_says_what_it_changes(house: House) -> None:
    house.publish("A")
    house.publish("B")
    before = manifest_hash(house.out)
    rolled_back(house.out, house.state)
    said = json.loads((house.out / "changes.json").read_bytes())
    assert (said["before"], said["after"]) == (before, manifest_hash(house.out))
    assert said["files"]["updated"] == ["catalogue.xlsx", "own.txt"]


def test_one_returns_where_nothing_stands(house: House) -> None:
    house.publish("A")
    house.publish("B")
    house.out.rename(house.folder / "lost")
    done = rolled_back(house.out, house.state)
    assert (done.left, house.says(), house.kept()) == (None, "A", {})


def test_what_is_kept_is_listed(house: House) -> None:
    for says in ("A", "BB", "CCC"):
        house.publish(says)
    assert [(one.name, one.started, one.documents) for one in kept(house.out, house.state)] == [
        ("000001", "the night of A", 1),
        ("000002", "the night of BB", 2),
    ]
    assert stood(house.out).documents == 3


def _none_kept(house: House) -> int | None:
    house.publish("A")
    return None


def _no_such(house: House) -> int | None:
    house.publish("A")
    house.publish("B")
    return 7


def _the_same(house: House) -> int | None:
    for says in "ABA":
        house.publish(says)
    return 1


@pytest.mark.parametrize(
    ("prepare", "said"),
    [(_none_kept, "No earlier catalogue"), (_no_such, "no earlier catalogue 7; kept are 1"), (_the_same, "just what")],
)
def test_what_cannot_be_chosen(house: House, prepare: Callable[[House], int | None], said: str) -> None:
    number = prepare(house)
    before = (house.says(), house.kept())
    with pytest.raises(RollbackError, match=said):
        rolled_back(house.out, house.state, number)
    assert (house.says(), house.kept()) == before


def test_one_that_was_damaged_does_not_come_back(house: House) -> None:
    house.publish("A")
    house.publish("B")
    (earlier.folder_of(house.stage) / "000001" / "own.txt").write_text("C", "utf-8")
    with pytest.raises(PublishError, match=r"own\.txt is not as it was published"):
        rolled_back(house.out, house.state)
    assert house.says() == "B"


def test_a_public_catalogue_gives_no_place_to_a_full_one(house: House) -> None:
    house.publish("A")
    made(house.stage / "new", "B", "public")
    put_in_place(house.stage / "new", house.out, house.stage, 2)
    with pytest.raises(PublishError, match="profile public"):
        rolled_back(house.out, house.state)
    assert (house.says(), house.kept()) == ("B", {"000001": "A"})


def test_a_workbook_written_in_while_it_is_rolled_back_stays(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.publish("A")
    house.publish("B")

    def written(folder: Path, *_: object) -> int:
        (house.out / "catalogue.xlsx").write_text("marks", "utf-8")
        return 0

    monkeypatch.setattr("outputs.rollback._carry", written)
    with pytest.raises(PublishError, match="was written in while"):
        rolled_back(house.out, house.state)
    assert (house.says(), house.kept(), house.litter()) == ("B", {"000001": "A"}, [])
    assert (house.out / "catalogue.xlsx").read_text("utf-8") == "marks"


class Killed(BaseException):
    """What a test throws where a process would die."""


class Death:
    """Lets a process die before the move of a number, and do nothing to the disk from then on."""

    def __init__(self, at: int) -> None:
        self.at, self.moves = at, 0

    def before(self, move: Callable[..., Any]) -> Callable[..., Any]:
        def moved(*given: Any, **named: Any) -> Any:
            self.moves += 1
            if self.moves >= self.at:
                raise Killed
            return move(*given, **named)

        return moved


@contextmanager
def death(at: int, has_exchange: bool) -> Iterator[Death]:
    found = Death(at)
    with pytest.MonkeyPatch.context() as patch:
        for name in MOVES:
            patch.setattr(os, name, found.before(getattr(os, name)))
        swap = corpus.system.exchange if has_exchange else lambda *_: False
        patch.setattr(outputs.swap, "exchange", found.before(swap))
        with suppress(Killed):
            yield found


def _publishes(house: House) -> None:
    put_in_place(house.stage / "new", house.out, house.stage, 2)


def _rolls_back(house: House) -> None:
    rolled_back(house.out, house.state)


def _prepared(folder: Path, act: Callable[[House], None]) -> House:
    house = House(folder)
    for says in "ABC":
        house.publish(says)
    if act is _publishes:
        made(house.stage / "new", "D")
    return house


# Who stands and who is kept before the act, and after it; nothing else may ever be there.
BEFORE, DIED_LATE = ("C", ["A", "B"]), ("D", ["A", "B", "C"])  # before the one too many was let go
AFTER: tuple[tuple[Callable[[House], None], tuple[str, list[str]]], ...] = (
    (_publishes, ("D", ["B", "C"])),
    (_rolls_back, ("B", ["A", "C"])),
)


@pytest.mark.parametrize(("act", "after"), AFTER)
def test_a_death_at_any_move_loses_nothing(
    tmp_path: Path, act: Callable[[House], None], after: tuple[str, list[str]], any_system: bool
) -> None:
    at, seen = 1, set()
    while True:
        house = _prepared(tmp_path / str(at), act)
        with death(at, any_system) as found:
            act(house)
        with death(1 + at % 5, any_system):  # who mends may die as well
            recover(house.out, house.stage)
        recover(house.out, house.stage)
        stands, others = house.says(), sorted(house.kept().values())
        assert (stands, others) in (BEFORE, after, DIED_LATE), at
        assert (house.faults(), house.litter()) == ([], []), at
        seen.add((stands, tuple(others)))
        if found.moves < at:
            break
        at += 1
    assert at > 5
    assert {(stands, tuple(others)) for stands, others in (BEFORE, after)} <= seen
    house.publish("E")
    assert len(house.kept()) == 2


def test_a_folder_where_a_disk_is_mounted_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path).name == "out")
    with pytest.raises(PublishError, match="a disk is mounted"):
        check_target(tmp_path / "out")
