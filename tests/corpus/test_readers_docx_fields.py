"""Fields whose result stands in their code or settings, and fields that were cut off."""

import pytest

from corpus.readers import read
from corpus.readers.docx_results import formula
from tests.corpus.docx_files import code, docx, mark, p, paragraph, run


def bare(*codes: str, settings: str = "") -> str:
    """A field without a result."""
    begin = mark("begin").replace("/>", f"><w:ffData>{settings}</w:ffData></w:fldChar>") if settings else mark("begin")
    return begin + "".join(map(code, codes)) + mark("end")


def open_field(text: str) -> str:
    """A field up to where its result begins."""
    return mark("begin") + code(text) + mark("separate")


def content(body: str) -> list[str]:
    reading = read(docx(body), "a.docx")
    return [reading.text[block.start : block.end] for block in reading.blocks if not block.furniture]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (r"\o\ac(○,1)", "①"),
        (r"\o\ac(◯,23)", "㉓"),
        (r"\o\ac(○,三)", "㊂"),
        (r"\o\ac(○,优)", "优"),
        (r"\o\ac(□,√)", "☑"),
        (r'\* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(pīn),拼)', "拼"),
        (r"\o(\s\up 5(合并),\s\do 2(字符))", "合并字符"),
        (r"\f(1,2)", "1/2"),
        (r"\r(3,x)", "√x"),
        (r"\l(a,b)", "a,b"),
        (r"\o\ac(○", "(○"),
        (r"\s\up5 (甲)", "甲"),
        (r"\a " * 60, r""),
        ("\\o(" * 15 + "甲" + ")" * 15, "甲"),
    ],
)
def test_formula_fields(field: str, text: str) -> None:
    assert formula(field) == text


TICKED = "<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"
CHOSEN = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="甲镇"/><w:listEntry w:val="乙镇"/></w:ddList>'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (run("第") + bare(" eq \\o\\ac(", "○", ",4)") + run("步"), "第④步"),
        (bare("FORMCHECKBOX", settings=TICKED) + run("是") + bare("FORMCHECKBOX") + run("否"), "☑是☐否"),
        (bare("FORMDROPDOWN", settings=CHOSEN), "乙镇"),
        (bare('SYMBOL 254 \\f "Wingdings" \\s 11') + run("已办"), "☑已办"),
        (run("共") + bare(" PAGE ") + run("页"), "共页"),
        (run("第") + open_field("eq \\o\\ac(○,1)") + mark("end") + run("条"), "第①条"),
        (run("第") + open_field("eq \\o\\ac(○,1)") + run(" ") + mark("end") + run("条"), "第 ①条"),
        (run("第") + open_field("eq \\o\\ac(○,1)") + run("一") + mark("end") + run("条"), "第一条"),
        (open_field("IF 1") + run("甲") + open_field("EQ \\f(1,2)") + mark("end") + mark("end"), "甲1/2"),
        ('<w:fldSimple w:instr=" EQ \\o\\ac(○,2) "/>' + run("项"), "②项"),
        (f'<w:fldSimple w:instr=" EQ \\f(1,2) ">{run("二分之一")}</w:fldSimple>', "二分之一"),
        (run("共") + f'<w:fldSimple w:instr="NUMPAGES">{run("3")}</w:fldSimple>' + run("页"), "共3页"),
        (mark("begin") + code("IF 1") + bare("EQ \\f(1,2)") + mark("separate") + run("果") + mark("end"), "果"),
    ],
)
def test_fields_without_a_result(inside: str, expected: str) -> None:
    assert content(p(inside)) == [expected]


def test_a_field_cut_off_before_its_result_swallows_nothing_and_keeps_the_order() -> None:
    assert content(p(run("甲") + mark("begin") + code("REF x") + run("乙") + run("丙"))) == ["甲乙丙"]
    inner = mark("begin") + code("REF y") + mark("separate") + run("乙") + mark("end")
    assert content(p(run("甲") + mark("begin") + inner + run("丙")) + paragraph("丁")) == ["甲乙丙", "丁"]


def test_a_table_of_contents_without_its_end_does_not_take_in_the_document() -> None:
    start = mark("begin") + code(' TOC \\o "1-3" ') + mark("separate")
    assert content(p(start + run("一、背景 1")) + paragraph("正文")) == ["一、背景 1", "正文"]
    assert content(p(start + run("一、背景 1")) + p(run("二、做法 2") + mark("end")) + paragraph("正文")) == ["正文"]


def test_many_fields_that_never_end() -> None:
    body = "".join(p(mark("begin") + code("TOC") + mark("separate") + run(f"第{n}段")) for n in range(3000))
    assert content(body) == [f"第{n}段" for n in range(3000)]
