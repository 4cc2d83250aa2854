"""The gazetteer: names -> codes, and what must hold for every name in its lists."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.gazetteer import candidates, divisions, lexicon, settled, short_forms, stems_in, within

FILE = Path(__file__).parents[1] / "cases" / "gazetteer.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['place']}-{case['level']}")
def test_case(case: dict[str, Any]) -> None:
    found = settled(candidates(case["place"], case["level"]))
    assert (f"{found.code}|{found.revision}" if found else "-") == case["code"]


def test_a_full_chain_finds_every_county_of_the_newest_list() -> None:
    provinces = {one.code[:2]: one.name for one in divisions() if one.code.endswith("0000")}
    counties = [one for one in divisions() if one.revision == "2019-04" and not one.code.endswith("00")]
    assert len(counties) > 2500
    lost = [one.name for one in counties if one not in candidates(provinces[one.code[:2]] + one.name, "县")]
    assert lost == []


def test_names_since_are_new() -> None:
    before = {(one.code, one.name) for one in divisions() if one.first < lexicon().revision}
    assert [(code, name) for code, name in lexicon().since.items() if (code, name) in before] == []


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("恩施土家族苗族自治州", ("恩施", "恩施州")),
        ("太仓市", ("太仓",)),
        ("鼓楼区", ()),
        ("沙县", ()),
        ("长阳土家族自治县", ("长阳", "长阳县")),
    ],
)
def test_short_forms(name: str, forms: tuple[str, ...]) -> None:
    assert short_forms(name) == forms


def test_what_is_named_around_tells_places_apart() -> None:
    found = candidates("鼓楼区", "区")
    assert [one.code for one in within(found, stems_in("江苏省南京市"))] == ["320106"]
    assert [one.code for one in within(found, stems_in("南京市"))] == ["320106"]
    assert [one.code for one in within(found, stems_in("福建"))] == ["350102"]
    assert {one.code for one in within(found, stems_in("江苏省南京市和福建省"))} == {"320106", "320302", "350102"}
    assert within(found, stems_in("南京路上,北京大学的教授")) == ()
    assert stems_in("吉林的经验", in_full=True) == frozenset()
