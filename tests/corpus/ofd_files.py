"""OFD files for the reader's tests, written part by part, in millimetres as the format has it."""

from collections.abc import Iterable, Mapping
from html import escape

from tests.corpus.docx_files import zipped

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
WIDTH, HEIGHT = 210.0, 297.0
LEFT, TOP, SIZE, LEADING = 28.0, 37.0, 5.6, 10.0
MEASURE = 27


def text(x: float, y: float, words: str, size: float = SIZE, more: str = "", steps: str | None = None) -> str:
    """A text object whose base line begins at a place on the page."""
    delta = f"g {max(1, len(words) - 1)} {size}" if steps is None else steps
    box = f"{x} {y - size} {size * len(words):.3f} {size * 1.2:.3f}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{box}" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{delta}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def set_paragraphs(paragraphs: Iterable[str], top: float = TOP) -> str:
    """Paragraphs as full lines one below the other, each standing in by two characters."""
    objects, y = [], top
    for words in paragraphs:
        lines = [words[: MEASURE - 2], *(words[at : at + MEASURE] for at in range(MEASURE - 2, len(words), MEASURE))]
        for number, line in enumerate(lines):
            objects.append(text(LEFT + (0 if number else 2 * SIZE), y, line))
            y += LEADING
    return "".join(objects)


def page(content: str, head: str = "") -> str:
    """The part of a page."""
    return (
        f'{HEAD}<ofd:Page {SPACE}>{head}<ofd:Content><ofd:Layer ID="9">{content}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def document(pages: Iterable[str], folder: str = "Doc_0", common: str = "", more: str = "") -> dict[str, str | bytes]:
    """The entries of one document of an OFD."""
    contents = list(pages)
    places = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(contents))
    )
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
    root = (
        f"{HEAD}<ofd:Document {SPACE}><ofd:CommonData>{area}{common}</ofd:CommonData>"
        f"<ofd:Pages>{places}</ofd:Pages>{more}</ofd:Document>"
    )
    parts = {f"{folder}/Pages/Page_{number}/Content.xml": content for number, content in enumerate(contents)}
    return {f"{folder}/Document.xml": root, **parts}


def ofd(*documents: Mapping[str, str | bytes], more: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OFD of documents; `more` entries are added or take the place of others."""
    roots = [name for found in documents for name in found if name.endswith("/Document.xml")]
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>{name}</ofd:DocRoot></ofd:DocBody>" for name in roots)
    entries: dict[str, str | bytes] = {"OFD.xml": f"{HEAD}<ofd:OFD {SPACE}>{bodies}</ofd:OFD>"}
    for found in documents:
        entries |= found
    return zipped(entries | dict(more or {}))
