"""Facets count cases once, by value and by year."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from outputs.catalogue import build_catalogue
from outputs.schemas import check
from outputs.trends import Facet, facets, trend_rows
from outputs.views import facets_view
from outputs.workbook import write_workbook
from tests.outputs.builders import Told, located, record
from tests.outputs.sample import catalogue


def cases() -> list[Facet]:
    """Two counties that meet 两张皮 with the same theme, the one from 2019 to 2021, the other in 2021."""
    told = Told(practices=[("推行双向述职", "T03_org")], problems=[("两张皮", "E1_two_skins")])
    first = record("a.txt", "云岭县的做法\n云岭县推行双向述职,解决两张皮问题。", told, "云岭县的做法", "云岭县")
    second = record("b.txt", "白河县的做法\n白河县推行双向述职,不再有两张皮。", told, "白河县的做法", "白河县")
    return list(
        facets(
            build_catalogue([located(first, "331023", "2019", "2021-06"), located(second, "331024", "2021", "2021")])
        )
    )


def values(found: list[Facet], key: str) -> list[tuple[str, int]]:
    return [(value.label, value.cases) for one in found if one.key == key for value in one.values]


def test_each_value_says_how_many_cases_have_it() -> None:
    found = cases()
    assert values(found, "place") == [("云岭县", 1), ("白河县", 1)]
    assert [number for _, number in values(found, "problem")] == [2]
    assert values(found, "year") == [("2019", 1), ("2020", 1), ("2021", 2)]


def test_a_case_counts_in_every_year_of_its_period() -> None:
    (problem,) = (one.values[0] for one in cases() if one.key == "problem")
    assert problem.years == (("2019", 1), ("2020", 1), ("2021", 2))


def test_copies_count_once() -> None:
    built = catalogue()
    copies = tuple(replace(case, duplicate_of=built.cases[0].id) for case in built.cases[1:])
    alone = replace(built, cases=(built.cases[0], *copies))
    assert facets_view(alone)["cases"] == 1
    assert {value["count"] for one in facets_view(alone)["facets"] for value in one["values"]} == {1}


def test_facets_keep_to_their_schema_also_when_there_are_none() -> None:
    check(facets_view(catalogue()), "facets.json")
    check(facets_view(build_catalogue([])), "facets.json")


def test_the_workbook_has_a_table_of_years(tmp_path: Path) -> None:
    built = catalogue()
    write_workbook(built, tmp_path / "book.xlsx")
    rows = list(load_workbook(tmp_path / "book.xlsx")["趋势"].iter_rows(values_only=True))
    years, expected = trend_rows(built)
    assert rows[0] == ("维度", "名称", "案例数", *years)
    assert rows[1:] == [(kind, name, number, *counted) for kind, name, number, counted in expected]
    assert len(rows) > 3


def test_masked_places_are_one_value_that_comes_last() -> None:
    told = Told(practices=[("推行双向述职", "T03_org")])
    names = {"某县": "书记逐条说明承诺", "××县": "乡镇委员轮流列席评议会", "云岭县": "群众代表当场打分排名"}
    records = [
        record(f"{name}.txt", f"{name}怎样述职\n{name}推行双向述职,{more}。", told, f"{name}怎样述职", name)
        for name, more in names.items()
    ]
    found = list(facets(build_catalogue(records)))
    assert values(found, "place") == [("云岭县", 1), ("未具名", 2)]


def test_a_place_has_its_code_where_all_its_cases_have_the_same() -> None:
    (places,) = (one for one in cases() if one.key == "place")
    assert [(one.label, one.code) for one in places.values] == [("云岭县", "331023"), ("白河县", "331024")]
