"""Plain text: its lines, with the newlines as they are."""

from collections.abc import Iterator

from corpus.encodings import decode, doubts
from corpus.limits import check_characters
from corpus.model import Block, Provenance, Reading, RejectionError
from corpus.sniff import TEXT


def read(data: bytes) -> Reading:
    """A text file as a reading whose text is the decoded file after its byte-order mark."""
    text, encoding = decode(data)
    check_characters(len(text))
    if "\0" in text:
        raise RejectionError(
            "damaged",
            "The text holds NUL characters: it was not copied completely or is no text. Copy or export it again.",
        )
    return Reading(text, tuple(lines(text)), "offset", TEXT, encoding=encoding, warnings=doubts(text, encoding))


def lines(text: str) -> Iterator[Block]:
    """The lines that hold anything but white space, without their line breaks (of any kind that Unicode knows)."""
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if line.strip():
            yield Block(at, at + len(line.splitlines()[0]), where=Provenance(paragraph=number))
        at += len(line)
