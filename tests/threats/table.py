"""docs/threats.md from the table of faults: `python -m tests.threats.table` measures every file and writes it anew;
`--keep` leaves the figures as they are.
"""

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from corpus.discover import Found
from pipeline.pool import ReaderPool
from tests.threats.faults import MOST_MB, MOST_SECONDS, Fault, File, faults, files
from tests.threats.files_text import WORDS
from tests.threats.loopback import bait
from tests.threats.reading import Outcome, read_watched, settings

PAGE = Path(__file__).parents[2] / "docs" / "threats.md"
FIGURES = re.compile(r"^\| `([^`]+)` \|(.*) \| ([\d,]+ MB) \| ([\d.]+ s) \|$", re.MULTILINE)
NONE = ("–", "–")
HEAD = """# Faults and hostile files

<!-- Written by `python -m tests.threats.table` from tests/threats/faults.yml; do not edit. -->

Documents come from outside, and folders hold whatever people leave in them. This page lists each fault that
jingyan is tried with, what comes of it, and which limit holds it. One bad file never ends a run: every document has
one outcome, the documents around it come out as ever, nothing is fetched, nothing runs, nothing outside of the
folder is read or written.

Each document is read in a process of its own that may take {memory} MB (`JINGYAN_MEMORY_MB`) on top of what it has
at its start, and compute for {seconds:g} s (`JINGYAN_SECONDS`). Beyond either it is ended and replaced, and the
document is `rejected:memory`, `rejected:crashed` or `rejected:timeout`. No file below takes more than {most_mb:g} MB
in all, or {most_seconds:g} s. A file may have {file_mb} MB (`JINGYAN_FILE_MB`), and each member of an archive as much.
Limits with a variable are [settings](reference/settings.md). What a code means and what to do about it stands in
[operating.md](operating.md); `jingyan quarantine` lists the documents that were not read.

"""
MEASURED = """## The files, and what each takes

Each is made by `tests/threats/files_*.py` when it is asked for, and read as a build reads it. Measured on a machine
of two cores: the most memory that the reader process had (some 200 MB before it reads anything, and what it keeps of
files before), and the CPU time. Where the process died the document was tried twice.
`python -m bench.threats` prints the figures of your machine.

| file | fault | outcome | memory | CPU |
|---|---|---|---:|---:|
"""
Figures = Mapping[str, tuple[str, str]]


def page(figures: Figures) -> str:
    """The page with figures by the names of files; a dash where there is none."""
    limits = settings()
    head = HEAD.format(
        memory=f"{limits.memory_mb:,}",
        seconds=limits.seconds,
        file_mb=limits.file_mb,
        most_mb=MOST_MB,
        most_seconds=MOST_SECONDS,
    )
    table = "| | fault | what happens | outcome | limit |\n|---|---|---|---|---|\n"
    rows = "".join(map(_row, faults()))
    lines = (_file_row(name, fault, file, figures.get(name, NONE)) for name, fault, file in files())
    return head + table + rows + "\n" + MEASURED + "".join(lines)


def _row(fault: Fault) -> str:
    codes = dict.fromkeys(code for file in fault.files for code in file.outcome)
    outcomes = ", ".join(f"`{code}`" for code in codes) or "–"
    return f"| {fault.id} | {fault.fault} | {fault.happens} | {outcomes} | {fault.limit} |\n"


def _file_row(name: str, fault: Fault, file: File, figures: tuple[str, str]) -> str:
    joined = " or " if file.one_of else ", "
    outcomes = joined.join(f"`{code}`" for code in file.outcome)
    return f"| `{name}` | {fault.id} | {outcomes} | {figures[0]} | {figures[1]} |\n"


def figures_of(text: str) -> dict[str, tuple[str, str]]:
    """The figures that a page holds, by the names of files."""
    return {match[1]: (match[3], match[4]) for match in FIGURES.finditer(text)}


def without_figures(text: str) -> str:
    """A page with dashes for its figures."""
    return FIGURES.sub(r"| `\1` |\2 | – | – |", text)


def measured(wanted: Sequence[str] = ()) -> Iterator[tuple[str, Fault, File, Outcome]]:
    """Every file of the table, or of some faults, read in turn by one worker, and what that took."""
    with tempfile.TemporaryDirectory() as name, bait(Path(name)) as baited, ReaderPool(settings()) as pool:
        sound = Path(name) / "sound.txt"
        sound.write_text(WORDS, encoding="utf-8")
        for title, fault, file in files():
            if wanted and fault.id not in wanted:
                continue
            pool.submit(Found(sound.name, sound)).result()  # so that a worker is there, and warm
            path = Path(name) / file.name
            path.write_bytes(file.made(baited.places))
            yield title, fault, file, read_watched(pool, path)


def shown(outcome: Outcome) -> tuple[str, str]:
    """The figures of a file as the page has them."""
    return f"{outcome.cost.peak_mb:,.0f} MB", f"{outcome.cost.seconds:.1f} s"


def main(arguments: Iterable[str]) -> int:
    """Write the page."""
    kept = figures_of(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    if "--keep" not in arguments:
        kept = {name: shown(outcome) for name, _, _, outcome in measured()}
    PAGE.write_text(page(kept), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
