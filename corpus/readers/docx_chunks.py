"""Whole files that a DOCX embeds where a program pasted them together: pages, texts, other DOCX (w:altChunk)."""

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from corpus.model import Reading, RejectionError
from corpus.readers.drafts import Draft
from corpus.sniff import DOCX, sniff

WEB_ARCHIVE = b"MIME-Version:"
UNREAD = "A file that the document embeds could not be read: {}"


class Chunks:
    """The embedded files by the ids of their references; `unread` tells why one could not be read, or None.

    `nested` reads a DOCX.
    """

    def __init__(self, files: dict[str, bytes], nested: Callable[[bytes], Reading]) -> None:
        self.unread: str | None = None
        self._left = dict(files)
        self._nested = nested

    def drafts(self, name: str) -> Iterator[Draft]:
        """The content of the file with this id, where it is first referred to."""
        data = self._left.pop(name, None)
        if data is None:
            return
        try:
            reading = self._reading(_page_of(data))
        except RejectionError as error:
            self.unread = UNREAD.format(error.reason)
            return
        self.unread = self.unread or (reading.partial and UNREAD.format(reading.partial))
        for block in reading.blocks:
            yield Draft(
                reading.text[block.start : block.end],
                block.kind,
                continues=block.continues,
                level=block.level,
                table=block.table,
                row=block.row,
                furniture=block.furniture,
                bold=block.bold,
            )

    def _reading(self, data: bytes) -> Reading:
        from corpus.readers import read

        return self._nested(data) if sniff(data, "altChunk") == DOCX else read(data, "altChunk")


def _page_of(data: bytes) -> bytes:
    """The page in a web archive (MHTML), with the encoding that its header names made plain; else the data."""
    if WEB_ARCHIVE.lower() not in data[:2000].lower():
        return data
    message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    try:
        text: object = page.get_content() if page else None
    except LookupError:  # an encoding that nobody knows
        return data
    return text.encode("utf-8-sig") if isinstance(text, str) else data
