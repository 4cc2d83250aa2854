"""Around correcting: browsers that keep nothing, the next catalogue, what is gone, what is public, and everybody."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Dialog, expect

from outputs.catalogue import build_catalogue
from outputs.corrected import corrected
from outputs.corrections_read import read_corrections
from outputs.site.scripts import script
from outputs.site.write import write_site
from tests.outputs.correcting import TEXT, TITLE, Site, downloaded, judge, mark_five, press, select, visit, write_own
from tests.outputs.site_pages import data, faults_of, go, keep, opened, settled


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return write_own(tmp_path_factory.mktemp("catalogue") / "site")


REFUSING = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('no room', 'QuotaExceededError'); }"


@pytest.mark.parametrize(("spoilt", "words"), [(REFUSING, "只留在这个窗口里"), (FULL, "存储满了")])
def test_a_browser_that_keeps_nothing_says_so(
    chrome: Browser, site: Site, tmp_path: Path, spoilt: str, words: str
) -> None:
    with visit(chrome, site) as page:
        page.add_init_script(spoilt)
        page.reload()
        settled(page)
        expect(page.locator(".kept")).to_have_count(0)
        judge(page, site.at("problems", "账目不清"), "错")
        expect(page.locator(".kept")).to_contain_text(words)
        assert page.locator(".kept").get_attribute("role") == "alert"
        assert [one["act"] for one in downloaded(page, tmp_path / "c.json")] == ["wrong"]


def test_what_cannot_be_read_any_more_is_set_aside(chrome: Browser, site: Site) -> None:
    with visit(chrome, site) as page:
        page.evaluate("localStorage.setItem(KEPT_AS, '{broken')")
        page.reload()
        settled(page)
        expect(page.locator(".kept")).to_contain_text("读不出来")
        assert page.evaluate("localStorage.getItem(`${KEPT_AS}.damaged`)") == "{broken"


def test_leaving_with_what_is_not_downloaded_is_warned_of(chrome: Browser, site: Site, tmp_path: Path) -> None:
    with opened(chrome, site.folder, site.at("problems", "账目不清")) as page:
        asked: list[str] = []

        def leave(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", leave)
        settled(page)
        press(page, "错")
        page.reload()
        settled(page)
        assert asked == ["beforeunload"]
        downloaded(page, tmp_path / "c.json")
        page.reload()
        assert asked == ["beforeunload"]


def test_a_link_to_a_finding_shows_it(chrome: Browser, site: Site) -> None:
    """As the workbook has it: into a case, into a file, and to a bare stretch of the text."""
    document = data(site.folder, f"case/{site.case.id}")["document"]
    start = TEXT.index("办起食堂")
    for page_ in (f"case/{site.case.id}", f"document/{document}"):
        for kind in ("practices", "places"):
            with visit(chrome, site, f"#/{page_}?at={kind}-{start}-{start + 4}") as page:
                expect(page.locator(".source mark.on")).to_have_text("办起食堂")
                expect(page.locator(".source mark.on")).to_be_in_viewport()


def _with_tombstones(site: Site, tmp_path: Path, told: dict[str, str | None]) -> Site:
    write_site(site.catalogue, tmp_path / "site")
    (tmp_path / "site" / "data" / "tombstones.js").write_bytes(script("tombstones", told))
    return Site(site.catalogue, tmp_path / "site")


def test_what_is_gone_leads_to_its_successor(chrome: Browser, site: Site, tmp_path: Path) -> None:
    group = site.catalogue.clusters[0]
    told = {"c1": "c2", "c2": site.case.id, "c3": None, "c4": "c4", "k1": group.id}
    own = _with_tombstones(site, tmp_path, told)
    with visit(chrome, own, "#/case/c1", expected=("ERR_FILE_NOT_FOUND",)) as page:
        expect(page.locator("h1")).to_have_text(TITLE)
        expect(page.locator("main")).to_contain_text("要找的案例（c1）已并入本案例")
        page.evaluate("location.hash = '#/case/c3'")
        expect(page.locator("main")).to_contain_text("该案例已从目录移除")
        page.evaluate("location.hash = '#/case/c9'")
        expect(page.locator("main")).to_contain_text("目录里没有这个案例")
        page.evaluate("location.hash = '#/cases?cluster=k1'")
        expect(page.locator(".chosen")).to_contain_text(group.label)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_all_of_it_is_for_everybody(chrome: Browser, site: Site, width: int, scheme: Literal["light", "dark"]) -> None:
    """Buttons, forms, the bar below a selection and the list: clean for axe, large enough, no wider than the window."""
    with visit(chrome, site, site.address, width=width, color_scheme=scheme) as page:
        mark_five(page, site)
        page.keyboard.press("Escape")
        found = faults_of(page)
        judge(page, site.at("practices", "选聘专职会计"), "改")
        found += faults_of(page)
        keep(page, f"judging-{width}-{scheme}")
        select(page, "管护水渠")
        found += faults_of(page)
        press(page, "问题", ".picked")
        found += faults_of(page)
        keep(page, f"adding-{width}-{scheme}")
        go(page, "#/review")
        found += faults_of(page)
        keep(page, f"review-{width}-{scheme}")
        go(page, "#/clusters")
        page.locator(".mending button").first.click()
        found += faults_of(page)
    assert found == []


def _corrected(site: Site, corrections: Path, folder: Path) -> Site:
    """The site of the catalogue that is built with some corrections."""
    told, replayed = corrected(site.catalogue.records, read_corrections(corrections))
    catalogue = replace(build_catalogue(told), corrections=replayed)
    write_site(catalogue, folder)
    return Site(catalogue, folder)


def test_the_next_catalogue_tells_what_was_settled(chrome: Browser, site: Site, tmp_path: Path) -> None:
    with visit(chrome, site, site.address) as page:
        mark_five(page, site)
        downloaded(page, tmp_path / "c.json")
    after = _corrected(site, tmp_path / "c.json", tmp_path / "site")
    assert [one.state for one in after.catalogue.corrections] == ["held"] * 5
    with visit(chrome, after, after.at("practices", "选聘专职会计")) as page:
        expect(page.locator(".judging")).to_contain_text("目录里已核对：对")
        go(page, after.at("practices", "建巡查队12支"))
        expect(page.locator(".judging")).to_contain_text("目录里已核对：补充")
        assert page.locator(".source mark.problems").count() == 0
        go(page, "#/review")
        listed = page.locator("section", has_text="目录里已有的更正").locator("ol > li")
        expect(listed).to_have_count(5)
        expect(listed.first).to_contain_text("有效")
        listed.first.get_by_role("button", name="撤回").click()
        page.evaluate("history.replaceState(null, '', '#/')")
        found = downloaded(page, tmp_path / "d.json")
    assert [(one["act"], one["of"]) for one in found] == [("withdrawn", after.catalogue.corrections[0].correction.xid)]
    assert read_corrections(tmp_path / "d.json").corrections[0].act == "withdrawn"


def test_the_public_catalogue_says_what_it_is(chrome: Browser, site: Site, tmp_path: Path) -> None:
    """No way to the originals, nothing to correct, and said above the text and at the foot of every page."""
    write_site(replace(site.catalogue, profile="public"), tmp_path / "site", {"": "../原件"})
    public = Site(site.catalogue, tmp_path / "site")
    assert "原件" not in (tmp_path / "site" / "data" / "roots.js").read_text(encoding="utf-8")
    with visit(chrome, public, public.at("practices", "选聘专职会计")) as page:
        page.wait_for_selector(".panel .words")
        expect(page.locator("footer")).to_contain_text("公开版：只列摘录")
        expect(page.locator("#text")).to_contain_text("公开版：只列摘录")
        assert page.locator("a.origin, .judging, .mending button, .addings").count() == 0
        assert faults_of(page) == []
        assert "核对" not in page.locator(".top nav a").all_inner_texts()
        document = data(public.folder, f"case/{public.case.id}")["document"]
        go(page, f"#/document/{document}")
        expect(page.locator("#text")).to_contain_text("公开版：只列摘录")
        go(page, "#/review")
        expect(page.locator("h1")).to_have_text("没有这一页")
