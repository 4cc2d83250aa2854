"""From a reading to a document: folding, tables, known titles, time that grows with the length alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare, prepare_text
from corpus.model import Block, Reading, Source

SOURCE = Source("表.docx", "0" * 64, 1)


def test_rows_become_a_table() -> None:
    text = "各镇情况见下表。\n乡镇\t数量\n花桥镇\t12\n合计十二个。"
    blocks = (Block(0, 8), Block(9, 14, "row", table=0, row=0), Block(15, 21, "row", table=0, row=1), Block(22, 28))
    document = prepare(SOURCE, Reading(text, blocks, "paragraph", "x"))
    (table,) = document.tables
    assert table.rows == (("乡镇", "数量"), ("花桥镇", "12"))
    assert document.text[table.start : table.end] == "乡镇\t数量\n花桥镇\t12"


def test_an_empty_text_is_an_empty_document() -> None:
    document = prepare_text("")
    assert (document.text, document.paragraphs, document.sections, document.articles) == ("", (), (), ())


def test_line_breaks_fold_to_one_kind() -> None:
    document = prepare_text("第一段。\r第二段。\u2028第三段。")
    assert document.folded == "第一段。\n第二段。\n第三段。"
    assert len(document.folded) == len(document.text)


def test_name_and_hash_of_a_plain_text() -> None:
    document = prepare_text("正文。", "文件夹/甲.txt")
    assert document.source.name == "文件夹/甲.txt"
    assert (document.source.size, document.media_type, document.addressing) == (9, "text/plain", "offset")


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_every_character_leads_back_to_itself(text: str) -> None:
    document = prepare_text(text)
    assert len(document.folded) == len(document.text)
    assert all(text[document.offsets.to_source(at)] == char for at, char in enumerate(document.text))


def test_long_files_are_read_to_their_end() -> None:
    for unit in (
        "一是加强。内容内容内容。",
        "1、甲\n",
        "<p>",
        "（一）",
        "案例一：甲\n",
        "首页|",
        "。",
        "村" * 50 + "\n",
    ):
        text = unit * (60_000 // len(unit))
        document = prepare_text(text)
        assert len(document.text) <= len(text)
        assert all(s.end <= len(document.text) for s in document.sections)
