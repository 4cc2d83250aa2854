"""The file of a case says where and when, and its schema takes nothing else for that."""

from typing import Any

import pytest

from outputs.schemas import SchemaError, check
from outputs.views import Links, case_view
from tests.outputs.sample import catalogue

CATALOGUE = catalogue()


def view(name: str) -> dict[str, Any]:
    case = next(one for one in CATALOGUE.cases if one.record.source.name == name)
    links = Links(CATALOGUE)
    return case_view(case, links.documents[name], links.of(case))


def test_a_case_says_where_and_when() -> None:
    value = view("鹿亭.txt")
    assert (value["place_code"], value["place_code_revision"]) == ("330281", "2019-04")
    assert value["period"] == {"from": "2019", "to": "2021-06"}
    check(value, "鹿亭.txt")


def test_what_is_not_known_is_null() -> None:
    value = view("企业/港务.txt")
    assert (value["place_code"], value["place_code_revision"], value["period"]) == (None, None, None)
    check(value, "企业/港务.txt")


@pytest.mark.parametrize(
    "wrong",
    [
        {"place_code": "3302"},
        {"place_code": 330281},
        {"place_code_revision": "2019"},
        {"period": "2019"},
        {"period": {"from": "2019"}},
        {"period": {"from": "去年", "to": None}},
    ],
)
def test_other_values_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        check(view("鹿亭.txt") | wrong, "鹿亭.txt")
