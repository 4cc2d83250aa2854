"""Write the PDF samples: reportlab with the Chinese font that readers bring, streams plain, so that bytes repeat."""

import io
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table, TableStyle

from corpus.sample_sources.docx import docx_file
from corpus.sample_sources.markup import Block, blocks

_FONT = "STSong-Light"
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
_IMAGE_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"fontSize": 18, "leading": 26, "alignment": 1, "spaceAfter": 6},
    "centre": {"alignment": 1, "spaceAfter": 6},
    "right": {"alignment": 2},
    "heading": {"fontSize": 13, "firstLineIndent": 26, "spaceBefore": 4},
    "body": {"firstLineIndent": 22},
}


def pdf_file(source: str, columns: int = 1, head: str = "", password: str = "") -> bytes:
    """A PDF of the source, with a running head, page numbers (— 2 —) and, if a password is given, encryption."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = io.BytesIO()
    found = blocks(source)
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        pageCompression=0,
        invariant=1,
        title=found[0].text,
        encrypt=StandardEncryption(password, strength=128) if password else None,
    )
    document.addPageTemplates(PageTemplate(frames=_frames(columns), onPage=lambda canvas, _: _margins(canvas, head)))
    document.build([_flowable(block) for block in found])
    return buffer.getvalue()


def libreoffice_pdf(source: str) -> bytes:
    """The source as DOCX, turned into a PDF with embedded fonts by LibreOffice; its bytes differ from run to run."""
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit("LibreOffice (soffice) is not on this machine: leave out --frozen")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.docx").write_bytes(docx_file(source))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/a.docx"]
        subprocess.run([office, profile, *convert], check=True)
        return (Path(folder) / "a.pdf").read_bytes()


def image_pdf(source: str, font: str = _IMAGE_FONT) -> bytes:
    """One page that holds nothing but a picture of the text, as a scanner makes it."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("1", (1240, 1754), 1)
    letters = ImageFont.truetype(font, 34)
    lines = [line[n : n + 30] for line in source.splitlines() for n in range(0, len(line), 30)]
    ImageDraw.Draw(picture).multiline_text((110, 130), "\n".join(lines), font=letters, fill=0, spacing=22)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=1, invariant=1)
    canvas.drawImage(ImageReader(picture.convert("L")), 0, 0, *A4)
    canvas.save()
    return buffer.getvalue()


def _frames(columns: int) -> list[Frame]:
    gap = 8 * mm
    width = (A4[0] - 50 * mm + gap) / columns - gap
    return [Frame(25 * mm + n * (width + gap), 25 * mm, width, A4[1] - 50 * mm, 4, 4, 4, 4) for n in range(columns)]


def _margins(canvas: Canvas, head: str) -> None:
    canvas.setFont(_FONT, 9)
    if head:
        canvas.drawCentredString(A4[0] / 2, A4[1] - 18 * mm, head)
        canvas.line(25 * mm, A4[1] - 20 * mm, A4[0] - 25 * mm, A4[1] - 20 * mm)
    canvas.drawCentredString(A4[0] / 2, 15 * mm, f"— {canvas.getPageNumber()} —")


def _flowable(block: Block) -> Flowable:
    if block.kind == "table":
        return _table(block)
    kind = "heading" if block.kind == "body" and _HEADING.match(block.text) and len(block.text) < 40 else block.kind
    base: dict[str, Any] = {"fontName": _FONT, "fontSize": 11, "leading": 18, "wordWrap": "CJK"}
    return Paragraph(block.text, ParagraphStyle(kind, **(base | _STYLES[kind])))


def _table(block: Block) -> Flowable:
    table = Table(block.rows, repeatRows=1, spaceBefore=4, spaceAfter=8)
    grid = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
    table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), _FONT, 10), grid, ("ALIGN", (0, 0), (-1, -1), "CENTER")]))
    return table
