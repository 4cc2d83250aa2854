"""Cases: text and practices -> the places and organisations whose experience it is."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import prepare_text
from corpus.model import Document
from extractors.about import of_articles
from extractors.base import Findings, Practice
from extractors.extract import extract
from extractors.relative_dates import of_articles as dates_of_articles
from outputs.assemble import assemble
from outputs.case_words import Sign, sign, signs
from outputs.model import Case

FOLDER = Path(__file__).parents[1] / "cases"
CASES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "cases.yml").read_text(encoding="utf-8"))
WHOLE: list[dict[str, Any]] = yaml.safe_load((FOLDER / "whole_cases.yml").read_text(encoding="utf-8"))


def cases_of(document: Document, findings: Findings) -> tuple[Case, ...]:
    abouts = of_articles(document, findings.dates)
    written = [said.date.value if said.date else None for said in abouts]
    return assemble(document, findings, abouts, dates_of_articles(document, written))


def assembled(text: str, words: list[str]) -> tuple[str, tuple[Case, ...]]:
    document = prepare_text(text)
    spans = [(document.text.index(word), word) for word in words]
    practices = [Practice(at, at + len(word), word, "T00_general", "action", "done") for at, word in spans]
    return document.text, cases_of(document, Findings(practices=tuple(practices)))


def line(case: Case) -> str:
    return "|".join(value or "-" for value in (case.title, case.place, case.place_level, case.organisation))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    text, found = assembled(case["text"], case["practices"])
    assert [line(one) for one in found] == case["cases"]
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.title in text[one.start : one.end]


def test_an_article_without_practices_is_no_case() -> None:
    alone = [case for case in CASES if len(prepare_text(case["text"]).articles) == 1]
    assert len(alone) > 5
    assert [case["name"] for case in alone if assembled(case["text"], [])[1]] == []


def summary(case: Case) -> str:
    told = f"{case.period.first}..{case.period.last or ''}" if case.period else None
    named = (case.place, case.place_level, case.organisation, case.place_code, told)
    return "|".join(value or "-" for value in named)


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case["name"])
def test_whole_article(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if why := case.get("missed"):
        request.applymarker(pytest.mark.xfail(reason=why, strict=True))
    document = prepare_text(case["text"])
    assert [summary(one) for one in cases_of(document, extract(document))] == case["cases"]


@pytest.mark.parametrize("one", signs(), ids=lambda one: one.id)
def test_sign_meets_its_examples(one: Sign) -> None:
    assert [text for text in one.match if not sign(one.id).search(text)] == []
    assert [text for text in one.no_match if sign(one.id).search(text)] == []


OPENING = "朝阳区把闲置的校舍改造成养老院，聘请护理员三十名，建立助餐点十二个，老人每餐只花五元，服务老人九千人次。"


@pytest.mark.parametrize(
    ("title", "body", "code"),
    [
        ("朝阳区闲置校舍变身养老院", "", None),
        ("北京市朝阳区闲置校舍变身养老院", "", "110105"),
        ("朝阳区闲置校舍变身养老院", "长春市朝阳区把经验推广到全市。", "220104"),
        ("朝阳区闲置校舍变身养老院", "吉林省长春市民政局派员指导。", "220104"),
        ("朝阳区闲置校舍变身养老院", "北京大学的教授前来调研。", None),
        ("朝阳区闲置校舍变身养老院", "北京市朝阳区和长春市朝阳区结成对子。", None),
    ],
)
def test_a_name_of_many_places_needs_province_or_city(title: str, body: str, code: str | None) -> None:
    more = "社区党员轮流值守，设立服务热线，组建志愿队伍四十支，走访独居老人，解决了吃饭难、看病难。"
    _, found = assembled(f"{title}\n{OPENING}{body}\n{more * 6}", ["改造成养老院", "设立服务热线"])
    assert [case.place_code for case in found] == [code]
