"""Whole pages: the article and nothing around it, whatever frame it stands in."""

import base64
import quopri

import pytest

from corpus.model import Reading, RejectionError
from corpus.readers import read
from corpus.sniff import HTML, MHTML, sniff
from tests.corpus.html_pages import GOVERNMENT, NEWS, PAGES, PARAGRAPHS, ROWS, TITLE, WORD

ARTICLE = [TITLE, *PARAGRAPHS, *("\t".join(row) for row in ROWS)]


def lines(reading: Reading) -> list[str]:
    return reading.text.split("\n")


def code_of(data: bytes) -> str:
    with pytest.raises(RejectionError) as caught:
        read(data, "a")
    return caught.value.code


@pytest.mark.parametrize("kind", sorted(PAGES))
def test_a_page_gives_its_article_and_no_more(kind: str) -> None:
    page, encoding = PAGES[kind]
    reading = read(page.encode(encoding), "a.htm")
    captions = ["图为联建现场。"] if kind == "news" else []
    assert lines(reading) == [ARTICLE[0], *captions, *ARTICLE[1:]]
    assert reading.title == (None if kind == "word" else TITLE)
    assert [block.kind for block in reading.blocks].count("row") == len(ROWS)


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "utf-8", "iso-8859-1", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_whatever_encoding_a_page_declares(declared: str, encoding: str) -> None:
    page = NEWS.replace('charset="gb2312"', f'charset="{declared}"' if declared else "name=x")
    assert PARAGRAPHS[0] in lines(read(page.encode(encoding), "a.htm"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_pages_in_utf16(encoding: str, mark: str) -> None:
    reading = read((mark + NEWS).encode(encoding), "a.htm")
    assert (reading.encoding, PARAGRAPHS[0] in lines(reading)) == (encoding, True)


def test_a_summary_above_the_article_is_kept() -> None:
    summary = "核心提示：青禾县把支部建在产业链上，用联建破解单打独斗的难题，形成了资源共享的新格局，群众得到了实惠。"
    page = GOVERNMENT.replace(
        '<div class="TRS_Editor"', f'<div class="summary"><p>{summary}</p></div><div class="TRS_Editor"'
    )
    found = lines(read(page.encode(), "a"))
    assert summary in found
    assert all(paragraph in found for paragraph in PARAGRAPHS)


def test_one_long_paragraph_does_not_outweigh_the_short_ones_beside_it() -> None:
    long = "青禾县坚持党建引领，着力破解支部联建的难题，取得了明显成效。" * 60
    words = ["一、主要做法", long, "二、存在问题", "力量不足。"]
    page = f"<html><body><div>{''.join(f'<div>{one}</div>' for one in words)}</div></body></html>"
    assert lines(read(page.encode(), "a")) == words


def test_what_word_adds_to_a_page() -> None:
    more = (
        "<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>（三）"
        "<span style='font:7.0pt'>&nbsp;&nbsp; </span></span></span><![endif]><span>强化督促检查。</span></p>"
        "<p style='mso-list:l0'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>每季度通报。</p>"
        "<h1>三、附则</h1><h2><span>（一）解释</span></h2><p>短句。</p>"
        "<p><a href='http://x.example'>详见县委文件</a></p><p>保留<del>删除的话语。</del><ins>插入的话语。</ins></p></div>"
    )
    found = lines(read(WORD.replace("</table></div>", f"</table>{more}").encode("gb18030"), "a"))
    assert found[len(ARTICLE) :] == [
        *("（三）强化督促检查。", "1. 每季度通报。", "三、附则", "（一）解释", "短句。"),
        *("详见县委文件", "保留插入的话语。"),
    ]


def mhtml(page: bytes, coding: str, charset: str = "", end: str = "\r\n") -> bytes:
    """A web archive as browsers write it."""
    body = base64.encodebytes(page) if coding == "base64" else quopri.encodestring(page)
    head = [
        "From: <Saved by Blink>",
        "Subject: =?utf-8?B?5YWs?=",
        "MIME-Version: 1.0",
        "Content-Type: multipart/related;",
    ]
    head += ['\ttype="text/html";', '\tboundary="--x--"', "", "", "----x--", f"Content-Type: text/html{charset}"]
    head += [f"Content-Transfer-Encoding: {coding}", "Content-Location: http://x.example/", "", ""]
    tail = ["", "----x--", "Content-Type: text/html", "", "<p>一个框架里的广告。</p>", "----x----", ""]
    return end.join(head).encode() + body + end.join(tail).encode()


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_web_archives(coding: str, end: str) -> None:
    for page, encoding, charset in (
        (GOVERNMENT, "utf-8", ""),
        (GOVERNMENT.replace("charset=utf-8", ""), "gb18030", '; charset="gb2312"'),
        (WORD, "gb18030", ""),
    ):
        data = mhtml(page.encode(encoding), coding, charset, end)
        reading = read(data, "a.mht")
        assert (reading.media_type, reading.encoding) == (MHTML, encoding)
        assert lines(reading) == ARTICLE


def test_the_page_in_a_frame_of_a_web_archive() -> None:
    outer = "<html><body><iframe src='cid:1'></iframe><p>欢迎访问。</p></body></html>"
    data = mhtml(outer.encode(), "base64").replace("<p>一个框架里的广告。</p>".encode(), GOVERNMENT.encode())
    assert lines(read(data, "a.mht")) == ARTICLE


@pytest.mark.parametrize("named", [b'boundary="--other--"', b"x=y"])
def test_web_archives_that_do_not_name_what_parts_them(named: bytes) -> None:
    data = mhtml(GOVERNMENT.encode(), "base64").replace(b'boundary="--x--"', named)
    assert lines(read(data, "a.mht")) == ARTICLE
    assert lines(read(data[: data.rindex(b"----x--\r\nContent-Type")], "a.mht")) == ARTICLE


def test_a_header_of_a_web_archive_that_cannot_be_real_is_damage() -> None:
    data = mhtml(GOVERNMENT.encode(), "base64")
    kind = b"Content-Type: multipart/related;"
    assert code_of(data.replace(kind, kind + b' a="' + b";" * 9_000 + b'";')) == "damaged"
    # Where a part came from may be as long as it likes.
    assert lines(read(data.replace(b"http://x.example/", b"data:" + b"x" * 9_000), "a.mht")) == ARTICLE


def test_web_archives_without_a_page() -> None:
    assert code_of(mhtml(b"", "base64")) == "empty"
    assert code_of(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\n") == "empty"
    assert sniff(b"From: a\r\nSubject: MIME-Version: 1.0 ...\r\n\r\n", "a") != HTML


def test_web_archives_that_nest_deeply() -> None:
    nested = "".join(f'Content-Type: multipart/related; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(3000))
    assert code_of(f"MIME-Version: 1.0\r\n{nested}".encode()) in ("depth", "empty")
