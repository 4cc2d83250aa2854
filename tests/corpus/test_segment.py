"""Segmentation: text -> headings and articles, roles by the words of headings, and what must hold for any text."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import openings
from corpus.document import prepare, prepare_text
from corpus.fold import fold
from corpus.model import Block, Reading, Source
from corpus.rules import Rule, read_rules

CASES = Path(__file__).parents[1] / "cases"
HEADINGS: list[dict[str, Any]] = yaml.safe_load((CASES / "headings.yml").read_text(encoding="utf-8"))
ARTICLES: list[dict[str, Any]] = yaml.safe_load((CASES / "articles.yml").read_text(encoding="utf-8"))
PIECES = st.sampled_from(
    [
        "一、",
        "二、",
        "（一）",
        "1.",
        "①",
        "一是",
        "二是",
        "首先，",
        "案例一：",
        "案例二：",
        "岚山县",
        "主要做法",
        "存在的问题",
        "抓产业。",
        "\n",
        "。",
        "：",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)


@pytest.mark.parametrize("case", HEADINGS, ids=lambda case: case["name"])
def test_headings(case: dict[str, Any]) -> None:
    document = prepare_text(case["text"])
    found = [f"{s.level}|{document.text[s.heading.start : s.heading.end]}" for s in document.sections]
    assert found == case["headings"]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case["name"])
def test_articles(case: dict[str, Any]) -> None:
    assert [article.title for article in prepare_text(case["text"]).articles] == case["titles"]


@pytest.mark.parametrize("rule", read_rules("roles.yml"), ids=lambda rule: f"{rule.kind}-{rule.match[0]}")
def test_role_meets_its_examples(rule: Rule) -> None:
    rules = read_rules("roles.yml")
    first = {words: next(r.kind for r in rules if r.hits(fold(words))) for words in rule.match}
    assert first == dict.fromkeys(rule.match, rule.kind)
    assert [words for words in rule.no_match if rule.hits(fold(words))] == []


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_sections_are_ranges_that_nest(text: str) -> None:
    document = prepare_text(text)
    above = [0]
    for section in document.sections:
        assert 0 <= section.start == section.heading.start < section.heading.end <= section.end <= len(document.text)
        assert section.title
        assert section.title in document.text[section.heading.start : section.heading.end]
        assert section.start >= above[-1]
        above.append(section.start)
    for article in document.articles:
        assert 0 <= article.start <= article.end <= len(document.text)
        assert article.heading is None or article.start <= article.heading.start <= article.heading.end <= article.end


def roles(text: str) -> dict[str, str]:
    return {section.title: section.role for section in prepare_text(text).sections}


def test_roles_come_from_words_from_above_and_from_measures() -> None:
    text = (
        "一、主要做法\n（一）建好队伍。选出骨干四十名，分片包干到户，责任到人。\n二、存在的问题\n（一）人手紧。青壮年外出多，留下的年纪大。\n"
        "三、下一步打算\n把经费列入预算，年底前全部落实到位。\n四、强化督查问效\n每月通报一次，连续落后的约谈主要负责人。\n"
    )
    assert roles(text) == {
        "主要做法": "practice",
        "建好队伍": "practice",
        "存在的问题": "problem",
        "人手紧": "problem",
        "下一步打算": "outlook",
        "强化督查问效": "practice",
    }


def test_items_take_their_role_from_the_clause_that_announces_them() -> None:
    text = "一、着力抓好产业\n全县建成基地三十个。不足之处和问题：一是规模小，带不动；二是链条短，卖不远。\n"
    assert roles(text) == {"着力抓好产业": "practice", "规模小": "problem", "链条短": "problem"}


def test_closing_words_belong_to_no_run_in_heading() -> None:
    text = (
        "一、抓班子。调整村书记三名，选派指导员十二名。\n二、抓产业。引进企业两家，带动农户四十户。\n"
        "总的看，成绩与群众的期盼还有距离，我们将继续努力。\n"
    )
    document = prepare_text(text)
    assert [document.text[s.start : s.end].count("\n") for s in document.sections] == [0, 0]
    assert document.section_at(document.text.index("总的看")) is None


def test_without_closing_words_the_last_section_goes_on() -> None:
    text = (
        "一、抓班子。调整村书记三名，选派指导员十二名。\n二、抓产业。引进企业两家，带动农户四十户。\n"
        "其中白茶一项就让三百户农民增收，户均超过六千元。\n"
    )
    document = prepare_text(text)
    around = document.section_at(document.text.index("其中白茶"))
    assert around is not None
    assert around.title == "抓产业"


SUMMED_UP = [
    "不足之处在于青年骨干少，三年只培养了七名。",
    "目前还存在的主要问题是经费没有着落。",
    "经过两年多的整治，院落里再没有人乱堆乱放。",
    "下一步，将把做法推广到全县。",
]


@pytest.mark.parametrize("summing_up", SUMMED_UP)
def test_words_that_sum_up_end_the_last_item_that_has_paragraphs_of_its_own(summing_up: str) -> None:
    text = (
        "一、抓班子。调整村书记三名，选派指导员十二名。\n老书记留下来当顾问，每月到村部坐班两天。\n"
        "二、抓产业。引进企业两家，带动农户四十户。\n其中白茶一项就让三百户农民增收。\n" + summing_up + "\n"
    )
    document = prepare_text(text)
    assert document.section_at(document.text.index(summing_up)) is None
    around = document.section_at(document.text.index("其中白茶"))
    assert around is not None
    assert around.title == "抓产业"


def test_items_that_each_tell_what_is_left_keep_it() -> None:
    item = "引进企业两家，带动农户四十户，村里的荒地都种上了果树。\n下一步，将扩大规模。\n"
    document = prepare_text(f"一、抓果业。{item}二、抓茶业。{item}")
    around = document.section_at(document.text.rindex("下一步"))
    assert around is not None
    assert around.title == "抓茶业"


def test_items_of_one_sentence_each_do_not_take_in_what_follows() -> None:
    text = (
        "做法一：书记由班组长担任，参与车间重大事项的决策。\n做法二：设立党员示范机台十五个，公开承诺产量和质量。\n"
        "做法三：组建技术帮教小队，下班后讲课九十六次。\n工人满意度由八成上升到九成五，返修率下降一半。\n"
    )
    document = prepare_text(text)
    assert [document.text[s.start : s.end].count("\n") for s in document.sections] == [0, 0, 0]
    assert document.section_at(document.text.index("工人满意度")) is None


def test_headings_of_measures_and_of_statements() -> None:
    text = (
        "一、以问题导向推动整改\n某。\n二、风险防控\n某。\n三、服务意识有待加强\n某。\n四、群众满意度显著提升\n某。\n"
    )
    assert list(roles(text).values()) == ["practice", "practice", "problem", "result"]


def test_evidence_says_why_a_heading_and_an_article_stand() -> None:
    text = "集市上的窗口\n一、抓班子\n调整村书记三名，选派指导员十二名，群众看到了变化，心气也顺了。\n"
    assert [section.evidence for section in prepare_text(text).sections] == ["number 一、"]
    two = (
        "案例一：横岭村变废为宝\n横岭村把废弃多年的石料场改成露营地，一年接待游客三万人次，带动农家乐二十家，年轻人陆续回来了。\n"
        "案例二：柳塘村抱团养鱼\n柳塘村联合周边三个村成立渔业公司，统一育苗、统一防疫、统一销售，水面收益提高了六成。\n"
    )
    told = [article.evidence for article in prepare_text(two).articles]
    assert [words.split(", ")[:2] for words in told] == [
        ["number 案例一", "called an example"],
        ["number 案例二", "called an example"],
    ]


def test_bold_lines_and_styles_are_evidence() -> None:
    lines = [
        "窗口开到集市上",
        "定时开窗",
        "逢五逢十开窗，雨雪天不停，窗口挂出办事清单。",
        "上门代办",
        "老人由村干部上门收件。",
    ]
    bold = {1, 3}
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    blocks = tuple(Block(at, at + len(lines[n]), bold=n in bold) for n, at in enumerate(starts))
    document = prepare(Source("窗口.docx", "0" * 64, 1), Reading("\n".join(lines), blocks, "paragraph", "x"))
    assert [(s.title, s.evidence) for s in document.sections] == [("定时开窗", "bold line"), ("上门代办", "bold line")]


def test_who_wrote_an_article() -> None:
    body = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
    under = prepare_text(f"集市上的窗口\n中共花桥镇委员会  王小明\n{body}\n").articles[0]
    behind = prepare_text(f"集市上的窗口\n{body}（作者：李远，花桥镇党委）\n").articles[0]
    assert (under.author, under.organisation) == ("王小明", "中共花桥镇委员会")
    assert (behind.author, behind.organisation) == ("李远", "花桥镇党委")


def test_a_title_glued_to_its_text_is_known_by_the_name_of_the_file() -> None:
    text = "岚山县停车管理工作纪实岚山县用一年时间新增泊位三千个，停车投诉下降七成，群众出行方便多了，商户生意也好了。"
    assert prepare_text(text, "岚山县停车管理工作纪实.txt").articles[0].title == "岚山县停车管理工作纪实"


def test_the_dots_that_lead_to_a_page_number_are_one_end() -> None:
    for dots, ends in (("…" * 90, 1), ("." * 50, 1), ("……", 1), ("……某村…", 2)):
        assert len(openings.ENDS.findall(f"第一章总则{dots}1")) == ends


def test_kinds_of_paragraphs() -> None:
    text = (
        "集市上的窗口\n花桥镇党委办公室\n一、主要做法\n镇里把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件。\n"
    )
    assert [p.kind for p in prepare_text(text).paragraphs] == ["title", "byline", "heading", "text"]
