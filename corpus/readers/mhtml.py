"""Web archives (MHTML), as browsers save whole pages: the page in them is read as HTML is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32

from corpus.model import Reading, RejectionError
from corpus.readers.html import read_page
from corpus.readers.html_main import prose_of
from corpus.sniff import MHTML

# No program writes longer ones (characters), and the parameters of a header are read in quadratic time.
LONGEST_KIND = 8_192
WITH_PARAMETERS = ("content-type", "content-disposition")
# A page with less prose of its own is but the frame around the pages in it; more of them are not looked at.
OWN = 100
FRAMES = 20
# Archives of odd programs do not name the line that parts them, or name it in a way of their own.
PARTING = re.compile(rb"^--([!-~]{1,70})\r?\n(?=content-)", re.IGNORECASE | re.MULTILINE)


class _Bounded(Compat32):
    """How headers are read; one that tells the kind or the name of a part is never long."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        if sum(map(len, sourcelines)) > LONGEST_KIND and sourcelines[0].lower().startswith(WITH_PARAMETERS):
            raise RejectionError("damaged", "The saved page or mail has a header that cannot be real. Save it anew.")
        return super().header_source_parse(sourcelines)


BOUNDED = _Bounded()


def read(data: bytes) -> Reading:
    """A web archive as a reading: its first page, which is the one that was saved. Of frames the one with most prose is
    read, where that page has hardly any itself.
    """
    pages = [page for page in parts_of(data) if page.get_content_type() == "text/html"]
    if not pages or not any(body_of(page) for page in pages[:1]):
        raise RejectionError("empty", "There is no page in the web archive (MHTML). Save the page as HTML or DOCX.")
    first, failure = None, None
    try:
        first = _read(pages[0])
    except RejectionError as error:
        if error.code != "empty" or len(pages) == 1:
            raise
        failure = error
    if first is None or prose_of(first.text) < OWN:
        framed = max(_framed(pages[1:FRAMES]), key=lambda one: prose_of(one.text), default=None)
        if framed is not None and prose_of(framed.text) >= OWN:
            first = framed
    if first is None:
        raise failure or RejectionError("empty", "There is no text in the web archive (MHTML).")
    return replace(first, media_type=MHTML)


def _read(page: Message) -> Reading:
    return read_page(body_of(page), charset_of(page))


def _framed(pages: list[Message]) -> Iterator[Reading]:
    for page in pages:
        try:
            yield _read(page)
        except RejectionError:
            continue


def parts_of(data: bytes) -> Iterator[Message]:
    """A saved page or mail, and the parts of it at every level."""
    message = message_from_bytes(data, policy=BOUNDED)
    if message.get_content_maintype() == "multipart" and not message.is_multipart():
        parting = PARTING.search(data)
        if parting:
            message = message_from_bytes(
                b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="'
                + parting[1].replace(b'"', b"")
                + b'"\r\n\r\n'
                + data[parting.start() :],
                policy=BOUNDED,
            )
    return message.walk()


def body_of(page: Message) -> bytes:
    """The bytes of a part. Raises RejectionError `damaged` where they are cut off."""
    found = page.get_payload(decode=True)
    # What cannot be decoded is given back as it is written: a page cut off in the middle.
    if str(page.get("content-transfer-encoding", "")).strip().lower() == "base64":
        written = page.get_payload()
        if isinstance(written, str) and found == written.encode("ascii", "surrogateescape") and written.strip():
            raise RejectionError("damaged", "The saved page or mail was not copied completely. Save it anew.")
    return found if isinstance(found, bytes) else b""


def charset_of(page: Message) -> str | None:
    """The encoding that a part declares for itself."""
    charset = page.get_param("charset")
    return charset if isinstance(charset, str) else None
