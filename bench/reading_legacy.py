"""Old and foreign word-processor formats: what LibreOffice saves of one report must read as its DOCX does."""

from dataclasses import replace
from pathlib import Path

from bench.reading_content import report, table_rows, texts, with_tables
from bench.reading_docx_features import PARTS
from bench.reading_figures import Line, Part, goals_of, mean, worst
from bench.reading_measures import Found, agreement, cells_right, cer, found
from bench.reading_office import SECONDS, MissingToolError, converted
from corpus.model import RejectionError
from corpus.readers import read
from corpus.readers.legacy_office import Office, find_office
from tests.corpus.docx_files import cell, docx, item, paragraph, table

# The format that LibreOffice is asked for, by the suffix of the file. A .wps of WPS Writer holds the streams of a .doc.
FORMATS = {"doc": "doc", "wps": "doc", "rtf": "rtf", "odt": "odt"}
# LibreOffice writes RTF lists in a Western code page: 一、 becomes 一? and （一） becomes (一), 第一章
# becomes ?一? in the file itself.
LOST = str.maketrans("、（）", "?()")
LEVELS = (0, 1, 2, 3, 3, 2, 1, 1, 2)
DELETED = "这句话已经删去"
HIDDEN = "这句话看不见"


def source(suffix: str) -> bytes:
    """A report with four levels of automatic numbering, other lists, a table, a deletion and hidden words. RTF has no
    chapters: see `LOST`.
    """
    lines = [line for text in texts()[:4] for line in text]
    numbered = "".join(item(line, LEVELS[number % len(LEVELS)], 1) for number, line in enumerate(lines))
    kinds = ((2, 0), (2, 0)) if suffix == "rtf" else ((2, 0), (2, 0), (4, 0), (4, 1), (4, 0), (4, 1))
    lists = "".join(item(line, at, kind) for kind, at in kinds for line in lines[3:5])
    rows = table_rows(with_tables(report("legacy", 2), "legacy", True))[:12]
    grid = table(*("".join(map(cell, row)) for row in rows))
    gone = f'<w:del w:id="7" w:author="甲"><w:r><w:delText>{DELETED}</w:delText></w:r></w:del>'
    secret = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{HIDDEN}</w:t></w:r>"
    changed = f"<w:p><w:r><w:t>留下的话</w:t></w:r>{gone}{secret}</w:p>"
    return docx(numbered + changed + grid + paragraph("表后的话。") + lists, **PARTS)


def measure(folder: Path, repeats: int) -> Part:
    """All figures of the old formats. They are not timed: the time is LibreOffice's."""
    part = Part("Legacy")
    try:
        made = _made(folder)
    except MissingToolError as error:
        part.skipped.append(f".doc, .wps, .rtf, .odt: {error}")
        return part
    for path, as_docx in made.items():
        suffix = path.suffix[1:]
        try:
            wanted = found(read(source(suffix), "report.docx"))
            got = found(read(path.read_bytes(), path.name, as_docx))
        except RejectionError as error:
            part.skipped.append(f".{suffix}: {error}")
            continue
        known, read_ = _told_apart(wanted, suffix), _told_apart(got, suffix)
        same = agreement(known.paragraphs, read_.paragraphs)
        unlike = _unlike(known.paragraphs, read_.paragraphs)
        part.note(f".{suffix}", (f"{ours[:40]} instead of {theirs[:40]}" for theirs, ours in unlike))
        figures: dict[str, float | str | None] = {
            "CER %": cer(known.body, read_.body),
            "F1": same.f1,
            "cells": cells_right(wanted.rows, got.rows),
            "leaked": got.body.count(DELETED) + got.body.count(HIDDEN),
        }
        part.lines.append(Line(f".{suffix}", figures))
    part.goals = goals_of(
        ("text unlike the DOCX, CER %, worst", worst(part.lines, "CER %"), "<=", 0, None),
        ("paragraphs like those of the DOCX, F1", worst(part.lines, "F1", min), ">=", 1, None),
        ("cells like those of the DOCX", worst(part.lines, "cells", mean), ">=", 1, None),
        ("deleted or hidden words leaked", worst(part.lines, "leaked", sum), "<=", 0, None),
    )
    return part


def _made(folder: Path) -> dict[Path, bytes | None]:
    """The report in each format, and the DOCX that our reader has made of it, all in one call."""
    place = folder / "old"
    place.mkdir(exist_ok=True)
    for suffix, form in FORMATS.items():
        data = converted({"report.docx": source(suffix)}, form, folder)["report"]
        (place / f"as-{suffix}.{suffix}").write_bytes(data)
    paths = sorted(place.iterdir())
    program = find_office()
    if program is None:
        raise MissingToolError("LibreOffice is not installed")
    (folder / "office").mkdir(exist_ok=True)
    results = Office(program, folder / "office", SECONDS).convert(paths, folder / "as-docx")
    return {
        path: made.read_bytes() if isinstance(made, Path) else None for path, made in zip(paths, results, strict=True)
    }


def _told_apart(one: Found, suffix: str) -> Found:
    """What may be compared: no full-width marks for RTF, as they are lost when the file is made."""
    if suffix != "rtf":
        return one
    return replace(one, body=one.body.translate(LOST), paragraphs=tuple(p.translate(LOST) for p in one.paragraphs))


def _unlike(wanted: tuple[str, ...], got: tuple[str, ...]) -> list[tuple[str, str]]:
    """The paragraphs that differ, side by side."""
    return [(left, right) for left, right in zip(wanted, got, strict=False) if left != right]
