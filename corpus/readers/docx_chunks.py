"""Whole files that a DOCX embeds where a program pasted them together: pages, texts, other DOCX (w:altChunk)."""

import re
from collections.abc import Callable, Iterator

from corpus.model import Reading, RejectionError
from corpus.readers.drafts import Draft
from corpus.sniff import DOCX, sniff

# How a web archive begins. Unlike files that stand alone, one of a single part is a web archive too.
WEB_ARCHIVE = re.compile(rb"\s{0,99}[a-z-]{1,40}:(?s:.{0,2000})mime-version:|\s{0,99}mime-version:", re.IGNORECASE)
UNREAD = "A file that the document embeds could not be read: {}"


class Chunks:
    """The embedded files; `unread` tells why one could not be read, or None.

    `names`: their names by the ids of references; `fetch` gives the file with such an id. `nested` reads a DOCX.
    """

    def __init__(
        self, names: dict[str, str], fetch: Callable[[str], bytes | None], nested: Callable[[bytes], Reading]
    ) -> None:
        self.unread: str | None = None
        self._names = names
        self._left = set(names.values())
        self._fetch = fetch
        self._nested = nested

    def drafts(self, reference: str) -> Iterator[Draft]:
        """The content of the file with this id, where it is first referred to."""
        name = self._names.get(reference)
        if name not in self._left:
            return
        self._left.remove(name)
        reading = self._readable(reference)
        if reading is None:
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

    def _readable(self, reference: str) -> Reading | None:
        """The reading of a file; of one that cannot be read, why."""
        try:
            return self._reading(self._fetch(reference) or b"")
        except MemoryError:
            raise
        except RejectionError as error:
            self.unread = UNREAD.format(error.reason)
        except Exception as error:  # noqa: BLE001 - mail is read in countless ways; none may cost the whole document
            self.unread = UNREAD.format(f"It breaks the rules of its format ({type(error).__name__}).")
        return None

    def _reading(self, data: bytes) -> Reading:
        from corpus.readers import mhtml, read

        if WEB_ARCHIVE.match(data):
            return mhtml.read(data)
        return self._nested(data) if sniff(data, "altChunk") == DOCX else read(data, "altChunk")
