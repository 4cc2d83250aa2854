"""The site in a real browser, from file://, with titles that try to run."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from corpus.fold import fold
from outputs.catalogue import build_catalogue
from outputs.model import Catalogue, DocumentRecord
from outputs.site import script, write_site
from tests.outputs.builders import Told, located, record, rejected

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = '<img src=x onerror="window.ran=1"></script><script>window.ran=1</script>'
BODY = "签订联建协议36份，组织培训12次。过去联而不动，如今已经改观。"


def _reports() -> list[DocumentRecord]:
    told = Told(practices=[("签订联建协议", "T01_joint_org")], problems=[("联而不动", "E2_linked_not_moving")],
                quantities=[("36份", 36, "份")])  # fmt: skip
    return [
        record("甲.txt", f"青禾县抓实支部联建\n𠮷祥村先行。{BODY}", told, place="青禾县"),
        located(record("乙.txt", "天台县兴办合作社\n集体收入翻番。", place="天台县"), "331023", "2019", None),
        record("丙.txt", f"{HOSTILE}\n正文也有{HOSTILE}。{BODY}", told, title=HOSTILE),
        rejected("丁.pdf", reason=HOSTILE),
    ]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return build_catalogue(_reports())


@pytest.fixture(scope="module")
def site(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue") / "site"
    write_site(catalogue, folder)
    return folder


@pytest.fixture
def page(chromium: Path, site: Path) -> Iterator[Page]:
    """The open site; anything that the browser complains of, runs or fetches fails the test."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
        page.goto((site / "index.html").as_uri())
        page.wait_for_selector("ol.cases li")
        yield page
        assert page.evaluate("window.ran") is None
        browser.close()
    assert complaints == []


def test_lists_all_cases_with_their_words_as_text(page: Page) -> None:
    assert page.inner_text("p.count") == "共 3 个案例"
    assert HOSTILE in page.inner_text("ol.cases")


@pytest.mark.parametrize("query", ["联而不动", "聯而不動", "青禾县 联建", "３６份"])
def test_search_finds_what_holds_the_words(page: Page, catalogue: Catalogue, query: str) -> None:
    wanted = [
        c for c in catalogue.cases if all(word in fold(f"{c.case.title}{c.text}") for word in fold(query).split())
    ]
    page.fill("input[type=search]", query)
    page.wait_for_function("n => document.querySelectorAll('ol.cases li').length === n", arg=len(wanted))
    assert "q=" in page.url
    assert {c.case.title for c in wanted} == set(page.locator("ol.cases h2").all_inner_texts())


def test_a_question_finds_what_is_near(page: Page) -> None:
    page.fill("input[type=search]", "支部联建怎么抓")
    page.wait_for_selector("text=以下是相近的")
    assert "青禾县抓实支部联建" in page.locator("ol.cases h2").all_inner_texts()


def test_nothing_found_is_said(page: Page) -> None:
    page.fill("input[type=search]", "量子纠缠")
    page.wait_for_selector("text=没有找到")


def test_facet_narrows_and_stands_in_the_address(page: Page) -> None:
    page.select_option("label:has-text('问题类别') select", "E2_linked_not_moving")
    page.wait_for_function("document.querySelectorAll('ol.cases li').length === 2")
    assert "problem=E2_linked_not_moving" in page.url


def test_case_shows_each_fact_in_its_place(page: Page, catalogue: Catalogue) -> None:
    """Offsets hold behind a character that takes two units of UTF-16, and both ways lead to the fact."""
    page.click("text=青禾县抓实支部联建")
    page.wait_for_selector(".source mark")
    case = next(c for c in catalogue.cases if c.case.title == "青禾县抓实支部联建")
    assert page.text_content(".source") == case.text
    marked = {
        kind: page.locator(f"mark.{kind}").all_text_contents() for kind in ("practices", "problems", "quantities")
    }
    assert marked == {"practices": ["签订联建协议"], "problems": ["联而不动"], "quantities": ["36份"]}
    page.click(".findings button.problems")
    assert page.evaluate("document.activeElement.textContent") == "联而不动"


def test_a_practice_shows_its_figures_small_below_it(page: Page) -> None:
    page.click("text=青禾县抓实支部联建")
    page.wait_for_selector(".source mark")
    assert page.locator(".findings .particular").all_text_contents() == ["数字：36份"]


def test_case_says_where_and_when(page: Page) -> None:
    page.click("text=天台县兴办合作社")
    page.wait_for_selector(".source")
    assert page.inner_text("article > p.meta").startswith("天台县 · 区划代码 331023 · 时段 2019 起")


def test_hostile_case_is_only_text(page: Page, catalogue: Catalogue) -> None:
    page.locator("ol.cases a", has_text="onerror").click()
    page.wait_for_selector(".source mark")
    assert page.text_content(".source") == next(c for c in catalogue.cases if c.case.title == HOSTILE).text
    assert HOSTILE in (page.text_content("h1") or "")


def test_documents_page_gives_every_file_its_outcome(page: Page, catalogue: Catalogue) -> None:
    page.click("nav >> text=文件")
    page.wait_for_selector("tbody tr")
    rows = page.locator("tbody tr").all_inner_texts()
    assert len(rows) == len(catalogue.records)
    assert any("未能读取" in row and "密码" in row for row in rows)


def test_back_leads_back(page: Page) -> None:
    page.click("text=天台县兴办合作社")
    page.wait_for_selector(".source")
    page.go_back()
    page.wait_for_selector("ol.cases li")


def test_a_script_cannot_be_ended_by_its_words() -> None:
    value = {"text": f"{HOSTILE}\u2028\u2029&amp;"}
    written = script("x", value).decode()
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written.removeprefix("jingyanData(...").removesuffix(");\n")) == ["x", value]


def test_same_catalogue_same_bytes(catalogue: Catalogue, site: Path, tmp_path: Path) -> None:
    write_site(replace(catalogue), tmp_path / "site")
    again = {p.relative_to(tmp_path / "site"): p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}
    assert again == {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
