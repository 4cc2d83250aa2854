"""Texts, pictures and files of no or another kind: what copying, naming and typing leave behind, runs of one sign."""

import struct
import zlib
from email.message import EmailMessage

from corpus.compound import SIGNATURE
from tests.corpus.compound_files import FREE, PASSWORD, SECOND_TABLE, compound, word
from tests.corpus.docx_files import docx, paragraph
from tests.threats import files_pdf

WORDS = "一、主要做法\n一是加强教育培训。全年举办培训班12期。存在责任不清的问题。\n"


def _long_docx() -> bytes:
    return docx(paragraph("".join(chr(0x4E00 + number * 7 % 5000) for number in range(600))))


REPORT_OF = {"docx": _long_docx, "pdf": files_pdf.report}


def empty() -> bytes:
    """No byte at all."""
    return b""


def zeros(count: int = 4096) -> bytes:
    """Zero bytes, as a copy that broke off leaves them."""
    return bytes(count)


def plain(encoding: str = "utf-8") -> bytes:
    """A report in an encoding."""
    return WORDS.encode(encoding)


def mail(charset: str = "utf-8") -> bytes:
    """A saved mail with a file attached; its words are carried in base64 or in what `charset` makes of them."""
    found = EmailMessage()
    found["From"], found["MIME-Version"] = "a@example.org", "1.0"
    found.set_content(WORDS, charset=charset)
    found.add_attachment(docx(paragraph("甲")), maintype="application", subtype="octet-stream", filename="甲.docx")
    return found.as_bytes()


def made_as(kind: str) -> bytes:
    """A sound document of a kind, to be given a name of another."""
    return REPORT_OF[kind]()


def old_word(protected: bool = False) -> bytes:
    """A document of Word 97, in its outer form."""
    return word(SECOND_TABLE | PASSWORD) if protected else word()


def circle_of_sectors(shift: int = 16) -> bytes:
    """A compound file of two sectors, of 2^shift bytes, whose directory and table of sectors are the same one again
    and again.
    """
    versions = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, shift, 6)
    counts = struct.pack("<IIIIIIIII", 0, 1, 0, 0, 4096, FREE, 0, FREE, 0)
    head = SIGNATURE + bytes(16) + versions + counts + struct.pack("<109I", *[0] * 109)
    return head.ljust(1 << shift, b"\0") + bytes(1 << shift)[:-1] + b"\1"


def protected_docx() -> bytes:
    """A DOCX with a password: a compound file around it."""
    return compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"x" * 5000})


def cut(kind: str, share: int) -> bytes:
    """A document of which so many hundredths are copied."""
    whole = REPORT_OF[kind]()
    return whole[: len(whole) * share // 100]


def with_zeros(kind: str, share: int) -> bytes:
    """A document whose length is right and whose rest is zero bytes."""
    whole = REPORT_OF[kind]()
    return whole[: len(whole) * share // 100].ljust(len(whole), b"\0")


def flipped(kind: str, at: int) -> bytes:
    """A document with one bit the other way round, so many thousandths from its beginning."""
    whole = bytearray(REPORT_OF[kind]())
    whole[len(whole) * at // 1000] ^= 0x10
    return bytes(whole)


def run(sign: str, count: int, before: str = "培训", after: str = "次。") -> bytes:
    """A text in which one sign, or a few, stand again and again."""
    return f"一、主要做法\n{before}{sign * count}{after}\n全年举办培训班12期。\n".encode()


def lines(line: str, count: int) -> bytes:
    """A text of so many lines alike."""
    return (line + "\n").encode() * count


def signs(text: str) -> bytes:
    """A report with signs in it that are no letters; `half`: half of a character of UTF-16."""
    text = "\ud800" if text == "half" else text
    return WORDS.encode().replace(b"12", text.encode("utf-8", "surrogatepass") + b"12")


def picture(side: int, megabytes: int) -> bytes:
    """A PNG that says it is so wide and high, and unpacks to so many MB."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", files_pdf.zeros(megabytes)), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rich(depth: int) -> bytes:
    """An RTF whose groups nest so deep."""
    return b"{\\rtf1" + b"{" * depth + b"a" + b"}" * depth + b"}"
