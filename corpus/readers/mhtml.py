"""Web archives (MHTML), as browsers save whole pages: the page in them is read as HTML is."""

from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from corpus.model import Reading, RejectionError
from corpus.readers.html import read_page
from corpus.sniff import MHTML


def read(data: bytes) -> Reading:
    """A web archive as a reading: its first page, which is the one that was saved. Frames in it are not read."""
    page = next((part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"), None)
    body = _body(page) if page is not None else b""
    if page is None or not body:
        raise RejectionError("empty", "There is no page in the web archive (MHTML). Save the page as HTML or DOCX.")
    return replace(read_page(body, _charset(page)), media_type=MHTML)


def _body(page: Message) -> bytes:
    found, written = page.get_payload(decode=True), page.get_payload()
    # What cannot be decoded is given back as it is written: a page cut off in the middle.
    if str(page.get("content-transfer-encoding", "")).strip().lower() == "base64" and isinstance(written, str):
        undecoded = written.encode("ascii", "surrogateescape")
        if found == undecoded and undecoded.strip():
            raise RejectionError("damaged", "The web archive (MHTML) was not copied completely. Save the page anew.")
    return found if isinstance(found, bytes) else b""


def _charset(page: Message) -> str | None:
    charset = page.get_param("charset")
    return charset if isinstance(charset, str) else None
