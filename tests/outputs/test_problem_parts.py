"""Every mention of a problem and every answer stands in a part; a document that changes alters the parts of its own."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from outputs import problem_parts
from outputs.answer_order import TIERS, tier_of
from outputs.catalogue import build_catalogue
from outputs.model import DocumentRecord
from outputs.problems_view import FIRST
from outputs.publish import publish
from outputs.show import show
from tests.outputs.builders import Told, record

FUNDS, HANDS = "D1_funds", "C4_hands"
REPORT = """{place}的做法
针对经费不足，{place}建立基金，投入{number}万元。
人手不够的问题一时难解，村里组建队伍。
"""
MANY = FIRST + 10


def told(number: int, more: str = "") -> DocumentRecord:
    place = f"第{number}村"
    own = "".join(map(chr, Random(number).choices(range(0x4E00, 0x9FA5), k=300)))  # like no other document
    text = f"{REPORT.format(place=place, number=number)}{own}\n{more}"
    found = Told(
        practices=[("建立基金", f"T0{number % 3}_x"), ("组建队伍", "T04_x")],
        problems=[("经费不足", FUNDS), ("人手不够", HANDS)],
        quantities=[(f"{number}万元", number * 10_000, "元")] if number % 2 else [],
    )
    return record(f"{number}.txt", text, found, place=place)


def published(records: Iterable[DocumentRecord], folder: Path) -> Path:
    publish(build_catalogue(list(records)), folder / "out", folder / "state")
    return folder / "out"


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of so many documents that the overview holds only the best answers, in several parts."""
    monkeypatch.setattr(problem_parts, "LARGE", 20_000)
    return published(map(told, range(MANY)), tmp_path)


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_bytes())


def parts(folder: Path, category: str) -> Mapping[str, Any]:
    listed = read(folder, "problems.json")["problems"][category]["parts"]
    return {one["path"]: read(folder, one["path"]) for one in listed}


def inodes(folder: Path) -> dict[str, int]:
    """Path -> which file it is, of all parts."""
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.glob("problems/*/*")}


def test_all_mentions_and_answers_stand_in_the_parts(out: Path) -> None:
    found = [read(out, f"documents/{path.name}") for path in (out / "documents").iterdir()]
    said = {(one["id"], p["id"]) for one in found for p in one["problems"] if p["category"] == FUNDS}
    listed = [one for part in parts(out, FUNDS).values() for one in part["mentions"]]
    assert {(one["document"], placed(one, found)) for one in listed} == said
    assert len(listed) == MANY
    answers = [one for part in parts(out, FUNDS).values() for one in part["answers"]]
    assert sorted(one["document"] for one in answers) == sorted(one["id"] for one in found)


def placed(one: Any, found: Iterable[Any]) -> str:
    """The id of a mention, by its place in its document."""
    home = next(document for document in found if document["id"] == one["document"])
    return next(str(p["id"]) for p in home["problems"] if (p["start"], p["end"]) == (one["start"], one["end"]))


@pytest.mark.parametrize("category", [FUNDS, HANDS])
def test_a_part_holds_the_documents_of_its_prefix(out: Path, category: str) -> None:
    entries = read(out, "problems.json")["problems"][category]["parts"]
    assert len(entries) > 3
    for entry, part in zip(entries, parts(out, category).values(), strict=True):
        assert (entry["mentions"], entry["answers"]) == (len(part["mentions"]), len(part["answers"]))
        assert (part["category"], part["prefix"]) == (category, entry["prefix"])
        documents = [one["document"] for one in part["mentions"]]
        assert documents == sorted(documents)
        assert all(one.startswith(f"d{part['prefix']}") for one in documents)


def test_the_overview_tells_the_best_answers_and_how_many_places_answer_alike(out: Path) -> None:
    entry = read(out, "problems.json")["problems"][FUNDS]
    answers = [one for part in parts(out, FUNDS).values() for one in part["answers"]]
    assert len(entry["answers"]) == len(entry["mentions"]) == FIRST
    assert entry["mentions_in_all"] == MANY
    assert entry["answer_totals"]["outright"] == len(answers) == MANY
    for one in entry["answers"]:
        alike = {other["case"] for other in answers if (other["theme"], tier_of(other)) == (one["theme"], tier_of(one))}
        assert one["places"] == entry["alike"][one["theme"]][tier_of(one)] == len(alike)
        assert {key: value for key, value in one.items() if key != "places"} in answers
    backed = [bool(one["quantities"]) for one in entry["answers"]]
    assert backed == sorted(backed, reverse=True)


def test_more_answers_than_the_overview_holds_are_shown_from_the_parts(out: Path) -> None:
    few, many = (list(show(out, FUNDS, limit)) for limit in (FIRST, 10 * FIRST))
    assert many[: len(few)] == few
    assert sum("problem: " in line for line in many) == MANY


def test_a_document_that_changes_alters_the_parts_of_its_own(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood, made, real = inodes(out), list[str](), problem_parts._part

    def noted(category: str, prefix: str, *given: Any) -> bytes:
        made.append(prefix)
        return real(category, prefix, *given)

    monkeypatch.setattr(problem_parts, "_part", noted)
    documents = {one["name"]: one["id"] for one in read(out, "documents.json")["documents"]}
    published([told(0, "又及。"), *map(told, range(1, MANY))], tmp_path)
    now = inodes(out)
    changed = {documents["0.txt"], *(one["id"] for one in read(out, "documents.json")["documents"])} - {
        id_ for name, id_ in documents.items() if name != "0.txt"
    }
    altered = {name for name in now if now[name] != stood.get(name)}
    assert len(altered) == len(made) > 0
    for name in altered:
        assert any(one["document"] in changed for one in read(out, name)["mentions"]) or gone(name, changed)
    assert len(altered) < len(now) / 2
    cold = published([told(0, "又及。"), *map(told, range(1, MANY))], tmp_path / "cold")
    assert {name: (out / name).read_bytes() for name in now} == {
        name: (cold / name).read_bytes() for name in inodes(cold)
    }


def gone(name: str, changed: Iterable[str]) -> bool:
    """Whether a part may have held one of some documents."""
    prefix = name.rpartition("/")[2].partition(".")[0]
    return any(one.startswith(f"d{prefix}") for one in changed)


def test_a_part_that_somebody_wrote_in_is_made_anew(out: Path, tmp_path: Path) -> None:
    before = {name: (out / name).read_bytes() for name in inodes(out)}
    name = min(before)
    (out / name).write_bytes(before[name].replace(b":", b";", 1))
    published(map(told, range(MANY)), tmp_path)
    assert {name: (out / name).read_bytes() for name in inodes(out)} == before


def test_the_tiers_are_those_that_are_counted(out: Path) -> None:
    entry = read(out, "problems.json")["problems"][HANDS]
    assert set(entry["answer_totals"]) == set(TIERS)
    assert {tier for told_of in entry["alike"].values() for tier in told_of} <= set(TIERS)
