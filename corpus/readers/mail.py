"""Saved mail (EML): what is written in it; what is attached is told of and not read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.errors import CloseBoundaryNotFoundDefect, MessageError
from email.header import decode_header, make_header
from email.message import Message

from corpus.encodings import decode, utf8
from corpus.model import Provenance, Reading, RejectionError
from corpus.readers.drafts import Draft, joined, plain
from corpus.readers.html import honoured, read_page
from corpus.readers.html_main import prose_of
from corpus.readers.mhtml import OWN, body_of, charset_of, parts_of
from corpus.sniff import MAIL

# No subject is longer (characters), and odd ones take long to decode.
LONGEST_SUBJECT = 2_000
CUT = "The end of the mail is missing: it was not copied completely. Copy or save it again."


def read(data: bytes) -> Reading:
    """A mail as a reading: its plain text, or its page where it has hardly any. Raises RejectionError: `empty`, and
    what `read_page` raises.
    """
    parts = [*parts_of(data)]
    own = [part for part in parts if not part.is_multipart() and part.get_filename() is None]
    attached = sum(not part.is_multipart() and part.get_filename() is not None for part in parts)
    pages = [part for part in own if part.get_content_type() == "text/html"]
    found = _written([part for part in own if part.get_content_type() == "text/plain"])
    if prose_of(found.text) < OWN and pages:
        found = read_page(body_of(pages[0]), charset_of(pages[0]))
    if not found.blocks:
        raise RejectionError("empty", " ".join(["There is no text in the mail.", *_told(attached)]))
    title = _subject(parts[0]) or found.title
    partial = CUT if any(map(_is_cut, parts)) else None
    return replace(found, media_type=MAIL, title=title, partial=partial, warnings=(*found.warnings, *_told(attached)))


def _is_cut(part: Message) -> bool:
    return any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects)


def _written(parts: Sequence[Message]) -> Reading:
    """The lines of the parts that are plain text."""
    lines = (line for part in parts for line in _text(part).splitlines())
    drafts = (Draft(plain(line).strip(), where=Provenance(paragraph=number)) for number, line in enumerate(lines, 1))
    text, blocks = joined(drafts)
    return Reading(text, blocks, "paragraph", MAIL)


def _text(part: Message) -> str:
    """The words of a part: in UTF-8 where they can be, in what it declares, or as any text."""
    data, told = body_of(part), charset_of(part)
    if told and utf8(data) is None:
        try:
            return data.decode(honoured(told.lower()))
        except UnicodeDecodeError:
            pass
    return decode(data)[0].replace("\0", "")


def _subject(mail: Message) -> str | None:
    try:
        return str(make_header(decode_header(str(mail["subject"] or "")[:LONGEST_SUBJECT]))).strip() or None
    except (LookupError, MessageError, ValueError):  # an encoding that nobody knows, or bytes that are none of it
        return None


def _told(attached: int) -> Iterator[str]:
    if attached:
        yield f"The mail has attachments that were not read: {attached}. Save them beside it."
