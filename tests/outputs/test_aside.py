"""What lies aside of a record is what was packed, and comes back whole; what stays at hand says the same."""

import pickle
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from outputs import aside
from outputs.aside import laid, laid_like, packed, with_kept_id
from outputs.briefs import brief
from outputs.catalogue import build_catalogue
from outputs.model import CatalogueCase, DocumentRecord
from outputs.packed import DamagedError, restored
from outputs.publish import publish
from outputs.sketch import digests, sketched
from outputs.spool import Gathered, Spool
from tests.outputs.builders import Told, record

TEXT = "青禾县经验材料\n𠮷村建立村民议事会，发展茶园300亩，带动50户增收。但力量薄弱、责任不清，群众参与不够。\n"


def made(name: str = "a.txt", text: str = TEXT) -> DocumentRecord:
    return sketched(record(name, text, Told()))


def seal(record: DocumentRecord) -> str:
    assert record.aside
    return record.aside.outline.seal


def test_a_seal_is_of_all_but_the_id() -> None:
    one = record("a.txt", TEXT, Told(problems=[("力量薄弱", "C1_weak")]))
    sealed = seal(laid(packed(one)))
    assert seal(laid(packed(replace(one, kept_id="d0")))) == sealed
    for other in (
        replace(one, warnings=("Something.",)),
        replace(one, findings=replace(one.findings, problems=())),
        replace(one, cases=one.cases[:-1]),
    ):
        assert seal(laid(packed(other))) != sealed


def test_it_comes_back_as_it_was() -> None:
    whole = made()
    lying = laid(packed(whole))
    assert lying.aside
    for one in fields(DocumentRecord):
        if one.name != "aside":
            assert getattr(lying, one.name) == getattr(whole, one.name), one.name
    assert (lying.text, lying.has_text) == (whole.text, True)
    assert [lying.about_at(at) for at in range(len(whole.text))] == [
        whole.about_at(at) for at in range(len(whole.text))
    ]
    for case in whole.cases:
        here, there = CatalogueCase("", case, whole), CatalogueCase("", case, lying)
        assert (brief(here), digests(here), here.text) == (brief(there), digests(there), there.text)
        assert here.practices == there.practices


def test_what_is_made_of_it_is_whole_and_may_lie_where_it_lay() -> None:
    lying = laid(packed(made()))
    changed = replace(lying, warnings=("So.",))
    assert changed.aside is None
    again = laid_like(changed, lying)
    assert again == changed
    assert seal(again) != seal(lying), "it is not what was sealed"
    assert lying.text == made().text, "what lay there lies there still"
    assert laid_like(changed, changed) is changed


def test_an_id_is_given_without_a_look_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lying = laid(packed(made()))
    monkeypatch.setattr(aside, "restored", pytest.fail)
    given = with_kept_id(lying, "d1")
    assert (given.kept_id, given.aside, seal(given)) == ("d1", lying.aside, seal(lying))


def test_whoever_is_handed_it_has_it_whole() -> None:
    lying = with_kept_id(laid(packed(made())), "d1")
    handed = pickle.loads(pickle.dumps(lying))
    assert handed.aside is None
    assert replace(handed, sketches=lying.sketches) == lying


def test_damage_is_told_before_anything_is_used() -> None:
    data = packed(made())
    for at in range(0, len(data), 97):
        with pytest.raises(DamagedError):
            laid(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(DamagedError):
        laid(data[:7])


def test_a_catalogue_is_the_same_and_asks_few_times_for_each_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = "东南西北中上下左右前后里外甲乙丙丁戊己庚"
    whole = [made(f"{at:02}.txt", TEXT.replace("青禾县", f"{place}县")) for at, place in enumerate(places)]
    asked = Counter[str]()

    def counting(data: bytes, restored: Any = restored) -> Any:
        asked["bodies"] += 1
        return restored(data)

    with Spool(tmp_path) as spool:
        lying = [laid(packed(one), spool) for one in whole]
        monkeypatch.setattr(aside, "restored", counting)
        for name, records in (("whole", whole), ("lying", lying)):
            publish(build_catalogue(records), tmp_path / name, tmp_path / f"{name}.state")
    files = {path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole").rglob("*") if path.is_file()}
    assert files
    assert all((tmp_path / "whole" / name).read_bytes() == (tmp_path / "lying" / name).read_bytes() for name in files)
    assert 0 < asked["bodies"] < 25 * len(whole)


def test_a_spool_gives_back_what_was_laid_in_whatever_the_order(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        places = []
        for number in range(50):
            places.append(spool.add(b"%d " % number * number))
            assert spool.get(places[number // 2]) == b"%d " % (number // 2) * (number // 2)
        assert [spool.get(place) for place in places] == [b"%d " % number * number for number in range(50)]
        assert not [path for path in tmp_path.iterdir() if path.stat().st_size]


@pytest.mark.parametrize("held", [1, 7, 64, 1 << 20])
def test_bytes_are_gathered_by_key_however_few_are_held(tmp_path: Path, held: int) -> None:
    said = [("甲乙丙"[number % 3], b"%d," % number) for number in range(60)]
    with Spool(tmp_path) as spool:
        gathered = Gathered(spool, held)
        for key, data in said:
            gathered.add(key, data)
        assert gathered.of("丁") == b""
        for key in "乙甲丙":
            assert gathered.of(key) == b"".join(data for other, data in said if other == key)
