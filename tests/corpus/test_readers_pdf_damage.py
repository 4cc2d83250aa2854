"""PDF with damaged or lying streams: what is lost is told, what is a bomb is not opened."""

import base64
import io
import re
import zlib
from collections.abc import Callable
from functools import partial

import pytest
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits, limiting
from corpus.model import RejectionError
from corpus.readers import pdf_streams, read
from tests.corpus.pdf_files import BODY, HEIGHT, SENTENCES, WIDTH, pdf, set_lines, wrapped
from tests.corpus.readings import paragraphs


def compressed(*texts: str) -> bytes:
    """A page for each text, its contents compressed with zlib."""
    buffer = io.BytesIO()
    document = Canvas(buffer, (WIDTH, HEIGHT), invariant=1, pageCompression=1)
    for text in texts:
        set_lines(document, wrapped([text]))
        document.showPage()
    document.save()
    return buffer.getvalue()


def contents(data: bytes) -> list[tuple[int, int]]:
    """Where the streams of the pages are."""
    return [match.span(1) for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)]


def spoilt(data: bytes, page: int) -> bytes:
    """The file with a letter in the middle of the contents of a page changed."""
    start, end = contents(data)[page - 1]
    at = (start + end) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("ascii85", [True, False])
def test_contents_that_do_not_unpack(ascii85: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rl_config, "useA85", int(ascii85))
    whole = compressed(SENTENCES * 6, SENTENCES * 5, SENTENCES * 4)
    assert read(whole, "a.pdf").partial is None
    reading = read(spoilt(whole, 2), "a.pdf")
    assert reading.partial is not None
    assert "on page 2 " in reading.partial
    with pytest.raises(RejectionError) as caught:
        read(cut_streams(compressed(SENTENCES)), "a.pdf")
    assert caught.value.code == "damaged"


def cut_streams(data: bytes) -> bytes:
    """The file with blanks in place of all contents."""
    for start, end in contents(data):
        data = data[:start] + b"!" * (end - start) + data[end:]
    return data


@pytest.mark.parametrize("filters", [[zlib.compress], [zlib.compress, zlib.compress]])
def test_a_stream_that_is_a_bomb_is_not_opened(
    filters: list[Callable[[bytes], bytes]],
) -> None:
    data = b" " * (2**20)
    for pack in filters:
        data = pack(data)
    names = b"/FlateDecode " * len(filters)
    file = b"%%PDF-1.4\n4 0 obj\n<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream\nendobj\n%%%%EOF" % (
        len(data),
        names,
        data,
    )
    assert pdf_streams.damaged_streams(file) == ()
    with limiting(Limits(unpacked_bytes=2**20 - 1)), pytest.raises(RejectionError) as caught:
        read(file, "a.pdf")
    assert caught.value.code == "inflate"


def stream(dictionary: bytes, body: bytes) -> bytes:
    return b"7 0 obj\n<<%s>>\nstream\r\n%s\r\nendstream\nendobj\n" % (dictionary, body)


PACKED = zlib.compress(b"BT (a) Tj ET " * 50)
FLATE = b"/Filter /FlateDecode"


@pytest.mark.parametrize(
    ("dictionary", "body", "damaged"),
    [
        (FLATE, PACKED, False),
        (FLATE, PACKED[:-4], False),
        (FLATE, PACKED[:-9], True),
        (FLATE, PACKED[:-1] + b"\0", True),
        (FLATE, b"", True),
        (b"/Length 0" + FLATE, b"", False),
        (FLATE + b" /Length 0", b"\n", False),
        (b"/Length 0" + FLATE, b"damaged", True),
        (b"/Filter/FlatgDecode", PACKED, True),
        (b"/Filtgr/FlateDecode", PACKED, True),
        (b"/Filter K /FlateDecode ]", PACKED, True),
        (b"/Filter [ /ASCII85Decode /FlateDecode ]", base64.a85encode(PACKED) + b"~>", False),
        (b"/Filter [ /ASCII85Decode /FlateDecode ]", base64.a85encode(PACKED, wrapcol=7), False),
        (b"/Filter /LZWDecode", b"xx", False),
        (b"/Subtype /Image" + FLATE, b"xx", False),
        (b"/Length1 20" + FLATE, b"xx", False),
        (b"/Length 2", b"xx", False),
        (b"/Length 2", rb"BT (a \\\( b) Tj ET", False),
        (b"/Length 2", b"BT (a ( b) Tj ET", True),
        (b"/Length 2", b"BI ID (( EI (a) Tj", False),
    ],
)
def test_which_streams_are_damaged(dictionary: bytes, body: bytes, damaged: bool) -> None:
    assert pdf_streams.damaged_streams(stream(dictionary, body)) == ((7,) if damaged else ())
    assert pdf_streams.damaged_streams(stream(dictionary, body) + b"/Encrypt") == ()


def test_an_index_that_was_made_anew_is_told() -> None:
    data = compressed(SENTENCES)
    at = data.rindex(b"startxref") + 10
    reading = read(data[:at] + b"7" + data[at + 1 :], "a.pdf")
    assert [words for words in reading.warnings if "index" in words]
    assert SENTENCES in "".join(paragraphs(reading))


def test_a_page_whose_contents_are_not_found() -> None:
    whole = compressed(SENTENCES * 6, SENTENCES * 5)
    start = whole.rindex(b" obj", 0, contents(whole)[1][0])
    reading = read(whole[:start] + b" oBj" + whole[start + 4 :], "a.pdf")
    assert reading.partial is not None
    assert "on page 2 " in reading.partial
    blank = read(pdf(lambda page: set_lines(page, wrapped(BODY)), lambda _: None), "a.pdf")
    assert (blank.partial, blank.pages) == (None, 2)


def without_page(data: bytes, page: int) -> bytes:
    """The file with the object of a page emptied."""
    starts = [match.start() for match in re.finditer(rb"\n\d+ 0 obj\n<<\n/Contents", data)]
    start = data.index(b"<<", starts[page - 1])
    end = data.index(b"endobj", start)
    return data[:start] + b"null".ljust(end - start) + data[end:]


def test_a_page_that_cannot_be_opened_does_not_keep_the_others() -> None:
    whole = pdf(*(partial(set_lines, lines=wrapped([text])) for text in (SENTENCES * 3, SENTENCES * 2, SENTENCES)))
    reading = read(without_page(whole, 2), "a.pdf")
    assert paragraphs(reading) == [SENTENCES * 3, SENTENCES]
    assert "Page 2 cannot be opened" in (reading.partial or "")
    assert reading.pages == 3
    with pytest.raises(RejectionError) as caught:
        read(without_page(pdf(partial(set_lines, lines=wrapped([SENTENCES]))), 1), "a.pdf")
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("behind", [b"", b"startxref\n", b"%%EO", b"\0" * 3000, b"\r\n<html>error</html>"])
def test_ends_that_were_cut_or_have_something_behind_them(behind: bytes) -> None:
    whole = pdf(lambda page: set_lines(page, wrapped(BODY)))
    end = whole.rindex(b"%%EOF")
    data = whole[:end] + behind if behind != b"startxref\n" else whole[: whole.rindex(b"startxref")] + behind
    if behind == b"startxref\n":
        with pytest.raises(RejectionError, match="end of the PDF is missing"):
            read(data, "a.pdf")
    else:
        assert paragraphs(read(data, "a.pdf")) == BODY


def test_bytes_before_the_beginning() -> None:
    whole = pdf(lambda page: set_lines(page, wrapped(BODY)))
    assert paragraphs(read(b"\xef\xbb\xbf" + b"X-Header: 1\r\n" * 20 + whole, "a.pdf")) == BODY
