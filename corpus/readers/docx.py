"""DOCX: our own walk over the XML, in the order of the document, with everything that stands in it once."""

from collections.abc import Iterator

from lxml import etree

from corpus.model import Provenance, Reading
from corpus.readers.docx_blocks import Blocks
from corpus.readers.docx_package import Parts, W, open_docx
from corpus.readers.drafts import Draft, joined, title_of
from corpus.sniff import DOCX


def read(data: bytes) -> Reading:
    """A DOCX as a reading: blocks with the number of their paragraph, notes at the end."""
    parts = open_docx(data)
    text, blocks = joined(_drafts(parts))
    return Reading(text, blocks, "paragraph", DOCX, title=title_of(text, blocks), warnings=parts.warnings)


def _drafts(parts: Parts) -> Iterator[Draft]:
    walk = Blocks(parts.styles, parts.numbering)
    body = parts.document.find(W + "body")
    if body is not None:
        yield from walk.content(body)
    notes = {"footnotes": _notes(parts.footnotes), "endnotes": _notes(parts.endnotes)}
    for kind, note_id, paragraph in walk.notes:
        note = notes[kind].pop(note_id, None)
        if note is not None:
            yield from _note(walk, note, paragraph)


def _notes(part: etree._Element | None) -> dict[str, etree._Element]:
    return {} if part is None else {str(note.get(W + "id")): note for note in part}


def _note(walk: Blocks, note: etree._Element, paragraph: int) -> Iterator[Draft]:
    for draft in walk.content(note):
        yield Draft(draft.text.strip(), "note", Provenance(paragraph=paragraph), furniture=draft.furniture)
