"""A page with the search of the site and nothing else, opened from file:// in a real browser."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from outputs.search_text import BREAK, searchable, terms
from outputs.site.scripts import script
from outputs.site.search import search_index

SCRIPTS = Path(__file__).parents[2] / "outputs" / "site" / "assets" / "script"
ENGINE = ("fold", "postings", "search")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; img-src data:">
<link rel="icon" href="data:,"><title>检索</title><body>{scripts}<script src="page.js"></script>"""
# As the pages of the site load data, though nothing is kept: the engine must not rely on that.
LOADER = """
"use strict";
const told = new Map();
let loads = 0;
function jingyanData(name, value) { told.set(name, value); }
function load(name) {
  loads += 1;
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = `data/${name}.js`;
    element.onload = () => { element.remove(); resolve(told.get(name)); told.delete(name); };
    element.onerror = () => { element.remove(); reject(new Error(name)); };
    document.head.append(element);
  });
}
let engine = null;
async function fresh() { engine = createSearch(await load("search"), load); }
async function found(query) {
  const one = await engine.find(query);
  return { ...one, positions: [...one.positions] };
}
async function timed(query) {
  const before = loads;
  const began = performance.now();
  const one = await engine.find(query);
  return { ms: performance.now() - began, loads: loads - before, near: one.near, positions: [...one.positions] };
}
"""


def write_page(cases: Iterable[Sequence[str]], folder: Path) -> None:
    """Write the page and the index of some cases, told by their fields with the title first, into a new folder."""
    (folder / "data" / "search").mkdir(parents=True)
    for name, value in search_index(cases):
        (folder / "data" / f"{name}.js").write_bytes(script(name, value))
    for name in ENGINE:
        (folder / f"{name}.js").write_bytes((SCRIPTS / f"{name}.js").read_bytes())
    (folder / "page.js").write_text(LOADER, encoding="utf-8")
    tags = "".join(f'<script src="{name}.js"></script>' for name in ENGINE)
    (folder / "index.html").write_text(PAGE.format(scripts=tags), encoding="utf-8")


@contextmanager
def launched(chromium: Path) -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, folder: Path, expected: Sequence[str] = ()) -> Iterator[Page]:
    """The open page with its engine made; whatever else than expected the browser complains of, and whatever it fetches
    from elsewhere, raises.
    """
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
    page.goto((folder / "index.html").as_uri())
    page.evaluate("fresh()")
    yield page
    page.close()
    unexpected = [one for one in complaints if not any(word in one for word in expected)]
    if unexpected:
        raise AssertionError(unexpected)


def searched_texts(cases: Iterable[Sequence[str]]) -> list[str]:
    """The texts of cases as they are searched."""
    return [searchable(BREAK.join(fields)).replace(" ", "") for fields in cases]


def holders(texts: Sequence[str], query: str) -> list[int]:
    """The numbers of the texts that hold every word of a query: the plain scan that the search must equal."""
    asked = terms(query)
    return [number for number, text in enumerate(texts) if asked and all(term in text for term in asked)]
