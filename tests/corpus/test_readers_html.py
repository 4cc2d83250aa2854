"""HTML pages: their encoding, the main text and nothing around it."""

import pytest

from corpus.model import RejectionError
from corpus.readers import html_source, read
from corpus.readers.html import page_text

ARTICLE = """<h2>一、主要做法</h2>
<p>　　近年来，某县坚持党建引领，着力
   破解支部联建联而不动的问题，<strong>取得</strong>了明显成效，群众满意度明显提升。</p>
<p>强化组织领导。成立领导小组，签订协议147份。<br>开展活动三百余次，参加党员两千多人次。</p>
<ul><li>一是加强教育培训，办班十二期。</li><li>二是健全长效机制，定期通报情况。</li></ul>
<table><tr><th>乡镇</th><th>党组织数（个）</th></tr><tr><td>东乡</td><td>12</td></tr><tr><td>西乡</td><td></td></tr></table>
<p>下一步，某县将继续推进这项工作，让群众得到更多实惠。</p>"""
PAGE = f"""<!DOCTYPE html><html><head><meta charset="CHARSET"><title>某县联建经验 - 某某网</title></head><body>
<div class="nav"><a href="/">网站首页</a> &gt; <a href="/dj">党建频道</a></div><h1>某县联建经验</h1>
<div class="share">分享到：微信 微博</div><div class="content">{ARTICLE}</div>
<div class="footer">版权所有 某某网 联系我们</div></body></html>"""
EXPECTED = [
    ("text", None, "某县联建经验"),
    ("heading", 2, "一、主要做法"),
    ("text", None, "近年来，某县坚持党建引领，着力破解支部联建联而不动的问题，取得了明显成效，群众满意度明显提升。"),
    ("text", None, "强化组织领导。成立领导小组，签订协议147份。"),
    ("text", None, "开展活动三百余次，参加党员两千多人次。"),
    ("list", None, "一是加强教育培训，办班十二期。"),
    ("list", None, "二是健全长效机制，定期通报情况。"),
    ("row", None, "乡镇\t党组织数（个）"),
    ("row", None, "东乡\t12"),
    ("row", None, "西乡\t"),
    ("text", None, "下一步，某县将继续推进这项工作，让群众得到更多实惠。"),
]


@pytest.mark.parametrize(
    ("declared", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "utf-8")]
)
def test_a_page(declared: str, encoding: str) -> None:
    reading = read(PAGE.replace("CHARSET", declared).encode(encoding), "a.htm")
    assert [(b.kind, b.level, reading.text[b.start : b.end]) for b in reading.blocks] == EXPECTED
    assert (reading.title, reading.encoding) == ("某县联建经验", encoding)
    assert [block.where.paragraph for block in reading.blocks] == list(range(1, len(EXPECTED) + 1))
    assert [(b.table, b.row) for b in reading.blocks if b.kind == "row"] == [(0, 0), (0, 1), (0, 2)]


def test_a_page_in_a_frame_of_tables() -> None:
    page = f"<html><body><table><tr><td>{ARTICLE}</td></tr></table></body></html>"
    reading = read(page.encode(), "a.html")
    assert "破解支部联建联而不动的问题" in reading.text
    assert "\n开展活动三百余次" in reading.text


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("\ufeff<p>甲</p>".encode("utf-16-le"), "utf-16-le"),
        ("<meta charset=utf-8><p>甲</p>".encode("gbk"), "gb18030"),
        ("<meta charset=nonsense><p>甲</p>".encode(), "utf-8"),
        ("<p>甲</p>".encode("gbk"), "gb18030"),
        ('<?xml version="1.0" encoding="gb2312"?><p>镕</p>'.encode("gbk"), "gb18030"),
        ("<meta charset=utf-8><p>甲</p>".encode() + "字".encode() * 2000 + b"\xe5\xff", "utf-8"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    assert page_text(data)[1] == encoding


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><body></body></html>", "empty"),
        (b"<html><body><div class='nav'><a href='/'>x</a></div></body></html>", "empty"),
        (b"<meta charset=utf-8><p>" + b"\xff\xff\xff" * 30, "damaged"),
    ],
)
def test_pages_without_text(data: bytes, code: str) -> None:
    with pytest.raises(RejectionError) as caught:
        read(data, "a.html")
    assert caught.value.code == code


CHINESE = "某县坚持党建引领，着力破解支部联建联而不动的问题，取得了明显成效，群众满意度明显提升。"
ODD_CODECS = ["raw_unicode_escape", "unicode_escape", "undefined", "utf-7", "punycode", "idna", "rot13", "base64"]


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "ascii", "koi8-r", "gbk", "big5", *ODD_CODECS])
def test_utf8_goes_before_what_a_page_declares(declared: str) -> None:
    page = f"<html><head><meta charset={declared}></head><body>{f'<p>{CHINESE}</p>' * 5}</body></html>"
    reading = read(page.encode(), "a.html")
    assert (reading.encoding, CHINESE in reading.text) == ("utf-8", True)


@pytest.mark.parametrize(
    ("declared", "tail"),
    [("iso-8859-1", b""), ("windows-1252", b""), ("us-ascii", b""), ("undefined", b""), ("windows-1251", b"\xff")],
)
def test_gb18030_goes_before_an_encoding_of_one_byte(declared: str, tail: bytes) -> None:
    script = "<script>" + "var x = 1;" * 3000 + "</script>"
    page = f"<html><head><meta charset={declared}>{script}</head><body>{f'<p>{CHINESE}</p>' * 50}</body></html>"
    found = page_text(page.encode("gb18030") + tail)
    assert found == (page + tail.decode("ascii", "replace"), "gb18030")


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("iso-8859-1", "cp1252", "Développé à “Nîmes”"),
        ("windows-1251", "cp1251", "Опыт района"),
        ("big5", "big5", "經驗"),
    ],
)
def test_other_encodings_are_read_as_declared(declared: str, encoding: str, text: str) -> None:
    page = f"<meta charset={declared}><p>{text}</p>"
    assert page_text(page.encode(encoding)) == (page, encoding)


def test_references_to_characters_that_do_not_exist() -> None:
    odd = "&#1;&#xFFFE;&#xffff;&#0;&#xD800;&#x110000;&#99999999999999;&#x1FFFF\x01\ufffe"
    page = f"<html><body>{f'<p>{odd}{CHINESE[:9]}{odd}{CHINESE[9:]}&#150;&#8212;&#x4e2d;</p>' * 3}</body></html>"
    assert read(page.encode(), "a.html").text.splitlines() == [f"{CHINESE}–—中"] * 3
    assert html_source.legible("&#" + "9" * 100_000) == ""


@pytest.mark.parametrize("depth", [250, 300, 900, 1900])
def test_pages_that_nest_deeply(depth: int) -> None:
    page = f"<html><body>{'<div>' * depth}{f'<p>{CHINESE}</p>' * 4}</body></html>"
    assert read(page.encode(), "a.html").text.count(CHINESE) == 4


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "ul><li", "blockquote"])
def test_pages_that_nest_too_deeply(tag: str) -> None:
    page = f"<html><body><p>{CHINESE}</p>{f'<{tag}>' * 30_000}{f'<p>{CHINESE}</p>' * 4}</body></html>"
    with pytest.raises(RejectionError) as caught:
        read(page.encode(), "a.html")
    assert caught.value.code == "depth"


def test_tags_with_endless_attributes() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(100_000))
    page = f"<html><body><p {attributes}>{CHINESE}</p><p class='b'>{CHINESE[9:]}</p></body></html>"
    assert "a99" not in html_source.legible(page)
    assert "class='b'" in html_source.legible(page)
    assert read(page.encode(), "a.html").text == f"{CHINESE}\n{CHINESE[9:]}"
