"""Practices that the build of a sentence, a label or a table gives away."""

import pytest

from corpus.document import prepare, prepare_text
from corpus.model import Source
from corpus.readers import read
from extractors.practices import extract

TABLE = (
    "<html><body><table><tr><td>突出问题</td><td>整改措施</td></tr>"
    "<tr><td>厨房脏乱</td><td>每周彻底清洗灶台，逐日留样</td></tr></table></body></html>"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("针对冬季取暖难的问题，嘎查逐户更换铁皮炉。", ["更换铁皮炉"]),
        ("以前渡船返程空驶，现在渡船捎带快递和农产品。", ["捎带快递和农产品"]),
        ("针对群众的急难愁盼问题，大家心里都有数。", []),
        ("问题：台账缺失。\n整改措施：全面核对账册，补齐单据。", ["全面核对账册"]),
        ("下一步，要破解这一难题。", []),
        ("夏天断水怎么办？厂里租来两台水车。", ["租来两台水车"]),
        ("为此，水利站由专人核定取水许可。", ["由专人核定取水许可"]),
        ("为此，全局上下扎实推进各项民生实事。", []),
        ("整改通报\n一、关于“账目混乱”问题。财务科逐笔核对八百张凭证。", ["核对八百张凭证"]),
        ("他们直面“灯下黑”。", []),
    ],
)
def test_by_the_build_of_the_text(text: str, found: list[str]) -> None:
    told = [one.text for one in extract(prepare_text(text))]
    assert [any(words in one for one in told) for words in found] == [True] * len(found)
    assert found or told == []


def test_lines_of_cells_in_plain_text_are_a_table() -> None:
    rows = "序号\t突出问题\t化解措施\n1\t楼房漏水\t聘请第三方鉴定；翻修屋面\n2\t工资拖欠\t先行垫付周转金"
    found = [one.text for one in extract(prepare_text(f"积案化解任务表\n{rows}"))]
    assert found == ["聘请第三方鉴定", "翻修屋面", "先行垫付周转金"]


def test_cells_below_remedies_are_practices() -> None:
    data = TABLE.encode()
    document = prepare(Source("表.html", "", len(data)), read(data, "表.html"))
    assert [one.text for one in extract(document)] == ["每周彻底清洗灶台"]
