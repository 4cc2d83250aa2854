"""Plain text: encodings, lines, offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import RejectionError
from corpus.readers import read

PROSE = "某县坚持党建引领，着力解决联而不动的问题。\n签订协议147份，选派书记12人。\n"
TRADITIONAL = "某縣堅持黨建引領，著力解決聯而不動的問題，這是經驗。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PROSE.encode(), "utf-8"),
        (PROSE.encode("utf-8-sig"), "utf-8"),
        (PROSE.encode("gb18030"), "gb18030"),
        (b"\x84\x31\x95\x33" + PROSE.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + PROSE.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + PROSE.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\0\0" + PROSE.encode("utf-32-le"), "utf-32-le"),
        (PROSE.encode("utf-16-le"), "utf-16-le"),
        (PROSE.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    reading = read(data, "a.txt")
    assert (reading.text, reading.encoding, reading.warnings) == (PROSE, encoding, ())
    assert reading.addressing == "offset"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_and_without_a_zero_byte(encoding: str) -> None:
    text = PROSE.replace("\n", "").replace("147", "百").replace("12", "十")
    assert b"\0" not in text.encode(encoding)
    assert read(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("text", [PROSE, TRADITIONAL, "某县", "一、二、三", "基层党组织书记培训班"])
def test_gb18030_is_never_taken_for_utf16(text: str) -> None:
    assert read(text.encode("gb18030"), "a.txt").text == text


@given(st.text(alphabet="某县乡镇党组织书记联建，。、；\n一二三四0123ab"))
def test_what_is_written_in_gb18030_is_read_back(text: str) -> None:
    # A word or two of GB18030 may be good UTF-8 as well (某 is ĳ); a line of a report is not.
    whole = f"关于印发工作方案的通知\n{text}"
    assert read(whole.encode("gb18030"), "a.txt").text == whole


def test_bytes_of_another_encoding_raise_a_doubt() -> None:
    assert read(("경험 자료를 정리하였습니다. " * 9).encode("euc-kr"), "a.txt").warnings


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL[:12]])
def test_big5_is_told_from_gb18030(text: str) -> None:
    reading = read(text.encode("big5"), "a.txt")
    assert (reading.text, reading.encoding, reading.warnings) == (text, "cp950", ())


def test_text_in_ascii_as_mail_once_carried_it() -> None:
    text = PROSE.replace("“", "").replace("”", "")
    assert read(text.encode("hz"), "a.txt").text == text
    assert read(b"a ~{x~} b", "a.txt").text == "a ~{x~} b"


def test_lines_of_every_kind() -> None:
    text = "甲\r\n乙\r丙\n\n　丁\u2028戊\x0b己\n"
    reading = read(text.encode(), "a.txt")
    assert reading.text == text
    assert [text[block.start : block.end] for block in reading.blocks] == ["甲", "乙", "丙", "　丁", "戊", "己"]


@given(st.text(alphabet="甲乙 \t\r\n\u2028\x85", min_size=1).filter(str.strip))
def test_blocks_hold_every_character_but_breaks_and_blanks(text: str) -> None:
    reading = read(text.encode(), "a.txt")
    held = "".join(text[block.start : block.end] for block in reading.blocks)
    assert "".join(held.split()) == "".join(text.split())
    assert all(len(text[block.start : block.end].splitlines()) == 1 for block in reading.blocks)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ((PROSE * 9).encode() + b"\0" * 9, "damaged"),
        (PROSE.encode() + b"\xff\xff\xff", "damaged"),
        (b"\xff\xfe" + PROSE.encode("utf-16-le")[:-1], "damaged"),
        (b"\xef\xbb\xbf\xff", "damaged"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
    ],
)
def test_what_is_no_text(data: bytes, code: str) -> None:
    with pytest.raises(RejectionError) as caught:
        read(data, "a.txt")
    assert caught.value.code == code
