"""What may happen to the bytes of a file and the letters of a text. Each is a pure function of its input and of a
seeded source of chance.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from random import Random

BYTES = (
    b"", b"\0", b"\xff", b"\n", b"<", b">", b"&#0;", b"]]>", b"%%EOF", b"endobj", b"stream\n", b"1 0 R", b"-1",
    b"9" * 30, b"<![CDATA[", b"<!DOCTYPE a>", b"\xef\xbb\xbf", "一".encode("gbk"), "一".encode("utf-16"),
)  # fmt: skip
LETTERS = (
    "", "\n", "\n\n", " ", "\u3000", "\u200b", "\ufeff", "\u202e", "\ud800", "\0", "\x1b[0m", "\U0001f600", "e\u0301",
    "。", "、", "，", "：", "“", "”", "（", "—", "-", "|", "\t", "%", "9" * 400, "0.0.0.0", "1.", "１２", "①",
    "一", "一是", "（一）", "一、", "第一，", "百分之", "某", "××", "亿万千", "两张皮", "联而不动", "例", "𠮷", "年",
    "2020年13月45日", "=HYPERLINK(1)", "<script>",
)  # fmt: skip
MOST = 4  # mutations of one file
MOST_AT_ONCE = 2000  # bytes or letters that one mutation takes away, doubles or moves
MOST_INSIDE = 8 * 2**20  # bytes of a member of a package that is mutated

Mutation = Callable[[bytes, Random], bytes]


def _range(length: int, chance: Random) -> tuple[int, int]:
    start = chance.randrange(length + 1)
    return start, min(length, start + chance.randrange(1, MOST_AT_ONCE))


def flip(data: bytes, chance: Random) -> bytes:
    """One bit is another."""
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def cut(data: bytes, chance: Random) -> bytes:
    """A stretch is gone."""
    start, stop = _range(len(data), chance)
    return data[:start] + data[stop:]


def end(data: bytes, chance: Random) -> bytes:
    """The file was copied by halves."""
    return data[: chance.randrange(len(data) + 1)]


def double(data: bytes, chance: Random) -> bytes:
    """A stretch stands twice."""
    start, stop = _range(len(data), chance)
    return data[:stop] + data[start:]


def insert(data: bytes, chance: Random) -> bytes:
    """Something stands where it does not belong."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(BYTES) * chance.choice((1, 1, 2, 50)) + data[at:]


def move(data: bytes, chance: Random) -> bytes:
    """A stretch stands elsewhere."""
    start, stop = _range(len(data), chance)
    rest = data[:start] + data[stop:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:stop] + rest[at:]


PLAIN: tuple[Mutation, ...] = (flip, flip, cut, end, double, insert, move)


def mutated(data: bytes, chance: Random) -> bytes:
    """A file after some of them; in a package, mostly, one of its members, and the package is whole again."""
    for _ in range(chance.randint(1, MOST)):
        inside = chance.random() < 0.8 and zipfile.is_zipfile(io.BytesIO(data))
        data = _inside(data, chance) if inside else chance.choice(PLAIN)(data, chance)
    return data


def _inside(data: bytes, chance: Random) -> bytes:
    try:
        members = list(_members(data))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        return flip(data, chance)  # the package was harmed before
    chosen = chance.randrange(len(members)) if members else -1
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for at, (name, content) in enumerate(members):
            told = zipfile.ZipInfo(name)
            package.writestr(told, chance.choice(PLAIN)(content, chance) if at == chosen else content)
    return packed.getvalue()


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for member in package.infolist():
            if member.file_size < MOST_INSIDE:
                yield member.filename, package.read(member)


def reworded(text: str, chance: Random) -> str:
    """A text in which letters are gone, doubled, moved and strange."""
    for _ in range(chance.randint(1, MOST * 3)):
        start, stop = _range(len(text), chance)
        stop = min(stop, start + chance.choice((1, 3, 30, 300)))
        piece = chance.choice(LETTERS) * chance.choice((1, 1, 1, 3, 200))
        text = chance.choice((
            text[:start] + text[stop:],
            text[:start] + piece + text[start:],
            text[:start] + piece + text[stop:],
            text[:stop] + text[start:stop] * chance.choice((1, 5)) + text[stop:],
        ))  # fmt: skip
    return text
