"""Streams that may be bombs: what is suspected, how each filter is unpacked, and what is let pass."""

import base64
import zlib
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.lzw import lzwdecode
from pdfminer.runlength import rldecode

from corpus.limits import Limits, limiting
from corpus.model import RejectionError
from corpus.readers import pdf_bombs
from tests.threats import files_pdf
from tests.threats.files_pdf import lzw_of_zeros, page_tree, pdf, stream

Unpack = Callable[[Iterable[bytes]], Iterator[bytes]]
WORDS = b"BT /F1 12 Tf 72 720 Td (Twelve courses) Tj ET " * 40


def lzw(data: bytes) -> bytes:
    """The data as LZW codes of nine bits each, the table cleared before it grows beyond them."""
    bits = filled = 0
    for at, byte in enumerate(data):
        codes = (256, byte) if at % 200 == 0 else (byte,)
        for code in codes:
            bits, filled = bits << 9 | code, filled + 9
    bits, filled = bits << 9 | 257, filled + 9
    return (bits << -filled % 8).to_bytes((filled + 7) // 8, "big")


def run_lengths(data: bytes) -> bytes:
    """The data in runs of one to 128 bytes as they are."""
    parts = (data[at : at + 128] for at in range(0, len(data), 128))
    return b"".join(bytes((len(part) - 1,)) + part for part in parts) + b"\x80"


def unpacked(name: bytes, data: bytes) -> bytes:
    return b"".join(pdf_bombs.UNPACKERS[name]([data[at : at + 99] for at in range(0, len(data), 99)]))


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        (b"FlateDecode", zlib.compress(WORDS)),
        (b"LZWDecode", lzw(WORDS)),
        (b"RunLengthDecode", run_lengths(WORDS)),
        (b"ASCII85Decode", base64.a85encode(WORDS) + b"~>"),
        (b"ASCIIHexDecode", WORDS.hex(" ").encode() + b">"),
    ],
)
def test_filters_are_unpacked(name: bytes, packed: bytes) -> None:
    assert unpacked(name, packed) == WORDS


def test_codes_grow_as_another_program_has_them() -> None:
    clear = int("100000000" * 8, 2).to_bytes(9, "big")  # the other one wants to be told so first
    packed = clear + lzw_of_zeros() * 2
    found = unpacked(b"LZWDecode", packed)
    assert found == lzwdecode(packed)
    assert found == bytes(len(found))
    assert len(found) > 14 * 10**6


@given(st.binary(max_size=300))
def test_any_bytes_end(data: bytes) -> None:
    for name in (b"LZWDecode", b"RunLengthDecode", b"ASCIIHexDecode", b"ASCII85Decode", b"FlateDecode"):
        try:
            found = unpacked(name, data)
        except (ValueError, zlib.error):
            continue
        if name == b"RunLengthDecode" and data.endswith(b"\x80"):
            assert found == rldecode(data)


@pytest.mark.parametrize(
    ("dictionary", "packs"),
    [
        (b"/Filter/FlateDecode", 1),
        (b"/Filter[/FlateDecode/Fl]", 2),
        (b"/Fl#6cter/FlateDecode", 1),
        (b"/Filter/Fl#61teDecode", 1),
        (b"/Filter 9 0 R", 3),
        (b"/Filter[/FlateDecode/DCTDecode]", 1),
        (b"/Subtype/Image/Filter/FlateDecode", 1),
    ],
)
def test_a_stream_over_the_limit_is_refused_whatever_it_says(dictionary: bytes, packs: int) -> None:
    data = bytes(2**20)
    for _ in range(packs):
        data = zlib.compress(data)
    file = pdf(page_tree(stream(data, dictionary)))
    pdf_bombs.check_bombs(file)
    with limiting(Limits(unpacked_bytes=2**19)), pytest.raises(RejectionError) as caught:
        pdf_bombs.check_bombs(file)
    assert caught.value.code == "inflate"


@pytest.mark.parametrize(
    "body",
    [
        zlib.compress(WORDS)[:-9],
        b"\x78\x9c" + b"\xff" * 400_000,
        b"stream\n" * 1000,
        b"",
    ],
)
def test_damage_is_no_bomb(body: bytes) -> None:
    for dictionary in (b"/Filter/FlateDecode", b"/Filter 9 0 R", b""):
        pdf_bombs.check_bombs(pdf(page_tree(stream(body, dictionary))))


def test_words_in_a_filter_that_we_follow_slowly_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_bombs, "SLOW_BYTES", 1000)
    file = pdf(page_tree(stream(zlib.compress(run_lengths(bytes(range(256)) * 90_000)), b"/Filter[/Fl/RL]")))
    with pytest.raises(RejectionError):
        pdf_bombs.check_bombs(file)


def test_a_report_is_none() -> None:
    pdf_bombs.check_bombs(files_pdf.report())
