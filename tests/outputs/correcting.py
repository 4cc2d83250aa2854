"""A catalogue that is corrected in a browser, and what a visitor does to correct it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from outputs.catalogue import build_catalogue
from outputs.model import Case, Catalogue, CatalogueCase
from outputs.schemas import check
from outputs.site.write import write_site
from tests.outputs.builders import Told, record
from tests.outputs.sample import records
from tests.outputs.site_pages import go, opened, settled

TEXT = (
    "𠮷祥村的做法\n𠮷祥村先行一步，针对账目不清，选聘专职会计74名，每季公示。\n村里另建巡查队12支，管护水渠。\n"
    "𠀋丰村另起一案\n𠀋丰村办起食堂，老人吃上热饭。"
)
TOLD = Told(
    [("选聘专职会计", "T02_cadre_joint"), ("办起食堂", "T20_project")],
    [("账目不清", "B6_opaque")],
    [("74名", 74, "名")],
)
TITLE = "𠮷祥村的做法"
SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector(".source"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return true;
  }
  return false;
}"""


@dataclass(frozen=True)
class Site:
    """A catalogue, where its site lies, and the case that is corrected."""

    catalogue: Catalogue
    folder: Path

    @property
    def case(self) -> CatalogueCase:
        """The case that is corrected."""
        return next(one for one in self.catalogue.cases if one.case.title == TITLE)

    @property
    def address(self) -> str:
        """The address of its page."""
        return f"#/case/{self.case.id}"

    def at(self, kind: str, words: str) -> str:
        """The address of a finding in it."""
        start = TEXT.index(words)
        return f"{self.address}?at={kind}-{start}-{start + len(words)}"


def write_own(folder: Path) -> Site:
    """The site of a catalogue with a case of our own, in a new folder."""
    case = Case(TITLE, "𠮷祥村", "村", None, 0, len(TEXT))
    own = record("村/做法.txt", TEXT, Told(TOLD.practices, TOLD.problems, TOLD.quantities, [case]))
    catalogue = build_catalogue([own, *records()])
    write_site(catalogue, folder, {"": "../原件"})
    return Site(catalogue, folder)


@contextmanager
def visit(chrome: Browser, site: Site, address: str = "", **more: Any) -> Iterator[Page]:
    """A page of a visitor of its own; what is not downloaded does not keep it from leaving."""
    with opened(chrome, site.folder, address, **more) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        settled(page)
        yield page


def press(page: Page, words: str, within: str = ".judging") -> None:
    """Press a button by its words."""
    page.locator(within).get_by_role("button", name=words, exact=True).click()


def judge(page: Page, address: str, words: str) -> None:
    """Press a button of the panel of a finding."""
    go(page, address)
    page.wait_for_selector(".judging")
    press(page, words)


def select(page: Page, words: str) -> None:
    """Select words of the text."""
    assert page.evaluate(SELECT, words)
    page.wait_for_selector(".picked")


def unsaved(page: Page, number: int) -> None:
    """The navigation tells how many corrections are not downloaded."""
    badge = page.locator(".top .badge")
    if number:
        expect(badge).to_have_text(f"{number} 条没有下载")
    else:
        expect(badge).to_have_count(0)


def downloaded(page: Page, to: Path) -> list[dict[str, Any]]:
    """The corrections of the file that is downloaded, which keeps to its schema."""
    go(page, "#/review")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 corrections.json").click()
    assert waiting.value.suggested_filename == "corrections.json"
    waiting.value.save_as(to)
    told = json.loads(to.read_text(encoding="utf-8"))
    check(told, to.name)
    found: list[dict[str, Any]] = told["corrections"]
    return found


def add_patrol(page: Page) -> None:
    """Add the practice that was missed."""
    select(page, "建巡查队12支")
    press(page, "做法", ".picked")
    page.select_option(".adding select[name=theme]", "T17_supervise")
    press(page, "记下", ".adding")


def mark_five(page: Page, site: Site) -> None:
    """One right, one wrong, one changed with a note, two that were missed."""
    judge(page, site.at("practices", "选聘专职会计"), "对")
    judge(page, site.at("problems", "账目不清"), "错")
    judge(page, site.at("quantities", "74名"), "改")
    page.fill(".judging input[name=value]", "7,4.5")
    page.fill(".judging input[name=note]", "原表如此")
    press(page, "记下")
    add_patrol(page)
    select(page, "12支")
    press(page, "数字", ".picked")
    page.fill(".adding input[name=value]", "12")
    page.fill(".adding input[name=unit]", "支")
    press(page, "记下", ".adding")
    expect(page.locator(".panel .words")).to_have_text("12支")
