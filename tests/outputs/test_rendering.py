"""What is written document by document: the same bytes here, elsewhere, anew, or taken over from the last catalogue."""

from collections.abc import Generator, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from outputs import changes as changes_module
from outputs import render as render_module
from outputs import search_index
from outputs.aside import laid, packed
from outputs.catalogue import build_catalogue
from outputs.changes import LINKS
from outputs.compact import Passage, Passages
from outputs.leaves import Leaves
from outputs.model import Catalogue, CatalogueCase, CopyConflict, DocumentRecord, Part
from outputs.publish import LISTS, RENDERED, publish
from outputs.record import Json
from outputs.rendering import rendered
from outputs.rendering_files import CASE_FIELDS
from outputs.rendering_keys import keys
from outputs.rendering_rows import kept_rows
from outputs.search_index import NAME, Lists, write_lists
from tests.folders import contents
from tests.outputs.sample import records

FREE = {"changes.json", "catalogue.json"}  # tell of the catalogue before


def function(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def elsewhere(name: str, payloads: Iterable[object]) -> Generator[Any, None, None]:
    """Calls in two other processes, as the pool of a build makes them."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield from pool.map(function(name), payloads)


def inodes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def sealed_records() -> list[DocumentRecord]:
    return [laid(packed(one)) for one in records()]


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
    assert contents(tmp_path / "other") == contents(out)


def test_what_did_not_change_is_not_rendered_and_keeps_its_files(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stood, names = contents(out), inodes(out), made_anew(monkeypatch)
    publish(whole, out, tmp_path / "state")
    after, now = contents(out), inodes(out)
    assert names == []
    assert {name: data for name, data in after.items() if name not in FREE} == {
        name: data for name, data in before.items() if name not in FREE
    }
    own = [name for name in now if name.startswith(("documents/", "cases/", "shards/", "site/", "problems"))]
    assert len(own) > 50
    assert [name for name in own if now[name] != stood[name] and name != "site/data/roots.js"] == []
    assert now["corrections.json"] != stood["corrections.json"]  # people write in it: it may have no second name
    assert now["catalogue.xlsx"] != stood["catalogue.xlsx"]


def lists_written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The databases that are written from now on."""
    names: list[str] = []

    def noted(told: Lists) -> Json:
        names.append(NAME)
        return write_lists(told)

    monkeypatch.setattr(search_index, "write_lists", noted)
    return names


def test_where_nothing_changed_the_lists_are_taken_over(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stood, names = contents(out), inodes(out), lists_written(monkeypatch)
    publish(whole, out, tmp_path / "state")
    assert names == []
    after, now = contents(out), inodes(out)
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} <= FREE
    fresh = {"catalogue.xlsx", "corrections.json", "phrases.yml", "site/data/roots.js", *FREE}
    assert {name for name in now if now[name] != stood[name]} == fresh  # people write in these: no second name
    assert [one.name for one in (tmp_path / "state").iterdir() if one.name.endswith(".new")] == []


@pytest.mark.parametrize(
    "name",
    ["catalogue.xlsx", "catalogue.sqlite", "phrases.yml", "problems.json", "site/data/index.js", "documents.json"],
)
def test_lists_that_somebody_wrote_in_are_not_taken_over(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    publish(whole, out, tmp_path / "state")
    before, names = contents(out), lists_written(monkeypatch)
    (out / name).write_bytes(b"{}" + before[name][2:])
    publish(whole, out, tmp_path / "state")
    assert names == ["catalogue.sqlite"]
    assert {name for name, data in contents(out).items() if data != before[name]} <= FREE


def unlike(whole: Catalogue) -> dict[str, Catalogue]:
    """The catalogue with one thing changed that no document tells, by what that is."""
    unread = next(one for one in whole.records if one.document is None)
    renamed = replace(unread, outcome=replace(unread.outcome, reason="It is another reason."))
    (cluster, *others), (practices, *more) = whole.clusters, whole.practice_clusters
    listed = whole.unseen.problems.listed
    fewer = replace(whole.unseen, problems=replace(whole.unseen.problems, listed=listed[1:]))
    return {
        "cluster": replace(whole, clusters=(replace(cluster, keywords=("另一个词",)), *others)),
        "practice cluster": replace(whole, practice_clusters=(replace(practices, keywords=("另一个词",)), *more)),
        "unseen": replace(whole, unseen=fewer),
        "passages": replace(whole, set_passages_in_all=whole.set_passages_in_all + 1),
        "unread": replace(whole, records=tuple(renamed if one is unread else one for one in whole.records)),
    }


@pytest.mark.parametrize("name", ["cluster", "practice cluster", "unseen", "passages", "unread"])
def test_lists_tell_of_what_no_document_tells(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    after, names = unlike(whole)[name], made_anew(monkeypatch)
    publish(after, out, tmp_path / "state")
    assert names == []
    publish(after, tmp_path / "cold", tmp_path / "state of the cold")
    cold, warm = contents(tmp_path / "cold"), contents(out)
    assert {name for name in cold if cold[name] != warm.get(name)} <= FREE


def test_roots_are_part_of_the_key_of_lists(whole: Catalogue, out: Path, tmp_path: Path) -> None:
    publish(whole, out, tmp_path / "state", roots={"": "../reports/"})
    assert b"../reports/" in (out / "site" / "data" / "roots.js").read_bytes()


@pytest.mark.parametrize("damaged", [b"", b"[]", b"{}", b'{"key": 1}', b"\xff"])
def test_lists_are_written_where_nothing_tells_of_those_before(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: bytes
) -> None:
    before, names = contents(out), lists_written(monkeypatch)
    (tmp_path / "state" / LISTS).write_bytes(damaged)
    publish(whole, out, tmp_path / "state")
    assert names == ["catalogue.sqlite"]
    assert {name for name, data in contents(out).items() if data != before[name]} <= FREE


def test_without_what_was_kept_the_same_comes_out(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(whole, out, tmp_path / "state")
    before, names = contents(out), made_anew(monkeypatch)
    (tmp_path / "state" / RENDERED).unlink()
    publish(whole, out, tmp_path / "state")
    assert len(names) == sum(one.document is not None for one in whole.records)
    assert contents(out) == before


def test_what_was_kept_and_cannot_be_read_is_left_alone(whole: Catalogue, out: Path, tmp_path: Path) -> None:
    publish(whole, out, tmp_path / "state")
    before = contents(out)
    kept = tmp_path / "state" / RENDERED
    data = kept.read_bytes()
    for damaged in (b"", b"short", data[:-9], b"\x00" * 1000, data[:2000] + b"\x00" * 500 + data[2500:]):
        kept.write_bytes(damaged)
        publish(whole, out, tmp_path / "state")
        assert contents(out) == before


def test_one_document_that_changed_is_rendered_and_leaves_the_others(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood, names = inodes(out), made_anew(monkeypatch)
    changed = next(one for one in whole.records if one.cases and one.findings.problems)
    fewer = replace(changed, findings=replace(changed.findings, problems=()))
    now = [fewer if one is changed else one for one in whole.records]
    cases = [replace(one, record=fewer) if one.record is changed else one for one in whole.cases]
    after = replace(whole, records=tuple(now), cases=tuple(cases))
    publish(after, out, tmp_path / "state")
    assert names == [changed.source.name]
    now_at = inodes(out)
    written = sum(name.startswith(("cases/", "documents/")) and now_at[name] != stood[name] for name in stood)
    assert written == 1 + sum(case.record is changed for case in whole.cases)
    publish(after, tmp_path / "cold", tmp_path / "state of the cold")
    cold, warm = contents(tmp_path / "cold"), contents(out)
    assert {name for name in cold if cold[name] != warm[name]} <= FREE


def beside(whole: Catalogue) -> dict[str, Catalogue]:
    """The catalogue with one thing changed that stands beside a case, by what that is."""
    case = next(one for one in whole.cases if one.similar and one.cluster and one.duplicate_of is None)
    other = next(one for one in whole.cases if one.record is not case.record and one.id not in case.similar)
    passage = Passage(case.case.start, case.case.start + 9, 3, (other.id,))
    part = Part(other.id, case.id, case.case.start, case.case.start + 9)
    said = case.text[:4]
    at, there = case.case.start, other.case.start
    conflict = CopyConflict(other.id, at, at + 4, said, there, there + 4, other.text[:4])
    another = next(one.id for one in whole.clusters if one.id != case.cluster)
    told: dict[str, CatalogueCase] = {
        "similar": replace(case, similar=(*case.similar, other.id)),
        "passages": replace(case, passages=Passages.of([passage])),
        "own_share": replace(case, own_share=case.own_share / 2),
        "cluster": replace(case, cluster=another),
        "no cluster": replace(case, cluster=None),
        "parts": replace(case, parts=(part,)),
        "part_of": replace(case, part_of=(other.id,)),
        "copy_conflicts": replace(case, copy_conflicts=(conflict,)),
    }
    cases = {name: tuple(one if was is case else was for was in whole.cases) for name, one in told.items()}
    return {name: replace(whole, cases=some) for name, some in cases.items()}


CHANGED = ("similar", "passages", "own_share", "cluster", "no cluster", "parts", "part_of", "copy_conflicts")


@pytest.mark.parametrize("name", CHANGED)
def test_what_stands_beside_a_case_is_written_anew_without_the_document(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    after = beside(whole)[name]
    changed = next(one for one, other in zip(after.cases, whole.cases, strict=True) if one is not other)
    stood, before, names = inodes(out), contents(out), made_anew(monkeypatch)
    publish(after, out, tmp_path / "state")
    assert names == []
    now = inodes(out)
    own = {name for name in now if name.startswith(("documents/", "cases/", "site/data/text/", "site/data/case/"))}
    written = {name for name in own if now[name] != stood[name]}
    assert written == {f"cases/{changed.id}.json", f"site/data/case/{changed.id}.js"}
    assert all((out / name).read_bytes() != before[name] for name in written)
    publish(after, tmp_path / "cold", tmp_path / "state of the cold")
    cold, warm = contents(tmp_path / "cold"), contents(out)
    assert {name for name in cold if cold[name] != warm.get(name)} <= FREE
    names.clear()
    publish(whole, out, tmp_path / "state")  # and back: what was put in was put in the right place
    assert {name for name, data in contents(out).items() if data != before.get(name)} <= FREE
    assert names == []


def test_links_are_the_same_wherever_they_are_listed() -> None:
    assert set(LINKS) == CASE_FIELDS


def test_what_stands_beside_a_case_is_told_as_such_without_looking(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = beside(whole)["similar"]
    (changed,) = (one for one, other in zip(after.cases, whole.cases, strict=True) if one is not other)
    copytree(out, tmp_path / "same")
    told = publish(after, tmp_path / "same", tmp_path / "another state").changes  # all is looked at
    looked_at: list[str] = []

    def noted(_: Path, id_: str) -> dict[str, object]:
        looked_at.append(id_)
        return {}

    monkeypatch.setattr(changes_module, "_case", noted)
    assert publish(after, out, tmp_path / "state").changes == told
    assert looked_at == []
    assert told["cases"]["relinked"] == [changed.id]
    assert told["cases"]["updated"] == []


def test_what_somebody_wrote_in_is_rendered_anew_where_something_else_stands_beside_it(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after, names = beside(whole)["similar"], made_anew(monkeypatch)
    changed = next(one for one, other in zip(after.cases, whole.cases, strict=True) if one is not other)
    target = out / "cases" / f"{changed.id}.json"
    target.write_bytes(target.read_bytes().replace(b":", b";", 1))
    publish(after, out, tmp_path / "state")
    assert names == [changed.record.source.name]
    publish(after, tmp_path / "cold", tmp_path / "state of the cold")
    assert target.read_bytes() == (tmp_path / "cold" / "cases" / target.name).read_bytes()


def test_a_case_that_becomes_a_copy_is_rendered_anew(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = made_anew(monkeypatch)
    case = next(one for one in whole.cases if one.problems and one.duplicate_of is None)
    other = next(one for one in whole.cases if one.record is not case.record and one.duplicate_of is None)
    copy = replace(case, duplicate_of=other.id)
    after = replace(whole, cases=tuple(copy if one is case else one for one in whole.cases))
    publish(after, out, tmp_path / "state")
    assert names == [case.record.source.name]
    publish(after, tmp_path / "cold", tmp_path / "state of the cold")
    cold, warm = contents(tmp_path / "cold"), contents(out)
    assert {name for name in cold if cold[name] != warm.get(name)} <= FREE


@pytest.mark.parametrize("folder", ["cases", "documents", "site/data/text"])
def test_what_somebody_wrote_in_is_made_anew(
    whole: Catalogue, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    publish(whole, out, tmp_path / "state")
    before, names = contents(out), made_anew(monkeypatch)
    target = min((out / folder).iterdir())
    data = target.read_bytes()
    target.write_bytes(data.replace(b":", b";", 1))  # of the same length
    publish(whole, out, tmp_path / "state")
    assert contents(out) == before
    assert len(names) == 1


def test_a_list_that_somebody_wrote_in_is_made_anew(whole: Catalogue, out: Path, tmp_path: Path) -> None:
    publish(whole, out, tmp_path / "state")
    before = contents(out)
    shard = next(name for name in before if name.startswith("shards/"))
    for name in ("problems.json", "facets.json", "site/data/problems.js", shard):
        (out / name).write_bytes(before[name].replace(b":", b";", 1))
    publish(whole, out, tmp_path / "state")
    assert contents(out) == before


def test_a_link_to_another_case_is_part_of_the_key(whole: Catalogue) -> None:
    titled = next(case for case in whole.cases if any(case.id in other.similar for other in whole.cases))
    renamed = replace(titled, case=replace(titled.case, title="另一个题目"))
    after = replace(whole, cases=tuple(renamed if case is titled else case for case in whole.cases))
    changed = {
        leaf.record.source.name
        for leaf, other in zip(Leaves(whole), Leaves(after), strict=True)
        if keys(leaf) != keys(other)
    }
    linking = {case.record.source.name for case in whole.cases if titled.id in case.similar}
    assert linking <= changed
    assert len(changed) < len(whole.records)


def test_a_record_without_a_seal_has_a_key_of_its_content() -> None:
    (first, *_), (second, *_) = (list(Leaves(build_catalogue(records()))) for _ in range(2))
    assert keys(first) == keys(second)
    other = replace(first, record=replace(first.record, warnings=("Something.",)))
    assert keys(other).own != keys(first).own


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
