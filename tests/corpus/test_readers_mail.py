"""Saved mail: its words in whatever way they are carried, and what is attached."""

from email.message import EmailMessage

import pytest

from corpus.model import RejectionError
from corpus.readers import read
from corpus.sniff import MAIL, MHTML

WORDS = "全县举办培训班12期，培训干部300人次，走访群众500户。"
SUBJECT = "关于报送经验材料的函"


def mail(text: str = f"一、主要做法\n\n{WORDS}\n", charset: str = "utf-8", page: str = "", attached: int = 0) -> bytes:
    found = EmailMessage()
    found["Subject"], found["From"], found["MIME-Version"] = SUBJECT, "a@example.org", "1.0"
    found.set_content(text, charset=charset)
    if page:
        found.add_alternative(page, subtype="html")
    for number in range(attached):
        found.add_attachment(f"<p>{WORDS * 9}</p>", subtype="html", filename=f"{number}.html")
    return found.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "utf-7"])
def test_the_words_of_a_mail(charset: str) -> None:
    reading = read(mail(charset=charset), "a.eml")
    assert (reading.text, reading.title) == (f"一、主要做法\n{WORDS}", SUBJECT)
    assert (reading.media_type, reading.warnings) == (MAIL, ())
    assert [block.where.paragraph for block in reading.blocks] == [1, 3]


@pytest.mark.parametrize("declared", ["undefined", "idna", "gb2312", "no-such"])
def test_what_a_mail_declares_may_be_wrong(declared: str) -> None:
    head = f"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset={declared}\n\n"
    assert read((head + WORDS).encode(), "a.eml").text == WORDS
    assert read(head.encode() + WORDS.encode("gb18030"), "a.eml").text == WORDS


def test_the_words_go_before_the_page_unless_there_are_hardly_any() -> None:
    page = f"<html><body><p>{WORDS * 5}</p></body></html>"
    assert read(mail(WORDS * 9, page=page), "a.eml").text == WORDS * 9
    assert read(mail("请用浏览器查看。", page=page), "a.eml").text == WORDS * 5


@pytest.mark.parametrize(("attached", "words"), [(1, "not read: 1."), (2, "not read: 2.")])
def test_what_is_attached_is_told_and_not_read(attached: int, words: str) -> None:
    reading = read(mail("正文不长。", attached=attached), "a.eml")
    assert reading.text == "正文不长。"
    assert words in reading.warnings[0]
    with pytest.raises(RejectionError, match="empty") as caught:
        read(mail("\n", attached=attached), "a.eml")
    assert words in caught.value.reason


def test_a_mail_without_its_end_is_read_in_part() -> None:
    whole = mail(attached=1)
    assert read(whole, "a.eml").partial is None
    partial = read(whole[: len(whole) * 3 // 4], "a.eml").partial
    assert partial
    assert "not copied completely" in partial


@pytest.mark.parametrize("header", ["Content-Type: text/plain", "Content-Disposition: inline"])
def test_a_header_that_cannot_be_real_is_damage(header: str) -> None:
    name, _, _ = header.partition(":")
    whole = mail(attached=1)
    at = whole.rindex(name.encode())
    with pytest.raises(RejectionError, match="damaged"):
        read(whole[:at] + header.encode() + b'; a="b"' * 2_000 + b"\n" + whole[at:], "a.eml")


def test_a_long_head_is_looked_through() -> None:
    trace = b"Received: from a.example.org by b.example.org\r\n" * 200
    assert read(trace + mail(), "a.eml").media_type == MAIL


@pytest.mark.parametrize("subject", [b"=?no-such?b?AAAA?=", b"=?utf-8?b?A?=", b"=?\xff?b?AAAA?="])
def test_a_subject_that_cannot_be_read_is_none(subject: bytes) -> None:
    start = mail().index(b"Subject:")
    end = mail().index(b"\n", start)
    assert read(mail()[:start] + b"Subject: " + subject + mail()[end:], "a.eml").title is None


@pytest.mark.parametrize("charset", ["idna", "undefined", "punycode"])
def test_a_saved_page_may_declare_what_is_no_encoding_of_pages(charset: str) -> None:
    head = f"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset={charset}\r\n\r\n"
    reading = read(f"{head}<html><body><p>{WORDS * 4}</p></body></html>".encode(), "a.mht")
    assert (reading.text, reading.media_type) == (WORDS * 4, MHTML)
