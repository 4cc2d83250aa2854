"""What documents say of themselves: text -> values, each with its words in the text."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare_text
from extractors.about import About, Stated, about, kind_name
from extractors.about_fragments import numbered
from extractors.about_words import Kind, lexicon
from extractors.dates import extract

FILE = Path(__file__).parents[1] / "cases" / "about.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
FIELDS = ("title", "author", "issuer", "number", "kind", "date")
BODY = "全镇干部群众一起动手，修路架桥、治水改厕，村容村貌一天天好了起来，大家的劲头也越来越足。"


def of(text: str) -> About:
    document = prepare_text(text)
    return about(document, tuple(extract(document)))


def stated(found: About) -> dict[str, Stated]:
    fields = {name: getattr(found, name) for name in FIELDS}
    return {name: value for name, value in fields.items() if value is not None}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    found = stated(of(case["text"]))
    values = {name: [one.value, one.evidence] if name == "date" else one.value for name, one in found.items()}
    assert values == case["expect"]


@pytest.mark.parametrize("kind", lexicon().kinds, ids=lambda kind: kind.id)
def test_kind_is_told_by_its_titles(kind: Kind) -> None:
    told = {title: of(f"{title}\n{BODY}").kind for title in (*kind.match, *kind.no_match)}
    ids = {title: found.value if found else None for title, found in told.items()}
    assert {title: ids[title] for title in kind.match} == dict.fromkeys(kind.match, kind.id)
    assert [title for title in kind.no_match if ids[title] == kind.id] == []
    assert kind_name(kind.id) == kind.name


@pytest.mark.parametrize(
    ("words", "standard"),
    [
        ("岚办发［２０２２］８号", "岚办发〔2022〕8号"),
        ("双政办(2024) 3 号", "双政办〔2024〕3号"),
        ("砚委【2019】第31号", "砚委〔2019〕31号"),
        ("X委发〔20XX〕X号", "X委发〔20XX〕X号"),
    ],
)
def test_number_in_its_standard_form(words: str, standard: str) -> None:
    assert numbered(words) == standard
    assert stated(of(f"关于做好防汛工作的通知\n{words}\n各村：\n{BODY}"))["number"].value == standard


def test_each_article_of_a_file_speaks_for_itself() -> None:
    first = f"关于清理村级牌子的通知\n{BODY}\n花桥镇人民政府\n2019年3月4日"
    second = f"石坳村经验材料\n何秀英\n（2021年6月）\n{BODY}"
    document = prepare_text(f"{first}\n{second}")
    dates, middle = tuple(extract(document)), len(first) + 1
    one, two = about(document, dates, 0, middle), about(document, dates, middle)
    assert [one.date and one.date.value, two.date and two.date.value] == ["2019-03-04", "2021-06"]
    assert [one.kind and one.kind.value, two.kind and two.kind.value] == ["notice", "experience"]
    assert one.author is None
    assert two.author is not None
    assert two.author.value == "何秀英"


def test_first_signature_is_the_documents() -> None:
    """A paper that passes on another one bears the date of the outer one."""
    text = (
        f"关于转发防火方案的通知\n各村：\n{BODY}\n三坪镇人民政府\n2020年9月8日\n"
        f"防火方案\n{BODY}\n岚山县林业局\n2020年8月1日"
    )
    found = stated(of(text))
    assert (found["issuer"].value, found["date"].value) == ("三坪镇人民政府", "2020-09-08")


def test_body_of_a_plan_is_no_signature() -> None:
    text = f"防汛方案\n一、分工\n{BODY}（县水务局）\n二、时限\n2023年5月底前完成排查，{BODY}（县水务局、县气象局）"
    assert {"issuer", "date"} & stated(of(text)).keys() == set()


WORDS = (
    "中共岚山县委办公室 2023年5月12日 二〇二二年三月 关于印发《方案》的通知 （作者：何立群） 《 （ 第17期 "
    "岚办发〔2022〕8号 在全县大会上的讲话 —— 时间： 来源： 同志们： 。 截至2023年底 一、基本情况 文件 县長　陸江 印发"
)
PIECES = st.sampled_from((*WORDS.split(" "), "\n", "　", "记者 罗敏", BODY))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=2), max_size=16).map("".join))
def test_every_statement_is_its_words(text: str) -> None:
    document = prepare_text(text)
    found = stated(about(document, tuple(extract(document))))
    assert all(document.text[one.start : one.end] == one.text != "" and one.value for one in found.values())
    date = found.get("date")
    assert date is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", date.value)


@pytest.mark.parametrize("piece", ["《", "县委", "王 ", "（2023年", "记者 ", "同志们：\n", "2023年5月1日\n", "作者："])
def test_endless_repetition_is_read_to_its_end(piece: str) -> None:
    assert all(one.text for one in stated(of(piece * 5000)).values())
