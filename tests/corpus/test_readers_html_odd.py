"""Pages as browsers, editors and old programs leave them: which title is shown, numbers, what is hidden or misnamed."""

from html import escape

import pytest

from corpus.model import RejectionError
from corpus.readers import read
from tests.corpus.html_pages import FOOT, LINKS, NAV, PARAGRAPHS, TITLE

WHOLE = [TITLE, *PARAGRAPHS]
MARKED = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
ITEMS = [PARAGRAPHS[0], PARAGRAPHS[6], PARAGRAPHS[8]]
HIDDEN = "本站原创内容未经许可请勿转载，违者必究，特此声明。"


def lines(body: str, head: str = f"<title>{TITLE}</title>") -> list[str]:
    return read(f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode(), "a").text.split(
        "\n"
    )


def listed(*items: str) -> str:
    return "".join(f"<li>{item}</li>" for item in items)


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE}_青禾县人民政府</title>",
        f"<title>青禾县人民政府 基层动态 {TITLE}</title>",
        f"<title>青禾日报-2023年11月02日 第A02版-{TITLE}</title>",
        f'<meta name="ArticleTitle" content="{TITLE}"><title>青禾县人民政府</title>',
        "<title>青禾党建网</title>",
        "",
    ],
)
@pytest.mark.parametrize(
    "shown",
    [
        "<h2>{}</h2>",
        "<div class='tit'>{}</div>",
        "<table><tr><td align=center><b><font size=4>{}</font></b></td></tr></table>",
        "<founder-title>{}</founder-title>",
    ],
)
def test_the_title_is_the_one_that_is_shown(head: str, shown: str) -> None:
    crumb = "<div>当前位置：<a>首页</a> &gt; <a>基层动态</a> &gt; 正文</div>"
    details = "<div>发布时间：2023-11-02 来源：青禾县委组织部 浏览：18次</div>"
    body = f"<div>{NAV}</div>{crumb}{shown.format(TITLE)}{details}<div class=c>{MARKED}</div>{FOOT}"
    assert [line for line in lines(body, head) if "发布时间" not in line] == WHOLE


def test_subtitle_and_author_below_the_title() -> None:
    below = "<p>——来自青禾县的调查</p><p>本报记者 韦大山</p><p>2023-11-02　来源：青禾日报</p>"
    body = f"<div>{NAV}</div><h1>{TITLE}</h1>{below}<div><div>{MARKED}</div></div>{FOOT}"
    assert lines(body)[:4] == [TITLE, "——来自青禾县的调查", "本报记者 韦大山", PARAGRAPHS[0]]


def test_a_title_on_two_lines_is_not_repeated() -> None:
    split = f"{TITLE[:9]}<br>{TITLE[9:]}"
    assert lines(f"<div><h1>{split}</h1>{MARKED}</div>") == [TITLE[:9], TITLE[9:], *PARAGRAPHS]


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ("", ["1. ", "2. ", "3. "]),
        ('start="4"', ["4. ", "5. ", "6. "]),
        ('type="a"', ["a. ", "b. ", "c. "]),
        ('style="list-style-type: cjk-ideographic"', ["一、", "二、", "三、"]),
        ('class="custom_cn2 list-paddingleft-1" style="list-style:none"', ["(一)", "(二)", "(三)"]),
        ('style="list-style: none"', ["", "", ""]),
    ],
)
def test_numbered_lists(attributes: str, numbers: list[str]) -> None:
    body = f"<div><h1>{TITLE}</h1><p>{ITEMS[0]}</p><ol {attributes}>{listed(*ITEMS[:3])}</ol></div>"
    assert lines(body) == [TITLE, ITEMS[0], *(f"{a}{b}" for a, b in zip(numbers, ITEMS[:3], strict=True))]


def test_items_keep_the_numbers_that_are_written() -> None:
    items = [f"{number}．{words}" for number, words in enumerate(ITEMS, 1)]
    assert lines(f"<div><h1>{TITLE}</h1><ol>{listed(*items)}</ol></div>") == [TITLE, *items]


def test_hidden_parts_are_no_text() -> None:
    hidden = f'<p style="display: none">{HIDDEN}</p><div hidden><p>{HIDDEN}</p></div>'
    assert lines(f"<div><h1>{TITLE}</h1>{hidden}{MARKED}</div>") == WHOLE


@pytest.mark.parametrize("body", ['<body style="display:none">{}', '<div style="display:none">{}</div>'])
def test_an_article_that_a_script_is_to_show_is_read(body: str) -> None:
    assert lines(body.format(f"<h1>{TITLE}</h1>{MARKED}")) == WHOLE


@pytest.mark.parametrize("tag", ["aside", "header", "noscript", "textarea"])
def test_text_in_parts_that_are_furniture_by_name(tag: str) -> None:
    inside = escape(MARKED) if tag == "textarea" else MARKED
    assert lines(f"<h1>{TITLE}</h1><{tag}>{inside}</{tag}>") == WHOLE


def test_a_text_beside_lists_of_links() -> None:
    body = f"<div>{NAV}</div><div><h3>{TITLE}</h3><p>{PARAGRAPHS[0]}</p><ul>{LINKS}</ul></div>{FOOT}"
    assert lines(body) == WHOLE[:2]


def test_line_breaks_that_are_typed() -> None:
    typed = "\n".join(f"    {words}" for words in PARAGRAPHS)
    assert lines(f"<div><h1>{TITLE}</h1><pre>{typed}</pre></div>") == WHOLE


def test_a_number_in_a_box_of_its_own_belongs_to_its_heading() -> None:
    box = "<section><section><strong>{}</strong></section><section><p><strong>{}</strong></p></section></section>"
    made = (box.format(w[:2], w[2:]) if w[1] == "、" else f"<section><p>{w}</p></section>" for w in PARAGRAPHS)
    assert lines(f"<div><h1>{TITLE}</h1>{''.join(made)}</div>") == WHOLE


def test_pages_whose_text_is_put_there_by_a_script() -> None:
    coded = MARKED.encode("unicode_escape").decode()
    with pytest.raises(RejectionError, match="empty") as caught:
        lines(f'<h1>{TITLE}</h1><div id="app"></div><script>var data = {{"text": "{coded}"}}</script>')
    assert "script" in caught.value.reason
