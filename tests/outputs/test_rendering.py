"""What is written document by document: the same bytes here, elsewhere, anew, or taken over from the last catalogue."""

import pickle
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from outputs import render as render_module
from outputs.catalogue import build_catalogue
from outputs.leaves import Leaves
from outputs.model import Catalogue, DocumentRecord
from outputs.packed import pack, unpack
from outputs.publish import RENDERED, publish
from outputs.rendering import rendered
from outputs.rendering_keys import key
from outputs.rendering_rows import kept_rows
from outputs.seal import seal_of, sealed
from tests.outputs.sample import records

FREE = {"changes.json", "catalogue.json"}  # tell of the catalogue before


def function(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def elsewhere(name: str, payloads: Iterable[object]) -> Iterator[Any]:
    """Calls in two other processes, as the pool of a build makes them."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield from pool.map(function(name), payloads)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def inodes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def sealed_records() -> list[DocumentRecord]:
    return [sealed(one) for one in records()]


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    return build_catalogue(sealed_records())


@pytest.fixture
def out(whole: Catalogue, tmp_path: Path) -> Path:
    publish(whole, tmp_path / "out", tmp_path / "state")
    return tmp_path / "out"


def made_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that are rendered from now on."""
    names: list[str] = []

    def noted(leaf: Any) -> Any:
        names.append(leaf.record.source.name)
        return rendered(leaf)

    monkeypatch.setattr(render_module, "rendered", noted)
    return names


def test_other_processes_write_the_same(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_module, "FEW", 1)
    publish(whole, tmp_path / "other", tmp_path / "state of the other", calls=elsewhere)
    assert files(tmp_path / "other") == files(out)


def test_what_did_not_change_is_not_rendered_and_keeps_its_files(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stood, names = files(out), inodes(out), made_anew(monkeypatch)
    publish(whole, out, tmp_path / "state")
    after, now = files(out), inodes(out)
    assert names == []
    assert {name: data for name, data in after.items() if name not in FREE} == {
        name: data for name, data in before.items() if name not in FREE
    }
    own = [name for name in now if name.startswith(("documents/", "cases/", "shards/", "site/", "problems.json"))]
    assert len(own) > 50
    assert [name for name in own if now[name] != stood[name] and name != "site/data/roots.js"] == []
    assert now["corrections.json"] != stood["corrections.json"]  # people write in it: it may have no second name
    assert now["catalogue.xlsx"] != stood["catalogue.xlsx"]


def test_without_what_was_kept_the_same_comes_out(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(whole, out, tmp_path / "state")
    before, names = files(out), made_anew(monkeypatch)
    (tmp_path / "state" / RENDERED).unlink()
    publish(whole, out, tmp_path / "state")
    assert len(names) == sum(one.document is not None for one in whole.records)
    assert files(out) == before


def test_what_was_kept_and_cannot_be_read_is_left_alone(whole: Catalogue, out: Path, tmp_path: Path) -> None:
    publish(whole, out, tmp_path / "state")
    before = files(out)
    kept = tmp_path / "state" / RENDERED
    data = kept.read_bytes()
    for damaged in (b"", b"short", data[:-9], b"\x00" * 1000, data[:2000] + b"\x00" * 500 + data[2500:]):
        kept.write_bytes(damaged)
        publish(whole, out, tmp_path / "state")
        assert files(out) == before


def test_one_document_that_changed_is_rendered_and_leaves_the_others(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood, names = inodes(out), made_anew(monkeypatch)
    changed = next(one for one in whole.records if one.cases and one.findings.problems)
    fewer = replace(changed, findings=replace(changed.findings, problems=()))
    now = [fewer if one is changed else one for one in whole.records]
    cases = [replace(one, record=fewer, problems=()) if one.record is changed else one for one in whole.cases]
    after = replace(whole, records=tuple(now), cases=tuple(cases))
    publish(after, out, tmp_path / "state")
    assert names == [changed.source.name]
    now_at = inodes(out)
    written = sum(name.startswith(("cases/", "documents/")) and now_at[name] != stood[name] for name in stood)
    assert written == 1 + sum(case.record is changed for case in whole.cases)
    publish(after, tmp_path / "cold", tmp_path / "state of the cold")
    cold, warm = files(tmp_path / "cold"), files(out)
    assert {name for name in cold if cold[name] != warm[name]} <= FREE


@pytest.mark.parametrize("folder", ["cases", "documents", "site/data/text"])
def test_what_somebody_wrote_in_is_made_anew(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    publish(whole, out, tmp_path / "state")
    before, names = files(out), made_anew(monkeypatch)
    target = min((out / folder).iterdir())
    data = target.read_bytes()
    target.write_bytes(data.replace(b":", b";", 1))  # of the same length
    publish(whole, out, tmp_path / "state")
    assert files(out) == before
    assert len(names) == 1


def test_a_list_that_somebody_wrote_in_is_made_anew(whole: Catalogue, out: Path, tmp_path: Path) -> None:
    publish(whole, out, tmp_path / "state")
    before = files(out)
    shard = next(name for name in before if name.startswith("shards/"))
    for name in ("problems.json", "facets.json", "site/data/problems.js", shard):
        (out / name).write_bytes(before[name].replace(b":", b";", 1))
    publish(whole, out, tmp_path / "state")
    assert files(out) == before


def test_a_link_to_another_case_is_part_of_the_key(whole: Catalogue) -> None:
    titled = next(case for case in whole.cases if any(case.id in other.similar for other in whole.cases))
    renamed = replace(titled, case=replace(titled.case, title="另一个题目"))
    after = replace(whole, cases=tuple(renamed if case is titled else case for case in whole.cases))
    changed = {
        leaf.record.source.name
        for leaf, other in zip(Leaves(whole), Leaves(after), strict=True)
        if key(leaf) != key(other)
    }
    linking = {case.record.source.name for case in whole.cases if titled.id in case.similar}
    assert linking <= changed
    assert len(changed) < len(whole.records)


def test_a_seal_holds_through_the_pool_and_breaks_with_any_change() -> None:
    one = next(one for one in sealed_records() if one.cases)
    assert one.seal is not None
    for same in (one, unpack(pack(one)), pickle.loads(pickle.dumps(one)), replace(one, kept_id="d0")):
        assert seal_of(same) == one.seal.digest
    assert seal_of(replace(one, warnings=("Something.",))) is None
    assert seal_of(replace(one, findings=replace(one.findings, problems=()))) is None
    assert seal_of(replace(one, cases=one.cases[:-1])) is None
    assert seal_of(replace(one, seal=None)) is None


def test_a_record_without_a_seal_has_a_key_of_its_content() -> None:
    (first, *_), (second, *_) = (list(Leaves(build_catalogue(records()))) for _ in range(2))
    assert key(first) == key(second)
    other = replace(first, record=replace(first.record, warnings=("Something.",)))
    assert key(other) != key(first)


def test_rows_are_told_in_the_order_of_the_documents_as_often_as_wanted(
    whole: Catalogue, out: Path, tmp_path: Path
) -> None:
    rows = kept_rows(tmp_path / "state" / RENDERED)
    assert rows is not None
    names = [one.source.name for one in whole.records if one.document is not None]
    assert [name for name, _ in rows.of("site")] == names
    first = list(islice(rows.of("site"), 2))
    assert list(islice(rows.of("site"), 2)) == first
    rows.close()
