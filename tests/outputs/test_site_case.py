"""The pages of a case and of a file: the text with every fact in its place, and the ways between them."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.document import prepare
from corpus.model import Block, BlockKind, Outcome, Provenance, Reading, Source
from outputs.catalogue import build_catalogue
from outputs.model import Case, Catalogue, CatalogueCase, DocumentRecord
from outputs.site.write import write_site
from tests.outputs.builders import Told, findings, record
from tests.outputs.site_pages import HOSTILE, opened

Line = tuple[str, BlockKind, int]  # words, kind, page
LINES: Sequence[Line] = (
    ("青禾县合作社规范提升的做法", "heading", 1),
    ("𠮷祥村先行。针对账目不清问题，选聘专职会计74名，其中男28名、女48名。", "text", 1),
    ("各镇情况见下表。", "text", 1),
    ("镇\t合作社（个）", "row", 1),
    ("沙井镇\t12", "row", 1),
    ("双桥镇\t9", "row", 2),
    ("一、主要做法", "heading", 2),
    ("建立联而不动整改台账36本，逐项销号。", "text", 2),
    (f"正文也有{HOSTILE}。", "text", 2),
)
TOLD = Told(
    practices=[("选聘专职会计", "T02_cadre_joint"), ("建立联而不动整改台账36本", "T17_supervise")],
    problems=[("账目不清", "B6_opaque"), ("联而不动", "E2_linked_not_moving")],
    quantities=[("74名", 74, "名"), ("28名", 28, "名"), ("48名", 48, "名"), ("36本", 36, "本")],
)
LINES_SHOWN = """[...document.querySelectorAll(".source :is(p, h3, h4, h5, h6, tr)")].map(one =>
  one.tagName === "TR" ? [...one.children].map(cell => cell.textContent).join("\\t") : one.textContent)"""
PAPER = "报告/青禾 县#1.pdf"
ROOTS = {"": "../原件"}


def _paged(name: str, lines: Sequence[Line], told: Told, title: str) -> DocumentRecord:
    """A document with pages and a table, as a reader of PDF files yields it."""
    blocks: list[Block] = []
    at = 0
    for words, kind, page in lines:
        row = len([one for one in blocks if one.kind == "row"]) if kind == "row" else None
        where = Provenance(page, (0.0, float(at), 1.0, float(at + 1)))
        blocks.append(Block(at, at + len(words), kind, where, table=None if row is None else 0, row=row))
        at += len(words) + 1
    text = "\n".join(words for words, _, _ in lines)
    document = prepare(Source(name, "1" * 64, 2_000_000), Reading(text, tuple(blocks), "page", "application/pdf", 2))
    case = Case(title, "青禾县", "县", None, 0, len(document.text))
    found = findings(document, told)
    exact = replace(found, quantities=tuple(replace(one, qualifier=()) for one in found.quantities))
    return DocumentRecord(document.source, Outcome("ok"), "application/pdf", document, exact, (case,))


def _long() -> DocumentRecord:
    """A text that is laid out only where it is looked at."""
    lines = [f"第{number}年，全县把支部建到产业链上，党员带着农户一起干。" for number in range(1500)]
    told = Told(practices=[("第1400年，全县把支部建到产业链上", "T01_joint_org")])
    return record("长.txt", "\n".join(lines), told, title="很长的材料")


def _two_cases() -> DocumentRecord:
    text = "甲村办起食堂\n老人吃上热饭。\n乙村的做法\n乙村修了水渠。"
    cut = text.index("乙村的做法")
    cases = [
        Case("甲村办起食堂", "甲村", "村", None, 0, cut - 1),
        Case(HOSTILE, "乙村", "村", None, cut, len(text)),
    ]
    return record("javascript:window.ran=1.txt", text, Told(practices=[("修了水渠", "T20_project")], cases=cases))


REPORT = (
    "青栗县推行积分管理激发治理活力。针对群众参与不足，青栗县在石盘镇先行试点，由村民代表商定积分细则，张贴上墙、逐户签字。"
    "目前已有{villages}推开，每月由老党员组成评议小组，入户打分、当场公布。"
    "石盘镇党委年终上门挂牌，禾丰公司拿出钱来设立基金，村民由看客变成了主角。"
)


def _edition(name: str, villages: int) -> DocumentRecord:
    told = Told(quantities=[(f"{villages}个村", villages, "个")])
    return record(name, REPORT.format(villages=f"{villages}个村"), told, title=f"积分管理{villages}")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    shared = "县委把合作社规范提升作为一号工程来抓，县镇村三级书记一起上手推动"
    return build_catalogue(
        [
            _paged(PAPER, LINES, TOLD, "青禾县合作社规范提升的做法"),
            _long(),
            _two_cases(),
            _edition("积分.txt", 96),
            _edition("积分（转载）.txt", 69),
            *(record(f"同{i}.txt", f"{place}的经验\n{shared}，{own}。") for i, (place, own) in enumerate(SHARING)),
        ]
    )


SHARING = (
    ("柏川县", "先摸清家底再逐社整改，全年清理空壳社十一家"),
    ("松岩县", "请来农艺师到田头讲课，茶叶卖到了外省"),
    ("桐浦县", "渔民上岸后转行开民宿，旅游旺季一房难求"),
)


@pytest.fixture(scope="module")
def site(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue") / "site"
    write_site(catalogue, folder, ROOTS)
    return folder


class Visit(Protocol):
    """Opens a page of the site by its address."""

    def __call__(self, address: str = "", width: int = 1440) -> AbstractContextManager[Page]: ...


@pytest.fixture
def visit(chrome: Browser, site: Path) -> Visit:
    return partial(opened, chrome, site)


def _case(catalogue: Catalogue, title: str) -> CatalogueCase:
    return next(one for one in catalogue.cases if one.case.title == title)


@pytest.fixture
def paper(catalogue: Catalogue) -> CatalogueCase:
    return _case(catalogue, "青禾县合作社规范提升的做法")


def _at(case: CatalogueCase, kind: str, words: str) -> str:
    assert case.record.document
    start = case.record.document.text.index(words)
    return f"{kind}-{start}-{start + len(words)}"


def _marked(page: Page, kind: str) -> list[str]:
    """The words that are marked as a kind, the pieces of one fact put together."""
    script = """kind => {
      const whole = new Map();
      document.querySelectorAll(`.source mark.${kind}`).forEach(one => one.dataset.facts.split(" ").forEach(n =>
        whole.set(n, (whole.get(n) || "") + one.textContent)));
      return [...whole.values()];
    }"""
    found: list[str] = page.evaluate(script, kind)
    return found


def _seen(page: Page, selector: str) -> bool:
    """Whether the middle of an element stands in the window."""
    page.wait_for_timeout(100)  # the window moves in the next frames
    box = page.locator(selector).first.bounding_box()
    return box is not None and 0 <= box["y"] + box["height"] / 2 <= 900


def test_the_whole_text_stands_there_with_every_fact(visit: Visit, paper: CatalogueCase) -> None:
    """Also behind a character that takes two units of UTF-16, in a table, and one fact inside another."""
    with visit(f"#/case/{paper.id}") as page:
        page.wait_for_selector(".source mark")
        lines = page.evaluate(LINES_SHOWN)
        assert "\n".join(lines) == paper.text
        assert set(_marked(page, "problems")) == {"账目不清", "联而不动"}
        assert {"选聘专职会计", "建立联而不动整改台账36本"} <= set(_marked(page, "practices"))
        assert {"74名", "28名", "48名", "36本"} <= set(_marked(page, "quantities"))


def test_headings_tables_and_pages_are_what_they_are(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}") as page:
        page.wait_for_selector(".source mark")
        assert page.locator(".source :is(h3, h4)", has_text="主要做法").count() == 1
        assert page.locator(".source th").all_inner_texts() == ["镇", "合作社（个）"]
        assert page.locator(".source td").all_inner_texts() == ["沙井镇", "12", "双桥镇", "9"]
        assert page.locator(".source .page").all_inner_texts() == ["第 1 页", "第 2 页"]


def test_the_original_file_is_reached_page_by_page(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}") as page:
        page.wait_for_selector(".source mark")
        href = "../%E5%8E%9F%E4%BB%B6/%E6%8A%A5%E5%91%8A/%E9%9D%92%E7%A6%BE%20%E5%8E%BF%231.pdf"
        assert page.get_attribute("a.origin", "href") == f"{href}#page=1"
        assert page.get_attribute(".source .page >> nth=1", "href") == f"{href}#page=2"


def test_a_click_tells_what_a_fact_is_and_names_it_in_the_list(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}") as page:
        page.click(".source mark.problems >> text=账目不清")
        expect(page.locator(".panel .words")).to_have_text("账目不清")
        panel = page.inner_text(".panel")
        assert all(words in panel for words in ("问题", "存在", "第 1 页", "选聘专职会计"))
        assert page.inner_text(".facts [aria-current]") == "账目不清"
        assert f"at={_at(paper, 'problems', '账目不清')}" in page.url


def test_one_fact_inside_another_is_chosen_first_then_the_other(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}") as page:
        piece = page.locator(".source mark.problems.practices")
        piece.click()
        expect(page.locator(".panel .words")).to_have_text("联而不动")
        piece.click()
        expect(page.locator(".panel .words")).to_have_text("建立联而不动整改台账36本")
        assert page.locator(".source mark.on").all_text_contents() == ["建立", "联而不动", "整改台账", "36本"]


def test_an_entry_of_the_list_leads_to_its_fact(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}") as page:
        page.click(".kindtabs button:has-text('数字')")
        page.click(".facts a:has-text('36本')")
        page.wait_for_selector(".source mark.on")
        assert page.evaluate("document.activeElement.textContent") == "36本"
        assert _seen(page, ".source mark.on")


def test_every_fact_has_an_address(visit: Visit, catalogue: Catalogue) -> None:
    """Also far down a long text that the browser has not laid out yet."""
    case = _case(catalogue, "很长的材料")
    at = _at(case, "practices", "第1400年，全县把支部建到产业链上")
    with visit(f"#/case/{case.id}?at={at}") as page:
        page.wait_for_selector(".source mark.on")
        assert page.locator(".source .late").count() > 10
        assert _seen(page, ".source mark.on")
        assert page.evaluate("document.activeElement.textContent") == "第1400年，全县把支部建到产业链上"


def test_a_place_that_is_no_fact_has_one_too(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}?at={_at(paper, 'places', '逐项销号')}") as page:
        page.wait_for_selector(".source mark.on")
        assert page.locator(".source mark.on").all_text_contents() == ["逐项销号"]


@pytest.mark.parametrize("at", ["practices-0-99999", "x", "practices-9-3", "constructor-1-2-3"])
def test_a_place_that_is_not_there_is_said(visit: Visit, paper: CatalogueCase, at: str) -> None:
    with visit(f"#/case/{paper.id}?at={at}") as page:
        page.wait_for_selector("text=这段文字里没有")
        assert page.locator(".source mark.on").count() == 0


@pytest.mark.parametrize("focus", [".source", "#main", None])  # None: the page has just been opened
def test_keys_go_from_fact_to_fact(visit: Visit, paper: CatalogueCase, focus: str | None) -> None:
    with visit(f"#/case/{paper.id}") as page:
        page.wait_for_selector(".source mark")
        if focus:
            page.focus(focus)
        words = []
        for key in ("j", "j", "k", "j"):
            page.keyboard.press(key)
            page.wait_for_timeout(50)
            words.append(page.inner_text(".panel .words"))
        assert words == ["账目不清", "选聘专职会计", "账目不清", "选聘专职会计"]
        page.keyboard.press("Escape")
        expect(page.locator(".panel.empty")).to_be_visible()
        assert "at=" not in page.url


def test_buttons_go_from_fact_to_fact_and_keep_the_focus(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}?at={_at(paper, 'problems', '账目不清')}") as page:
        page.click(".panel button:has-text('下一处')")
        expect(page.locator(".panel .words")).to_have_text("选聘专职会计")
        assert page.evaluate("document.activeElement.textContent") == "下一处"


def test_kinds_are_shown_and_hidden_and_stand_in_the_address(visit: Visit, paper: CatalogueCase) -> None:
    background = "getComputedStyle(document.querySelector('.source mark.problems')).backgroundColor"
    with visit(f"#/case/{paper.id}") as page:
        page.wait_for_selector(".source mark")
        assert page.evaluate(background) != "rgba(0, 0, 0, 0)"
        page.click(".kinds label:has-text('问题')")
        page.wait_for_function(f"{background} === 'rgba(0, 0, 0, 0)'")
        assert "kinds=" in page.url
        page.reload()
        page.wait_for_selector(".source mark")
        assert page.evaluate(background) == "rgba(0, 0, 0, 0)"


def test_key_points_say_what_the_text_says_outright(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}") as page:
        page.wait_for_selector(".point")
        point = page.inner_text(".point >> nth=0")
        assert "账目不清" in point
        assert "选聘专职会计" in point
        assert "原文直接说明" in point
        page.click(".point a:has-text('选聘专职会计')")
        expect(page.locator(".panel .words")).to_have_text("选聘专职会计")
        assert _seen(page, ".source mark.on")


def test_figures_that_conflict_lead_to_their_places(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}") as page:
        page.wait_for_selector("#checks .alert")
        assert "不符" in page.inner_text("#checks .alert")
        page.click("#checks a:has-text('48名')")
        expect(page.locator(".source mark.on")).to_have_text("48名")
        assert "不符" in page.inner_text(".panel")


def test_figures_that_a_copy_gives_otherwise_lead_to_both(visit: Visit, catalogue: Catalogue) -> None:
    with visit(f"#/case/{_case(catalogue, '积分管理96').id}") as page:
        page.wait_for_selector("text=重复件里有 1 处数字与本文不同")
        assert "积分管理69" in page.inner_text("#copies")
        page.click(".alert a:has-text('69')")
        page.wait_for_selector("h1:has-text('积分管理69')")
        expect(page.locator(".source mark.on")).to_have_text("69个村")


def test_the_words_that_were_searched_for_are_marked(visit: Visit, paper: CatalogueCase) -> None:
    with visit("#/cases?q=專職會計") as page:
        page.click("ol.cases h2 a")
        page.wait_for_selector(".source .spot")
        assert "".join(page.locator(".source .spot").all_text_contents()) == "专职会计"
        assert paper.id in page.url


def test_shared_passages_can_be_shown(visit: Visit, catalogue: Catalogue) -> None:
    case = _case(catalogue, "松岩县的经验")
    with visit(f"#/case/{case.id}") as page:
        page.click("text=在文中标出")
        page.wait_for_selector(".show-shared .shared")
        assert "一号工程" in "".join(page.locator(".source .shared").all_text_contents())
        assert "柏川县的经验" in page.inner_text("#sharing")


def test_a_fact_is_copied_with_its_source(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}?at={_at(paper, 'quantities', '36本')}") as page:
        page.wait_for_selector(".panel .words")
        page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
        page.click(".panel button:has-text('复制')")
        page.wait_for_selector("text=已复制")
        copied = page.evaluate("window.copied")
    assert copied.startswith("“36本”（数字")
    assert "青禾县合作社规范提升的做法[R]" in copied
    assert f"文件：{PAPER} · 第 2 页" in copied


def test_a_file_shows_its_cases_and_all_of_its_text(visit: Visit, catalogue: Catalogue) -> None:
    case = _case(catalogue, HOSTILE)
    with visit(f"#/case/{case.id}") as page:
        page.wait_for_selector(".source mark")
        assert HOSTILE in (page.text_content("h1") or "")
        page.click(".summary a:has-text('javascript')")
        page.wait_for_selector("text=其中的案例（2）")
        assert "老人吃上热饭" in page.inner_text(".source")
        assert page.locator(".source .bound").count() == 2
        page.click(".source .bound a >> nth=1")
        page.wait_for_selector("#text")
        assert page.url.endswith(case.id)


def test_printed_it_has_the_facts_and_no_buttons(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}") as page:
        page.wait_for_selector(".source mark")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert "账目不清" in page.inner_text(".on-paper")
        assert not [one for one in page.locator("button").all() if one.is_visible()]
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator(".on-paper").count() == 0


def test_on_a_phone_the_fact_is_told_at_the_foot(visit: Visit, paper: CatalogueCase) -> None:
    with visit(f"#/case/{paper.id}?at={_at(paper, 'quantities', '36本')}", width=360) as page:
        page.wait_for_selector(".panel .words")
        box = page.locator(".panel").bounding_box()
        assert box
        assert round(box["y"] + box["height"]) == 900
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.click("button[aria-label=关闭说明]")
        expect(page.locator(".panel.empty")).to_be_visible()


def test_what_is_gone_is_said(chrome: Browser, site: Path) -> None:
    """The browser says itself that the file of data is not there; nothing else goes wrong."""
    page = chrome.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for address in ("#/case/c000000000000", "#/case/..%2F..%2Fx", "#/document/nothing"):
        page.goto(f"{(site / 'index.html').as_uri()}{address}")
        page.wait_for_selector("text=目录里没有这个")
    page.close()
    assert errors == []


def test_offsets_of_the_data_are_lean(site: Path) -> None:
    """What is found is told by its range; its words stand in the text alone."""
    written = "".join(path.read_text("utf-8") for path in sorted((site / "data" / "text").iterdir()))
    assert len(re.findall("选聘专职会计", written)) == 1
