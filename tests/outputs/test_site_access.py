"""The site for everybody: axe on every page in light and dark, wide and narrow; keyboard alone; calm loading; paper."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.outputs.site_pages import addresses, faults_of, go, keep, opened, settled, write_whole

SHIFTS = """() => new Promise(done => {
  const seen = new PerformanceObserver(list => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)));
  seen.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(0), 300);
})"""
MOVING = """() => [...document.querySelectorAll("*")].map(one => getComputedStyle(one)).filter(style =>
  style.scrollBehavior === "smooth" || style.animationName !== "none" || parseFloat(style.transitionDuration)).length"""
WIDTHS = (1440, 360)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_whole(tmp_path_factory.mktemp("catalogue"))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    chrome: Browser, site: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    faults: list[Any] = []
    with opened(chrome, site, width=width, color_scheme=scheme) as page:
        settled(page)
        for name, address in addresses(site).items():
            go(page, address)
            faults += [(name, one) for one in faults_of(page)]
            keep(page, f"{name}-{width}-{scheme}")
    assert faults == []


@pytest.mark.parametrize("name", ["home", "cases", "search", "case", "numbers", "documents"])
def test_nothing_jumps_while_a_page_loads(chrome: Browser, site: Path, name: str) -> None:
    with opened(chrome, site, addresses(site)[name]) as page:
        settled(page)
        assert page.evaluate(SHIFTS) < 0.1


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent || document.activeElement.getAttribute('aria-label')"))


def _press(page: Page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def test_the_keyboard_leads_past_the_head_and_through_it(chrome: Browser, site: Path) -> None:
    with opened(chrome, site, "#/problems") as page:
        settled(page)
        _press(page, "Tab")
        assert _focused(page) == "跳到正文"
        expect(page.locator(".skip")).to_be_in_viewport()
        _press(page, "Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        _press(page, "Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        assert page.url.endswith("#/problems")


def test_the_keyboard_alone_searches_narrows_and_reads(chrome: Browser, site: Path) -> None:
    with opened(chrome, site, "#/problems") as page:
        settled(page)
        _press(page, "/")
        page.wait_for_selector("ol.cases li")
        page.locator("main").focus()
        _press(page, "/")
        assert _focused(page) == "检索案例"
        page.keyboard.type("联而不动")
        expect(page.locator(".snippet mark").first).to_be_visible()
        _press(page, "Tab")
        assert page.evaluate("document.activeElement.type") == "checkbox"
        _press(page, "Space")
        page.wait_for_selector(".chosen button")
        page.locator(".chosen button").first.focus()
        _press(page, "Enter")
        expect(page.locator(".chosen")).to_have_count(0)
        page.locator("ol.cases a").first.focus()
        _press(page, "Enter")
        page.wait_for_selector(".source mark")


def test_folds_and_charts_open_by_keyboard(chrome: Browser, site: Path) -> None:
    with opened(chrome, site) as page:
        settled(page)
        page.locator(".chart summary").first.focus()
        _press(page, "Enter")
        expect(page.locator(".chart table").first).to_be_visible()
        _press(page, "Tab")
        _press(page, "Enter")
        page.wait_for_selector("ol.cases li")


def test_the_theme_is_chosen_and_kept(chrome: Browser, site: Path) -> None:
    with opened(chrome, site) as page:
        settled(page)
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.locator(".theme").click()
        expect(page.locator(".theme")).to_have_text("外观：深色")
        dark = page.evaluate(ground)
        assert dark != light
        page.reload()
        settled(page)
        assert page.evaluate(ground) == dark
        page.locator(".theme").click()
        expect(page.locator(".theme")).to_have_text("外观：浅色")
        assert page.evaluate(ground) == light


def test_a_browser_that_keeps_nothing_shows_all_the_same(chrome: Browser, site: Path) -> None:
    refuse = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    context = chrome.new_context()
    context.add_init_script(refuse)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site / "index.html").as_uri())
    settled(page)
    page.locator(".theme").click()
    expect(page.locator(".theme")).to_have_text("外观：深色")
    context.close()
    assert errors == []


def test_who_wants_no_motion_gets_none(chrome: Browser, site: Path) -> None:
    with opened(chrome, site, addresses(site)["case"], reduced_motion="reduce") as page:
        page.wait_for_selector(".source mark")
        assert page.evaluate(MOVING) == 0


@pytest.mark.parametrize("name", ["case", "problem", "cases"])
def test_on_paper_there_are_words_and_no_buttons(chrome: Browser, site: Path, name: str) -> None:
    with opened(chrome, site, addresses(site)[name], color_scheme="dark") as page:
        settled(page)
        page.emulate_media(media="print", color_scheme="light")
        assert page.locator("button:visible, nav:visible, input[type=search]:visible").count() == 0
        assert page.locator("h1, h2").first.text_content()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        keep(page, f"{name}-print")
