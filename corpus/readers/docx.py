"""DOCX: our own walk over the XML, in the order of the document, with everything that stands in it once."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from corpus.model import Provenance, Reading, RejectionError
from corpus.readers.docx_blocks import Blocks
from corpus.readers.docx_chunks import Chunks
from corpus.readers.docx_package import Parts, W, open_docx
from corpus.readers.drafts import Draft, joined, title_of
from corpus.readers.title_lines import with_whole_titles
from corpus.sniff import DOCX


def read(data: bytes) -> Reading:
    """A DOCX as a reading: blocks with the number of their paragraph, notes at the end, then the heads of its pages."""
    return _read(open_docx(data))


def _read(parts: Parts) -> Reading:
    reading, pictures = _once(parts, every_picture=False)
    if not _has_content(reading):
        reading, pictures = _once(parts, every_picture=True)
    if pictures and not _has_content(reading):
        raise RejectionError("needs_ocr", f"The document holds nothing but pictures. {reading.partial}")
    return reading


def _has_content(reading: Reading) -> bool:
    return any(not block.furniture for block in reading.blocks)


def _once(parts: Parts, every_picture: bool) -> tuple[Reading, int]:
    """The reading, and how many pictures of text were met."""
    chunks = Chunks(parts.chunks, parts.fetch, _embedded)
    walk = Blocks(parts, chunks.drafts, every_picture)
    text, blocks = joined(with_whole_titles(_drafts(parts, walk)))
    reading = Reading(
        text,
        blocks,
        "paragraph",
        DOCX,
        title=title_of(text, blocks),
        partial=" ".join(filter(None, (chunks.unread, walk.pictures.missing()))) or None,
        warnings=(*parts.warnings, *walk.pictures.warnings()),
    )
    return reading, walk.pictures.found


def _embedded(data: bytes) -> Reading:
    """A DOCX inside a DOCX. What it embeds in its turn is left alone: such a chain may have no end."""
    return _read(replace(open_docx(data), chunks={}))


def _drafts(parts: Parts, walk: Blocks) -> Iterator[Draft]:
    body = parts.document.find(W + "body")
    if body is not None:
        yield from walk.content(body)
    notes = {"footnotes": _notes(parts.footnotes), "endnotes": _notes(parts.endnotes)}
    for kind, note_id, paragraph in walk.notes:
        note = notes[kind].pop(note_id, None)
        if note is not None:
            yield from _note(walk, note, paragraph)
    yield from _page_furniture(parts, walk)


def _notes(part: etree._Element | None) -> dict[str, etree._Element]:
    return {} if part is None else {str(note.get(W + "id")): note for note in part}


def _note(walk: Blocks, note: etree._Element, paragraph: int) -> Iterator[Draft]:
    for draft in walk.beside(note):
        yield Draft(draft.text.strip(), "note", Provenance(paragraph=paragraph), furniture=draft.furniture)


def _page_furniture(parts: Parts, walk: Blocks) -> Iterator[Draft]:
    """The lines of heads and feet of pages, each once: no content, but none that is lost in silence."""
    lines = dict.fromkeys(draft.text.strip() for head in parts.heads for draft in walk.beside(head))
    for line in lines:
        yield Draft(line, furniture="running_head")
