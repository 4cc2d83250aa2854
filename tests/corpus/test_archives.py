"""Archives of reports: what is found in them, what each member is called, what is refused."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import archives, limits, zipguard
from corpus.archives import members, read_member
from corpus.discover import Found, discover, opened
from corpus.limits import Limits, limiting
from corpus.model import RejectionError
from corpus.readers import read
from tests.corpus.docx_files import docx, paragraph, zipped
from tests.corpus.ofd_files import document, ofd, page, text
from tests.corpus.picture_files import png

UTF8 = 0x800


def packed(
    entries: list[tuple[bytes, bytes]], flags: int = 0, extra: bytes = b"", method: int = zipfile.ZIP_STORED
) -> bytes:
    """An archive whose names are the bytes given, as other programs write them."""
    body, directory = bytearray(), bytearray()
    for name, data in entries:
        squeezed = zlib.compress(data)[2:-4] if method == zipfile.ZIP_DEFLATED else data
        common = struct.pack("<HHHHHIII", 20, flags, method, 0, 33, zlib.crc32(data), len(squeezed), len(data))
        lengths = struct.pack("<HH", len(name), len(extra))
        directory += b"PK\1\2" + struct.pack("<H", 20) + common + lengths + struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += name + extra
        body += b"PK\3\4" + common + lengths + name + extra + squeezed
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\5\6" + end)


def joined_archives(*parts: bytes) -> bytes:
    """One archive of the entries of several that hold one each."""
    bodies = [data[: data.rindex(b"PK\1\2")] for data in parts]
    directory, at = bytearray(), 0
    for data, body in zip(parts, bodies, strict=True):
        entry = bytearray(data[len(body) : -22])
        entry[42:46] = struct.pack("<I", at)
        directory += entry
        at += len(body)
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), at, 0)
    return b"".join(bodies) + bytes(directory) + b"PK\5\6" + end


def unicode_path(name: bytes, shown: str) -> bytes:
    field = b"\1" + struct.pack("<I", zlib.crc32(name)) + shown.encode()
    return struct.pack("<HH", 0x7075, len(field)) + field


def put(folder: Path, data: bytes, name: str = "资料.zip") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def names(path: Path) -> list[str]:
    return [found.name for found in discover([path]) if not found.ignored]


def test_members_are_documents_of_their_own(tmp_path: Path) -> None:
    report = docx(paragraph("甲"))
    archive = put(tmp_path, zipped({"乡镇/": "", "乡镇/甲.docx": report, "乙.txt": "乙"}))
    put(tmp_path, b"x", "丙.txt")
    found = {one.name: one for one in discover([tmp_path])}
    assert list(found) == ["丙.txt", "资料.zip/乙.txt", "资料.zip/乡镇/甲.docx"]
    inside = found["资料.zip/乡镇/甲.docx"]
    assert inside.path == archive
    assert inside.member is not None
    assert read_member(archive, inside.member) == report
    assert names(archive) == ["资料.zip/乙.txt", "资料.zip/乡镇/甲.docx"]


@pytest.mark.parametrize(
    ("raw", "flags", "extra", "shown"),
    [
        ("经验/联建.txt".encode("gbk"), 0, b"", "经验/联建.txt"),
        ("经验\\联建.txt".encode("gbk"), 0, b"", "经验/联建.txt"),
        ("镕\U00020000.txt".encode("gb18030"), 0, b"", "镕\U00020000.txt"),
        ("经验材料.txt".encode(), 0, b"", "经验材料.txt"),
        ("经验材料.txt".encode(), UTF8, b"", "经验材料.txt"),
        (b"a\xff\xff.txt", 0, b"", "a\\xff\\xff.txt"),
        (b"plain.txt", 0, b"", "plain.txt"),
        (b"_.txt", 0, unicode_path(b"_.txt", "经验.txt"), "经验.txt"),
        (b"_.txt", 0, unicode_path(b"other", "经验.txt"), "_.txt"),
    ],
)
def test_names_in_every_encoding(tmp_path: Path, raw: bytes, flags: int, extra: bytes, shown: str) -> None:
    archive = put(tmp_path, packed([(raw, "文".encode())], flags, extra))
    (found,) = discover([archive])
    assert found.name == f"资料.zip/{shown}"
    assert found.member is not None
    assert read_member(archive, found.member) == "文".encode()


def test_what_is_no_document_in_an_archive_is_left_out_as_files_are(tmp_path: Path) -> None:
    inside = [
        "~$甲.docx",
        ".git/a/b",
        ".git/c",
        "x/.DS_Store",
        "x/Thumbs.db",
        "b.PART",
        "__MACOSX/._a",
        "__MACOSX/x/._b",
    ]
    found = discover([put(tmp_path, zipped(dict.fromkeys([*inside, "a.txt"], "x")))])
    assert {one.name.removeprefix("资料.zip/"): one.ignored.status for one in found if one.ignored} == {
        "~$甲.docx": "ignored:lock",
        ".git": "ignored:hidden",
        "x/.DS_Store": "ignored:hidden",
        "x/Thumbs.db": "ignored:hidden",
        "b.PART": "ignored:temporary",
        "__MACOSX": "ignored:hidden",
    }
    assert [one.name for one in found if not one.ignored] == ["资料.zip/a.txt"]


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    archive = put(tmp_path, packed([(b"a.txt", b"1"), (b"a.txt", b"2"), (b"x/../a.txt", b"3"), (b"b.txt", b"4")]))
    found = discover([archive])
    data = [read_member(archive, one.member) for one in found if one.member]
    assert list(zip([one.name for one in found], data, strict=True)) == [
        ("资料.zip/a.txt", b"1"),
        ("资料.zip/a.txt (2)", b"2"),
        ("资料.zip/b.txt", b"4"),
        ("资料.zip/x/a.txt", b"3"),
    ]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"../../evil.txt", "evil.txt"),
        (b"/etc/passwd", "etc/passwd"),
        (b"..\\..\\evil.txt", "evil.txt"),
        (b"./a/./b.txt", "a/b.txt"),
        (b"C:\\Windows\\a.txt", "C:/Windows/a.txt"),
    ],
)
def test_names_that_lead_out_stay_in(tmp_path: Path, raw: bytes, shown: str) -> None:
    before = sorted(tmp_path.parent.rglob("*"))
    archive = put(tmp_path, packed([(raw, b"x"), (b"..", b"x"), (b"//", b"")]))
    assert names(archive) == [f"资料.zip/{shown}"]
    assert sorted(tmp_path.parent.rglob("*")) == sorted([*before, archive])


@pytest.mark.parametrize(
    "data",
    [
        docx(paragraph("甲")),
        ofd(document([page(text(30, 40, "甲"))])),
        zipped({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"}),
        zipped({"ppt/presentation.xml": "<a/>"}),
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        zipped({"META-INF/container.xml": "<a/>"}),
        b"PK\3\4" + b"x" * 500,
        b"plain text",
        b"",
    ],
)
def test_other_files_are_opened_by_nobody(tmp_path: Path, data: bytes) -> None:
    path = put(tmp_path, data, "a.zip")
    assert members(path) is None
    assert opened(Found("a.zip", path)) == (Found("a.zip", path),)


def one_record(path: Path) -> str:
    """The code with which an archive is refused as a whole."""
    assert opened(Found("a.zip", path)) == (Found("a.zip", path),)
    with pytest.raises(RejectionError) as caught:
        read(path.read_bytes(), path.name)
    assert caught.value.reason.endswith(".")
    return caught.value.code


def test_archives_that_are_refused_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = zipped({"甲.txt": "甲" * 50, "乙.txt": "乙"})
    made = {
        "damaged": good[:-30],
        "entries": zipped({f"{number}.txt": "" for number in range(limits.DEFAULT.entries + 1)}),
        "empty": zipped({"a/": ""}),
    }
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("a member was opened"))
    for code, data in made.items():
        assert one_record(put(tmp_path, data, f"{code}.zip")) == code
    monkeypatch.setattr(archives, "ARCHIVE_BYTES", 100)
    with limiting(Limits(unpacked_bytes=100)):
        assert one_record(put(tmp_path, good, "large.zip")) == "too_large"


def test_members_that_cannot_be_read_are_refused_one_by_one(tmp_path: Path) -> None:
    data = joined_archives(
        packed([("密.docx".encode("gbk"), b"x")], flags=1),
        packed([(b"lzma.docx", b"x")], method=14),
        packed([(b"bomb.txt", b"\0" * 3_000_000)], method=zipfile.ZIP_DEFLATED),
        packed([(b"large.txt", bytes(range(256)) * 4097)]),
        packed([(b"good.txt", "甲".encode())]),
    )
    with limiting(Limits(file_bytes=2**20)):
        found = discover([put(tmp_path, data)])
    assert {one.name.removeprefix("资料.zip/"): one.ignored.status for one in found if one.ignored} == {
        "密.docx": "rejected:encrypted",
        "lzma.docx": "rejected:unsupported",
        "bomb.txt": "rejected:ratio",
        "large.txt": "rejected:too_large",
    }
    (good,) = (one for one in found if one.member and not one.ignored)
    assert good.member is not None
    assert read_member(good.path, good.member) == "甲".encode()


def test_links_in_an_archive_are_not_followed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "甲")
    assert {one.name: one.ignored and one.ignored.status for one in discover([tmp_path])} == {
        "a.zip/link.txt": "ignored:symlink",
        "a.zip/a.txt": None,
    }


def test_the_directory_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading each of thousands of members must not parse the directory of all of them anew."""
    archive = put(tmp_path, zipped({f"{number}.txt": f"第{number}份" for number in range(50)}))
    found = members(archive) or ()
    monkeypatch.setattr(zipguard, "ZipFile", lambda _: pytest.fail("the directory was read again"))
    assert [read_member(archive, one).decode() for one in found] == [f"第{number}份" for number in range(50)]


def test_many_members_of_one_name_are_numbered_in_linear_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = 0

    def counted(start: int) -> Iterator[int]:
        nonlocal tried
        for number in count(start):
            tried += 1
            yield number

    monkeypatch.setattr("corpus.discover.count", counted)
    archive = put(tmp_path, packed([(b"a.txt", b"x")] * 500))
    assert len({one.name for one in discover([archive])}) == 500
    assert tried == 499


def test_what_belongs_to_a_saved_page_in_an_archive(tmp_path: Path) -> None:
    inside = ["页/经验.html", "页/经验_files/a.js", "页/经验_files/b/c.htm", "别_files/d.txt"]
    found = discover([put(tmp_path, zipped(dict.fromkeys(inside, "甲")))])
    assert {one.name.removeprefix("资料.zip/"): one.ignored and one.ignored.status for one in found} == {
        "页/经验.html": None,
        "页/经验_files": "ignored:page_part",
        "别_files/d.txt": None,
    }


def test_small_pictures_in_an_archive(tmp_path: Path) -> None:
    sizes = {"logo.png": (300, 80), "扫描.png": (1240, 1754)}
    found = discover([put(tmp_path, zipped({name: png(*size) for name, size in sizes.items()} | {"a.txt": "甲"}))])
    assert [one.name for one in found if one.ignored and one.ignored.status == "ignored:picture"] == [
        "资料.zip/logo.png"
    ]
    assert len(found) == 3


def test_entries_that_share_bytes_are_a_bomb(tmp_path: Path) -> None:
    data = bytearray(packed([(b"a.txt", b"x" * 100), (b"b.txt", b"y" * 100)]))
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    data[second + 42 : second + 46] = b"\0\0\0\0"
    assert one_record(put(tmp_path, bytes(data))) == "overlap"


def test_a_directory_that_is_larger_than_its_end_record_says(tmp_path: Path) -> None:
    """The record for large archives tells the size that zipfile believes."""
    data = packed([(b"a.txt", b"x")])
    end = len(data) - 22
    large = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 20, 20, 0, 0, 1, 1, 2**40, 0)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    assert one_record(put(tmp_path, data[:end] + large + locator + data[end:])) == "entries"


def test_archives_within_archives_are_not_opened(tmp_path: Path) -> None:
    archive = put(tmp_path, zipped({"1.zip": zipped({"甲.txt": "甲"}), "2.docx": docx(paragraph("乙"))}))
    inner, report = (read_member(archive, one.member) for one in discover([archive]) if one.member)
    with pytest.raises(RejectionError, match="unsupported") as caught:
        read(inner, "内.zip")
    assert "within another" in caught.value.reason
    assert read(report, "x").text == "乙"


def test_members_are_read_with_a_cap(tmp_path: Path) -> None:
    archive = put(tmp_path, zipped({"a.txt": "x" * 5000}))
    (member,) = members(archive) or ()
    for one in (member, replace(member, size=10)):  # whatever its directory says
        with limiting(Limits(file_bytes=1000)), pytest.raises(RejectionError, match="too_large"):
            read_member(archive, one)
        assert read_member(archive, one) == b"x" * 5000


def test_an_archive_that_changes_meanwhile(tmp_path: Path) -> None:
    archive = put(tmp_path, zipped({"a.txt": "1", "b.txt": "2"}))
    _, second = members(archive) or ()
    for data in (zipped({"a.txt": "1"}), zipped({"b.txt": "1", "a.txt": "2"})):
        put(tmp_path, data)
        with pytest.raises(RejectionError, match="unreadable"):
            read_member(archive, second)


@pytest.mark.parametrize(
    ("name", "local", "flags"),
    [("报告.txt".encode(), "报告.txt".encode(), UTF8), (b"a/b.txt", rb"a\b.txt", 0), (rb"a\b.txt", b"a/b.txt", 0)],
    ids=["flag in the directory alone", "slash in the directory alone", "slash before the bytes alone"],
)
def test_the_two_names_of_an_entry_may_be_written_in_two_ways(
    tmp_path: Path, name: bytes, local: bytes, flags: int
) -> None:
    data = packed([(local, b"words")])
    at = data.index(b"PK\1\2")
    listed = data[at:].replace(local, name)
    archive = put(tmp_path, data[:at] + listed[:8] + struct.pack("<H", flags) + listed[10:])
    (member,) = members(archive) or ()
    assert member.name == name.decode().replace("\\", "/")
    assert read_member(archive, member) == b"words"


def test_damage_in_one_member_leaves_the_others(tmp_path: Path) -> None:
    data = bytearray(packed([(b"a.txt", b"aaaa"), (b"b.txt", b"bbbb")]))
    data[data.index(b"aaaa")] ^= 1
    archive = put(tmp_path, bytes(data))
    first, second = members(archive) or ()
    with pytest.raises(RejectionError, match="damaged"):
        read_member(archive, first)
    assert read_member(archive, second) == b"bbbb"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.binary(min_size=1, max_size=12), max_size=4), st.sampled_from([0, UTF8, 1, 8]), st.binary(max_size=8)
)
def test_whatever_names_an_archive_holds(tmp_path: Path, raw: list[bytes], flags: int, extra: bytes) -> None:
    archive = put(tmp_path, packed([(name, b"x") for name in raw], flags, extra))
    found = opened(Found("a.zip", archive))
    shown = [one.name for one in found]
    assert len(set(shown)) == len(shown)
    for name in shown:
        name.encode()
        assert name == "a.zip" or name.startswith("a.zip/")
        assert ".." not in name.split("/")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 400), st.integers(0, 255))
def test_a_wrong_byte_never_breaks_the_search(tmp_path: Path, at: int, value: int) -> None:
    data = bytearray(packed([("经验.txt".encode("gbk"), "甲".encode() * 9), (b"b.txt", b"bbbb")]))
    data[at % len(data)] = value
    archive = put(tmp_path, bytes(data))
    for found in opened(Found("a.zip", archive)):
        if found.member:
            with suppress(RejectionError):
                read_member(archive, found.member)
