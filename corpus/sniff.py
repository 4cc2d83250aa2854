"""What a file is, by its bytes and never by its suffix."""

import re
from collections.abc import Iterable
from zipfile import ZipFile

from corpus.compound import SIGNATURE as COMPOUND
from corpus.compound import Compound, is_word
from corpus.encodings import MARKS, unmarked_utf16
from corpus.model import RejectionError
from corpus.zipguard import open_zip, read_entry

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD = "application/ofd"
HTML = "text/html"
MHTML = "multipart/related"
MAIL = "message/rfc822"
TEXT = "text/plain"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
PNG, JPEG, GIF, TIFF, BMP = "image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp"
PICTURES = frozenset({PNG, JPEG, GIF, TIFF, BMP})
# What LibreOffice makes a DOCX of, which is read then.
OFFICE = frozenset({DOC, RTF, ODT})

# How far a PDF's header may stand behind junk (the limit of Acrobat), and how much of a file is looked at for tags.
HEADER_WITHIN = 1024
HEAD = 4096
SAVE_AS = "Open it in Word, WPS or LibreOffice and save it as DOCX."
SAVE_TEXT = "Save its text as DOCX or TXT."
EXPORT = "Export it as DOCX, or as PDF with a text layer."
SAVE_PICTURE = "Save it as JPEG or PNG."
TRANSCRIBE = "Write down what is said and save that as DOCX or TXT."
REMOVE = "It is no report; take it out of the folder."
UNPACK = "Unpack it and give the files in it."

WORKS = "a Microsoft Works document (WPS)"

SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xdb\xa5\x2d\0", "a Word 2 document (DOC)", SAVE_AS),
    (b"\x01\xfe", WORKS, SAVE_AS),
    (b"Rar!\x1a\x07", "an archive (RAR)", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", UNPACK),
    (b"\x1f\x8b", "a compressed file (gzip)", UNPACK),
    (b"BZh", "a compressed file (bzip2)", UNPACK),
    (b"\xfd7zXZ\0", "a compressed file (xz)", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", UNPACK),
    (b"MSCF\0", "an archive (CAB)", UNPACK),
    (b"HLP\xa0", "a CAJ document", EXPORT),
    (b"CAJ\0", "a CAJ document", EXPORT),
    (b"%!PS", "a PostScript file", EXPORT),
    (b"AC10", "a drawing (DWG)", EXPORT),
    (b"8BPS\0", "an image (PSD)", SAVE_PICTURE),
    (b"ID3", "a sound recording (MP3)", TRANSCRIBE),
    (b"MZ", "a program", REMOVE),
)
# What tells these stands farther on: where, what, its kind and what to do.
INSIDE: tuple[tuple[int, bytes, str, str], ...] = (
    (4, b"ftyphei", "an image (HEIC)", SAVE_PICTURE),
    (4, b"ftypmif1", "an image (HEIC)", SAVE_PICTURE),
    (4, b"ftyp", "a film (MP4)", TRANSCRIBE),
    (8, b"WEBPVP8", "an image (WebP)", SAVE_PICTURE),
    (8, b"AVI LIST", "a film (AVI)", TRANSCRIBE),
    (8, b"WAVEfmt", "a sound recording (WAV)", TRANSCRIBE),
    (257, b"ustar", "an archive (TAR)", UNPACK),
)
# Pictures, which may be scans.
IMAGES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF8", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
)
BITMAP = re.compile(rb"BM.{4}\0{4}.{4}[\x0c\x28\x38\x40\x6c\x7c]\0{3}", re.DOTALL)
ZIPS = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")
PACKAGES: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.xml", "an Excel workbook (XLSX)", SAVE_TEXT),
    ("xl/workbook.bin", "an Excel workbook (XLSB)", SAVE_TEXT),
    ("ppt/presentation.xml", "a presentation (PPTX)", SAVE_TEXT),
    ("META-INF/container.xml", "an e-book (EPUB)", EXPORT),
)
OFD_ROOT = "ofd.xml"
# A container with one of these parts is one document.
SIGNS = frozenset({"[content_types].xml", "mimetype", OFD_ROOT, *(part.lower() for part, _, _ in PACKAGES)})
MANIFEST = "META-INF/manifest.xml"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# Names of streams in the directory of a compound file, where they stand in UTF-16.
STREAMS: tuple[tuple[str, str, str], ...] = (
    ("PowerPoint Document", "a presentation of PowerPoint 97–2003 or WPS (PPT, DPS)", SAVE_TEXT),
    ("Workbook", "a workbook of Excel 97–2003 or WPS (XLS, ET)", SAVE_TEXT),
    ("MatOST", WORKS, SAVE_AS),
    ("Book", "an Excel 5 or 95 workbook (XLS)", SAVE_TEXT),
)
# What the text of later Works documents begins with.
WORKS_TEXT = b"CHNKWKS"
TAG = re.compile(
    r"<(?:!doctype html|html|head|body|meta|title|div|p|table|article|section|br|span|h[1-6]|center)\b", re.IGNORECASE
)
# A web archive begins as a letter does.
HEADER = re.compile(r"[a-z-]{2,40}:")
RELATED = re.compile(r"content-type:\s{0,9}(?:multipart/related|text/html)")
# What the head of a mail says that is no saved page, and how many bytes of it are looked at.
WRITTEN_MAIL = re.compile(
    rb"^content-type:\s{0,9}(?:multipart/(?:mixed|alternative|signed|report)|text/plain)", re.MULTILINE
)
MAIL_HEAD = 2**16
# So many tags in the first 4 KB make a page of a file that does not begin with one.
TAGS = 5
CONTROLS = bytes(sorted(frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a\x1b")))
CONTROL_SHARE = 0.05


def sniff(data: bytes, name: str) -> str:
    """The media type of a file that can be read; `name` is for messages alone.

    Raises RejectionError: `empty`, `unsupported` or `encrypted` by what the file is, `damaged` where its container is
    broken, and what `open_zip` raises.
    """
    if not data.strip(b"\0"):
        raise _void(data)
    if b"%PDF-" in data[:HEADER_WITHIN] and not data.startswith(ZIPS):
        return PDF
    if data.startswith(ZIPS):
        with open_zip(data) as package:
            return _package(package)
    if data.startswith(COMPOUND):
        return _compound(data)
    if data.startswith(b"{\\rtf"):
        return RTF
    for signature, media_type in IMAGES:
        if data.startswith(signature):
            return media_type
    if BITMAP.match(data):
        return BMP
    if known := _known(data):
        raise _unsupported(*known)
    return _written(data, name)


def _known(data: bytes) -> tuple[str, str] | None:
    """Name and remedy of a file of a known kind that is not read."""
    for signature, kind, remedy in SIGNATURES:
        # A signature of letters may be the first word of a text.
        if data.startswith(signature) and (not signature.isalnum() or _binary(data[:HEAD])):
            return kind, remedy
    return next(((kind, remedy) for at, sign, kind, remedy in INSIDE if data.startswith(sign, at)), None)


def _void(data: bytes) -> RejectionError:
    if data:
        return RejectionError("damaged", "The file holds nothing but zero bytes: it was not copied completely.")
    return RejectionError("empty", "The file is empty (0 bytes). Copy or export it again.")


def _unsupported(kind: str, remedy: str) -> RejectionError:
    return RejectionError("unsupported", f"This is {kind}, which this version does not read. {remedy}")


def is_package(names: Iterable[str]) -> bool:
    """Whether a container of these parts is one document, and no archive of documents."""
    parts = frozenset(name.lower() for name in names)
    return not parts.isdisjoint(SIGNS)


def _package(package: ZipFile) -> str:
    names = frozenset(package.namelist())
    if any(name.lower() == OFD_ROOT for name in names):
        return OFD
    for member, kind, remedy in PACKAGES:
        if member in names and "word/document.xml" not in names:
            raise _unsupported(kind, remedy)
    if "mimetype" in names and (kind := read_entry(package, "mimetype").decode("latin-1")).startswith(OPEN_DOCUMENT):
        return _open_document(package, kind.strip())
    # The main part may bear another name; the relationships of the package tell, and the reader asks them.
    if "[Content_Types].xml" in names and b"wordprocessingml" in read_entry(package, "[Content_Types].xml"):
        return DOCX
    if is_package(names):
        raise _unsupported("a document in a container (ZIP) of no known kind", SAVE_AS)
    if all(name.endswith("/") for name in names):
        raise RejectionError("empty", "There is no file in the archive (ZIP). Pack or copy it again.")
    raise RejectionError(
        "unsupported", f"This archive (ZIP) is within another, or was still being copied; it was not opened. {UNPACK}"
    )


def _open_document(package: ZipFile, kind: str) -> str:
    if kind not in (ODT, f"{ODT}-template"):
        raise _unsupported("an OpenDocument file other than a text (ODS or ODP)", SAVE_TEXT)
    if MANIFEST in package.NameToInfo and b"encryption-data" in read_entry(package, MANIFEST):
        raise RejectionError(
            "encrypted", "The document is protected by a password. Take the password off and save it anew."
        )
    return ODT


def _compound(data: bytes) -> str:
    if _wide("EncryptedPackage") in data:
        raise RejectionError(
            "encrypted",
            "The Office document is protected by a password. Take the password off and save it anew.",
        )
    if is_word(data):
        return DOC
    for stream, kind, remedy in STREAMS:
        if _wide(stream) in data:
            raise _unsupported(kind, remedy)
    if WORKS_TEXT in data:
        raise _unsupported(WORKS, SAVE_AS)
    Compound(data)  # raises where the directory, which tells the streams, was not copied along
    raise _unsupported("an old Office file", SAVE_AS)


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _written(data: bytes, name: str) -> str:
    """Text of some kind, or bytes that mean nothing here."""
    head = data[:HEAD].replace(b"\0", b"").decode("latin-1")
    start = head.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if HEADER.match(start) and _is_mail(data[:MAIL_HEAD]):
        return MAIL
    if HEADER.match(start) and "mime-version:" in start and RELATED.search(start):
        return MHTML
    if start.startswith("<?xml") and 'progid="word.document"' in start:
        raise _unsupported("a Word 2003 XML document", SAVE_AS)
    if len(TAG.findall(start)) >= (1 if start.startswith("<") else TAGS):
        return HTML
    if start.startswith("<?xml"):
        raise _unsupported("an XML file", SAVE_TEXT)
    if _binary(data[:HEAD]):
        raise _unsupported("no text and of no known kind", f"Look whether {_short(name)!r} is a document at all.")
    return TEXT


def _is_mail(data: bytes) -> bool:
    head = data.replace(b"\r\n", b"\n").strip().partition(b"\n\n")[0].lower()
    return b"mime-version:" in head and WRITTEN_MAIL.search(head) is not None


def _short(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _binary(head: bytes) -> bool:
    """Control characters that no text has; UTF-16 may hold any byte."""
    if head.startswith(tuple(mark for mark, _ in MARKS)):
        return False
    controls = len(head) - len(head.translate(None, CONTROLS))
    return controls > CONTROL_SHARE * len(head) and not unmarked_utf16(head)
