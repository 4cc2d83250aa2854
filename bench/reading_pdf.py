"""PDF: what three programs make of the same reports, read by our reader and by pdfplumber."""

import io
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber

from bench.reading_content import (
    Report,
    body,
    notes,
    paragraphs,
    report,
    table_rows,
    with_latin,
    with_merged_cells,
    with_notes,
    with_tables,
)
from bench.reading_drawn import Layout, drawn
from bench.reading_figures import Line, Part, goals_of, mean, worst
from bench.reading_measures import agreement, attempt, bare, cells_right, cer, leaks, quickest
from bench.reading_office import MissingToolError, converted, docx_report, html_report, printed

HEAD = "青岚县乡村振兴工作材料汇编"
WATERMARK = "内部资料 注意保存"
LONG = 250
ARTICLES = 5

# It tells of each font whose box it does not know.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Case:
    """A report, how it is set, and which programs can set it so."""

    items: Report
    layout: Layout
    makers: tuple[str, ...] = ("reportlab", "LibreOffice", "Chromium")


def cases() -> dict[str, Case]:
    """The kinds of layouts."""
    dashed = Layout(1, HEAD, "— {n} —")
    return {
        "single column": Case(report("single", ARTICLES), dashed),
        "two columns": Case(report("columns", ARTICLES), Layout(2, HEAD, "第{n}页 共{all}页")),
        "watermark": Case(report("mark", ARTICLES), Layout(1, "", "{n}", WATERMARK), ("reportlab", "Chromium")),
        "ruled tables": Case(with_tables(report("ruled", ARTICLES), "ruled", True), dashed),
        "ruled, merged cells": Case(
            with_merged_cells(with_tables(report("merged", ARTICLES), "merged", True)),
            dashed,
            ("LibreOffice", "Chromium"),
        ),
        "three rules": Case(with_tables(report("open", ARTICLES), "open", False), Layout(1, HEAD, "- {n} -")),
        "footnotes": Case(with_notes(report("notes", ARTICLES)), dashed, ("reportlab", "LibreOffice")),
        "latin": Case(with_latin(report("latin", ARTICLES)), Layout(1, HEAD, "{n}/{all}")),
    }


def made(folder: Path, part: Part) -> Iterator[tuple[str, str, Case, bytes]]:
    """Program, kind, case and file, as far as the programs are there."""
    kinds = cases()
    for kind, case in kinds.items():
        if "reportlab" in case.makers:
            yield "reportlab", kind, case, drawn(case.items, case.layout)
    office = {f"{kind}.docx": docx_report(c.items, c.layout) for kind, c in kinds.items() if "LibreOffice" in c.makers}
    pages = {kind: html_report(c.items, c.layout) for kind, c in kinds.items() if "Chromium" in c.makers}
    for maker, make in (
        ("LibreOffice", partial(converted, office, "pdf", folder)),
        ("Chromium", partial(printed, pages, folder)),
    ):
        try:
            files = make()
        except MissingToolError as error:
            part.skipped.append(f"PDF made by {maker}: {error}")
            continue
        for kind, data in files.items():
            yield maker, kind, kinds[kind], data


def measure(folder: Path, repeats: int) -> Part:
    """All figures of PDF."""
    part = Part("PDF")
    for maker, kind, case, data in made(folder, part):
        (folder / f"{maker} {kind}.pdf").write_bytes(data)
        line = Line(f"{kind}, {maker}", _quality(case, data, part, f"{kind}, {maker}") | _speed(data, repeats))
        part.lines.append(line)
    (folder / "long.pdf").write_bytes(long_document())
    memory = _memory(folder / "long.pdf")
    by_text = [line for line in part.lines if line.figures["cells"] is None]
    ruled = [line for line in part.lines if line.file.startswith("ruled")]
    open_ = [line for line in part.lines if line.file.startswith("three")]
    noted = [line for line in part.lines if line.file.startswith("footnotes")]
    part.goals = goals_of(
        ("body CER %, worst file", worst(part.lines, "CER %"), "<=", 0.3, worst(part.lines, "peer CER")),
        ("paragraph F1, worst file", worst(part.lines, "F1", min), ">=", 0.97, None),
        (
            "heads and page numbers leaked",
            worst(part.lines, "leaked", sum),
            "<=",
            0,
            worst(part.lines, "peer leak", sum),
        ),
        ("cells right, ruled", worst(ruled, "cells", mean), ">=", 0.97, worst(ruled, "peer cells", mean)),
        ("cells right, three rules", worst(open_, "cells", mean), ">=", 0.95, worst(open_, "peer cells", mean)),
        ("footnotes apart", worst(noted, "notes", mean), ">=", 1, None),
        ("text, times as fast (mean, files without tables)", worst(by_text, "x text", mean), ">=", 12, 1),
        ("text and tables, times as fast (mean)", worst(part.lines, "x tables", mean), ">=", 6, 1),
        (f"peak MB over {LONG} pages", memory, "<=", 150, _memory(folder / "long.pdf", "pdfplumber")),
    )
    return part


def _quality(case: Case, data: bytes, part: Part, name: str) -> dict[str, float | str | None]:
    """What our reader makes of a file, and what pdfplumber does. A footnote's mark may be kept or dropped."""
    read_ = attempt(data, "a.pdf")
    marks = min((True, False), key=lambda kept: cer(body(case.items, kept), read_.body))
    truth, wanted = body(case.items, marks), paragraphs(case.items, marks)
    agreed = agreement(wanted, read_.paragraphs)
    rows, pages = table_rows(case.items), _pages(data)
    strange = _strange(case.layout, len(pages))
    escaped = leaks(read_.paragraphs, strange, bare(truth))
    _note_wrong(part, name, [*wanted, *map("|".join, rows)], [*read_.paragraphs, *map("|".join, read_.rows)])
    words, peer_rows = [text for text, _ in pages], [row for _, found_ in pages for row in found_]
    noted = notes(case.items)
    return {
        "CER %": cer(truth, read_.body),
        "peer CER": cer(truth, "".join(words)),
        "P": agreed.precision,
        "R": agreed.recall,
        "F1": agreed.f1,
        "leaked": len(escaped),
        "peer leak": len(leaks(list(map(bare, "\n".join(words).split("\n"))), strange, bare(truth))),
        "cells": cells_right(rows, read_.rows) if rows else None,
        "peer cells": cells_right(rows, peer_rows) if rows else None,
        "tables": f"{read_.tables}/{sum(item.kind == 'table' for item in case.items)}",
        "notes": sum(any(bare(note) in one for one in read_.notes) for note in noted) / len(noted) if noted else None,
    }


def _strange(layout: Layout, pages: int) -> list[str]:
    """What stands around the body and does not belong to it."""
    feet = [layout.foot.format(n=number, all=pages) for number in range(1, pages + 1)] if layout.foot else []
    return [words for words in (layout.head, layout.watermark) if words] + feet


def _note_wrong(part: Part, name: str, truth: list[str], got: list[str]) -> None:
    """Keeps what is wanting and what is too much, for those who mend the reader."""
    wanted, there = Counter(map(bare, truth)), Counter(map(bare, got))
    part.note(name, (f"wanting {words[:40]} … {words[-20:]}" for words in wanted - there))
    part.note(name, (f"too much {words[:40]} … {words[-20:]}" for words in there - wanted))


def _pages(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """Text and rows of each page as pdfplumber has them."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [(page.extract_text(), _plumber_rows(page)) for page in document.pages]


def _plumber_rows(page: Any) -> list[list[str]]:
    return [[cell or "" for cell in row] for table in page.extract_tables() for row in table]


def _speed(data: bytes, repeats: int) -> dict[str, float | str | None]:
    """How many times as fast as pdfplumber, both with the file's bytes in memory. Ours always looks for tables too."""

    def plumbed(tables: bool) -> None:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                page.extract_text()
                if tables:
                    page.extract_tables()

    works = (lambda: attempt(data, "a.pdf"), lambda: plumbed(False), lambda: plumbed(True))
    ours, text, tables = quickest(works, repeats)
    return {"ms": ours * 1000, "x text": text / ours, "x tables": tables / ours}


def _memory(path: Path, by: str = "ours") -> float:
    """The peak of a process of its own that reads a long document."""
    command = [sys.executable, "-m", "bench.reading_memory", str(path), by]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def long_document() -> bytes:
    """A report of so many pages or a few more, with tables."""
    items = with_tables(report("long", ARTICLES), "long", True)
    layout = Layout(1, HEAD, "— {n} —")
    again = tuple(replace(item, kind="head") if item.kind == "title" else item for item in items)
    return drawn(items + again * (LONG // _length(drawn(items, layout)) + 3), layout)


def _length(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return len(document.pages)
