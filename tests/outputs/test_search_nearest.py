"""Where nothing holds a query, what is near it is told: categories, themes and spellings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.search import search
from outputs.search_nearest import distance
from tests.outputs.sample import catalogue
from tests.outputs.searching import write_index


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalogue")
    write_index(catalogue(), path / "catalogue.sqlite")
    return path


@pytest.mark.parametrize(
    ("query", "spelling"),
    [
        ("两章皮", "两张皮"),
        ("連而不動", "联而不动"),
        ("双向叙职制度", "双向述职制度"),
        ("议规事矩", "议事规矩"),
        ("项目话管理", "项目化管理"),
    ],
)
def test_spellings_of_the_catalogue_are_offered(folder: Path, query: str, spelling: str) -> None:
    assert spelling in search(folder, query)["nearest"]["spellings"]


def test_categories_and_themes_that_share_characters_are_offered(folder: Path) -> None:
    near = search(folder, "党建业务两层饼")["nearest"]
    assert near["categories"][0] == {"id": "E1_two_skins", "name": "党建业务两张皮"}
    assert search(folder, "量子组织联建")["nearest"]["themes"][0]["id"] == "T01_joint_org"


@pytest.mark.parametrize("query", ["asdfgh", "---", "DROP TABLE", "量子纠缠", "12345"])
def test_what_shares_a_character_at_most_is_not_near(folder: Path, query: str) -> None:
    near = search(folder, query)["nearest"]
    assert near == {"categories": [], "themes": [], "spellings": []}


def test_a_question_is_no_misspelling(folder: Path) -> None:
    assert search(folder, "双向叙职制度和项目化管理怎么才能落到实处")["nearest"]["spellings"] == []


def test_nothing_is_offered_where_the_query_is_held(folder: Path) -> None:
    assert search(folder, "联而不动")["nearest"] is None


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("两张皮", "两张皮", 0),
        ("两章皮", "两张皮", 1),
        ("皮张两", "两张皮", 2),
        ("议规事矩", "议事规矩", 1),
        ("甲", "乙丙丁", 3),
    ],
)
def test_distances(one: str, other: str, far: int) -> None:
    assert distance(one, other, 2) == far


@given(st.text("甲乙丙", max_size=6), st.text("甲乙丙", max_size=6))
def test_a_distance_is_the_same_both_ways_and_bounded(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) <= 3
    assert (distance(one, other, 2) == 0) == (one == other)
