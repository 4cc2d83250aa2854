"""Pictures in a DOCX that hold its text: pages that were scanned or photographed and put in one after the other."""

import re
from collections.abc import Iterator

from lxml import etree

from corpus.model import Provenance
from corpus.readers import ocr
from corpus.readers.docx_drawings import OFFICE, A
from corpus.readers.docx_package import Parts
from corpus.readers.drafts import Draft

BLIP, IMAGE = A + "blip", "{urn:schemas-microsoft-com:vml}imagedata"
PICTURES = (BLIP, IMAGE)
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
LENGTH = re.compile(r"(?:^|;)\s{0,9}(width|height)\s{0,9}:\s{0,9}([0-9.]{1,12})(pt|in|cm|mm)")
MILLIMETRES = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0}
EMU = 36_000
# Width and height in mm from which a picture is as large as a page.
PAGE = (110, 140)
FORMATS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"BM", b"GIF8", b"II*\0", b"MM\0*")
TOLD = "The text of {} was recognised (OCR); check figures and names against the document."
LEFT = "{} {} not read, and may hold text. {}"


class Pictures:
    """The pictures met so far. `every`: whether small ones are read too, as where a document holds nothing else.

    `found`: how many were to be read. `unread`: what of them was not.
    """

    def __init__(self, parts: Parts, every: bool) -> None:
        self.found = 0
        self.unread: list[str] = []
        self._read = 0
        self._left = 0
        self._parts = parts
        self._every = every

    def drafts(self, element: etree._Element, where: Provenance) -> Iterator[Draft]:
        """The paragraphs in a picture, where it is to be read and can be."""
        name = str(element.get(OFFICE + ("embed" if element.tag == BLIP else "id"), ""))
        if not (self._every or _is_page(element)):
            return
        data = self._parts.fetch(name)
        if data is None or not data.startswith(FORMATS):
            return
        self.found += 1
        text = ocr.picture_text(data, self._read)
        if text is None:
            self._left += 1
            return
        self._read += 1
        if text.reason or text.unread:
            told = f"was not read: {text.reason}" if text.reason else f"has lines that could not be read: {text.unread}"
            self.unread.append(f"Picture {self.found} {told}.")
        yield from (Draft(words, where=where) for words in text.paragraphs)

    def warnings(self) -> tuple[str, ...]:
        """What is to be known of text that was recognised."""
        return (TOLD.format(_count(self._read)),) if self._read else ()

    def missing(self) -> str | None:
        """Why pictures were not read, or None."""
        told = list(dict.fromkeys(self.unread))
        if self._left:
            told.insert(0, LEFT.format(_count(self._left), "was" if self._left == 1 else "were", ocr.advice()))
        return " ".join(told) or None


def _count(number: int) -> str:
    return "1 picture" if number == 1 else f"{number} pictures"


def _is_page(element: etree._Element) -> bool:
    """Whether a picture is shown as large as a page."""
    width, height = _size(element)
    return width >= PAGE[0] and height >= PAGE[1]


def _size(element: etree._Element) -> tuple[float, float]:
    """Width and height in mm at which a picture is shown; 0 where nothing is said."""
    for above in element.iterancestors():
        extent = above.find(EXTENT)
        if extent is not None:
            return _extent(extent, "cx"), _extent(extent, "cy")
        lengths = {side: _length(n, unit) for side, n, unit in LENGTH.findall(str(above.get("style", "")))}
        if lengths:
            return lengths.get("width", 0.0), lengths.get("height", 0.0)
    return 0.0, 0.0


def _extent(extent: etree._Element, side: str) -> float:
    number = str(extent.get(side, ""))
    return int(number) / EMU if number.isdecimal() and len(number) < 15 else 0.0


def _length(number: str, unit: str) -> float:
    return float(number) * MILLIMETRES[unit] if number.count(".") < 2 and number != "." else 0.0
