"""Quantities: texts of many genres, the lexicons' own examples, tables, and what must hold for any text."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare_text
from corpus.fold import fold
from corpus.model import Document, OffsetMap, Source, Table
from extractors.base import Quantity
from extractors.guards import Article, Phrases, not_quantities
from extractors.quantities import extract
from extractors.tokens import words
from extractors.units import units

FILE = Path(__file__).parents[1] / "cases" / "quantities.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
MARKS = re.compile(r"[“”‘’「」《》()（）\s]")


def found_in(text: str) -> list[Quantity]:
    return list(extract(prepare_text(text)))


def value_of(quantity: Quantity) -> object:
    """The value as the cases write it: x where masked, low..high for a range."""
    if quantity.masked:
        return "x"
    return quantity.value if quantity.value_max is None else f"{quantity.value}..{quantity.value_max}"


def agrees(expected: str | None, counted: str | None) -> bool:
    """Whether two labels have the same head: one ends with the other."""
    if expected is None:
        return True
    left, right = MARKS.sub("", expected), MARKS.sub("", counted or "")
    return bool(right) and (left.endswith(right) or right.endswith(left))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['genre']}: {case['text'][:12]}")
def test_case(case: dict[str, Any]) -> None:
    found = found_in(case["text"])
    assert [[q.text, value_of(q), q.unit] for q in found] == [expected[:3] for expected in case["expect"]]
    wrong = [(e[0], e[3], q.counted) for e, q in zip(case["expect"], found, strict=True) if not agrees(e[3], q.counted)]
    assert wrong == []


UNIT_EXAMPLES = [(word, example) for word, entry in units().items() for example in entry.eg]
UNIT_COUNTEREXAMPLES = [(word, example) for word, entry in units().items() for example in entry.no_match]


@pytest.mark.parametrize(("word", "example"), UNIT_EXAMPLES)
def test_a_measure_word_is_read(word: str, example: str) -> None:
    assert any(fold(q.unit) == word or q.unit.startswith(f"{word}/") for q in found_in(f"共{example}。"))


@pytest.mark.parametrize(("word", "example"), UNIT_COUNTEREXAMPLES)
def test_another_word_is_no_measure_word(word: str, example: str) -> None:
    assert [q for q in found_in(f"{example}。") if q.unit == word] == []


LEXICON = not_quantities()
GUARDS: Sequence[Phrases | Article] = (LEXICON.frames, LEXICON.vague, LEXICON.slogans, LEXICON.fixed, LEXICON.article)


@pytest.mark.parametrize("text", [text for entry in GUARDS for text in entry.match])
def test_numbers_that_count_nothing(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize("text", [text for entry in GUARDS for text in entry.no_match])
def test_numbers_that_look_like_it_but_count(text: str) -> None:
    assert found_in(text) != []


@pytest.mark.parametrize("phrase", LEXICON.fixed.words)
def test_no_set_phrase_is_a_quantity(phrase: str) -> None:
    assert found_in(f"推进{phrase}的做法。") == []


KINDS = [
    ("近5亿元", "money"),
    ("35.1%", "percent"),
    ("七成", "percent"),
    ("2.3个百分点", "percent"),
    ("10万亩", "measure"),
    ("三到五年", "duration"),
    ("三分之二", "ratio"),
    ("30倍", "ratio"),
    ("一半", "ratio"),
    ("147份", "count"),
    ("60万贫困群众", "count"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: str) -> None:
    (quantity,) = found_in(text)
    assert quantity.kind == kind


QUALIFIERS = [
    ("年产值近5亿元", ["近"]),
    ("带动280多户", ["多"]),
    ("驻村时间每年不少于240天", ["每年", "不少于"]),
    ("实施2万个以上的项目", ["以上"]),
    ("全县累计培训1200人次", ["全县", "累计"]),
    ("粮食产量同比增长8.3%", ["同比增长"]),
    ("户均增收约3000元左右", ["户均", "约", "左右"]),
]


@pytest.mark.parametrize(("text", "expected"), QUALIFIERS)
def test_qualifiers(text: str, expected: list[str]) -> None:
    (quantity,) = found_in(text)
    assert [word for word in quantity.qualifier if word in expected] == expected


def test_qualifiers_of_the_lexicon_are_found_where_they_stand_before() -> None:
    missed = [word for word in words().qualifiers.before if word not in found_in(f"产量{word}500吨")[0].qualifier]
    assert missed == []


def table(rows: list[list[str]], caption: str = "") -> Document:
    """A document that holds a caption and a table."""
    lines = "\n".join("\t".join(row) for row in rows)
    start = len(caption) + 1 if caption else 0
    text = f"{caption}\n{lines}" if caption else lines
    tables = (Table(start, len(text), None, tuple(tuple(row) for row in rows)),)
    source, offsets = Source("t.docx", "0" * 64, 1), OffsetMap((0,), (0,), len(text))
    return Document(source, "text/plain", text, fold(text), offsets, "paragraph", (), (), tables=tables)


def test_a_cell_has_its_unit_from_the_head_of_its_column() -> None:
    document = table([["乡镇", "党组织数(个)", "产值（万元）"], ["东塘镇", "12", "1,250.5"], ["西塘镇", "8", "—"]])
    found = list(extract(document))
    read = [(q.text, q.value, q.unit, q.counted, q.qualifier) for q in found]
    assert read == [
        ("12", 12, "个", "党组织数", ("东塘镇",)),
        ("1,250.5", 12_505_000, "元", "产值", ("东塘镇",)),
        ("8", 8, "个", "党组织数", ("西塘镇",)),
    ]
    assert all(document.text[q.start : q.end] == q.text for q in found)


def test_a_cell_has_its_unit_from_the_caption() -> None:
    document = table([["项目", "预算"], ["道路", "300"]], "单位：万元")
    assert [(q.value, q.unit, q.counted, q.qualifier) for q in extract(document)] == [
        (3_000_000, "元", "预算", ("道路",))
    ]


def test_numbers_that_name_a_row_are_not_counted() -> None:
    document = table([["序号", "年份", "村名", "户数"], ["1", "2019", "东塘村", "320"]])
    assert [(q.text, q.unit, q.counted) for q in extract(document)] == [("320", "", "户数")]


def test_a_cell_with_its_own_unit_counts_what_the_column_says() -> None:
    document = table([["类别", "服务对象"], ["甲类", "320人"]])
    assert [(q.text, q.counted) for q in extract(document)] == [("320人", "服务对象")]


def test_full_width_commas_group_thousands_where_they_cannot_separate_numbers() -> None:
    assert [q.value for q in found_in("完成100，200亩")] == []
    assert [q.value for q in found_in("完成12，200亩、120，000亩")] == [12_200, 120_000]
    assert [q.value for q in found_in("完成100,200亩")] == [100_200]


def test_the_unit_is_as_written_in_the_script_of_the_source() -> None:
    assert [q.unit for q in found_in("選派幹部三十六個，補助３００元")] == ["個", "元"]


HOSTILE = [
    "1" * 40_000,
    "1," * 20_000,
    "一" * 20_000,
    "x" * 40_000,
    "亿" * 20_000,
    "3-" * 10_000,
    "“" * 20_000,
    "三分之" * 8000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4])
def test_endless_repetition_is_read_to_its_end(text: str) -> None:
    assert all(q.value is None or q.value <= 10**18 for q in found_in(text))


ALPHABET = (
    "一二三两十百千万亿几多近约余个人户元亩%成分之半年月"
    "日第的、,。“”《》()xX×*.-—至从3 5 0\t\n党员村建增长到点○数好翻番倍年/来"
)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=40))
def test_every_quantity_stands_in_the_text_and_none_overlap(text: str) -> None:
    document = prepare_text(text)
    found = list(extract(document))
    for quantity in found:
        assert document.text[quantity.start : quantity.end] == quantity.text != ""
        assert quantity.masked == (quantity.value is None)
        assert quantity.value_max is None or quantity.value is None or quantity.value < quantity.value_max
        assert quantity.counted is None or quantity.counted in document.text
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize("text", ["0分之1", "0分之两", "00分之三", "占0分之二的村"])
def test_a_share_of_nothing_is_none(text: str) -> None:
    assert found_in(text) == []


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    loaded: list[dict[str, Any]] = yaml.safe_load((FILE.parent / name).read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("case", cases("quantity_periods.yml"), ids=lambda case: case["text"][:16])
def test_the_time_that_governs(case: dict[str, Any]) -> None:
    document = prepare_text(case["text"])
    found = [q for q in extract(document) if q.text in dict(case["expect"])]
    assert [[q.text, q.period and q.period.text] for q in found] == case["expect"]
    assert all(document.text[q.period.start : q.period.end] == q.period.text for q in found if q.period)


@pytest.mark.parametrize("case", cases("base_units.yml"), ids=lambda case: case["text"])
def test_the_value_in_the_base_unit(case: dict[str, Any]) -> None:
    (quantity,) = found_in(case["text"])
    read = [quantity.dimension, quantity.base_unit, quantity.base_value, quantity.base_value_max]
    assert read == case["expect"]


@pytest.mark.parametrize("case", cases("counted.yml"), ids=lambda case: case["text"][:16])
def test_what_is_counted(case: dict[str, Any]) -> None:
    counted = {q.text: q.counted for q in found_in(case["text"])}
    assert [words for words, thing in case["expect"] if not agrees(thing, counted.get(words))] == []


MEASURE_WORDS: dict[str, Any] = yaml.safe_load((FILE.parent / "measure_words.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "expected"), MEASURE_WORDS["read"])
def test_a_seldom_measure_word_is_read(text: str, expected: str) -> None:
    assert expected in [q.text for q in found_in(text)]


@pytest.mark.parametrize("name", [name for names in MEASURE_WORDS["none"] for name in names])
@pytest.mark.parametrize("frame", ["推进{}。", "{}", "{},大家都说好。"])
def test_no_number_counts_in_a_word_or_name(name: str, frame: str) -> None:
    assert found_in(frame.format(name)) == []
