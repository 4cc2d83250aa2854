"""Titles that are set over several paragraphs or lines of one are one title; what only stands below one is not."""

import pytest

from corpus.document import prepare
from corpus.model import Source
from corpus.readers import read
from corpus.readers.drafts import Draft
from corpus.readers.title_lines import with_whole_titles
from tests.corpus.docx_files import docx

BODY = "<w:p><w:r><w:t>花桥镇把办事窗口搬到集市上，逢集受理，一年办结事项两千六百件，群众少跑了腿。</w:t></w:r></w:p>"


def continues(*lines: str, size: float = 22.0, centred: bool = True) -> list[bool]:
    drafts = [
        Draft("青岚县文件", size=36.0, centred=True),
        *(Draft(text, size=size, centred=centred) for text in lines),
    ]
    return [draft.continues for draft in with_whole_titles([*drafts, Draft("各乡镇：", size=16.0)])][1:-1]


@pytest.mark.parametrize(
    "lines",
    [
        ("关于进一步加强饮水", "工程管护工作的通知"),
        ("关于推进河道整治和", "岸线保护工作的", "实施意见（试行）"),
        ("中共青岚县委关于夜校", "建设情况的报告"),
    ],
)
def test_a_title_that_breaks_off_goes_on(lines: tuple[str, ...]) -> None:
    assert continues(*lines) == [False, *[True] * (len(lines) - 1)]
    assert not any(continues(*lines, centred=False))


@pytest.mark.parametrize(
    "lines",
    [
        ("关于饮水工程管护工作的通知", "附：责任分工方案"),
        ("关于饮水工程管护", "——青岚县水利局的报告"),
        ("关于饮水工程管护", "一、总体情况"),
        ("关于饮水工程管护", "青岚县水利局"),
        ("饮水工程管护", "工作的通知"),
        ("关于饮水工程", "关于河道整治的通知"),
    ],
)
def test_what_stands_below_a_title_is_not_joined(lines: tuple[str, ...]) -> None:
    assert not any(continues(*lines))


def test_lines_of_another_size_are_not_joined() -> None:
    drafts = [Draft("关于进一步加强饮水", size=22.0, centred=True), Draft("工程的通知", size=16.0, centred=True)]
    assert list(with_whole_titles(drafts)) == drafts


def test_a_title_with_a_line_break_in_a_word_is_whole() -> None:
    run = '<w:r><w:rPr><w:sz w:val="44"/></w:rPr>{}</w:r>'
    words = [
        run.format(text) for text in ("<w:t>关于进一步加强高标</w:t>", "<w:br/>", "<w:t>准农田建设工作的通知</w:t>")
    ]
    title = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(words)}</w:p>'
    data = docx(title + BODY * 3)
    reading = read(data, "a.docx")
    assert reading.title == "关于进一步加强高标准农田建设工作的通知"
    document = prepare(Source("a.docx", "0" * 64, len(data)), reading)
    assert document.text.startswith("关于进一步加强高标准农田建设工作的通知\n")
