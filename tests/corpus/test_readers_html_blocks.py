"""Constructions of pages whose words were once lost: decorated headings, tables, attachments, parts in great number."""

import pytest

from corpus.readers import read
from corpus.readers.html_blocks import _lines
from tests.corpus.html_pages import FOOT, NAV, PARAGRAPHS, TITLE

PROSE = [words for words in PARAGRAPHS if len(words) > 20]
HEADINGS = ["建强组织，凝聚合力", "健全机制，压实责任", "突出实效，服务群众"]
NUMBERS = ["01", "02", "03"]
EMPTY = '<p style="line-height:1.75em"><span leaf=""><br class="ProseMirror-trailingBreak"></span></p>'
# Headings as editors of messengers draw them: a frame around frames, a number beside or above, pictures, spacers.
UNNUMBERED = {
    "a line below": '<section><section style="display:inline-block;border-bottom:2px solid red"><strong><span leaf="">'
    "{words}</span></strong></section></section>",
    "a picture behind": '<section style="background-image:url(a.png)"><section style="width:100%" data-width="100%">'
    '<section style="padding:4px"><p><strong>{words}</strong></p></section></section></section>',
    "lines beside": '<section style="display:flex"><section style="flex:1;height:1px"><br></section>'
    '<section class="135brush" data-brushtype="text">{words}</section><section><svg><text>装饰</text></svg></section>'
    "</section>",
    "a block of words": '<span style="display:block;text-align:center"><span style="color:#fff">{words}</span></span>',
}
NUMBERED = {
    "a number above": "<section><section><p>{number}</p></section><section><p><b>{words}</b></p></section></section>",
    "a number beside": '<section style="display:flex"><section><strong>{number}</strong></section>'
    '<section><section class="brush">{words}</section></section></section>',
    "a part above": '<section><section style="width:40px">PART.{number}</section><section>{words}</section></section>',
    "boxes in a line": '<section><section style="display:inline-block;width:20%">{number} </section>'
    '<section style="display:inline-block;vertical-align:top">{words}</section></section>',
}


def lines(body: str, title: str = TITLE) -> list[str]:
    head = f'<html><head><meta charset="utf-8"><title>{title}</title></head>'
    return read(f"{head}<body>{NAV}<h1>{title}</h1>{body}{FOOT}</body></html>".encode(), "a").text.split("\n")


def article(form: str) -> str:
    inside = "".join(
        form.format(words=words, number=number) + f'<section><span leaf="">{prose}</span></section>{EMPTY}'
        for words, number, prose in zip(HEADINGS, NUMBERS, PROSE, strict=False)
    )
    return f'<div id="js_content" style="visibility: hidden;"><section>{inside}</section></div>'


def wanted(*headings: str) -> list[str]:
    return [TITLE, *(line for pair in zip(headings, PROSE, strict=False) for line in pair)]


@pytest.mark.parametrize("kind", sorted(UNNUMBERED))
def test_decorated_headings(kind: str) -> None:
    assert lines(article(UNNUMBERED[kind])) == wanted(*HEADINGS)


@pytest.mark.parametrize("kind", sorted(NUMBERED))
def test_decorated_headings_with_numbers_of_their_own(kind: str) -> None:
    part = "PART." if "part" in kind else ""
    numbered = [f"{part}{number} {words}" for number, words in zip(NUMBERS, HEADINGS, strict=True)]
    assert lines(article(NUMBERED[kind])) == wanted(*numbered)


ROWS = ["指标\t上年\t本年", "村集体收入（万元）\t486\t883", "空壳村（个）\t42\t17"]
CELLS = [row.split("\t") for row in ROWS]


def drawn(table: str, row: str, cell: str, end: tuple[str, str, str]) -> str:
    rows = (row + "".join(f"{cell}{words}{end[0]}" for words in cells) + end[1] for cells in CELLS)
    return table + "".join(rows) + end[2]


@pytest.mark.parametrize(
    "table",
    [
        drawn("<table>", "<tr>", "<td>", ("</td>", "</tr>", "</table>")),
        drawn("<table>", "<tr>", "<th><p><span>", ("</span></p></th>", "</tr>", "</table>")),
        drawn(
            '<div style="display:table">',
            '<div style="display: table-row">',
            '<div style="display:table-cell">',
            ("</div>", "</div>", "</div>"),
        ),
    ],
)
def test_tables_are_read_however_they_are_drawn(table: str) -> None:
    prose = [f"<div><font>{words}</font></div>" for words in PROSE]
    body = f"<table><tr><td id=zoom><ucapcontent>{prose[0]}{prose[1]}{table}{prose[2]}</ucapcontent></td></tr></table>"
    assert lines(body) == [TITLE, *PROSE[:2], *ROWS, PROSE[2]]


def test_merged_cells_leave_blanks() -> None:
    table = (
        "<table><caption>表1</caption><tr><td rowspan=2>地区</td><td colspan=2>党组织</td></tr>"
        "<tr><td>上年</td><td>本年</td></tr><tr><td>东片</td><td>12</td><td>13</td></tr></table>"
    )
    body = "".join(f"<p>{words}</p>" for words in PROSE)
    assert lines(f"<div>{body}{table}</div>")[-4:] == ["表1", "地区\t党组织\t", "\t上年\t本年", "东片\t12\t13"]


def test_a_table_in_a_table_follows_it() -> None:
    inner = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>9</td></tr></table>"
    table = f"<table><tr><td>序号</td><td>单位</td></tr><tr><td>1</td><td>东镇{inner}</td></tr></table>"
    body = "".join(f"<p>{words}</p>" for words in PROSE)
    assert lines(f"<div>{body}{table}</div>")[-4:] == ["序号\t单位", "1\t东镇", "项目\t金额", "合计\t9"]


FILES = ["1.支部联建责任清单.doc", "2.支部联建进度表.xls"]


@pytest.mark.parametrize("within", [True, False])
@pytest.mark.parametrize("form", ["<p>附件：{}</p>", "<div>附件：<ul>{}</ul></div>", "<div><b>相关附件</b>{}</div>"])
def test_attachments_are_words_of_the_document(within: bool, form: str) -> None:
    links = [f'<a href="/files/{number}.doc">{name}</a>' for number, name in enumerate(FILES)]
    files = form.format("".join(f"<li>{link}</li>" for link in links) if "<ul>" in form else "<br>".join(links))
    text = "".join(f"<p>{words}</p>" for words in PROSE)
    body = f'<div class="c">{text}{files}</div>' if within else f'<div><div class="c">{text}</div>{files}</div>'
    found = "\n".join(lines(body))
    assert all(name in found for name in FILES)
    assert found.index(PROSE[-1]) < found.index(FILES[0])


@pytest.mark.parametrize(
    "furniture",
    [
        "<p class=meta>发布时间：2023年11月6日　来源：青禾县委组织部　阅读 2846</p>",
        '<div class="share">分享到：微信 微博</div>',
        '<p>【<a href="javascript:print()">打印本页</a>】【<a href="#" onclick="x">收藏</a><a>关闭</a>】</p>',
        '<p><a href="/a.html">青禾县举办培训班</a></p>',
        "<svg><text>点击上方蓝字</text></svg><button>关注</button>",
    ],
)
def test_what_pages_put_into_an_article_is_no_text_of_it(furniture: str) -> None:
    text = "".join(f"<p>{words}</p>" for words in PROSE)
    assert lines(f'<div class="c">{furniture}{text}{furniture}</div>') == [TITLE, *PROSE]


def test_words_are_joined_as_they_are_shown() -> None:
    text = (
        f"<p>青\u200b禾<span>\xad县</span>\n  committee\n of <b>the</b> county。</p><p>{PROSE[0]}</p><p>{PROSE[1]}</p>"
    )
    assert lines(f"<div>{text}</div>")[1] == "青禾县 committee of the county。"


def test_parts_in_great_number_are_each_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        return _lines(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("corpus.readers.html_blocks._lines", counted)
    text = "".join(f"<div>{PROSE[0]}{number}</div><aside>旁注{number}</aside>" for number in range(500))
    found = lines(f"<div class=c>{text}</div>")
    assert sum(line.startswith(PROSE[0]) for line in found) == 500
    assert calls == 1
