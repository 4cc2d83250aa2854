"""What every reader promises: blocks in order, no line break inside one, nothing beside them but line breaks."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.model import Reading, RejectionError
from corpus.readers import read
from tests.corpus.docx_files import cell, docx, paragraph, table
from tests.corpus.ofd_files import document, ofd, page, set_paragraphs, text
from tests.corpus.pdf_files import grid, pdf, set_lines, wrapped
from tests.corpus.test_readers_html_pages import mhtml
from tests.folders import SAMPLES

FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
MADE = {
    "a.txt": "甲\r\n\r\n乙\u2028丙".encode(),
    "a.docx": docx(
        paragraph("甲") + table(cell("乙") + cell("丙")) + "<w:p><w:r><w:t>丁</w:t><w:br/><w:t>戊</w:t></w:r></w:p>"
    ),
    "a.html": f"<html><body><h2>甲</h2><p>{'某县推进联建，成效明显。' * 9}<br>乙</p></body></html>".encode(),
    "a.mht": mhtml(f"<html><body>{'<p>某县推进联建，成效明显。</p>' * 5}</body></html>".encode(), "base64"),
    "a.ofd": ofd(document([page(set_paragraphs(["某县推进联建，成效明显。" * 9]) + text(80, 280, "— 1 —", 4))])),
    "a.pdf": pdf(
        lambda page: set_lines(page, wrapped(["某县推进联建，成效明显。" * 9])),
        lambda page: grid(page, 90, 90, [90, 90], [["甲", "乙"], ["丙", "1"]]),
    ),
}


def check(reading: Reading) -> None:
    spans = [(block.start, block.end) for block in reading.blocks]
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    texts = [reading.text[start:end] for start, end in spans]
    assert all(len(text.splitlines()) == 1 and text.strip() for text in texts)
    if reading.addressing == "offset":
        assert "".join(reading.text.split()) == "".join("".join(texts).split())
    else:
        assert reading.text == "\n".join(texts)
        assert all("\t" not in text for text, block in zip(texts, reading.blocks, strict=True) if block.kind != "row")
    assert not reading.blocks[0].continues
    where = [block.where for block in reading.blocks]
    assert all((place.page is not None) == (reading.addressing == "page") for place in where)
    assert all(place.page or place.paragraph for place in where)


@pytest.mark.parametrize("name", sorted(MADE))
def test_made_files(name: str) -> None:
    check(read(MADE[name], name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    data = path.read_bytes()
    try:
        reading = read(data, path.name)
    except RejectionError as error:
        rejected = error
    else:
        check(reading)
        assert read(data, "another name") == reading
        return
    assert rejected.reason.endswith(".")
    assert rejected.code.replace("_", "").isalpha()


def test_readers_are_loaded_when_they_are_needed() -> None:
    heavy = "{'pypdfium2', 'docx', 'trafilatura', 'pdfplumber'} & sys.modules.keys()"
    code = f"import sys; from corpus.readers import read; read('甲'.encode(), 'a'); sys.exit(len({heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0
