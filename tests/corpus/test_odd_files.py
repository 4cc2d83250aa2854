"""Odd files of kinds that the test documents of other readers hold, each made here."""

import pytest

from corpus.document import prepare_text
from corpus.readers import read
from tests.corpus.html_pages import PARAGRAPHS, TITLE

SCRIPT = '<script src="a.js" charset="{}"></script>'
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
BOXES = {
    "sections": "<section><section>{}</section></section>",
    "words in sections": "<section><span>{}</span></section>",
    "bold words in sections": "<section><section><span><strong>{}</strong></span></section></section>",
    "words shown as a block": '<span style="color: red; DISPLAY: block">{}</span>',
}
TRADITIONAL = "近年來，該縣堅持黨建引領，成立領導小組，建立工作機制，取得了明顯成效，群眾滿意度達到百分之九十八。"
WESTERN = "Após a reunião, a região recebeu três máquinas; não há informações sobre os preços. " * 3


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}<title>{TITLE}</title></head><body>{body}</body></html>"


def lines(text: str, encoding: str = "utf-8") -> list[str]:
    return read(text.encode(encoding), "a.htm").text.split("\n")


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_each_box_of_a_page_is_a_line(box: str) -> None:
    body = "".join(box.format(paragraph) for paragraph in PARAGRAPHS)
    assert lines(page(f'<div id="js_content">{body}</div>')) == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize("box", ["section", "div"])
def test_headings_in_boxes_among_paragraphs_are_lines(box: str) -> None:
    numbered = (f"<{box}><strong>{p}</strong></{box}>" if len(p) < 10 else f"<p>{p}</p>" for p in PARAGRAPHS)
    assert lines(page(f"<{box}>{''.join(numbered)}</{box}>")) == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize(
    ("encoding", "words"), [("big5", TRADITIONAL), ("iso8859-1", WESTERN.strip()), ("cp1252", WESTERN.strip())]
)
@pytest.mark.parametrize("script", ["utf-8", "gbk"])
def test_a_script_declares_its_own_encoding_and_not_the_page_s(encoding: str, words: str, script: str) -> None:
    head = SCRIPT.format(script) + META.format(encoding)
    assert words in lines(page(f"<p>{words}</p>", head).replace(TITLE, "a"), encoding)


@pytest.mark.parametrize(("encoding", "words"), [("big5", TRADITIONAL), ("iso8859-1", WESTERN.strip())])
def test_a_declaration_behind_long_scripts_is_found(encoding: str, words: str) -> None:
    head = "<script>" + "var a=1;\n" * 2_000 + "</script>" + META.format(encoding)
    assert words in lines(page(f"<p>{words}</p>", head).replace(TITLE, "a"), encoding)


@pytest.mark.parametrize(
    "item",
    ["- 开展 培训 12 次 惠及 3000 人", "• 落实 责任、 健全 机制、 强化 督导 考核", "- 新增 项目 3 个 投资 2.6 亿元"],
)
def test_a_spaced_item_at_the_end_is_no_list_of_tags(item: str) -> None:
    kept = prepare_text("\n".join([*PARAGRAPHS, item])).text.split("\n")
    assert kept[-1] == item
