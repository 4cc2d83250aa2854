"""Automatic numbering: numerals, levels, restarts, overrides, lists linked to styles."""

import random
import subprocess
from pathlib import Path

import pytest
import yaml

from corpus.readers import read
from corpus.readers.docx_numerals import numeral
from tests.corpus.docx_files import cell, docx, item, level, numbering, paragraph, table

CASES: dict[str, dict[int, str]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "docx_numerals.yml").read_text(encoding="utf-8")
)
REPORT = numbering(
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "(%4)")
    + level(4, "decimalEnclosedCircleChinese", "%5")
)


def lines(body: str, numbers: str = REPORT, **parts: str) -> list[str]:
    return read(docx(body, numbering=numbers, **parts), "a.docx").text.split("\n")


@pytest.mark.parametrize(
    ("form", "count", "text"), [(f, c, t) for f, counts in CASES.items() for c, t in counts.items()]
)
def test_numerals(form: str, count: int, text: str) -> None:
    assert numeral(count, form) == text


def test_levels_count_on_and_restart_below_a_higher_one() -> None:
    levels = [0, 1, 1, 2, 3, 4, 2, 0, 1, 2]
    found = lines("".join(item("事", number) for number in levels))
    assert found == ["一、事", "（一）事", "（二）事", "1.事", "(1)事", "① 事", "2.事", "二、事", "（一）事", "1.事"]


def test_a_level_that_never_restarts_and_one_that_restarts_late() -> None:
    never = numbering(level(0, "decimal", "%1.") + level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>'))
    assert lines(item("事", 0) + item("事", 1) + item("事", 0) + item("事", 1), never)[3] == "2)事"
    late = numbering(
        level(0, "decimal", "%1.")
        + level(1, "decimal", "%2)")
        + level(2, "decimal", "%3:", '<w:lvlRestart w:val="1"/>')
    )
    found = lines("".join(item("事", number) for number in [0, 1, 2, 1, 2, 0, 2]), late)
    assert [found[2], found[4], found[6]] == ["1:事", "2:事", "1:事"]


def test_a_level_shows_the_counts_above_it() -> None:
    many = numbering(level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert lines(item("总则", 0) + item("目的", 1) + item("范围", 1), many) == ["第一章 总则", "1.1 目的", "1.2 范围"]
    assert lines(item("目的", 1), many) == ["1.1 目的"]


def test_numbers_that_must_be_arabic_keep_their_zero() -> None:
    many = numbering(level(0, "upperRoman", "%1.") + level(1, "decimalZero", "%1.%2", "<w:isLgl/>"))
    assert lines(item("总则", 0) + item("目的", 1), many) == ["I.总则", "1.01 目的"]


def test_start_override_restarts_once_and_two_lists_share_their_counters() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    lists = numbering(level(0, "decimal", "%1."), nums)
    found = lines("".join(item("事", number=number) for number in [1, 1, 2, 3, 3]), lists)
    assert found == ["1.事", "2.事", "3.事", "5.事", "6.事"]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([1, 0, 1], ["1.1 事", "2.事", "2.1 事"]),
        ([2, 1, 0], ["1.1.1 事", "1.2 事", "2.事"]),
        ([0, 2, 1, 2], ["1.事", "1.1.1 事", "1.2 事", "1.2.1 事"]),
    ],
)
def test_a_level_met_before_those_above_it_is_under_their_first(steps: list[int], expected: list[str]) -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")
    assert lines("".join(item("事", at) for at in steps), numbering(levels)) == expected


def test_an_override_of_a_higher_level_waits_for_a_paragraph_of_that_level() -> None:
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{over}</w:num>'
        for number, over in [(1, ""), (2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')]
    )
    lists = numbering(level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2"), nums)
    steps = [(0, 1), (0, 1), (1, 1), (1, 2), (0, 2), (0, 2), (0, 1)]
    found = lines("".join(item("事", at, number) for at, number in steps), lists)
    assert found == ["1.事", "2.事", "2.1 事", "2.2 事", "7.事", "8.事", "9.事"]


def test_a_bullet_above_leaves_no_number_and_a_hidden_number_is_not_shown() -> None:
    lists = numbering(
        level(0, "bullet", "●")
        + level(1, "decimal", "%1%2)", "<w:isLgl/>")
        + level(2, "decimal", "%3.", "<w:rPr><w:vanish/></w:rPr>")
        + level(3, "decimal", "%3.%4")
    )
    found = lines("".join(item("事", at) for at in range(4)), lists)
    assert found == ["事", "1)事", "事", "1.1 事"]


def test_an_override_may_define_the_level_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f"{level(0, 'upperLetter', '%1.', start=3)}</w:lvlOverride></w:num>"
    )
    assert lines(item("事") + item("事"), numbering(level(0, "decimal", "%1."), nums)) == ["C.事", "D.事"]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr>'
    '<w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="mine"/><w:basedOn w:val="b"/></w:style>'
    '<w:style w:type="numbering" w:styleId="n"><w:name w:val="list"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_styles_carry_numbers_and_a_paragraph_may_switch_them_off() -> None:
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("甲", "a") + styled("乙", "b") + styled("丙", "c") + styled("丁", "a", off) + styled("戊", "a")
    assert lines(body, styles=STYLES) == ["一、甲", "（一）乙", "（二）丙", "丁", "二、戊"]


def test_a_level_names_its_style() -> None:
    linked = numbering(level(0, "decimal", "%1.") + level(1, "decimal", "(%2)", '<w:pStyle w:val="x"/>'))
    style = (
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert lines(styled("甲", "x"), linked, styles=style) == ["(1)甲"]


def test_a_list_may_be_kept_by_a_list_style() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="n"/>'
        f"{level(0, 'chineseCounting', '%1、')}</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="n"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(item("甲", number=2) + item("乙", number=2), lists, styles=STYLES) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("form", "text", "suffix", "content", "expected"),
    [
        ("chineseCounting", "%1、", "tab", "加强领导", "一、加强领导"),
        ("chineseCounting", "第%1条", "space", "为了规范", "第一条 为了规范"),
        ("chineseCounting", "第%1条", "nothing", "为了规范", "第一条为了规范"),
        ("chineseCounting", "%1是", "nothing", "加强领导", "一是加强领导"),
        ("decimal", "%1.", "tab", "2023年以来", "1. 2023年以来"),
        ("decimal", "%1.", "tab", "加强领导", "1.加强领导"),
        ("decimal", "%1", "tab", "加强领导", "1 加强领导"),
        ("bullet", "\uf0b7", "tab", "加强领导", "加强领导"),
        ("none", "", "nothing", "加强领导", "加强领导"),
    ],
)
def test_between_number_and_text(form: str, text: str, suffix: str, content: str, expected: str) -> None:
    lists = numbering(level(0, form, text, f'<w:suff w:val="{suffix}"/>'))
    assert lines(item(content), lists) == [expected]


def test_empty_paragraphs_count_but_do_not_show_and_hidden_ones_do_not_count() -> None:
    empty = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    assert lines(item("甲") + empty + item("乙")) == ["一、甲", "三、乙"]
    hidden = empty.replace("</w:numPr>", "</w:numPr><w:rPr><w:vanish/></w:rPr>")
    assert lines(item("甲") + hidden + item("乙")) == ["一、甲", "二、乙"]


def test_paragraphs_that_are_deleted_do_not_count() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>'
    )
    deleted = gone.format("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>")
    assert lines(item("甲") + deleted + item("乙")) == ["一、甲", "二、乙"]
    assert lines(item("甲") + gone.format("<w:r><w:t>前</w:t></w:r>") + item("乙")) == ["一、甲", "二、前乙"]


def test_numbers_count_on_through_tables_and_text_boxes() -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{item('框')}</w:txbxContent></w:pict></w:r></w:p>"
    found = lines(item("甲") + table(cell(item("乙")) + cell(item("丙"))) + box + item("丁"))
    assert found == ["一、甲", "二、乙\t三、丙", "四、框", "五、丁"]


def test_a_list_that_is_not_there_gives_no_number() -> None:
    assert lines(item("甲", number=9)) == ["甲"]
    assert read(docx(item("甲")), "a.docx").text == "甲"


# Forms that both count alike as far as the walk goes; LibreOffice knows no lvlRestart, isLgl or zero.
FORMS = (
    "decimal", "decimalZero", "decimalFullWidth", "decimalEnclosedCircle", "decimalEnclosedCircleChinese",
    "chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting",
    "chineseLegalSimplified", "ideographLegalTraditional", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter",
)  # fmt: skip


def _many_lists(chance: random.Random) -> bytes:
    """Four lists of five levels, and four more that share their counters and start anew; a walk through them."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{name}">'
        + "".join(
            level(at, chance.choice(FORMS), _shown(chance, at), start=chance.choice([1, 1, 3, 9])) for at in range(5)
        )
        + "</w:abstractNum>"
        for name in range(4)
    )
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{name}"><w:abstractNumId w:val="{name % 4}"/>'
        f"{over.format(chance.randint(1, 5)) if name > 4 and chance.random() < 0.5 else ''}</w:num>"
        for name in range(1, 9)
    )
    body, number, at = "", 1, 0
    for _ in range(80):
        number = chance.randint(1, 8) if chance.random() < 0.1 else number
        at = min(max(at + chance.choice([-2, -1, 0, 0, 0, 1, 1]), 0), 4)
        body += item("事项", at, number)
    return docx(body, numbering=abstracts + nums)


def _shown(chance: random.Random, at: int) -> str:
    """The text of a level, in places with the numbers above it."""
    first = chance.randint(0, at) if chance.random() < 0.3 else at
    inside = ".".join(f"%{place + 1}" for place in range(first, at + 1))
    return chance.choice(["{}、", "（{}）", "{}.", "第{}章", "{}", "{}是"]).format(inside)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_an_office_program_counts_alike(seed: int, tmp_path: Path, soffice: Path) -> None:
    data = _many_lists(random.Random(seed))
    (tmp_path / "a.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command: list[str | Path] = [soffice, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "a.docx"], check=True, capture_output=True, timeout=120)
    expected = (tmp_path / "a.txt").read_text(encoding="utf-8-sig").split("\n")
    found = read(data, "a.docx").text.split("\n")
    assert [line.replace(" ", "") for line in found] == ["".join(line.split()) for line in expected if line]
