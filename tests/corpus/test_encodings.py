"""Encodings: bytes -> text and the name of its encoding; what is told by statistics, at their edges too."""

import pytest

from corpus.encodings import decode, doubts, is_chinese, unmarked_utf16
from corpus.model import RejectionError

PROSE = "某县坚持党建引领，着力解决联而不动的问题。\n"

# The bytes of these characters in GB18030 are letters in UTF-8 (一 is һ), those of 系統 in UTF-8 hold a 当 of GB18030.
DECODED = [
    ("一小学学员要全", "gb18030"),
    ("一" + "a" * 20, "gb18030"),
    ("一" + "~" * 20, "gb18030"),
    ("一学要某某某某某某某", "gb18030"),
    ("一一呖", "gb18030"),
    ("傳統系統", "utf-8"),
    ("état, çà et là", "utf-8"),
    ("abc", "utf-8"),
    ("abc", "utf-16-le"),
    ("abc", "utf-16-be"),
    ("聯建協議簽了就沒了下文，互動不多", "cp950"),
    ("農農單瓮嵹瓮嵹瓮嵹瓮", "cp950"),
    ("岚县岚县", "gb18030"),
    ("说" + "笰" * 9, "gb18030"),  # the latter are 農 in Big5
    (PROSE, "hz"),
    ("~{VP~} ~a", "utf-8"),
    (PROSE, "utf-7"),
    ("+AbcdEfghij- x", "utf-8"),
    ("+ZYcASw-", "utf-8"),  # 文字 and no third character
    (PROSE + "\0", "utf-8"),
    ("a\0b\0c\0d", "utf-8"),
    ("~{VPND", "utf-8"),  # 中文 in HZ, which does not end
    ("~{#A#B~}", "utf-8"),  # ＡＢ in HZ
    ("剉" * 9 + "柏", "gb18030"),  # the first is 的 in UTF-16, the last half a character
]


@pytest.mark.parametrize(("text", "encoding"), DECODED)
def test_decoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("一" + "~" * 9, True),
        ("一" + "x" * 9, True),
        ("一学要某某某某某某某", True),
        ("一学某某某某某某某某", False),
        ("一某某某某某某某某某", False),
        ("abc", False),
    ],
)
def test_chinese_is_told_by_its_frequent_characters(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese


def both(frequent: int, wide: int) -> bytes:
    """So many characters that are frequent in GB18030, and so many in UTF-16, of two bytes each and without a NUL."""
    return ("一" * frequent).encode("gb18030") + ("的" * wide).encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "encodings"),
    [
        (b"", ()),
        ("~~~~".encode("utf-16-le"), ("utf-16-le",)),
        (both(1, 9), ("utf-16-le",)),
        (both(2, 8), ()),
        (both(2, 8) * 1000 + b"a\0", ("utf-16-le",)),
        (both(0, 9) + b"a", ()),
        (PROSE.encode("utf-16-le") + b"\0\0", ()),
        ("一学要某某某某某某某".encode("utf-16-le"), ()),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_utf16_without_a_mark(data: bytes, encodings: tuple[str, ...]) -> None:
    assert unmarked_utf16(data) == encodings


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(b"\xff\xfea", "UTF-16-LE"), (PROSE.encode() + b"\xff\xff\xff", "UTF-8, GB18030 or UTF-16")],
    ids=lambda value: repr(value)[:20],
)
def test_what_no_encoding_fits_is_damaged(data: bytes, encoding: str) -> None:
    with pytest.raises(RejectionError) as caught:
        decode(data)
    assert caught.value.code == "damaged"
    assert caught.value.reason.startswith(f"The text is not readable as {encoding}: ")


DOUBT = "The encoding of the text is doubtful: it was read as GB18030, but few of its characters are common ones."


@pytest.mark.parametrize(
    ("text", "encoding", "doubtful"),
    [
        ("某某某", "gb18030", True),
        ("某某某", "utf-8", False),
        ("abc", "gb18030", False),
        ("一" + "某" * 9, "gb18030", True),
        ("一" + "某" * 8, "gb18030", False),
        ("一" + "某" * 8 + "a" * 9, "gb18030", False),
        ("一" + "某" * 8 + "\u3400", "gb18030", True),
        ("一" + "某" * 8 + "\u9fff", "gb18030", True),
    ],
)
def test_few_common_characters_raise_a_doubt(text: str, encoding: str, doubtful: bool) -> None:
    assert doubts(text, encoding) == ((DOUBT,) if doubtful else ())
