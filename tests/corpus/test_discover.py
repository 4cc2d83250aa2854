"""Finding files: names, order, what is left out, what is refused."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.discover import SourceError, discover
from tests.corpus.picture_files import bmp_head, gif_head, jpeg_head, png


def make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("文", encoding="utf-8")
    return folder


def names(*sources: Path) -> list[str]:
    return [found.name for found in discover(sources) if not found.ignored]


def left_out(*sources: Path) -> dict[str, str]:
    return {found.name: found.ignored.status for found in discover(sources) if found.ignored}


def test_names_are_relative_and_sorted_by_code_points(tmp_path: Path) -> None:
    make(tmp_path, "乙.txt", "a/丙.txt", "a.txt", "B.txt", "a/b/c.txt")
    assert names(tmp_path) == ["B.txt", "a.txt", "a/b/c.txt", "a/丙.txt", "乙.txt"]
    assert names(tmp_path / "a.txt") == ["a.txt"]


def test_several_sources_bear_their_own_names(tmp_path: Path) -> None:
    make(tmp_path, "x/报告/1.txt", "y/报告/1.txt", "单.txt")
    both = [tmp_path / "x/报告", tmp_path / "单.txt"]
    assert names(*both) == names(*reversed(both)) == ["单.txt", "报告/1.txt"]
    assert names(tmp_path / "x/报告", tmp_path / "y/报告") == ["x/报告/1.txt", "y/报告/1.txt"]


def test_a_file_below_two_sources_is_found_once(tmp_path: Path) -> None:
    make(tmp_path, "a/1.txt", "a/b/2.txt")
    assert names(tmp_path / "a", tmp_path / "a/b", tmp_path / "a") == ["1.txt", "b/2.txt"]


def test_what_is_no_document(tmp_path: Path) -> None:
    make(
        tmp_path,
        "~$报告.docx",
        ".~lock.a.odt#",
        ".git/config",
        "Thumbs.db",
        "desktop.ini",
        "a.docx.crdownload",
        "b.PART",
        "~x.tmp",
    )
    make(tmp_path, "a.txt")
    assert left_out(tmp_path) == {
        "~$报告.docx": "ignored:lock",
        ".~lock.a.odt#": "ignored:lock",
        ".git": "ignored:hidden",
        "Thumbs.db": "ignored:hidden",
        "desktop.ini": "ignored:hidden",
        "a.docx.crdownload": "ignored:temporary",
        "b.PART": "ignored:temporary",
        "~x.tmp": "ignored:temporary",
    }


def test_links_are_followed_only_to_files_inside(tmp_path: Path) -> None:
    root = make(tmp_path / "root", "a.txt", "b/c.txt")
    make(tmp_path, "out.txt", "root2/secret.txt")
    for name, target in {
        "inside.txt": "a.txt",
        "outside.txt": "../out.txt",
        "sibling.txt": "../root2/secret.txt",
        "loop": ".",
        "broken": "none",
        "folder": "b",
        "itself": "itself",
        "there": "back",
        "back": "there",
        "device": "/dev/zero",
        ".hidden": "/dev/zero",
    }.items():
        (root / name).symlink_to(target)
    assert names(root) == ["a.txt", "b/c.txt", "inside.txt"]
    assert left_out(root) == dict.fromkeys(
        [".hidden", "back", "broken", "device", "folder", "itself", "loop", "outside.txt", "sibling.txt", "there"],
        "ignored:symlink",
    )


def test_links_to_what_no_one_can_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path / "root", "a.txt", "closed/b.txt")
    (root / "long").symlink_to("长" * 100)
    (root / "to").symlink_to("closed/b.txt")
    told = Path.stat

    def closed(path: Path, **given: bool) -> os.stat_result:
        if path.parent.name == "closed":
            raise PermissionError(path)
        return told(path, **given)

    monkeypatch.setattr(Path, "stat", closed)
    assert names(root) == ["a.txt", "closed/b.txt"]
    assert left_out(root) == {"long": "ignored:symlink", "to": "ignored:symlink"}
    with pytest.raises(SourceError, match="leads nowhere"):
        discover([root / "long"])


@contextmanager
def deep(folder: Path, depth: int) -> Iterator[None]:
    """So many folders within each other, which no program could take away by their paths."""
    at = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=at)
        at = _moved(at, "d")
    try:
        yield
    finally:
        for _ in range(depth):
            at = _moved(at, "..")
            os.rmdir("d", dir_fd=at)
        os.close(at)


def _moved(at: int, to: str) -> int:
    there = os.open(to, os.O_RDONLY, dir_fd=at)
    os.close(at)
    return there


def test_folders_may_be_as_deep_as_the_system_has_them(tmp_path: Path) -> None:
    make(tmp_path, "z.txt")
    with deep(tmp_path, 2_500):  # more than a path may have signs
        told = {one.name: one.ignored for one in discover([tmp_path])}
    assert told.pop("z.txt") is None
    ((name, ignored),) = told.items()
    assert ignored
    assert ignored.status == "rejected:unreadable"
    assert name.count("/") > 1_900


def test_a_source_may_itself_be_a_link(tmp_path: Path) -> None:
    make(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to("real")
    assert names(tmp_path / "link") == ["a.txt"]


def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + "/报告.txt".encode("gbk")
    try:
        Path(os.fsdecode(path)).write_text("文", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no names but UTF-8")
    assert names(tmp_path) == ["\\xb1\\xa8\\xb8\\xe6.txt"]


def test_names_that_would_be_shown_alike(tmp_path: Path) -> None:
    make(tmp_path, "a\\xff.txt", "a\\x5cxff.txt", "a.txt")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt")).write_text("文", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no names but UTF-8")
    assert names(tmp_path) == ["a.txt", "a\\x5cx5cxff.txt", "a\\x5cxff.txt", "a\\xff.txt"]


def test_a_file_that_bears_the_name_of_another_source(tmp_path: Path) -> None:
    make(tmp_path, "1/r/y", "2/r/y", "3/y")
    found = discover([tmp_path / "1/r", tmp_path / "2/r/y", tmp_path / "3/y"])
    assert [(item.name, item.path.relative_to(tmp_path).as_posix()) for item in found] == [
        ("3/y", "3/y"),
        ("r/y", "1/r/y"),
        ("r/y (2)", "2/r/y"),
    ]


def test_pipes_and_sockets_are_no_files_and_cannot_be_opened_by_mistake(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / ".pipe")
    with socket.socket(socket.AF_UNIX) as ours:
        try:
            ours.bind(str(tmp_path / "s"))
        except OSError:
            pytest.skip("the path is too long for a socket here")
    assert left_out(tmp_path) == dict.fromkeys(["pipe", ".pipe", "s"], "ignored:special")
    for found in discover([tmp_path]):
        if found.ignored:
            with pytest.raises(OSError, match=r"."):
                found.path.open("rb")


def test_sources_that_cannot_be_used(tmp_path: Path) -> None:
    make(tmp_path, "empty/~$a.docx", "full/a.txt")
    (tmp_path / "broken").symlink_to("none")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    for source, words in {
        "none": "no file or folder",
        "empty": "no document",
        "empty/~$a.docx": "no document",
        "broken": "leads nowhere",
        "loop": "leads nowhere",
        "pipe": "is no document",
    }.items():
        with pytest.raises(SourceError, match=words) as caught:
            discover([tmp_path / "full", tmp_path / source])
        assert "\n" not in str(caught.value)
    with pytest.raises(SourceError, match="No source"):
        discover([])


def test_folders_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt", "closed/b.txt")
    access, scan = os.access, os.scandir

    def closed_scan(path: Path) -> object:
        if "closed" in str(path):
            raise PermissionError(path)
        return scan(path)

    # Modes would not stop root, who runs the tests on many machines.
    monkeypatch.setattr(os, "access", lambda path, mode: "closed" not in str(path) and access(path, mode))
    monkeypatch.setattr(os, "scandir", closed_scan)
    assert left_out(tmp_path) == {"closed": "rejected:unreadable"}
    with pytest.raises(SourceError, match="may not be opened"):
        discover([tmp_path / "closed"])
    with pytest.raises(SourceError, match="may not be read"):
        discover([tmp_path / "closed/b.txt"])


def test_what_belongs_to_saved_pages(tmp_path: Path) -> None:
    make(tmp_path, "经验.html", "经验_files/frame.html", "经验_files/b/a.js", "二.HTM", "二.files/a.css", "三.mht")
    make(tmp_path, "报告_files/a.txt", "四_文件/a.txt", "三_文件/b.txt")
    assert names(tmp_path) == ["三.mht", "二.HTM", "四_文件/a.txt", "报告_files/a.txt", "经验.html"]
    assert left_out(tmp_path) == dict.fromkeys(["三_文件", "二.files", "经验_files"], "ignored:page_part")


@pytest.mark.parametrize("made", [png, jpeg_head, gif_head, bmp_head])
def test_small_pictures_are_no_documents(tmp_path: Path, made: Callable[[int, int], bytes]) -> None:
    for name, size in {"小.png": (399, 2000), "扁.JPG": (2000, 60), "页.jpeg": (400, 600)}.items():
        (tmp_path / name).write_bytes(made(*size))
    (tmp_path / "a.txt").write_bytes(made(10, 10))
    (tmp_path / "断.jpg").write_bytes(made(10, 10)[:9])
    assert left_out(tmp_path) == dict.fromkeys(["小.png", "扁.JPG"], "ignored:picture")
