"""Streams of a PDF that unpack to more than a machine holds, however they are labelled: a few KB of file are enough.

A stream is suspected for what its bytes may become at most. What it says it is (a picture, a font, encrypted) does not
clear it: pdfium unpacks what a page names as its contents, whatever that calls itself. Few files have such streams.
"""

import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import prod

from corpus.limits import in_force
from corpus.readers.pdf_streams import bomb, bytes_of_ascii85, inflated

# pdfium takes the next line for the first of a stream, whatever stands behind the word.
START = re.compile(rb"(?<!end)stream[^\r\n]{0,200}(?:\r\n|\r|\n)")
# As much of a dictionary as is looked at: those of office programs have some hundred bytes.
DICTIONARY = 4_000
FILTER = re.compile(rb"/(?:Filter|F)\s{0,9}(\[[^\]]{0,200}\]|/[^\s/<>\[\]()]{1,40})")
NAME = re.compile(rb"/([^\s/\[\]]{1,40})")
SHORT_NAMES = {
    b"Fl": b"FlateDecode",
    b"LZW": b"LZWDecode",
    b"RL": b"RunLengthDecode",
    b"A85": b"ASCII85Decode",
    b"AHx": b"ASCIIHexDecode",
}
# How many bytes one byte may become. Filters of pictures are none of these: pdfium stops at them.
GROWTH: Mapping[bytes, int] = {
    b"FlateDecode": 1_032,
    b"LZWDecode": 2_560,
    b"RunLengthDecode": 64,
    b"ASCII85Decode": 4,
    b"ASCIIHexDecode": 1,
}
PICTURE = re.compile(rb"(?:DCT|JPX|CCITTFax|JBIG2)Decode|DCT|CCF")
# What is packed byte by byte takes us long; contents of pages never have so many bytes in these.
SLOW_BYTES = 16 * 2**20
STEP = 2**18
# Filters that are not told are guessed by how zlib streams begin; so many of them at most.
MOST_FILTERS = 8
LZW_CLEAR, LZW_END, LZW_FIRST, LZW_MOST = 256, 257, 258, 4_096
RUN, RUN_END = 257, 128


def check_bombs(data: bytes) -> None:
    """Refuse a PDF of which a stream unpacks to more than the limit; raises RejectionError `inflate`."""
    view, end, most = memoryview(data), 0, in_force().unpacked_bytes
    for match in START.finditer(data):
        if end < match.end():  # looked for once, however many streams have no end of their own
            end = data.find(b"endstream", match.end())
            end = end if end >= 0 else len(data)
        body = view[match.end() : end]
        head = data[max(0, match.start() - DICTIONARY) : match.start()]
        filters = _filters(head[head.rfind(b"obj") + 1 :])
        if _is_suspect(filters, body, most):
            _unpack(body, filters)


def _filters(dictionary: bytes) -> list[bytes] | None:
    """The filters of a stream by their full names, up to the first of pictures; None where they cannot be told."""
    found = FILTER.search(dictionary)
    if found is None:
        return None
    names: list[bytes] = []
    for name in NAME.findall(found[1]):
        if PICTURE.fullmatch(name):
            return names
        names.append(SHORT_NAMES.get(name, name))
    return names if all(name in GROWTH for name in names) else None


def _is_suspect(filters: list[bytes] | None, body: memoryview, most: int) -> bool:
    if filters is None:
        return _is_zlib(bytes(body[:2]))
    return len(body) * prod(GROWTH[name] for name in filters) > most


def _is_zlib(head: bytes) -> bool:
    return len(head) == 2 and head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0


def _unpack(body: memoryview, filters: list[bytes] | None) -> None:
    """Unpack a stream to nowhere, which ends it where it is too much; damage is told elsewhere."""
    try:
        chunks: Iterable[bytes] = (bytes(body[at : at + STEP]) for at in range(0, len(body), STEP))
        for _ in _guessed(chunks) if filters is None else _through(chunks, filters):
            pass
    except (zlib.error, ValueError):
        return


def _through(chunks: Iterable[bytes], filters: list[bytes]) -> Iterable[bytes]:
    for name in filters:
        chunks = _capped(UNPACKERS[name](chunks))
    return chunks


def _guessed(chunks: Iterable[bytes], depth: int = 0) -> Iterator[bytes]:
    """The bytes behind as many layers of zlib as begin like one."""
    found = iter(chunks)
    first = next(found, b"")
    again = _chained(first, found)
    yield from _guessed(inflated(again), depth + 1) if _is_zlib(first[:2]) and depth < MOST_FILTERS else again


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _capped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    total, most = 0, in_force().unpacked_bytes
    for chunk in chunks:
        total += len(chunk)
        if total > most:
            raise bomb()
        yield chunk


def _slow(chunks: Iterable[bytes]) -> bytes:
    """All bytes of what is unpacked byte by byte."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > SLOW_BYTES:
            raise bomb()
    return bytes(data)


def _hex(chunks: Iterable[bytes]) -> Iterator[bytes]:
    digits = b"".join(_slow(chunks).partition(b">")[0].split())
    yield binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _run_lengths(chunks: Iterable[bytes]) -> Iterator[bytes]:
    data, at = _slow(chunks), 0
    while at + 1 < len(data) and data[at] != RUN_END:
        length = data[at]
        if length < RUN_END:
            yield data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            yield data[at + 1 : at + 2] * (RUN - length)
            at += 2


def _lzw(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes that the codes stand for; the table changes its width one code early, as the format has it."""
    data = _slow(chunks)
    start = [bytes((number,)) for number in range(256)] + [b"", b""]
    table, last, width, bits, filled = list(start), b"", 9, 0, 0
    for byte in data:
        bits, filled = (bits << 8 | byte) & 0xFFFFFF, filled + 8
        if filled < width:
            continue
        filled -= width
        code = bits >> filled & (1 << width) - 1
        if code == LZW_END:
            return
        if code == LZW_CLEAR:
            table, last, width = list(start), b"", 9
            continue
        if code > len(table) or (code == len(table) and not last):
            raise ValueError("no such code")
        known = table[code] if code < len(table) else last + last[:1]
        yield known
        if last and len(table) < LZW_MOST:
            table.append(last + known[:1])
            width = max(9, min(12, (len(table) + 1).bit_length()))
        last = known


Unpacker = Callable[[Iterable[bytes]], Iterator[bytes]]
UNPACKERS: Mapping[bytes, Unpacker] = {
    b"FlateDecode": inflated,
    b"LZWDecode": _lzw,
    b"RunLengthDecode": _run_lengths,
    b"ASCII85Decode": bytes_of_ascii85,
    b"ASCIIHexDecode": _hex,
}
