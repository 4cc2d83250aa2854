"""What a file is, by its bytes; what containers are refused before they are opened."""

import io
import struct
import tracemalloc
import warnings
import zipfile
from collections.abc import Mapping

import pytest
from lxml import etree

from corpus import limits, zipguard
from corpus.limits import Limits, limiting
from corpus.model import RejectionError
from corpus.readers import read
from corpus.readers.ocr import recognising
from corpus.sniff import BMP, DOCX, GIF, HTML, JPEG, MHTML, ODT, OFD, PDF, PNG, RTF, TEXT, TIFF, sniff
from tests.corpus.docx_files import DOCUMENT_NAME, docx, entries, paragraph, part, zipped

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ODF = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
LOCKED = {"META-INF/manifest.xml": "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"}


def wide(name: str) -> bytes:
    return name.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\r\n\0junk%PDF-1.4\n", PDF),
        (docx(paragraph("甲")), DOCX),
        (zipped({"OFD.xml": "<a/>"}), OFD),
        (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>", MHTML),
        ("按 MIME-Version: 1.0 的 Content-Type: text/html 要求".encode(), TEXT),
        (zipped({"ofd.xml": "<a/>", "Doc_0/Document.xml": "<a/>"}), OFD),
        ("通知".encode(), TEXT),
        ("关于印发方案的通知".encode("gb18030"), TEXT),
        ("\ufeff关于印发方案的通知".encode("utf-16-le"), TEXT),
        ("关于印发方案的通知，各村。\n".encode("utf-16-be"), TEXT),
        ("a < b，且 <b>粗</b>".encode(), TEXT),
        (b"<!DOCTYPE html><html><body>x</body></html>", HTML),
        (b"\xef\xbb\xbf\n <!-- x --><HTML><HEAD>", HTML),
        ("\ufeff<html><head><title>题</title>".encode("utf-16"), HTML),
        (b'<?xml version="1.0"?><html xmlns="x"><head/>', HTML),
        ("文章<br>一<br>二<br>三<br>四<br>".encode(), HTML),
        (b"t" * 2000 + b"%PDF-", TEXT),
        (b"{\\rtf1", RTF),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"GIF89a", GIF),
        (b"II*\0", TIFF),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", BMP),
        ("BM公司的经验".encode(), TEXT),
        ("MZ乡的做法：ID3与BZh。".encode(), TEXT),
        (zipped(ODF), ODT),
    ],
)
def test_kinds_that_are_read(data: bytes, media_type: str) -> None:
    assert sniff(data, "x.bin") == media_type


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "0 bytes"),
        (b"\0" * 900, "damaged", "copied"),
        (b"\xdb\xa5\x2d\0", "unsupported", "Word 2"),
        (b"\x01\xfe\x32\0", "unsupported", "Works"),
        (b"\0\0\0\x18ftypheic", "unsupported", "HEIC"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 99, "unsupported", "film"),
        (b"MZ\x90\0\3" + b"\0\1" * 99, "unsupported", "program"),
        (b"BZh91AY&SY\1\2\3\4\5", "unsupported", "bzip2"),
        (b"a.txt" + b"\0" * 252 + b"ustar\x0000", "unsupported", "TAR"),
        (b"Rar!\x1a\x07\x00", "unsupported", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "unsupported", "archive"),
        (COMPOUND + wide("WordDocument"), "damaged", "copied completely"),
        (COMPOUND + wide("MatOST"), "unsupported", "Works"),
        (COMPOUND + wide("CONTENTS") + b"CHNKWKS", "unsupported", "Works"),
        (COMPOUND + wide("Workbook"), "unsupported", "XLS"),
        (COMPOUND + wide("PowerPoint Document"), "unsupported", "PPT"),
        (COMPOUND, "damaged", "copied completely"),
        (COMPOUND + wide("EncryptedPackage"), "encrypted", "password"),
        (zipped({"xl/workbook.xml": "<a/>"}), "unsupported", "XLSX"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "unsupported", "PPTX"),
        (zipped(ODS), "unsupported", "OpenDocument"),
        (zipped(ODF | LOCKED), "encrypted", "password"),
        (zipped({"a.txt": "x"}), "unsupported", "ZIP"),
        (zipped({"mimetype": "application/x"}), "unsupported", "no known kind"),
        (zipped({"a/": ""}), "empty", "no file"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>', "unsupported", "2003"),
        (b'<?xml version="1.0"?><a/>', "unsupported", "XML"),
        (bytes(range(256)) * 20, "unsupported", "no known kind"),
        (b"PK\3\4" + b"x" * 500, "damaged", "copied completely"),
    ],
)
def test_kinds_that_are_not(data: bytes, code: str, words: str) -> None:
    with pytest.raises(RejectionError) as caught:
        sniff(data, "报告.docx")
    assert caught.value.code == code
    assert words in caught.value.reason


def code_of(data: bytes) -> str:
    with pytest.raises(RejectionError) as caught:
        read(data, "a.docx")
    return caught.value.code


def test_pictures_without_the_extra() -> None:
    with recognising(False, lambda: None):
        assert code_of(b"\xff\xd8\xff\xe0") == "needs_ocr"


def with_entries(more: Mapping[str, str | bytes]) -> bytes:
    return zipped(entries(paragraph("甲")) | dict(more))


def test_bombs_are_refused_before_anything_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    text = part("document", f"<w:body>{paragraph('甲' * 2_000_000)}</w:body>")
    bomb = zipped(entries("") | {DOCUMENT_NAME: text})
    media = with_entries({"word/media/a.bmp": b"\0" * 3_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("an entry was opened"))
    assert code_of(bomb) == code_of(media) == "ratio"


def test_too_many_entries() -> None:
    assert code_of(with_entries({f"x{number}": "" for number in range(limits.DEFAULT.entries)})) == "entries"


def test_a_directory_too_large_to_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipguard, "ENTRY_BYTES", 5)
    data = docx(paragraph("甲"))
    assert sniff(data, "a.docx") == DOCX
    with limiting(Limits(entries=20)):
        assert code_of(data) == "entries"


def test_duplicate_names() -> None:
    buffer = io.BytesIO(docx(paragraph("甲")))
    with zipfile.ZipFile(buffer, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr(DOCUMENT_NAME, "<x/>")
    assert code_of(buffer.getvalue()) == "duplicate"


def directory(data: bytes | bytearray) -> int:
    return int(struct.unpack("<I", data[-6:-2])[0])


def test_overlapping_entries() -> None:
    data = bytearray(zipped({"a": "x" * 100, "b": "y" * 100}))
    second = data.index(b"PK\1\2", directory(data) + 4)
    data[second + 42 : second + 46] = b"\0\0\0\0"
    assert code_of(bytes(data)) == "overlap"


def test_a_declared_size_that_lies_does_not_help() -> None:
    data = bytearray(zipped({"mimetype": "x" * 5000}))
    at = directory(data)
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert code_of(bytes(data)) == "damaged"
    with (
        limiting(Limits(part_bytes=1000)),
        zipguard.open_zip(zipped({"mimetype": "x" * 5000})) as package,
        pytest.raises(RejectionError, match="too_large"),
    ):
        zipguard.read_entry(package, "mimetype")


def test_totals_and_passwords() -> None:
    data = bytearray(docx(paragraph("甲")))
    with limiting(Limits(unpacked_bytes=100)):
        assert code_of(bytes(data)) == "too_large"
    data[directory(data) + 8] |= 1
    assert code_of(bytes(data)) == "encrypted"


def test_files_and_texts_beyond_the_limits() -> None:
    held = Limits(file_bytes=10 * 2**20, characters=100)
    for data, words in ((b"x" * (10 * 2**20 + 1), "limit is 10 MB"), (b"x" * 101, "100 characters")):
        with limiting(held), pytest.raises(RejectionError, match="too_large") as caught:
            read(data, "a.txt")
        assert words in caught.value.reason


def test_a_reader_that_fails_means_a_damaged_file_but_lost_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> None:
        raise KeyError("/secret/path")

    monkeypatch.setattr("corpus.readers.text.read", fail)
    with pytest.raises(RejectionError, match="damaged") as caught:
        read(b"x", "a.txt")
    assert "/secret/path" not in caught.value.reason

    def exhaust(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("corpus.readers.text.read", exhaust)
    with pytest.raises(MemoryError):
        read(b"x", "a.txt")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_compression_of_office_programs_is_unpacked(method: int, monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, content in entries(paragraph("甲")).items():
            package.writestr(name, content)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("an entry was opened"))
    assert code_of(buffer.getvalue()) == "unsupported"


def test_a_bomb_that_declares_less_is_not_inflated_beyond_what_it_declares() -> None:
    data = bytearray(zipped(entries(paragraph("甲")) | {DOCUMENT_NAME: b"\0" * 200 * 2**20}))
    at = data.rindex(DOCUMENT_NAME.encode(), directory(data)) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    tracemalloc.start()
    try:
        assert code_of(bytes(data)) == "damaged"
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


def test_entries_that_begin_before_the_file_are_damage() -> None:
    data = bytearray(docx(paragraph("甲")))
    end = data.rindex(b"PK\5\6")
    # The directory stands earlier than the end record says: zipfile reckons from there.
    data[end + 16 : end + 20] = struct.pack("<I", directory(data) + 9_999)
    assert code_of(bytes(data)) == "damaged"


def test_whatever_goes_wrong_in_telling_a_file_apart_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, name: str) -> str:
        raise ValueError(data, name)

    monkeypatch.setattr("corpus.readers.sniff", fail)
    with pytest.raises(RejectionError, match="damaged"):
        read(b"x", "a.docx")


@pytest.mark.parametrize("words", ["Memory allocation failed : growing buffer", "out of memory"])
def test_lost_memory_is_told_whatever_a_library_calls_it(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(_: bytes) -> None:
        try:
            raise etree.LxmlError(words)
        except etree.LxmlError as error:
            raise RejectionError("damaged", "It is broken.") from error

    monkeypatch.setattr("corpus.readers.text.read", exhaust)
    with pytest.raises(MemoryError):
        read(b"x", "a.txt")


def test_nesting_beyond_the_stack_is_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    def descend(data: bytes) -> None:
        descend(data)

    monkeypatch.setattr("corpus.readers.text.read", descend)
    assert code_of(b"x") == "depth"
