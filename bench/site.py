"""What the site costs at 5,000 and at 50,000 cases: writing it, opening it from file://, searching, narrowing, reading.

Run: python -m bench.site [cases ...]     (twenty minutes and 4 GB on the disk for both sizes)

Cases are put together from paragraphs of real ones with their findings, see bench/site_made.py; every case is a file
of its own. "held" is the memory of the catalogue, "peak" the most while the site was written. Times in the page are
told by its own clock: "ready" from the beginning of the navigation to the first list, "first result" from a query
typed the moment that list is there, "later" a second after that, "change of a facet" and "a case" from the click to
what it leads to. Searches are those of the engine of the page, each compared with a plain scan of all texts.
"""

import argparse
import gzip
import random
import resource
import shutil
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from bench.site_made import catalogue, pieces
from outputs.site.search import searched
from outputs.site.write import write_site
from tests.outputs.search_page import holders, searched_texts
from tests.outputs.site_pages import browser, opened

SIZES = (5_000, 50_000)
QUERIES, TYPED, SEED = 100, 9, 9
PAUSE = 1_000  # ms from the first list to the first letter of somebody who reads it
WATCH = """() => new Promise(done => {
  const look = () => (document.querySelector("ol.cases > li") ? done(performance.now()) : requestAnimationFrame(look));
  look();
})"""
TYPE = """([query, title]) => new Promise(done => {
  const box = document.querySelector("main .typebox");
  const began = performance.now();
  box.value = query;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  const shown = () => document.querySelector("ol.cases h2 a")?.textContent === title;
  const look = () => (shown() ? done(performance.now() - began) : setTimeout(look));
  look();
})"""
NARROW = """() => new Promise(done => {
  const before = document.querySelector(".total").textContent;
  const began = performance.now();
  document.querySelector(".facet input").click();
  const changed = () => document.querySelector(".total").textContent !== before;
  const look = () => (changed() ? done(performance.now() - began) : setTimeout(look));
  look();
})"""
READ = """() => new Promise(done => {
  const began = performance.now();
  document.querySelector("ol.cases h2 a").click();
  const look = () => (document.querySelector(".source mark") ? done(performance.now() - began) : setTimeout(look));
  look();
})"""
SEARCH = """async query => {
  const engine = await searchEngine();
  const began = performance.now();
  const found = await engine.find(query);
  return [performance.now() - began, found.near ? [] : [...found.positions], found.category.length];
}"""
Known = tuple[list[str], list[str], list[bool]]  # of the cases in the order of the site: texts, titles, whether a copy


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(number: int, folder: Path) -> Known:
    """Write the site of so many cases and print what it cost."""
    began = time.perf_counter()
    whole = catalogue(number)
    held, made = _peak(), time.perf_counter() - began
    began, worked = time.perf_counter(), time.process_time()
    write_site(whole, folder)
    spent, worked, peak = time.perf_counter() - began, time.process_time() - worked, _peak()
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{number:,} cases (made in {made:.0f} s): written in {spent:.0f} s, CPU {worked:.0f} s")
    print(f"  held {held:,.0f} MB, peak {peak:,.0f} MB; {len(files):,} files, {size / 1e6:,.0f} MB", flush=True)
    cases = sorted(whole.cases, key=lambda one: (one.record.source.name, one.case.start, one.id))
    texts = searched_texts(searched(one) for one in cases)
    return texts, [one.case.title for one in cases], [one.duplicate_of is not None for one in cases]


def queries(texts: Sequence[str]) -> list[str]:
    """Pieces of the texts, 2 to 8 characters, and every tenth turned round, so that it mostly stands nowhere."""
    draw = random.Random(SEED)
    found: list[str] = []
    while len(found) < QUERIES:
        text, size = draw.choice(texts), draw.randrange(2, 9)
        at = draw.randrange(len(text) - size)
        if (piece := text[at : at + size]).isalnum():
            found.append(piece[::-1] if len(found) % 10 == 9 else piece)
    return found


def first_load(page: Page, site: Path, address: str) -> tuple[int, int]:
    """Bytes of what a page asks for, gzipped: pages, styles and scripts; data."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("?")[0].split("#")[0]))
    page.goto(f"{(site / 'index.html').as_uri()}{address}")
    page.wait_for_selector("ol.cases > li, .canvas canvas")
    packed = {
        url: len(gzip.compress(Path(url.removeprefix("file://")).read_bytes())) for url in asked if url[:5] == "file:"
    }
    shown = sum(size for url, size in packed.items() if "/data/" not in url)
    return shown, sum(packed.values()) - shown


def _told(name: str, times: Sequence[float]) -> None:
    tail = statistics.quantiles(times, n=20, method="inclusive")[-1]
    print(
        f"  {name:<28} median {statistics.median(times):6.0f} ms, p95 {tail:6.0f}, most {max(times):6.0f}", flush=True
    )


def _searched(page: Page, known: Known) -> list[tuple[str, str]]:
    """Search everything, print the times and whether all equal a scan; queries with the title that comes first."""
    texts, titles, copies = known
    asked, times, equal, first = queries(texts), [], 0, []
    for query in asked:
        spent, found, named = page.evaluate(SEARCH, query)
        times.append(spent)
        equal += sorted(found) == holders(texts, query)
        lead = next((at for at in found if not copies[at]), None)
        if lead is not None and not named:
            first.append((query, titles[lead]))
    _told("a search", times)
    print(f"  equal to the scan: {equal} of {len(asked)}")
    return first


def measure(chromium: Path, site: Path, known: Known) -> None:
    """Print what opening, searching, narrowing and reading cost."""
    with browser(chromium) as chrome:
        for name, address in (("list", "#/cases"), ("first page", "")):
            page = chrome.new_page()
            shown, data = first_load(page, site, address)
            print(
                f"  first load of the {name}: {shown / 1000:.0f} KB gzipped, and data {data / 1000:.0f} KB", flush=True
            )
            page.close()
        with opened(chrome, site, "#/cases") as page:
            page.evaluate(WATCH)
            first = _searched(page, known)
        ready, typed, later, narrowed, read = [], [], [], [], []
        for query, title in first[:TYPED]:
            with opened(chrome, site, "#/cases") as page:
                ready.append(page.evaluate(WATCH))
                typed.append(page.evaluate(TYPE, [query, title]))
            with opened(chrome, site, "#/cases") as page:
                page.evaluate(WATCH)
                page.wait_for_timeout(PAUSE)
                later.append(page.evaluate(TYPE, [query, title]))
            with opened(chrome, site, "#/cases") as page:
                page.wait_for_selector("ol.cases > li")
                narrowed.append(page.evaluate(NARROW))
                page.wait_for_selector("ol.cases > li")
                read.append(page.evaluate(READ))
    names = ("ready", "first result", "first result, later", "change of a facet", "a case")
    for name, times in zip(names, (ready, typed, later, narrowed, read), strict=True):
        _told(name, times)


def main() -> None:
    """Measure every size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("cases", nargs="*", type=int, default=SIZES)
    chosen = options.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed.")
    pieces()  # once: those who write inherit them
    for number in chosen.cases:
        with TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("fork")) as alone:
            known = alone.submit(write, number, Path(folder) / "site").result()
            measure(Path(chromium), Path(folder) / "site", known)


if __name__ == "__main__":
    main()
