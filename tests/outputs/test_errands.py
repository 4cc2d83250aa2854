"""Files that other processes write while this one goes on: whatever happens to them, nobody is left writing."""

import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

from outputs.calls import Calls
from outputs.catalogue import build_catalogue
from outputs.errands import DONE, Errands
from outputs.folder import entry_of
from outputs.packed import DamagedError
from outputs.publish import RENDERED, publish
from outputs.record import Json
from outputs.rendering_rows import kept_rows
from outputs.search_index import NAME, lists_of, write_lists
from pipeline.pool import ReaderPool
from pipeline.settings import Settings
from tests.outputs.sample import records
from tests.outputs.test_rendering import elsewhere


class Order(NamedTuple):
    folder: Path
    name: str


def written(order: Order) -> Json:
    """An errand: a file with its own name in it."""
    if order.name == "damaged":
        raise DamagedError
    (order.folder / order.name).write_text(order.name, encoding="utf-8")
    return entry_of(order.folder, order.name)


def orders(folder: Path, *names: str) -> list[Order]:
    return [Order(folder, name) for name in names]


def failing(calls: Calls | None, folder: Path, *names: str, asked: int) -> None:
    """Send errands, take the entries of so many, and fail."""
    with Errands(calls) as errands:
        sent = errands.send(written, orders(folder, *names))
        list(islice(sent, asked))
        folder.read_bytes()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("calls", [None, elsewhere])
def test_entries_come_in_order(tmp_path: Path, calls: Calls | None) -> None:
    with Errands(calls) as errands:
        found = list(errands.send(written, orders(tmp_path, "b", "a", "c")))
    assert found == [entry_of(tmp_path, name) for name in ("b", "a", "c")]


@pytest.mark.parametrize("calls", [None, elsewhere])
@pytest.mark.parametrize(
    ("folder", "name", "fault"), [("nowhere", "a", FileNotFoundError), (".", "damaged", DamagedError)]
)
def test_a_fault_is_that_of_who_sent_the_errand(
    tmp_path: Path, calls: Calls | None, folder: str, name: str, fault: type[Exception]
) -> None:
    with Errands(calls) as errands, pytest.raises(fault):
        list(errands.send(written, orders(tmp_path / folder, name)))


def test_without_other_processes_what_is_not_asked_for_is_not_done(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        failing(None, tmp_path, "a", asked=0)
    assert names(tmp_path) == set()


def test_workers_begin_at_once_and_nobody_writes_behind_a_block_that_failed(tmp_path: Path) -> None:
    many = [f"{number:04}" for number in range(2000)]
    with ReaderPool(Settings(jobs=2)) as pool:
        with pytest.raises(IsADirectoryError):
            failing(pool.calls, tmp_path, *many, asked=1)
        after = names(tmp_path)
        assert list(pool.calls(DONE, [(__name__, "written", Order(tmp_path, "last"))]))  # the workers go on
        assert 0 < len(after) < 20
        assert names(tmp_path) == {*after, "last"}


def endless(order: Order) -> Json:
    """An errand that goes on until nobody can be waiting for it."""
    path = order.folder / order.name
    until = time.monotonic() + 120
    while time.monotonic() < until:
        path.write_text(f"{order.name} {time.monotonic()}", encoding="utf-8")
    return entry_of(order.folder, order.name)


def stopped(calls: Calls, folder: Path) -> None:
    """Two errands have begun, and would write for minutes; a third one waits for a worker."""
    with Errands(calls) as errands:
        errands.send(endless, orders(folder, "a", "b", "c"))
        while names(folder) != {"a", "b"}:
            time.sleep(0.01)
        folder.read_bytes()


def test_a_block_that_fails_ends_what_is_under_way(tmp_path: Path) -> None:
    with ReaderPool(Settings(jobs=2)) as pool:
        with pytest.raises(IsADirectoryError):
            stopped(pool.calls, tmp_path)
        left = {one: (tmp_path / one).read_bytes() for one in names(tmp_path)}
        assert list(pool.calls(DONE, [(__name__, "written", Order(tmp_path, "last"))]))  # others take their place
        assert {one: (tmp_path / one).read_bytes() for one in left} == left
        assert names(tmp_path) == {"a", "b", "last"}


def test_one_worker_does_nothing_beside_the_build(tmp_path: Path) -> None:
    """Who asks for one process gets one at a time."""
    taken: list[str] = []

    def told() -> Iterable[Order]:
        for one in orders(tmp_path, "a", "b"):
            taken.append(one.name)
            yield one

    with ReaderPool(Settings(jobs=1)) as pool, Errands(pool.calls) as errands:
        sent = errands.send(written, told())
        assert taken == []
        assert [one["path"] for one in sent] == ["a", "b"]


def test_a_database_over_which_a_process_died_is_written_again(tmp_path: Path) -> None:
    whole, out = build_catalogue(records()), tmp_path / "out"
    publish(whole, out, tmp_path / "state")
    rows = kept_rows(tmp_path / "state" / RENDERED)
    assert rows is not None
    for name in (NAME, f"{NAME}-journal"):
        (tmp_path / name).write_bytes(b"half of it")
    told = write_lists(lists_of(whole, tmp_path, rows))
    assert told == entry_of(out, NAME)
    assert not (tmp_path / f"{NAME}-journal").exists()
    rows.close()
