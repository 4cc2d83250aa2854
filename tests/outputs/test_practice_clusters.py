"""Practices of one kind come together inside their theme, wherever they are told."""

import json
from pathlib import Path

import pytest

from outputs import practice_clusters
from outputs.catalogue import build_catalogue
from outputs.labels import LONGEST, SHORTEST
from outputs.model import Catalogue
from outputs.publish import publish
from tests.outputs.builders import Told, record

KINDS = {
    "T14_mediation": ["{}设茶桌调解点化解邻里纠纷", "{}请老党员到茶桌调解点化解纠纷", "{}开茶桌调解点当场化解邻里纠纷"],
    "T06_industry": ["{}合作社统一收购茶叶保底价", "{}合作社与茶农签保底价收购合同", "{}合作社统一保底价收购茶叶"],
}
ODD = "把老旧水渠改成滴灌设施"
PLACES = ["青栗村", "云澜村", "临泽村"]


def catalogue() -> Catalogue:
    records = []
    for at, place in enumerate(PLACES):
        practices = [(kinds[at].format(place), theme) for theme, kinds in KINDS.items()]
        practices += [(f"{place}{ODD}", "T06_industry")] if at == 0 else []
        text = f"{place}的第{at}份报告\n" + "\n".join(f"{words}。" for words, _ in practices)
        records.append(record(f"{place}.txt", text, Told(practices=practices), f"{place}的第{at}份报告", place))
    return build_catalogue(records)


@pytest.fixture(scope="module")
def found() -> Catalogue:
    return catalogue()


def test_each_theme_has_its_kinds(found: Catalogue) -> None:
    assert sorted(one.theme for one in found.practice_clusters) == sorted(KINDS)
    for one in found.practice_clusters:
        cases = {case for said in one.practices for case, _, _ in said.where}
        assert len(cases) == len(PLACES)
        assert set(one.representatives) <= {said.id for said in one.practices}
        assert SHORTEST <= len(one.label) <= LONGEST


def test_every_practice_stands_where_it_is_said_to(found: Catalogue) -> None:
    cases = {case.id: case for case in found.cases}
    for one in found.practice_clusters:
        for said in one.practices:
            for id_, start, end in said.where:
                assert (start, end) in {(p.start, p.end) for p in cases[id_].practices if p.theme == one.theme}


def test_places_do_not_tell_practices_apart(found: Catalogue) -> None:
    assert not any(place in said.text for one in found.practice_clusters for said in one.practices for place in PLACES)


@pytest.mark.parametrize("most", [2, 3])
def test_of_many_practices_the_others_join_the_kinds(
    most: int, found: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice_clusters, "MOST", most)
    mediation = next(one for one in found.practice_clusters if one.theme == "T14_mediation")
    few = {one.theme: one for one in catalogue().practice_clusters}
    assert few["T14_mediation"].practices == mediation.practices
    assert not any(ODD in said.text for one in few.values() for said in one.practices)


def test_they_are_published_and_keep_their_ids(tmp_path: Path, found: Catalogue) -> None:
    publish(found, tmp_path / "out", tmp_path / "state")
    first = json.loads((tmp_path / "out/practices.json").read_bytes())["clusters"]
    publish(catalogue(), tmp_path / "out", tmp_path / "state")
    assert json.loads((tmp_path / "out/practices.json").read_bytes())["clusters"] == first
    changes = json.loads((tmp_path / "out/changes.json").read_bytes())
    nothing: dict[str, list[str]] = {"added": [], "removed": [], "renamed": [], "split": [], "merged": []}
    assert changes["practice_clusters"] == nothing
    assert changes["clusters"] == nothing | {"groups": {kind: [] for kind in nothing if kind != "renamed"}}
