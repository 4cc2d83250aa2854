"""Folders of made reports, any number of them: 40 % DOCX, 40 % PDF, 20 % text and pages of sites, 2 to 12 pages long.

What a number stands for depends on nothing but the number: the first 100 reports of 1,000 are those of 100. A folder
that stands is used again as long as the files that make it have not changed.

Run: python -m bench.corpora FOLDER [SIZES...]
"""

import argparse
import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bench.corpora_docx import docx
from bench.corpora_pdf import pdf
from bench.corpora_plain import html, text
from bench.corpora_reports import Made, report

SIZES = (100, 1_000, 10_000)
HERE = Path(__file__).parent
MADE_BY = ("corpora*.py", "corpora.yml", "duplicate_texts.py", "reading_pages/*.html")
MARK = ".made"  # beside a folder that is whole: what made it
BATCH = 50
# What the reports of ten numbers in a row are set as.
KINDS = ("docx", "pdf", "docx", "pdf", "txt", "docx", "pdf", "docx", "pdf", "html")
SETTERS: dict[str, Callable[[Made, int], bytes]] = {
    "docx": lambda made, _: docx(made),
    "pdf": lambda made, _: pdf(made),
    "txt": text,
    "html": html,
}


def digest() -> str:
    """A number for everything that the bytes of a corpus depend on."""
    found = hashlib.sha256(version("reportlab").encode())
    for path in sorted(path for pattern in MADE_BY for path in HERE.glob(pattern)):
        found.update(path.read_bytes())
    return found.hexdigest()


def file(number: int) -> tuple[str, bytes]:
    """Path within the corpus and bytes of the report of a number."""
    kind, made = KINDS[number % len(KINDS)], report(number)
    return f"{made.folder}/{made.name}.{kind}", SETTERS[kind](made, number // len(KINDS))


def _write(folder: Path, numbers: Sequence[int]) -> None:
    for number in numbers:
        name, data = file(number)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def corpus(folder: Path, size: int, jobs: int) -> Path:
    """The folder `folder`/`size` with so many reports, made if it does not stand."""
    whole, mark = folder / str(size), folder / f"{size}{MARK}"
    if mark.exists() and mark.read_text() == digest():
        return whole
    mark.unlink(missing_ok=True)
    shutil.rmtree(whole, ignore_errors=True)
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(partial(_write, whole), (range(at, min(at + BATCH, size)) for at in range(0, size, BATCH))))
    mark.write_text(digest())
    return whole


def main() -> None:
    """Make the corpora asked for and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    given = parser.parse_args()
    for size in given.sizes:
        print(corpus(given.folder, size, os.cpu_count() or 1))


if __name__ == "__main__":
    main()
