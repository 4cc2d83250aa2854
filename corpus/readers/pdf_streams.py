"""The compressed streams of a PDF, unpacked once to nowhere: which are damaged, and whether one is a bomb.

pdfium shows what it can read and does not tell what it could not.
"""

import io
import logging
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from corpus.limits import in_force
from corpus.model import RejectionError

# All streams may have so many times what one may have once unpacked; a page of a report has some thousand bytes.
MANY = 4
STEP = 2**16
# What is this short becomes at most a thousand times as long.
SHORT = 2**12
DICTIONARY = 2_000
# Two numbers before the word obj, with blanks.
NUMBERED = 32
START = re.compile(rb"stream\r?\n")
# The dictionary of most streams.
PLAIN = re.compile(
    rb"\s{0,9}<<\s{0,9}(?:/Filter\s{0,9}/FlateDecode\s{0,9}/Length\s{1,9}\d{1,9}"
    rb"|/Length\s{1,9}\d{1,9}\s{0,9}/Filter\s{0,9}/FlateDecode)\s{0,9}>>\s{0,9}"
)
OBJECT = re.compile(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\Z")
FILTER = re.compile(rb"/Filter\s{0,9}(\[[^\]]{0,200}\]|/[^\s/<>\[\]()]{1,40})")
NAME = re.compile(rb"/([^\s/\[\]]{1,40})")
# Signs that a filter is meant where none can be read.
PACKED = re.compile(rb"/Filter\b|/(?:Flate|ASCII85|LZW)Decode\b")
KNOWN = frozenset(
    f"{name}Decode".encode()
    for name in ("ASCIIHex", "ASCII85", "LZW", "Flate", "RunLength", "CCITTFax", "JBIG2", "DCT", "JPX")
) | {b"Crypt", b"AHx", b"A85", b"LZW", b"Fl", b"RL", b"CCF", b"DCT"}
FLATE = frozenset({b"FlateDecode", b"Fl"})
ASCII85 = frozenset({b"ASCII85Decode", b"A85"})
# Letters to a group, the digits from nought to 84, four bytes of nought, and what each place of a group is worth.
LETTERS = 5
DIGITS = bytes(range(33, 118))
ZEROS, LAST = DIGITS[:1] * LETTERS, DIGITS[-1:]
WORTH = 85 ** np.arange(LETTERS, dtype=np.uint64)[::-1]
LARGEST = 2**32 - 1
# A stream without a byte, as some writers put around the contents of a page: nothing is lost where nothing stands.
EMPTY = re.compile(rb"/Length\s{1,9}0(?!\s{1,9}\d{1,5}\s{1,9}R)\b")
BLANKS = 4
# Pictures, fonts, colour profiles and metadata: large, and no word is lost with them.
WORDLESS = re.compile(
    rb"/Subtype\s{0,9}/(?:Image|Type1C|CIDFontType0C|OpenType|XML)\b|/Length[123]\b|/Alternate\b|/Type\s{0,9}/Metadata\b"
)
# The operators that show text, behind a string or an array of strings.
SHOWS = re.compile(rb"[)>\]]\s{0,9}T[jJ]\b")
INLINE_IMAGE = re.compile(rb"\sID\s")
ESCAPED = re.compile(rb"\\.", re.DOTALL)
# What unpacks to the end and only lacks its checksum is whole; with a wrong one it is not.
CHECKSUM = b"\0" * 4


def damaged_streams(data: bytes) -> tuple[int, ...]:
    """The object numbers of the streams that hold words or structure and do not unpack, in the order of the file.

    Raises RejectionError: `inflate` where a stream is a bomb. Streams of encrypted files are not looked into.
    """
    if b"/Encrypt" in data:
        return ()
    damaged: list[int] = []
    total, most = 0, MANY * in_force().unpacked_bytes
    for number, dictionary, body in _streams(data):
        size = _unpacked(dictionary, body)
        if size < 0:
            damaged.append(number)
        total += max(size, 0)
        if total > most:
            raise bomb()
    return tuple(dict.fromkeys(damaged))


def _streams(data: bytes) -> Iterator[tuple[int, bytes, memoryview]]:
    """Object number, dictionary and bytes of every stream that may hold words."""
    view = memoryview(data)
    for match in START.finditer(data):
        if data.endswith(b"end", 0, match.start()):
            continue
        number, at = _object_before(data, match.start())
        dictionary = data[at : match.start()] if at else b""
        if PLAIN.fullmatch(dictionary) or (dictionary.rstrip().endswith(b">>") and not WORDLESS.search(dictionary)):
            end = data.find(b"endstream", match.end())
            yield number, dictionary, view[match.end() : end if end >= 0 else len(data)]


def _object_before(data: bytes, end: int) -> tuple[int, int]:
    """The number of the object that a stream belongs to, and where its dictionary begins; zeros if there is none."""
    at = data.rfind(b"obj", max(0, end - DICTIONARY), end)
    # So it is nearly always: a line that holds nothing else.
    words = data[max(0, at - NUMBERED) : at].rpartition(b"\n")[2].split(b" ") if at >= 0 else []
    if len(words) == 3 and words[0].isdigit() and words[1].isdigit() and not words[2]:
        return int(words[0]), at + len(b"obj")
    while at >= 0:
        found = OBJECT.search(data, max(0, at - NUMBERED), at + len(b"obj"))
        if found:
            return int(found[1]), found.end()
        at = data.rfind(b"obj", max(0, end - DICTIONARY), at)
    return 0, 0


def _unpacked(dictionary: bytes, body: memoryview) -> int:
    """How many bytes a stream has once unpacked, as far as its filters are ours to follow; -1 where it is damaged."""
    if len(body) <= BLANKS and EMPTY.search(dictionary) and not bytes(body).strip():
        return 0
    if PLAIN.fullmatch(dictionary) and (size := _small([b"FlateDecode"], body)):
        return size
    match = FILTER.search(dictionary)
    if match is None:
        return -1 if PACKED.search(dictionary) or _unbalanced(bytes(body)) else 0
    filters = NAME.findall(match[1])
    if not all(name in KNOWN for name in filters):
        return -1
    try:
        return _small(filters, body) or sum(len(chunk) for chunk in _through(filters, body))
    except (zlib.error, ValueError):
        return -1


def _small(filters: list[bytes], body: memoryview) -> int:
    """How many bytes a stream has that is too short for a bomb and whole; else nothing."""
    if len(body) > SHORT or len(filters) != 1 or filters[0] not in FLATE:
        return 0
    try:
        size = len(zlib.decompress(body))
    except zlib.error:
        return 0
    return size if size <= in_force().unpacked_bytes else 0


def _unbalanced(body: bytes) -> bool:
    """Whether contents that are not compressed, and have no checksum, hold a string without an end or a beginning."""
    if not SHOWS.search(body) or INLINE_IMAGE.search(body):
        return False
    plain = ESCAPED.sub(b"", body)
    return plain.count(b"(") != plain.count(b")")


def _through(filters: list[bytes], body: memoryview) -> Iterable[bytes]:
    """The bytes of a stream behind its filters, piece by piece; nothing from the first filter on that is not ours."""
    chunks: Iterable[bytes] = (bytes(body[at : at + STEP]) for at in range(0, len(body), STEP))
    for name in filters:
        if name in ASCII85:
            chunks = bytes_of_ascii85(chunks)
        elif name in FLATE:
            chunks = inflated(chunks)
        else:
            return ()
    return chunks


def bytes_of_ascii85(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes that the letters stand for; `~>` ends them. Raises ValueError where they stand for none."""
    rest = b""
    for chunk in chunks:
        letters, end, _ = b"".join((rest, *chunk.split())).partition(b"~")
        # z stands for four zero bytes by itself, between whole groups of five.
        *groups, rest = letters.split(b"z")
        if any(len(group) % LETTERS for group in groups):
            raise ValueError("z inside a group")
        whole = len(rest) - len(rest) % LETTERS
        yield _numbers(ZEROS.join((*groups, rest[:whole])))
        rest = rest[whole:]
        if end:
            break
    yield _numbers(rest + LAST * (-len(rest) % LETTERS))[: max(0, len(rest) - 1)]


def _numbers(letters: bytes) -> bytes:
    """Each five letters as the number of four bytes that they spell, as `base64.a85decode` does in twenty times the
    time.
    """
    if letters.translate(None, DIGITS):
        raise ValueError("not a letter of ASCII85")
    digits = np.frombuffer(letters, np.uint8).reshape(-1, LETTERS) - np.uint8(DIGITS[0])
    numbers = digits @ WORTH
    if numbers.max(initial=0) > LARGEST:
        raise ValueError("more than four bytes hold")
    return numbers.astype(">u4").tobytes()


def inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a zlib stream. Raises zlib.error, or RejectionError where they are too many."""
    unpacker = zlib.decompressobj()
    total, most = 0, in_force().unpacked_bytes
    for chunk in chunks:
        rest = chunk
        while rest and not unpacker.eof:
            found = unpacker.decompress(rest, STEP)
            total += len(found)
            if total > most:
                raise bomb()
            yield found
            rest = unpacker.unconsumed_tail
            if not found and not rest:
                break
        if unpacker.eof:
            return
    yield from _ended(unpacker)


def _ended(unpacker: "zlib._Decompress") -> Iterator[bytes]:
    """What is left in the unpacker; raises zlib.error where the stream is cut off before its checksum."""
    yield unpacker.flush()
    try:
        unpacker.decompress(CHECKSUM, 1)
    except zlib.error as error:
        if "data check" in str(error):
            return
    if not unpacker.eof:
        raise zlib.error("cut off")


def bomb() -> RejectionError:
    """The refusal of a PDF of which a stream is too large once unpacked."""
    return RejectionError(
        "inflate",
        f"A part of the PDF has more than {in_force().unpacked_bytes >> 20} MB when unpacked, as in a bomb. "
        "It was not opened; JINGYAN_UNPACKED_MB raises the limit.",
    )


def pages_lost(data: bytes, damaged: Sequence[int], void: Sequence[int]) -> tuple[int, ...]:
    """The pages (from 1) whose contents are in damaged objects, and those of the void ones whose contents are lost.

    None where the pages cannot be told.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what is broken is told once, and by us
    import pdfplumber  # takes long to load, and hardly a document is damaged or has pages with nothing on them

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return tuple(
                page.page_number
                for page in document.pages
                if any(getattr(part, "objid", None) in damaged for part in page.page_obj.contents)
                or (page.page_number in void and any(map(_holds_words, page.page_obj.contents)))
            )
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - the file is damaged: whatever happens, the number of the page is only not known
        return ()


def _holds_words(part: Any) -> bool:
    """Whether contents show text, or cannot be found."""
    found = part.resolve() if hasattr(part, "resolve") else part
    return not hasattr(found, "get_data") or SHOWS.search(found.get_data()) is not None
