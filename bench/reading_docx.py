"""DOCX: a file of features, and long files of several kinds beside python-docx's own loop."""

import io
import random
from functools import partial
from pathlib import Path

import docx as python_docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bench.reading_content import report, table_rows, texts, with_tables
from bench.reading_docx_features import FEATURES, PARTS, Feature
from bench.reading_figures import Line, Part, goals_of, mean, worst
from bench.reading_measures import attempt, cer, quickest
from corpus.model import RejectionError
from corpus.readers import read
from tests.corpus.docx_files import docx

# So many articles make a report of some 25 pages.
ARTICLES = 14
FORMS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def measure(folder: Path, repeats: int) -> Part:
    """All figures of DOCX."""
    part = Part("DOCX")
    _features(part)
    for kind, (data, truth) in _files().items():
        (folder / f"{kind}.docx").write_bytes(data)
        text = attempt(data, "a.docx").body
        peer = "".join(_loop(data))
        ours, theirs = quickest((partial(attempt, data, "a.docx"), partial(_loop, data)), repeats * 3)
        figures = {"CER %": cer(truth, text), "peer CER": cer(truth, peer), "ms": ours * 1000, "x": theirs / ours}
        part.lines.append(Line(kind, dict(figures)))
    slowest = worst(part.lines, "x", min)
    part.goals += goals_of(
        ("body CER %, worst file", worst(part.lines, "CER %"), "<=", 0, worst(part.lines, "peer CER")),
        ("times as fast as the loop (mean)", worst(part.lines, "x", mean), ">=", 2, 1),
        ("times as fast as the loop (worst kind)", slowest, ">=", 2, 1),
    )
    return part


def _features(part: Part) -> None:
    """Each feature in a file of its own, and all in one."""
    for feature in FEATURES:
        got = _lines_of(docx(feature.body, **PARTS))
        if got != list(feature.truth):
            part.note(feature.name, [f"{'|'.join(got)} instead of {'|'.join(feature.truth)}"])
    whole = docx("".join(feature.body for feature in FEATURES), **PARTS)
    truth = _in_order(FEATURES)
    figures: dict[str, float | str | None] = {
        "CER %": cer(truth, "".join(_lines_of(whole))),
        "peer CER": cer(truth, "".join(_loop(whole))),
        "features": f"{len(FEATURES) - len(part.wrong)}/{len(FEATURES)}",
    }
    part.lines.append(Line("features", figures))
    part.goals += goals_of(("features read wrongly", float(len(part.wrong)), "<=", 0, None))


def _in_order(features: tuple[Feature, ...]) -> str:
    """The truth of all features in one file: notes stand at the end."""
    body = [line for feature in features for line in feature.truth[: len(feature.truth) - feature.notes]]
    notes = [line for feature in features for line in feature.truth[len(feature.truth) - feature.notes :]]
    return "".join([*body, *notes])


def _lines_of(data: bytes) -> list[str]:
    try:
        return _lines(data)
    except RejectionError as error:
        return [error.code]


def _lines(data: bytes) -> list[str]:
    """The paragraphs, rows and notes of a DOCX; paragraphs that go on are one."""
    reading = read(data, "a.docx")
    lines: list[str] = []
    for block in (block for block in reading.blocks if not block.furniture):
        words = reading.text[block.start : block.end].strip(" ")
        if block.continues and lines:
            lines[-1] += words
        else:
            lines.append(words)
    return lines


def _loop(data: bytes) -> list[str]:
    """What people write who have python-docx."""
    document = python_docx.Document(io.BytesIO(data))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return words


def _files() -> dict[str, tuple[bytes, str]]:
    """Kind -> file and its words in order. Tables stand at the end: there the loop has them as well."""
    lines = [line for text in texts() for line in text]
    table = table_rows(with_tables(report("docx", 3), "docx", True))
    return {
        "plain": (_plain(lines), "".join(lines)),
        "many runs": (_many_runs(lines), "".join(lines)),
        "tables": (_with_table(lines[:60], table), "".join(lines[:60]) + "".join(map("".join, table))),
        "numbered": _numbered(lines),
    }


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def _plain(lines: list[str]) -> bytes:
    document = python_docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return _saved(document)


def _many_runs(lines: list[str]) -> bytes:
    """Runs of a few characters with looks of their own, as Word leaves them after much editing."""
    document, chance = python_docx.Document(), random.Random("runs")
    for line in lines:
        paragraph, at = document.add_paragraph(), 0
        while at < len(line):
            size = chance.randint(1, 9)
            run = paragraph.add_run(line[at : at + size])
            run.bold, run.font.name = chance.random() < 0.2, "宋体"
            at += size
    return _saved(document)


def _with_table(lines: list[str], rows: list[tuple[str, ...]]) -> bytes:
    document = python_docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(rows[0]))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    return _saved(document)


def _numbered(lines: list[str]) -> tuple[bytes, str]:
    """Three levels of Chinese numbering, restarting under each other; the truth counts by itself."""
    document = python_docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(FORMS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    counts, truth = [0, 0, 0], []
    for number, line in enumerate(lines):
        paragraph, level = document.add_paragraph(line), (0, 1, 2, 2, 1, 2, 2)[number % 7]
        counts[level:] = [counts[level] + 1] + [0] * (2 - level)
        marked = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(marked))
        truth.append((f"{_han(counts[0])}、", f"（{_han(counts[1])}）", f"{counts[2]}.")[level] + line)
    return _saved(document), "".join(truth)


def _han(number: int) -> str:
    """A number up to 99 as Chinese lists count."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones or not tens else "")
