"""Filters take ids and Chinese names, and leave only what has what they say."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outputs.catalogue import build_catalogue
from outputs.search import Filters, SearchError, SearchIndex, search
from tests.outputs.builders import Told, located, record
from tests.outputs.sample import catalogue
from tests.outputs.searching import write_index

PRACTICES = [("建立台账", "T16_assess")]
LEDGER, BOTH = Told(practices=PRACTICES), Told(practices=PRACTICES, problems=[("两张皮", "E1_two_skins")])
RECORDS = [
    located(record("余姚.txt", "鹿亭村的做法\n村里建立台账。", LEDGER, place="鹿亭村"), "330281", "2019", "2021-06"),
    located(
        record("杭州.txt", "西湖区的做法\n区里建立台账，曾有两张皮。", BOTH, place="西湖区"), "330106", "2016", "2017"
    ),
    located(record("县.txt", "某县的做法\n县里也有做法。", None, place="××县"), "430100", "2023", "2023"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filtered")
    write_index(build_catalogue(RECORDS), path / "catalogue.sqlite")
    return path


def found(folder: Path, **told: Any) -> set[str]:
    return {hit["document"] for hit in search(folder, "做法", filters=Filters(**told))["hits"]}


@pytest.mark.parametrize(
    ("told", "documents"),
    [
        ({}, {"余姚.txt", "杭州.txt", "县.txt"}),
        ({"place": "33"}, {"余姚.txt", "杭州.txt"}),
        ({"place": "330000"}, {"余姚.txt", "杭州.txt"}),
        ({"place": "330281"}, {"余姚.txt"}),
        ({"place": "浙江省"}, {"余姚.txt", "杭州.txt"}),
        ({"place": "浙江"}, {"余姚.txt", "杭州.txt"}),
        ({"place": "余姚"}, {"余姚.txt"}),
        ({"place": "西湖區"}, {"杭州.txt"}),
        ({"place": "某某县"}, set()),
        ({"level": "县级"}, {"余姚.txt", "杭州.txt", "县.txt"}),
        ({"level": "区县"}, {"余姚.txt", "杭州.txt", "县.txt"}),
        ({"year": "2020"}, {"余姚.txt"}),
        ({"year": "2017-2019"}, {"余姚.txt", "杭州.txt"}),
        ({"year": "２０１７年－２０１９年"}, {"余姚.txt", "杭州.txt"}),
        ({"year": "２０２０"}, {"余姚.txt"}),
        ({"theme": "T16_assess"}, {"余姚.txt", "杭州.txt"}),
        ({"problem": "E1_two_skins"}, {"杭州.txt"}),
        ({"problem": "党建业务两张皮"}, {"杭州.txt"}),
        ({"problem": "两张皮", "status": "存在"}, {"杭州.txt"}),
        ({"problem": "两张皮", "status": "solved"}, set()),
        ({"status": "已做"}, {"余姚.txt", "杭州.txt"}),
        ({"theme": "T16_assess", "place": "浙江", "year": "2021"}, {"余姚.txt"}),
    ],
)
def test_filters_leave_what_they_say(folder: Path, told: dict[str, str], documents: set[str]) -> None:
    assert found(folder, **told) == documents


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"theme": "没有的主题"}, "theme"),
        ({"problem": "E99"}, "problem"),
        ({"status": "x"}, "已解决"),
        ({"cluster": "k0"}, "cluster"),
        ({"year": "去年"}, "2019-2021"),
        ({"level": "乡镇"}, "There are: 县"),
        ({"level": "县里"}, "level"),
        ({"year": "2021-2019"}, "2019-2021"),
        ({"year": "9999-0001"}, "backwards"),
        ({"place": "123"}, "code"),
    ],
)
def test_a_filter_that_names_nothing_is_an_error(folder: Path, told: dict[str, str], message: str) -> None:
    with pytest.raises(SearchError, match=message):
        found(folder, **told)


def test_what_filters_leave_out_is_counted(folder: Path) -> None:
    told = search(folder, "做法", filters=Filters(place="某某县"))
    assert (told["total"], told["unfiltered"], told["filters"]) == (0, 3, {"place": "某某县"})


def test_a_cluster_is_named_by_its_id_or_label(tmp_path: Path) -> None:
    whole = catalogue()
    write_index(whole, tmp_path / "catalogue.sqlite")
    one = whole.clusters[0]
    with SearchIndex(tmp_path) as index:
        for name in (one.id, one.label):
            hits = index.search("村", Filters(cluster=name), limit=100)["hits"]
            assert {hit["id"] for hit in hits} <= set(one.cases)
            assert hits


def test_a_level_may_be_named_by_any_words_of_it(tmp_path: Path) -> None:
    made = record("乡.txt", "桃源乡的做法\n乡里的做法。", None, place="桃源乡")
    cases = tuple(replace(case, place_level="镇") for case in made.cases)
    write_index(build_catalogue([replace(made, cases=cases), *RECORDS]), tmp_path / "catalogue.sqlite")
    for level in ("镇", "乡镇", "乡", "街道", "乡级"):
        assert found(tmp_path, level=level) == {"乡.txt"}
    assert len(found(tmp_path, level="县乡")) == 4
