"""Whether a file is there to its end, for every format that tells: cut short anywhere, or filled up with zeros."""

import io
import tracemalloc
from pathlib import Path

import pytest
from PIL import Image

from corpus.discover import discover, lying
from corpus.endings import is_ended
from tests.corpus.compound_files import compound, word
from tests.corpus.docx_files import docx, paragraph, zipped
from tests.corpus.pdf_files import pdf, put
from tests.threats.files_text import circle_of_sectors

PAGE = ("<html><head><title>做法</title></head><body><p>" + "全县举办培训班12期。" * 60 + "</p></body></html>").encode()
WEB_ARCHIVE = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--=_x"\r\n\r\n'
    b"----=_x\r\nContent-Type: text/html\r\n\r\n" + PAGE + b"\r\n----=_x--\r\n"
)


def picture(kind: str) -> bytes:
    data = io.BytesIO()
    Image.effect_noise((60, 60), 40).save(data, kind)
    return data.getvalue()


FORMATS = {
    "docx": docx(paragraph("全县举办培训班12期。" * 40)),
    "zip": zipped({f"{number}.txt": "全县举办培训班12期。" * number for number in range(9)}),
    "pdf": pdf(lambda page: put(page, 72, 72, "全县举办培训班12期。")),
    "doc": word(Data="全县举办培训班12期。".encode() * 1_600),
    "rtf": b"{\\rtf1\\ansi{\\fonttbl{\\f0 SimSun;}}" + b"\\'c8\\'ab\\par" * 40 + b"}",
    "html": PAGE,
    "mht": WEB_ARCHIVE,
    "eml": WEB_ARCHIVE.replace(b"related", b"mixed").replace(b"text/html", b"text/plain"),
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "gif": picture("GIF"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_is_there_only_with_its_end(tmp_path: Path, kind: str) -> None:
    whole, path = FORMATS[kind], tmp_path / f"a.{kind}"
    path.write_bytes(whole)
    assert is_ended(path) is True
    for share in range(10, 96, 5):
        cut = whole[: len(whole) * share // 100]
        path.write_bytes(cut)
        assert is_ended(path) is False, f"{share} %"
        if kind != "doc" or share < 80:  # these may end with a sector of zeros
            path.write_bytes(cut + bytes(len(whole) - len(cut)))
            assert is_ended(path) is False, f"{share} %, the rest zeros"


def test_the_comment_of_an_archive_may_follow_its_end(tmp_path: Path) -> None:
    path, comment = tmp_path / "a.zip", "打包于二〇二四年".encode()
    whole = FORMATS["zip"]
    path.write_bytes(whole[:-2] + len(comment).to_bytes(2, "little") + comment)
    assert is_ended(path) is True
    path.write_bytes(path.read_bytes()[:-3])
    assert is_ended(path) is False


def test_a_text_has_no_mark_that_tells(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("全县举办培训班12期。", encoding="utf-8")
    assert is_ended(path) is None
    path.write_text("全县举办培训班12期。\n", encoding="utf-16-le")
    assert is_ended(path) is None
    path.write_bytes("全县举办".encode() + bytes(40))
    assert is_ended(path) is False, "its size is there before its words"
    path.write_bytes(b"")
    assert is_ended(path) is False
    assert is_ended(tmp_path / "gone.txt") is False


def test_archives_lie_there_unopened(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(FORMATS["zip"])
    (tmp_path / "~$b.docx").write_bytes(b"x")
    assert [(one.name, bool(one.ignored)) for one in lying([tmp_path])] == [("a.zip", False), ("~$b.docx", True)]
    assert "a.zip/1.txt" in {one.name for one in discover([tmp_path])}


def test_sectors_in_a_circle_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(circle_of_sectors(shift=12))
    tracemalloc.start()
    try:
        assert is_ended(path) is False
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_streams_that_share_bytes_are_not_looked_at_again_and_again(tmp_path: Path) -> None:
    path, whole = tmp_path / "a.doc", bytearray(compound({"Data": bytes(range(1, 251)) * 80, "a": b"x", "b": b"x"}))
    path.write_bytes(whole)
    assert is_ended(path) is True
    data, *others = (whole.index(name.encode("utf-16-le").ljust(64, b"\0")) + 116 for name in ("Data", "a", "b"))
    for at in others:
        whole[at : at + 8] = whole[data : data + 8]
    path.write_bytes(whole)
    assert is_ended(path) is False


def test_what_takes_too_much_memory_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def short_of_memory(_: bytes) -> None:
        raise MemoryError

    path = tmp_path / "a.doc"
    path.write_bytes(word())
    monkeypatch.setattr("corpus.endings.Compound", short_of_memory)
    assert is_ended(path) is None
