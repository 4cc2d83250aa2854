"""Containers (DOCX, ZIP) made to exhaust, to mislead or to reach outside; each is small and made when a test asks."""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from zipfile import ZIP_DEFLATED, ZIP_STORED

from tests.corpus.docx_files import DOCUMENT_NAME, entries, paragraph, part, relations, zipped

MEGABYTE = 2**20
GIGABYTE = 1024
BODY_BEGINS, BODY_ENDS = part("document", "<w:body>|</w:body>").encode().split(b"|")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it lies in a container; `size` and `crc` are what the directory says of it, true or not."""

    name: str
    packed: bytes
    size: int
    crc: int
    method: int = ZIP_DEFLATED

    def fields(self) -> bytes:
        """What its two headers have in common."""
        sizes = (self.crc, len(self.packed), self.size, len(self.name.encode()), 0)
        return struct.pack("<HHHHHIIIHH", 20, 0, self.method, 0, 33, *sizes)

    def local(self) -> bytes:
        """The header before its bytes."""
        return b"PK\3\4" + self.fields() + self.name.encode()

    def listed(self, at: int) -> bytes:
        """Its place in the directory."""
        return (
            b"PK\1\2"
            + struct.pack("<H", 20)
            + self.fields()
            + struct.pack("<HHHII", 0, 0, 0, 0, at)
            + (self.name.encode())
        )


def container(items: Iterable[Entry]) -> bytes:
    """A container of the entries, one behind the other."""
    listed = list(items)
    bodies = [item.local() + item.packed for item in listed]
    places = [0, *accumulate(len(body) for body in bodies)]
    directory = b"".join(item.listed(at) for item, at in zip(listed, places, strict=False))
    return b"".join(bodies) + directory + end_record(len(listed), len(directory), places[-1])


def end_record(count: int, size: int, at: int) -> bytes:
    """What a container ends with; counts beyond its two bytes are as writers cut them off."""
    count = min(count, 0xFFFF)
    return b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, size, at, 0)


def plain(name: str, content: str | bytes) -> Entry:
    """An entry as any program packs it."""
    data = content.encode() if isinstance(content, str) else content
    return Entry(name, zlib.compress(data, wbits=-zlib.MAX_WBITS), len(data), zlib.crc32(data))


def repeated(name: str, before: bytes, block: bytes, times: int, after: bytes) -> Entry:
    """An entry of which the middle is one block over and over, packed once: a gigabyte is never held, nor packed."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    head = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    tail = packer.compress(after) + packer.flush()
    crc = zlib.crc32(before)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    size = len(before) + len(block) * times + len(after)
    return Entry(name, head + middle * times + tail, size, zlib.crc32(after, crc))


def with_main(main: Entry, more: Sequence[Entry] = ()) -> bytes:
    """A DOCX of which one entry is the document."""
    rest = [plain(name, content) for name, content in entries("").items() if name != DOCUMENT_NAME]
    return container([*rest, main, *more])


def _main(before: str, block: bytes, times: int, after: str) -> Entry:
    return repeated(DOCUMENT_NAME, BODY_BEGINS + before.encode(), block, times, after.encode() + BODY_ENDS)


def one_text(megabytes: int = GIGABYTE) -> bytes:
    """A DOCX whose only text goes on for so long."""
    return with_main(_main("<w:p><w:r><w:t>", b"a" * MEGABYTE, megabytes, "</w:t></w:r></w:p>"))


def one_text_in_an_archive() -> bytes:
    """The same inside an archive of reports."""
    bomb = one_text()
    return container([Entry("a.docx", bomb, len(bomb), zlib.crc32(bomb), ZIP_STORED)])


def archive_of(name: str, megabytes: int = GIGABYTE) -> bytes:
    """An archive of reports of which one is a text without end."""
    return container([plain("good.txt", "全年举办培训班12期。"), repeated(name, b"", b"a" * MEGABYTE, megabytes, b"")])


def picture(megabytes: int = GIGABYTE) -> bytes:
    """A DOCX with a picture of so many zero bytes."""
    main = plain(DOCUMENT_NAME, BODY_BEGINS + paragraph("全年举办培训班12期。").encode() + BODY_ENDS)
    return with_main(main, [repeated("word/media/image1.png", b"", bytes(MEGABYTE), megabytes, b"")])


def paragraphs(count: int, each: str = "<w:p><w:r><w:t>a</w:t></w:r></w:p>") -> bytes:
    """A DOCX of so many paragraphs, all alike."""
    block = each.encode() * 1000
    return with_main(_main("", block, count // 1000, ""))


def numbered_paragraphs(count: int) -> bytes:
    """A DOCX of so many paragraphs that are not alike, so that no limit on how much grows refuses it."""
    body = "".join(f"<w:p><w:r><w:t>{number * 7919 % 1000003:06d}</w:t></w:r></w:p>" for number in range(count))
    return zipped(entries(body))


def elements(count: int, each: str = "<w:b/>") -> bytes:
    """A DOCX of so many empty elements in one paragraph, between texts that keep it from packing well."""
    noise = "".join(f"{number * 7919 % 1000003:x}" for number in range(count // 16))
    body = "".join(f"<w:r><w:t>{noise[at : at + 5]}</w:t>{each * 16}</w:r>" for at in range(0, len(noise), 5))
    return zipped(entries(f"<w:p>{body}</w:p>"))


def long_words(megabytes: int) -> bytes:
    """A DOCX of one text of so many MB that packs badly: no limit on how much grows refuses it."""
    digits = b"".join(zlib.crc32(number.to_bytes(4, "big")).to_bytes(4, "big") for number in range(megabytes << 17))
    return zipped(entries(paragraph(digits.hex())))


def many_entries(count: int = 100_000) -> bytes:
    """A DOCX with so many empty parts."""
    empty = [Entry(f"word/e{number}.xml", b"", 0, 0, ZIP_STORED) for number in range(count)]
    return container([*(plain(*item) for item in entries(paragraph("甲")).items()), *empty])


def said_elsewhere(count: int = 100_000, says: int = 0) -> bytes:
    """An archive with so many entries and, before its end record, what points to a record for large archives; that
    record lacks its mark, so zipfile does not ask it for the size of the directory (`says`).
    """
    entry = Entry("a", b"", 0, 0, ZIP_STORED)
    body = entry.local()
    rest = struct.pack("<40xQ8x", says) + b"PK\6\7" + struct.pack("<IQI", 0, 0, 1)
    # The comment of the last entry takes what stands between the directory and its end.
    last = bytearray(entry.listed(0))
    last[32:34] = len(rest).to_bytes(2, "little")
    directory = entry.listed(0) * (count - 1) + bytes(last) + rest
    return body + directory + end_record(count, len(directory), len(body))


def two_ends(whole: bool) -> bytes:
    """An archive of which the comment holds another archive, or but the end record of an empty one."""
    comment = container([plain("b.txt", "另有一份。")]) if whole else b"x" * 9 + end_record(0, 0, 0) + b"y" * 9
    found = container([plain("a.txt", "全年举办培训班12期。")])
    return found[:-2] + len(comment).to_bytes(2, "little") + comment


def overlapping() -> bytes:
    """A DOCX of which two parts share bytes: the first holds, as stored bytes, the header of the second and its own."""
    second = plain("word/styles.xml", b"<w/>" * 20_000)
    quoted = second.local() + second.packed
    first = Entry("word/a.xml", quoted, len(quoted), zlib.crc32(quoted), ZIP_STORED)
    others = [plain(*item) for item in entries(paragraph("甲")).items()]
    body = b"".join(item.local() + item.packed for item in others)
    places = [0, *accumulate(len(item.local() + item.packed) for item in others)]
    directory = b"".join(item.listed(at) for item, at in zip(others, places, strict=False))
    directory += first.listed(len(body)) + second.listed(len(body) + len(first.local()))
    body += first.local() + quoted
    return body + directory + end_record(len(others) + 2, len(directory), len(body))


def one_kernel(count: int = 4_000) -> bytes:
    """A DOCX of which thousands of parts are the same bytes: 60 KB that unpack to 250 MB."""
    kernel = plain("word/a.xml", b"<w/>" * 15_000)
    others = [plain(*item) for item in entries(paragraph("甲")).items()]
    body = b"".join(item.local() + item.packed for item in others)
    places = [0, *accumulate(len(item.local() + item.packed) for item in others)]
    directory = b"".join(item.listed(at) for item, at in zip(others, places, strict=False))
    directory += kernel.listed(len(body)) * count
    body += kernel.local() + kernel.packed
    return body + directory + end_record(len(others) + count, len(directory), len(body))


def twice() -> bytes:
    """A DOCX with two main parts of one name: who looks at the first sees another text than who reads the last."""
    found = entries(paragraph("先说的话。"))
    other = plain(DOCUMENT_NAME, str(entries(paragraph("后说的话。"))[DOCUMENT_NAME]))
    return container([*(plain(*item) for item in found.items()), other])


def lying_size(says: int) -> bytes:
    """A DOCX of which the main part has a gigabyte and the directory says so many bytes."""
    bomb = _main("<w:p><w:r><w:t>", b"a" * MEGABYTE, GIGABYTE, "</w:t></w:r></w:p>")
    return with_main(Entry(bomb.name, bomb.packed, says, bomb.crc))


def with_parts(parts: Mapping[str, str | bytes], body: str = "") -> bytes:
    """A DOCX with parts added or replaced."""
    return zipped(entries(body or paragraph("全年举办培训班12期。")) | dict(parts))


def with_relation(kind: str, target: str, external: bool, body: str = "") -> bytes:
    """A DOCX with one more relationship `x1` of its document."""
    mode = ' TargetMode="External"' if external else ""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="x1" Type="{office}/{kind}" Target="{target}"{mode}/></Relationships>'
    found = relations({}).replace("</Relationships>", more)
    return with_parts({"word/_rels/document.xml.rels": found}, body)


def climbing() -> bytes:
    """A DOCX with parts and a relationship that lead out of the container."""
    relation = with_relation("styles", "../../../../../../etc/passwd", external=False)
    return _added(relation, {"../../../../tmp/jingyan-threat": "x", "/tmp/jingyan-threat": "x", "C:\\threat": "x"})


def climbing_archive() -> bytes:
    """An archive of reports whose names lead upwards."""
    text = "全年举办培训班12期。"
    return zipped({"../../../../tmp/jingyan-threat.txt": text, "/tmp/jingyan-threat2.txt": text})


def _added(package: bytes, parts: Mapping[str, str]) -> bytes:
    from io import BytesIO
    from zipfile import ZipFile

    buffer = BytesIO(package)
    with ZipFile(buffer, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def circle() -> bytes:
    """A DOCX whose document refers to itself as its styles, its notes, its header and as an embedded file."""
    kinds = ("styles", "numbering", "footnotes", "header", "aFChunk", "image")
    return with_parts(
        {"word/_rels/document.xml.rels": relations(dict.fromkeys(kinds, "document.xml"))},
        paragraph("全年举办培训班12期。") + '<w:altChunk r:id="r4"/>',
    )
