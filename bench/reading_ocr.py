"""OCR: pages of known text as a scanner would give them, at 200 dpi, with noise and a slight skew."""

import io
import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2
from PIL import Image

from bench.reading_content import body, paragraphs, report
from bench.reading_drawn import Layout, drawn
from bench.reading_figures import Line, Part, goals_of, worst
from bench.reading_measures import agreement, bare, cer, found, leaks, quickest
from bench.reading_office import MissingToolError, converted, docx_report
from corpus.model import RejectionError
from corpus.readers import read

DPI = 200
ARTICLES = 2
FOOT = "— {n} —"
# A line of which fewer than half the pairs of characters are found was dropped.
KEPT = 0.5
# Skew in degrees, strength of the noise in levels of grey, quality of the JPEG.
SCANS = {
    "clean": (0.0, 0, 95),
    "noise": (0.0, 14, 80),
    "noise, skew 0.5": (0.5, 14, 80),
    "noise, skew -1": (-1.0, 14, 80),
}


def measure(folder: Path, repeats: int) -> Part:
    """All figures of OCR."""
    part = Part("OCR")
    items, layout = report("scan", ARTICLES), Layout(1, "", FOOT)
    try:
        printed = converted({"scan.docx": docx_report(items, layout)}, "pdf", folder)["scan"]
    except MissingToolError as error:
        part.skipped.append(f"pages in an embedded font: {error}; drawn in the font that the viewer has instead")
        printed = drawn(items, layout)
    lines = _lines(printed)
    for name, (skew, noise, quality) in SCANS.items():
        data = scanned(printed, skew, noise, quality)
        (folder / f"{name}.pdf").write_bytes(data)
        try:
            reading = read(data, "a.pdf")
        except RejectionError as error:
            part.skipped.append(f"{name}: {error}")
            return part
        got = found(reading)
        dropped = [line for line in lines if _share(line, got.body) < KEPT]
        feet = [FOOT.format(n=number) for number in range(1, (reading.pages or 0) + 1)]
        figures: dict[str, float | str | None] = {
            "CER %": cer(body(items, False), got.body),
            "F1": agreement(paragraphs(items, False), got.paragraphs).f1,
            "dropped": len(dropped),
            "in silence": len(dropped) if not reading.partial else 0,
            "leaked": len(leaks(got.paragraphs, feet, "")),
            "s/page": quickest([partial(read, data, "a.pdf")], 1)[0] / (reading.pages or 1),
        }
        part.note(name, (f"dropped {line}" for line in dropped))
        part.lines.append(Line(name, figures))
    part.goals = goals_of(
        ("CER %, worst scan", worst(part.lines, "CER %"), "<=", 0.6, None),
        ("lines dropped in silence", worst(part.lines, "in silence", sum), "<=", 0, None),
        ("page numbers leaked", worst(part.lines, "leaked", sum), "<=", 0, None),
    )
    return part


def scanned(data: bytes, skew: float, noise: int, quality: int) -> bytes:
    """The pages of a PDF as pictures; each leans to the other side than the one before."""
    chance = np.random.default_rng(random.Random(f"{skew} {noise}").randrange(2**32))
    document = pypdfium2.PdfDocument(data)
    pages = []
    for number in range(len(document)):
        picture = document[number].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        lean = skew if number % 2 == 0 else -skew
        picture = picture.rotate(lean, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(picture, dtype=np.float32) * 0.94 + 8 + chance.normal(0, noise, picture.size[::-1])
        pages.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", resolution=DPI, quality=quality, save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def _lines(data: bytes) -> list[str]:
    """The lines of the pages as they are set, less the page numbers."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        lines = [bare(line) for page in document.pages for line in page.extract_text().split("\n")]
    return [line for line in lines if (line and not line.startswith("—")) or len(line) > 6]


def _share(line: str, text: str) -> float:
    """The share of the pairs of neighbouring characters of a line that the text holds."""
    pairs: Sequence[str] = [line[at : at + 2] for at in range(len(line) - 1)] or [line]
    return sum(pair in text for pair in pairs) / len(pairs)
