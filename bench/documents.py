"""Documents that are made of lines, with the blocks and paragraphs that a reader would give them."""

from collections.abc import Sequence
from hashlib import sha256

from corpus.fold import fold
from corpus.model import Block, Document, OffsetMap, Paragraph, Provenance, Source

PAGE = 600  # characters of a page


def document(name: str, lines: Sequence[str]) -> Document:
    """A document of some paragraphs, with pages, as a reader of PDF files yields it."""
    text, at, blocks, paragraphs = "\n".join(lines), 0, [], []
    for number, line in enumerate(lines):
        end = at + len(line)
        blocks.append(Block(at, end, where=Provenance(1 + at // PAGE)))
        paragraphs.append(Paragraph(at, end, "heading" if number == 0 else "text", number))
        at = end + 1
    source = Source(name, sha256(name.encode()).hexdigest(), 3 * len(text))
    folded = fold(text)
    known = OffsetMap((0,), (0,), len(text))
    pages = 1 + len(text) // PAGE
    return Document(
        source, "application/pdf", text, folded, known, "page", tuple(blocks), tuple(paragraphs), pages=pages
    )
