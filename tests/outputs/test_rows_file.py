"""Rows of documents that changed are put behind those that stay; whatever ends that half-way, no wrong row is read."""

from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest

from outputs.packed import DamagedError, compressed
from outputs.rendering_keys import Keys
from outputs.rendering_rows import kept_rows
from outputs.rows_file import DEAD, RowsFile

LONG = 1000  # bytes of a row, more than the index of a few takes
FEW = 20


def row(name: str, build: int) -> bytes:
    return Random(f"{name} {build}").randbytes(LONG)


def written(path: Path, changed: Mapping[str, int]) -> None:
    """A build of FEW documents: those that changed in which build; all else stays."""
    with RowsFile(path) as file:
        add(file, changed)
        file.finished()


def add(file: RowsFile, changed: Mapping[str, int]) -> None:
    stood = file.before.index if file.before else {}
    for number in range(FEW):
        name = f"{number:02}.txt"
        if name in stood and name not in changed:
            file.add(name, stood[name].keys, [], {}, stood[name].rows)
        else:
            data = {"site": compressed(row(name, changed.get(name, 0)))}
            file.add(name, Keys(name, str(changed.get(name, 0)), ""), [], data)


def told(path: Path) -> dict[str, bytes]:
    rows = kept_rows(path)
    assert rows is not None
    with closing(rows):
        return dict(rows.of("site"))


def expected(changed: Mapping[str, int]) -> dict[str, bytes]:
    names = [f"{number:02}.txt" for number in range(FEW)]
    return {name: row(name, changed.get(name, 0)) for name in names}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    written(tmp_path / "rendered", {})
    return tmp_path / "rendered"


def test_what_changed_is_put_behind_the_rest(path: Path) -> None:
    before, which = path.read_bytes(), path.stat().st_ino
    written(path, {"03.txt": 1})
    assert path.stat().st_ino == which
    assert path.read_bytes().startswith(before)
    assert path.stat().st_size < len(before) + 4 * LONG
    assert told(path) == expected({"03.txt": 1})
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_where_nothing_changed_nothing_is_written(path: Path) -> None:
    before = path.read_bytes()
    written(path, {})
    assert path.read_bytes() == before


def test_a_document_that_is_gone_is_forgotten(path: Path) -> None:
    with RowsFile(path) as file:
        assert file.before
        kept = file.before.index["07.txt"]
        file.add("07.txt", kept.keys, [], {}, kept.rows)
        file.finished()
    assert told(path) == {"07.txt": row("07.txt", 0)}


def test_what_is_dead_is_let_go_in_time(path: Path) -> None:
    size, changed = path.stat().st_size, dict[str, int]()
    for build in range(1, 3 * FEW):
        changed[f"{build % FEW:02}.txt"] = build
        written(path, {f"{build % FEW:02}.txt": build})
        assert path.stat().st_size < size / (1 - DEAD) + 4 * LONG
        assert told(path) == expected(changed)


def test_an_error_leaves_what_there_was(path: Path) -> None:
    before = path.read_bytes()
    with suppress(KeyError), RowsFile(path) as file:
        add(file, {"01.txt": 1})
        file.finished()
        raise KeyError
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("end", range(5))
def test_the_end_that_a_killed_build_wrote_is_taken_away(path: Path, end: int) -> None:
    before, note = path.read_bytes(), path.with_name("rendered.was")
    with RowsFile(path) as file:
        add(file, {"01.txt": 1, "02.txt": 1})
        file.finished()
        whole, said = path.read_bytes(), note.read_bytes()
    path.write_bytes(whole[: len(before) + (len(whole) - len(before)) * end // 4])
    note.write_bytes(said)  # as if nobody had left the block
    with RowsFile(path) as after:
        assert after.before
        assert path.read_bytes() == before
        add(after, {"05.txt": 1})
        after.finished()
    assert told(path) == expected({"05.txt": 1})


@pytest.mark.parametrize("note", [b"", b"many", b"-1", b"9" * 40, "²".encode()])
def test_a_note_that_says_nothing_costs_all(path: Path, note: bytes) -> None:
    path.with_name("rendered.was").write_bytes(note)
    with RowsFile(path) as file:
        assert file.before is None
        add(file, {})
        file.finished()
    assert told(path) == expected({})


def test_an_end_that_is_cut_costs_all(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])
    with RowsFile(path) as file:
        assert file.before is None
        file.finished()


def test_a_row_that_is_damaged_is_told(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[LONG // 2] ^= 1
    path.write_bytes(data)
    written(path, {"19.txt": 1})  # which does not look at the others
    with pytest.raises(DamagedError):
        told(path)


def test_a_row_that_is_damaged_is_not_moved(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[LONG // 2] ^= 1
    path.write_bytes(data)
    with RowsFile(path) as file:
        assert file.before
        kept = file.before.index["00.txt"]
        file.add("00.txt", kept.keys, [], {}, kept.rows)
        file.finished()  # all others are dead now
    with RowsFile(path) as file, pytest.raises(DamagedError):
        file.add("00.txt", kept.keys, [], {}, kept.rows)
