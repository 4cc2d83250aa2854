"""What is as it was is worked out once, whatever becomes of the file in which that is kept, and nothing tells whether
it was.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from outputs.aside import laid, packed
from outputs.catalogue import build_catalogue
from outputs.kept_results import Kept, KeptResults, key_of
from outputs.model import Catalogue, DocumentRecord
from outputs.publish import publish
from outputs.settled import NONE, Standing, standing
from outputs.state_files import OURS_ALONE
from tests.outputs.builders import record
from tests.outputs.test_cluster import RECORDS

Value = TypeVar("Value")


def answers(path: Path, words: Iterable[str], version: str = "1") -> tuple[list[int], list[str]]:
    """How long some words are, and for which of them it had to be found out."""
    asked = list[str]()

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    with KeptResults(path, version) as kept:
        return [kept(one, partial(length, one)) for one in words], asked


def test_each_result_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "state" / "results.bin"
    assert answers(path, ["薄弱", "共建共享", "薄弱"]) == ([2, 4, 2], ["薄弱", "共建共享"])
    assert answers(path, ["共建共享", "基础薄弱", "薄弱"]) == ([4, 4, 2], ["基础薄弱"])
    assert path.stat().st_mode & 0o777 == OURS_ALONE


def test_what_a_build_did_not_ask_for_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "results.bin"
    for words in (["薄弱", "共建共享"], ["共建共享"]):
        answers(path, words)
    assert answers(path, ["薄弱"]) == ([2], ["薄弱"])


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def altered(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [Path.unlink, cut_off, altered, a_folder])
def test_without_the_file_all_is_made_again(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "results.bin"
    answers(path, ["薄弱"])
    spoil(path)
    assert answers(path, ["薄弱"]) == ([2], ["薄弱"])


def test_another_version_makes_all_again(tmp_path: Path) -> None:
    path = tmp_path / "results.bin"
    answers(path, ["薄弱"])
    assert answers(path, ["薄弱"], "2") == ([2], ["薄弱"])


def test_keys_tell_parts_and_their_number_apart() -> None:
    keys = {key_of("a", parts) for parts in (["一", "二"], ["一二"], ["一", "二", ""], ["二", "一"], [])}
    assert len(keys | {key_of("b", ["一", "二"])}) == 6


class Asked:
    """A place where results are kept that tells the keys of those that had to be made."""

    def __init__(self, kept: Kept) -> None:
        self.made = list[str]()
        self._kept = kept

    def __call__(self, key: str, make: Callable[[], Value]) -> Value:
        def making() -> Value:
            self.made.append(key.partition(" ")[0])
            return make()

        return self._kept(key, making)


def built(records: Iterable[DocumentRecord], path: Path, before: Standing = NONE) -> tuple[Catalogue, list[str]]:
    """The catalogue of some documents with the results that a file keeps, and the kinds of those that were made."""
    with KeptResults(path, "1") as kept:
        asked = Asked(kept)
        return build_catalogue(records, before, asked), asked.made


def aside(one: DocumentRecord) -> DocumentRecord:
    return laid(packed(one))


def changed(one: DocumentRecord) -> DocumentRecord:
    """Another report under the name of one."""
    return record(one.source.name, "小溪村办起夜校\n请致富能手到夜校讲课。", place="小溪村")


def retold(one: DocumentRecord) -> DocumentRecord:
    """The same report of which an analyst says that its first practice is none."""
    return replace(one, findings=replace(one.findings, practices=one.findings.practices[1:]))


@pytest.mark.parametrize("change", [changed, retold])
def test_kept_results_change_nothing(change: Callable[[DocumentRecord], DocumentRecord], tmp_path: Path) -> None:
    path, out = tmp_path / "results.bin", tmp_path / "out"
    first, made = built(map(aside, RECORDS), path)
    assert {"described", "kinds"} <= set(made)
    publish(first, out, tmp_path / "state")
    before = standing(out)
    built(map(aside, RECORDS), path, before)
    same, made = built(map(aside, RECORDS), path, before)
    assert not made
    assert told(same) == told(build_catalogue(map(aside, RECORDS), before))
    others = [change(one) if one is RECORDS[3] else aside(one) for one in RECORDS]
    other, made = built(others, path, before)
    assert "described" in made
    assert told(other) == told(build_catalogue(others, before))


def told(catalogue: Catalogue) -> object:
    """What a catalogue says of its clusters."""
    return catalogue.clusters, catalogue.practice_clusters
