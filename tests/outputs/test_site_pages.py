"""Every page of the site shows what the catalogue holds, and nothing in a document can run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.fold import fold
from extractors.base import Practice, Problem
from outputs.catalogue import build_catalogue
from outputs.model import Catalogue
from outputs.site.write import write_site
from tests.outputs.builders import rejected
from tests.outputs.site_pages import (
    HOSTILE,
    INLINE,
    LINKED,
    addresses,
    data,
    go,
    hostile_case,
    keep,
    opened,
    said,
    settled,
    whole_catalogue,
    write_whole,
)

MISSING = ("ERR_FILE_NOT_FOUND",)  # the browser itself says that a file of data is not there


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return whole_catalogue()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_whole(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture(scope="module")
def window(chrome: Browser, site: Path) -> Iterator[Page]:
    """One window for all tests that only look."""
    with opened(chrome, site) as page:
        settled(page)
        yield page


def test_the_first_page_counts_what_there_is(window: Page, catalogue: Catalogue) -> None:
    go(window, "#/home")
    shown = window.locator(".tiles a").all_inner_texts()
    quantities = sum(len(one.findings.quantities) for one in catalogue.records)
    counts = [len(catalogue.cases), said(catalogue, Practice), said(catalogue, Problem), quantities]
    assert [int(one.split()[0]) for one in shown] == [*counts, len(catalogue.records)]
    assert window.locator("figure.chart:has(canvas)").count() == window.locator("figure.chart").count() == 4
    keep(window, "home")


def test_charts_stand_in_tables_too(window: Page, site: Path) -> None:
    go(window, "#/home")
    window.locator(".chart summary").first.click()
    table = window.locator(".chart table").first
    expect(table).to_be_visible()
    themes = {one["key"]: one["cases"] for one in data(site, "overview")["themes"]}
    assert [int(one) for one in table.locator("td").all_inner_texts()] == sorted(themes.values(), reverse=True)[:10]
    table.locator("a").first.click()
    window.wait_for_function("() => location.hash.startsWith('#/cases?theme=')")


def test_a_chart_leads_to_its_cases(window: Page, catalogue: Catalogue) -> None:
    """By its bars and by the table below; places that are no names, as those that try to run, are one."""
    go(window, "#/home")
    place = window.locator("section", has=window.locator("h2", has_text="地方"))
    place.locator("canvas").first.scroll_into_view_if_needed()
    box = place.locator(".canvas").bounding_box()
    assert box
    window.mouse.click(box["x"] + 200, box["y"] + 30)
    window.wait_for_function("() => location.hash.startsWith('#/cases?place=')")
    go(window, "#/home")
    place.locator("summary").click()
    place.get_by_role("link", name="未具名").click()
    hostile = [one for one in catalogue.cases if one.case.place == HOSTILE]
    expect(window.locator(".total")).to_have_text(f"共 {len(hostile)} 个案例")
    assert {LINKED, HOSTILE} <= set(window.locator("ol.cases h2 a").all_text_contents())


def test_the_list_of_problems_is_that_of_the_catalogue(window: Page, site: Path) -> None:
    go(window, "#/problems")
    rows = data(site, "problems")["problems"]
    assert len(rows) == len({one.category for r in whole_catalogue().records for one in r.findings.problems})
    assert window.locator("tbody tr").count() == len(rows)
    keep(window, "problems")


def test_a_problem_says_how_it_is_put_and_what_was_done(window: Page, site: Path) -> None:
    go(window, "#/problem/E1_two_skins")
    told = data(site, next(one["file"] for one in data(site, "problems")["problems"] if one["id"] == "E1_two_skins"))
    wordings = window.locator("section", has_text="怎么说").locator(".tag").all_text_contents()
    assert any(f"{INLINE}两张皮" in one for one in wordings)
    assert window.locator("blockquote").count() == len(told["answers"]) + len(told["mentions"])
    window.locator(".cards h3 a").first.click()
    window.wait_for_selector(".source mark")
    assert "at=practices-" in window.url
    keep(window, "problem")


def test_kinds_of_practices_with_their_wordings(window: Page, catalogue: Catalogue) -> None:
    go(window, "#/practices")
    labels = {one.label for one in catalogue.practice_clusters}
    assert set(window.locator(".cards h3 a").all_inner_texts()) == labels
    keep(window, "practices")
    one = catalogue.practice_clusters[0]
    go(window, f"#/practice/{one.id}")
    assert window.inner_text("h1") == one.label
    assert window.locator(".cards > li").count() == len(one.practices)
    keep(window, "practice")


def test_groups_lead_to_their_cases(window: Page, catalogue: Catalogue) -> None:
    go(window, "#/clusters")
    assert set(window.locator(".cards h3 a").all_inner_texts()) == {one.label for one in catalogue.clusters}
    keep(window, "clusters")
    one = catalogue.clusters[0]
    window.locator(".cards h3 a", has_text=one.label).first.click()
    copies = {case.id for case in catalogue.cases if case.duplicate_of}
    expect(window.get_by_role("status")).to_have_text(f"共 {len(set(one.cases) - copies)} 个案例")


def test_numbers_by_unit_and_thing(window: Page, site: Path) -> None:
    go(window, "#/numbers")
    first = data(site, "numbers")[0]
    assert window.input_value("select") == first["unit"]
    assert window.locator("tbody tr").count() == min(50, first["things"])
    keep(window, "numbers")
    go(window, addresses(site)["figures"])
    figures = data(site, "numbers/0")[0]["figures"]
    expect(window.get_by_role("status")).to_have_text(f"{figures} 条")
    window.fill(".typebox", "港务")
    window.wait_for_function("n => document.querySelectorAll('tbody tr').length < n", arg=figures)
    keep(window, "figures")


def test_a_unit_that_tries_to_run_is_only_a_unit(window: Page) -> None:
    go(window, "#/numbers")
    unit = fold(HOSTILE)  # one kind of quotes
    window.select_option("select", unit)
    window.wait_for_function("words => document.querySelector('thead')?.textContent.includes(words)", arg=unit)
    window.locator("tbody th a").first.click()
    window.wait_for_function("words => document.querySelector('h1')?.textContent.includes(words)", arg=unit)


def test_figures_that_do_not_agree(window: Page, site: Path) -> None:
    go(window, "#/checks")
    shown = window.locator("[aria-label=按结果筛选] button").all_inner_texts()
    told = [f"{name} {number}" for _, name, number in data(site, "checks")["verdicts"]]
    assert shown == told
    assert window.locator(".cards").first.locator("li").count() == data(site, "checks")["verdicts"][0][2] > 0
    keep(window, "checks")


def test_words_that_reports_share(window: Page, catalogue: Catalogue) -> None:
    go(window, "#/passages")
    assert window.locator("p.said").all_inner_texts() == [one.text for one in catalogue.set_passages]
    assert any(LINKED in one.text for one in catalogue.set_passages)
    keep(window, "passages")


def test_every_file_has_its_outcome(window: Page, catalogue: Catalogue) -> None:
    go(window, "#/documents")
    rows = window.locator("tbody tr").all_inner_texts()
    assert len(rows) == len(catalogue.records)
    assert any("未能读取" in row and "密码" in row for row in rows)
    keep(window, "documents")
    window.locator("[aria-label=按结果筛选] button", has_text="未能读取").click()
    window.wait_for_function("n => document.querySelectorAll('tbody tr').length < n", arg=len(rows))
    window.fill(".typebox", "没有这个名字")
    expect(window.get_by_role("status")).to_have_text("0 个文件")


@pytest.mark.parametrize("name", ["case", "document"])
def test_hostile_words_are_only_words(window: Page, site: Path, name: str) -> None:
    go(window, addresses(site)[name])
    window.wait_for_selector(".source mark")
    assert INLINE in (window.text_content(".source") or "")
    assert window.locator("main img, main video, main script, main a[href^=javascript]").count() == 0
    keep(window, name)


def test_no_link_runs_anything(window: Page, site: Path) -> None:
    """Places, units and titles such as javascript:… stand behind # in addresses of the site, or name a file."""
    for address in addresses(site).values():
        go(window, address)
        targets = window.evaluate("[...document.links].map(one => new URL(one.href).protocol)")
        assert set(targets) == {"file:"}
        assert window.locator("main img, main video, main script, main iframe, main style").count() == 0


def test_the_title_of_the_window_says_what_is_shown(window: Page, site: Path) -> None:
    go(window, "#/problem/E1_two_skins")
    window.wait_for_function("() => document.title.includes('两张皮')")
    go(window, "#/documents")
    window.wait_for_function("() => document.title === '文件 · 经验目录'")
    go(window, addresses(site)["case"])
    window.wait_for_function("words => document.title.includes(words)", arg=hostile_case(site)["title"])


@pytest.mark.parametrize("address", ["#/nothing", "#/__proto__", "#/constructor/x", "#/%E0%A4%A"])
def test_a_page_that_is_not_there_is_said(window: Page, address: str) -> None:
    go(window, address)
    assert window.inner_text("h1") == "没有这一页"
    keep(window, "nothing")


@pytest.mark.parametrize("address", ["#/problem/nothing", "#/practice/nothing", f"#/problem/{LINKED}"])
def test_a_thing_that_is_not_there_is_said(window: Page, address: str) -> None:
    go(window, address)
    expect(window.get_by_role("alert")).to_be_visible()


def test_a_page_that_fails_does_not_stop_the_others(chrome: Browser, site: Path) -> None:
    spoil = "jingyanData('practices', null)"
    with opened(chrome, site, "#/problems", expected=("Cannot", "null")) as page:
        settled(page)
        page.evaluate(
            f"async () => {{ await load('practices'); waiting.set('practices', Promise.resolve(null)); {spoil}; }}"
        )
        page.evaluate("location.hash = '#/practices'")
        page.wait_for_selector("text=没能显示这一页")
        go(page, "#/problems")
        assert page.inner_text("h1") == "问题"


EMPTY = ("home", "cases", "problems", "practices", "clusters", "numbers", "checks", "passages", "documents")


@pytest.mark.parametrize("files", [0, 1])
def test_a_catalogue_without_anything_opens(chrome: Browser, tmp_path: Path, files: int) -> None:
    write_site(build_catalogue([rejected("丁.pdf")][:files]), tmp_path / "site")
    with opened(chrome, tmp_path / "site") as page:
        for name in EMPTY:
            go(page, f"#/{name}")
            assert page.locator("h1").count() == 1
            keep(page, f"empty-{name}")
        go(page, "#/cases?q=支部")
        expect(page.get_by_role("status")).to_have_text("没有找到案例")
        go(page, "#/documents")
        assert page.locator("tbody tr").count() == files


def test_a_part_that_is_missing_is_said(chrome: Browser, site: Path) -> None:
    with opened(chrome, site, "#/case/c000000000000", expected=MISSING) as page:
        page.wait_for_selector("text=目录里没有这个案例")
        go(page, "#/cases")
        assert page.locator("ol.cases li").count() > 0
