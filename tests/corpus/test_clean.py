"""Cleaning: text -> what is left of it, the rules' own examples, and what must hold for any text."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import Cleaned, _after, clean
from corpus.document import prepare_text, text_reading
from corpus.fold import fold
from corpus.lines import lines_of
from corpus.model import Block, OffsetMap, Reading, Removed
from corpus.rules import Rule, read_rules

FILE = Path(__file__).parents[1] / "cases" / "clean.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
PIECES = st.sampled_from(
    [
        "岚山县的做法。",
        "1、",
        "2、",
        "\n",
        "\r\n",
        "\r",
        "　　",
        " ",
        "首页 > 正文",
        "<p>",
        "&nbsp;",
        "责任编辑：甲",
        "来源：某网",
        "长" * 70,
        "[2]",
        "- 3 -",
        "**粗体的一行字**",
        "![图](a/b.png)",
        "目\n录\n",
        "某村的事 ........ (3)",
        "长 短" * 60,
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    cleaned = clean(text_reading(case["text"]))
    assert cleaned.text == case["clean"].strip()
    _check_paragraphs(cleaned)


@pytest.mark.parametrize("rule", read_rules("clean_rules.yml"), ids=lambda rule: f"{rule.kind}-{rule.match[0][:12]}")
def test_rule_meets_its_examples(rule: Rule) -> None:
    assert [words for words in rule.match if not rule.hits(fold(words))] == []
    assert [words for words in rule.no_match if rule.hits(fold(words))] == []


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_what_is_kept_and_what_is_removed_share_nothing(text: str) -> None:
    cleaned = clean(text_reading(text))
    kept = [cleaned.offsets.to_source(at) for at in range(len(cleaned.text))]
    gone = [at for removed in cleaned.removed for at in range(removed.start, removed.end)]
    assert kept == sorted(set(kept))
    assert "".join(text[at] for at in kept) == cleaned.text
    assert len(gone) == len(set(gone))
    assert set(kept).isdisjoint(gone)
    lost = set(range(len(text))) - set(kept) - set(gone)
    assert all(text[at].isspace() for at in lost)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_paragraphs_are_the_lines_of_the_text(text: str) -> None:
    cleaned = clean(text_reading(text))
    _check_paragraphs(cleaned)
    again = clean(text_reading(text))
    assert again == cleaned


def _check_paragraphs(cleaned: Cleaned) -> None:
    at = 0
    for number, paragraph in enumerate(cleaned.paragraphs):
        assert paragraph.start - at == (1 if number else 0)
        assert paragraph.start < paragraph.end
        assert "\n" not in cleaned.text[paragraph.start : paragraph.end]
        at = paragraph.end
    assert at == len(cleaned.text)


def kinds(text: str) -> dict[str, str]:
    return {text[r.start : r.end].strip(): r.kind for r in clean(text_reading(text)).removed}


def test_removed_ranges_bear_their_kinds() -> None:
    body = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
    text = (
        f"首页 > 要闻 > 正文\n花桥镇的集市窗口\n2021-03-05 10:20:11\n{body}<br>\n**集市上的一扇窗**\n{body}\n"
        "<p>一</p>\n责任编辑：某某\n分享到：微博\n"
    )
    assert kinds(text) == {
        "首页 > 要闻 > 正文": "breadcrumb",
        "2021-03-05 10:20:11": "time_stamp",
        "<br>": "html_debris",
        "**": "html_debris",
        "<p>": "html_debris",
        "一</p>": "html_debris",
        "责任编辑：某某": "editor_credit",
        "分享到：微博": "share_line",
    }


def test_earlier_copies_of_a_title_go() -> None:
    body = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
    cleaned = clean(text_reading(f"花桥镇的集市窗口_某某网\n花桥镇的集市窗口\n{body}"))
    assert [(r.start, r.kind) for r in cleaned.removed] == [(0, "repeated_title")]


def test_furniture_goes_and_lines_of_a_page_are_joined() -> None:
    text = "第一行没有完\n页眉\n第二行完了。\n另一段。"
    starts = [0, 7, 10, 17]
    ends = [6, 9, 16, 21]
    blocks = [Block(a, b) for a, b in zip(starts, ends, strict=True)]
    blocks[1] = Block(7, 9, furniture="running_head")
    blocks[2] = Block(10, 16, continues=True)
    cleaned = clean(Reading(text, tuple(blocks), "page", "application/pdf"))
    assert cleaned.text == "第一行没有完第二行完了。\n另一段。"
    assert {r.kind for r in cleaned.removed} == {"running_head", "line_break"}


def test_numbers_of_pages_are_looked_for_in_texts_alone() -> None:
    text = "3、三、工作成效\n全镇9个村发放积分卡2100张。"
    paper = Reading(text, text_reading(text).blocks, "paragraph", "application/pdf")
    assert [clean(reading).text for reading in (text_reading(text), paper)] == [text[2:], text]


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ([], ["3、三、成效", "乙丙"]),
        ([(0, 2)], ["三、成效", "乙丙"]),
        ([(0, 1), (7, 10)], ["、三、成效", "丙"]),
        ([(6, 9), (9, 10)], ["3、三、成效", "丙"]),
        ([(2, 4)], ["3、三、成效", "乙丙"]),
        ([(0, 6)], ["", "乙丙"]),
    ],
)
def test_marks_that_open_a_line_are_no_part_of_it(marks: list[tuple[int, int]], words: list[str]) -> None:
    lines = lines_of(text_reading("3、三、成效\n\n 乙丙"))
    found = list(_after([Removed(a, b, "page_mark") for a, b in marks], lines))
    assert [line.words for line in found] == words
    assert [(line.end - line.start, line.end) for line in found] == [(len(words[0]), 6), (len(words[1]), 11)]
    assert [(line.indent, line.after_blank) for line in found] == [(0, False), (1, True)]


def test_in_a_long_line_a_letter_between_tags_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.clean.REMNANT_LINE", len("<p>一</p>"))
    assert (
        clean(text_reading("发放积分卡。\n<p>一</p>\n<br>二</br>\n群众满意。")).text == "发放积分卡。\n二\n群众满意。"
    )


def test_furniture_of_a_text_goes_beside_its_page_numbers() -> None:
    text = "首页\n全镇发放积分卡。\n第3页\n群众满意。"
    first, *blocks = text_reading(text).blocks
    cleaned = clean(Reading(text, (first._replace(furniture="navigation"), *blocks), "offset", "text/plain"))
    assert cleaned.text == "全镇发放积分卡。\n群众满意。"
    assert [removed.kind for removed in cleaned.removed] == ["navigation", "page_mark"]


def test_tags_in_each_line_of_a_paragraph_go() -> None:
    text = "花桥镇把办事窗口搬到集市上，\n  逢集受理，<br>一年办结\n 事项<br>两千六百件，群众少跑了腿。"
    first, *others = text_reading(text).blocks
    blocks = (first, *(block._replace(continues=True) for block in others))
    cleaned = clean(Reading(text, blocks, "page", "application/pdf"))
    assert cleaned.text == "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"


def test_paragraphs_are_what_their_first_blocks_are() -> None:
    text = "第一行没有完\n第二行完了。\n另一段。"
    first, second, third = text_reading(text).blocks
    blocks = (first._replace(kind="heading", level=2), second._replace(continues=True), third._replace(level=1))
    cleaned = clean(Reading(text, blocks, "page", "application/pdf"))
    assert [(one.kind, one.block, one.level) for one in cleaned.paragraphs] == [("heading", 0, 2), ("text", 2, 1)]


def test_an_old_mac_keeps_its_line_breaks() -> None:
    cleaned = clean(text_reading("第一段在这里。\r第二段在这里。"))
    assert cleaned.text == "第一段在这里。\r第二段在这里。"
    assert len(cleaned.paragraphs) == 2


def test_the_last_break_between_paragraphs_stays_and_keeps_its_place() -> None:
    text = "第一段在这里。\n\n\u2028第二段在这里。\r第三段在这里。\n第四段在这里。"
    cleaned = clean(text_reading(text))
    lost = set(range(len(text))) - {cleaned.offsets.to_source(at) for at in range(len(cleaned.text))}
    assert cleaned.text == "第一段在这里。\n第二段在这里。\r第三段在这里。\n第四段在这里。"
    assert lost == {7, 9}


def test_blocks_with_a_wide_blank_between_them_are_two_paragraphs() -> None:
    cleaned = clean(Reading("甲乙\u2003丙丁", (Block(0, 2), Block(3, 5)), "page", "application/pdf"))
    assert [cleaned.text[one.start : one.end] for one in cleaned.paragraphs] == ["甲乙", "丙丁"]
    assert cleaned.offsets == OffsetMap((0, 2), (0, 3), 4)


def test_nothing_is_left_of_white_space() -> None:
    assert clean(text_reading(" \n　\n")).text == ""


def test_a_doubtful_line_stays_with_a_warning() -> None:
    body = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
    cleaned = clean(text_reading(f"{body}\n来源：某某日报\n{body}"))
    assert "来源：某某日报" in cleaned.text
    assert cleaned.warnings == ("Kept, though it may be no content (editor_credit): 来源:某某日报",)
    assert clean(text_reading(f"{body}\n{body}")).warnings == ()


def test_many_doubts_are_told_by_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.clean.MOST_DOUBTS", 1)
    body = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
    cleaned = clean(text_reading(f"{body}\n来源：甲县日报\n{body}\n来源：乙县日报\n{body}"))
    assert cleaned.warnings == ("Kept, though it may be no content (editor_credit): 来源:甲县日报",)


def test_what_stands_under_every_article_goes() -> None:
    body = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
    cleaned = clean(text_reading(f"{body}\n来源：某某日报\n" * 3 + body))
    assert "来源" not in cleaned.text
    assert cleaned.warnings == ()


def test_removed_ranges_bear_their_first_words() -> None:
    body = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
    (removed,) = clean(text_reading(f"首页 > 要闻 > 正文\n{body}")).removed
    assert removed.words == "首页 > 要闻 > 正文"


WRAPPED = [
    "今年以来，某县围绕“小事不出村、大事不出镇”目标，把党组织嵌入治理网格，走出了一条山区治理新路子，受到群众欢迎。",
    "一、织密组织网",
    "全县划分网格612个，建立网格党支部233个、党小组580个，选配专职网格员701名，做到了横向到边、纵向到底，逐步实现精细管理。",
    "二、拧紧责任链",
    "推行“清单+积分”管理，县级领导包镇、镇干部包村、村干部包组，累计解决群众急难愁盼问题3400余件，群众满意率提高到98.5%。",
]


@pytest.mark.parametrize("indent", ["　　", ""])
@pytest.mark.parametrize("width", [17, 20, 25, 35, 40])
def test_lines_of_so_many_characters_are_joined(width: int, indent: str) -> None:
    broken = ((indent + words)[at : at + width] for words in WRAPPED for at in range(0, len(indent + words), width))
    assert prepare_text("\n".join(broken)).text.split("\n") == WRAPPED


def test_a_sentence_goes_on_behind_a_form_feed() -> None:
    broken = [*WRAPPED[:2], f"{WRAPPED[2][:30]}\f{WRAPPED[2][30:]}", *WRAPPED[3:]]
    assert prepare_text("\n".join(broken)).text.split("\n") == WRAPPED
    assert prepare_text("\f".join(WRAPPED)).text.split("\f") == WRAPPED


def test_signs_of_markdown_go() -> None:
    text = (
        "---\ntitle: 山区治理\ntags: [a, b]\n---\n\n## 一、织密组织网\n\n**重点**：见[县政府网](https://a.example/b)，"
        f"**县和**镇。\n\n> {WRAPPED[0]}\n\n| 镇 | 网格 |\n| --- | ---: |\n| 青石 | 88 |\n\n```\n{WRAPPED[2]}\n```\n"
    )
    assert prepare_text(text).text.split("\n") == [
        "山区治理",
        "一、织密组织网",
        "重点：见县政府网，**县和**镇。",
        WRAPPED[0],
        "镇 | 网格",
        "青石 | 88",
        WRAPPED[2],
    ]
    assert prepare_text(f"{WRAPPED[0]}\n见[附件](a.doc)，**重点**。").text.endswith("见[附件](a.doc)，**重点**。")


def test_a_line_of_a_paragraph_is_not_judged_alone() -> None:
    lines = [
        ("青岚县文件", False),
        ("关于推进服务平台建设的通知", False),
        ("为方便老人办事，全县开发线上平台，干部上门教群众扫码注册", False),
        ("登录，一年用户增加到八千七百人，办件量翻了一番。", True),
    ]
    text = "\n".join(words for words, _ in lines)
    blocks, at = [], 0
    for words, continues in lines:
        blocks.append(Block(at, at + len(words), continues=continues))
        at += len(words) + 1
    cleaned = clean(Reading(text, tuple(blocks), "page", "application/pdf"))
    assert cleaned.text == "\n".join([*(words for words, _ in lines[:2]), lines[2][0] + lines[3][0]])


def test_the_foot_of_an_official_paper_is_no_doubt() -> None:
    body = "花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。"
    foot = "抄送：县委办公室，县政府办公室。\n花桥镇党政办公室　　2019年4月2日印发"
    cleaned = clean(text_reading(f"{body}\n{body}\n{foot}"))
    assert cleaned.text.endswith(foot)
    assert cleaned.warnings == ()
