"""Scanned pages for the reader's tests: known lines drawn as a picture, leaning and noisy, as a page of a PDF."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import SYSTEM_TOOL, on_ci
from tests.corpus.pdf_files import HEIGHT, LEADING, LEFT, SIZE, TOP, WIDTH

DPI = 200
FAMILY = "Noto Serif CJK SC"
CLOSING = "，。、；：！？”’）》"
Pixels = NDArray[np.uint8]


class Placed(NamedTuple):
    """A line: how far from the left and upper edges it begins (points), its text, size and shade (0 is black)."""

    x: float
    top: float
    text: str
    size: float = SIZE
    shade: int = 0


def set_in_lines(
    paragraphs: Iterable[str], top: float = TOP, left: float = LEFT, measure: int = 34, size: float = SIZE
) -> list[Placed]:
    """Paragraphs as a printed page has them: first lines stand in, no line opens with a closing mark."""
    lines = [line for text in paragraphs for line in _wrapped(text, measure)]
    return [Placed(left + indent * size, top + n * LEADING, text, size) for n, (indent, text) in enumerate(lines)]


def _wrapped(text: str, measure: int) -> Iterator[tuple[int, str]]:
    start, width, indent = 0, 2.0, 2
    for at, char in enumerate(text):
        wide = 0.5 if char.isascii() else 1.0
        if width + wide > measure and char not in CLOSING:
            yield indent, text[start:at]
            start, width, indent = at, 0.0, 0
        width += wide
    yield indent, text[start:]


def drawn(lines: Iterable[Placed], dpi: int = DPI) -> Image.Image:
    """The lines in black on white; each character has its place on the grid of the page."""
    scale = dpi / 72
    picture = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    draw = ImageDraw.Draw(picture)
    for line in lines:
        font, x = _font(round(line.size * scale)), line.x
        for char in line.text:
            draw.text((x * scale, line.top * scale), char, font=font, fill=line.shade)
            x += line.size if not char.isascii() else max(font.getlength(char) / scale, line.size / 2)
    return picture


def scanned(picture: Image.Image, lean: float = 0.0, noise: float = 10.0, seed: int = 7) -> Image.Image:
    """The page as a scanner sees it: leaning (degrees), soft, grainy, with dust."""
    turned = picture.rotate(lean, Image.Resampling.BICUBIC, fillcolor=255)
    random = np.random.default_rng(seed)
    soft = np.asarray(turned.resize(turned.size, Image.Resampling.BOX), np.float64)
    soft = (soft + np.roll(soft, 1, 0) + np.roll(soft, 1, 1)) / 3
    grainy = np.clip(soft * 0.95 + random.normal(0, noise, soft.shape), 0, 255).astype(np.uint8)
    grainy[random.random(soft.shape) < 0.0003] = 0
    return Image.fromarray(grainy)


def on_page(picture: Image.Image) -> Callable[[Canvas], None]:
    """Draws the picture over a whole page."""

    def draw(page: Canvas) -> None:
        page.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)

    return draw


def outlined(lines: Iterable[Placed]) -> Callable[[Canvas], None]:
    """Draws the outlines of the characters, as programs do that may not embed a font."""
    import cv2

    scale = 600 / 72
    marks = np.asarray(drawn(lines, 600)) < 128
    contours, tree = cv2.findContours(marks.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)
    holes = [[hole for hole in range(len(contours)) if tree[0][hole][3] == n] for n in range(len(contours))]

    def draw(page: Canvas) -> None:
        # Each stroke is a path of its own; even-odd filling leaves its holes white.
        for number in (number for number in range(len(contours)) if tree[0][number][3] < 0):
            path = page.beginPath()
            for part in (number, *holes[number]):
                (x, y), *others = ((p[0] / scale, HEIGHT - p[1] / scale) for p in contours[part][:, 0].tolist())
                path.moveTo(x, y)
                for point in others:
                    path.lineTo(*point)
                path.close()
            page.drawPath(path, stroke=0, fill=1, fillMode=0)

    return draw


def png(picture: Image.Image) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = font_file()
    assert path is not None
    return next(font for font in _faces(path, size) if font.getname()[0] == FAMILY)


def _faces(path: Path, size: int) -> Iterable[ImageFont.FreeTypeFont]:
    return (ImageFont.truetype(os.fspath(path), size, index) for index in range(5))


@cache
def font_file() -> Path | None:
    """The Chinese font that pages are drawn with, where it is installed."""
    if shutil.which("fc-match") is None:
        return None
    asked = ["fc-match", "-f", "%{family}\n%{file}", f"{FAMILY}:style=Regular"]
    family, _, file = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.partition("\n")
    return Path(file) if FAMILY in family else None


def want(missing: str | None) -> None:
    """Skip the test loudly, on CI fail it, where something is missing."""
    if missing is None:
        return
    if on_ci():
        pytest.fail(f"{SYSTEM_TOOL}{missing}", pytrace=False)
    pytest.skip(f"{SYSTEM_TOOL}{missing}")
