"""What the search of the site costs at 5,000 and at 50,000 cases: writing its index, and searching from file://.

Run: python -m bench.site_search [cases ...]     (about five minutes, 1 GB on the disk)

Texts are words drawn by how often they are used (jieba's dictionary), in clauses, sentences and paragraphs, so that
characters and pairs are as unevenly frequent as in Chinese. Queries are pieces of the texts, 1 to 12 characters, two
words in every fifth, and some that stand nowhere. "cold": nothing of the index is in memory, as in a page just opened;
"one after the other": in one page, which keeps what it has loaded; "warm": the same queries there again. Every result
is compared with a plain scan.
"""

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jieba
import numpy as np

from tests.outputs.search_page import holders, launched, opened, searched_texts, write_page

SIZES = (5_000, 50_000)
LENGTH = 2_000  # characters of a case
QUERIES, SEED = 200, 7
PARAGRAPH = "¶"
FIRST = """async query => {
  const began = performance.now();
  await fresh();
  const ready = performance.now() - began;
  return [ready, (await timed(query)).ms];
}"""


def _dictionary() -> tuple[list[str], np.ndarray[Any, np.dtype[np.float64]]]:
    """Words with their shares of all use, summed up."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    told = [(word, int(often)) for word, often, _ in (line.rsplit(" ", 2) for line in lines)]
    sums = np.array(list(accumulate(often for _, often in told)), np.float64)
    return [word for word, _ in told], sums / sums[-1]


def made(number: int) -> Iterator[str]:
    """Cases as lines: title, place, organisation and text."""
    words, sums = _dictionary()
    draw, odd = np.random.default_rng(SEED), random.Random(SEED)
    for _ in range(number):
        drawn = [words[at] for at in np.searchsorted(sums, draw.random(int(LENGTH / 1.6))).tolist()]
        marks = odd.choices(
            ["，", "、", "。", f"。{PARAGRAPH}", "", str(odd.randrange(5000))], [9, 2, 4, 1, 60, 3], k=len(drawn)
        )
        body = "".join(word + mark for word, mark in zip(drawn, marks, strict=True))[:LENGTH]
        yield "\t".join(("".join(drawn[:7]), "".join(drawn[7:9]) + "县", "".join(drawn[9:11]) + "委", body))


def read(path: Path) -> Iterator[list[str]]:
    """The fields of each case."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").replace(PARAGRAPH, "\n").split("\t")


def queries(texts: Sequence[str]) -> list[str]:
    """What is looked for: pieces of the texts, and pieces turned round, which mostly stand nowhere."""
    draw = random.Random(SEED)
    sizes = draw.choices(range(1, 13), [1, 6, 4, 6, 3, 3, 2, 2, 1, 1, 1, 1], k=QUERIES)

    def piece(size: int) -> str:
        text = draw.choice(texts)
        at = draw.randrange(max(1, len(text) - size))
        return text[at : at + size].replace("\n", " ")

    found = [piece(size) for size in sizes]
    return [f"{one} {piece(2)}" if at % 5 == 0 else one[::-1] if at % 10 == 1 else one for at, one in enumerate(found)]


def write(source: Path, folder: Path) -> None:
    """Write the page of some cases, and print what it cost: CPU seconds and the peak of memory in MB."""
    began = time.process_time()
    write_page(read(source), folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.process_time() - began:.1f} {peak:.0f}")


def _spread(name: str, told: Sequence[float], unit: str = "ms") -> None:
    tail = statistics.quantiles(told, n=20)[-1]
    print(f"  {name:<24} median {statistics.median(told):.1f} {unit}, p95 {tail:.1f}, most {max(told):.1f}")


def search(chromium: Path, folder: Path, texts: Sequence[str]) -> None:
    """Print how long queries take and whether they find what a plain scan finds."""
    asked = queries(texts)
    with launched(chromium) as browser, opened(browser, folder) as page:
        first = page.evaluate(FIRST, "工作")
        print(f"  engine ready {first[0]:.0f} ms, first result {first[1]:.0f} ms after that")
        cold = [page.evaluate("async q => { await fresh(); return timed(q); }", query) for query in asked]
        warm = [page.evaluate("q => timed(q)", query) for query in asked]
        again = [page.evaluate("q => timed(q)", query) for query in asked]
    truth = [holders(texts, query) for query in asked]
    equal = sum(
        ([] if one["near"] else sorted(one["positions"])) == told for one, told in zip(cold, truth, strict=True)
    )
    exact = [one["ms"] for one in cold if not one["near"]]
    _spread("cold, all", [one["ms"] for one in cold])
    _spread("cold, found exactly", exact)
    _spread("one after the other", [one["ms"] for one in warm])
    _spread("warm", [one["ms"] for one in again])
    _spread("files loaded, cold", [one["loads"] for one in cold], "files")
    print(f"  equal to the scan: {equal} of {len(asked)}; {len(exact)} queries stand somewhere")
    slowest = sorted(zip(cold, asked, strict=True), key=lambda pair: -pair[0]["ms"])[:5]
    print("  slowest: " + "; ".join(f"{query!r} {one['ms']:.0f} ms, {one['loads']} files" for one, query in slowest))


def measure(chromium: Path, number: int, folder: Path) -> None:
    """Print what one size costs."""
    source, site = folder / "cases.txt", folder / "site"
    with source.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in made(number))
    told = subprocess.run(
        [sys.executable, "-m", "bench.site_search", "--write", str(source), str(site)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    files = list((site / "data").rglob("*.js"))
    size = sum(path.stat().st_size for path in files)
    meta = (site / "data" / "search.js").stat().st_size
    print(f"{number:,} cases of {LENGTH:,} characters: CPU {told[0]} s, peak {told[1]} MB")
    print(f"  {len(files):,} files, {size / 1e6:.0f} MB, of which search.js {meta / 1000:.0f} KB")
    search(chromium, site, searched_texts(read(source)))


def main() -> None:
    """Measure every size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("cases", nargs="*", type=int, default=SIZES)
    options.add_argument("--write", nargs=2, type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.write:
        write(*chosen.write)
        return
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed.")
    for number in chosen.cases:
        with TemporaryDirectory() as folder:
            measure(Path(chromium), number, Path(folder))


if __name__ == "__main__":
    main()
