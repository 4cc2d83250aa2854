"""Pages of the site in a real browser, from file://; what the browser complains of, runs or fetches fails the test."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from extractors.base import Practice, Problem
from outputs.catalogue import build_catalogue
from outputs.model import Catalogue, DocumentRecord
from outputs.site.write import write_site
from tests.outputs.builders import Told, record, rejected
from tests.outputs.sample import records

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = '<img src=x onerror="window.ran=1"></script><script>window.ran=1</script>'
INLINE = '<svg onload="window.ran=1"><video src=x onerror="window.ran=1">'  # tags that readers leave in a text
LINKED = "javascript:window.ran=1"
AXE = """() => axe.run({ preload: false, resultTypes: ["violations"], runOnly: { type: "tag", values: [
  "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } })
  .then(told => told.violations.map(one => `${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`))"""
# What is pressed and is smaller than 24 px both ways; links within sentences are let be, as the rule has it.
SMALL = """() => [...document.querySelectorAll("button, select, input, nav a, .tiles a, summary")]
  .filter(one => one.checkVisibility() && !one.closest("label"))
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([words]) => words)"""
SHOTS = Path(__file__).parents[2] / "test-results" / "site"
GO = """address => new Promise(done => {
  addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(done)), { once: true });
  if (new URL(address, location.href).href === location.href) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = address;
})"""


@contextmanager
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield launched
        launched.close()


@contextmanager
def opened(
    chrome: Browser, site: Path, address: str = "", width: int = 1440, expected: Sequence[str] = (), **more: Any
) -> Iterator[Page]:
    """A page of the site, by what stands behind # in its address; `expected` complaints are let pass, `more` is said of
    the page to the browser.
    """
    complaints: list[str] = []
    page = chrome.new_page(viewport={"width": width, "height": 900}, **more)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
    page.goto(f"{(site / 'index.html').as_uri()}{address}")
    yield page
    assert page.evaluate("window.ran") is None
    page.close()
    assert [one for one in complaints if not any(words in one for words in expected)] == []


def settled(page: Page) -> None:
    """Wait until nothing is being read and charts are drawn."""
    page.wait_for_selector("#main :is(h1, h2, p)", state="attached")
    page.wait_for_function("() => !document.querySelector('.wait') && !document.querySelector('.canvas:empty')")


def go(page: Page, address: str) -> None:
    """Open another page of the site in the same window."""
    page.evaluate(GO, address)
    settled(page)


@cache
def _axe() -> str:
    """The source of axe-core, as the package carries it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def faults_of(page: Page) -> list[str]:
    """What axe finds on a page, what is too small to be pressed, and whether it is wider than the window."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    small = [f"small: {one}" for one in page.evaluate(SMALL)]
    wide = page.evaluate("document.documentElement.scrollWidth") > page.evaluate("innerWidth")
    return [*page.evaluate(AXE), *small, *(["wide"] if wide else [])]


def keep(page: Page, name: str) -> None:
    """A picture of the page for people, in test-results/site."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def data(site: Path, name: str) -> Any:
    """The value of a file of data."""
    written = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(written.removeprefix("jingyanData(...").removesuffix(");\n"))[1]


def addresses(site: Path) -> dict[str, str]:
    """An address of every kind of page, by its name."""
    unit, thing = data(site, "numbers")[0]["unit"], data(site, "numbers/0")[0]["counted"]
    return {
        **{name: f"#/{name}" for name in ("home", "cases", "problems", "practices", "clusters", "numbers", "checks")},
        **{name: f"#/{name}" for name in ("passages", "documents", "review")},
        "search": f"#/cases?q={quote('联而不动')}",
        "case": f"#/case/{hostile_case(site)['id']}",
        "problem": f"#/problem/{data(site, 'problems')['problems'][0]['id']}",
        "practice": f"#/practice/{data(site, 'practices')['clusters'][0]['id']}",
        "figures": f"#/numbers?unit={quote(unit)}&thing={quote(thing)}",
        "document": f"#/document/{hostile_case(site)['document']}",
        "nothing": "#/nothing",
    }


def hostile_case(site: Path) -> dict[str, Any]:
    """The row of the case whose words try to run."""
    found: dict[str, Any] = next(row for row in data(site, "rows/0") if row["title"] == HOSTILE)
    return found


SHARED = f"{LINKED}这一句各地都写，讲的是村民说了算的议事规矩，一字不差地抄在三份报告里"
BODIES = (
    f"""针对{INLINE}两张皮，签订{LINKED}联建协议36份。选聘专职会计74名，其中男28名、女48名。
过去联而不动，如今聘请{INLINE}顾问12{INLINE}。""",
    f"""村里的老水渠修了三回，每回都由党员带头出工，砂石水泥一律公示，工钱当天结清。
合作社里存着{INLINE}两张皮的旧账本，今年请镇上的会计逐笔理过，欠款分两年还完，社员大会举手通过。
晒谷场旁边种了两排杏树，收成归集体，卖得的钱给老人买了冬衣。""",
    f"""社区食堂中午开两个钟头，高龄老人一顿饭六块钱，志愿者送餐上楼，下雨天也不停。
楼道里的电线归拢整齐，充电棚搬到了院外，消防栓每月试一次水，记录挂在墙上。
也有{INLINE}两张皮的时候：牌子挂了，人不在，居民敲门没人应，后来改成轮班值守。""",
)
PRACTICES = ((f"签订{LINKED}联建协议", "T01_joint_org"), (f"聘请{INLINE}顾问", "T02_cadre_joint"))
PROBLEMS = ((f"{INLINE}两张皮", "E1_two_skins"), ("联而不动", "E2_linked_not_moving"))
FIGURES = (
    ("36份", 36.0, "份"),
    ("74名", 74.0, "名"),
    ("28名", 28.0, "名"),
    ("48名", 48.0, "名"),
    (f"12{INLINE}", 12.0, HOSTILE),
)


def _hostile(name: str, title: str, body: str) -> DocumentRecord:
    """A report whose title, place, unit, practices and problems try to run."""
    told = Told(
        [one for one in PRACTICES if one[0] in body],
        [one for one in PROBLEMS if one[0] in body],
        [one for one in FIGURES if one[0] in body],
    )
    one = record(name, f"{body}\n{SHARED}。", told, title, HOSTILE)
    exact = tuple(replace(figure, qualifier=()) for figure in one.findings.quantities)
    return replace(one, findings=replace(one.findings, quantities=exact))


def _all_records() -> list[DocumentRecord]:
    """What the sample holds, and reports whose every word tries to run."""
    names = (HOSTILE.replace("/", "∕"), LINKED, "第三份")
    titles = (HOSTILE, LINKED, f"第三份{LINKED}")
    hostile = [_hostile(f"{name}.txt", title, body) for name, title, body in zip(names, titles, BODIES, strict=True)]
    return [*records(), *hostile, rejected("丁.pdf", reason=HOSTILE)]


@cache
def whole_catalogue() -> Catalogue:
    """A catalogue with everything that pages show, hostile words in all of it."""
    return build_catalogue(_all_records())


def said(catalogue: Catalogue, kind: type[Practice] | type[Problem]) -> int:
    """How many findings of a kind there are in all documents."""
    name = "practices" if kind is Practice else "problems"
    return sum(len(getattr(one.findings, name)) for one in catalogue.records)


def write_whole(folder: Path) -> Path:
    """The site of the whole catalogue in a new folder."""
    write_site(whole_catalogue(), folder / "site", {"": "../../原件"})
    return folder / "site"
